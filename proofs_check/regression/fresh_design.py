"""Least squares on new rows: the sum of what fits move by, and its limit, which digamma says."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.convergent import one_further, short_of_its_limit
from proofs_check.lemmas.convergent import x as argument
from proofs_check.lemmas.least_squares import many, near_limit, of_spare, scaled, spare
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, combine, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.sequences import at_least_its_limit, tends
from proofs_check.rules.statements import Proved, Relation, over
from theorems.language.sums import worked_out
from theorems.regression.fresh_design import FITS, THEOREM, d, limit, pooled, rest, s, squares

lam, n, sigma, k = FITS.symbols
GENERAL = over({spare: "[1, oo)", many: "[1, oo)", k: "[1, oo)"})
LEFT = (sp.polygamma(0, k + 1) - sp.polygamma(0, k + 1 - rest)) / (d + 1)
"""What the sum up to k lacks of its limit."""


@cache
def replace(goal: Relation) -> Proved:
    """Every fit moves as the first one does."""
    return by_moments(goal)


@cache
def accumulate(goal: Relation) -> Proved:
    """Fit k is to k n rows, n of which have new labels."""
    return by_moments(goal)


def below_fixed(goal: Relation) -> Proved:
    """s n - d - 1 is at least s (n - d - 1)."""
    known = accumulate(statement(THEOREM, "accumulate"))
    term, each = of_spare(pooled.function), squares.function / spare
    one = by_sign(term, "<=", each, GENERAL.but({k: None, s: "[1, oo)"}))
    total = scaled(summed(one, s, 1, k, GENERAL), sigma**2 * d, goal.context)
    return combine(goal.left, "<=", goal.right, known, total, context=goal.context)


@cache
def around_limit() -> tuple[Proved, Proved, Proved]:
    """The sum + what it lacks = its limit, 0 <= what it lacks <= 1/(k (n - d - 1))."""
    total, left, end = map(of_spare, (pooled, LEFT, limit))
    return short_of_its_limit(total, left, end, 1 / (spare * k), k, 1, GENERAL.but({k: None}))


def accumulate_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum lacks at most 1/(k (n - d - 1)) of its limit."""
    return near_limit(accumulate(statement(THEOREM, "accumulate")), below, above, sigma**2 * d, around_limit())


def limit_lower(goal: Relation) -> Proved:
    """The first term is 1/(n - d - 1), and something is lacking."""
    whole, some, _ = around_limit()
    here = GENERAL.but({k: None})
    whole, some = (substitute(p, {k: 1}, here) for p in (whole, some))
    one = combine(1 / spare, "<=", of_spare(limit), whole, some, context=here)
    return combine(goal.left, "<=", goal.right, scaled(one, sigma**2 * d, goal.context), context=goal.context)


def limit_upper(goal: Relation) -> Proved:
    """Term by term less than that of the inverse squares: what these lack, less what the sum does, falls to 0."""
    left = of_spare(LEFT)
    whole, _, _ = around_limit()
    further, squares_further = (substitute(one_further(order), {argument: k + 1}, GENERAL) for order in (0, 1))
    beside = substitute(one_further(0), {argument: of_spare(k + 1 - rest)}, GENERAL)
    gap = sp.polygamma(1, k + 1) / spare - left
    term = of_spare(pooled.function).subs(s, k + 1)
    less = by_sign(term, "<=", 1 / (spare * (k + 1) ** 2), GENERAL)
    using = [further, squares_further, beside]
    falls = combine(gap.subs(k, k + 1), "<=", gap, less, using=using, context=GENERAL)
    positive = at_least_its_limit(falls, tends(gap, k, sp.oo, 0, GENERAL), k)
    here = GENERAL.but({k: None})
    first, last = (substitute(p, {k: 1}, here) for p in (whole, positive))
    two = substitute(one_further(1), {argument: sp.Integer(1)}, here)
    end = combine(of_spare(limit), "<=", sp.pi**2 / 6 / spare, (first, -1), last, using=[two], context=here)
    return combine(goal.left, "<=", goal.right, scaled(end, sigma**2 * d, goal.context), context=goal.context)


def accumulate_as_printed(below: Relation, above: Relation) -> Proved:
    """At k = 2 the second fit moves by less: 2 n - d - 1 is more than 2 (n - d - 1)."""
    two = below.context.but({k: None})
    known = substitute(accumulate(statement(THEOREM, "accumulate")), {k: 2}, two)
    here = GENERAL.but({k: None})
    sums = [worked_out(of_spare(e).subs(k, 2)) for e in (pooled, squares / (n - d - 1))]
    less = scaled(by_sign(sums[0], "<", sums[1], here), sigma**2 * d, two)
    left, right = below.left, below.right
    found = combine(left.subs(k, 2), "<", right.subs(k, 2), known, less, context=two)
    return at_value(k, 2, found, left, "<", right)
