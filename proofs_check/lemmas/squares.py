"""The sum of the inverse squares, which trigamma is short of pi^2/6."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.chi_square import a, trigamma_at_least, trigamma_at_most
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.sums import worked_out

k, i = sp.symbols("k i", integer=True, nonnegative=True)
t = sp.Symbol("t", integer=True, positive=True)
ALL = over({k: "[0, oo)"})
SQUARES = sp.Sum(1 / (i + 1) ** 2, (i, 0, k - 1))
FROM_ONE = sp.Sum(1 / t**2, (t, 1, k))


@cache
def _together(total: sp.Sum, context: Context) -> Proved:
    """1 + 1/4 + ... + 1/k^2 and what is left, pi^2/6; less what a sum lacks that begins later."""
    (last,) = context.symbols
    low, left = context.of[last].low, sp.polygamma(1, last + 1)
    limit = worked_out((total + left).subs(last, low))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(total.subs(last, j), j, here)
        shorter = identity(left.subs(last, j + 1), left.subs(last, j) - 1 / (j + 1) ** 2, here)
        return combine((total + left).subs(last, j + 1), "=", limit, known, more, shorter, context=here)

    start = identity((total + left).subs(last, low), limit, context.but({last: None}))
    return induction(Relation(total + left, "=", limit, context), last, start, step)


@cache
def same_sum() -> Proved:
    """The sum over t = 1..k is that over i = 0..k - 1."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, same = (one_more(e.subs(k, j), j, here) for e in (FROM_ONE, SQUARES))
        return combine(FROM_ONE.subs(k, j + 1), "=", SQUARES.subs(k, j + 1), known, more, (same, -1), context=here)

    return induction(Relation(FROM_ONE, "=", SQUARES, ALL), k, identity(0, 0, over({})), step)


@cache
def inverse_squares(total: sp.Sum = SQUARES, context: Context = ALL) -> Proved:
    """1 + 1/4 + ... + 1/k^2 <= pi^2/6; less what a sum lacks that begins later. k is the one symbol of the context."""
    both = _together(total, context)
    (last,) = context.symbols
    least = substitute(trigamma_at_least(), {a: last + 1}, context)
    positive = by_sign(0, "<=", 1 / (last + 1), context)
    return combine(total, "<=", both.relation.right, both, least, positive, context=context)


@cache
def inverse_squares_at_least(total: sp.Sum = SQUARES) -> Proved:
    """pi^2/6 - 1/k <= 1 + 1/4 + ... + 1/k^2 for k >= 1."""
    context = ALL.but({k: "[1, oo)"})
    most = substitute(trigamma_at_most(), {a: k + 1}, context)
    spare = 1 / (k + 1) + 1 / (2 * (k + 1) ** 2) + 1 / (6 * (k + 1) ** 3)
    small = by_sign(spare, "<=", 1 / k, context)
    return combine(sp.pi**2 / 6 - 1 / k, "<=", total, (_together(total, ALL), -1), most, small, context=context)


def near_their_limit(exact: Proved, below: Relation, above: Relation, each: sp.Expr) -> tuple[Proved, Proved]:
    """Of c + each times the sum of the inverse squares up to k, each >= 0: within each/k of its limit, and below."""
    context = below.context
    (last,) = (s for s in context.symbols if s.name == "k")
    bounds = (inverse_squares_at_least(), inverse_squares(), same_sum())
    least, most, same = (substitute(p, {k: last}, context) for p in bounds)
    spare = by_sign(0, "<=", each / last, context)
    return (
        combine(below.left, "<=", below.right, (exact, -1), (same, -each), (least, each), context=context),
        combine(above.left, "<=", above.right, exact, (same, each), (most, each), spare, context=context),
    )


@cache
def at_least_one() -> Proved:
    """1 <= 1 + 1/4 + ... + 1/k^2 for k >= 1."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, positive = one_more(FROM_ONE.subs(k, j), j, here), by_sign(0, "<=", 1 / (j + 1) ** 2, here)
        return combine(1, "<=", FROM_ONE.subs(k, j + 1), known, (more, -1), positive, context=here)

    context = ALL.but({k: "[1, oo)"})
    return induction(Relation(1, "<=", FROM_ONE, context), k, by_sign(1, "<=", 1, over({})), step)
