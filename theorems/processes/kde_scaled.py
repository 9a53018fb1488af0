"""Gaussian kernel estimates whose bandwidth is a multiple of the points' deviation: given, as Scott's is, or chosen."""

import sympy as sp

from theorems.language import integer, real
from theorems.language.data import Data, Likeliest, Past, Variance
from theorems.language.laws import Choice, Normal
from theorems.language.processes import Observable, event
from theorems.processes import kde
from theorems.processes.kde_shrinking import DELTA
from theorems.processes.workflows import DRAW, Model, replace

FACTOR = real("c", "(0, oo)", "bandwidth over the standard deviation of the points (ddof = 1)", ("1/2", 1))
SIZE = integer("n", 2, "samples per generation", (2, 10))
SIGMA = kde.PARAMETERS["sigma0"]
n, c, sigma0, delta = (p.symbol for p in (SIZE, FACTOR, SIGMA, DELTA))


def width_square(data: Data) -> sp.Expr:
    """The square of the bandwidth."""
    return c**2 * Variance(data, 1)


def chosen_square(data: Data) -> sp.Expr:
    """The same, of a quarter, half, once or twice the standard deviation: the likeliest one, leaving one point out."""
    return Likeliest(data, *(sp.Rational(4) ** i * Variance(data, 1) for i in (-2, -1, 0, 1)))


def floor(width: sp.Expr, kernels: sp.Expr) -> sp.Expr:
    """ln of (pi/2)^(1/2) (v + 2 h^2)/(n h), h the bandwidth; v = (sigma0^2 + kernels)/n is the variance of the centre
    of the points given their differences, kernels the sum of the squares of all bandwidths before.
    """
    return sp.log(sp.sqrt(sp.pi / 2) * ((sigma0**2 + kernels) / n + 2 * width) / (n * sp.sqrt(width)))


def low_loss(data: Data, width: sp.Expr) -> Observable:
    """Is the loss at 0 below what is so likely at most? width: the square of the bandwidth."""
    low = -sp.log(kde.density(data, width)) <= floor(width, Past(width) - width) + 2 * sp.log(delta)
    return event(low)


def observe(data: Data) -> dict[str, Observable]:
    """Variance of the points, and the event of a low loss."""
    return {"spread": Variance(data, 1), "low_loss": low_loss(data, width_square(data))}


SCALED = Model(
    "kde_scaled",
    SIZE,
    (FACTOR, SIGMA, DELTA),
    kde.REAL,
    lambda data: Choice(data) + Normal(sp.Integer(0), width_square(data)),
    observe,
    lambda _: {DRAW: kde.REAL},
    lambda data: {DRAW: sp.Symbol("X"), Variance(data, 1): sp.Symbol("s") ** 2},
)
CROSS_VALIDATED = Model(
    "kde_cross_validated",
    SIZE,
    (SIGMA, DELTA),
    kde.REAL,
    lambda data: Choice(data) + Normal(sp.Integer(0), chosen_square(data)),
    lambda data: {"low_loss": low_loss(data, chosen_square(data))},
    lambda _: {DRAW: kde.REAL},
    lambda data: {DRAW: sp.Symbol("X"), chosen_square(data): sp.Symbol("h") ** 2},
)
REPLACED, CHOSEN = replace(SCALED), replace(CROSS_VALIDATED)
PROCESSES = (REPLACED, CHOSEN)
