"""Ancestors, iterates of 1 - e^-x and of occupied boxes, and (1 - x/n)^n beside e^-x.

A symbol is forgotten in generation k + 1 if none of its n individuals descends, k generations on, from one that has it:
E (1-p)^D_k, D_k the number of their ancestors. The mean of D_k is n(1 - E(1-1/n)^D_(k-1)). With t = x/n, 1 - t is at
most e^-t, and at least e^-t (1 - t^2); the n-th power of 1 - t^2 is at least 1 - n t^2.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.bernoulli import absorption
from proofs_check.bernoulli.absorption import DRAWN, at_drawn, decays
from proofs_check.lemmas.elementary import a, growth_above_line, power_above_line, power_below_decay
from proofs_check.lemmas.elementary import y as slope
from proofs_check.lemmas.extinction import empty_at_once
from proofs_check.lemmas.occupancy import gamma, iterates_compared
from proofs_check.rules.algebra import at_value, combine, increasing, induction, raised, substitute
from proofs_check.rules.chains import at_start, first_generation, on_average, outcomes
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, definition, given
from proofs_check.rules.lineages import dual, next_mean
from proofs_check.rules.means import Expectation
from proofs_check.rules.probability import beside, linear, mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.bernoulli.absorption import THEOREM as ABSORPTION
from theorems.bernoulli.lineages import PARAMETERS
from theorems.language.functions import DecayIterate, GIterate
from theorems.language.processes import event
from theorems.processes.discrete import BERNOULLI, P
from theorems.processes.lineages import D

n, k, p0, z, y = PARAMETERS.symbols
i = sp.Symbol("i", integer=True, nonnegative=True)
t, x = sp.Symbol("t", nonnegative=True), sp.Symbol("x", positive=True)
UNIT = over({t: "[0, 1]"})


@cache
def exponential_upper(goal: Relation) -> Proved:
    """(1 - t)^n <= e^(-n t)."""
    known = substitute(power_below_decay(), {slope: y / n, a: n}, goal.context, _part(goal.context))
    return combine(goal.left, "<=", goal.right, known, context=goal.context)


def _part(context: Context) -> Proved:
    """y/n <= 1."""
    return combine(y / n, "<=", 1, (given(y <= n, context), 1 / n), context=context)


@cache
def _power_above() -> Proved:
    """e^(-n t) (1 - n t^2) <= (1 - t)^n for 0 <= t <= 1."""
    context = over({n: "[1, oo)", t: "[0, 1]"})
    line = substitute(growth_above_line(), {slope: t}, UNIT)
    one = combine(sp.exp(-t) * (1 - t**2), "<=", 1 - t, (line, (1 - t) * sp.exp(-t)), context=UNIT)
    powers = raised(substitute(one, {}, context), n)
    squares = substitute(power_above_line(), {slope: t**2, a: n}, context)
    return combine(
        sp.exp(-n * t) * (1 - n * t**2), "<=", (1 - t) ** n, powers, (squares, sp.exp(-n * t)), context=context
    )


@cache
def exponential_lower(goal: Relation) -> Proved:
    """The same with t = y/n."""
    known = substitute(_power_above(), {t: y / n}, goal.context, _part(goal.context))
    return combine(goal.left, "<=", goal.right, known, context=goal.context)


@cache
def laplace(goal: Relation) -> Proved:
    """Induction with the generating function and 1 - y <= e^-y, from the given share on."""
    begun = at_start(goal.left.subs(k, 0), goal.context.but({k: None}))
    base = decays(goal, begun, sp.Integer(0), DecayIterate, z)
    return induction(goal, k, base, lambda known, j: decays(goal, known, j, DecayIterate, z))


@cache
def occupancy_upper(goal: Relation) -> Proved:
    """The n-th part of n gamma_k <= n g_k + 1."""
    return combine(goal.left, "<=", goal.right, (iterates_compared(), 1 / n), context=goal.context)


@cache
def occupancy_lower(goal: Relation) -> Proved:
    """(1 - 1/n)^(n gamma) <= e^-gamma, and 1 - e^-x increases."""
    rises = by_sign(0, "<", sp.exp(-x), over({x: "(0, oo)"}))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, own = known.relation.context, gamma(n, j)
        falls = substitute(power_below_decay(), {slope: 1 / n, a: n * own}, here)
        moved = increasing(1 - sp.exp(-x), x, known, rises)
        recursions = [definition(gamma, n, j, context=here), definition(GIterate, j, context=here)]
        return combine(GIterate(j + 1), "<=", gamma(n, j + 1), moved, falls, using=recursions, context=here)

    return induction(goal, k, by_sign(1, "<=", 1, over({n: "[1, oo)"})), step)


@cache
def _forgotten_next() -> Proved:
    """Pr(P_(i+1) = 0) = E (1 - P_i)^n, from every share: the two begin alike, and have the same first generation."""
    context = over({n: "[1, oo)", p0: "[0, 1]", i: "[0, oo)"})
    lost, power = (mean(BERNOULLI, what, i, context) for what in (event(sp.Eq(P, 0)), (1 - P) ** n))
    goal = Relation(lost.subs(i, i + 1), "=", power, context)
    flat = context.but({i: None})
    at_once = empty_at_once(lost.subs(i, 1), DRAWN, flat)
    begun = at_start(power.subs(i, 0), flat)
    base = combine(lost.subs(i, 1), "=", power.subs(i, 0), at_once, (begun, -1), context=flat)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        then = on_average(DRAWN, at_drawn(known, outcomes(DRAWN, here)), here)
        first, other = (first_generation(e, here) for e in (lost.subs(i, j + 2), power.subs(i, j + 1)))
        return combine(first.relation.left, "=", other.relation.left, first, then, (other, -1), context=here)

    return induction(goal, i, base, step)


def _loss_at_least() -> Proved:
    """A lower bound, by occupied boxes, on the probability that a symbol is forgotten, for every share."""
    return absorption.forgotten_lower_occupancy(statement(ABSORPTION, "forgotten-lower-occupancy"))


def _loss_at_most() -> Proved:
    """An upper bound on it."""
    return absorption.forgotten_upper(statement(ABSORPTION, "forgotten-upper"))


def _as_loss(unmarked: Expectation, generation: sp.Expr, share: sp.Expr, context: Context) -> Proved:
    """E (1-p)^D so many generations back is the probability that a symbol of share p is forgotten in the next."""
    turned = dual(unmarked, BERNOULLI, context)
    known = substitute(_forgotten_next(), {i: generation, p0: share}, context)
    return combine(unmarked, "=", known.relation.left, turned, (known, -1), context=context)


def _unmarked(goal: Relation, bound: Proved) -> Proved:
    context = goal.context
    whole = goal.left if isinstance(goal.left, Expectation) else goal.right
    loss = _as_loss(whole, k, p0, context)
    sign = 1 if whole == goal.left else -1
    known = substitute(bound, {k: k + 1}, context)
    return combine(goal.left, "<=", goal.right, (loss, sign), known, context=context)


@cache
def unmarked_upper(goal: Relation) -> Proved:
    """The upper bound on the loss of a symbol."""
    return _unmarked(goal, _loss_at_most())


@cache
def unmarked_lower(goal: Relation) -> Proved:
    """The lower bound on it, by occupied boxes."""
    return _unmarked(goal, _loss_at_least())


def _ancestors(goal: Relation, bound: Proved, iterate: Proved) -> Proved:
    """E D_k = n - n E (1-1/n)^D_(k-1), and that mean is the loss of a symbol of share 1/n in generation k."""
    context = goal.context
    whole = goal.left if isinstance(goal.left, Expectation) else goal.right
    sign = 1 if whole == goal.left else -1
    power = (1 - 1 / n) ** D
    before = next_mean(whole, context)
    parts = linear(before.relation.right, {sp.Integer(1): n, power: -n}, context)
    loss = _as_loss(beside(before.relation.right, power), k - 1, 1 / n, context)
    known = substitute(bound, {p0: 1 / n}, context)
    terms = ((before, sign), (parts, sign), (loss, -sign * n), (known, n))
    return combine(goal.left, "<=", goal.right, *terms, using=[iterate], context=context)


@cache
def ancestors_first(goal: Relation) -> Proved:
    """The mean of the law, n balls falling."""
    flat = goal.context.but({k: None})
    before = next_mean(goal.left.subs(k, 1), flat)
    begun = at_start(before.relation.right, flat)
    once = combine(goal.left.subs(k, 1), "=", goal.right, before, begun, context=flat)
    return at_value(k, 1, once, goal.left, "=", goal.right)


@cache
def ancestors_upper(goal: Relation) -> Proved:
    """The lower bound on the loss by occupied boxes."""
    return _ancestors(goal, _loss_at_least(), definition(gamma, n, k, context=goal.context))


@cache
def ancestors_lower(goal: Relation) -> Proved:
    """The upper bound on the loss."""
    return _ancestors(goal, _loss_at_most(), definition(GIterate, k, context=goal.context))
