"""A share that moves only part of the way to that of each new sample."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.laws import Binomial
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 5)),
    real("alpha", "[0, 1]", "weight of the new sample", (0, "1/4", 1)),
    real("p0", "[0, 1]", "the given share", (0, "1/10", "1/2", 1)),
)
n, alpha, p0 = PARAMETERS.symbols
P, c = sp.symbols("P c", nonnegative=True)

LAZY = Process(
    "lazy",
    PARAMETERS,
    start={P: p0},
    draws=(Draw(c, Binomial(n, P)),),
    step={P: alpha * c / n + (1 - alpha) * P},
    observables={"diversity": P * (1 - P)},
)
PROCESSES = (LAZY,)
