"""Real labels among generated ones: a geometric series, generation by generation."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.geometric import geometric, q, summed_up, terms
from proofs_check.lemmas.least_squares import nonnegative
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.moments import one_generation
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.regression.real_share import PARAMETERS, d, kept, once

lam, n, r, sigma, k = PARAMETERS.symbols


@cache
def error(goal: Relation) -> Proved:
    """A fit keeps a share of the error before it, and adds that of a fit to real labels."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        moved = one_generation(goal.left.subs(k, j + 1), here)
        more = one_more(geometric(kept, j), j, here)
        series = substitute(summed_up(), {q: kept, terms: j}, here)
        return combine(
            goal.left.subs(k, j + 1),
            "=",
            goal.right.subs(k, j + 1),
            moved,
            (known, kept),
            (more, -once),
            (series, -once),
            context=here,
        )

    first = one_generation(goal.left.subs(k, 1), goal.context.but({k: None}))
    return induction(
        goal, k, combine(goal.left.subs(k, 1), "=", goal.right.subs(k, 1), first, context=first.relation.context), step
    )


@cache
def share_at_most(context: Context) -> Proved:
    """The share that is kept is at most that of generated labels, where n >= 2 d + 1."""
    a, real = sp.symbols("a b", nonnegative=True)
    g = sp.Symbol("g", real=True)
    rows = a + real
    generic = over({a: "[0, oo)", real: "[1, oo)", g: "(-oo, 1]"})
    less = by_sign(a * (a + 2 + real * g) / (rows * (rows + 2)), "<=", a / rows, generic)
    more, many = sp.symbols("m c", integer=True, positive=True)
    leverage = (n + 1) * (d - 1) / ((n - 1) * (n - d - 1))
    inner = over({more: "[1, oo)", many: "[1, oo)"})
    small = by_sign(leverage.subs(n, 2 * d + more).xreplace({d: many}), "<=", 1, inner)
    known = substitute(small, {more: n - 2 * d, many: d}, context)
    found = substitute(less, {a: n - r, real: r, g: leverage}, context, known)
    return combine(kept, "<=", (n - r) / n, found, context=context)


@cache
def bounded(goal: Relation) -> Proved:
    """A fit keeps at most (n - r)/n of the error before it: what it adds, n/r times, is never exceeded."""
    s, e, w = sp.symbols("s e w", nonnegative=True)
    generic = over(dict.fromkeys((s, e, w), "[0, oo)"))
    shrinks = by_sign(s * e, "<=", s * (e + w), generic)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        now, then = goal.left.subs(k, j), goal.left.subs(k, j + 1)
        moved, share = one_generation(then, here), share_at_most(here)
        less = substitute(shrinks, {s: (n - r) / n, e: now, w: goal.right - now}, here, known)
        return combine(then, "<=", goal.right, moved, (share, now), less, context=here)

    first = one_generation(goal.left.subs(k, 1), goal.context.but({k: None}))
    here = first.relation.context
    start = by_sign(s, "<=", s * (1 + w), generic.but({e: None}))
    least = substitute(start, {s: once, w: (n - r) / r}, here, nonnegative(once, here))
    return induction(goal, k, combine(goal.left.subs(k, 1), "<=", goal.right, first, least, context=here), step)


def share_above_one(goal: Relation) -> Proved:
    """2 d (d + 3)/((d + 2) (d + 4)) rises from d = 3 on."""
    more = sp.Symbol("m", integer=True, positive=True)
    known = by_sign(goal.left, "<=", goal.right.xreplace({d: more + 2}), over({more: "[1, oo)"}))
    return combine(goal.left, "<=", goal.right, substitute(known, {more: d - 2}, goal.context), context=goal.context)
