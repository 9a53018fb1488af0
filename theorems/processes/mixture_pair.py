"""One draw from each of two mixtures of two normal laws, and how both densities differ there; nothing is carried on.

The mean of p - q at a draw from p, less that at a draw from q, is the integral of (p - q)^2.
"""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.laws import Mixture, Normal
from theorems.language.processes import Draw, Process

PARAMETERS = Parameters(
    real("w", "[0, 1]", "weight of the component of p at 0", (0, "1/4", 1)),
    real("a", "(-oo, oo)", "where the other component of p is", (0, 2)),
    real("v", "(0, oo)", "variance of the components of p", (1, "1/2")),
    real("u", "[0, 1]", "weight of the first component of q", (0, "1/3", 1)),
    real("b", "(-oo, oo)", "where the first component of q is", (0, "1/2")),
    real("c", "(-oo, oo)", "where the other component of q is", (1, -1)),
    real("s", "(0, oo)", "variance of the components of q", (1, 2)),
)
w, a, v, u, b, c, s = PARAMETERS.symbols
X, Y = sp.symbols("X Y", real=True)
ZERO = sp.Integer(0)


def phi(x: sp.Expr, variance: sp.Expr) -> sp.Expr:
    """The density of N(0, variance) at x."""
    return sp.exp(-(x**2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def gap(x: sp.Expr) -> sp.Expr:
    """p - q at x."""
    p = w * phi(x, v) + (1 - w) * phi(x - a, v)
    return p - u * phi(x - b, s) - (1 - u) * phi(x - c, s)


PAIR = Process(
    "mixture_pair",
    PARAMETERS,
    start={},
    draws=(),
    step={},
    observables={"gap": gap(X) - gap(Y)},
    looked_at=(
        Draw(X, Mixture((w, 1 - w), (Normal(ZERO, v), Normal(a, v)))),
        Draw(Y, Mixture((u, 1 - u), (Normal(b, s), Normal(c, s)))),
    ),
    letters={gap(X) - gap(Y): sp.Symbol("D")},
)
PROCESSES = (PAIR,)
