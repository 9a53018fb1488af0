"""The mean density of kernel estimates of all data so far, at a point, and what it says of the loss there."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.kde import accumulate_kernels, accumulate_run
from proofs_check.kde.accumulate_growth import annealed_law
from proofs_check.lemmas.elementary import NONNEGATIVE, a, b, exponential, growth_above_parabola, inverse_above_tangent
from proofs_check.lemmas.elementary import y as exponent
from proofs_check.lemmas.kernels import average, loss_above
from proofs_check.rules.algebra import combine, either, induction, raised, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.kernels import jensen, smoothed
from proofs_check.rules.leaves import by_sign, cycles, given, identity, mean_cycles, one_more
from proofs_check.rules.losses import between_exponents
from proofs_check.rules.probability import linear
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.kde import accumulate_growth
from theorems.kde.accumulate_density import PARAMETERS, THEOREM, j
from theorems.kde.accumulate_kernels import THEOREM as KERNELS
from theorems.kde.accumulate_run import THEOREM as RUN
from theorems.language.functions import CycleProbability

n, k, h, sigma0 = PARAMETERS.symbols
ALL, MEAN = (sp.Sum(CycleProbability(k, j) * e, (j, 1, k)) for e in (1, j))
M = sp.Symbol("M", positive=True)


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
def _certain() -> Proved:
    """The chances of all numbers of cycles add up to 1."""
    context = over({k: "[1, oo)"})
    found = cycles(sp.Integer(1), j, sp.Integer(1), k, context)
    empty = found.relation.right  # a product of ones

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here = known.relation.context
        return combine(empty.subs(k, i + 1), "=", 1, known, one_more(empty.subs(k, i), i, here), context=here)

    ones = induction(Relation(empty, "=", 1, context), k, identity(1, 1, over({})), step)
    return combine(ALL, "=", 1, found, ones, context=context)


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
    one, many = substitute(_certain(), {}, context), mean_cycles(j, k, context)
    parts = (known, -1), summed_up, (same, -1), (split, -1), (one, -A), (many, B)
    return combine(goal.left, "<=", goal.right, *parts, context=context)


@cache
def _near(context: Context) -> Proved:
    """1/sqrt b <= 1/sqrt M + e^(M - b) for M > 0 and b >= 1: the one where M <= b, else the other."""
    root, tail = 1 / sp.sqrt(M), sp.exp(M - b)
    here = context.but({}, b >= M)
    roots = raised(given(b >= M, here), sp.Rational(1, 2))
    first = combine(
        1 / sp.sqrt(b), "<=", root + tail, (roots, 1 / sp.sqrt(b * M)), by_sign(0, "<=", tail, here), context=here
    )
    other = context.but({}, sp.Not(b >= M))
    above = exponential(combine(0, "<=", M - b, given(sp.Not(b >= M), other), context=other))
    below = raised(by_sign(1, "<=", b, other), sp.Rational(1, 2))
    parts = above, (below, 1 / sp.sqrt(b)), by_sign(0, "<=", root, other)
    second = combine(1 / sp.sqrt(b), "<=", root + tail, *parts, context=other)
    return either(b >= M, first, second, context)


@cache
def density_upper(goal: Relation) -> Proved:
    """A draw has at least half of ln(k + 1) kernels behind it, but for a probability that is a power of k."""
    context, chance = goal.context, CycleProbability(k, j)
    known = accumulate_kernels.density_bound(statement(KERNELS, "density-bound"))
    inside = context.but({j: "[1, oo)"}, j <= k)
    near = substitute(_near(over({M: "(0, oo)", b: "[1, oo)"})), {M: sp.log(k + 1) / 2, b: j}, inside)
    scale = chance / sp.sqrt(2 * sp.pi * h**2)
    few = sp.sqrt(2 / sp.log(k + 1))
    bound = scale * (few + sp.sqrt(k + 1) * sp.exp(-j))
    terms = summed(combine(scale / sp.sqrt(j), "<=", bound, (near, scale), context=inside), j, 1, k, context)
    one, tail = substitute(_certain(), {}, context), cycles(sp.exp(-j), j, sp.exp(-1), k, context)
    falls = substitute(accumulate_kernels.product_falls(), {accumulate_kernels.z: sp.exp(-1)}, context)
    whole = 1 / sp.sqrt(2 * sp.pi * h**2)
    left = [t.relation.left for t in (one, tail)]
    split = identity(terms.relation.right, whole * (few * left[0] + sp.sqrt(k + 1) * left[1]), context)
    parts = (
        known,
        terms,
        split,
        (one, whole * few),
        (tail, whole * sp.sqrt(k + 1)),
        (falls, whole * sp.sqrt(k + 1) / sp.E),
    )
    return combine(goal.left, "<=", goal.right, *parts, context=context)


@cache
def _slow() -> Proved:
    """(k + 1)^(1/e - 1/2) <= sqrt(2/ln(k + 1)): e^y >= 1 + y + y^2/2 >= 2 y."""
    context, size = over({k: "[1, oo)"}), sp.log(k + 1)
    line = combine(
        2 * exponent,
        "<=",
        sp.exp(exponent),
        growth_above_parabola(),
        by_sign(0, "<=", (exponent - 1) ** 2 / 2, NONNEGATIVE),
        by_sign(0, "<=", sp.Rational(1, 2), NONNEGATIVE),
        context=NONNEGATIVE,
    )
    power = 1 - 2 * sp.exp(-1)
    here = substitute(line, {exponent: power * size}, context)
    half = combine(
        size / 2, "<=", (k + 1) ** power, here, by_sign(size / 2, "<=", 2 * power * size, context), context=context
    )
    roots = raised(half, sp.Rational(1, 2))
    small = (k + 1) ** (sp.exp(-1) - sp.Rational(1, 2))
    return combine(small, "<=", sp.sqrt(2 / size), (roots, sp.sqrt(2 / size) * small), context=context)


@cache
def loss_grows(goal: Relation) -> Proved:
    """Jensen's inequality, and that the mean density is at most 2/sqrt(pi h^2 ln(k + 1))."""
    context, whole = goal.context, goal.right
    known = density_upper(statement(THEOREM, "density-upper"))
    root = smoothed(whole)
    scale, size = 1 / sp.sqrt(2 * sp.pi * h**2), sp.log(k + 1)
    parts = linear(known.relation.left, {root.what: scale}, context)
    slow = substitute(_slow(), {}, context)
    bound = combine(root, "<=", sp.sqrt(8 / size), (parts, -1 / scale), (known, 1 / scale), slow, context=context)
    return combine(goal.left, "<=", whole, jensen(whole, bound, context), context=context)
