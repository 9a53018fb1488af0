"""Intervals around a mean that do not shrink, or do not stay."""

from sympy import Integer

from theorems.language import Limit, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 3)),
    real("p0", "(0, 1)", "the given share", ("1/5", "1/2")),
    integer("k", 1, "generations", (1, 2, 4)),
)
n, p0, k = PARAMETERS.symbols
left = p0 * (1 - p0) * (1 - 1 / n) ** k  # the mean of the diversity

THEOREM = Theorem(
    id="tries-limit",
    title="Intervals around a mean that do not shrink, or do not stay",
    source=Source("made for a test", "1"),
    statement="Intervals around a mean that do not shrink, or do not stay.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Limit(
            name="a",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=0 * n,
            within=p0 * (1 - p0),
            variable=k,
        ),
        Limit(
            name="b",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=p0 * (1 - p0),
            within=2 * p0 * (1 - p0),
            variable=k,
        ),
        Limit(
            name="c",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=0 * n,
            within=p0 * (1 - p0) * (1 + (1 - 1 / n) ** k),
            variable=k,
        ),
        Limit(
            name="d",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=left,
            within=1 / k,
            variable=k,
        ),
        Limit(
            name="e",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=0 * n,
            within=p0 * k,
            variable=k,
        ),
        Limit(
            name="f",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=0 * n,
            within=p0 * ((n - 1) / Integer(2)) ** k,
            variable=k,
        ),
        Limit(
            name="g",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=0 * n,
            within=p0 * (1 - p0),
            variable=n,
        ),
        Limit(
            name="h",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            equals=0 * n,
            within=p0 * (1 - p0) * (1 - 1 / n) ** k,
            variable=k,
            when=k <= 1000,
        ),
    ),
)
