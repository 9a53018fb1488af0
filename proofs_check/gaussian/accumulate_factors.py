"""One batch: means of powers of what it changes, from the moments of its mean and variance; and what never fails."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian.estimation_error import fitted
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import half_square
from proofs_check.rules.samples import every_sample
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.accumulate_factors import PARAMETERS, THEOREM
from theorems.language.data import Mean
from theorems.processes.estimation import SPREAD_SUFFICIENT
from theorems.processes.gaussian_accumulated import ABOVE, BATCH, M, V, t

n, k, *_ = PARAMETERS.symbols
m, s = sp.Symbol("m", real=True), sp.Symbol("s", nonnegative=True)
"""Mean and variance of a batch."""


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
    using = [square(statement(THEOREM, "square")), mean(statement(THEOREM, "mean"))]
    parted = half_square(goal.left, goal.context, using[0])
    return combine(goal.left, "=", goal.right, parted, using=using, context=goal.context)


def inverse_moment(goal: Relation) -> Proved:
    """The first factor is a chi-square of n - 1 degrees of freedom over n."""
    return fitted(goal, SPREAD_SUFFICIENT)


def floor(goal: Relation) -> Proved:
    """What the old points are about their own mean is no more than what they are about the new one."""
    context = goal.context
    samples = over({n: "[2, oo)", t: "[0, oo)", M: "(-oo, oo)", V: "(0, oo)", m: "(-oo, oo)", s: "[0, oo)"})
    names = {Mean(BATCH): m, Mean((BATCH - Mean(BATCH)) ** 2): s}
    moved = by_sign(0, "<=", (m - M) ** 2, samples)
    rest, share = by_sign(0, "<=", s / (V * (t + 1)), samples), t / (V * (t + 1) ** 2)
    pointwise = combine(0, "<=", ABOVE.subs(names), rest, (moved, share), context=samples)
    sure = every_sample(goal.right, names, pointwise, (), context)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, (sure, -1), context=context)
