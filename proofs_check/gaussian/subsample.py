"""Fitting to n points of all data: the product of the variances is a ratio of Gamma functions, and falls to its limit.

To the first order in 1/n the mean loses the sum of what the factors lack, three times the inverse squares from 1/4 on.
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
    near,
    next_factor,
)
from proofs_check.lemmas.squares import inverse_squares
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.subsample import PARAMETERS, THEOREM, later, room, root, scale, squares, t

n, k, sigma0 = PARAMETERS.symbols
ALL = over({n: "[1, oo)", k: "[1, oo)"})
TWO = ALL.but({n: "[2, oo)"})
share = 1 - 1 / n
FAR = (3 * n - 1) / n**2
"""What far factors lack, as a multiple of the inverse square; near ones lack more."""


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
def around() -> tuple[Proved, Proved]:
    """L <= P_k <= L + (3n - 1)/(n^2 k) for the product P_k without its first factor, 1 - 1/n."""
    gammas, middle = variance_gamma(statement(THEOREM, "variance-gamma")), 1 / (2 * n)
    limit = limit_of_gammas(gammas, k, (middle + root, middle - root), (0, 1 / n), scale, TWO)
    return around_limit(later, k, sp.cancel(room / share), between(later, k, ALL), limit, TWO)


@cache
def variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The product falls to its limit."""
    return _near(below, above, variance(statement(THEOREM, "variance")), sigma0**2)


@cache
def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What the variance lacks."""
    return _near(below, above, mean_error(statement(THEOREM, "mean-error")), -(sigma0**2))


def _near(below: Relation, above: Relation, known: Proved, slope: sp.Expr) -> tuple[Proved, Proved]:
    """c + slope (1 - 1/n) P_k near its limit, at a distance of |slope| room at most."""
    return near((below, above), substitute(known, {}, below.context), slope * share, around())


@cache
def _lost() -> tuple[Proved, Proved]:
    """From below 1 - P_k, by the product in which every factor lacks what far ones lack; from above (1 - 1/n) of it.

    With R, the sum of the inverse squares from 1/4 on, S = (3n - 1) R/n^2: S - S^2/2, and 3 R/n.
    """
    more = sp.Product(1 - FAR / t**2, (t, 2, k))
    factor, larger = (next_factor(product, k) for product in (later, more))
    positive, at_most_one = between(later, k, ALL)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        taken = [one_more(product.subs(k, j), j, here) for product in (later, more)]
        lost = (substitute(positive, {k: j}, here), (larger - factor).subs(k, j))
        left, right = (product.subs(k, j + 1) for product in (later, more))
        return combine(left, "<=", right, taken[0], (taken[1], -1), lost, (known, larger.subs(k, j)), context=here)

    kept = induction(Relation(later, "<=", more, ALL), k, identity(1, 1, ALL.but({k: None})), step)
    above = at_most_the_sum(more, squares, FAR, k, between(more, k, ALL)[1])
    below = at_least_the_sum(more, squares, FAR, k, above)
    low = combine(below.relation.left, "<=", 1 - later, below, kept, context=ALL)
    return low, at_most_the_sum(later, squares, 3 / n, k, at_most_one, share)


@cache
def _squares() -> Proved:
    """R <= pi^2/6 - 1."""
    return inverse_squares(squares, over({k: "[1, oo)"}))


def mean_error_upper(goal: Relation) -> Proved:
    """1 - (1 - 1/n) P_k <= (1 + 3 R)/n."""
    context = goal.context
    known = substitute(mean_error(statement(THEOREM, "mean-error")), {}, context)
    sums = (_squares(), 3 * sigma0**2 / n)
    return combine(goal.left, "<=", goal.right, known, (_lost()[1], sigma0**2), sums, context=context)


@cache
def mean_error_leading(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """(1 - 1/n) S is 3 R/n, less (4n - 1) R/n^3; and R <= 2/3."""
    mean, context = above.left, above.context
    known = substitute(mean_error(statement(THEOREM, "mean-error")), {}, context)
    low, high = (substitute(end, {}, context) for end in _lost())
    most, bound = sp.Rational(2, 3), by_sign(sp.pi**2 / 6 - 1, "<=", sp.Rational(2, 3), over({}))
    sums = combine(squares, "<=", most, _squares(), bound, context=context)
    square = combine(squares**2, "<=", most**2, (sums, squares + most), context=context)
    first, second = (4 * n - 1) / n**3, share * FAR**2 / 2
    spare = by_sign(first * most + second * most**2, "<=", 5 / n**2, over({n: "[1, oo)"}))
    return (
        combine(
            below.left,
            "<=",
            mean,
            (known, -1),
            (low, sigma0**2 * share),
            (sums, sigma0**2 * first),
            (square, sigma0**2 * second),
            (spare, sigma0**2),
            context=context,
        ),
        combine(
            mean,
            "<=",
            above.right,
            known,
            (high, sigma0**2),
            by_sign(0, "<=", 5 * sigma0**2 / n**2, context),
            context=context,
        ),
    )
