"""Means of what is no event."""

from theorems.language import Parameters, Probability, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 3)),
    real("p0", "(0, 1)", "the given share", ("1/5", "1/2")),
    integer("k", 1, "generations", (1, 2, 4)),
)
n, p0, k = PARAMETERS.symbols
left = p0 * (1 - p0) * (1 - 1 / n) ** k  # the mean of the diversity

THEOREM = Theorem(
    id="tries-probability",
    title="Means of what is no event",
    source=Source("made for a test", "1"),
    statement="Means of what is no event.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Probability(name="a", of="bernoulli.share", equals=p0, points=("n=2,p0=1/2,k=2",)),
        Probability(name="b", of="bernoulli.share", at_most=2 * p0, points=("n=2,p0=1/2,k=2",)),
        Probability(name="c", of="bernoulli.share", at_least=p0 / 2, points=("n=3,p0=1/3,k=1",)),
        Probability(name="d", of="bernoulli.diversity", points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"), equals=left),
        Probability(
            name="e", of="bernoulli.diversity", points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"), at_most=p0 * (1 - p0)
        ),
        Probability(name="f", of="bernoulli.diversity", points=("n=2,p0=1/2,k=2", "n=3,p0=1/3,k=1"), at_least=left / 2),
    ),
)
