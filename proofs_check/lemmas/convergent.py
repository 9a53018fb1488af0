"""Convergent sums of positive terms: what they lack of their limits, where that is made of digamma functions; and what
is on one side of its limit.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.sequences import at_least_its_limit, limit_of, tends
from proofs_check.rules.statements import Context, Proved, Relation, over

x = sp.Symbol("x", positive=True)


@cache
def one_further(order: int) -> Proved:
    """psi(x + 1) = psi(x) + 1/x, or a derivative of it."""
    slope = sp.diff(1 / x, x, order)
    return identity(sp.polygamma(order, x + 1), sp.polygamma(order, x) + slope, over({x: "(0, oo)"}))


@cache
def with_the_rest(
    total: sp.Expr, left: sp.Expr, limit: sp.Expr, k: sp.Symbol, context: Context
) -> tuple[Proved, Proved]:
    """left at k + 1 is left less the next term, and total + left = limit.

    total has one sum up to k, or a whole number of steps from k.
    """
    (fold,) = total.atoms(sp.Sum)
    index, _, high = fold.limits[0]
    term, places = fold.function.subs(index, high + 1), {f.args for f in left.atoms(sp.polygamma)}
    using = [substitute(one_further(int(order)), {x: at}, context) for order, at in sorted(places, key=str)]
    shorter = combine(left.subs(k, k + 1), "=", left - term, using=using, context=context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, less = one_more(fold.subs(k, j), j, here), substitute(shorter, {k: j}, here)
        return combine((total + left).subs(k, j + 1), "=", limit, known, more, less, context=here)

    half = substitute(one_further(1), {x: sp.Rational(1, 2)}, over({}))
    others = context.but({k: None})
    start = combine((total + left).subs(k, context.of[k].low), "=", limit, using=[half], context=others)
    return shorter, induction(Relation(total + left, "=", limit, context), k, start, step)


@cache
def short_of_its_limit(
    total: sp.Expr,
    left: sp.Expr,
    limit: sp.Expr,
    room: sp.Expr,
    k: sp.Symbol,
    low: int,
    others: Context | None = None,
) -> tuple[Proved, Proved, Proved]:
    """total + left = limit, 0 <= left and 0 <= room - left for k from `low` on; others: ranges of other symbols.

    Terms are positive; left and room tend to 0, and a step takes no more from left than from room.
    """
    context = (others or over({})).but({k: f"[{low}, oo)"})
    shorter, whole = with_the_rest(total, left, limit, k, context)
    term = left - shorter.relation.right
    falls = combine(left.subs(k, k + 1), "<=", left, shorter, by_sign(0, "<=", term, context), context=context)
    gone, gap = tends(left, k, sp.oo, 0, context), room - left
    slower = by_sign(term, "<=", room - room.subs(k, k + 1), context)
    closes = combine(gap.subs(k, k + 1), "<=", gap, (shorter, -1), slower, context=context)
    u, v = sp.symbols("u v", real=True)
    to_zero = limit_of(u - v, {u: tends(room, k, sp.oo, 0, context), v: gone}, context)
    return whole, at_least_its_limit(falls, gone, k), at_least_its_limit(closes, to_zero, k)


def within_room(
    exact: Proved, unit: sp.Expr, parts: tuple[Proved, ...], below: Relation, above: Relation
) -> tuple[Proved, Proved]:
    """Both sides of a limit, from what the sum lacks; exact: the mean is `unit` times the sum."""
    context = below.context
    whole, some, few = (substitute(p, {}, context) for p in parts)
    room = by_sign(0, "<=", unit * (few.relation.right - some.relation.right * -1), context)
    return (
        combine(below.left, "<=", below.right, (exact, -1), (whole, -unit), (few, unit), context=context),
        combine(above.left, "<=", above.right, exact, (whole, unit), (some, unit), room, context=context),
    )


def on_one_side(exact: Proved, below: Relation, above: Relation, side: int, spare: Proved) -> tuple[Proved, Proved]:
    """Both sides of a limit, where the value is the limit and side (1 or -1) times the room: `spare` is 0 <= room."""
    return (
        combine(below.left, "<=", below.right, (exact, -1), (spare, 1 + side), context=below.context),
        combine(above.left, "<=", above.right, exact, (spare, 1 - side), context=above.context),
    )
