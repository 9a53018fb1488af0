"""Fresh real points in every batch: moments of the declared processes, and a bound by induction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.shares import near_limit, nonnegative, with_power, z
from proofs_check.rules.algebra import at_value, cases, combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.moments import one_generation
from proofs_check.rules.statements import Proved, Relation, over
from theorems.language.data import PowerSum
from theorems.workflows import real_share as record
from theorems.workflows.real_share import PARAMETERS, THEOREM

n, r, k, sigma0, m, p0 = PARAMETERS.symbols
COIN = record.lost.subs(m, 1)


@cache
def fresh_replace(goal: Relation) -> Proved:
    """Each fit multiplies the error by (1 - r/n)^2 and adds sigma0^2/n."""
    return by_moments(goal)


@cache
def fresh_replace_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The power is not negative."""
    return near_limit(
        fresh_replace(statement(THEOREM, "fresh-replace")), below, above, -1, record.held, record.drawn, 1
    )


@cache
def fresh_accumulate(goal: Relation) -> Proved:
    """Fit k multiplies the error by (1 - r/(n k))^2 and adds sigma0^2/(n k^2)."""
    return by_moments(goal)


@cache
def fresh_accumulate_upper(goal: Relation) -> Proved:
    """With at least half of a batch real, fit k takes a factor 1 - 1/k + 1/(4 k^2) at most: less than k/(k + 1)."""
    context, mean, bound = goal.context, goal.left, goal.right
    exact = substitute(fresh_accumulate(statement(THEOREM, "fresh-accumulate")), {}, context)
    later, once = context.but({k: "[1, oo)"}), context.but({k: None})
    share, x = (2 * r - n) / n, sp.Symbol("x", positive=True)
    slower = by_sign((1 - (1 + z) / (2 * x)) ** 2, "<=", (1 - 1 / (2 * x)) ** 2, over({z: "[0, 1]", x: "[1, oo)"}))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, i = known.relation.context, j + 1
        half = combine(0, "<=", share, (given(n <= 2 * r, here), 1 / n), context=here)
        most = combine(share, "<=", 1, (given(r <= n, here), 2 / n), context=here)
        factor = substitute(slower, {z: share, x: i}, here, half, most)
        less = by_sign((1 - 1 / (2 * i)) ** 2 / i, "<=", 1 / (i + 1), here)
        added = by_sign(1 / i**2, "<=", 2 / (i * (i + 1)), here)
        terms = (known, (1 - 1 / (2 * i)) ** 2), (less, 2 * sigma0**2 * sp.harmonic(j) / n), (added, sigma0**2 / n)
        return combine(
            mean.subs(k, i),
            "<=",
            bound.subs(k, i),
            one_generation(mean.subs(k, i), here),
            (factor, mean.subs(k, j)),
            *terms,
            using=[identity(sp.harmonic(i), sp.harmonic(j) + 1 / i, here)],
            context=here,
        )

    first = combine(mean.subs(k, 1), "<=", bound.subs(k, 1), substitute(exact, {k: 1}, once), context=once)
    many = induction(Relation(mean, "<=", bound, later), k, first, step)
    none = combine(mean.subs(k, 0), "<=", bound.subs(k, 0), substitute(exact, {k: 0}, once), context=once)
    return cases(k, at_value(k, 0, none, mean, "<=", bound), many)


def fresh_accumulate_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The bound tends to 0."""
    context, high = below.context, fresh_accumulate_upper(statement(THEOREM, "fresh-accumulate-upper"))
    positive = by_sign(0, "<=", above.left, context)
    return (
        combine(below.left, "<=", below.right, high, (positive, 2), context=context),
        combine(above.left, "<=", above.right, high, context=context),
    )


@cache
def fresh_binomial(goal: Relation) -> Proved:
    """The variance is V(mu_0) less the error over m."""
    (seen,) = goal.left.process.states

    def sums(value: sp.Expr) -> Mapping[sp.Expr, sp.Expr]:
        square = (m * p0) ** 2 + m * (record.real - value)
        return {PowerSum(seen, 1): n * m * p0, PowerSum(seen, 1) ** 2: n**2 * square}

    return with_power(goal, record.halved, 1, sums)


@cache
def fresh_binomial_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The power is not negative."""
    return near_limit(
        fresh_binomial(statement(THEOREM, "fresh-binomial")), below, above, 1, record.above_limit, record.halved, 1
    )


def kept_upper(goal: Relation) -> Proved:
    """The difference is r (r + 1) over a product of two positive numbers."""
    spare = nonnegative(r * (r + 1) / ((2 * r + 1) * COIN), goal.context)
    return combine(goal.left, "<=", goal.right, spare, context=goal.context)


def kept_lower(goal: Relation) -> Proved:
    """The difference is (r + 1)^2 (n - r) over a product of positive numbers."""
    spare = nonnegative((r + 1) ** 2 * (n - r) / ((2 * r + 1) * n * COIN), goal.context)
    return combine(goal.left, "<=", goal.right, spare, context=goal.context)
