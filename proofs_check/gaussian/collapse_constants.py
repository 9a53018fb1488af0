"""Bounds of the factor by which the mean of the fitted scale falls, and what they give for its tail."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import collapse
from proofs_check.lemmas.chi_square import (
    LOG_MEAN,
    a,
    log_mean_at_least_by_square,
    log_mean_at_most_by_square,
    log_mean_to_third_order,
)
from proofs_check.lemmas.elementary import exponential
from proofs_check.lemmas.tails import markov
from proofs_check.rules.algebra import at_value, cases, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.gaussian.collapse import THEOREM as COLLAPSE
from theorems.gaussian.collapse_constants import PARAMETERS, THEOREM, best

n, k, eps, sigma0 = PARAMETERS.symbols


def bertrand(goal: Relation) -> Proved:
    """Markov's inequality for Sigma_k, whose mean is known."""
    bound = markov(goal.left, sp.Integer(1), goal.context)
    exact = collapse.mean(statement(COLLAPSE, "mean"))
    return combine(goal.left, "<=", goal.right, bound, (exact, 1 / eps), context=goal.context)


def bertrand_improves(goal: Relation) -> Proved:
    """4n - 3 <= 4n - 1."""
    exponents = by_sign(-k / (4 * n - 3), "<=", -k / (4 * n - 1), goal.context)
    known = collapse.factors_at_most()
    return combine(goal.left, "<=", goal.right, known, exponential(exponents), context=goal.context)


def improves_on_bertrand(more: Relation) -> Proved:
    """4n - 3 < 4n - 1."""
    exponents = by_sign(-k / (4 * n - 3), "<", -k / (4 * n - 1), more.context)
    return combine(more.left, "<", more.right, collapse.factors_at_most(), exponential(exponents), context=more.context)


def square_upper(goal: Relation) -> Proved:
    """Half the logarithm of the bound is no less than ln m_n(1)."""
    known = substitute(log_mean_at_most_by_square(), {a: (n - 1) / 2}, goal.context)
    twice = combine(2 * LOG_MEAN.subs(a, (n - 1) / 2), "<=", sp.log(goal.right), (known, 2), context=goal.context)
    return combine(goal.left, "<=", goal.right, exponential(twice), context=goal.context)


def square_lower(goal: Relation) -> Proved:
    """Half the logarithm of the bound is no more than ln m_n(1)."""
    known = substitute(log_mean_at_least_by_square(), {a: (n - 1) / 2}, goal.context)
    twice = combine(sp.log(goal.left), "<=", 2 * LOG_MEAN.subs(a, (n - 1) / 2), (known, 2), context=goal.context)
    return combine(goal.left, "<=", goal.right, exponential(twice), context=goal.context)


@cache
def series_upper(goal: Relation) -> Proved:
    """The expansion of ln m_n(1), cut after its second term."""
    size = {a: (n - 1) / 2}
    known = substitute(log_mean_to_third_order(), size, goal.context)
    exponent = -1 / (4 * (n - 1)) + 1 / (24 * (n - 1) ** 3)
    power = combine(LOG_MEAN.subs(size), "<=", exponent, known, context=goal.context)
    return combine(goal.left, "<=", goal.right, exponential(power), context=goal.context)


def best_constant(goal: Relation) -> Proved:
    """At n = 2 the two are equal; from n = 3 on the cut expansion is below, as is seen by a polynomial of degree 2."""
    late = over({n: "[3, oo)"})
    series = series_upper(statement(THEOREM, "series-upper"))
    exponent = -1 / (4 * (n - 1)) + 1 / (24 * (n - 1) ** 3)
    power = by_sign(exponent, "<=", -1 / (4 * n - best), late)
    later = combine(goal.left, "<=", goal.right, series, exponential(power), context=late)
    here = Context(())
    same = identity(goal.left.subs(n, 2), goal.right.subs(n, 2), here)
    spot = combine(same.relation.left, "<=", same.relation.right, same, context=here)
    return cases(n, at_value(n, 2, spot, goal.left, "<=", goal.right), later)
