"""Products of factors between 0 and 1: as Gamma functions, their limits, and how far they still are from these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sympy as sp

from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.sequences import at_least_its_limit, limit_of, same_limit, tends
from proofs_check.rules.statements import Context, Proved, Relation, over

y, ONE = sp.Symbol("y", positive=True), sp.Integer(1)


def next_factor(product: sp.Product | sp.Sum, k: sp.Symbol) -> sp.Expr:
    """What the product, or sum, up to k takes on at k + 1."""
    return product.function.subs(product.limits[0][0], k + 1)


def as_gammas(goal: Relation, k: sp.Symbol) -> Proved:
    """A product that is 1 at the first k is a ratio of Gamma functions: both take the same factor at k + 1."""
    product: sp.Product = goal.left

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(product.subs(k, j), j, here)
        right = goal.right.subs(k, j + 1)
        return combine(
            product.subs(k, j + 1), "=", right, more, (known, next_factor(product, k).subs(k, j)), context=here
        )

    first = goal.context.of[k].low
    return induction(goal, k, identity(1, goal.right.subs(k, first), goal.context.but({k: None})), step)


def limit_of_gammas(
    gammas: Proved, k: sp.Symbol, above: Sequence[sp.Expr], below: Sequence[sp.Expr], scale: sp.Expr, context: Context
) -> Proved:
    """scale prod Gamma(k + 1 - r)/prod Gamma(k + 1 - q) -> scale, r of `above` and q of `below` having one sum."""
    z = sp.Symbol("z", real=True)
    logs = sp.Add(*(sp.loggamma(k + 1 - r) for r in above), *(-sp.loggamma(k + 1 - q) for q in below))
    known = limit_of(scale * sp.exp(z), {z: tends(logs, k, sp.oo, 0, context)}, context)
    return same_limit(substitute(gammas, {}, context), known)


@cache
def reflection() -> Proved:
    """1/(Gamma(1 - y) Gamma(1 + y)) = sin(pi y)/(pi y) for 0 < y < 1."""
    return identity(1 / (sp.gamma(1 - y) * sp.gamma(1 + y)), sp.sin(sp.pi * y) / (sp.pi * y), over({y: "(0, 1)"}))


def between(product: sp.Product, k: sp.Symbol, context: Context) -> tuple[Proved, Proved]:
    """0 <= P_k <= 1, for factors between 0 and 1 and a product that is 1 at the first k."""
    factor, flat = next_factor(product, k), context.but({k: None})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, more = known.relation.context, one_more(product.subs(k, j), j, known.relation.context)
        following, taken = product.subs(k, j + 1), factor.subs(k, j)
        if known.relation.left == 0:
            return combine(0, "<=", following, (more, -1), (known, taken), context=here)
        lost = (substitute(positive, {k: j}, here), 1 - taken)
        return combine(following, "<=", 1, more, lost, known, context=here)

    positive = induction(Relation(0, "<=", product, context), k, by_sign(0, "<=", 1, flat), step)
    return positive, induction(Relation(product, "<=", 1, context), k, by_sign(1, "<=", 1, flat), step)


def around_limit(
    product: sp.Product, k: sp.Symbol, room: sp.Expr, bounds: tuple[Proved, Proved], limit: Proved, context: Context
) -> tuple[Proved, Proved]:
    """L <= P_k and P_k <= L + room, from 0 <= P_k <= 1, P_k -> L and room -> 0.

    The next factor lacks at most what the room loses: 1 - f(k + 1) <= room(k) - room(k + 1).
    """
    lost = 1 - next_factor(product, k)
    positive, at_most_one = (substitute(bound, {}, context) for bound in bounds)
    more = one_more(product, k, context)
    falls = combine(product.subs(k, k + 1), "<=", product, more, (positive, lost), context=context)
    rises = combine(
        room.subs(k, k + 1) - product.subs(k, k + 1),
        "<=",
        room - product,
        (more, -1),
        (at_most_one, lost),
        by_sign(lost, "<=", room - room.subs(k, k + 1), context),
        context=context,
    )
    u, v = sp.symbols("u v", real=True)
    gap = limit_of(u - v, {u: tends(room, k, sp.oo, 0, context), v: limit}, context)
    return at_least_its_limit(falls, limit, k), at_least_its_limit(rises, gap, k)


def zero_from_the_first(product: sp.Product, k: sp.Symbol, context: Context) -> Proved:
    """P_k = 0 for k >= 1, for a product whose first factor, at 1, is 0."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(product.subs(k, j), j, here)
        return combine(product.subs(k, j + 1), "=", 0, more, (known, next_factor(product, k).subs(k, j)), context=here)

    return induction(Relation(product, "=", 0, context), k, identity(0, 0, context.but({k: None})), step)


def near(
    ends: tuple[Relation, Relation], known: Proved, slope: sp.Expr, bounds: tuple[Proved, Proved], *equations: Proved
) -> tuple[Proved, Proved]:
    """Both ends of a limit of the mean c + slope P_k, `known`, from L <= P_k <= L + room; within = |slope| room.

    equations: what L is equal to.
    """
    below, above = ends
    context = known.relation.context
    low, high = bounds
    falls = slope.could_extract_minus_sign()
    size = -slope if falls else slope
    near_by = [(low, size), by_sign(0, "<=", sp.expand((above.right - below.left) / 2), context)]
    far_off = [(high, size)]
    from_below, from_above = (far_off, near_by) if falls else (near_by, far_off)
    exact, opposite = ([(equation, c) for equation in equations] for c in (slope, -slope))
    return (
        combine(below.left, "<=", below.right, (known, -1), *from_below, *opposite, context=context),
        combine(above.left, "<=", above.right, known, *from_above, *exact, context=context),
    )


def near_from_one(
    ends: tuple[Relation, Relation],
    known: Proved,
    slope: sp.Expr,
    n: sp.Symbol,
    bounds: tuple[Proved, Proved],
    reflected: Proved,
) -> tuple[Proved, Proved]:
    """The same for n >= 1, where bounds and equation are for n >= 2, and at n = 1 the first factor of P_k is 0."""
    (k,), context = (s for s in bounds[0].relation.context.symbols if s != n), ends[0].context
    known = substitute(known, {}, context)
    many = near(ends, substitute(known, {}, context.but({n: "[2, oo)"})), slope, bounds, reflected)
    flat = context.but({n: None})
    product = bounds[0].relation.right.subs(n, 1)
    zero = substitute(zero_from_the_first(product, k, over({k: "[1, oo)"})), {}, flat)
    alone = substitute(known, {n: 1}, flat)
    spots = [Relation(end.left.subs(n, 1), "<=", end.right.subs(n, 1), flat) for end in ends]
    spare = by_sign(0, "<=", sp.expand((spots[1].right - spots[0].left) / 2), flat)
    first = (
        combine(spots[0].left, "<=", spots[0].right, (alone, -1), (zero, -slope), spare, context=flat),
        combine(spots[1].left, "<=", spots[1].right, alone, (zero, slope), spare, context=flat),
    )
    low, high = (
        cases(n, at_value(n, 1, spot, end.left, "<=", end.right), rest)
        for spot, end, rest in zip(first, ends, many, strict=True)
    )
    return low, high


def at_most_the_sum(
    product: sp.Product, total: sp.Sum, scale: sp.Expr, k: sp.Symbol, at_most_one: Proved, weight: sp.Expr = ONE
) -> Proved:
    """w (1 - P_k) <= c S_k for the scale c and the weight w >= 0, from P_k <= 1.

    At k + 1, w times what the factor lacks is at most c times the term.
    """
    context = at_most_one.relation.context
    term, lost = scale * next_factor(total, k), weight * (1 - next_factor(product, k))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        products, sums = (one_more(fold.subs(k, j), j, here) for fold in (product, total))
        return combine(
            weight * (1 - product.subs(k, j + 1)),
            "<=",
            scale * total.subs(k, j + 1),
            known,
            (products, -weight),
            (sums, -scale),
            (substitute(at_most_one, {k: j}, here), lost.subs(k, j)),
            by_sign(lost.subs(k, j), "<=", term.subs(k, j), here),
            context=here,
        )

    start = identity(0, 0, context.but({k: None}))
    return induction(Relation(weight * (1 - product), "<=", scale * total, context), k, start, step)


def at_least_the_sum(product: sp.Product, total: sp.Sum, scale: sp.Expr, k: sp.Symbol, at_most: Proved) -> Proved:
    """S - S^2/2 <= 1 - P_k for S = scale S_k, from 1 - P_k <= S, where a factor lacks scale times its term."""
    context = at_most.relation.context
    whole, term = scale * total, scale * next_factor(total, k)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        products, sums = (one_more(fold.subs(k, j), j, here) for fold in (product, total))
        following = whole.subs(k, j + 1)
        return combine(
            following - following**2 / 2,
            "<=",
            1 - product.subs(k, j + 1),
            known,
            (products, 1),
            (substitute(at_most, {k: j}, here), term.subs(k, j)),
            by_sign(0, "<=", term.subs(k, j) ** 2 / 2, here),
            using=[sums],
            context=here,
        )

    start = identity(0, 0, context.but({k: None}))
    return induction(Relation(whole - whole**2 / 2, "<=", 1 - product, context), k, start, step)
