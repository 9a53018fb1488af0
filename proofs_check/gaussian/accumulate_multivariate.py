"""Gaussians in several dimensions fitted to all data so far: sums over directions, and the mean of a determinant."""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.directions import trace_square as in_the_plane_and_along
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.claims import statement
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.accumulate_multivariate import THEOREM, along


@cache
def trace(goal: Relation) -> Proved:
    """The sum of the variances in all directions."""
    return by_moments(goal)


@cache
def mean_error(goal: Relation) -> Proved:
    """The sum of the squared errors in all directions."""
    return by_moments(goal)


@cache
def determinant(goal: Relation) -> Proved:
    """A product of independent factors of known mean."""
    return by_moments(goal)


@cache
def trace_square(goal: Relation) -> Proved:
    """Means over directions, and minors of order 2."""
    minor = determinant(statement(THEOREM, "determinant"))
    return in_the_plane_and_along(goal, lambda x: x**2 * along, minor)
