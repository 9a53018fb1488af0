"""Harmonic numbers beside the logarithm."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import NONNEGATIVE, log_below_line, y
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.leaves import by_derivatives, by_sign, identity
from proofs_check.rules.statements import Proved, Relation, over

k = sp.Symbol("k", integer=True, nonnegative=True)
FROM_ONE = over({k: "[1, oo)"})


@cache
def at_least_logarithm() -> Proved:
    """ln(k + 1) <= H_k, term by term: ln(1 + 1/(k+1)) <= 1/(k+1)."""

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        line = substitute(log_below_line(), {y: 1 / (j + 1)}, here)
        more = identity(sp.harmonic(j + 1), sp.harmonic(j) + 1 / (j + 1), here)
        return combine(sp.log(j + 2), "<=", sp.harmonic(j + 1), before, line, (more, -1), context=here)

    goal = Relation(sp.log(k + 1), "<=", sp.harmonic(k), over({k: "[0, oo)"}))
    return induction(goal, k, by_sign(0, "<=", 0, over({})), step)


@cache
def at_most_logarithm() -> Proved:
    """H_k <= 1 + ln k: 1/(k + 1) <= ln(1 + 1/k)."""
    line = by_derivatives(y / (1 + y), "<=", sp.log(1 + y), y, 1, NONNEGATIVE)

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here = known.relation.context
        more = identity(sp.harmonic(i + 1), sp.harmonic(i) + 1 / (i + 1), here)
        parts = known, substitute(line, {y: 1 / i}, here), more
        return combine(sp.harmonic(i + 1), "<=", 1 + sp.log(i + 1), *parts, context=here)

    goal = Relation(sp.harmonic(k), "<=", 1 + sp.log(k), FROM_ONE)
    return induction(goal, k, by_sign(1, "<=", 1, over({})), step)


@cache
def at_least_trapezia() -> Proved:
    """ln k + 1/2 + 1/(2 k) <= H_k: trapezia over a convex function."""
    line = by_derivatives(sp.log(1 + y), "<=", (y + y / (1 + y)) / 2, y, 1, NONNEGATIVE)

    def low(at: sp.Expr) -> sp.Expr:
        return sp.log(at) + sp.Rational(1, 2) + 1 / (2 * at)

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here = known.relation.context
        more = identity(sp.harmonic(i + 1), sp.harmonic(i) + 1 / (i + 1), here)
        parts = known, substitute(line, {y: 1 / i}, here), (more, -1)
        return combine(low(i + 1), "<=", sp.harmonic(i + 1), *parts, context=here)

    return induction(Relation(low(k), "<=", sp.harmonic(k), FROM_ONE), k, by_sign(1, "<=", 1, over({})), step)
