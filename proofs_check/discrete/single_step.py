"""A mixture at the ends of its weights: all for the newest data, or none."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.discrete import generational_mixture
from proofs_check.rules.algebra import at_value, combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.discrete.generational_mixture import THEOREM as MIXTURE
from theorems.discrete.single_step import PARAMETERS
from theorems.processes.discrete import P

n, p0, alpha, gamma, k = PARAMETERS.symbols


def _at_weights(known: Proved, goal: Relation, newest: int) -> Proved:
    """The goal where gamma is 0, from what it is at alpha = newest and gamma = 0."""
    left, right = (e.subs(alpha, newest) for e in (goal.left, goal.right))
    return at_value(alpha, newest, at_value(gamma, 0, known, left, goal.op, right), goal.left, goal.op, goal.right)


def _still(mean: Expectation, context: Context) -> Proved:
    """Without new frequencies the error stays what it was, 0."""
    return closed(mean.subs(alpha, 0), 0, context.but({alpha: None}), others={P: p0, P**2: p0**2})


@cache
def weights_published(low: Relation, high: Relation) -> Proved:
    """It is less than is claimed, 0, where the symbol is not certain."""
    context = over({n: "[1, oo)", p0: "(0, 1)", k: "[1, oo)"})
    still = _still(low.left.subs(gamma, 0), context)
    more = by_sign(0, "<", low.right, context)
    return _at_weights(combine(still.relation.left, "<", low.right, still, more, context=context), low, 0)


@cache
def weights(goal: Relation) -> Proved:
    """The weight of the newest frequencies is 1, so that the others are 0."""
    known = generational_mixture.error(statement(MIXTURE, "error"))
    named = {s.name: s for s in known.relation.context.symbols}
    values = {named["k"]: k, named["alpha"]: sp.Integer(1), named["gamma"]: sp.Integer(0)}
    return _at_weights(substitute(known, values, goal.context.but({alpha: None, gamma: None})), goal, 1)


@cache
def no_model_data(goal: Relation) -> Proved:
    """The share does not move."""
    return at_value(alpha, 0, _still(goal.left, goal.context), goal.left, "=", 0)
