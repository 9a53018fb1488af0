"""Fitted Gaussians in several dimensions: sums over directions, and products of independent chi-squares."""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.directions import squared
from proofs_check.lemmas.geometric import q, summed_up, terms
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import moments
from proofs_check.rules.algebra import at_value, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.directions import degenerate
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.replace_multivariate import PARAMETERS, THEOREM
from theorems.language.data import PowerSum
from theorems.language.vectors import OverDirections

n, k, lam, ddof = PARAMETERS.symbols


@cache
def trace(goal: Relation) -> Proved:
    """The sum of the variances in all directions."""
    return by_moments(goal)


@cache
def mean_error(goal: Relation) -> Proved:
    """The sum of the squared errors in all directions: what is added to them is what the variances are."""
    (seen,) = goal.left.process.states
    variances = statement(THEOREM, "trace").right
    squares = n * goal.right + (n - ddof) * variances
    return moments.closed(goal.left, goal.right, goal.context, {OverDirections(PowerSum(seen, 2)): squares})


def mean_error_upper(goal: Relation) -> Proved:
    """1/n times 1 + q + ... + q^(k-1), and q^k, are 1 for q = 1 - 1/n."""
    context = statement(THEOREM, "mean-error").context.but({ddof: None})
    known = substitute(mean_error(statement(THEOREM, "mean-error")), {ddof: 0}, context)
    ratio = 1 - 1 / n
    series = substitute(summed_up(), {q: ratio, terms: k}, context)
    positive = by_sign(0, "<=", goal.right * ratio**k, context)
    left, right = (e.subs(ddof, 0) for e in (goal.left, goal.right))
    spot = combine(left, "<=", right, known, (series, goal.right), positive, context=context)
    return at_value(ddof, 0, spot, goal.left, "<=", goal.right)


@cache
def trace_square(goal: Relation) -> Proved:
    """Means over directions, and minors of order 2."""
    minor = determinant(statement(THEOREM, "determinant"))
    return squared(goal, lambda x: (x**2 * ((n - 1) * (n + 1) / (n - ddof) ** 2) ** k, None), minor)


@cache
def determinant(goal: Relation) -> Proved:
    """A product of independent factors."""
    return by_moments(goal)


@cache
def log_determinant(goal: Relation) -> Proved:
    """A sum of independent logarithms."""
    return by_moments(goal)


@cache
def singular(goal: Relation) -> Proved:
    """n points and their mean span n - 1 directions at most."""
    return combine(1, "<=", goal.right, (degenerate(goal.right, goal.context), -1), context=goal.context)
