"""Gaussian kernel estimates whose bandwidth shrinks: model t has the bandwidth h t^-a."""

import sympy as sp

from theorems.language import real
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.laws import Choice, Normal
from theorems.processes import kde
from theorems.processes.workflows import DRAW, Model, replace

EXPONENT = real("a", "(0, oo)", "exponent of the bandwidth, which is h at the first fit", ("1/5", 1))
ZERO, a = sp.Integer(0), EXPONENT.symbol
variance = kde.h**2 * GENERATION ** (-2 * a)


def density(data: Data) -> sp.Expr:
    """The estimate at 0."""
    return kde.density(data, variance)


SHRINKING = Model(
    "kde_shrinking",
    kde.PARAMETERS["n"],
    (kde.PARAMETERS["h"], EXPONENT, kde.PARAMETERS["sigma0"]),
    kde.REAL,
    lambda data: Choice(data) + Normal(ZERO, variance),
    lambda data: {"centre_square": Mean(data) ** 2, "density": density(data), "loss": -sp.log(density(data))},
    lambda _: {DRAW: kde.REAL},
    lambda data: {DRAW: sp.Symbol("X"), density(data): sp.Symbol("p")},
)
REPLACED = replace(SHRINKING)
PROCESSES = (REPLACED,)
