"""Iterates of 1 - e^-x and of occupied boxes, and (1 - x/n)^n beside e^-x.

With t = x/n, 1 - t is at most e^-t, and at least e^-t (1 - t^2); the n-th power of 1 - t^2 is at least 1 - n t^2.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.bernoulli.absorption import decays
from proofs_check.lemmas.elementary import decay_above_line, growth_above_line
from proofs_check.lemmas.elementary import y as slope
from proofs_check.lemmas.occupancy import gamma, iterates_compared
from proofs_check.rules.algebra import combine, increasing, induction, raised, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.leaves import by_sign, definition, given
from proofs_check.rules.statements import Proved, Relation, over
from theorems.bernoulli.lineages import PARAMETERS
from theorems.language.functions import DecayIterate, GIterate

n, k, p0, z, y = PARAMETERS.symbols
t, x = sp.Symbol("t", nonnegative=True), sp.Symbol("x", positive=True)
UNIT = over({t: "[0, 1]"})


@cache
def exponential_upper(goal: Relation) -> Proved:
    """1 - t <= e^-t, to the n-th power."""
    context = goal.context
    line = substitute(decay_above_line(), {slope: y / n}, context)
    return combine(goal.left, "<=", goal.right, raised(line, n), context=context)


@cache
def _power_above_line() -> Proved:
    """1 - n t <= (1 - t)^n for 0 <= t <= 1: by induction, each factor taking t at most."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        room = by_sign(0, "<=", j * t**2, here)
        return combine(1 - (j + 1) * t, "<=", (1 - t) ** (j + 1), (known, 1 - t), room, context=here)

    context = over({n: "[1, oo)", t: "[0, 1]"})
    return induction(Relation(1 - n * t, "<=", (1 - t) ** n, context), n, by_sign(1 - t, "<=", 1 - t, UNIT), step)


@cache
def _power_above() -> Proved:
    """e^(-n t) (1 - n t^2) <= (1 - t)^n for 0 <= t <= 1."""
    context = over({n: "[1, oo)", t: "[0, 1]"})
    line = substitute(growth_above_line(), {slope: t}, UNIT)
    one = combine(sp.exp(-t) * (1 - t**2), "<=", 1 - t, (line, (1 - t) * sp.exp(-t)), context=UNIT)
    powers = raised(substitute(one, {}, context), n)
    squares = substitute(_power_above_line(), {t: t**2}, context)
    return combine(
        sp.exp(-n * t) * (1 - n * t**2), "<=", (1 - t) ** n, powers, (squares, sp.exp(-n * t)), context=context
    )


@cache
def exponential_lower(goal: Relation) -> Proved:
    """The same with t = y/n."""
    context = goal.context
    most = combine(y / n, "<=", 1, (given(y <= n, context), 1 / n), context=context)
    above = substitute(_power_above(), {t: y / n}, context, most)
    return combine(goal.left, "<=", goal.right, above, context=context)


@cache
def laplace(goal: Relation) -> Proved:
    """Induction with the generating function and 1 - y <= e^-y, from the given share on."""
    begun = at_start(goal.left.subs(k, 0), goal.context.but({k: None}))
    base = decays(goal, begun, sp.Integer(0), DecayIterate, z)
    return induction(goal, k, base, lambda known, j: decays(goal, known, j, DecayIterate, z))


@cache
def occupancy_upper(goal: Relation) -> Proved:
    """The n-th part of n gamma_k <= n g_k + 1."""
    return combine(goal.left, "<=", goal.right, (iterates_compared(), 1 / n), context=goal.context)


@cache
def occupancy_lower(goal: Relation) -> Proved:
    """(1 - 1/n)^(n gamma) <= e^-gamma, and 1 - e^-x increases."""
    rises = by_sign(0, "<", sp.exp(-x), over({x: "(0, oo)"}))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, own = known.relation.context, gamma(n, j)
        line = substitute(decay_above_line(), {slope: 1 / n}, here)
        falls = raised(line, n * own)
        moved = increasing(1 - sp.exp(-x), x, known, rises)
        recursions = [definition(gamma, n, j, context=here), definition(GIterate, j, context=here)]
        return combine(GIterate(j + 1), "<=", gamma(n, j + 1), moved, falls, using=recursions, context=here)

    return induction(goal, k, by_sign(1, "<=", 1, over({n: "[1, oo)"})), step)
