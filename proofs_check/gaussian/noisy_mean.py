"""The noise of the mean adds up: the squared error of the mean is known, and is a part of the risk."""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.gaussian_moments import error_at_most_risk
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import moments
from proofs_check.rules.algebra import at_value, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.noisy_mean import PARAMETERS, THEOREM, total, trace
from theorems.language.data import PowerSum
from theorems.language.vectors import OverDirections

k, n, sigma0, kappa, theta, _ = PARAMETERS.symbols


@cache
def mean_error(goal: Relation) -> Proved:
    """Each generation adds E V_k / n_k and the mean square of the noise."""
    return by_moments(goal)


def risk_lower(goal: Relation) -> Proved:
    """(M_k - mu0)^2 is one of the two squares of the risk."""
    exact, part = mean_error(statement(THEOREM, "mean-error")), error_at_most_risk(goal.right, goal.context)
    return combine(goal.left, "<=", goal.right, part, (exact, -1), context=goal.context)


@cache
def mean_error_dimensions(goal: Relation) -> Proved:
    """Along each axis the sample mean is off by 1/n_k of a variance more in a generation, and the noise by kappa^2."""
    (seen,) = goal.left.process.states
    size, known = n[k - 1], trace * (total + (k - 1) * kappa**2)
    sums = {OverDirections(PowerSum(seen, 1) ** 2): size**2 * known}
    squares = {OverDirections(PowerSum(seen, 2)): size * known + (size - 1) * trace}
    return moments.closed(goal.left, goal.right, goal.context, sums | squares)


@cache
def leaning(goal: Relation) -> Proved:
    """Each generation adds what is left of the error of its sample mean."""
    return by_moments(goal)


def literal_condition(less: Relation) -> Proved:
    """At theta = 1 nothing is left: in the first generation, say."""
    context = less.context.but({k: None, theta: None})
    exact = substitute(leaning(statement(THEOREM, "leaning")), {k: 1, theta: 1}, context)
    first = by_sign(0, "<", 2 * sigma0**2 / n[0], context)
    left, right = (e.subs({k: 1, theta: 1}) for e in (less.left, less.right))
    spot = combine(left, "<", right, exact, first, context=context)
    whole, bound = (e.subs(theta, 1) for e in (less.left, less.right))
    return at_value(theta, 1, at_value(k, 1, spot, whole, "<", bound), less.left, "<", less.right)
