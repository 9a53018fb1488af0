"""What Markov's inequality gives for the scale, by Taylor polynomials of ln Gamma; the logarithm as a random walk."""

from __future__ import annotations

import sympy as sp

from proofs_check.gaussian import collapse
from proofs_check.lemmas.chi_square import (
    a,
    digamma_half_ahead,
    gamma_above_tangent,
    gamma_below_parabola,
    trigamma_at_most,
    x,
)
from proofs_check.lemmas.elementary import exponential
from proofs_check.rules import moments
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import given
from proofs_check.rules.probability import beside, half_square, reduced
from proofs_check.rules.statements import Proved, Relation
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


def exponent_upper(goal: Relation) -> Proved:
    """psi(a) - ln(a - 1/2) falls to 0."""
    known = substitute(digamma_half_ahead(), {a: n / 2}, goal.context)
    return combine(goal.left, "<=", goal.right, known, context=goal.context)
