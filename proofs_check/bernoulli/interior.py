"""A symbol is neither forgotten nor alone: it is lost, or all others are, and the two exclude each other.

All others together are a symbol of share 1 - p0, so every bound on the loss of a symbol is used twice. The bounds of
Seddik et al. compare the event with P_k(1-P_k), whose mean is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.bernoulli.absorption import DIVERSITY, interior_at_most
from proofs_check.rules.algebra import combine, largest, substitute
from proofs_check.rules.chains import mirrored
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beneath, beside, certain, linear, monotone
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.bernoulli.interior import PARAMETERS
from theorems.language.processes import event
from theorems.processes.discrete import P

n, p0, k = PARAMETERS.symbols
INSIDE = sp.Ne(P * (1 - P), 0)
LOST, ALONE = event(sp.Eq(P, 0)), event(sp.Eq(P, 1))


def _here(proof: Callable[[Relation], Proved], name: str, context: Context) -> Proved:
    """What is proved of `bernoulli-absorption/name`, with the symbols used here."""
    known = proof(statement(ABSORPTION, name))
    names = {s.name: s for s in context.symbols}
    return substitute(known, {s: names[s.name] for s in known.relation.context.symbols}, context)


def _at_others(known: Proved, context: Context) -> Proved:
    """The same at the share 1 - p0 of all others."""
    return substitute(known, {p0: 1 - p0}, context)


def _from_losses(goal: Relation, loss: Proved, inside: Expectation) -> Proved:
    """1 - Pr(lost) - Pr(alone), each bounded, the second as the loss of all others."""
    context = goal.context
    either = certain(inside, [LOST, ALONE, event(INSIDE)], context)
    alone = mirrored(beside(inside, ALONE), context)
    sign = 1 if goal.left == inside else -1
    return combine(
        goal.left, "<=", goal.right, (either, sign), (alone, -sign), loss, _at_others(loss, context), context=context
    )


@cache
def lower_published(goal: Relation) -> Proved:
    """The published upper bound on each loss."""
    return _from_losses(goal, _here(absorption.forgotten_upper, "forgotten-upper", goal.context), goal.right)


@cache
def upper_sharp(goal: Relation) -> Proved:
    """The sharper lower bound on each loss."""
    return _from_losses(goal, _here(absorption.forgotten_lower_sharp, "forgotten-lower-sharp", goal.context), goal.left)


@cache
def upper_occupancy(goal: Relation) -> Proved:
    """The lower bound on each loss by occupied boxes."""
    return _from_losses(
        goal, _here(absorption.forgotten_lower_occupancy, "forgotten-lower-occupancy", goal.context), goal.left
    )


@cache
def upper_published(goal: Relation) -> Proved:
    """The published lower bound on each loss; where it is negative, 0 is a better one."""
    context, inside = goal.context, goal.left
    either = certain(inside, [LOST, ALONE, event(INSIDE)], context)
    alone = mirrored(beside(inside, ALONE), context)
    known = _here(absorption.forgotten_lower, "forgotten-lower", context)
    bounds = [
        largest(by_sign(0, "<=", loss.relation.right, context), loss) for loss in (known, _at_others(known, context))
    ]
    return combine(inside, "<=", goal.right, either, (alone, -1), *bounds, context=context)


def _mean(context: Context) -> Proved:
    return _here(absorption.diversity, "diversity", context)


@cache
def seddik_lower(goal: Relation) -> Proved:
    """4P(1-P) is at most 1, and 0 where the symbol is lost or alone."""
    inside, context = goal.right, goal.context
    states = over({P: "[0, oo)"})
    below = beneath(INSIDE, 4 * DIVERSITY, by_sign(4 * DIVERSITY, "<=", 1, states), states)
    scaled = beside(inside, 4 * DIVERSITY)
    lower = monotone(scaled, inside, below, context)
    parts = linear(scaled, {DIVERSITY: 4}, context)
    return combine(goal.left, "<=", inside, lower, (parts, -1), (_mean(context), -4), context=context)


def _from_above(goal: Relation) -> Proved:
    factor, context = n**2 / (n - 1), goal.context
    mean = _mean(context)
    above = interior_at_most(goal.left, factor, context)
    bound = factor * mean.relation.right
    smaller = by_sign(bound, "<=", goal.right, context)
    return combine(goal.left, "<=", goal.right, above, (mean, factor), smaller, context=context)


@cache
def upper_moment(goal: Relation) -> Proved:
    """P(1-P) is at least (n-1)/n^2 inside: Markov's inequality."""
    return _from_above(goal)


@cache
def seddik_upper(goal: Relation) -> Proved:
    """The bound by Markov's inequality, n/(n-1) being at most 2."""
    return _from_above(goal)
