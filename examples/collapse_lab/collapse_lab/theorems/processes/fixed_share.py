"""Each of n samples is real with probability alpha, else from the last model, which is refitted to them."""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.laws import Binomial
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    integer("n", 1, "samples per generation", (1, 2, 5)),
    real("alpha", "[0, 1]", "share of real data", (0, "1/4", 1)),
    real("p0", "[0, 1]", "the real share of the symbol", (0, "1/10", "1/2", 1)),
)
n, alpha, p0 = PARAMETERS.symbols
P, C = sp.symbols("P C", nonnegative=True)

FIXED_SHARE = Process(
    "fixed_share",
    PARAMETERS,
    start={P: p0},
    draws=(Draw(C, Binomial(n, alpha * p0 + (1 - alpha) * P)),),
    step={P: C / n},
    observables={"error": (P - p0) ** 2},
)
PROCESSES = (FIXED_SHARE,)
