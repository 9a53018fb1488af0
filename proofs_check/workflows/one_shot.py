"""Pooling synthetic points with real ones: a parabola in the synthetic share."""

from __future__ import annotations

from functools import cache

from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.moments import one_generation
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.workflows import one_shot as record
from theorems.workflows.one_shot import PARAMETERS, THEOREM

n0, b, r, s, sigma0, k, v = PARAMETERS.symbols
kappa, share = record.kappa, record.share
EACH = sigma0**2 * s / (r * (r + s) ** 2)


@cache
def risk(goal: Relation) -> Proved:
    """Moments of the means of the three kinds of points."""
    once = one_generation(goal.left, goal.context)
    return combine(goal.left, "=", goal.right, once, context=goal.context)


def _known(context: Context) -> Proved:
    return substitute(risk(statement(THEOREM, "risk")), {}, context)


def least(goal: Relation) -> Proved:
    """What is left is a square."""
    square = by_sign(0, "<=", sigma0**2 * kappa * (share - 1 / (2 * kappa * r)) ** 2, goal.context)
    return combine(goal.left, "<=", goal.right, (_known(goal.context), -1), square, context=goal.context)


def best(goal: Relation) -> Proved:
    """The share is 1/(2 kappa r) = 1/(1 + v)."""
    return identity(goal.left, goal.right, goal.context)


def harmless(goal: Relation) -> Proved:
    """The error is sigma0^2/r and s (s (kappa r - 1) - r) sigma0^2/(r (r + s)^2)."""
    less = given(record.HARMLESS, goal.context), EACH
    return combine(goal.left, "<=", goal.right, _known(goal.context), less, context=goal.context)


def harmful(goal: Relation) -> Proved:
    """The error is sigma0^2/r and s (s (kappa r - 1) - r) sigma0^2/(r (r + s)^2)."""
    more = given(record.HARMFUL, goal.context), EACH
    return combine(goal.left, "<=", goal.right, (_known(goal.context), -1), more, context=goal.context)


def first_point(goal: Relation) -> Proved:
    """As 1/n0 <= 1."""
    return by_sign(goal.left, "<=", goal.right, goal.context)


def many(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The error less that of the model is sigma0^2 (1 - kappa r (1 + w))/(r + s), w the synthetic share."""
    context, each = below.context, sigma0**2 / (r + s)
    low = by_sign(0, "<=", each * (2 + kappa * r**2 / (r + s)), context)
    high = by_sign(0, "<=", each * kappa * r * (3 + share), context)
    return (
        combine(below.left, "<=", below.right, (_known(context), -1), low, context=context),
        combine(above.left, "<=", above.right, _known(context), high, context=context),
    )
