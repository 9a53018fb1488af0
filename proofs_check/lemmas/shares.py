"""Where r of n points are real: signs, as r <= n, and powers of a factor that every generation takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import sympy as sp

from proofs_check.lemmas.convergent import on_one_side
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.leaves import by_sign, given, identity, one_more
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.workflows.real_share import PARAMETERS, drawn

n, r, _, sigma0, m, p0 = PARAMETERS.symbols
t, y = sp.Symbol("t", integer=True), sp.Symbol("y", real=True)
u = sp.Symbol("u", integer=True, nonnegative=True)
"""n - r, the points that are drawn from the model."""
c, z = sp.symbols("c z", nonnegative=True)


def _others(context: Context) -> Proved:
    """0 <= n - r, from r <= n or r <= n - 1."""
    known = next(
        given(e, context) for e in context.given if e.canonical in ((r <= n).canonical, (r <= n - 1).canonical)
    )
    spare = sp.expand(n - r - known.relation.right + known.relation.left)
    return combine(0, "<=", n - r, known, by_sign(0, "<=", spare, context), context=context)


def nonnegative(e: sp.Expr, context: Context) -> Proved:
    """0 <= e, a rational function, as r <= n: in r and u = n - r its coefficients are of one sign."""
    ranges = {s: span for s, span in context.ranges if s in e.free_symbols - {n}}
    positive = by_sign(0, "<=", sp.factor(e.subs(n, r + u)), Context(tuple(ranges.items())).but({u: "[0, oo)"}))
    return combine(0, "<=", e, substitute(positive, {u: n - r}, context, _others(context)), context=context)


@cache
def _multiplied(base: sp.Expr, context: Context) -> Proved:
    """0 <= what a variance that falls with the error multiplies it by: u is a whole number."""
    whole, flat = sp.factor(base.subs(n, r + u)), over(dict.fromkeys((s for s in (r, m) if base.has(s)), "[1, oo)"))
    many = by_sign(0, "<=", whole, flat.but({u: "[1, oo)"}))
    every = cases(u, at_value(u, 0, by_sign(0, "<=", 0, flat), 0, "<=", whole), many)
    return combine(0, "<=", base, substitute(every, {u: n - r}, context, _others(context)), context=context)


def granted(context: Context, gap: sp.Expr, base: sp.Expr, low: int) -> Proved:
    """0 <= gap base^(k - low + 1), low 1 or 2."""
    k = next(s for s in context.symbols if s.name == "k")
    wide = over({c: "[0, oo)", z: "[0, oo)", k: f"[{low - 1}, oo)"})
    lemma, first = by_sign(0, "<=", c * z ** (k - low + 1), wide), nonnegative(gap, context)
    less = by_sign(0, "<=", base, context) if base == drawn else _multiplied(base, context)
    return substitute(lemma, {c: gap, z: base}, context, first, less)


def near_limit(
    exact: Proved, below: Relation, above: Relation, side: int, gap: sp.Expr, base: sp.Expr, low: int
) -> tuple[Proved, Proved]:
    """The value is the limit with what is granted, on this side of it."""
    return on_one_side(exact, below, above, side, granted(below.context, gap, base, low))


@cache
def _constant_product(k: sp.Symbol, low: int) -> Proved:
    """The product of one number y over t = low..k, low 1 or 2, is a power of it, for k >= low - 1."""
    once = over({y: "(-oo, oo)"})
    product, power = sp.Product(y, (t, low, k)), y ** (k - low + 1)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(product.subs(k, j), j, here)
        return combine(product.subs(k, j + 1), "=", power.subs(k, j + 1), more, (known, y), context=here)

    goal = Relation(product, "=", power, once.but({k: f"[{low - 1}, oo)"}))
    return induction(goal, k, identity(1, 1, once), step)


def with_power(
    goal: Relation, base: sp.Expr, low: int, others: Callable[[sp.Expr], Mapping[sp.Expr, sp.Expr]]
) -> Proved:
    """By moments, with a product of so many times the base in the place of its power.

    others: the means of what else is needed, from the value.
    """
    k = goal.left.args[0]
    product, power = sp.Product(base, (t, low, k)), base ** (k - low + 1)
    value = goal.right.xreplace({power: product})
    known = closed(goal.left, value, goal.context, others=others(value))
    same = substitute(_constant_product(k, low), {y: base}, goal.context)
    return combine(goal.left, "=", goal.right, known, using=[same], context=goal.context)
