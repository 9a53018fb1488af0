"""Kernel estimates of all data so far: characteristic functions (Kazdan et al., Theorem 6).

The mean of kappa^C, C the number of cycles of a permutation of k, is kappa times the product of 1 - (1 - kappa)/m over
m = 2..k. Each factor is at most e to the power of -(1 - kappa)/m.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import accumulate_limit
from proofs_check.gaussian.accumulate_limit import n as size
from proofs_check.kde import accumulate_density, accumulate_growth
from proofs_check.lemmas.cycles import product_falls, z
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, induction, raised, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, cycles, identity, one_more
from proofs_check.rules.losses import cosine
from proofs_check.rules.means import ARGUMENT
from proofs_check.rules.statements import Proved, Relation, over
from theorems.kde.accumulate_density import THEOREM as DENSITY
from theorems.kde.accumulate_growth import THEOREM as GROWTH
from theorems.kde.accumulate_kernels import PARAMETERS, THEOREM, flat, j, kernel, m, real_part
from theorems.language.functions import CycleProbability

n, k, h, sigma0, w, kappa, u, V = PARAMETERS.symbols


@cache
def top_hat(goal: Relation) -> Proved:
    """A kernel adds its variance, h^2/3, to that of a draw: 1/(k + 1) of it from model k to model k + 1."""
    return by_moments(goal)


@cache
def mean_power(goal: Relation) -> Proved:
    """The generating function of Stirling numbers."""
    return combine(goal.left, "=", goal.right, cycles(kappa**j, j, kappa, k, goal.context), context=goal.context)


@cache
def gamma(goal: Relation) -> Proved:
    """Gamma(x + 1) = x Gamma(x)."""

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here, longer = known.relation.context, goal.left.subs(k, i)
        more = one_more(longer, i, here)
        ratio = identity(goal.right.subs(k, i + 1), goal.right.subs(k, i) * (i + kappa) / (i + 1), here)
        factor = (i + kappa) / (i + 1)
        left, right = goal.left.subs(k, i + 1), goal.right.subs(k, i + 1)
        return combine(left, "=", right, (known, factor), (ratio, -1), using=[more], context=here)

    base = identity(1, 1, goal.context.but({k: None}))
    return induction(goal, k, base, step)


@cache
def mean_cosine(goal: Relation) -> Proved:
    """A mixture of normal laws by the number of kernels, summed."""
    law = accumulate_growth.annealed_law(statement(GROWTH, "annealed-law"))
    found = cosine(goal.left, law, goal.context)  # type: ignore[arg-type]
    (total,) = found.relation.right.atoms(sp.Sum)
    index = total.limits[0][0]
    term = total.function / CycleProbability(k, index)
    product = cycles(term, index, kernel, k, goal.context)
    return combine(goal.left, "=", goal.right, found, product, context=goal.context)


@cache
def _real_law() -> Proved:
    """E e^(s X) gains a factor in every generation; a draw from model 0 has none."""
    law, s = statement(GROWTH, "annealed-law"), ARGUMENT.symbol
    context, start = law.context.but({k: "[0, oo)"}), law.context.but({k: None})
    real, kernels = sp.exp(s**2 * sigma0**2 / 2), sp.Product((m - 1 + sp.exp(s**2 * h**2 / 2)) / m, (m, 1, k))
    known = by_moments(Relation(law.left, "=", real * kernels, context))
    return combine(law.left.subs(k, 0), "=", real, substitute(known, {k: 0}, start), context=start)


@cache
def cosine_falls(goal: Relation) -> Proved:
    """The product has its bound, the factor of one kernel is below 1; a real point has no kernel."""
    known = mean_cosine(statement(THEOREM, "mean-cosine"))
    context, start = known.relation.context, goal.context.but({k: None})
    falls = substitute(product_falls(), {z: kernel}, context)
    less = by_sign(0, "<=", (1 - kernel) * goal.right, context)
    fitted = combine(goal.left, "<=", goal.right, known, (falls, real_part * kernel), less, context=context)
    first, bound = goal.left.subs(k, 0), goal.right.subs(k, 0)
    real = cosine(first, _real_law(), start)
    more = by_sign(0, "<=", bound - real_part, start)
    spot = combine(first, "<=", bound, real, more, context=start)
    return cases(k, at_value(k, 0, spot, goal.left, "<=", goal.right), fitted)


@cache
def same_fixed_point(goal: Relation) -> Proved:
    """Induction: 1/(k + 1)^2 is less than 1/k - 1/(k + 1)."""

    def step(known: Proved, i: sp.Symbol) -> Proved:
        here, factor = known.relation.context, 1 - (1 - kappa) / (i + 1) ** 2
        slack = by_sign(goal.left.subs(k, i + 1), "<=", factor * goal.left.subs(k, i), here)
        longer = one_more(flat.subs(k, i), i, here)
        left, right = goal.left.subs(k, i + 1), flat.subs(k, i + 1)
        return combine(left, "<=", right, (known, factor), slack, using=[longer], context=here)

    return induction(goal, k, by_sign(1, "<=", 1, goal.context.but({k: None})), step)


@cache
def half_kernel(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """The product of 1 - 1/(n t^2) at n = 2: its limit is a ratio of Gamma functions, a sine by reflection."""
    two = {size: sp.Integer(2)}
    sine = substitute(accumulate_limit.reflected(), two, over({}))
    below, above = (substitute(p, two, low.context) for p in accumulate_limit.around_limit())
    room = by_sign(0, "<=", 1 / k, low.context)
    return (
        combine(
            low.left, "<=", low.right, (below, 2), (substitute(sine, {}, low.context), 2), room, context=low.context
        ),
        combine(high.left, "<=", high.right, (above, 2), (substitute(sine, {}, low.context), -2), context=low.context),
    )


@cache
def fixed_point_suffices(goal: Relation) -> Proved:
    """Half a kernel: the product stays above 1/2."""
    known = same_fixed_point(statement(THEOREM, "same-fixed-point"))
    context = known.relation.context
    half = combine(kappa, "<=", flat, known, by_sign(0, "<=", (1 - kappa) / k, context), context=context)
    here = goal.context.but({kappa: "[1/2, 1/2]"})
    return combine(goal.left, "<", goal.right, substitute(half, {}, here), by_sign(u, "<", kappa, here), context=here)


@cache
def density_bound(goal: Relation) -> Proved:
    """Every normal density is less without the real variance."""
    known = accumulate_density.annealed_density(statement(DENSITY, "annealed-density"))
    inside = goal.context.but({j: "[1, oo)"}, j <= k)
    roots = raised(by_sign(j * h**2, "<=", sigma0**2 + j * h**2, inside), sp.Rational(1, 2))
    wide, narrow = sp.sqrt(2 * sp.pi * (sigma0**2 + j * h**2)), sp.sqrt(2 * sp.pi * j * h**2)
    chance = CycleProbability(k, j)
    scale = chance * sp.sqrt(2 * sp.pi) / (wide * narrow)
    terms = combine(chance / wide, "<=", chance / narrow, (roots, scale), context=inside)
    return combine(goal.left, "<=", goal.right, known, summed(terms, j, 1, k, goal.context), context=goal.context)


@cache
def variance_is_density(goal: Relation) -> Proved:
    """99 parts of a hundred have the density 0.3989."""
    return by_sign(goal.left, "<", goal.right, goal.context)


@cache
def density_stays(goal: Relation) -> Proved:
    """The wide part adds to it."""
    return by_sign(goal.left, "<=", goal.right, goal.context)
