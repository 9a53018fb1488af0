"""Fitting to a resample of all data: the product of the variances is a ratio of Gamma functions, and falls to a sine.

To the first order in 1/n the mean loses the sum of what the factors lack, which is twice that of accumulating.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_conservation, by_moments
from proofs_check.lemmas.products import (
    around_limit,
    as_gammas,
    at_least_the_sum,
    at_most_the_sum,
    between,
    limit_of_gammas,
    near_from_one,
    reflection,
    y,
)
from proofs_check.lemmas.squares import inverse_squares
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.bootstrap import PARAMETERS, THEOREM, kept, share, squares, x

n, k, sigma0 = PARAMETERS.symbols
ALL = over({n: "[1, oo)", k: "[0, oo)"})


@cache
def variance(goal: Relation) -> Proved:
    """E s_k, a product."""
    return by_moments(goal)


@cache
def conservation(goal: Relation) -> Proved:
    """E (mu_k - mu_0)^2 + E s_k does not change."""
    return by_moments(goal)


@cache
def mean_error(goal: Relation) -> Proved:
    """What the variance lacks."""
    conserved, lost = (statement(THEOREM, name) for name in ("conservation", "variance"))
    return by_conservation(goal, conservation(conserved), variance(lost))


@cache
def variance_gamma(goal: Relation) -> Proved:
    """The product as a ratio of Gamma functions, for n >= 2."""
    return as_gammas(goal, k)


@cache
def _near(below: Relation, above: Relation, known: Proved, slope: sp.Expr) -> tuple[Proved, Proved]:
    """c + slope P_k near its limit."""
    gammas, two = variance_gamma(statement(THEOREM, "variance-gamma")), over({n: "[2, oo)"})
    least, later = 1 / (sp.gamma(1 - x) * sp.gamma(1 + x)), two.but({k: "[1, oo)"})
    limit = limit_of_gammas(gammas, k, (x, -x), (0, 0), least, later)
    bounds = around_limit(kept, k, share / k, between(kept, k, ALL), limit, later)
    return near_from_one((below, above), known, slope, n, bounds, substitute(reflection(), {y: x}, two))


@cache
def variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The product falls to its limit."""
    return _near(below, above, variance(statement(THEOREM, "variance")), sigma0**2)


@cache
def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What the variance lacks."""
    return _near(below, above, mean_error(statement(THEOREM, "mean-error")), -(sigma0**2))


@cache
def _lost() -> tuple[Proved, Proved]:
    """S - S^2/2 <= 1 - P_k <= S for S = (2n - 1)/n^2 times the sum of the inverse squares."""
    above = at_most_the_sum(kept, squares, share, k, between(kept, k, ALL)[1])
    return at_least_the_sum(kept, squares, share, k, above), above


@cache
def mean_error_leading(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """S is 2/n times the sum H of the inverse squares, less H/n^2; and H <= 5/3."""
    mean, context = above.left, above.context
    known = substitute(mean_error(statement(THEOREM, "mean-error")), {}, context)
    low, high = (substitute(end, {}, context) for end in _lost())
    most, third = sp.Rational(5, 3), by_sign(sp.pi**2 / 6, "<=", sp.Rational(5, 3), over({}))
    sums = combine(squares, "<=", most, inverse_squares(squares, over({k: "[0, oo)"})), third, context=context)
    square = combine(squares**2, "<=", most**2, (sums, squares + most), context=context)
    return (
        combine(
            below.left,
            "<=",
            mean,
            (known, -1),
            (low, sigma0**2),
            (sums, sigma0**2 / n**2),
            (square, sigma0**2 * share**2 / 2),
            (by_sign(most / n**2 + share**2 * most**2 / 2, "<=", 8 / n**2, over({n: "[1, oo)"})), sigma0**2),
            context=context,
        ),
        combine(
            mean,
            "<=",
            above.right,
            known,
            (high, sigma0**2),
            by_sign(0, "<=", sigma0**2 * squares / n**2 + 8 * sigma0**2 / n**2, context),
            context=context,
        ),
    )


def mean_error_upper(goal: Relation) -> Proved:
    """1 - P_k <= (2n - 1)/n^2 pi^2/6."""
    context = goal.context
    known = substitute(mean_error(statement(THEOREM, "mean-error")), {}, context)
    spare = by_sign(0, "<=", sigma0**2 * sp.pi**2 / (6 * n**2), context)
    sums = (inverse_squares(squares, over({k: "[0, oo)"})), sigma0**2 * share)
    return combine(goal.left, "<=", goal.right, known, (_lost()[1], sigma0**2), sums, spare, context=context)
