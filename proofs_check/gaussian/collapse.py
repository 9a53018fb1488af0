"""The collapse of recursive Gaussian fitting (Suresh et al., Theorem 3 and equation (3)), with sharper constants.

Sigma_k^2/sigma0^2 is a product of k independent factors S = chi-square/(n-1), so the moments of Sigma_k are powers
of m_n(alpha) = E S^(alpha/2), and Markov's inequality gives the tails. exp(-1/(4n-4)) <= m_n(1) <= exp(-1/(4n-3)), and
with psi in the place of ln Gamma the bounds of the rate E ln S / 2.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas import chi_square
from proofs_check.lemmas.chi_square import a
from proofs_check.lemmas.elementary import exponential
from proofs_check.lemmas.gaussian_moments import factor_at_least, factor_at_most
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.tails import SCALE, markov
from proofs_check.rules.algebra import at_value, cases, combine, raised, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.moments import drift
from proofs_check.rules.probability import beside, certain, reduced
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.collapse import PARAMETERS, THEOREM
from theorems.language.functions import OptimalExponent
from theorems.language.processes import event
from theorems.processes.gaussian import SUFFICIENT

n, k, eps, alpha, sigma0 = PARAMETERS.symbols
GENERATIONS = over({n: "[2, oo)", k: "[0, oo)"})


# -- moments ----------------------------------------------------------------------------------------------


@cache
def moment(goal: Relation) -> Proved:
    """E Sigma_k^alpha: each generation multiplies it by one factor."""
    return by_moments(goal)


@cache
def mean(goal: Relation) -> Proved:
    """E Sigma_k."""
    return by_moments(goal)


@cache
def law(goal: Relation) -> Proved:
    """The Mellin transform, which determines the law."""
    return moment(goal)


# -- the mean between exponentials ------------------------------------------------------------------------


@cache
def factors_at_most() -> Proved:
    """m_n(1)^k <= e^(-k/(4n-3))."""
    return raised(substitute(factor_at_most(), {}, GENERATIONS), k)


@cache
def factors_at_least() -> Proved:
    """e^(-k/(4n-4)) <= m_n(1)^k."""
    return raised(substitute(factor_at_least(), {}, GENERATIONS), k)


@cache
def mean_upper(goal: Relation) -> Proved:
    """The published factor: it follows from the sharper one."""
    sharp = mean_upper_sharp(statement(THEOREM, "mean-upper-sharp"))
    exponents = by_sign(-k / (4 * n - 3), "<=", -k / (4 * n - 1), goal.context)
    weaker = exponential(exponents)
    return combine(goal.left, "<=", goal.right, sharp, (weaker, sigma0), context=goal.context)


@cache
def mean_upper_sharp(goal: Relation) -> Proved:
    """m_n(1) <= exp(-1/(4n-3))."""
    exact = mean(statement(THEOREM, "mean"))
    return combine(goal.left, "<=", goal.right, exact, (factors_at_most(), sigma0), context=goal.context)


@cache
def mean_lower(goal: Relation) -> Proved:
    """m_n(1) >= exp(-1/(4n-4))."""
    exact = mean(statement(THEOREM, "mean"))
    return combine(goal.left, "<=", goal.right, (exact, -1), (factors_at_least(), sigma0), context=goal.context)


# -- tails ------------------------------------------------------------------------------------------------


@cache
def tail_upper_any(goal: Relation) -> Proved:
    """Markov's inequality for Sigma_k^alpha."""
    exact = moment(statement(THEOREM, "moment"))
    bound = markov(goal.left, alpha, goal.context)
    return combine(goal.left, "<=", goal.right, bound, (exact, eps**-alpha), context=goal.context)


@cache
def tail_upper(goal: Relation) -> Proved:
    """Markov's inequality at an exponent that may be 0."""
    known = tail_upper_any(statement(THEOREM, "tail-upper-any"))
    exponent = sp.Symbol("exponent", nonnegative=True)
    context = goal.context.but({exponent: "[0, oo)"})
    bound = known.relation.right.subs(alpha, exponent)
    positive = context.but({exponent: "(0, oo)"})
    later = substitute(known, {alpha: exponent}, positive)
    sure = by_sign(goal.left, "<=", 1, goal.context)
    anywhere = cases(exponent, at_value(exponent, 0, sure, goal.left, "<=", bound), later)
    (best,) = goal.right.atoms(OptimalExponent)
    at_best = substitute(anywhere, {exponent: best}, goal.context)
    return combine(goal.left, "<=", goal.right, at_best, context=goal.context)


@cache
def tail_published(goal: Relation) -> Proved:
    """Markov's inequality for Sigma_k, and the bound of its mean."""
    bound = markov(goal.left, sp.Integer(1), goal.context)
    known = mean_upper(statement(THEOREM, "mean-upper"))
    return combine(goal.left, "<=", goal.right, bound, (known, 1 / eps), context=goal.context)


@cache
def collapse(goal: Relation) -> Proved:
    """The opposite of the tail, with the sharper bound of the mean."""
    above = beside(goal.right, event(eps < SCALE))
    either = certain(above, [event(eps < SCALE), event(eps >= SCALE)], goal.context)
    bound = markov(above, sp.Integer(1), goal.context)
    known = mean_upper_sharp(statement(THEOREM, "mean-upper-sharp"))
    return combine(goal.left, "<=", goal.right, (either, -1), bound, (known, 1 / eps), context=goal.context)


# -- the typical rate ---------------------------------------------------------------------------------------


@cache
def rate(goal: Relation) -> Proved:
    """ln Sigma_k is a random walk: its mean step, in terms of the factor's law."""
    same = reduced(goal.left, SUFFICIENT, goal.context)
    step = drift(same.relation.right, goal.right, goal.context)
    return combine(goal.left, "=", goal.right, same, step, context=goal.context)


@cache
def rate_upper(goal: Relation) -> Proved:
    """psi(a) <= ln a - 1/(2a)."""
    bound = substitute(chi_square.digamma_at_most(), {a: (n - 1) / 2}, goal.context)
    return combine(goal.left, "<=", goal.right, (bound, sp.Rational(1, 2)), context=goal.context)


@cache
def rate_lower(goal: Relation) -> Proved:
    """psi(a) >= ln a - 1/(2a) - 1/(12a^2)."""
    bound = substitute(chi_square.digamma_at_least(), {a: (n - 1) / 2}, goal.context)
    return combine(goal.left, "<=", goal.right, (bound, sp.Rational(1, 2)), context=goal.context)


# -- the wandering mean -------------------------------------------------------------------------------------


@cache
def wandering(goal: Relation) -> Proved:
    """E(M_k-M_0)^2 is the minorant itself."""
    exact = by_moments(Relation(goal.right, "=", k * sigma0**2 / n, goal.context))
    return combine(goal.left, "<=", goal.right, (exact, -1), context=goal.context)
