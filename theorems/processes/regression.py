"""Least squares with one feature, refitted to labels that the last model gave.

The state W is the error of the coefficient. Rows of several features are labelled data sets: least_squares.py.
"""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.laws import MeanChiSquare, Normal
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    integer("n", 3, "rows per generation", (3, 7)),
    real("sigma", "(0, oo)", "standard deviation of the noise", (1, "1/2"), default=1),
)
n, sigma = PARAMETERS.symbols
t = GENERATION
W, Z, S = sp.Symbol("W", real=True), sp.Symbol("Z", real=True), sp.Symbol("S", positive=True)
A, B = sp.Symbol("A", nonnegative=True), sp.Symbol("B", real=True)
x, noise, design = Data("x", n), Data("noise", n), Data("design", n)
fresh = (Draw(x, Normal(sp.Integer(0), sp.Integer(1))), Draw(noise, Normal(sp.Integer(0), sigma**2)))

REPLACE = Process(
    "regression_replace",
    PARAMETERS,
    start={W: 0},
    draws=fresh,
    step={W: W + Mean(x * noise) / Mean(x**2)},
    observables={"error": W**2},
)
SUFFICIENT = Process(
    "regression_sufficient",
    PARAMETERS,
    start={W: 0},
    draws=(Draw(Z, Normal(0, 1)), Draw(S, MeanChiSquare(n))),
    step={W: W + sigma * Z / sp.sqrt(n * S)},
    observables={"error": W**2},
    reduces=(REPLACE, "given the design, the error of least squares is normal; its squared norm is chi-square"),
)
FIXED_DESIGN = Process(
    "regression_fixed_design",
    PARAMETERS,
    start={W: 0, design: Normal(sp.Integer(0), sp.Integer(1))},
    draws=fresh[1:],
    step={W: W + Mean(design * noise) / Mean(design**2) / (t + 1), design: (design,)},
    observables={"error": W**2},
)
ACCUMULATE = Process(
    "regression_accumulate",
    PARAMETERS,
    start={A: 0, B: 0, W: 0},
    draws=fresh,
    step={
        A: A + n * Mean(x**2),
        B: B + n * Mean(x * (W * x + noise)),
        W: (B + n * Mean(x * (W * x + noise))) / (A + n * Mean(x**2)),
    },
    observables={"error": W**2},
)
PROCESSES = (REPLACE, SUFFICIENT, FIXED_DESIGN, ACCUMULATE)
