"""Gaussians in several dimensions fitted to all data so far: sums over directions, and the mean of a determinant."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian.accumulate_limit import around_limit, reflected
from proofs_check.lemmas.directions import trace_square as in_the_plane_and_along
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.products import near
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.directions import degenerate, spanning
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.accumulate_multivariate import PARAMETERS, THEOREM, along
from theorems.gaussian.accumulate_multivariate import trace as total
from theorems.processes.gaussian_multivariate import LAM

n = PARAMETERS.symbols[0]


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


@cache
def trace_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """As in each direction."""
    return _near(below, above, trace(statement(THEOREM, "trace")), total)


@cache
def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What the trace lacks."""
    return _near(below, above, mean_error(statement(THEOREM, "mean-error")), -total)


def _near(below: Relation, above: Relation, known: Proved, slope: sp.Expr) -> tuple[Proved, Proved]:
    """c + slope P_k near its limit, for the product P_k of one direction."""
    return near((below, above), substitute(known, {}, below.context), slope, around_limit(), reflected())


@cache
def singular(goal: Relation) -> Proved:
    """n points span n - 1 directions at most, and so does what is fitted to them."""
    return combine(1, "<=", goal.right, (degenerate(goal.right, goal.context), -1), context=goal.context)


@cache
def regular(goal: Relation) -> Proved:
    """More than d real points span all directions, and are kept."""
    return combine(1, "<=", goal.right, (spanning(goal.right, goal.context), -1), context=goal.context)


def regular_published(less: Relation) -> Proved:
    """Where n <= d the probability is 0."""
    context = less.context.but({}, n <= LAM.size)
    none = degenerate(less.left, context)
    return combine(less.left, "<", 1, none, by_sign(0, "<", 1, context), context=context)
