"""Shrinking bandwidths: sums of the kernels' variances; centre and variance of the points, and the loss."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.convergent import one_further
from proofs_check.lemmas.convergent import x as further
from proofs_check.lemmas.elementary import log_below_line, logarithm, y
from proofs_check.lemmas.kernels import average, by_centre, data_of, smoothed
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.squares import inverse_squares
from proofs_check.rules.algebra import at_value, cases, combine, increasing, induction, raised, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.differences import near_given_differences
from proofs_check.rules.kernels import jensen
from proofs_check.rules.leaves import by_balls, by_sign, identity, one_more
from proofs_check.rules.losses import between_exponents, distance_growth
from proofs_check.rules.means import ARGUMENT, Expectation, domain_of
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.probability import beside, mean
from proofs_check.rules.statements import Context, Proved, Range, Relation, over
from theorems.kde.replace_selectors import PARAMETERS, THEOREM, bounded, earlier, i, kernels, least, width
from theorems.language.data import ExponentialSum, Mean, Past, PowerSum, Variance
from theorems.language.sums import worked_out
from theorems.processes import kde_shrinking
from theorems.processes.kde_shrinking import REPLACED
from theorems.processes.workflows import DRAW

n, k, h, a, sigma0, delta = PARAMETERS.symbols
u, j = sp.Symbol("u", nonnegative=True), sp.Symbol("j", integer=True, nonnegative=True)
s = ARGUMENT.symbol
x = sp.Symbol("x", positive=True)
EVERY = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", a: "(0, oo)", sigma0: "(0, oo)"})
TRANSFORMS = EVERY.but({s: domain_of(ARGUMENT)})


@cache
def _transform() -> Proved:
    """E e^(s X) of a draw: normal, of a variance to which each model has added its own."""
    draw = mean(REPLACED, sp.exp(s * DRAW), k, TRANSFORMS)
    before = n * sp.exp(s**2 * (sigma0**2 + h**2 * (kernels - k ** (-2 * a))) / 2)
    value = sp.exp(s**2 * (sigma0**2 + h**2 * kernels) / 2)
    return closed(draw, value, TRANSFORMS, {ExponentialSum(data_of(draw), s): before})  # type: ignore[arg-type]


@cache
def annealed_density(goal: Relation) -> Proved:
    """Of a normal law of variance v, E e^(-x^2/(2 h^2)) is h/sqrt(h^2 + v)."""
    known = average(goal.left, _transform(), goal.context)  # type: ignore[arg-type]
    return combine(goal.left, "=", goal.right, known, context=goal.context)


@cache
def _squares(context: Context) -> Proved:
    """1 + 2^-2a + ... + k^-2a <= pi^2/6 for a >= 1."""
    inside = context.but({i: Range(sp.Integer(1), sp.oo, False, True)}, i <= k)
    small = raised(by_sign(i ** (-2), "<=", 1, inside), a - 1)
    each = combine(i ** (-2 * a), "<=", i ** (-2), (small, i ** (-2)), context=inside)
    total = summed(each, i, 1, k, context)
    limit = inverse_squares(total.relation.right, over({k: "[1, oo)"}))
    return combine(kernels, "<=", sp.pi**2 / 6, total, limit, context=context)


@cache
def annealed_floor(goal: Relation) -> Proved:
    """The variances of the kernels add up to less than pi^2 h^2/6."""
    known, context = annealed_density(statement(THEOREM, "annealed-density")), goal.context
    wider = combine(sigma0**2 + h**2 * kernels, "<=", bounded, (_squares(context), h**2), context=context)
    falls = by_sign(0, "<", x ** sp.Rational(-3, 2) / 2, over({x: "(0, oo)"}))
    root = increasing(-1 / sp.sqrt(x), x, wider, falls)
    return combine(goal.left, "<=", goal.right, (known, -1), (root, 1 / sp.sqrt(2 * sp.pi)), context=context)


@cache
def _squared(loss: Expectation, context: Context) -> Proved:
    """E of the mean square of the points: one kernel more in every generation."""
    return by_moments(Relation(beside(loss, Mean(data_of(loss) ** 2)), "=", sigma0**2 + h**2 * earlier, context))


@cache
def single(goal: Relation) -> Proved:
    """One exponent is the mean of all."""
    found, context = between_exponents(goal.left, goal.context), goal.context  # type: ignore[arg-type]
    known = _squared(goal.left, context)  # type: ignore[arg-type]
    return combine(goal.left, "=", goal.right, found, (known, k ** (2 * a) / (2 * h**2)), context=context)


@cache
def single_diverges(goal: Relation) -> Proved:
    """The centre is off by sigma0 from the start on."""
    known, context = single(statement(THEOREM, "single")), goal.context
    kept = by_sign(0, "<=", k ** (2 * a) * earlier / 2, context)
    return combine(goal.left, "<=", goal.right, (known, -1), kept, context=context)


@cache
def _centred(seen: Expectation, context: Context) -> Proved:
    """E M^2 >= E x^2/n: the centre of n draws has the n-th part of their variance."""
    data = data_of(seen)
    centre, total = beside(seen, Mean(data) ** 2), beside(seen, PowerSum(data, 2))
    points = sigma0**2 + h**2 * earlier
    known = by_moments(Relation(total, "=", n * points, context))

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here, following = before.relation.context, centre.subs(k, j + 1)
        left, kept = (
            points.subs(k, j + 1) / n,
            by_sign(0, "<=", (n - 1) * points.subs(k, j) / n**2, before.relation.context),
        )
        parts = (
            (one_generation(following, here), -1),
            (substitute(known, {k: j}, here), -1 / n**2),
            (one_more(earlier.subs(k, j), j, here), h**2 / n),
        )
        return combine(left, "<=", following, *parts, (before, (n - 1) / n), kept, context=here)

    start = context.but({k: None})
    begun = one_generation(centre.subs(k, 1), start)
    first = combine(worked_out(points.subs(k, 1)) / n, "<=", centre.subs(k, 1), (begun, -1), context=start)
    return induction(Relation(points / n, "<=", centre, context), k, first, step)


@cache
def _harmonic(context: Context) -> Proved:
    """ln k <= 1 + 2^-2a + ... + (k - 1)^-2a for a <= 1/2: ln(1 + 1/j) <= 1/j <= j^-2a."""

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        line = substitute(log_below_line(), {y: 1 / j}, here)
        larger = raised(by_sign(1 / j, "<=", 1, here), 1 - 2 * a)
        more, following = one_more(earlier.subs(k, j), j, here), earlier.subs(k, j + 1)
        parts = (before, line, (larger, j ** (-2 * a)), (more, -1))
        return combine(sp.log(j + 1), "<=", following, *parts, context=here)

    start = context.but({k: None})
    return induction(Relation(sp.log(k), "<=", earlier, context), k, by_sign(0, "<=", 0, start), step)


@cache
def _roots(context: Context) -> Proved:
    """(k - 1)/k^(1/2) <= 1 + 2^-2a + ... + (k - 1)^-2a for a <= 1/4: j^-2a is at least j^-1/2, which falls."""
    half = sp.Rational(1, 2)

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        larger = raised(by_sign(1 / j, "<=", 1, here), half - 2 * a)
        falls, multiple = raised(by_sign(j, "<=", j + 1, here), half), sp.sqrt(j) / sp.sqrt(j + 1)
        more, following = one_more(earlier.subs(k, j), j, here), earlier.subs(k, j + 1)
        parts = (before, (larger, j ** (-2 * a)), (falls, multiple), (more, -1))
        return combine(j / sp.sqrt(j + 1), "<=", following, *parts, context=here)

    start = context.but({k: None})
    return induction(Relation((k - 1) / sp.sqrt(k), "<=", earlier, context), k, by_sign(0, "<=", 0, start), step)


@cache
def centre(goal: Relation) -> Proved:
    """The variances of the kernels add up to more than a logarithm."""
    context = goal.context
    parts = (_centred(goal.right, context), (_harmonic(context), h**2 / n))  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, *parts, context=context)


@cache
def _together(seen: Expectation, context: Context) -> Proved:
    """E V <= sigma0^2 + (n - 1) h^2, for no kernel is wider than the first."""
    spread, most = beside(seen, Variance(data_of(seen), 0)), sigma0**2 + (n - 1) * h**2

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here, following = before.relation.context, spread.subs(k, j + 1)
        less = by_sign((n - 1) / n * (most + h**2 * j ** (-2 * a)), "<=", most, here)
        moved = one_generation(following, here)
        return combine(following, "<=", most, moved, (before, (n - 1) / n), less, context=here)

    start = context.but({k: None})
    begun = one_generation(spread.subs(k, 1), start)
    less = by_sign(begun.relation.right, "<=", most, start)
    first = combine(spread.subs(k, 1), "<=", most, begun, less, context=start)
    return induction(Relation(spread, "<=", most, context), k, first, step)


@cache
def shrink(goal: Relation) -> Proved:
    """u^2 >= M^2/2 - 2 (n - 1) V at each of the points, M and V their centre and variance."""
    loss, context = goal.right, goal.context
    scale = k ** (2 * a) / (2 * h**2)
    return combine(
        goal.left,
        "<=",
        loss,
        by_centre(loss, least, scale, sp.Rational(1, 2), context),  # type: ignore[arg-type]
        (_centred(loss, context), scale / 2),  # type: ignore[arg-type]
        (_roots(context), scale * h**2 / (2 * n)),
        (_together(loss, context), 2 * (n - 1) * scale),  # type: ignore[arg-type]
        context=context,
    )


@cache
def loss_lower(goal: Relation) -> Proved:
    """Jensen's inequality for the root of the density: the root of a sum is at most the sum of the roots."""
    half, context = sp.Rational(1, 2), goal.context
    known = average(smoothed(goal.right, half), _transform(), context)  # type: ignore[arg-type]
    below = jensen(goal.right, known, context, half)  # type: ignore[arg-type]
    return combine(goal.left, "<=", goal.right, below, context=context)


@cache
def every_exponent(goal: Relation) -> Proved:
    """Of the sum of three squares the first."""
    known, context = loss_lower(statement(THEOREM, "loss-lower")), goal.context
    less = by_sign(sigma0**2, "<=", sigma0**2 + h**2 * kernels + width**2, context)
    return combine(goal.left, "<=", goal.right, known, logarithm(less), context=context)


@cache
def in_probability(goal: Relation) -> Proved:
    """Given all differences, E of the root of the density is at most that where kernels add nothing to the centre."""
    here = goal.context.but({u: "[0, oo)"})
    wide = (sigma0**2 + u + 2 * n * width**2) / sigma0**2
    root = raised(by_sign(1, "<=", wide, here), sp.Rational(1, 2))
    below = combine(delta / sp.sqrt(wide), "<=", delta, (root, delta / sp.sqrt(wide)), context=here)
    names = {Past(kde_shrinking.variance): u}
    return near_given_differences(goal.left, names, below, goal.context, sp.Rational(1, 2))  # type: ignore[arg-type]


@cache
def _given_degrees() -> Proved:
    """(psi(j + 1/2) + ln 2)/2 <= a sum of powers: at 0 and 1 nearly equal, then the one grows by less than 1/3."""
    half, third = sp.Rational(1, 2), sp.Rational(1, 3)
    slow, small, least = sp.Rational(17, 16), sp.Rational(1, 100), sp.Rational(674, 1000)
    whole = over({j: "[0, oo)"})
    left = (sp.polygamma(0, j + half) + sp.log(2)) / 2
    right = sp.Rational(39, 1000) + 16 * third * (slow**j - 1) - least * small**j

    def step(before: Proved, i: sp.Symbol) -> Proved:
        here = before.relation.context
        more = third * slow**i + least * (1 - small) * small**i
        start, later = here.but({i: None}), here.but({i: "[1, oo)"})
        first = at_value(i, 0, by_sign(1, "<=", more.subs(i, 0), start), 1 / (2 * i + 1), "<=", more)
        grows = raised(by_sign(1, "<=", slow, later), i), third
        kept = by_sign(0, "<=", least * (1 - small) * small**i, later)
        then = by_sign(1 / (2 * i + 1), "<=", third, later)
        rest = combine(1 / (2 * i + 1), "<=", more, grows, kept, then, context=later)
        next_one = substitute(one_further(0), {further: i + half}, here)
        slower = cases(i, first, rest)
        return combine(left.subs(j, i + 1), "<=", right.subs(j, i + 1), before, slower, using=[next_one], context=here)

    begun = by_balls(left.subs(j, 0), right.subs(j, 0), Context(()))
    return induction(Relation(left, "<=", right, whole), j, begun, step)


@cache
def located(goal: Relation) -> Proved:
    """ln|1 + Z| is half the logarithm of a chi-square variable of 1 + 2 J degrees of freedom, J a Poisson number."""
    found = distance_growth(goal.left, _given_degrees(), j, goal.context)  # type: ignore[arg-type]
    less = by_balls(found.relation.right, goal.right, Context(()))
    return combine(goal.left, "<=", goal.right, found, less, context=goal.context)


@cache
def every_rule(goal: Relation) -> Proved:
    """At the second model of one point: ln(pi/2)/2 + 4 is more than ln(2 pi (1 + pi^2/6))/2."""
    spot = goal.context.but({n: "[1, 1]", k: None, h: "[1, 1]", a: "[1, 1]", sigma0: "[1, 1]"})
    known = substitute(single(statement(THEOREM, "single")), {k: 2}, spot)
    value = worked_out(known.relation.right)
    more, same = by_balls(goal.left, value, spot.but({n: None})), identity(known.relation.right, value, spot)
    found = combine(goal.left, "<", known.relation.left, more, (known, -1), (same, -1), context=spot)
    return at_value(k, 2, found, goal.left, "<", goal.right)
