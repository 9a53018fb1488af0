"""Gaussian kernel density estimates refitted to draws from them. The real law has mean 0."""

from collections.abc import Mapping

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean, Variance
from theorems.language.laws import Choice, Finite, Normal
from theorems.language.processes import Observable
from theorems.language.quenched import quenched
from theorems.processes.workflows import DRAW, WORKFLOWS, Model, accumulate, replace

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 10)),
    real("h", "(0, oo)", "bandwidth: standard deviation of the Gaussian kernel", ("1/10", 1)),
    real("sigma0", "(0, oo)", "the given standard deviation of the data", (1, "1/2"), default=1),
)
n, h, sigma0 = PARAMETERS.symbols
ZERO, ONE = sp.Integer(0), sp.Integer(1)


def observe(data: Data) -> Mapping[str, Observable]:
    """Variance within the points, squares of them and of their mean; the estimate at 0, the mean of the real law, and
    minus its logarithm, the test loss there; one draw from the estimate, and its square.
    """
    density = Mean(sp.exp(-(data**2) / (2 * h**2))) / sp.sqrt(2 * sp.pi * h**2)
    return {
        "spread": Variance(data, 0),
        "mean_square": Mean(data**2),
        "centre_square": Mean(data) ** 2,
        "density": density,
        "loss": -sp.log(density),
        "draw": DRAW,
        "draw_square": DRAW**2,
    }


KDE = Model(
    "kde",
    PARAMETERS["n"],
    (PARAMETERS["h"], PARAMETERS["sigma0"]),
    Normal(ZERO, sigma0**2),
    lambda data: Choice(data) + Normal(ZERO, h**2),
    observe,
    lambda _: {DRAW: Normal(ZERO, sigma0**2)},
    lambda data: {DRAW: sp.Symbol("X"), Variance(data, 0): sp.Symbol("s") ** 2},
)
DEPTH = Model(
    "kde_depth",
    PARAMETERS["n"],
    (),
    Finite((ZERO,), (ONE,)),
    lambda data: Choice(data) + Finite((ONE,), (ONE,)),
    lambda _: {"depth": DRAW},
    letters=lambda _: {DRAW: sp.Symbol("D")},
)
"""How many kernels lie between a point and its real ancestor."""

GIVEN_REPLACE, GIVEN_ACCUMULATE = (quenched(workflow(KDE)) for workflow in (replace, accumulate))
PROCESSES = (*(workflow(KDE) for workflow in WORKFLOWS), accumulate(DEPTH), GIVEN_REPLACE, GIVEN_ACCUMULATE)
