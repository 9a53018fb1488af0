"""The mean square error is multiplied by one factor in every generation, and grows by that of a fresh sample."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, raised, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Context, Proved, Relation
from theorems.discrete import generational_mixture as record
from theorems.discrete.generational_mixture import PARAMETERS, THEOREM, memory
from theorems.processes.discrete import P

n, p0, alpha, gamma, k = PARAMETERS.symbols


@cache
def error(goal: Relation) -> Proved:
    """E P_k = p0, and the mean square is p0^2 more than the error."""
    return closed(goal.left, goal.right, goal.context, others={P: p0, P**2: p0**2 + goal.right})


def _not_negative(context: Context) -> Proved:
    """The factor of a generation: the weights of the two models are at most 1 together."""
    below = combine(alpha, "<=", 1 - gamma, given(gamma <= 1 - alpha, context), context=context)
    kept = by_sign(0, "<=", alpha**2 * (1 - 1 / n), context)
    return combine(0, "<=", memory, raised(below, 2), kept, context=context)


@cache
def fixed_point(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """What is missing is the value itself times a power."""
    context = low.context
    exact = error(statement(THEOREM, "error"))
    r = sp.Symbol("r", nonnegative=True)
    any_factor = by_sign(0, "<=", 2 * record.limit * r**k, context.but({r: "[0, oo)"}))
    spare = substitute(any_factor, {r: memory}, context, _not_negative(context))
    return (
        combine(low.left, "<=", low.right, (exact, -1), context=context),
        combine(high.left, "<=", high.right, exact, spare, context=context),
    )
