"""Gaussian kernel density estimates refitted to draws from them. The real law has mean 0."""

from collections.abc import Mapping
from dataclasses import replace as replaced

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.laws import Choice, Finite, Normal
from theorems.language.processes import Observable
from theorems.language.quenched import quenched
from theorems.language.uniform import Uniform
from theorems.processes.workflows import DRAW, OTHER, WORKFLOWS, Model, accumulate, replace, subsample, value_blind

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 10)),
    real("h", "(0, oo)", "bandwidth: standard deviation of the Gaussian kernel", ("1/10", 1)),
    real("sigma0", "(0, oo)", "the given standard deviation of the data", (1, "1/2"), default=1),
)
n, h, sigma0 = PARAMETERS.symbols
ZERO, ONE = sp.Integer(0), sp.Integer(1)


def density(data: Data, variance: sp.Expr = h**2, at: sp.Expr = ZERO) -> sp.Expr:
    """The estimate at a place, by default at 0."""
    return Mean(sp.exp(-((data - at) ** 2) / (2 * variance))) / sp.sqrt(2 * sp.pi * variance)


def observe(data: Data) -> Mapping[str, Observable]:
    """Variance within the points, squares of them and of their mean; the estimate at 0, the mean of the real law, and
    minus its logarithm, the test loss there; one draw from the estimate, and its square.
    """
    return {
        "spread": Variance(data, 0),
        "mean_square": Mean(data**2),
        "centre_square": Mean(data) ** 2,
        "density": density(data),
        "loss": -sp.log(density(data)),
        "draw": DRAW,
        "draw_square": DRAW**2,
    }


REAL = Normal(ZERO, sigma0**2)
KDE = Model(
    "kde",
    PARAMETERS["n"],
    (PARAMETERS["h"], PARAMETERS["sigma0"]),
    REAL,
    lambda data: Choice(data) + Normal(ZERO, h**2),
    observe,
    lambda _: {DRAW: REAL},
    lambda data: {
        DRAW: sp.Symbol("X"),
        Variance(data, 0): sp.Symbol("s") ** 2,
        density(data): sp.Symbol("p"),
    },
)
ORDER = real("v", "(0, oo)", "argument of a Laplace transform", ("1/2", 1, 2))
FREQUENCY = real("w", "(0, oo)", "frequency", ("1/2", 2))


def observe_more(data: Data) -> Mapping[str, Observable]:
    """Beside the above the loss over the generation; the cosine of a draw, which has the mean c(w) given the estimate,
    c its characteristic function, and that of the difference of two draws, which has the mean |c(w)|^2; the estimate at
    a draw from it, which has the mean of the integral of its square; and that at 0 over the density there of a normal
    law of variance h^2 ln k. Of the loss at 0 above that of a kernel at its centre, over the generation, e to the power
    of -v times it.
    """
    seen = observe(data)
    return {
        **seen,
        "loss_per_generation": seen["loss"] / GENERATION,  # type: ignore[operator]
        "draw_cosine": sp.cos(FREQUENCY.symbol * DRAW),
        "difference_cosine": sp.cos(FREQUENCY.symbol * (DRAW - OTHER)),
        "density_at_draw": density(data, at=OTHER),
        "loss_transform": Mean(sp.exp(-(data**2) / (2 * h**2))) ** (ORDER.symbol / GENERATION),
        "relative_density": density(data) * sp.sqrt(2 * sp.pi * h**2 * sp.log(GENERATION)),
    }


TWO_DRAWS = replaced(
    KDE,
    others=(*KDE.others, FREQUENCY, ORDER),
    observe=observe_more,
    letters=lambda data: {
        **KDE.letters(data),
        OTHER: sp.Symbol("Y"),
        density(data, at=OTHER): sp.Symbol("q"),
    },
    draws=(DRAW, OTHER),
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

TOP_HAT = Model(
    "kde_top_hat",
    PARAMETERS["n"],
    KDE.others,
    REAL,
    lambda data: Choice(data) + Uniform(-h, h),
    lambda _: {"draw_square": DRAW**2},
    lambda _: {DRAW: REAL},
    lambda _: {DRAW: sp.Symbol("X")},
)
"""A kernel that is uniform between -h and h, in the place of the normal one."""

GIVEN_REPLACE, GIVEN_ACCUMULATE = (quenched(workflow(KDE)) for workflow in (replace, accumulate))
OF_WORKFLOWS = {workflow: workflow(TWO_DRAWS if workflow in (replace, accumulate) else KDE) for workflow in WORKFLOWS}
PROCESSES = (
    *OF_WORKFLOWS.values(),
    value_blind(KDE),
    accumulate(DEPTH),
    subsample(DEPTH),
    accumulate(TOP_HAT),
    GIVEN_REPLACE,
    GIVEN_ACCUMULATE,
)
