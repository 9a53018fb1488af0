"""What is always 1, and no event."""

from theorems.language import Parameters, Source, Surely, Theorem, integer, real

PARAMETERS = Parameters(
    real("p0", "(0, 1)", "probability of heads", ("1/4", "1/2")),
    integer("k", 1, "tosses", (1, 2, 4, 8)),
)
p0, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="tries-surely",
    title="What is always 1, and no event",
    source=Source("made for a test", "1"),
    statement="What is always 1, and no event.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Surely(name="a", of="trial.one", points=("p0=1/2,k=1",)),
        Surely(name="b", of="trial.one_of_two", points=("p0=1/2,k=1",)),
        Surely(name="c", of="trial.one_of_minus_one", points=("p0=1/2,k=1",)),
        Surely(name="d", of="trial.one_of_a_half", points=("p0=1/2,k=1",)),
        Surely(name="e", of="trial.one_of_more", points=("p0=1/2,k=1",)),
    ),
)
