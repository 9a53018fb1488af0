"""Ridge regression with one feature on labels that the last model gave. The feature is N(0, 1), its coefficient 1.

Given the mean square S of the features of n rows, a ridge fit multiplies the coefficient of the labels by
A = S/(S + lam), and adds noise of variance sigma^2 S/(n (S + lam)^2) = sigma^2 A (1 - A)/(n lam): it is linear in the
noise. Kernels draw the rows.
"""

import sympy as sp

from theorems.language import Parameters, integer, real
from theorems.language.laws import MeanChiSquare, Normal
from theorems.language.processes import Draw, Process
from theorems.language.shrinkage import Shrinkage
from theorems.processes.regression import PARAMETERS as REGRESSION

RIDGE = real("lam", "(0, oo)", "ridge: what is added to the mean square of the feature", ("3/10", 1))
PARAMETERS = Parameters(*REGRESSION, RIDGE)
n, sigma, lam = PARAMETERS.symbols
W, Z, S = sp.Symbol("W", real=True), sp.Symbol("Z", real=True), sp.Symbol("S", positive=True)
A, B = sp.Symbol("A", nonnegative=True), sp.Symbol("B", real=True)
ONE = sp.Integer(1)
SHRUNK = (Draw(A, Shrinkage(n, lam)), Draw(B, Normal(sp.Integer(0), sigma**2 * A * (1 - A) / (n * lam))))
FITTED = A * W + B
"""A ridge fit to labels of the coefficient W."""
COEFFICIENT = sp.Symbol("w")

LAST = Process(
    "ridge_last",
    PARAMETERS,
    start={W: ONE},
    draws=(Draw(Z, Normal(sp.Integer(0), ONE)), Draw(S, MeanChiSquare(n))),
    step={W: W + sigma * Z / sp.sqrt(n * S)},
    looked_at=SHRUNK,
    observables={"error": (FITTED - 1) ** 2},
    letters={W: COEFFICIENT},
)
"""W is the coefficient after fits by ordinary least squares; one fit more, with the ridge, is looked at."""
EVERY = Process(
    "ridge_every",
    PARAMETERS,
    start={W: ONE},
    draws=SHRUNK,
    step={W: FITTED},
    observables={"error": (W - 1) ** 2},
    letters={W: COEFFICIENT},
)
"""Every fit has the ridge."""
SHARE = S / (S + lam)
D = sp.Symbol("D", positive=True)
SHARES = Process(
    "ridge_share",
    Parameters(integer("n", 1, "rows", (1, 3, 10)), RIDGE),
    start={S: ONE},
    draws=(Draw(D, MeanChiSquare(n)),),
    step={S: D},
    observables={"square": SHARE**2},
    letters={SHARE: sp.Symbol("A")},
)
"""What a ridge leaves of the coefficient: for k = 0 of infinitely many rows, then of n new ones each time."""
PROCESSES = (LAST, EVERY, SHARES)
