"""The collapse of Gaussian fitting by maximum likelihood: moments of the scale, and what follows for its tails."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import collapse
from proofs_check.lemmas.convergent import on_one_side
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.tails import SCALE, markov
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.moments import drift
from proofs_check.rules.probability import beside, reduced
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.gaussian.collapse import THEOREM as UNBIASED
from theorems.gaussian.collapse_mle import PARAMETERS, THEOREM
from theorems.processes.gaussian import LIKELIEST_SUFFICIENT

n, k, eps, alpha, sigma0 = PARAMETERS.symbols


def square(goal: Relation) -> Proved:
    """E Sigma_k^2: each generation multiplies it by 1 - 1/n."""
    return by_moments(goal)


@cache
def moment(goal: Relation) -> Proved:
    """E Sigma_k^alpha: each generation multiplies it by one factor."""
    return by_moments(goal)


def mean_error(goal: Relation) -> Proved:
    """Each generation adds E Sigma_k^2 / n."""
    return by_moments(goal)


def square_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The mean is as far above 0 as it may be."""
    return on_one_side(square(statement(THEOREM, "square")), below, above, 1, _room(below.context))


def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The mean is as far below sigma0^2 as it may be."""
    return on_one_side(mean_error(statement(THEOREM, "mean-error")), below, above, -1, _room(below.context))


def _room(context: Context) -> Proved:
    return by_sign(0, "<=", sigma0**2 * (1 - 1 / n) ** k, context)


def risk(goal: Relation) -> Proved:
    """E (M_k-mu0)^2 + E (Sigma_k-sigma0)^2."""
    return by_moments(goal)


def tail(goal: Relation) -> Proved:
    """Markov's inequality for Sigma_k^2."""
    bound = markov(goal.left, sp.Integer(2), goal.context)
    exact = square(statement(THEOREM, "square"))
    return combine(goal.left, "<=", goal.right, bound, (exact, eps**-2), context=goal.context)


@cache
def tail_mean(goal: Relation) -> Proved:
    """Markov's inequality for Sigma_k."""
    context = goal.context
    bound = markov(goal.left, sp.Integer(1), context)
    exact = by_moments(Relation(beside(goal.left, SCALE), "=", eps * goal.right, context.but({eps: None})))
    return combine(goal.left, "<=", goal.right, bound, (exact, 1 / eps), context=context)


def tail_published(goal: Relation) -> Proved:
    """The mean of Sigma_k is at most that of the unbiased scale."""
    context = goal.context
    bound = tail_mean(statement(THEOREM, "tail-mean"))
    unbiased = collapse.mean(statement(UNBIASED, "mean"))
    shrinks = by_sign((1 - 1 / n) ** (k / 2), "<=", 1, context)
    known = collapse.mean_upper(statement(UNBIASED, "mean-upper"))
    terms = (shrinks, unbiased.relation.right / eps), (unbiased, -1 / eps), (known, 1 / eps)
    return combine(goal.left, "<=", goal.right, bound, *terms, context=context)


def rate(goal: Relation) -> Proved:
    """ln Sigma_k is a random walk: its mean step, in terms of the factor's law."""
    same = reduced(goal.left, LIKELIEST_SUFFICIENT, goal.context)
    step = drift(same.relation.right, goal.right, goal.context)
    return combine(goal.left, "=", goal.right, same, step, context=goal.context)
