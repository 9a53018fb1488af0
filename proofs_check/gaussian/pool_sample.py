"""Sampling the pool of all models: the mean variance of the mixture of models 0..k obeys a recursion of its own."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import beside, linear
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.pool_sample import PARAMETERS, THEOREM, factor, j
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
