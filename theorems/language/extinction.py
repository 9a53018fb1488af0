"""The probability that a branching process is extinct, from the generating function of the law that is drawn.

The state X moves to a c, where c is drawn with E s^c = exp(X u(s)): as if X individuals had children independently of
each other. So E[exp(z X') | X] = exp(X u(exp(a z))) for the next state X'. Extinction is z = -oo, or s = 0: after k
iterations Pr(X = 0 after k generations) = exp(X z_k) from a start at X, which may be any number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, mul
from typing import Any

import sympy as sp

from theorems.language.data import GENERATION, Data
from theorems.language.laws import NoMoment
from theorems.language.parameters import Point
from theorems.language.processes import Draw, Process
from theorems.language.readers import ball, exact

BITS = 256
S = sp.Symbol("s", nonnegative=True)
"""The argument of generating functions."""

Function = Callable[[Any], Any]


class NotBranching(ValueError):
    """The process is no branching process; the message says why."""


def extinct(process: Process, yes: bool = True) -> Callable[[int | None, Point], Any]:
    """(k, point) -> Pr(the state is 0 at generation k), or else, that it is not: a ball, and at the start 0 or 1.

    Raises NotBranching; the function raises ValueError for k before the first generation.
    """
    children, scale = _branching(process)
    (start,) = process.start.values()
    changes = children.has(GENERATION) or scale.has(GENERATION)

    def value(k: int | None, point: Point) -> Any:
        from flint import arb, ctx

        if k is None or k < process.first:
            raise ValueError(f"k must be an integer >= {process.first}: got {k}")
        if k == process.first:
            return exact(sp.Piecewise((int(yes), sp.Eq(start, 0)), (int(not yes), True)), point)
        with ctx.workprec(BITS + k.bit_length()):
            here = {**point, GENERATION.name: sp.Integer(k - 1)}
            u, a = _function(children, here), _function(scale, here)
            z = u(arb(0))
            for t in range(k - 2, process.first - 1, -1):
                if changes:
                    here[GENERATION.name] = sp.Integer(t)
                    u, a = _function(children, here), _function(scale, here)
                z = u((a(z) * z).exp())
            z *= ball(sp.sympify(start), point, ctx.prec)
            return z.exp() if yes else -z.expm1()

    return value


def _branching(process: Process) -> tuple[sp.Expr, sp.Expr]:
    """u(s) and a; raises NotBranching."""
    if len(process.states) != 1 or len(process.draws) != 1 or process.looked_at:
        raise NotBranching(f"{process.name} is not one number that moves by one draw")
    (state,), (draw,) = process.states, process.draws
    if not isinstance(draw, Draw):
        raise NotBranching(f"{process.name} draws no number")
    if isinstance(state, Data) or isinstance(draw.what, Data):
        raise NotBranching(f"{process.name} carries data sets")
    scale = sp.cancel(process.step[state] / draw.what)
    if scale.free_symbols & {state, draw.what} or not scale.is_positive:
        raise NotBranching(f"the step of {process.name} is no positive multiple of {draw.what}")
    try:
        logarithm = sp.expand_log(sp.log(draw.law.generating(S)), force=True)
    except NoMoment as error:
        raise NotBranching(str(error)) from None
    children = sp.cancel(sp.expand(logarithm) / state)
    if state in children.free_symbols:
        raise NotBranching(f"{draw.law} is no sum of {state} independent numbers of one law")
    return children, scale


def _function(expression: sp.Expr, point: Point) -> Function:
    """The expression as a function of s, in balls; what does not depend on s is evaluated once."""
    if expression == S:
        return lambda s: s
    if S not in expression.free_symbols:
        from flint import ctx

        constant = ball(expression, point, ctx.prec)
        return lambda _: constant
    parts = [_function(part, point) for part in expression.args]
    if isinstance(expression, sp.Add | sp.Mul):
        both = add if isinstance(expression, sp.Add) else mul
        return lambda s: reduce(both, (part(s) for part in parts))
    if isinstance(expression, sp.exp | sp.log):
        name = expression.func.__name__
        return lambda s: getattr(parts[0](s), name)()
    if isinstance(expression, sp.Pow) and S not in expression.exp.free_symbols:
        return lambda s: parts[0](s) ** parts[1](s)
    raise NotBranching(f"{expression} is not evaluated")
