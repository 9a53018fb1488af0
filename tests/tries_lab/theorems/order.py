"""Bounds that are no order of growth."""

from sympy import Integer

from theorems.language import Order, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 3)),
    real("p0", "(0, 1)", "the given share", ("1/5", "1/2")),
    integer("k", 1, "generations", (1, 2, 4)),
)
n, p0, k = PARAMETERS.symbols
left = p0 * (1 - p0) * (1 - 1 / n) ** k  # the mean of the diversity

THEOREM = Theorem(
    id="tries-order",
    title="Bounds that are no order of growth",
    source=Source("made for a test", "1"),
    statement="Bounds that are no order of growth.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Order(
            name="a",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            like=p0 * (1 - p0),
            low=Integer(-1),
            high=Integer(1),
            variable=k,
        ),
        Order(
            name="b",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            like=p0 * (1 - p0),
            low=1 - n,
            high=Integer(1),
            variable=k,
        ),
        Order(
            name="c",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            like=p0 * (1 - p0),
            low=(1 - 1 / n) ** k,
            high=Integer(1),
            variable=k,
        ),
        Order(
            name="d",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            like=left,
            low=Integer(1),
            high=k + 1,
            variable=k,
        ),
        Order(
            name="e",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            like=left,
            low=Integer(1) / 2,
            high=Integer(2),
            variable=k,
            when=k <= 50,
        ),
        Order(
            name="f",
            of="bernoulli.diversity",
            points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"),
            like=left,
            low=Integer(1) / 2,
            high=Integer(2),
            variable=p0,
        ),
    ),
)
