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
from proofs_check.bernoulli.g_iterate import upper_sharp as iterate_upper
from proofs_check.lemmas.elementary import decay_above_line, y
from proofs_check.lemmas.mirror import alone
from proofs_check.rules.algebra import at_value, cases, combine, largest, substitute
from proofs_check.rules.chains import after_a_generation, outcome, outcomes
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beside, certain, linear, mean, monotone
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.rules.times import branches
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.bernoulli.g_iterate import THEOREM as ITERATES
from theorems.bernoulli.interior import PARAMETERS, THEOREM
from theorems.language.functions import GIterate
from theorems.language.laws import Binomial
from theorems.language.processes import event
from theorems.processes.discrete import BERNOULLI, END, P

n, p0, k, r = PARAMETERS.symbols
x = outcome(Binomial)
m, b = sp.Symbol("m", integer=True), sp.Symbol("b", integer=True, nonnegative=True)
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
    others = alone(inside, context)
    sign = 1 if goal.left == inside else -1
    return combine(
        goal.left, "<=", goal.right, (either, sign), (others, -sign), loss, _at_others(loss, context), context=context
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
    others = alone(inside, context)
    known = _here(absorption.forgotten_lower, "forgotten-lower", context)
    bounds = [
        largest(by_sign(0, "<=", loss.relation.right, context), loss) for loss in (known, _at_others(known, context))
    ]
    return combine(inside, "<=", goal.right, either, (others, -1), *bounds, context=context)


def _mean(context: Context) -> Proved:
    return _here(absorption.diversity, "diversity", context)


@cache
def seddik_lower(goal: Relation) -> Proved:
    """4P(1-P) is at most 1, and 0 where the symbol is lost or alone."""
    inside, context = goal.right, goal.context
    states = over({P: "[0, oo)"})
    claim, ended = Relation(4 * DIVERSITY, "<=", event(INSIDE), states), by_sign(0, "<=", 0, over({}))
    below = branches(claim, sp.Not(INSIDE), P, by_sign(4 * DIVERSITY, "<=", 1, states), ended)
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


@cache
def lower(goal: Relation) -> Proved:
    """Each of the two is a bound."""
    return largest(
        lower_published(statement(THEOREM, "lower-published")), seddik_lower(statement(THEOREM, "seddik-lower"))
    )


@cache
def _whole_apart() -> Proved:
    """0 <= m (m + 1) for every whole number m."""
    return cases(m, *(by_sign(0, "<=", m * (m + 1), over({m: part})) for part in ("(-oo, -1]", "[0, oo)")))


@cache
def _lower_of_odd() -> Proved:
    """For n = 2r + 1: 4 x (n-x) is at most n^2 - 1, as (n - 2x)^2 is at least 1; at x = 0 and x = n it is 0."""
    context, size = over({r: "[1, oo)", p0: "(0, 1)", k: "[1, oo)"}), 2 * r + 1
    factor = 4 * n**2 / (n**2 - 1)
    drawn, value = outcomes(Binomial(size, p0), context), factor.subs(n, size)
    left = 1 - value * x / size * (1 - x / size)
    apart = substitute(_whole_apart(), {m: r - x}, drawn)
    other = combine(0, "<=", left, (apart, 1 / (r * (r + 1))), context=drawn)
    nothing = by_sign(1, "<=", 1, context)
    ends = sp.Eq(x * (size - x), 0)
    below = branches(Relation(event(ends), "<=", left, drawn), ends, x, other, nothing)
    inside = mean(BERNOULLI, event(INSIDE), k, context, {"n": size})
    ended, rest = beside(inside, event(END)), beside(inside, 1 - factor * DIVERSITY)
    known = substitute(_mean(over({n: "[2, oo)", p0: "(0, 1)", k: "[1, oo)"})), {n: size}, context)
    return combine(
        value * known.relation.right,
        "<=",
        inside,
        after_a_generation(ended, rest, below, context),
        linear(rest, {sp.Integer(1): 1, DIVERSITY: -factor}, context),
        (certain(inside, [event(END), event(INSIDE)], context), -1),
        (known, -value),
        context=context,
    )


@cache
def lower_moment(goal: Relation) -> Proved:
    """n = 2r + b: the published bound if b is 0, and P(1-P) at most r (r+1)/n^2 if b is 1."""
    places = over({r: "[1, oo)", p0: "(0, 1)", k: "[1, oo)"})
    even = substitute(seddik_lower(statement(THEOREM, "seddik-lower")), {n: 2 * r}, places)
    sides = [side.subs(n, 2 * r + b) for side in (goal.left, goal.right)]
    parts = (at_value(b, at, known, sides[0], "<=", sides[1]) for at, known in ((0, even), (1, _lower_of_odd())))
    return substitute(cases(b, *parts), {b: n - 2 * r}, goal.context)


@cache
def lower_late(goal: Relation) -> Proved:
    """1 - e^-x <= x for the symbol and for all others, and g_k <= 2/(k+1)."""
    context, g = goal.context, GIterate(k)
    lines = [substitute(decay_above_line(), {y: n * share * g}, context) for share in (p0, 1 - p0)]
    iterate = iterate_upper(statement(ITERATES, "upper-sharp"))
    return combine(goal.left, "<=", goal.right, *lines, (iterate, n), context=context)


@cache
def lower_is_tightest(goal: Relation) -> Proved:
    """It is at most 2n/(k+1) - 1, which is negative from k = 2n on."""
    late = goal.context.but({}, k >= 2 * n)
    small = lower_late(statement(THEOREM, "lower-late"))
    rest = given(k >= 2 * n, late)
    room = [by_sign(0, "<", 1 / (k + 1), late), by_sign(0, "<=", goal.right, late)]
    return combine(goal.left, "<", goal.right, small, (rest, 1 / (k + 1)), *room, context=late)
