"""Sums that are not shown to be finite."""

from sympy import sqrt

from theorems.language import Parameters, Source, Summable, Theorem, integer, real
from theorems.processes.mixture import ESTIMATOR

PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 3)),
    real("mu0", "[0, oo)", "half the distance of the components", (0, 1)),
    real("sigma0", "(0, oo)", "deviation of the start", (1, "1/2"), default=1),
    real("p0", "(0, 1)", "the given share", ("1/5", "1/2")),
    ESTIMATOR,
    integer("k", 0, "generations", (0, 1, 2)),
)
n, mu0, sigma0, p0, _, k = PARAMETERS.symbols
bound = 8 * n * sqrt(mu0**2 + sigma0**2)
POINTS = ("n=2,mu0=1,estimator=noise,k=2",)

THEOREM = Theorem(
    id="tries-summable",
    title="Sums that are not shown to be finite",
    source=Source("made for a test", "1"),
    statement="Sums that are not shown to be finite.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Summable(name="a", of="mixture.total", at_most=bound + k, variable=k, points=POINTS),
        Summable(name="b", of="mixture.total", at_most=bound, variable=n, points=POINTS),
        Summable(name="c", of="mixture.total", at_most=bound, variable=mu0, points=POINTS),
        Summable(name="d", of="mixture.total", at_most=bound, variable=k, when=k <= 500, points=POINTS),
        Summable(name="e", of="bernoulli.share", at_most=p0, variable=k, points=("n=2,p0=1/2,k=2",)),
        Summable(name="f", of="bernoulli.diversity", at_most=p0 * (1 - p0), variable=k, points=("n=2,p0=1/2,k=2",)),
    ),
)
