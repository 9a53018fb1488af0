"""A kernel estimate of one point x, of the bandwidth |x|, which depends on where x lies; the first one is 1."""

import sympy as sp

from theorems.language import Parameters
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Increment, Process

X, Z = sp.symbols("X Z", real=True)

LOCATED = Process(
    "kde_located",
    Parameters(),
    start={X: sp.Integer(1)},
    draws=(Draw(Z, Normal(sp.Integer(0), sp.Integer(1))),),
    step={X: X + sp.Abs(X) * Z},
    observables={"drift": Increment(sp.log(sp.Abs(X)))},
)
PROCESSES = (LOCATED,)
