"""Gaussian kernel estimates whose bandwidth shrinks: model t has the bandwidth h t^-a."""

import sympy as sp

from theorems.language import real
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.laws import Choice, Normal
from theorems.language.processes import Observable, event
from theorems.processes import kde
from theorems.processes.workflows import DRAW, Model, replace

EXPONENT = real("a", "(0, oo)", "exponent of the bandwidth, which is h at the first fit", ("1/5", 1))
DELTA = real("delta", "(0, 1)", "probability with which the loss may be below its bound", ("1/2", "3/4"))
ZERO, a, delta = sp.Integer(0), EXPONENT.symbol, DELTA.symbol
variance = kde.h**2 * GENERATION ** (-2 * a)
n, h, sigma0 = kde.PARAMETERS.symbols
floor = a * sp.log(GENERATION) + sp.log(sp.sqrt(sp.pi / 2) * sigma0**2 / (n**2 * h)) + 2 * sp.log(delta)
"""The loss at 0 is below it with the probability delta at most."""


def density(data: Data) -> sp.Expr:
    """The estimate at 0."""
    return kde.density(data, variance)


def observe(data: Data) -> dict[str, Observable]:
    """The square of the mean, the density and the loss at 0, and the event of a low loss."""
    loss = -sp.log(density(data))
    return {"centre_square": Mean(data) ** 2, "density": density(data), "loss": loss, "low_loss": event(loss <= floor)}


SHRINKING = Model(
    "kde_shrinking",
    kde.PARAMETERS["n"],
    (kde.PARAMETERS["h"], EXPONENT, kde.PARAMETERS["sigma0"], DELTA),
    kde.REAL,
    lambda data: Choice(data) + Normal(ZERO, variance),
    observe,
    lambda _: {DRAW: kde.REAL},
    lambda data: {DRAW: sp.Symbol("X"), density(data): sp.Symbol("p")},
)
REPLACED = replace(SHRINKING)
PROCESSES = (REPLACED,)
