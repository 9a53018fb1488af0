"""The risk is its mean part, a sum over generations, and a part between 0 and twice the real variance."""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from proofs_check.gaussian import risk_schedule
from proofs_check.lemmas import squares
from proofs_check.lemmas.elementary import d as rest
from proofs_check.lemmas.elementary import (
    decay_above_line,
    decay_below_parabola,
    log_below_line,
    logarithm,
    power_falls,
    y,
)
from proofs_check.lemmas.elementary import e as exponent
from proofs_check.lemmas.elementary import q as base
from proofs_check.lemmas.gaussian_moments import STATES, error_at_most_risk, factor_at_least, factor_at_most
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity, one_more
from proofs_check.rules.probability import linear, monotone
from proofs_check.rules.probability import mean as expectation
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.gaussian.risk import PARAMETERS as OF_ONE_SIZE
from theorems.gaussian.risk_schedule import THEOREM as SCHEDULE
from theorems.gaussian.sample_growth import PARAMETERS, THEOREM, i, j, root, slowly, spiked
from theorems.processes.gaussian import M, V
from theorems.processes.gaussian_growing import GROWING

k, n, sigma0, m, b, q, u = PARAMETERS.symbols


def criterion(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """Both bounds are those of the schedule."""
    low = risk_schedule.lower(statement(SCHEDULE, "lower"))
    high = risk_schedule.upper(statement(SCHEDULE, "upper"))
    return (
        combine(below.left, "<=", below.right, low, context=below.context),
        combine(above.left, "<=", above.right, high, context=above.context),
    )


# -- sizes that grow like a power ----------------------------------------------------------------------------


SUM = sp.Sum(1 / (m * (i + 1) ** b), (i, 0, k - 1))


def _moment(what: sp.Expr, context: Context) -> Any:
    return expectation(GROWING, what, k, context)


def _error(context: Context) -> Proved:
    """E (M_k - mu0)^2 is the variance times the sum of the inverse sizes."""
    return by_moments(Relation(_moment(M**2, context), "=", sigma0**2 * SUM, context))


def bounded(goal: Relation) -> Proved:
    """E R = E M^2 + E V + sigma0^2 - 2 sigma0 E sqrt V, the last mean is not negative, and (i+1)^b >= (i+1)^2."""
    context, nothing, scale = goal.context, sp.Integer(0), sp.sqrt(V)
    powers = {M**2: 1, V: 1, scale: -2 * sigma0, sp.Integer(1): sigma0**2}
    parts = linear(goal.left, powers, context)
    positive = monotone(_moment(nothing, context), _moment(scale, context), by_sign(0, "<=", scale, STATES), context)
    none = linear(_moment(nothing, context), {}, context)
    variance = by_moments(Relation(_moment(V, context), "=", sigma0**2, context))
    inside = context.but({i: "[0, oo)"})
    falls = substitute(power_falls(), {base: 1 / (i + 1), exponent: 2, rest: b - 2}, inside)
    term = combine(SUM.function, "<=", 1 / (m * (i + 1) ** 2), (falls, 1 / m), context=inside)
    terms = summed(term, i, 0, k - 1, context), sigma0**2
    limit = substitute(squares.inverse_squares(), {squares.k: k}, context), sigma0**2 / m
    equal = _error(context), variance, (none, -2 * sigma0)
    return combine(goal.left, "<=", goal.right, parts, *equal, (positive, 2 * sigma0), terms, limit, context=context)


def unbounded(goal: Relation) -> Proved:
    """R >= M^2, and (i+1)^b <= i+1."""
    context, below = goal.context, error_at_most_risk(goal.right, goal.context)
    inside = context.but({i: "[0, oo)"})
    falls = substitute(power_falls(), {base: 1 / (i + 1), exponent: b, rest: 1 - b}, inside)
    term = combine(1 / (m * (i + 1)), "<=", SUM.function, (falls, 1 / m), context=inside)
    terms = summed(term, i, 0, k - 1, context), sigma0**2
    parts = below, (_error(context), -1), terms, (_harmonic(), sigma0**2 / m)
    return combine(goal.left, "<=", goal.right, *parts, context=context)


@cache
def _harmonic() -> Proved:
    """H_k = 1 + 1/2 + ... + 1/k."""
    total = sp.Sum(1 / (i + 1), (i, 0, k - 1))

    def step(known: Proved, at: sp.Symbol) -> Proved:
        here = known.relation.context
        more = one_more(total.subs(k, at), at, here)
        one = identity(sp.harmonic(at + 1), sp.harmonic(at) + 1 / (at + 1), here)
        return combine(sp.harmonic(at + 1), "=", total.subs(k, at + 1), known, one, (more, -1), context=here)

    start = identity(sp.harmonic(0), total.subs(k, 0), over({}))
    return induction(Relation(sp.harmonic(k), "=", total, over({k: "[0, oo)"})), k, start, step)


# -- the scale -------------------------------------------------------------------------------------------------


def _scale(whole: sp.Expr, context: Context) -> Proved:
    """E Sigma_k is sigma0 times the product of the means of the factors."""
    return by_moments(Relation(whole, "=", sigma0 * risk_schedule.PRODUCT, context))


def scale_upper(goal: Relation) -> Proved:
    """The product is at most the exponential of minus the sum."""
    exact, bound = _scale(goal.left, goal.context), risk_schedule.scale_bound(True)
    return combine(goal.left, "<=", goal.right, exact, (bound, sigma0), context=goal.context)


def scale_lower(goal: Relation) -> Proved:
    """The product is at least the exponential of minus the sum."""
    exact, bound = _scale(goal.right, goal.context), risk_schedule.scale_bound(False)
    return combine(goal.left, "<=", goal.right, (exact, -1), (bound, sigma0), context=goal.context)


# -- the constant ----------------------------------------------------------------------------------------------


def constant_lower(goal: Relation) -> Proved:
    """m_n(1) <= e^-x <= 1 - x + x^2/2 at x = 1/(4n-3)."""
    known, x = substitute(factor_at_most(), {OF_ONE_SIZE["n"].symbol: m}, goal.context), 1 / (4 * m - 3)
    parabola = substitute(decay_below_parabola(), {y: x}, goal.context)
    spare = by_sign(goal.left, "<=", x - x**2 / 2, goal.context)
    return combine(goal.left, "<=", goal.right, known, parabola, spare, context=goal.context)


def constant_upper(goal: Relation) -> Proved:
    """m_n(1) >= e^-x >= 1 - x at x = 1/(4n-4)."""
    known, x = substitute(factor_at_least(), {OF_ONE_SIZE["n"].symbol: m}, goal.context), 1 / (4 * m - 4)
    line = substitute(decay_above_line(), {y: x}, goal.context)
    return combine(goal.left, "<=", goal.right, known, line, context=goal.context)


# -- superlinear sizes -----------------------------------------------------------------------------------------


@cache
def superlinear_diverges(goal: Relation) -> Proved:
    """Term by term: 1/(j+2) >= ln(1 + 1/(j+2))."""

    def step(known: Proved, at: sp.Symbol) -> Proved:
        here = known.relation.context
        left, right = (e.subs(q, at + 1) for e in (goal.left, goal.right))
        line = substitute(log_below_line(), {y: 1 / (at + 2)}, here)
        more = one_more(slowly.subs(q, at), at, here)
        return combine(left, "<=", right, known, line, (more, -1), context=here)

    nowhere = goal.context.but({q: None})
    half = substitute(log_below_line(), {y: sp.Rational(1, 2)}, nowhere)
    start = combine(goal.left.subs(q, 1), "<=", goal.right.subs(q, 1), half, context=nowhere)
    return induction(goal, q, start, step)


def superlinear_suffices(more: Relation) -> Proved:
    """(q + 2)/2 is more than 3^(u+1)/2, whose logarithm is more than u."""
    context = more.context
    late, one = given(q >= 3 ** (u + 1), context), by_sign(0, "<", 1, context)
    above = combine(3 ** (u + 1) / 2, "<", (q + 2) / 2, (late, sp.Rational(1, 2)), one, context=context)
    enough = by_sign(u, "<=", (u + 1) * sp.log(3) - sp.log(2), context)
    known = superlinear_diverges(statement(THEOREM, "superlinear-diverges"))
    return combine(more.left, "<", more.right, logarithm(above), enough, known, context=context)


@cache
def spiked_bounded(goal: Relation) -> Proved:
    """From a square to the next one the others add at most as much as the square."""
    context = goal.context
    block = over({j: "[0, oo)"})
    near = by_sign(1 / (root**2 + i) ** 2, "<=", 1 / (root**2 + 1) ** 2, block.but({i: "[1, oo)"}))
    others = summed(near, i, 1, 2 * root, block)
    same = identity(others.relation.right, 2 * root / (root**2 + 1) ** 2, block)
    spare = by_sign(1 / root**2 + 2 * root / (root**2 + 1) ** 2, "<=", 2 / root**2, block)
    (block_sum,) = (fold for fold in spiked.args if isinstance(fold, sp.Sum))
    each = combine(block_sum.function, "<=", 2 / root**2, others, same, spare, context=block)
    blocks = summed(each, j, 0, q - 1, context), 1 / m
    limit = substitute(squares.inverse_squares(), {squares.k: q}, context), 2 / m
    return combine(goal.left, "<=", goal.right, blocks, limit, context=context)


def superlinear_needed(less: Relation) -> Proved:
    """pi^2/(3m) < 2 for m >= 2."""
    known = spiked_bounded(statement(THEOREM, "spiked-bounded"))
    gap = by_sign(known.relation.right, "<", less.right, less.context)
    return combine(less.left, "<", less.right, known, gap, context=less.context)
