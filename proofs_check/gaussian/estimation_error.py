"""The error of one fit: the mean of n points is normal, its absolute value half-normal; no fit depends on another."""

from __future__ import annotations

from functools import cache

from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import beside, half_square, reduced
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.estimation_error import THEOREM
from theorems.language.processes import Process
from theorems.processes.estimation import MEAN_SUFFICIENT, SPREAD_SUFFICIENT, E


def fitted(goal: Relation, reduction: Process) -> Proved:
    """In a reduction, whatever came before."""
    same = reduced(goal.left, reduction, goal.context)
    found = one_generation(same.relation.right, goal.context)
    return combine(goal.left, "=", goal.right, same, found, context=goal.context)


@cache
def absolute_error(goal: Relation) -> Proved:
    """E |M| is that of the root of a chi-square."""
    return fitted(goal, MEAN_SUFFICIENT)


@cache
def mean_error(goal: Relation) -> Proved:
    """n points have n variances, whose sum is divided by n^2."""
    return combine(goal.left, "=", goal.right, one_generation(goal.left, goal.context), context=goal.context)


@cache
def absolute_error_variance(goal: Relation) -> Proved:
    """E |M|^2 - (E |M|)^2."""
    same = reduced(goal.left, MEAN_SUFFICIENT, goal.context)
    parted = half_square(same.relation.right, goal.context)
    known = [one_generation(beside(same.relation.right, E**power), goal.context) for power in (1, 2)]
    return combine(goal.left, "=", goal.right, same, parted, using=known, context=goal.context)


def mean_error_published(low: Relation, high: Relation) -> Proved:
    """sigma0^2/n is more than the most that is printed, for every n."""
    context, error = high.context, high.right
    assert isinstance(error, Expectation)
    exact = mean_error(statement(THEOREM, "mean-error"))
    less = by_sign(high.left, "<", exact.relation.right, context)
    return combine(high.left, "<", error, less, (exact, -1), context=context)


def scale(goal: Relation) -> Proved:
    """E of the root of a chi-square of n - 1 degrees of freedom."""
    return fitted(goal, SPREAD_SUFFICIENT)
