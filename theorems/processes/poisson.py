"""The intensity of a Poisson law refitted to the mean of n draws from it."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.laws import Poisson
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    integer("n", 1, "draws per generation", (1, 2, 5)),
    real("lambda0", "(0, oo)", "the given intensity", (1, "1/2")),
)
n, lambda0 = PARAMETERS.symbols
L, c = sp.Symbol("L", nonnegative=True), sp.Symbol("c", nonnegative=True)

POISSON = Process(
    "poisson",
    PARAMETERS,
    start={L: lambda0},
    draws=(Draw(c, Poisson(n * L)),),
    step={L: c / n},
    observables={"intensity": L, "survival": sp.Piecewise((0, sp.Eq(L, 0)), (1, True))},
)
PROCESSES = (POISSON,)
