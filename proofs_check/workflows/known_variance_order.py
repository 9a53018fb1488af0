"""The order of workflows where the variance of a point is known: what a pool of points is on average, by induction.

Of a point of the pool of batches 1..k the mean square is d, that of the mean of all points M, and D = d - M. A model
that is fitted to n of them errs by M + c D, c = (k - 1)/(n k - 1).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import sympy as sp

from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.means import Expectation
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.language.data import PowerSum
from theorems.processes.known_variance import SUBSAMPLE
from theorems.workflows.known_variance_order import PARAMETERS, squares

n, k, sigma0 = PARAMETERS.symbols
Term: TypeAlias = Proved | tuple[Proved, Any]
(POOL,) = SUBSAMPLE.states
TWO = over({n: "[2, oo)", k: "[1, oo)", sigma0: "(0, oo)"})
FLAT = over({n: "[2, oo)", sigma0: "(0, oo)"})
unit, size = sigma0**2, n * k
c = (k - 1) / (size - 1)
kept = 1 - (1 - c) / (k + 1) - c / (k + 1) ** 2
"""What a generation keeps of D."""


def seen(what: sp.Expr, at: sp.Expr = k) -> sp.Expr:
    """Its mean at a generation."""
    return mean(SUBSAMPLE, what, at, TWO)


ALL, EACH = seen(PowerSum(POOL, 1) ** 2), seen(PowerSum(POOL, 2))
SPREAD = EACH - ALL / size
"""n k D."""


def moved(j: sp.Expr, *more: sp.Expr) -> list[Proved]:
    """What both sums, and others, are at generation j + 1, from those at j."""
    context = TWO.but({k: None, j: "[1, oo)"}) if isinstance(j, sp.Symbol) else FLAT
    return [one_generation(e.subs(k, j + 1), context) for e in (ALL, EACH, *more)]


def begun() -> list[Proved]:
    """Both sums over n real points."""
    return [one_generation(e.subs(k, 1), FLAT) for e in (ALL, EACH)]


def _inductive(goal: Relation, start: Proved, terms: Callable[[sp.Symbol, Proved], list[Term]]) -> Proved:
    def step(known: Proved, j: sp.Symbol) -> Proved:
        left, right = (e.subs(k, j + 1) for e in (goal.left, goal.right))
        return combine(left, "<=", right, *terms(j, known), using=moved(j), context=known.relation.context)

    return induction(goal, k, start, step)


def _rest(low: Any, high: Any, context: Context) -> Proved:
    return by_sign(low, "<=", high, context)


@cache
def spread_positive() -> Proved:
    """0 <= D."""
    goal = Relation(ALL / size, "<=", EACH, TWO)
    start = combine(ALL.subs(k, 1) / n, "<=", EACH.subs(k, 1), _rest(unit, n * unit, FLAT), using=begun(), context=FLAT)

    def terms(j: sp.Symbol, known: Proved) -> list[Term]:
        here = known.relation.context
        return [(known, ((k + 1) / k * kept).subs(k, j)), _rest(0, unit * (n - 1 / (j + 1)), here)]

    return _inductive(goal, start, terms)


@cache
def spread_small() -> Proved:
    """(k - 1) D <= (k - 1)(n k - 1) sigma0^2/(2 n): from k = 2 on each generation adds less than sigma0^2/2 to D."""
    most = k * (size - 1) * unit / 2
    later = TWO.but({k: "[2, oo)"})
    goal = Relation(SPREAD, "<=", most, later)
    sums = (5 * n * unit, (2 * n + 1) * unit)
    second = [
        combine(p.relation.left, "=", total, p, using=begun(), context=FLAT)
        for p, total in zip(moved(sp.Integer(1)), sums, strict=True)
    ]
    spare = _rest((2 * n - sp.Rational(3, 2)) * unit, most.subs(k, 2), FLAT)
    start = combine(SPREAD.subs(k, 2), "<=", most.subs(k, 2), spare, using=second, context=FLAT)

    def terms(j: sp.Symbol, known: Proved) -> list[Term]:
        here, share = known.relation.context, ((k + 1) / k * kept).subs(k, j)
        added = share * most.subs(k, j) + unit * (n - 1 / (j + 1))
        return [(known, share), _rest(added, most.subs(k, j + 1), here)]

    known = _inductive(goal, start, terms)
    left, right = (k - 1) * SPREAD, (k - 1) * most
    many = combine(left, "<=", right, (known, k - 1), context=later)
    return cases(k, at_value(k, 1, _rest(0, 0, FLAT), left, "<=", right), many)


@cache
def all_at_least() -> Proved:
    """H sigma0^2/n <= M."""
    goal = Relation(n * k**2 * squares * unit, "<=", ALL, TWO)
    start = combine(n * unit, "<=", ALL.subs(k, 1), using=begun(), context=FLAT)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        using = [*moved(j), one_more(squares.subs(k, j), j, here)]
        rest = substitute(spread_positive(), {k: j}, here), (n * c / k).subs(k, j)
        left, right = (e.subs(k, j + 1) for e in (goal.left, goal.right))
        return combine(left, "<=", right, (known, ((j + 1) / j) ** 2), rest, using=using, context=here)

    return induction(goal, k, start, step)


@cache
def all_at_most() -> Proved:
    """M <= (k + 1) sigma0^2/(2 n)."""
    most = n * k**2 * (k + 1) * unit / 2
    goal = Relation(ALL, "<=", most, TWO)
    start = combine(ALL.subs(k, 1), "<=", n * unit, using=begun(), context=FLAT)

    def terms(j: sp.Symbol, known: Proved) -> list[Term]:
        here, grown = known.relation.context, ((j + 1) / j) ** 2
        share = (n / (k * (size - 1))).subs(k, j)
        added = grown * most.subs(k, j) + n * (j - 1) * unit / 2 + n * unit
        rest = substitute(spread_small(), {k: j}, here), share
        return [(known, grown), rest, _rest(added, most.subs(k, j + 1), here)]

    return _inductive(goal, start, terms)


def _at_each(goal: Relation, *terms: Term) -> Proved:
    """At first what real points err by; later M + c D, by the bounds of both."""
    (error,) = (e for e in (goal.left, goal.right) if isinstance(e, Expectation))
    later, j = TWO.but({k: "[2, oo)"}), sp.Symbol("j", integer=True, positive=True)
    using = [substitute(p, {j: k - 1}, later) for p in moved(j, error)]
    many = combine(goal.left, "<=", goal.right, *terms, using=using, context=later)
    first = [one_generation(error.subs(k, 1), FLAT)]
    one = combine(goal.left.subs(k, 1), "<=", goal.right.subs(k, 1), using=first, context=FLAT)
    return cases(k, at_value(k, 1, one, goal.left, "<=", goal.right), many)


SHARE = 1 / (size * (size - 1))


def accumulate_below_subsample(goal: Relation) -> Proved:
    """H sigma0^2/n <= M <= M + c D."""
    return _at_each(goal, (all_at_least(), 1 / size**2), (spread_positive(), (k - 1) * SHARE))


def subsample_below_replace(goal: Relation) -> Proved:
    """M + c D <= (k + 1) sigma0^2/(2 n) + (k - 1) sigma0^2/(2 n)."""
    return _at_each(goal, (all_at_most(), 1 / size**2), (spread_small(), SHARE))
