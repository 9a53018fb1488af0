"""Minorants that do not grow."""

from sympy import sin

from theorems.language import Diverges, Parameters, Source, Theorem, integer, real

PARAMETERS = Parameters(
    integer("n", 1, "samples", (1, 3)),
    real("h", "(0, oo)", "bandwidth", (1, "1/2")),
    real("sigma0", "(0, oo)", "deviation of the start", (1, "1/2")),
    integer("k", 1, "generations", (1, 2, 4)),
)
n, h, sigma0, k = PARAMETERS.symbols

THEOREM = Theorem(
    id="tries-diverges",
    title="Minorants that do not grow",
    source=Source("made for a test", "1"),
    statement="Minorants that do not grow.",
    conventions=("nothing is estimated",),
    notation="as usual",
    parameters=PARAMETERS,
    claims=(
        Diverges(
            name="a", of="kde_replace.draw_square", points=("n=3,h=1,sigma0=1,k=2",), at_least=sigma0**2, variable=k
        ),
        Diverges(
            name="b",
            of="kde_replace.draw_square",
            points=("n=3,h=1,sigma0=1,k=2",),
            at_least=sigma0**2 + h**2 * (1 - 1 / (k + 1)),
            variable=k,
        ),
        Diverges(
            name="c", of="kde_replace.draw_square", points=("n=3,h=1,sigma0=1,k=2",), at_least=-k * h**2, variable=k
        ),
        Diverges(
            name="d",
            of="kde_replace.draw_square",
            points=("n=3,h=1,sigma0=1,k=2",),
            at_least=h**2 * k * (3 - k) / 2,
            variable=k,
        ),
        Diverges(
            name="e",
            of="kde_replace.draw_square",
            points=("n=3,h=1,sigma0=1,k=2",),
            at_least=sigma0**2 * sin(k) ** 2,
            variable=k,
        ),
        Diverges(
            name="f",
            of="kde_replace.draw_square",
            points=("n=3,h=1,sigma0=1,k=2",),
            at_least=k * h**2,
            variable=k,
            when=k <= 100,
        ),
        Diverges(
            name="g", of="kde_replace.draw_square", points=("n=3,h=1,sigma0=1,k=2",), at_least=k * h**2, variable=n
        ),
    ),
)
