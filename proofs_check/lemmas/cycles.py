"""The number C of cycles of a permutation of k: its chances, means of powers of it, and of its inverse."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import decay_above_line, exponential, from_the_start, y
from proofs_check.lemmas.harmonic import at_least_logarithm, k
from proofs_check.rules.algebra import combine, induction, substitute, summed
from proofs_check.rules.leaves import by_sign, cycles, given, identity, one_more
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.functions import CycleProbability

j, m = sp.symbols("j m", integer=True, positive=True)
z, M = sp.symbols("c M", positive=True)
x = sp.Symbol("x", nonnegative=True)
PRODUCT = sp.Product((m - 1 + z) / m, (m, 2, k))
ALL = sp.Sum(CycleProbability(k, j), (j, 1, k))


@cache
def chances_add_up() -> Proved:
    """The chances of all numbers of cycles add up to 1."""
    context = over({k: "[1, oo)"})
    found = cycles(sp.Integer(1), j, sp.Integer(1), k, context)
    empty = found.relation.right  # a product of ones

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here = known.relation.context
        return combine(empty.subs(k, i + 1), "=", 1, known, one_more(empty.subs(k, i), i, here), context=here)

    ones = induction(Relation(empty, "=", 1, context), k, identity(1, 1, over({})), step)
    return combine(ALL, "=", 1, found, ones, context=context)


@cache
def product_below() -> Proved:
    """The product of 1 - (1 - c)/m over m = 2..k is at most e^((1 - c)(1 - H_k)), 0 < c <= 1."""
    context = over({k: "[1, oo)", z: "(0, 1]"})
    bound = sp.exp((1 - z) * (1 - sp.harmonic(k)))

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here = known.relation.context
        more = identity(sp.harmonic(i + 1), sp.harmonic(i) + 1 / (i + 1), here)
        longer, factor = one_more(PRODUCT.subs(k, i), i, here), (i + z) / (i + 1)
        line = substitute(decay_above_line(), {y: (1 - z) / (i + 1)}, here)
        parts = (known, factor), (line, bound.subs(k, i))
        return combine(PRODUCT.subs(k, i + 1), "<=", bound.subs(k, i + 1), *parts, using=[longer, more], context=here)

    start = by_sign(1, "<=", 1, context.but({k: None}))
    return induction(Relation(PRODUCT, "<=", bound, context), k, start, step)


@cache
def product_falls() -> Proved:
    """The product of 1 - (1 - c)/m over m = 2..k is at most e (k + 1)^-(1 - c), 0 < c < 1."""
    context = over({k: "[1, oo)", z: "(0, 1)"})
    first = substitute(product_below(), {}, context)
    logs = substitute(at_least_logarithm(), {}, context)
    ends = [(1 - z) * (1 - e) for e in (sp.harmonic(k), sp.log(k + 1))]
    exponents = combine(ends[0], "<=", ends[1], (logs, 1 - z), context=context)
    rest = by_sign(0, "<=", sp.E * (k + 1) ** (-(1 - z)) * (1 - sp.exp(-z)), context)
    right = sp.E * (k + 1) ** (-(1 - z))
    return combine(PRODUCT, "<=", right, first, exponential(exponents), rest, context=context)


@cache
def _powers(c: sp.Expr, context: Context) -> Proved:
    """E c^(C - 1) <= e^(-(1 - c) M) for M <= H_k - 1, C the number of cycles of a permutation of k, 0 < c <= 1."""
    known = cycles(c ** (j - 1), j, c, k, context)
    below = substitute(product_below(), {z: c}, context)
    ends = (1 - c) * (1 - sp.harmonic(k)), -(1 - c) * M
    later = exponential(
        combine(ends[0], "<=", ends[1], (given(sp.harmonic(k) - 1 >= M, context), 1 - c), context=context)
    )
    return combine(known.relation.left, "<=", sp.exp(ends[1]), known, below, later, context=context)


@cache
def inverse_mean() -> Proved:
    """E 1/C <= 1/M for 0 < M <= H_k - 1, C the number of cycles of a permutation of k: an integral of E c^(C - 1).

    E c^C/C <= c E c^(C - 1) where c = 1/(1 + M); from there on its slope is at most that of e^(-(1 - c) M)/M.
    """
    start = over({k: "[1, oo)", M: "(0, oo)"}, sp.harmonic(k) - 1 >= M)
    context, chance, c = start.but({x: "[0, 1]"}), CycleProbability(k, j), (1 + M * x) / (1 + M)
    function = sp.exp(-(1 - c) * M) / M - sp.Sum(chance * c**j / j, (j, 1, k))
    slope, powers = sp.diff(function, x), _powers(c, context)
    rises = combine(0, "<=", slope, (powers, M / (1 + M)), context=context)
    first, inside = 1 / (1 + M), start.but({j: "[1, oo)"}, j <= k)
    each = by_sign(chance * first**j / j, "<=", chance * first**j, inside)
    room = by_sign(0, "<=", sp.exp(-(1 - first) * M) * (1 / M - first), start)
    parts = summed(each, j, 1, k, start), (_powers(first, start), first), room
    begun = combine(0, "<=", function.subs(x, 0), *parts, context=start)
    whole = from_the_start(function, x, begun, rises)
    total = sp.Sum(chance / j, (j, 1, k))
    return combine(total, "<=", 1 / M, substitute(whole, {x: 1}, start), context=start)
