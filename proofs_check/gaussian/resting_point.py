"""Why the fitted mean comes to rest: the scales have a finite sum, so that steps up, and steps down, have one, too."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import growth_above_line, y
from proofs_check.lemmas.gaussian_moments import factor_at_most, one_factor
from proofs_check.lemmas.geometric import q, summed_up, terms
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import moments
from proofs_check.rules.algebra import at_value, combine, induction, raised, substitute
from proofs_check.rules.chains import at_start
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, one_more
from proofs_check.rules.probability import beside, mean, monotone, reduced
from proofs_check.rules.statements import Proved, Relation, over
from theorems.gaussian.resting_point import PARAMETERS, THEOREM, of_normal, step
from theorems.processes.gaussian import SIGNED, SUFFICIENT, D, T, U

n, k, sigma0, alpha = PARAMETERS.symbols
half, most = sp.Rational(1, 2), 4 * n - 2
"""`most`: at most the sum of all scales, at sigma0 = 1."""


def centre(goal: Relation) -> Proved:
    """No generation moves the mean on average."""
    return by_moments(goal)


@cache
def scale_total(goal: Relation) -> Proved:
    """The sum of the means of all scales."""
    return by_moments(goal)


@cache
def _series() -> Proved:
    """1 + m + ... + m^k <= b (1 - m^(k+1)) <= b = 4n - 2 for m = m_n(1): m <= e^(-1/(b-1)), and so 1 <= b (1 - m)."""
    total = statement(THEOREM, "scale-total").right / sigma0
    m, context = one_factor(1), over({n: "[2, oo)", k: "[0, oo)"})
    sizes, factor = context.but({k: None}), factor_at_most()
    grows = substitute(growth_above_line(), {y: 1 / (most - 1)}, sizes)
    first = combine(1, "<=", most * (1 - m), (factor, most), (grows, (most - 1) * factor.relation.right), context=sizes)

    series = substitute(summed_up(), {q: m, terms: k + 1}, context)
    left = by_sign(0, "<=", m ** (k + 1), context)
    return combine(total, "<=", most, (first, total), (series, most), (left, most), context=context)


def scale_total_upper(goal: Relation) -> Proved:
    """A geometric series."""
    exact = scale_total(statement(THEOREM, "scale-total"))
    return combine(goal.left, "<=", goal.right, exact, (_series(), sigma0), context=goal.context)


@cache
def distance_upper(goal: Relation) -> Proved:
    """The distance is at most what the mean has gone up and down: a multiple of the sum of the scales before."""
    context, total = goal.context, _series().relation.left
    earlier = total.subs(k, k - 1)
    same = reduced(goal.left, SIGNED, context)
    distance = same.relation.right
    path = beside(distance, U + D)
    squares = by_sign((U - D) ** 2, "<=", (U + D) ** 2, over({U: "[0, oo)", D: "[0, oo)"}))
    along = monotone(distance, path, raised(squares, half), context)
    whole, scale = sigma0 * step * earlier, sigma0 * total.function.subs(total.limits[0][0], k)
    length = moments.closed(path, whole, context, {U: whole / 2, D: whole / 2, T: scale})
    last = by_sign(0, "<=", scale / sigma0, context)
    series = combine(earlier, "<=", most, _series(), last, using=[one_more(earlier, k, context)], context=context)
    return combine(goal.left, "<=", goal.right, same, along, length, (series, sigma0 * step), context=context)


def displacement(goal: Relation) -> Proved:
    """Every generation adds the mean of the power of its scale, at most."""
    context = goal.context
    same = reduced(goal.left, SUFFICIENT, context)
    bound = goal.right
    (total,) = bound.atoms(sp.Sum)
    scales = mean(SUFFICIENT, (T**2 / n) ** (alpha / 2), k, context)
    size = (sigma0**2 / n) ** (alpha / 2)
    spread = moments.closed(scales, size * total.function.subs(total.limits[0][0], k), context)

    def further(known: Proved, j: sp.Symbol) -> Proved:
        here, following = known.relation.context, known.relation.left.subs(j, j + 1)
        return combine(
            following,
            "<=",
            bound.subs(k, j + 1),
            moments.symmetric_step(following, here),
            known,
            (substitute(spread, {k: j}, here), of_normal),
            using=[one_more(total.subs(k, j), j, here)],
            context=here,
        )

    distance = same.relation.right
    start = at_start(distance.subs(k, 0), context.but({k: None}))
    found = induction(Relation(distance, "<=", bound, context), k, start, further)
    return combine(goal.left, "<=", goal.right, same, found, context=context)


def walk(less: Relation) -> Proved:
    """At n = 2, from k = 145 on: the bound is below the root."""
    context = less.context.but({n: None, k: "[145, oo)"})
    root = combine(12, "<", sp.sqrt(k), (by_sign(144, "<", k, context), 1 / (sp.sqrt(k) + 12)), context=context)
    known = substitute(distance_upper(statement(THEOREM, "distance-upper")), {n: 2}, context)
    left, right = (e.subs(n, 2) for e in (less.left, less.right))
    spot = combine(left, "<", right, known, (root, sigma0 * step.subs(n, 2) / 2), context=context)
    return at_value(n, 2, spot, less.left, "<", less.right)


@cache
def fading(goal: Relation) -> Proved:
    """Every generation adds its variance."""
    return by_moments(goal)


def enough(more: Relation) -> Proved:
    """1 + 1/2 + ... + 1/31 > 4."""
    context = more.context.but({k: None})
    there = substitute(fading(statement(THEOREM, "fading")), {k: 31}, context)
    sums = by_sign(more.left, "<", there.relation.right, context)
    spot = combine(more.left, "<", there.relation.left, sums, (there, -1), context=context)
    return at_value(k, 31, spot, more.left, "<", more.right)
