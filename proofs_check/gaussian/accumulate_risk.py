"""The distance from the real law of fits to all data so far: the variance is a product of independent factors F.

The mean of each root lies between polynomials in the moments of F; of the first factor, a chi-square, it is known.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian import accumulate_limit as limit
from proofs_check.gaussian import collapse_constants
from proofs_check.lemmas import squares as inverse
from proofs_check.lemmas.elementary import decay_above_line, decay_below_parabola, y
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import at_value, cases, combine, induction, raised, substitute
from proofs_check.rules.claims import statement, statements
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import linear, mean, monotone
from proofs_check.rules.statements import Context, Proved, Relation, over
from theorems.gaussian.accumulate_limit import THEOREM as LIMIT
from theorems.gaussian.accumulate_risk import PARAMETERS, THEOREM, i, kept, squares
from theorems.gaussian.collapse_constants import THEOREM as CONSTANTS
from theorems.language.pooled import PoolFactor, SqrtFactorMean
from theorems.processes.gaussian import ACCUMULATED
from theorems.processes.gaussian_accumulated import ONE_FACTOR, F

n, k, t, sigma0 = PARAMETERS.symbols
SIZES = over({n: "[2, oo)"})
ALL = over({n: "[2, oo)", k: "[0, oo)"})
SOME = ALL.but({k: "[1, oo)"})
r = sp.Symbol("r", nonnegative=True)
CUBES, FOURTHS = (sp.Sum(1 / i**power, (i, 1, k)) for power in (3, 4))


# -- exact values ---------------------------------------------------------------------------------------------


@cache
def scale(goal: Relation) -> Proved:
    """Each batch multiplies the mean of the scale by that of the root of one factor."""
    return by_moments(goal)


@cache
def risk(goal: Relation) -> Proved:
    """E R = E mu^2 + E sigma^2 + sigma0^2 - 2 sigma0 E sigma, and E mu^2 + E sigma^2 does not change."""
    seen = {name: ACCUMULATED.observables[name] for name in ("conserved", "scale")}
    parts = {seen["conserved"]: 1, seen["scale"]: -2 * sigma0, sp.Integer(1): sigma0**2}
    conserved = limit.conservation(statement(LIMIT, "conservation"))
    using = [linear(goal.left, parts, goal.context), conserved, scale(statement(THEOREM, "scale"))]
    return combine(goal.left, "=", goal.right, using=using, context=goal.context)


def _risk() -> Proved:
    return risk(statement(THEOREM, "risk"))


def bounded(goal: Relation) -> Proved:
    """The product of the means of the roots is not negative."""
    positive = by_sign(0, "<=", kept, goal.context)
    return combine(goal.left, "<=", goal.right, _risk(), (positive, 2 * sigma0**2), context=goal.context)


# -- the mean of one root -------------------------------------------------------------------------------------


def _polynomial(above: bool) -> sp.Expr:
    """What sqrt(F) is at most, or at least."""
    x = F - 1
    return sp.expand(1 + x / 2 - x**2 / 8 + x**3 / 16 - (0 if above else sp.Rational(5, 16) * x**4))


def _pointwise(above: bool) -> Proved:
    """r <= p(r^2), or p(r^2) <= r: the difference is (r - 1)^4 times a polynomial of positive coefficients."""
    ray = over({r: "[0, oo)"})
    rest = (r**2 + 4 * r + 5) / 16 if above else (5 * r**4 + 20 * r**3 + 29 * r**2 + 16 * r) / 16
    positive = by_sign(0, "<=", (r - 1) ** 4 * rest, ray)
    value = _polynomial(above).subs(F, r**2)
    left, right = (r, value) if above else (value, r)
    return combine(left, "<=", right, positive, context=ray)


@cache
def _root_bound(above: bool) -> Proved:
    """The same on average, with the moments of F: at the (k+1)-th batch."""
    terms = {F**power: c for (power,), c in sp.Poly(_polynomial(above), F).terms()}
    larger, smaller = ({what: abs(c) for what, c in terms.items() if (c > 0) == side} for side in (above, not above))
    low, high = (smaller | {sp.sqrt(F): 1}, larger) if above else (smaller, larger | {sp.sqrt(F): 1})
    f, g = (sp.Add(*(c * what for what, c in side.items())) for side in (low, high))
    inside = over({F: "(0, oo)"})
    pointwise = combine(f, "<=", g, substitute(_pointwise(above), {r: sp.sqrt(F)}, inside), context=inside)
    lower, upper = (mean(ONE_FACTOR, side, k + 1, ALL) for side in (f, g))
    known = monotone(lower, upper, pointwise, ALL)
    parts = [linear(lower, low, ALL), linear(upper, high, ALL)]
    moments = [one_generation(mean(ONE_FACTOR, what, k + 1, ALL), ALL) for what in (*terms, sp.sqrt(F)) if what != 1]
    value = sum(c * PoolFactor(n, k + 1).moment(sp.degree(what, F)) for what, c in terms.items())
    root_mean = SqrtFactorMean(n, k + 1)
    left, right = (root_mean, value) if above else (value, root_mean)
    return combine(left, "<=", right, known, using=[*parts, *moments], context=ALL)


@cache
def _first() -> tuple[Proved, Proved]:
    """w = 1 - 3/(4n) - 1/(2n^2) <= the mean of the first root, at t = 1, <= 1 - 3/(4n) = u.

    Its square is that of a mean of roots of chi-squares, times 1 - 1/n: at least 1 - 3/(2n), at most
    2 (n - 1)^2/(n (2n - 1)).
    """
    below = collapse_constants.square_lower(statement(CONSTANTS, "square-lower"))
    above = collapse_constants.square_upper(statement(CONSTANTS, "square-upper"))
    first = SqrtFactorMean(n, sp.Integer(1))
    w, u = 1 - 3 / (4 * n) - 1 / (2 * n**2), 1 - 3 / (4 * n)
    share = 1 - 1 / n
    low = by_sign(w**2, "<=", share * below.relation.left, SIZES)
    high = by_sign(share * above.relation.right, "<=", u**2, SIZES)
    least = combine(w, "<=", first, (low, 1 / (first + w)), (below, share / (first + w)), context=SIZES)
    most = combine(first, "<=", u, (high, 1 / (first + u)), (above, share / (first + u)), context=SIZES)
    return least, most


@cache
def root_upper(goal: Relation) -> Proved:
    """The polynomial in the moments of F at most."""
    known = substitute(_root_bound(True), {k: t - 1}, goal.context)
    spare = by_sign(known.relation.right, "<=", goal.right, goal.context)
    return combine(goal.left, "<=", goal.right, known, spare, context=goal.context)


@cache
def root_lower(goal: Relation) -> Proved:
    """The polynomial in the moments of F at least; of the first factor what is known of chi-squares."""
    later = goal.context.but({t: "[2, oo)"})
    known = substitute(_root_bound(False), {k: t - 1}, later)
    spare = by_sign(goal.left, "<=", known.relation.left, later)
    many = combine(goal.left, "<=", goal.right, known, spare, context=later)
    least = _first()[0]
    room = by_sign(goal.left.subs(t, 1), "<=", least.relation.left, SIZES)
    one = combine(goal.left.subs(t, 1), "<=", goal.right.subs(t, 1), least, room, context=SIZES)
    return cases(t, at_value(t, 1, one, goal.left, "<=", goal.right), many)


# -- their product --------------------------------------------------------------------------------------------

NEXT = {t: k + 1}
LOSS = 3 / (4 * n * (k + 1) ** 2)
GAIN, SLACK = 1 / (n**2 * (k + 1) ** 3), 5 / (n**2 * (k + 1) ** 4)
LEAST = 1 - 3 * squares / (4 * n) - 1 / (2 * n**2) - 5 * (FOURTHS - 1) / n**2
LOST = 3 * squares / (4 * n) - (CUBES - 1) / n**2


def _next_root(above: bool, context: Context) -> Proved:
    name, symbol = ("root-upper", root_upper) if above else ("root-lower", root_lower)
    return substitute(symbol(statement(THEOREM, name)), NEXT, context)


def _folds(j: sp.Symbol, context: Context, *folds: sp.Expr) -> list[Proved]:
    return [one_more(fold.subs(k, j), j, context) for fold in folds]


@cache
def kept_at_most_one() -> Proved:
    """The product is at most 1: each factor is."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, now = known.relation.context, kept.subs(k, j)
        factor = substitute(_next_root(True, SOME), {k: j}, here), now
        less = by_sign((GAIN - LOSS).subs(k, j), "<=", 0, here), now
        more = one_more(now, j, here)
        return combine(kept.subs(k, j + 1), "<=", 1, more, factor, less, known, context=here)

    bound = _first()[1]
    start = combine(bound.relation.left, "<=", 1, bound, by_sign(0, "<=", 3 / (4 * n), SIZES), context=SIZES)
    return induction(Relation(kept, "<=", 1, SOME), k, start, step)


@cache
def kept_at_least() -> Proved:
    """LEAST <= the product."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, now = known.relation.context, kept.subs(k, j)
        lost = (LOSS + SLACK).subs(k, j)
        factor = substitute(_next_root(False, SOME), {k: j}, here), now
        below_one = substitute(kept_at_most_one(), {k: j}, here), lost
        using = _folds(j, here, kept, squares, FOURTHS)
        left, right = (e.subs(k, j + 1) for e in (LEAST, kept))
        return combine(left, "<=", right, known, factor, below_one, using=using, context=here)

    return induction(Relation(LEAST, "<=", kept, SOME), k, _first()[0], step)


@cache
def lost_is_positive() -> Proved:
    """0 <= LOST."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more = by_sign(0, "<=", (LOSS - GAIN).subs(k, j), here)
        using = _folds(j, here, squares, CUBES)
        return combine(0, "<=", LOST.subs(k, j + 1), known, more, using=using, context=here)

    return induction(Relation(0, "<=", LOST, SOME), k, by_sign(0, "<=", 3 / (4 * n), SIZES), step)


@cache
def kept_at_most() -> Proved:
    """The product is at most e^-LOST."""

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, now = known.relation.context, kept.subs(k, j)
        less = (LOSS - GAIN).subs(k, j)
        factor = substitute(_next_root(True, SOME), {k: j}, here), now
        line = substitute(decay_above_line(), {y: less}, here), now
        decayed = known, sp.exp(-less)
        using = _folds(j, here, kept, squares, CUBES)
        left, right = (e.subs(k, j + 1) for e in (kept, sp.exp(-LOST)))
        return combine(left, "<=", right, factor, line, decayed, using=using, context=here)

    bound, first = _first()[1], 3 / (4 * n)
    line = substitute(decay_above_line(), {y: first}, SIZES)
    start = combine(bound.relation.left, "<=", sp.exp(-first), bound, line, context=SIZES)
    return induction(Relation(kept, "<=", sp.exp(-LOST), SOME), k, start, step)


@cache
def _sum_at_most(total: sp.Sum, most: sp.Expr) -> Proved:
    """A sum from 1 to k is at most an expression in k that is 1 at k = 1."""
    context = over({k: "[1, oo)"})

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        left, right = (e.subs(k, j + 1) for e in (total, most))
        spare = by_sign(total.function.subs(i, j + 1), "<=", right - most.subs(k, j), here)
        return combine(left, "<=", right, known, spare, using=_folds(j, here, total), context=here)

    return induction(Relation(total, "<=", most, context), k, identity(1, 1, over({})), step)


@cache
def leading(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The product lies between LEAST and e^-LOST <= 1 - LOST + LOST^2/2."""
    some, exact, of = below.context.but({k: "[1, oo)"}), _risk(), 2 * sigma0**2
    cubes = _sum_at_most(CUBES, sp.Rational(5, 4) - 1 / (2 * k * (k + 1)))
    fourths = _sum_at_most(FOURTHS, sp.Rational(9, 8) - 1 / (4 * k * (k + 1)))
    positive = by_sign(0, "<=", 1 / (4 * k * (k + 1)), some)
    high = combine(
        above.left,
        "<=",
        above.right,
        exact,
        (kept_at_least(), of),
        (fourths, 5 * of / n**2),
        (positive, 5 * of / n**2),
        by_sign(0, "<=", sigma0**2 / (4 * n**2), some),
        context=some,
    )
    parabola = substitute(decay_below_parabola(), {y: LOST}, some, substitute(lost_is_positive(), {}, some))
    most = combine(LOST, "<=", 3 * squares / (4 * n), (inverse.at_least_one(CUBES), 1 / n**2), context=SOME)
    squared = raised(most, 2, lost_is_positive())
    basel = raised(inverse.inverse_squares(squares), 2, by_sign(0, "<=", squares, over({k: "[0, oo)"})))
    constant = by_sign(sp.pi**4 / 64 + sp.Rational(1, 2), "<=", sp.Rational(5, 2), some)
    low = combine(
        below.left,
        "<=",
        below.right,
        (exact, -1),
        (kept_at_most(), of),
        (parabola, of),
        (squared, of / 2),
        (basel, 9 * of / (32 * n**2)),
        (cubes, of / n**2),
        (positive, 2 * of / n**2),
        (constant, of / (2 * n**2)),
        context=some,
    )
    return _from_none(below, low), _from_none(above, high)


def _from_none(goal: Relation, known: Proved) -> Proved:
    """For k >= 0, from k >= 1: at k = 0 the risk is 0."""
    flat, exact = goal.context.but({k: None}), _risk()
    nothing = substitute(exact, {k: 0}, flat)
    left, right = (e.subs(k, 0) for e in (goal.left, goal.right))
    spare = by_sign(0, "<=", 5 * sigma0**2 / (2 * n**2), flat)
    none = combine(left, "<=", right, (nothing, 1 if left.has(nothing.relation.left) else -1), spare, context=flat)
    return cases(k, at_value(k, 0, none, goal.left, "<=", goal.right), known)


def lasting(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum of the inverse squares is short of pi^2/6 by at most 1/k."""
    low, high = leading(*statements(THEOREM, THEOREM.claim("leading").unfolded()))
    least, most = inverse.inverse_squares_at_least(squares), inverse.inverse_squares(squares)
    context, of = below.context, 3 * sigma0**2 / (2 * n)
    spare = by_sign(0, "<=", 3 * sigma0**2 / (2 * n * k), context)
    return (
        combine(below.left, "<=", below.right, low, (least, of), context=context),
        combine(above.left, "<=", above.right, high, (most, of), spare, context=context),
    )
