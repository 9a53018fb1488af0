"""Fitting to all data seen so far (Kazdan et al., Theorem 1, Lemmas 2 and 3, Corollary 4).

Moments follow from the declared process: those of s_k are products. The product of the means is a ratio of Gamma
functions, whose limit is known; the product falls to it, and the product less 1/(nk) rises to it.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas import products
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.accumulate_limit import PARAMETERS, THEOREM, kept

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


@cache
def variance_gamma(goal: Relation) -> Proved:
    """The product as a ratio of Gamma functions, for n >= 2."""
    return products.as_gammas(goal, k)


@cache
def between() -> tuple[Proved, Proved]:
    """0 <= P_k <= 1 for the product P_k."""
    return products.between(kept, k, ALL)


@cache
def around_limit() -> tuple[Proved, Proved]:
    """L <= P_k and P_k <= L + 1/(nk) for k >= 1 and n >= 2, L the limit 1/(Gamma(1-x) Gamma(1+x))."""
    gammas, context = variance_gamma(statement(THEOREM, "variance-gamma")), LATER.but({n: "[2, oo)"})
    limit = products.limit_of_gammas(gammas, k, (x, -x), (0, 0), 1 / (sp.gamma(1 - x) * sp.gamma(1 + x)), context)
    return products.around_limit(kept, k, 1 / (n * k), between(), limit, context)


@cache
def reflected() -> Proved:
    """1/(Gamma(1-x) Gamma(1+x)) = sin(pi x)/(pi x) for n >= 2, x = n^(-1/2)."""
    return substitute(products.reflection(), {products.y: x}, over({n: "[2, oo)"}))


@cache
def variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """E s_k = sigma0^2 P_k falls to the limit, and exceeds it by at most sigma0^2/(nk)."""
    return _near(below, above, variance(statement(THEOREM, "variance")), sigma0**2)


@cache
def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What the variance lacks."""
    return _near(below, above, mean_error(statement(THEOREM, "mean-error")), -(sigma0**2))


def _near(below: Relation, above: Relation, known: Proved, slope: sp.Expr) -> tuple[Proved, Proved]:
    """c + slope P_k near its limit."""
    return products.near_from_one((below, above), known, slope, n, around_limit(), reflected())
