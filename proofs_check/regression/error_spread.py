"""Mean squares of the error of refitted least squares, from the reductions to a squared length."""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.least_squares import nonnegative
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import identity
from proofs_check.rules.probability import reduced
from proofs_check.rules.statements import Proved, Relation
from theorems.processes.least_squares import FIXED_ACCUMULATE_ERROR, S
from theorems.regression.error_spread import FITS, THEOREM, d, squares

lam, n, sigma, k = FITS.symbols


def fixed_replace(goal: Relation) -> Proved:
    """A normal vector with k times the variance of one, over the same chi-square variable."""
    return by_moments(goal)


def fixed_accumulate(goal: Relation) -> Proved:
    """As for replace, the variance being the sum of the inverse squares."""
    same = reduced(goal.left, FIXED_ACCUMULATE_ERROR, goal.context)
    found = moments.closed(same.relation.right, goal.right, goal.context, {S: d * squares})
    return combine(goal.left, "=", goal.right, same, found, context=goal.context)


@cache
def fresh_replace(goal: Relation) -> Proved:
    """Independent vectors that are turned at random, added up."""
    return by_moments(goal)


def fresh_below_fixed(goal: Relation) -> Proved:
    """n - d - 3 is less than n - d - 1."""
    known = fresh_replace(statement(THEOREM, "fresh-replace"))
    room = nonnegative(goal.right - known.relation.right, goal.context, 4)
    return combine(goal.left, "<=", goal.right, known, room, context=goal.context)


def fixed_replace_distance(goal: Relation) -> Proved:
    """The root of k chi-square(d)/chi-square(n - d + 1), which are independent."""
    return by_moments(goal)


def wishart_moments(goal: Relation) -> Proved:
    """The factor n - d cancels."""
    return identity(goal.left, goal.right, goal.context)
