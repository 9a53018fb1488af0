"""Sampling the pool of all models: the mean variance of the mixture of models 0..k obeys a recursion of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs_check.lemmas import products
from proofs_check.lemmas.elementary import growth_above_line, log_above_fraction, y
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_derivatives, by_sign, identity, one_more
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.probability import beside, linear
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.gaussian.pool_sample import PARAMETERS, THEOREM, down, factor, i, j, root, up
from theorems.language.data import GENERATION, Past
from theorems.processes.gaussian import FROM_ALL_MODELS, M, V

n, k, sigma0 = PARAMETERS.symbols
MIXED = FROM_ALL_MODELS.observables["pool_variance"]


@cache
def pool_variance(goal: Relation) -> Proved:
    """Each generation multiplies the mean by one factor."""
    return by_moments(goal)


@cache
def variance(goal: Relation) -> Proved:
    """Model k + 1 has on average the variance of the mixture of models 0..k."""
    context, mean = goal.context, goal.left
    pool = pool_variance(statement(THEOREM, "pool-variance"))
    following = one_generation(mean.subs(k, k + 1), context)
    share = 1 / (GENERATION + 1)
    parts = {Past(V): share, Past(M**2): share, Past(M) ** 2: -(share**2)}
    mixed = linear(beside(mean, MIXED), parts, context)
    later = combine(mean.subs(k, k + 1), "=", goal.right.subs(k, k + 1), following, (mixed, -1), pool, context=context)
    fitted = substitute(later, {k: k - 1}, context.but({k: "[1, oo)"}))
    start = at_start(mean.subs(k, 0), context.but({k: None}))
    return cases(k, at_value(k, 0, start, mean, "=", goal.right), fitted)


@cache
def mean_error(goal: Relation) -> Proved:
    """The mean of all models moves, from k to k + 1, by 1/(k + 2) of the error of a sample of the mixture."""
    last, earlier = sp.Product(factor, (j, 2, k)), sp.Product(factor, (j, 2, i))
    mixed = sigma0**2 * last * factor.subs(j, k + 1)
    moved = sigma0**2 / n * (sp.Sum(earlier / (i + 1) ** 2, (i, 1, k - 1)) + last / (k + 1) ** 2)
    variances = sigma0**2 * (1 + sp.Sum(earlier, (i, 1, k - 1)) + last)
    sums = {
        Past(M) ** 2: (k + 1) ** 2 * moved,
        Past(V): variances,
        Past(M**2): (k + 1) * (mixed + moved) - variances,
    }
    return closed(goal.left, goal.right, goal.context, sums)


@cache
def divergence(goal: Relation) -> Proved:
    """All factors are at least 1, so the product grows by at least what is added to its first factor."""
    known = variance(statement(THEOREM, "variance"))
    product = known.relation.right / sigma0**2
    context = over({k: "[1, oo)", n: "[2, oo)"})
    bound = goal.left / sigma0**2
    at_least_one = _at_least_one(product)

    def step(before: Proved, i: sp.Symbol) -> Proved:
        here = before.relation.context
        more = one_more(product.subs(k, i), i, here)
        gain = factor.subs(j, i + 1) - 1
        added = identity(sp.harmonic(i + 1), sp.harmonic(i) + 1 / (i + 1), here)
        grown = (bound.subs(k, i + 1) - bound.subs(k, i)).subs(sp.harmonic(i + 1), sp.harmonic(i) + 1 / (i + 1))
        return combine(
            bound.subs(k, i + 1),
            "<=",
            product.subs(k, i + 1),
            before,
            (more, -1),
            (substitute(at_least_one, {k: i}, here), gain),
            by_sign(sp.cancel(grown), "<=", gain, here),
            using=[added],
            context=here,
        )

    minorant = induction(
        Relation(bound, "<=", product, context), k, by_sign(bound.subs(k, 1), "<=", 1, over({n: "[2, oo)"})), step
    )
    return combine(goal.left, "<=", goal.right, (known, -1), (minorant, sigma0**2), context=goal.context)


def _at_least_one(product: sp.Expr) -> Proved:
    """1 <= the product of the factors."""

    def step(before: Proved, i: sp.Symbol) -> Proved:
        here = before.relation.context
        following, gain = factor.subs(j, i + 1), factor.subs(j, i + 1) - 1
        more = one_more(product.subs(k, i), i, here)
        return combine(
            1, "<=", product.subs(k, i + 1), (before, following), (more, -1), by_sign(0, "<=", gain, here), context=here
        )

    context = over({k: "[1, oo)", n: "[2, oo)"})
    return induction(Relation(1, "<=", product, context), k, by_sign(1, "<=", 1, over({n: "[2, oo)"})), step)


FROM_ONE = over({k: "[1, oo)", n: "[2, oo)"})


def _power(base: sp.Expr, op: str, one: Callable[[sp.Symbol, Context], Proved]) -> Proved:
    """The product of the factors beside a power, which is 1 at k = 1, from one factor beside how that grows."""
    product, bound = sp.Product(factor, (j, 2, k)), base ** (1 / n)
    sides = (product, bound) if op == "at most" else (bound, product)

    def step(before: Proved, at: sp.Symbol) -> Proved:
        here, now = before.relation.context, bound.subs(k, at)
        more = one_more(product.subs(k, at), at, here)
        grown = one(at, here)
        left, right = (e.subs(k, at + 1) for e in sides)
        if op == "at most":
            return combine(left, "<=", right, (before, factor.subs(j, at + 1)), more, (grown, now), context=here)
        terms = (before, factor.subs(j, at + 1)), (more, -1), (grown, now)
        return combine(left, "<=", right, *terms, context=here)

    begun = by_sign(1, "<=", 1, over({n: "[2, oo)"}))
    return induction(Relation(sides[0], "<=", sides[1], FROM_ONE), k, begun, step)


def growth_upper(goal: Relation) -> Proved:
    """e^y >= 1 + y at y = ln(1 + 1/k)/n, and ln(1 + 1/k) >= 2/(2k + 1) >= 1/(k + 1)."""

    def one(at: sp.Symbol, here: Context) -> Proved:
        log = substitute(log_above_fraction(), {y: 1 / at}, here)
        grows = substitute(growth_above_line(), {y: sp.log(1 + 1 / at) / n}, here)
        rest = by_sign(factor.subs(j, at + 1), "<=", 1 + 2 / (n * (2 * at + 1)), here)
        power = ((at + 1) / at) ** (1 / n)
        return combine(factor.subs(j, at + 1), "<=", power, rest, (log, 1 / n), grows, context=here)

    known, powers = variance(statement(THEOREM, "variance")), _power(k, "at most", one)
    return combine(goal.left, "<=", goal.right, known, (powers, sigma0**2), context=goal.context)


def growth_lower(goal: Relation) -> Proved:
    """(1 + y)^(1/n) <= 1 + y/n at y = 1/(k + 3), which is at most k/(k + 1)^2."""

    def one(at: sp.Symbol, here: Context) -> Proved:
        exponent = sp.Symbol("exponent", positive=True)
        line = by_derivatives(
            (1 + y) ** exponent, "<=", 1 + exponent * y, y, 2, over({y: "[0, oo)", exponent: "(0, 1]"})
        )
        bent = substitute(line, {y: 1 / (at + 3), exponent: 1 / n}, here)
        rest = by_sign(1 + 1 / (n * (at + 3)), "<=", factor.subs(j, at + 1), here)
        return combine(((at + 4) / (at + 3)) ** (1 / n), "<=", factor.subs(j, at + 1), bent, rest, context=here)

    known, powers = variance(statement(THEOREM, "variance")), _power((k + 3) / 4, "at least", one)
    later = goal.context.but({k: "[1, oo)"})
    fitted = combine(goal.left, "<=", goal.right, (known, -1), (powers, sigma0**2), context=later)
    start = at_start(goal.right.subs(k, 0), goal.context.but({k: None}))
    less = by_sign(goal.left.subs(k, 0), "<=", sigma0**2, start.relation.context)
    given = combine(goal.left.subs(k, 0), "<=", goal.right.subs(k, 0), less, (start, -1), context=less.relation.context)
    return cases(k, at_value(k, 0, given, goal.left, "<=", goal.right), fitted)


def variance_gamma(goal: Relation) -> Proved:
    """As a ratio of Gamma functions, in w = sqrt(1 + 4n) >= 3: so written, each of them is seen to have a value."""
    w = sp.Symbol("w", positive=True)
    wide, sizes = over({w: "[3, oo)", k: "[1, oo)"}), over({n: "[2, oo)"})
    values = {down: 2 / (w + 1), up: 2 / (w - 1)}
    product, ratio = (e.subs(values).subs(n, (w**2 - 1) / 4) for e in (goal.left, goal.right))
    at_least = combine(3, "<=", root, (by_sign(9, "<=", 1 + 4 * n, sizes), 1 / (root + 3)), context=sizes)
    empty = at_value(k, 0, identity(1, ratio.subs(k, 0), wide.but({k: None})), product, "=", ratio)
    every = cases(k, empty, products.as_gammas(Relation(product, "=", ratio, wide), k))
    return substitute(every, {w: root}, goal.context, at_least)
