"""Selections that look at no values keep the mean square of points; a part of what is kept is at most all of it."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.probability import beside, linear
from proofs_check.rules.selections import value_blind
from proofs_check.rules.statements import Proved, Relation
from theorems.processes import gaussian, gaussian_multivariate
from theorems.workflows.conservation import sigma0

NORMAL, VECTORS = (model.VALUE_BLIND.observables for model in (gaussian, gaussian_multivariate))
SCALE = sp.sqrt(NORMAL["variance"])


@cache
def conserved(goal: Relation) -> Proved:
    """A point chosen at random from those that a model is fitted to has the mean square of a real one."""
    return value_blind(goal.left, "=", goal.context)  # type: ignore[arg-type]


def conserved_vectors(goal: Relation) -> Proved:
    """The same in each direction."""
    return conserved(goal)


def mean_error(goal: Relation) -> Proved:
    """What is left for the error is not more than all."""
    return _part(goal, NORMAL["conserved"], NORMAL["variance"])


def variance(goal: Relation) -> Proved:
    """What is left for the variance is not more than all."""
    return _part(goal, NORMAL["conserved"], NORMAL["mean_error"])


def mean_error_vectors(goal: Relation) -> Proved:
    """The same with traces."""
    return _part(goal, VECTORS["conserved"], VECTORS["trace"])


def _part(goal: Relation, whole: sp.Expr, other: sp.Expr) -> Proved:
    """From E whole = the bound: E of a part of it is at most that, as the other part is not negative."""
    context, part = goal.context, goal.left
    both, rest = beside(part, whole), beside(part, other)  # type: ignore[arg-type]
    known = conserved(Relation(both, "=", goal.right, context))
    split = linear(both, {part.what: 1, other: 1}, context)  # type: ignore[arg-type, attr-defined]
    return combine(part, "<=", goal.right, known, (split, -1), by_sign(0, "<=", rest, context), context=context)


def risk_and_scale(goal: Relation) -> Proved:
    """W^2 = mu^2 + sigma^2 + sigma0^2 - 2 sigma0 sigma."""
    whole, kept = goal.left, NORMAL["conserved"]
    split = linear(whole, {kept: 1, sp.Integer(1): sigma0**2}, goal.context)  # type: ignore[arg-type]
    known = conserved(Relation(beside(whole, kept), "=", sigma0**2, goal.context))  # type: ignore[arg-type]
    return combine(whole, "=", goal.right, split, known, context=goal.context)


def risk(goal: Relation) -> Proved:
    """A standard deviation is not negative."""
    whole, kept, context = goal.left, NORMAL["conserved"], goal.context
    split = linear(whole, {kept: 1, SCALE: -2 * sigma0, sp.Integer(1): sigma0**2}, context)  # type: ignore[arg-type]
    known = conserved(Relation(beside(whole, kept), "=", sigma0**2, context))  # type: ignore[arg-type]
    positive = by_sign(0, "<=", beside(whole, SCALE), context)  # type: ignore[arg-type]
    return combine(whole, "<=", goal.right, split, known, (positive, 2 * sigma0), context=context)


def kernel_upper(goal: Relation) -> Proved:
    """At most k kernels lie between a draw from model k and its real ancestor."""
    return _equal(goal, value_blind(goal.left, "<=", goal.context))  # type: ignore[arg-type]


def kernel_lower(goal: Relation) -> Proved:
    """At least one kernel does."""
    return _equal(goal, value_blind(goal.right, ">=", goal.context))  # type: ignore[arg-type]


def _equal(goal: Relation, found: Proved) -> Proved:
    return combine(goal.left, goal.op, goal.right, found, context=goal.context)
