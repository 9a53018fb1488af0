"""What Markov's inequality gives for the scale, by Taylor polynomials of ln Gamma; the logarithm as a random walk."""

from __future__ import annotations

import sympy as sp

from proofs_check.gaussian import collapse
from proofs_check.lemmas.chi_square import (
    a,
    digamma_at_least,
    digamma_at_most,
    digamma_half_ahead,
    gamma_above_parabola,
    gamma_above_tangent,
    gamma_below_chord,
    gamma_below_parabola,
    trigamma_at_most,
    x,
)
from proofs_check.lemmas.elementary import decay_above_line, exponential, log_above_fraction, y
from proofs_check.rules import moments
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.probability import beside, half_square, reduced
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.gaussian.collapse import THEOREM as COLLAPSE
from theorems.gaussian.collapse import drift
from theorems.gaussian.collapse_asymptotics import PARAMETERS, beyond, variance
from theorems.processes.gaussian import LOGARITHM, L

n, k, eps, alpha, sigma0 = PARAMETERS.symbols
SIZE = {a: (n - 1) / 2}
LOG_MOMENT = (sp.loggamma(a + alpha / 2) - sp.loggamma(a) - alpha * sp.log(a) / 2).subs(SIZE)
EXPONENT = alpha * sp.log(sigma0 / eps) + k * LOG_MOMENT
"""The logarithm of the bound by the moment of order alpha."""


def log_variance(goal: Relation) -> Proved:
    """Independent steps: the variance of each is added."""
    context = goal.context
    same = reduced(goal.left, LOGARITHM, context)
    apart = half_square(same.relation.right, context)
    start = sp.log(sigma0) + k * drift
    first = moments.closed(beside(same.relation.right, L), start, context)
    second = moments.closed(beside(same.relation.right, L**2), start**2 + goal.right, context)
    return combine(goal.left, "=", goal.right, same, apart, second, using=[first], context=context)


def useless_before(goal: Relation) -> Proved:
    """ln Gamma lies above its tangent: the exponent is at least alpha times what the mean of the walk lies above."""
    context = goal.context
    tangent = substitute(gamma_above_tangent(), {**SIZE, x: alpha / 2}, context)
    above = given(-2 * k * drift <= 2 * sp.log(sigma0 / eps), context)
    power = combine(0, "<=", EXPONENT, (tangent, k), (above, alpha / 2), context=context)
    return combine(goal.left, "<=", goal.right, exponential(power), context=context)


def useful_after(goal: Relation) -> Proved:
    """ln Gamma lies below its parabola, and psi' below three terms of its expansion."""
    context = goal.context
    markov = collapse.tail_upper_any(statement(COLLAPSE, "tail-upper-any"))
    parabola = substitute(gamma_below_parabola(), {**SIZE, x: alpha / 2}, context)
    bent = substitute(trigamma_at_most(), SIZE, context)
    exponent = -alpha * beyond + k * alpha**2 * variance / 8
    power = combine(EXPONENT, "<=", exponent, (parabola, k), (bent, k * alpha**2 / 8), context=context)
    return combine(goal.left, "<=", goal.right, markov, exponential(power), context=context)


def _factor_near(context: Context) -> tuple[Proved, Proved]:
    """ln m_n(alpha) is at most, and at least, -alpha(2-alpha)/(4n), but for 5 alpha/(2 (n-1)^2)."""
    size, half = (n - 1) / 2, alpha / 2
    step, room = -alpha * (2 - alpha) / (4 * n), sp.Rational(5, 2) * alpha / (n - 1) ** 2

    def at(known: Proved, **values: sp.Expr) -> Proved:
        return substitute(known, {a: values.get("a", size), x: half, y: half / size}, context)

    bent, ahead = at(trigamma_at_most()), at(digamma_at_least(), a=size + half)
    below = 1 / size + 1 / (2 * size**2) + 1 / (6 * size**3)
    most = half * -1 / (2 * size) + half**2 * below / 2
    least = half * (2 * half / (2 * size + half) - 1 / (2 * (size + half)) - 1 / (12 * (size + half) ** 2))
    least -= half**2 * below / 2
    at_most = combine(
        LOG_MOMENT,
        "<=",
        step + room,
        at(gamma_below_parabola()),
        (at(digamma_at_most()), half),
        (bent, half**2 / 2),
        by_sign(0, "<=", sp.factor(step + room - most), context),
        context=context,
    )
    at_least = combine(
        step - room,
        "<=",
        LOG_MOMENT,
        at(gamma_above_parabola()),
        (ahead, half),
        (at(log_above_fraction()), half),
        (bent, half**2 / 2),
        by_sign(0, "<=", sp.factor(least - step + room), context),
        context=context,
    )
    return at_most, at_least


def typical(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """e^p and e^q are as near as p and q, which are not positive: (1 - d) e^p <= e^(p - d) <= e^q if p - d <= q."""
    context = below.context
    exact = collapse.moment(statement(COLLAPSE, "moment"))
    at_most, at_least = _factor_near(context)
    here, there, room = k * LOG_MOMENT, -k * alpha * (2 - alpha) / (4 * n), sp.Rational(5, 2) * alpha * k / (n - 1) ** 2
    line = substitute(decay_above_line(), {y: room}, context)
    chord = substitute(gamma_below_chord(), {**SIZE, x: alpha / 2}, context)
    small = exponential(combine(here, "<=", 0, (chord, k), context=context))
    falls = exponential(combine(here - room, "<=", there, (at_most, k), context=context))
    rises = exponential(combine(there - room, "<=", here, (at_least, k), context=context))
    of = sigma0**alpha
    decays = by_sign(sp.exp(there), "<=", 1, context)
    return (
        combine(
            below.left,
            "<=",
            below.right,
            (exact, -1),
            (line, of * sp.exp(there)),
            (rises, of),
            (decays, of * room),
            context=context,
        ),
        combine(
            above.left,
            "<=",
            above.right,
            exact,
            (line, of * sp.exp(here)),
            (falls, of),
            (small, of * room),
            context=context,
        ),
    )


def exponent_upper(goal: Relation) -> Proved:
    """psi(a) - ln(a - 1/2) falls to 0."""
    known = substitute(digamma_half_ahead(), {a: n / 2}, goal.context)
    return combine(goal.left, "<=", goal.right, known, context=goal.context)
