"""Workflows as the number n of points grows: errors of fitted means, times sqrt(n)/sigma, are normal variables.

Model k is a mean of all batches so far, M, and what the choice of its points adds to that, D. The mean of n new points
is that of the model and X more; choosing n of k n points adds the variance 1 - 1/k without, 1 with replacement, in the
unit of the error of n real points.
"""

import sympy as sp

from theorems.language import Parameters
from theorems.language.data import GENERATION
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process

t = GENERATION
M, D, U = sp.symbols("M D U", real=True)
X, Z = sp.symbols("X Z", real=True)
ZERO, ONE = sp.Integer(0), sp.Integer(1)
NORMAL = Normal(ZERO, ONE)
ERROR = (M + D) ** 2


def chosen(name: str, noise: sp.Expr, **more: tuple[sp.Symbol, sp.Expr]) -> Process:
    """Model t + 1 is fitted to a choice of points that adds `noise` to the mean of all; more: (state, next value)."""
    states = dict(more.values())
    return Process(
        f"many_points_{name}",
        Parameters(),
        start=dict.fromkeys((M, D, *states), ZERO),
        draws=(Draw(X, NORMAL), Draw(Z, NORMAL)),
        step={M: M + (D + X) / (t + 1), D: noise, **states},
        observables={"error": ERROR},
        letters={ERROR: sp.Symbol("e")},
    )


SUBSAMPLE = chosen("subsample", sp.sqrt(t / (t + 1)) * Z)
BOOTSTRAP = chosen("bootstrap", Z)
LATER = chosen("bootstrap_later", U * Z, seen=(U, ONE))
"""U is 1 from model 1 on: model 1 itself is fitted to all of batch 1."""
PROCESSES = (SUBSAMPLE, BOOTSTRAP, LATER)
