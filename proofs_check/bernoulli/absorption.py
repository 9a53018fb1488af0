"""A symbol is forgotten or takes over: the chain n P_{j+1} | P_j ~ Bin(n, P_j), started at p.

Write q_k(p) = Pr(P_k = 0 | P_0 = p): q_{k+1}(p) = E q_k(X/n) with X ~ Bin(n, p), as in every chain. Upper bound of q_k:
E exp(-g X) = (1 - p(1-e^-g))^n <= exp(-np(1-e^-g)) (Suresh et al., Theorem 1). Lower bounds: E (1-X/n)^a >=
(1-p)^(n(1-(1-1/n)^a)) for every real a >= 1 carries (1-p)^(n gamma_k) from k to k+1, and n gamma_k <= n g_k + 1 by
induction. Late bounds come from the first two moments: P_k is a martingale, and the mean of P_k (1-P_k) falls by the
factor 1 - 1/n.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from proofs_check.bernoulli.g_iterate import upper_sharp
from proofs_check.lemmas.elementary import a, d, decay_above_line, e, power_below_decay, power_falls, q, y
from proofs_check.lemmas.extinction import empty_at_once
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.occupancy import b, exponent_at_least_one, gamma, iterates_compared, power_mean
from proofs_check.rules.algebra import (
    at_value,
    cases,
    combine,
    induction,
    raised,
    substitute,
)
from proofs_check.rules.chains import (
    after_a_generation,
    first_generation,
    generating,
    on_average,
    optional_stopping,
    outcome,
    outcomes,
)
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_derivatives, by_sign, definition, given
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beside, cauchy_schwarz, certain, indicator, linear, where
from proofs_check.rules.sequences import tends
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.rules.times import branches
from theorems.bernoulli.absorption import PARAMETERS, THEOREM
from theorems.bernoulli.g_iterate import THEOREM as ITERATES
from theorems.language.functions import GIterate
from theorems.language.laws import Binomial
from theorems.language.processes import event
from theorems.processes.discrete import END, P

n, p0, k = PARAMETERS.symbols
x = outcome(Binomial)
DRAWN = Binomial(n, p0)
DIVERSITY, INTERIOR, SURVIVED = P * (1 - P), event(sp.Ne(P * (1 - P), 0)), event(sp.Ne(P, 0))


# -- the first two moments ----------------------------------------------------------------------------------


def closed(goal: Relation) -> Relation:
    """The same for every start in [0, 1]."""
    return Relation(goal.left, goal.op, goal.right, goal.context.but({p0: "[0, 1]"}))


@cache
def share(goal: Relation) -> Proved:
    """The share is a martingale, from every start in [0, 1]."""
    return by_moments(closed(goal))


@cache
def diversity_step(goal: Relation) -> Proved:
    """One generation keeps a fixed part of P(1-P) on average."""
    return by_moments(goal)


@cache
def diversity(goal: Relation) -> Proved:
    """Each generation multiplies the mean of P(1-P) by one factor, from every start in [0, 1]."""
    return by_moments(closed(goal))


def _known(name: str) -> Proved:
    return {"share": share, "diversity": diversity}[name](statement(THEOREM, name))


# -- where a generation leads -------------------------------------------------------------------------------


def share_at_most_one(drawn: Context) -> Proved:
    """x/n <= 1 for all x that may be drawn."""
    return combine(x / n, "<=", 1, (given(x <= n, drawn), 1 / n), context=drawn)


def at_drawn(known: Proved, drawn: Context) -> Proved:
    """What is known for every share p0, at the share x/n that is drawn."""
    return substitute(known, {p0: x / n}, drawn, share_at_most_one(drawn))


# -- signs on the lattice of shares x/n ---------------------------------------------------------------------

w = sp.Symbol("w", integer=True, nonnegative=True)
"""n - x."""


def _on_lattice(own: sp.Expr | int, mixed: sp.Expr, drawn: Context) -> Proved:
    """1 <= own x/n + mixed x/n (1-x/n) for all x >= 1 that may be drawn (x <= n - 1, where that is given)."""
    bound = own * x / n + mixed * x / n * (1 - x / n)
    if (n - x >= 1) in drawn.given:
        least = by_sign(1, "<=", bound.subs(n, x + w), over({x: "[1, oo)", w: "[1, oo)"}))
        left = combine(1, "<=", n - x, given(n - x >= 1, drawn), context=drawn)
        return substitute(least, {w: n - x}, drawn, left, given(x >= 1, drawn))
    apart = own * (1 - w / n) + mixed * x / n * w / n
    least = by_sign(1, "<=", apart, over({n: drawn.of[n], x: "[1, oo)", w: "[0, oo)"}))
    left = combine(0, "<=", n - x, given(x <= n, drawn), context=drawn)
    return combine(1, "<=", bound, substitute(least, {w: n - x}, drawn, left, given(x >= 1, drawn)), context=drawn)


def _at_least_one(condition: sp.Basic, own: sp.Expr | int, mixed: sp.Expr, context: Context) -> Proved:
    """1[condition] <= own x/n + mixed x/n (1-x/n) for all x that may be drawn, own and mixed being >= 0."""
    drawn, bound = outcomes(DRAWN, context), own * x / n + mixed * x / n * (1 - x / n)
    most = share_at_most_one(drawn), mixed * x / n
    floor = combine(0, "<=", bound, (by_sign(0, "<=", x / n, drawn), own), most, context=drawn)
    return indicator(condition, floor, _on_lattice(own, mixed, where(condition, drawn)), drawn)


def interior_at_most(mean: Expectation, factor: sp.Expr, context: Context) -> Proved:
    """Pr(0 < P_k < 1) <= factor E P_k(1-P_k), where factor x/n (1-x/n) >= 1 for 0 < x < n."""
    scaled = beside(mean, factor * DIVERSITY)
    pointwise = _at_least_one(sp.Ne(x * (n - x), 0), 0, factor, context)
    high = after_a_generation(mean, scaled, pointwise, context)
    return combine(
        mean,
        "<=",
        factor * beside(mean, DIVERSITY),
        high,
        linear(scaled, {DIVERSITY: factor}, context),
        context=context,
    )


def survived_at_most(survived: Expectation, factor: sp.Expr, context: Context) -> Proved:
    """Pr(P_k != 0) <= p0 + factor E P_k(1-P_k): it is alone or inside, 1[x > 0] <= x/n + factor x/n (1-x/n)."""
    pointwise = _at_least_one(sp.Ne(x, 0), 1, factor, context)
    high = beside(survived, P + factor * DIVERSITY)
    return combine(
        survived,
        "<=",
        p0 + factor * p0 * (1 - p0) * (1 - 1 / n) ** k,
        after_a_generation(survived, high, pointwise, context),
        linear(high, {P: 1, DIVERSITY: factor}, context),
        _known("share"),
        (_known("diversity"), factor),
        context=context,
    )


def survived_at_least(survived: Expectation, context: Context) -> Proved:
    """p0 = E P_k <= Pr(P_k != 0): P_k is at most 1."""
    drawn, left = outcomes(DRAWN, context), event(sp.Ne(x / n, 0))
    claim, lost = Relation(x / n, "<=", left, drawn), sp.Not(left.args[0].cond)
    pointwise = branches(claim, lost, x, share_at_most_one(drawn), by_sign(0, "<=", 0, over({})))
    below = after_a_generation(beside(survived, P), survived, pointwise, context)
    return combine(p0, "<=", survived, (_known("share"), -1), below, context=context)


@cache
def survival_upper(goal: Relation) -> Proved:
    """Inside, P(1-P) is at least (n-1)/n^2; for every start in [0, 1]."""
    context = closed(goal).context
    known = survived_at_most(goal.left, n**2 / (n - 1), context)
    return combine(goal.left, "<=", goal.right, known, context=context)


@cache
def absorption(goal: Relation) -> Proved:
    """No diversity is left, unless in an interior state, where P(1-P) is at least (n-1)/n^2."""
    ended, factor = goal.right, n**2 / (n - 1)
    interior = beside(ended, INTERIOR)
    return combine(
        goal.left,
        "<=",
        ended,
        (certain(ended, [event(END), INTERIOR], goal.context), -1),
        interior_at_most(interior, factor, goal.context),
        (_known("diversity"), factor),
        context=goal.context,
    )


@cache
def survival_lower(goal: Relation) -> Proved:
    """Cauchy-Schwarz between P_k and the event that it is not 0."""
    survived, context = goal.right, goal.context
    mean, square = beside(survived, P), beside(survived, P**2)
    schwarz = cauchy_schwarz(mean, square, survived, context)
    parts = linear(square, {P: 1, DIVERSITY: -1}, context)
    second = combine(
        square,
        "=",
        _known("share").relation.right - _known("diversity").relation.right,
        parts,
        _known("share"),
        (_known("diversity"), -1),
        context=context,
    )
    inside = context.but({p0: "(0, 1)"})
    shown = combine(
        goal.left, "<=", survived, (schwarz, 1 / second.relation.right), using=[_known("share"), second], context=inside
    )
    nothing = at_value(
        p0, 0, by_sign(0, "<=", survived.subs(p0, 0), context.but({p0: None})), goal.left, "<=", survived
    )
    return cases(p0, nothing, shown)


@cache
def fixation(goal: Relation) -> Proved:
    """The mean share survives, and in the end the event of fixation carries it."""
    share_, context = _known("share"), goal.context
    interior = beside(share_.relation.left, INTERIOR)
    ended = beside(interior, event(END))
    slower = raised(by_sign(1 - 1 / n, "<=", n / (n + 1), context), k)  # a base that is positive for n = 1, too
    gone = n**2 * slower.relation.right
    reached = combine(
        1 - gone,
        "<=",
        ended,
        (certain(ended, [event(END), INTERIOR], context), -1),
        interior_at_most(interior, n**2, context),
        (_known("diversity"), n**2),
        (slower, n**2 * p0 * (1 - p0)),
        (by_sign(p0 * (1 - p0), "<=", 1, context), gone),
        context=context,
    )
    return optional_stopping(goal.left, share_, reached, tends(gone, k, sp.oo, 0, context), context)


# -- the probability of being forgotten ---------------------------------------------------------------------


def decays(goal: Relation, known: Proved, j: sp.Expr, function: Any, *arguments: Any) -> Proved:
    """E f(P_k) <= exp(-n p0 g_k) at k = j + 1, known at j for every share; g_(k+1) = 1 - e^(-g_k) is a function."""
    here, g = known.relation.context, function(*arguments, j)
    then = on_average(DRAWN, at_drawn(known, outcomes(DRAWN, here)), here)
    series = generating(DRAWN, sp.exp(-g), here)
    bound = substitute(power_below_decay(), {y: p0 * (1 - sp.exp(-g)), a: n}, here)
    left, right = (side.subs(k, j + 1) for side in (goal.left, goal.right))
    first, recursion = first_generation(left, here), definition(function, *arguments, j, context=here)
    return combine(left, "<=", right, first, then, series, bound, using=[recursion], context=here)


@cache
def forgotten_upper(goal: Relation) -> Proved:
    """Induction with the generating function and (1 - y)^n <= e^(-n y), for every start in [0, 1]."""
    goal = closed(goal)
    flat = goal.context.but({k: None})
    left, right = (side.subs(k, 1) for side in (goal.left, goal.right))
    begun, bound = empty_at_once(left, DRAWN, flat), substitute(power_below_decay(), {y: p0, a: n}, flat)
    base = combine(left, "<=", right, begun, bound, context=flat)
    return induction(goal, k, base, lambda known, j: decays(goal, known, j, GIterate))


# -- lower bounds -------------------------------------------------------------------------------------------


@cache
def forgotten_lower_occupancy(goal: Relation) -> Proved:
    """E (1-X/n)^a >= (1-p)^m(n) carries (1-p)^(n gamma_k) from k to k + 1, for every start in [0, 1]."""
    context, forgotten = closed(goal).context, goal.right

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        then = on_average(DRAWN, at_drawn(known, outcomes(DRAWN, here)), here)
        least = substitute(exponent_at_least_one(), {k: j}, here)
        power = substitute(power_mean(), {b: n * gamma(n, j) - 1}, here, least)
        first = first_generation(forgotten.subs(k, j + 1), here)
        recursion = definition(gamma, n, j, context=here)
        return combine(
            goal.left.subs(k, j + 1),
            "<=",
            first.relation.left,
            (first, -1),
            then,
            power,
            using=[recursion],
            context=here,
        )

    flat = context.but({k: None})
    begun = empty_at_once(forgotten.subs(k, 1), DRAWN, flat)
    base = combine(goal.left.subs(k, 1), "<=", forgotten.subs(k, 1), (begun, -1), context=flat)
    return induction(Relation(goal.left, "<=", forgotten, context), k, base, step)


@cache
def forgotten_lower_sharp(goal: Relation) -> Proved:
    """n gamma_k <= n g_k + 1, for every start in [0, 1]."""
    goal = closed(goal)
    compared = iterates_compared()
    exponents, g = compared.relation.context, GIterate(k)
    occupancy = forgotten_lower_occupancy(statement(THEOREM, "forgotten-lower-occupancy"))
    more = n * g + 1 - n * gamma(n, k)
    room = combine(0, "<=", more, compared, context=exponents)
    weaker = substitute(power_falls(), {q: 1 - p0, e: n * gamma(n, k), d: more}, goal.context, room)
    return combine(goal.left, "<=", goal.right, occupancy, weaker, context=goal.context)


@cache
def forgotten_lower(goal: Relation) -> Proved:
    """The sharp bound, expanded: -ln(1-p) lies between p and p + p^2/(2(1-p)), and e^-Y >= 1 - Y.

    For every start in [0, 1]: at 1 it is negative.
    """
    sharp = forgotten_lower_sharp(statement(THEOREM, "forgotten-lower-sharp"))
    goal = closed(goal)
    context, g = goal.context.but({p0: "[0, 1)"}), GIterate(k)
    shares = over({p0: "[0, 1)"})
    above = by_derivatives(p0, "<=", -sp.log(1 - p0), p0, 1, shares)
    below = by_derivatives(-sp.log(1 - p0), "<=", p0 + p0**2 / (2 * (1 - p0)), p0, 1, shares)
    excess = n * g * (-sp.log(1 - p0) - p0)
    positive = combine(0, "<=", excess, (above, n * g), context=context)
    line = substitute(decay_above_line(), {y: excess}, context, positive)
    iterate = upper_sharp(statement(ITERATES, "upper-sharp"))
    at_most_one = combine(g, "<=", 1, iterate, by_sign(iterate.relation.right, "<=", 1, context), context=context)
    decay = sp.exp(-n * p0 * g)
    spare = by_sign(0, "<=", sp.Rational(5, 2) * n * p0**2 + (3 * k - 1) * p0, context)
    shown = combine(
        goal.left,
        "<=",
        goal.right,
        sharp,
        (line, (1 - p0) * decay),
        (below, (1 - p0) * decay * n * g),
        (at_most_one, decay * n * p0**2 / 2),
        (spare, decay),
        context=context,
    )
    at_one = by_sign(goal.left.subs(p0, 1), "<=", goal.right.subs(p0, 1), context.but({p0: None}))
    return cases(p0, shown, at_value(p0, 1, at_one, goal.left, "<=", goal.right))
