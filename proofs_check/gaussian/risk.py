"""The risk of recursive Gaussian fitting (Shumailov et al., equations (4) and (5)): its mean and its exact variance.

The risk is (M_k - mu0)^2 + (Sigma_k - sigma0)^2, and E M_k^p Sigma_k^q obeys a linear recursion in k for each p and q;
its solutions give mean and variance. The published variance is refuted at k = 1, 2 and 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sympy as sp

from proofs_check.gaussian import collapse
from proofs_check.gaussian.small_time import HERE, power_bound, remainder, scale_bounds, taylor
from proofs_check.lemmas.elementary import decay_above_line, decay_below_parabola, y
from proofs_check.lemmas.gaussian_moments import centre_and_scale, centre_fourth, moment, one_factor, scales
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, substitute
from proofs_check.rules.claims import statement, statements
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import half_square, linear, reduced
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.gaussian import risk as record
from theorems.gaussian.risk import PARAMETERS, THEOREM
from theorems.processes.gaussian import SUFFICIENT, M
from theorems.processes.gaussian import T as SCALE

n, k, sigma0 = PARAMETERS.symbols


@cache
def mean(goal: Relation) -> Proved:
    """E R_k = E (M_k-mu0)^2 + E (Sigma_k-sigma0)^2."""
    return by_moments(goal)


@cache
def mean_leading(below: Relation, high: Relation) -> tuple[Proved, Proved]:
    """E R_k/sigma0^2 = k/n + 2 - 2 m_n(1)^k: m_n(1)^k lies between exponentials, and these between polynomials."""
    context, risk = below.context, below.right
    exact, of = mean(statement(THEOREM, "mean")), 2 * sigma0**2
    early, late = k / (4 * n - 3), k / (4 * n - 4)
    quadratic = substitute(decay_below_parabola(), {y: early}, context)
    line = substitute(decay_above_line(), {y: late}, context)
    spare_below = by_sign(below.left, "<=", sigma0**2 * (k / n + 2 * early - early**2), context)
    spare_above = by_sign(sigma0**2 * (k / n + 2 * late), "<=", high.right, context)
    low = (exact, -1), (collapse.factors_at_most(), of), (quadratic, of), spare_below
    top = exact, (collapse.factors_at_least(), of), (line, of), spare_above
    return (
        combine(below.left, "<=", risk, *low, context=context),
        combine(risk, "<=", high.right, *top, context=context),
    )


# -- the variance -------------------------------------------------------------------------------------------


def _variance(whole: Expectation, value: sp.Expr, known: Sequence[Proved], context: Context) -> Proved:
    """Var R = E R^2 - (E R)^2, R^2 a polynomial in M and T; `known` are the means of its terms."""
    risk = M**2 + (SCALE - sigma0) ** 2
    same = reduced(whole, SUFFICIENT, context)
    parted = half_square(same.relation.right, context)
    square, once = moment(risk**2, k, context), moment(risk, k, context)
    terms = sp.Poly(sp.expand(risk**2), M, SCALE).terms()
    parts = {M**p * SCALE**q: c for (p, q), c in terms}
    first = mean(statement(THEOREM, "mean")).relation.right
    equal = [
        linear(square, parts, context),
        by_moments(Relation(once, "=", first, context)),
        *(scales(j, context) for j in (1, 2, 3, 4)),
        by_moments(Relation(moment(M**2, k, context), "=", sigma0**2 * record.mean_V, context)),
        *known,
    ]
    return combine(whole, "=", value, same, parted, using=equal, context=context)


@cache
def variance(goal: Relation) -> Proved:
    """The means of the terms as sums, as the record writes them."""
    context = goal.context
    plain = sigma0**4 * record.mean_V_square_scale
    mixed = by_moments(Relation(moment(M**2 * SCALE**2, k, context), "=", plain, context))
    return _variance(goal.left, goal.right, [mixed, centre_and_scale(context), centre_fourth(context)], context)


R, Q, C = sp.symbols("R Q C", positive=True)
"""(E S^2)^k, (E S^(3/2))^k and (E S^(1/2))^k."""
POWERS = {R: 4, Q: 3, C: 1}
MIXED = {
    M**2 * SCALE**2: (n - 1) * (R - 1) / (2 * n),
    M**2 * SCALE: (n - 1) * (Q - C) / n,
    M**4: 3 * (n - 1) * (n * (R - 1) / 2 - k) / n**2,
}
"""Means of M^p T^q at sigma0 = 1."""


def _closed_form() -> sp.Expr:
    """Var R_k/sigma0^4 in terms of R, Q and C."""
    mean_square = MIXED[M**4] + 2 * (MIXED[M**2 * SCALE**2] - 2 * MIXED[M**2 * SCALE] + k / n)
    return mean_square + R - 4 * Q + 6 - 4 * C + 1 - (k / n + 2 - 2 * C) ** 2


@cache
def variance_closed() -> Proved:
    """The variance without sums."""
    whole, context = statement(THEOREM, "variance").left, statement(THEOREM, "variance").context
    powers = {s: one_factor(j) ** k for s, j in POWERS.items()}
    known = [
        by_moments(Relation(moment(what, k, context), "=", sigma0 ** _degree(what) * value.subs(powers), context))
        for what, value in MIXED.items()
    ]
    return _variance(whole, sigma0**4 * _closed_form().subs(powers), known, context)


def _degree(what: sp.Expr) -> int:
    return int(sp.Poly(what, M, SCALE).total_degree())


@cache
def variance_leading(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """At k = 0 all is 0; from then on the variance is monotone in R, Q and 1 - C, which are known to third order."""
    return _leading(low, False), _leading(high, True)


@cache
def _leading(goal: Relation, above: bool) -> Proved:
    """One end of what is claimed; `above`: the upper one."""
    later = goal.context.but({k: "[1, oo)"})
    exact, closed = variance_closed(), _closed_form()
    at = {R: taylor(4, above), Q: taylor(3, not above), C: taylor(1, above)}
    extreme = closed.subs(at).subs(HERE)
    claimed = (goal.right if above else goal.left) / sigma0**4
    first, second = scale_bounds(above, later)
    bounds = [
        (power_bound(4, above, later), sp.diff(closed, R)),
        (power_bound(3, not above, later), -sp.diff(closed, Q)),
        (first, 4 * (k - 1) / n),
        (second, sp.Integer(4)),
        (remainder(claimed - extreme if above else extreme - claimed, later), sp.Integer(1)),
    ]
    scaled = [(bound, sigma0**4 * sp.factor(multiplier)) for bound, multiplier in bounds]
    positive = combine(goal.left, "<=", goal.right, (exact, 1 if above else -1), *scaled, context=later)
    nothing = substitute(exact, {k: 0}, goal.context.but({k: None}))
    ends = [e.subs(k, 0) for e in (goal.left, goal.right)]
    none = combine(ends[0], "<=", ends[1], (nothing, 1 if above else -1), context=nothing.relation.context)
    start = at_value(k, 0, none, goal.left, "<=", goal.right)
    return cases(k, substitute(start, {}, goal.context.but({k: "[0, 0]"})), positive)


@cache
def variance_published(_: Relation, more: Relation) -> Proved:
    """For 1 <= k <= 3 the least that the variance can be is more than the most that is claimed."""
    small = more.context.but({k: "[1, 3]"})
    least = _leading(statements(THEOREM, THEOREM.claim("variance-leading"))[0], False)
    gap = by_sign(more.left, "<", least.relation.left, small)
    return combine(more.left, "<", more.right, gap, least, context=small)


def mean_survey(less: Relation, _: Relation) -> Proved:
    """For k <= 3 the most that the mean can be is less than the least that is claimed."""
    small = less.context.but({k: "[0, 3]"})
    most = mean_leading(*statements(THEOREM, THEOREM.claim("mean-leading").unfolded()))[1]
    gap = by_sign(most.relation.right, "<", less.right, small)
    return combine(less.left, "<", less.right, most, gap, context=small)


def variance_survey(less: Relation, _: Relation) -> Proved:
    """For k <= 2 the most that the variance can be is less than the least that is claimed."""
    small = less.context.but({k: "[0, 2]"})
    most = _leading(statements(THEOREM, THEOREM.claim("variance-leading"))[1], True)
    gap = by_sign(most.relation.right, "<", less.right, small)
    return combine(less.left, "<", less.right, most, gap, context=small)


@cache
def published_too_small(goal: Relation) -> Proved:
    """A polynomial in k."""
    return by_sign(goal.left, "<=", goal.right, goal.context)
