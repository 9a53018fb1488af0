"""The mean density of kernel estimates of all data so far, at a point, and what it says of the loss there."""

from __future__ import annotations

from functools import cache

from proofs_check.kde.accumulate_growth import annealed_law
from proofs_check.lemmas.kernels import average, loss_above
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.statements import Proved, Relation
from theorems.kde import accumulate_growth


@cache
def _transform() -> Proved:
    """E e^(s X) of a draw, a mixture over the number of kernels behind it."""
    return annealed_law(statement(accumulate_growth.THEOREM, "annealed-law"))


@cache
def annealed_density(goal: Relation) -> Proved:
    """Of a normal law of variance v, E e^(-x^2/(2 h^2)) is h/sqrt(h^2 + v)."""
    known = average(goal.left, _transform(), goal.context)
    return combine(goal.left, "=", goal.right, known, context=goal.context)


@cache
def loss_lower(goal: Relation) -> Proved:
    """Jensen's inequality: the logarithm of a mean is at least the mean of the logarithm."""
    return loss_above(goal.right, _transform(), goal.left, goal.context)
