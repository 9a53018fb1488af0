"""The sum of the inverse squares, which trigamma is short of pi^2/6."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.chi_square import a, trigamma_at_least, trigamma_at_most
from proofs_check.lemmas.convergent import short_of_its_limit, with_the_rest, within_room
from proofs_check.lemmas.products import next_factor
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.sums import worked_out

k, i = sp.symbols("k i", integer=True, nonnegative=True)
t = sp.Symbol("t", integer=True, positive=True)
ALL = over({k: "[0, oo)"})
SQUARES = sp.Sum(1 / (i + 1) ** 2, (i, 0, k - 1))
FROM_ONE = sp.Sum(1 / t**2, (t, 1, k))


def _together(total: sp.Sum, context: Context) -> Proved:
    """1 + 1/4 + ... + 1/k^2 and what is left, pi^2/6; less what a sum lacks that begins later."""
    (last,) = context.symbols
    left = sp.polygamma(1, last + 1)
    limit = worked_out((total + left).subs(last, context.of[last].low))
    return with_the_rest(total, left, limit, last, context)[1]


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
    (last,) = (s for s in below.context.symbols if s.name == "k")
    total, left = FROM_ONE.subs(k, last), sp.polygamma(1, last + 1)
    return within_room(exact, each, short_of_its_limit(total, left, sp.pi**2 / 6, 1 / last, last, 1), below, above)


@cache
def at_least_one(total: sp.Sum = FROM_ONE) -> Proved:
    """1 <= 1 + 1/4 + ... + 1/k^2 for k >= 1; or another sum of positive terms, of which the first is 1."""
    (last,) = total.free_symbols
    context = over({last: "[1, oo)"})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(total.subs(last, j), j, here)
        positive = by_sign(0, "<=", next_factor(total, last).subs(last, j), here)
        return combine(1, "<=", total.subs(last, j + 1), known, (more, -1), positive, context=here)

    return induction(Relation(1, "<=", total, context), last, by_sign(1, "<=", 1, over({})), step)
