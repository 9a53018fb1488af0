"""Distances that are negative."""

from sympy import Rational, log

from theorems.language import Mean, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    real("p0", "(0, 1)", "probability of heads", ("1/4", "1/2")),
    integer("k", 1, "tosses", (1, 2, 4, 8)),
)
p0, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="tries-within",
    title="Distances that are negative",
    source=Source("made for a test", "1"),
    statement="Distances that are negative.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Mean(name="a", of="trial.heads", points=("p0=1/2,k=1", "p0=1/2,k=2"), equals=p0, within=p0 * (3 - k) / 4),
        Mean(
            name="b", of="trial.heads", points=("p0=1/2,k=1", "p0=1/2,k=2"), equals=p0, within=p0 / 2 - p0 * k / 20 * k
        ),
        Mean(name="c", of="trial.heads", points=("p0=1/2,k=1", "p0=1/2,k=2"), equals=p0, within=log(4 / k)),
        Mean(name="d", of="trial.heads", points=("p0=1/2,k=1", "p0=1/2,k=2"), equals=p0, within=(1 - k / 4) ** 3),
        Mean(
            name="e",
            of="trial.heads",
            points=("p0=1/2,k=1", "p0=1/2,k=2"),
            equals=p0,
            within=p0 * (1 / k - Rational(1, 5)),
        ),
    ),
)
