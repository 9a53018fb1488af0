"""A mixture without a weight for the newest data does not move."""

from __future__ import annotations

from functools import cache

from proofs_check.rules.algebra import at_value, combine
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.discrete.single_step import PARAMETERS
from theorems.processes.discrete import P

n, p0, alpha, gamma, k = PARAMETERS.symbols


def _still(mean: Expectation, context: Context) -> Proved:
    """Without new frequencies the error stays what it was, 0."""
    return closed(mean.subs(alpha, 0), 0, context.but({alpha: None}), others={P: p0, P**2: p0**2})


@cache
def weights_published(low: Relation, high: Relation) -> Proved:
    """It is less than is claimed, 0, where the symbol is not certain."""
    context = over({n: "[1, oo)", p0: "(0, 1)", k: "[1, oo)"})
    still = _still(low.left.subs(gamma, 0), context)
    more = by_sign(0, "<", low.right, context)
    known = combine(still.relation.left, "<", low.right, still, more, context=context)
    known = at_value(gamma, 0, known, low.left.subs(alpha, 0), "<", low.right)
    return at_value(alpha, 0, known, low.left, "<", low.right)


@cache
def no_model_data(goal: Relation) -> Proved:
    """The share does not move."""
    return at_value(alpha, 0, _still(goal.left, goal.context), goal.left, "=", 0)
