"""The same real points in every fit: moments of the declared processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs_check.lemmas.shares import granted, near_limit, nonnegative, with_power
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.statements import Proved, Relation
from theorems.language.data import PowerSum
from theorems.processes.workflows import AWAY
from theorems.workflows import fixed_real_set as record
from theorems.workflows.fixed_real_set import PARAMETERS, THEOREM

n, r, k, sigma0, m, p0 = PARAMETERS.symbols


def _beside_the_real(goal: Relation, base: sp.Expr, error: Callable[[sp.Expr], sp.Expr], spread: sp.Expr) -> Proved:
    """From the moments of the real points, and of the way of the model from their mean, which has the mean 0."""
    (real, *_), truth = goal.left.process.states, m * p0 if spread.has(p0) else sp.Integer(0)
    known = {PowerSum(real, 1): r * truth, PowerSum(real, 1) ** 2: r * spread + (r * truth) ** 2}
    return with_power(goal, base, 2, lambda value: {**known, AWAY**2: error(value) - spread / r})


@cache
def fixed(goal: Relation) -> Proved:
    """The error of the real points stays, and what is drawn adds to it."""
    return _beside_the_real(goal, record.drawn, lambda value: value, sigma0**2)


@cache
def fixed_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The power is not negative."""
    return near_limit(fixed(statement(THEOREM, "fixed")), below, above, -1, record.below_limit, record.drawn, 2)


def fixed_upper(goal: Relation) -> Proved:
    """The limit is a weighted mean of 1 and 3/2 times the error of the real points."""
    context = goal.context
    less = granted(context, record.below_limit, record.drawn, 2)
    most = nonnegative(sigma0**2 / (2 * (2 * n - r)), context)
    exact = fixed(statement(THEOREM, "fixed"))
    return combine(goal.left, "<=", goal.right, exact, less, most, context=context)


@cache
def fixed_binomial(goal: Relation) -> Proved:
    """The same, where the variance falls with the error."""
    return _beside_the_real(goal, record.halved, lambda value: m * (record.real - value), record.real)


@cache
def fixed_binomial_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The power is not negative."""
    return near_limit(
        fixed_binomial(statement(THEOREM, "fixed-binomial")), below, above, 1, record.over_limit, record.halved, 2
    )
