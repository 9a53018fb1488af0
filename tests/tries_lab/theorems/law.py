"""Functions that are a law only where they are raced."""

from sympy import erf, sqrt

from theorems.language import Law, Parameters, Source, Theorem, X, integer

PARAMETERS = Parameters(integer("k", 1, "steps", (1, 2, 4)))
(k,) = PARAMETERS.symbols
normal = (1 + erf(X / sqrt(2 * k))) / 2

THEOREM = Theorem(
    id="tries-law",
    title="Functions that are a law only where they are raced",
    source=Source("made for a test", "1"),
    statement="Functions that are a law only where they are raced.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Law(name="a", of="trial.walk", cdf=normal * (9 + k) / 10, points=("k=1",)),
        Law(name="b", of="trial.walk", cdf=normal + (k - 1) / 5, points=("k=1",)),
        Law(name="c", of="trial.walk", cdf=normal + (k - 1) * (1 - 2 * normal), points=("k=1",)),
        Law(name="d", of="trial.walk", cdf=normal * (2 - k) ** 2, points=("k=1",)),
        Law(
            name="e",
            of="trial.walk",
            cdf=normal - (k - 1) * normal * (1 - normal) * 5,
            points=("k=1",),
        ),
        Law(name="f", of="trial.walk", cdf=(normal + k - 1) / (2 * k - 1), points=("k=1",)),
    ),
)
