"""Survival under Poisson sampling, exactly: the chain n Lambda_{j+1} | Lambda_j ~ Poisson(n Lambda_j).

E exp(-g X) = exp(-n lambda (1-e^-g)) for X ~ Poisson(n lambda): one generation takes exp(-n lambda g_k)
to exp(-n lambda g_{k+1}), exactly (Suresh et al., Theorem 2). The bounds are those of g_k.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.bernoulli import g_iterate
from proofs_check.lemmas.elementary import decay_above_line, y
from proofs_check.lemmas.extinction import poisson_extinct
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, increasing, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.probability import certain
from proofs_check.rules.statements import Proved, Relation, over
from theorems.bernoulli.g_iterate import THEOREM as ITERATES
from theorems.language.processes import event
from theorems.poisson.extinction import PARAMETERS, THEOREM
from theorems.processes.poisson import POISSON

n, lambda0, k = PARAMETERS.symbols
x = sp.Symbol("x", positive=True)
(L,) = POISSON.states
EXTINCT, ALIVE = event(sp.Eq(L, 0)), event(sp.Ne(L, 0))


@cache
def survival(goal: Relation) -> Proved:
    """z_k(lambda) = Pr(Lambda_k = 0 | Lambda_0 = lambda) by induction on k, for all lambda at once."""
    start = sp.Symbol("start", nonnegative=True)
    extinct = substitute(poisson_extinct(k, n, start), {start: lambda0}, goal.context)
    either = certain(goal.left, [EXTINCT, ALIVE], goal.context)
    return combine(goal.left, "=", goal.right, either, (extinct, -1), context=goal.context)


def _survival_by(bound: Proved, goal: Relation) -> Proved:
    """A bound of survival from one of g_k, below or above as the goal is: 1 - e^(-n lambda0 g) increases with g."""
    function = 1 - sp.exp(-n * lambda0 * x)
    slope = by_sign(0, "<", sp.diff(function, x), over({n: "[1, oo)", lambda0: "(0, oo)", x: "(0, oo)"}))
    there = increasing(function, x, substitute(bound, {}, goal.context), slope)
    exact = survival(statement(THEOREM, "survival"))
    sign = 1 if exact.relation.left == goal.left else -1
    return combine(goal.left, "<=", goal.right, there, (exact, sign), context=goal.context)


@cache
def survival_lower_published(goal: Relation) -> Proved:
    """1/k <= g_k."""
    return _survival_by(g_iterate.lower(statement(ITERATES, "lower")), goal)


@cache
def survival_upper_published(goal: Relation) -> Proved:
    """g_k <= 3/k."""
    return _survival_by(g_iterate.upper(statement(ITERATES, "upper")), goal)


@cache
def survival_lower(goal: Relation) -> Proved:
    """The sharp lower bound of g_k."""
    return _survival_by(g_iterate.lower_sharp(statement(ITERATES, "lower-sharp")), goal)


@cache
def survival_upper(goal: Relation) -> Proved:
    """The sharp upper bound of g_k."""
    return _survival_by(g_iterate.upper_sharp(statement(ITERATES, "upper-sharp")), goal)


@cache
def intensity(goal: Relation) -> Proved:
    """The intensity is a martingale."""
    return by_moments(goal)


@cache
def extinction(goal: Relation) -> Proved:
    """1 - e^-y <= y in the upper bound of survival."""
    upper = survival_upper(statement(THEOREM, "survival-upper"))
    line = substitute(decay_above_line(), {y: goal.right}, goal.context)
    return combine(goal.left, "<=", goal.right, upper, line, context=goal.context)
