"""Fitted Gaussians in several dimensions: sums over directions, and products of independent chi-squares."""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.directions import trace_square as in_the_plane_and_along
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.directions import degenerate
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


@cache
def trace_square(goal: Relation) -> Proved:
    """Means over directions, and minors of order 2."""
    minor = determinant(statement(THEOREM, "determinant"))
    return in_the_plane_and_along(goal, lambda x: x**2 * ((n - 1) * (n + 1) / (n - ddof) ** 2) ** k, minor)


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
