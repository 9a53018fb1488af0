"""Fitting to all data seen so far (Kazdan et al., Theorem 1, Lemmas 2 and 3, Corollary 4).

Moments follow from the declared process: those of s_k are products. The product of the means is a ratio of Gamma
functions, whose limit is known; the product falls to it, and the product less 1/(nk) rises to it.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.sequences import at_least_its_limit, limit_of, same_limit, tends
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.accumulate_limit import PARAMETERS, THEOREM, kept, t

n, k, sigma0 = PARAMETERS.symbols
ALL = over({n: "[1, oo)", k: "[0, oo)"})
LATER = ALL.but({k: "[1, oo)"})
x = 1 / sp.sqrt(n)


@cache
def variance(goal: Relation) -> Proved:
    """E s_k, a product."""
    return by_moments(goal)


@cache
def variance_square(goal: Relation) -> Proved:
    """E s_k^2, a product."""
    return by_moments(goal)


@cache
def mean_error(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2: the steps of the mean add up."""
    return by_moments(goal)


@cache
def conservation(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 + E s_k does not change."""
    return by_moments(goal)


def _product(at: sp.Expr) -> sp.Expr:
    return kept.subs(k, at)


@cache
def variance_gamma(goal: Relation) -> Proved:
    """The product as a ratio of Gamma functions, for n >= 2: both take the factor 1 - 1/(n (k+1)^2)."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(_product(j), j, here)
        return combine(
            _product(j + 1), "=", goal.right.subs(k, j + 1), more, (known, kept.function.subs(t, j + 1)), context=here
        )

    return induction(goal, k, identity(1, goal.right.subs(k, 0), goal.context.but({k: None})), step)


@cache
def between() -> tuple[Proved, Proved]:
    """0 <= P_k <= 1 for the product P_k."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, more = known.relation.context, one_more(_product(j), j, known.relation.context)
        if known.relation.left == 0:
            return combine(0, "<=", _product(j + 1), (more, -1), (known, kept.function.subs(t, j + 1)), context=here)
        lost = (substitute(positive, {k: j}, here), 1 / (n * (j + 1) ** 2))
        return combine(_product(j + 1), "<=", 1, more, lost, known, context=here)

    flat = over({n: "[1, oo)"})
    positive = induction(Relation(0, "<=", kept, ALL), k, by_sign(0, "<=", 1, flat), step)
    return positive, induction(Relation(kept, "<=", 1, ALL), k, by_sign(1, "<=", 1, flat), step)


@cache
def _limit() -> Proved:
    """P_k -> 1/(Gamma(1-x) Gamma(1+x)) for n >= 2, x = n^(-1/2): Gamma(k+1-x) Gamma(k+1+x)/Gamma(k+1)^2 -> 1."""
    gammas = variance_gamma(statement(THEOREM, "variance-gamma"))
    context, z = LATER.but({n: "[2, oo)"}), sp.Symbol("z", real=True)
    logs = sp.loggamma(k + 1 - x) + sp.loggamma(k + 1 + x) - 2 * sp.loggamma(k + 1)
    ratio = sp.exp(z) / (sp.gamma(1 - x) * sp.gamma(1 + x))
    known = limit_of(ratio, {z: tends(logs, k, sp.oo, 0, context)}, context)
    return same_limit(substitute(gammas, {}, context), known)


@cache
def around_limit() -> tuple[Proved, Proved]:
    """L <= P_k and P_k <= L + 1/(nk) for k >= 1 and n >= 2, L the limit."""
    context, limit = LATER.but({n: "[2, oo)"}), _limit()
    positive, at_most_one = (substitute(p, {}, context) for p in between())
    more = one_more(kept, k, context)
    falls = combine(_product(k + 1), "<=", kept, more, (positive, 1 / (n * (k + 1) ** 2)), context=context)
    room = 1 / (n * k)
    rises = combine(
        room.subs(k, k + 1) - _product(k + 1),
        "<=",
        room - kept,
        (more, -1),
        (at_most_one, 1 / (n * (k + 1) ** 2)),
        by_sign(1 / (n * (k + 1) ** 2), "<=", room - room.subs(k, k + 1), context),
        context=context,
    )
    u, v = sp.symbols("u v", real=True)
    gap = limit_of(u - v, {u: tends(room, k, sp.oo, 0, context), v: limit}, context)
    return at_least_its_limit(falls, limit, k), at_least_its_limit(rises, gap, k)


@cache
def reflected() -> Proved:
    """1/(Gamma(1-x) Gamma(1+x)) = sin(pi x)/(pi x) for n >= 2, x = n^(-1/2)."""
    return identity(1 / (sp.gamma(1 - x) * sp.gamma(1 + x)), sp.sin(sp.pi * x) / (sp.pi * x), over({n: "[2, oo)"}))


@cache
def variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """E s_k = sigma0^2 P_k falls to the limit, and exceeds it by at most sigma0^2/(nk); P_k = 0 for n = 1."""
    mean, context = above.left, above.context
    known = substitute(variance(statement(THEOREM, "variance")), {}, context)
    two, flat = context.but({n: "[2, oo)"}), context.but({n: None})
    low, high = around_limit()
    many = (
        combine(
            below.left,
            "<=",
            mean,
            (known, -1),
            (low, sigma0**2),
            (reflected(), -(sigma0**2)),
            by_sign(0, "<=", sigma0**2 / (n * k), two),
            context=two,
        ),
        combine(mean, "<=", above.right, known, (high, sigma0**2), (reflected(), sigma0**2), context=two),
    )
    # n = 1: the first factor of the product is 0
    first = substitute(_one_alone(), {}, flat)
    alone = combine(mean.subs(n, 1), "=", 0, substitute(known, {n: 1}, flat), (first, sigma0**2), context=flat)
    spare = by_sign(0, "<=", sigma0**2 / k, flat)
    ends = (
        combine(below.left.subs(n, 1), "<=", mean.subs(n, 1), (alone, -1), spare, context=flat),
        combine(mean.subs(n, 1), "<=", above.right.subs(n, 1), alone, spare, context=flat),
    )
    one = [at_value(n, 1, end, goal.left, "<=", goal.right) for end, goal in zip(ends, (below, above), strict=True)]
    return cases(n, one[0], many[0]), cases(n, one[1], many[1])


@cache
def _one_alone() -> Proved:
    """P_k = 0 for n = 1 and k >= 1."""
    product, context = kept.subs(n, 1), over({k: "[1, oo)"})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(product.subs(k, j), j, here)
        return combine(product.subs(k, j + 1), "=", 0, more, (known, 1 - 1 / (j + 1) ** 2), context=here)

    return induction(Relation(product, "=", 0, context), k, identity(0, 0, over({})), step)
