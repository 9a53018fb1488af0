"""How long a symbol lasts under Poisson sampling: quantiles from the bounds of survival, the mean as their sum.

The symbol is there in generation j with probability 1 - e^(-c g_j), at least 1 - e^(-c/j), at least (1 - e^-c)/j: that
function of 1/j is concave. The sum over j is a harmonic one.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import exponential, from_the_start, weaken
from proofs_check.poisson import extinction
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.moments import over_the_past
from proofs_check.rules.probability import beside
from proofs_check.rules.statements import Proved, Relation, over
from theorems.poisson.extinction import THEOREM as EXTINCTION
from theorems.poisson.forgetting_time import PARAMETERS, THEOREM
from theorems.processes.poisson import ALIVE

n, lambda0, k, u, b = PARAMETERS.symbols
c, y = sp.symbols("c y", nonnegative=True)


@cache
def quantile_upper(goal: Relation) -> Proved:
    """The upper bound of survival, e^-x falling."""
    context = goal.context
    earlier = given(2 * n * lambda0 <= (k + 1) * u, context)
    known = extinction.survival_upper(statement(EXTINCTION, "survival-upper"))
    exponents = combine(-u, "<=", -2 * n * lambda0 / (k + 1), (earlier, 1 / (k + 1)), context=context)
    return combine(goal.left, "<=", goal.right, known, exponential(exponents), context=context)


@cache
def quantile_lower(goal: Relation) -> Proved:
    """The lower bound of survival, e^-x falling."""
    context, divisor = goal.context, k + 1 + (sp.harmonic(k) - 1) / 3
    later = given(divisor * u <= 2 * n * lambda0, context)
    known = extinction.survival_lower(statement(EXTINCTION, "survival-lower"))
    exponents = combine(-2 * n * lambda0 / divisor, "<=", -u, (later, 1 / divisor), context=context)
    return combine(goal.left, "<=", goal.right, known, exponential(exponents), context=context)


@cache
def _above_chord() -> Proved:
    """y (1 - e^-c) <= 1 - e^(-c y) for 0 <= y <= 1: equal for c = 0, and e^-c <= e^(-c y)."""
    context = over({c: "[0, oo)", y: "[0, 1]"})
    excess = 1 - sp.exp(-c * y) - y * (1 - sp.exp(-c))
    falls = exponential(by_sign(-c, "<=", -c * y, context))
    rises = combine(0, "<=", sp.diff(excess, c), (falls, y), context=context)
    start = weaken(identity(0, excess.subs(c, 0), over({y: "[0, 1]"})))
    above = from_the_start(excess, c, start, rises)
    return combine(y * (1 - sp.exp(-c)), "<=", 1 - sp.exp(-c * y), above, context=context)


@cache
def mean_infinite(goal: Relation) -> Proved:
    """In generation j the symbol is there with a probability of at least (1 - e^-c)/j."""
    lifetime, context = goal.right, goal.context
    present = beside(lifetime, ALIVE)
    known = extinction.survival_lower_published(statement(EXTINCTION, "survival-lower-published"))
    chord = substitute(_above_chord(), {c: n * lambda0, y: 1 / k}, context)
    below = combine(chord.relation.left, "<=", present, chord, known, context=context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = over_the_past(lifetime.subs(k, j + 1), here)
        now = substitute(below, {k: j + 1}, here)
        left = sp.expand_func(goal.left.subs(k, j + 1))
        return combine(left, "<=", lifetime.subs(k, j + 1), known, now, (more, -1), context=here)

    flat = context.but({k: None})
    first, begun = (over_the_past(lifetime.subs(k, at), flat) for at in (1, 0))
    start = at_start(present.subs(k, 0), flat)
    base = combine(
        goal.left.subs(k, 1),
        "<=",
        lifetime.subs(k, 1),
        (first, -1),
        (begun, -1),
        (start, -1),
        substitute(below, {k: sp.Integer(1)}, flat),
        context=flat,
    )
    return induction(goal, k, base, step)


@cache
def mean_linear(goal: Relation) -> Proved:
    """Once (1 - e^-c) H_k is more than b c."""
    late = goal.context.but({}, b * n * lambda0 < (1 - sp.exp(-n * lambda0)) * sp.harmonic(k))
    (condition,) = late.given
    known = mean_infinite(statement(THEOREM, "mean-infinite"))
    return combine(goal.left, "<", goal.right, known, given(condition, late), context=late)
