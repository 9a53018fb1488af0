"""The training error of refitted least squares: what a fit explains of the new noise is its share of the leverage."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import log_above_fraction, y
from proofs_check.lemmas.least_squares import scaled
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.statements import Proved, Relation, over
from theorems.regression.training_error import FITS, THEOREM, d, harmonic, s

lam, n, sigma, k = FITS.symbols


def replace(goal: Relation) -> Proved:
    """n rows, and d directions that the fit explains."""
    return by_moments(goal)


def replace_fixed(goal: Relation) -> Proved:
    """n rows, and d directions that the fit explains."""
    return by_moments(goal)


@cache
def accumulate(goal: Relation) -> Proved:
    """The new rows are n of k n: the fit explains d/k of their noise."""
    return by_moments(goal)


def accumulate_fixed(goal: Relation) -> Proved:
    """The same, as the new rows are 1/k of all."""
    return by_moments(goal)


@cache
def harmonic_below_logarithm() -> Proved:
    """H_k <= 1 + ln k for k >= 1: 1/(j+1) <= ln(1 + 1/j), which is 2/(2j+1) at least."""
    index = over({k: "[1, oo)"})

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        more = one_more(harmonic.subs(k, j), j, here)
        slope = substitute(log_above_fraction(), {y: 1 / j}, here)
        less = by_sign(1 / (j + 1), "<=", 2 / (2 * j + 1), here)
        return combine(harmonic.subs(k, j + 1), "<=", 1 + sp.log(j + 1), before, more, less, slope, context=here)

    return induction(Relation(harmonic, "<=", 1 + sp.log(k), index), k, by_sign(1, "<=", 1, over({})), step)


def accumulate_lower(goal: Relation) -> Proved:
    """H_k <= k, term by term."""
    known = accumulate(statement(THEOREM, "accumulate"))
    index = over({k: "[1, oo)"})
    total = summed(by_sign(1 / s, "<=", 1, over({s: "[1, oo)"})), s, 1, k, index)
    mean = combine(harmonic / k, "<=", 1, (total, 1 / k), context=index)
    more = scaled(mean, sigma**2 * d / n, goal.context, 0)
    return combine(goal.left, "<=", goal.right, (known, -1), more, context=goal.context)


def accumulate_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """1 <= H_k <= 1 + ln k."""
    known = accumulate(statement(THEOREM, "accumulate"))
    index = over({k: "[1, oo)"})
    unit = sigma**2 * d / n
    most = combine(harmonic / k, "<=", (1 + sp.log(k)) / k, (harmonic_below_logarithm(), 1 / k), context=index)
    more = scaled(most, unit, below.context, 0)
    positive = by_sign(0, "<=", harmonic / k, index)
    room = combine(0, "<=", (1 + sp.log(k)) / k, positive, most, context=index)
    rest, spare = (scaled(p, unit, below.context, 0) for p in (positive, room))
    return (
        combine(below.left, "<=", below.right, (known, -1), more, context=below.context),
        combine(above.left, "<=", above.right, known, rest, spare, context=above.context),
    )
