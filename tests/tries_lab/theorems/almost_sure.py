"""Bounds on a probability that certify nothing."""

from theorems.language import AlmostSure, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 3)),
    real("p0", "(0, 1)", "the given share", ("1/5", "1/2")),
    integer("k", 1, "generations", (1, 2, 4)),
)
n, p0, k = PARAMETERS.symbols
left = p0 * (1 - p0) * (1 - 1 / n) ** k  # the mean of the diversity

THEOREM = Theorem(
    id="tries-almost-sure",
    title="Bounds on a probability that certify nothing",
    source=Source("made for a test", "1"),
    statement="Bounds on a probability that certify nothing.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        AlmostSure(
            name="a", of="bernoulli.absorbed", at_least=p0**n, variable=k, by="summable", points=("n=2,p0=1/2,k=2",)
        ),
        AlmostSure(
            name="b",
            of="bernoulli.absorbed",
            at_least=p0**n + (1 - p0) ** n,
            variable=k,
            by="monotone",
            points=("n=2,p0=1/2,k=2",),
        ),
        AlmostSure(
            name="c",
            of="bernoulli.absorbed",
            at_least=(p0**n + (1 - p0) ** n) * (1 - 1 / (k + 1)),
            variable=k,
            by="summable",
            points=("n=2,p0=1/2,k=2",),
        ),
        AlmostSure(
            name="d",
            of="bernoulli.absorbed",
            at_least=1 - n**2 * left / (n - 1) - 1 / (k + 1),
            variable=k,
            by="summable",
            points=("n=2,p0=1/2,k=6",),
        ),
        AlmostSure(
            name="e", of="bernoulli.diversity", at_most=left, variable=k, by="summable", points=("n=2,p0=1/2,k=2",)
        ),
        AlmostSure(
            name="f",
            of="bernoulli.absorbed",
            at_least=1 - n**2 * left / (n - 1),
            variable=k,
            by="summable",
            when=k <= 500,
            points=("n=2,p0=1/2,k=4",),
        ),
        AlmostSure(
            name="g",
            of="bernoulli.absorbed",
            at_least=1 - n**2 * left / (n - 1),
            variable=p0,
            by="summable",
            points=("n=2,p0=1/2,k=4",),
        ),
    ),
)
