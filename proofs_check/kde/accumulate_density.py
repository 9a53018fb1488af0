"""The mean density of kernel estimates of all data so far, at a point, and what it says of the loss there."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.kde import accumulate_run
from proofs_check.kde.accumulate_growth import annealed_law
from proofs_check.lemmas.cycles import M, chances_add_up, inverse_mean
from proofs_check.lemmas.elementary import (
    a,
    b,
    decay_above_line,
    exponential,
    growth_above_line,
    inverse_above_tangent,
    log_above_fraction,
    log_below_line,
    squared_difference,
    y,
)
from proofs_check.lemmas.harmonic import at_least_trapezia, at_most_logarithm
from proofs_check.lemmas.kernels import average, loss_above, smoothed
from proofs_check.rules.algebra import at_value, cases, combine, either, raised, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.kernels import jensen
from proofs_check.rules.leaves import by_sign, given, identity, mean_cycles
from proofs_check.rules.losses import between_exponents
from proofs_check.rules.probability import linear
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.kde import accumulate_growth
from theorems.kde.accumulate_density import PARAMETERS, THEOREM, away, j, pool, ratio
from theorems.kde.accumulate_run import THEOREM as RUN
from theorems.language.data import GENERATION, Mean
from theorems.language.functions import CycleProbability

n, k, h, sigma0, d = PARAMETERS.symbols
ALL, MEAN = (sp.Sum(CycleProbability(k, j) * e, (j, 1, k)) for e in (1, j))


@cache
def _transform() -> Proved:
    """E e^(s X) of a draw, a mixture over the number of kernels behind it."""
    return annealed_law(statement(accumulate_growth.THEOREM, "annealed-law"))


@cache
def annealed_density(goal: Relation) -> Proved:
    """Of a normal law of variance v, E e^(-x^2/(2 h^2)) is h/sqrt(h^2 + v)."""
    known = average(goal.left, _transform(), goal.context)
    return combine(goal.left, "=", goal.right, known, context=goal.context)


@cache
def loss_lower(goal: Relation) -> Proved:
    """Jensen's inequality: the logarithm of a mean is at least the mean of the logarithm."""
    return loss_above(goal.right, _transform(), goal.left, goal.context)


@cache
def loss_upper(goal: Relation) -> Proved:
    """Point by point; the mean square of the points is that of the pool."""
    known, context = accumulate_run.conserved(statement(RUN, "conserved")), goal.context
    below = between_exponents(goal.left, context)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, below, (known, 1 / (2 * h**2)), context=context)


@cache
def density_lower(goal: Relation) -> Proved:
    """1/sqrt v is above its tangent at the mean of v, which is the variance of a draw."""
    context = goal.context
    known = annealed_density(statement(THEOREM, "annealed-density"))
    inside = context.but({j: "[1, oo)"}, j <= k)
    mean, chance = sigma0**2 + h**2 * sp.harmonic(k), CycleProbability(k, j)
    here = substitute(inverse_above_tangent(), {a: sp.sqrt(sigma0**2 + j * h**2), b: sp.sqrt(mean)}, inside)
    scale = chance / sp.sqrt(2 * sp.pi)
    unit = 1 / (2 * sp.sqrt(2 * sp.pi) * mean ** sp.Rational(3, 2))
    line = chance * unit * (3 * mean - sigma0**2 - j * h**2)
    terms = combine(line, "<=", chance / sp.sqrt(2 * sp.pi * (sigma0**2 + j * h**2)), (here, scale), context=inside)
    A, B = (2 * sigma0**2 + 3 * h**2 * sp.harmonic(k)) * unit, h**2 * unit
    split = identity(sp.Sum(chance * (A - B * j), (j, 1, k)), A * ALL - B * MEAN, context)
    summed_up = summed(terms, j, 1, k, context)
    same = identity(summed_up.relation.left, split.relation.left, context)
    one, many = substitute(chances_add_up(), {}, context), mean_cycles(j, k, context)
    parts = (known, -1), summed_up, (same, -1), (split, -1), (one, -A), (many, B)
    return combine(goal.left, "<=", goal.right, *parts, context=context)


@cache
def _near() -> Proved:
    """1/sqrt(sigma0^2 + j h^2) is at most what has the same value where j is M, and 1/j in the place of j."""
    context = over({j: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)", M: "(0, oo)"})
    v, w = sigma0**2 + j * h**2, sigma0**2 + M * h**2
    root = squared_difference(sp.sqrt(v), sp.sqrt(w), context)
    tangent = 1 / w + (M * h / w) ** 2 * (1 / j - 1 / M)
    line = by_sign(1 / v, "<=", tangent, context)
    parts = (root, 1 / (2 * v * sp.sqrt(w))), (line, sp.sqrt(w) / 2)
    return combine(1 / sp.sqrt(v), "<=", 1 / (2 * sp.sqrt(w)) + sp.sqrt(w) / 2 * tangent, *parts, context=context)


@cache
def _below() -> Proved:
    """E p(0) <= 1/sqrt(2 pi (sigma0^2 + M h^2)) for 0 < M <= H_k - 1, by the mean of 1/j."""
    few, goal = inverse_mean(), statement(THEOREM, "density-upper").context
    context = goal.but({M: "(0, oo)"}, sp.harmonic(k) - 1 >= M)
    known = annealed_density(statement(THEOREM, "annealed-density"))
    inside, w = context.but({j: "[1, oo)"}, j <= k), sigma0**2 + M * h**2
    scale = CycleProbability(k, j) / sp.sqrt(2 * sp.pi)
    near = substitute(_near(), {}, inside)
    each = combine(scale * near.relation.left, "<=", scale * near.relation.right, (near, scale), context=inside)
    total, one = summed(each, j, 1, k, context), substitute(chances_add_up(), {}, context)
    slope = (M * h) ** 2 / (2 * w * sp.sqrt(2 * sp.pi * w))
    rest = 1 / sp.sqrt(2 * sp.pi * w) - slope / M
    split = identity(total.relation.right, rest * one.relation.left + slope * few.relation.left, context)
    parts = known, total, split, (one, rest), (few, slope)
    return combine(known.relation.left, "<=", 1 / sp.sqrt(2 * sp.pi * w), *parts, context=context)


@cache
def _log_above(context: Context) -> Proved:
    """2 (k - 1)/(k + 1) <= ln k."""
    return substitute(log_above_fraction(), {y: k - 1}, context)


@cache
def density_upper(goal: Relation) -> Proved:
    """A root is concave, and the mean of 1/j at most 1/(H_k - 1); at first there is one kernel."""
    context, first = goal.context.but({k: "[2, oo)"}), goal.context.but({k: None})
    known = annealed_density(statement(THEOREM, "annealed-density"))
    inside, scale = goal.context.but({j: "[1, oo)"}, j <= k), CycleProbability(k, j) / sp.sqrt(2 * sp.pi)
    wider = raised(by_sign(sigma0**2, "<=", sigma0**2 + j * h**2, inside), sp.Rational(1, 2))
    narrow, wide = sigma0, sp.sqrt(sigma0**2 + j * h**2)
    each = combine(scale / wide, "<=", scale / narrow, (wider, scale / (narrow * wide)), context=inside)
    parts = known, summed(each, j, 1, k, goal.context), (chances_add_up(), 1 / sp.sqrt(2 * sp.pi * sigma0**2))
    real = combine(goal.left, "<=", 1 / sp.sqrt(2 * sp.pi * sigma0**2), *parts, context=goal.context)
    one = substitute(real, {k: 1}, first)
    above = substitute(at_least_trapezia(), {}, context)
    more = by_sign(1, "<", (1 + 1 / k) / 2 + 2 * (k - 1) / (k + 1), context)
    positive = combine(1, "<", sp.harmonic(k), above, _log_above(context), more, context=context)
    many = substitute(_below(), {M: sp.harmonic(k) - 1}, context, positive)
    return cases(k, at_value(k, 1, one, goal.left, "<=", goal.right), many)


@cache
def loss_grows(goal: Relation) -> Proved:
    """Jensen's inequality, and the bound on the mean density."""
    context, whole = goal.context, goal.right
    known = density_upper(statement(THEOREM, "density-upper"))
    root, scale = smoothed(whole), 1 / sp.sqrt(2 * sp.pi * h**2)
    parts = linear(known.relation.left, {root.what: scale}, context)
    bound = combine(root, "<=", h / sp.sqrt(pool), (parts, -1 / scale), (known, 1 / scale), context=context)
    return combine(goal.left, "<=", whole, jensen(whole, bound, context), context=context)


@cache
def density_limit(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """The variances of a draw and of the pool are h^2 ln k, but for what is bounded."""
    context, whole, log = low.context, low.right, sp.log(k)
    less = substitute(density_lower(statement(THEOREM, "density-lower")), {}, context)
    more = substitute(density_upper(statement(THEOREM, "density-upper")), {}, context)
    square, unit, scale = h**2 * log, sp.sqrt(2 * sp.pi * h**2 * log), 1 / sp.sqrt(2 * sp.pi * h**2)
    (points,) = whole.what.atoms(Mean)  # type: ignore[attr-defined]
    relative = linear(whole, {points: sp.sqrt(sp.log(GENERATION))}, context)
    plain = linear(less.relation.right, {points: scale}, context)
    roots = {a: sp.sqrt(sigma0**2 + h**2 * sp.harmonic(k)), b: sp.sqrt(square)}
    tangent = substitute(inverse_above_tangent(), roots, context), sp.sqrt(square)
    harmonic = substitute(at_most_logarithm(), {}, context), 1 / (2 * log)
    down = combine(
        low.left, "<=", whole, (relative, -1), (plain, unit), (less, unit), tangent, harmonic, context=context
    )
    root = squared_difference(sp.sqrt(pool), sp.sqrt(square), context), 1 / (2 * pool)
    trapezia = substitute(at_least_trapezia(), {}, context), h**2 * (log + 1 + ratio) / (2 * log * pool)
    fraction = _log_above(context), h**2 * (1 + 1 / k) / (4 * log * pool)
    rest = ratio * (2 * log + ratio + (1 + 1 / k) / 2) + (1 - 1 / k) / 2
    room = by_sign(0, "<=", h**2 * rest / (2 * log * pool), context)
    parts = relative, (plain, -unit), (more, unit), root, trapezia, fraction, room
    up = combine(whole, "<=", high.right, *parts, context=context)
    return down, up


@cache
def best_bandwidth(goal: Relation) -> Proved:
    """x <= e^(x - 1) <= e^((x^2 - 1)/2), x = d/h."""
    context, one, far = goal.context, sp.Integer(1), d / h
    large, small = (context.but({}, c) for c in (far >= 1, sp.Not(far >= 1)))
    up = substitute(growth_above_line(), {y: far - 1}, large, given(far >= 1, large))
    down = substitute(decay_above_line(), {y: 1 - far}, small, given(sp.Not(far >= 1), small))
    above, below = (combine(far, "<=", sp.exp(far - 1), line, context=line.relation.context) for line in (up, down))
    root = squared_difference(far, one, context), sp.Rational(1, 2)
    larger = exponential(combine(far - 1, "<=", (far**2 - 1) / 2, root, context=context))
    scale = sp.exp(-(far**2) / 2) / (d * sp.sqrt(2 * sp.pi))
    both = (either(far >= 1, above, below, context), scale), (larger, scale)
    return combine(goal.left, "<=", goal.right, *both, context=context)


@cache
def early_gain(goal: Relation) -> Proved:
    """The density at d of a normal law rises with its variance up to d^2: ln j <= j - 1."""
    inside = goal.context.but({j: "[1, oo)"}, j <= k)
    line = substitute(log_below_line(), {y: j - 1}, inside), sp.Rational(1, 2)
    slope = (j - 1) / (2 * j * h**2)
    wide, few = (given(k * h**2 <= d**2, inside), slope), (given(j <= k, inside), slope * h**2)
    ends = sp.log(j) / 2 - d**2 / (2 * h**2), -(d**2) / (2 * j * h**2)
    rises = exponential(combine(ends[0], "<=", ends[1], line, wide, few, context=inside))
    chance = CycleProbability(k, j)
    scale = chance / sp.sqrt(2 * sp.pi * j * h**2)
    each = combine(chance * away(h**2), "<=", chance * away(j * h**2), (rises, scale), context=inside)
    one = substitute(chances_add_up(), {}, goal.context)
    parts = summed(each, j, 1, k, goal.context), (one, -away(h**2))
    return combine(goal.left, "<=", goal.right, *parts, context=goal.context)
