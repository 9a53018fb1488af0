"""How often a rare symbol is drawn, and how likely it is missing.

The count is a martingale. Where the symbol is there it is counted once at least, which bounds the probability that it
is there. At the share 1/n: (1 - y)^n <= e^(-n y), and (1 - 1/n)^(n/2) is at least 1 - (n/2)/n = 1/2 by Bernoulli's
inequality.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.lemmas.elementary import a, d, e, power_above_line, power_below_decay, power_falls, q, y
from proofs_check.lemmas.extinction import empty_at_once
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.occupancy import gamma, iterate_at_most_one
from proofs_check.rules.algebra import at_value, combine, raised, substitute
from proofs_check.rules.chains import after_a_generation, outcome, outcomes
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.probability import beside, certain, indicator, where
from proofs_check.rules.statements import Proved, Relation, over
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.discrete.rare_symbol import PARAMETERS, THEOREM
from theorems.language.laws import Binomial
from theorems.language.processes import event
from theorems.processes.discrete import P

n, p0, k = PARAMETERS.symbols
x = outcome(Binomial)
KEPT = event(sp.Ne(P, 0))


@cache
def count(goal: Relation) -> Proved:
    """The share is a martingale, and so is the count."""
    return by_moments(goal)


@cache
def threshold(goal: Relation) -> Proved:
    """The expected count is n p0."""
    known = count(statement(THEOREM, "count"))
    return combine(goal.left, "<=", 1, known, given(n * p0 <= 1, goal.context), context=goal.context)


@cache
def missing(goal: Relation) -> Proved:
    """None of n draws."""
    flat = goal.context.but({k: None})
    at_once = empty_at_once(goal.left.subs(k, 1), Binomial(n, p0), flat)
    return at_value(k, 1, at_once, goal.left, "=", goal.right)


@cache
def threshold_published(goal: Relation) -> Proved:
    """Of two samples that are as likely the symbol as not, none is it with the probability 1/4."""
    half, none = sp.Rational(1, 2), over({})
    exact = substitute(missing(statement(THEOREM, "missing")), {n: 2, p0: half, k: 1}, none)
    known = combine(exact.relation.left, "<", half, exact, by_sign(exact.relation.right, "<", half, none), context=none)
    left = goal.left.subs(k, 1)
    known = at_value(n, 2, known, left.subs(p0, half), "<", half)
    return at_value(k, 1, at_value(p0, half, known, left, "<", half), goal.left, "<", half)


@cache
def missing_up_to_threshold(goal: Relation) -> Proved:
    """It is missing with the probability (1 - p0)^n at least, and that is least at p0 = 1/n."""
    context = goal.context
    larger = combine(1 - 1 / n, "<=", 1 - p0, (given(n * p0 <= 1, context), 1 / n), context=context)
    least = missing_at_threshold_lower(statement(THEOREM, "missing-at-threshold-lower"))
    more = n * (1 - gamma(n, k))
    room = combine(0, "<=", more, (iterate_at_most_one(), n), context=context)
    weaker = substitute(power_falls(), {q: 1 - p0, e: n * gamma(n, k), d: more}, context, room)
    later = absorption.forgotten_lower_occupancy(statement(ABSORPTION, "forgotten-lower-occupancy"))
    return combine(goal.left, "<=", goal.right, least, raised(larger, n), weaker, later, context=context)


@cache
def missing_at_threshold(goal: Relation) -> Proved:
    """(1 - y)^n <= e^(-n y) at y = 1/n."""
    return substitute(power_below_decay(), {y: 1 / n, a: n}, goal.context)


@cache
def missing_at_threshold_lower(goal: Relation) -> Proved:
    """Bernoulli's inequality at y = 1/n and a = n/2, squared."""
    return raised(substitute(power_above_line(), {y: 1 / n, a: n / 2}, goal.context), 2)


@cache
def missing_lower(goal: Relation) -> Proved:
    """Where it is not missing, it is counted once at least."""
    context, missed = goal.context, goal.right
    kept = beside(missed, KEPT)
    counted, drawn = beside(kept, n * P), outcomes(Binomial(n, p0), context)
    least = given(x >= 1, where(sp.Ne(x, 0), drawn))
    once = indicator(sp.Ne(x, 0), by_sign(0, "<=", x, drawn), least, drawn)
    below = after_a_generation(kept, counted, once, context)
    either = certain(missed, [event(sp.Eq(P, 0)), KEPT], context)
    mean = count(statement(THEOREM, "count"))
    return combine(goal.left, "<=", missed, (either, -1), below, mean, context=context)


@cache
def lost(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """It is kept with a probability of p0 at least, and n E P_k(1-P_k) more at most."""
    context = low.context
    missed, room = low.right, high.right - (1 - p0)
    kept = beside(missed, KEPT)
    either = certain(missed, [event(sp.Eq(P, 0)), KEPT], context)
    spare = by_sign(0, "<=", room, context)
    above = absorption.survived_at_most(kept, n, context)
    below = absorption.survived_at_least(kept, context)
    return (
        combine(low.left, "<=", missed, (either, -1), above, context=context),
        combine(missed, "<=", high.right, either, below, spare, context=context),
    )
