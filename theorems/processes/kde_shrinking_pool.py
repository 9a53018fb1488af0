"""Gaussian kernel density estimates of all data so far, whose bandwidth shrinks like a power of the amount of data."""

from collections.abc import Callable, Mapping

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean
from theorems.language.laws import Choice, Normal
from theorems.language.processes import Observable
from theorems.processes.workflows import DRAW, Model, accumulate

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 10)),
    real("c", "(0, oo)", "the bandwidth of one point", ("1/2", 1)),
    real("b", "(0, oo)", "exponent: N points have a kernel of standard deviation c/N^b", ("1/5", "1/2", 2)),
    real("sigma0", "(0, oo)", "the given standard deviation of the data", (1, "1/2"), default=1),
)
n, c, b, sigma0 = PARAMETERS.symbols
ZERO = sp.Integer(0)
REAL = Normal(ZERO, sigma0**2)


def shrinking(name: str, points: Callable[[Data], sp.Expr]) -> Model:
    """Bandwidth c/N^b, where N is that function of the data that a model is fitted to."""

    def observe(data: Data) -> Mapping[str, Observable]:
        """One draw from the estimate, its square, and minus the logarithm of the estimate at 0, the real mean."""
        variance = c**2 * points(data) ** (-2 * b)
        kernel = Mean(sp.exp(-(data**2) / (2 * variance)))
        return {"draw": DRAW, "draw_square": DRAW**2, "loss": sp.log(2 * sp.pi * variance) / 2 - sp.log(kernel)}

    return Model(
        name,
        PARAMETERS["n"],
        (PARAMETERS["c"], PARAMETERS["b"], PARAMETERS["sigma0"]),
        REAL,
        lambda data: Choice(data) + Normal(ZERO, c**2 * points(data) ** (-2 * b)),
        observe,
        lambda _: {DRAW: REAL},
        lambda data: {DRAW: sp.Symbol("X")},
    )


PROCESSES = (
    accumulate(shrinking("kde_shrinking", lambda data: data.size)),
    accumulate(shrinking("kde_shrinking_next", lambda data: data.size + n)),
)
"""The bandwidth goes by the data that a model is fitted to, or by these and the batch that is drawn from it."""
