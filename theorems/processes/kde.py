"""Gaussian kernel density estimates refitted to draws from them. The real law has mean 0."""

from collections.abc import Mapping

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Variance
from theorems.language.laws import Choice, Normal
from theorems.processes.workflows import DRAW, WORKFLOWS, Model

PARAMETERS = Parameters(
    integer("n", 1, "points per batch", (1, 2, 5)),
    real("h", "(0, oo)", "bandwidth", (1, "1/2")),
    real("sigma0", "[0, oo)", "standard deviation of the real law", (0, 1, 2), default=1),
)
n, h, sigma0 = PARAMETERS.symbols
ZERO = sp.Integer(0)


def observe(data: Data) -> Mapping[str, sp.Expr]:
    """Variance within the points, and the square of one draw from the estimate."""
    return {"spread": Variance(data, 0), "draw_square": DRAW**2}


KDE = Model(
    "kde",
    PARAMETERS["n"],
    (PARAMETERS["h"], PARAMETERS["sigma0"]),
    Normal(ZERO, sigma0**2),
    lambda data: Choice(data) + Normal(ZERO, h**2),
    observe,
)
PROCESSES = tuple(workflow(KDE) for workflow in WORKFLOWS)
