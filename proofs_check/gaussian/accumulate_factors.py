"""One batch: means of powers of what it changes, from the moments of its mean and variance."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import half_square
from proofs_check.rules.statements import Proved, Relation
from proofs_check.steps import Cites, Positive, Step
from theorems.gaussian.accumulate_factors import PARAMETERS, THEOREM
from theorems.language import Surely

n, k = PARAMETERS.symbols


def _at_last(goal: Relation) -> Proved:
    """The mean at generation k, from that of one generation, whatever there was before."""
    j = sp.Symbol("j", integer=True, nonnegative=True)
    earlier = goal.context.but({k: None, j: "[0, oo)"})
    known = one_generation(goal.left.subs(k, j + 1), earlier)
    here = substitute(known, {j: k - 1}, goal.context)
    return combine(goal.left, "=", goal.right, here, context=goal.context)


def centre_step(goal: Relation) -> Proved:
    """The mean of a batch is normal about the last mean, and counts with weight 1/k."""
    return _at_last(goal)


def centre_fourth(goal: Relation) -> Proved:
    """The fourth moment of a normal variable."""
    return _at_last(goal)


@cache
def mean(goal: Relation) -> Proved:
    """Scatter of the batch, and of its mean about the last one."""
    return _at_last(goal)


@cache
def square(goal: Relation) -> Proved:
    """The same, squared."""
    return _at_last(goal)


def variance(goal: Relation) -> Proved:
    """Var F = E F^2 - (E F)^2."""
    parted = half_square(goal.left, goal.context)
    using = [square(statement(THEOREM, "square")), mean(statement(THEOREM, "mean"))]
    return combine(goal.left, "=", goal.right, parted, using=using, context=goal.context)


def floor(claim: Surely) -> list[Step]:
    """What the old points are about their own mean is no more than what they are about the new one."""
    scatter, distance = sp.symbols("scatter distance", nonnegative=True)
    factor = (k - 1 + scatter + (1 - 1 / k) * distance) / k
    return [
        Cites(
            "F_k = (k - 1 + the variance of the batch over the last one + (1 - 1/k) (squared distance of the means)/"
            "(last variance))/k",
            "mean and variance of two sets of points taken together",
        ),
        Positive("F_k >= (k - 1)/k", factor - (k - 1) / k, {scatter: (0, sp.oo), distance: (0, sp.oo), k: (1, sp.oo)}),
    ]
