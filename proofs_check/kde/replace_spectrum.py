"""Two draws from one kernel estimate: they copy one point with probability 1/n, else two points drawn in the same way.

So E e^(s (X - Y)) = e^(s^2 h^2) (1/n + (1 - 1/n) that a generation before): a sum over the generation, counted back, at
which both have copied one point. It is that of a mixture of normal laws, and so are the means of what depends on X - Y.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.kde.replace_growth import annealed_law
from proofs_check.lemmas.elementary import a, b, inverse_above_tangent
from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, raised, substitute, summed
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.losses import cosine, density_at_draw
from proofs_check.rules.means import ARGUMENT, domain_of
from proofs_check.rules.moments import one_generation
from proofs_check.rules.probability import mean
from proofs_check.rules.sequences import at_least_its_limit, limit_of, partial_sums, tends
from proofs_check.rules.statements import Context, Proved, Range, Relation, over
from theorems.kde import replace_growth
from theorems.kde.replace_spectrum import PARAMETERS, THEOREM, apart, i, left, stationary
from theorems.language.series import Polylogarithm
from theorems.language.sums import worked_out
from theorems.processes.kde import OF_WORKFLOWS
from theorems.processes.workflows import DRAW, OTHER, replace

n, k, h, sigma0, w = PARAMETERS.symbols
s = ARGUMENT.symbol
HALF = sp.Rational(1, 2)
LIMIT = Polylogarithm(HALF, n)
PARTIAL = sp.Sum(Polylogarithm.terms(HALF, n, i), (i, 1, k))
P, q = sp.symbols("P q", real=True)
EVERY = over({n: "[1, oo)", k: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)"})
TRANSFORMS = EVERY.but({s: domain_of(ARGUMENT)})


@cache
def point(goal: Relation) -> Proved:
    """One kernel more in every generation."""
    return by_moments(goal)


@cache
def centre(goal: Relation) -> Proved:
    """The mean of n draws has the n-th part of their variance."""
    return by_moments(goal)


@cache
def wandering(goal: Relation) -> Proved:
    """1 - (1 - 1/n)^k lies between 0 and 1."""
    known, context = centre(statement(THEOREM, "centre")), goal.context
    gone, kept = by_sign(0, "<=", 1 - apart**k, context), by_sign(0, "<=", apart**k, context)
    return combine(goal.left, "<=", goal.right, (known, -1), (gone, sigma0**2), (kept, n * h**2), context=context)


def _folded(term: sp.Expr, last: sp.Expr) -> sp.Sum:
    return sp.Sum(term, (i, 1, last))


@cache
def _shifted() -> Proved:
    """The sum of c^(i-1) e^i/n up to k + 1 is e/n more than c e times that up to k."""
    term, one = apart ** (i - 1) * sp.exp(i * h**2 * s**2) / n, sp.exp(h**2 * s**2)

    def goal(at: sp.Expr, context: Context) -> Relation:
        return Relation(_folded(term, at + 1), "=", one / n + apart * one * _folded(term, at), context)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        more, less = one_more(_folded(term, j + 1), j, here), one_more(_folded(term, j), j, here)
        wanted = goal(j + 1, here)
        return combine(wanted.left, "=", wanted.right, known, more, (less, -apart * one), context=here)

    start = TRANSFORMS.but({k: None})
    first = goal(sp.Integer(1), start)
    begun = identity(worked_out(first.left), worked_out(first.right), start)
    return induction(goal(k, TRANSFORMS), k, begun, step)


@cache
def _transform() -> Proved:
    """E e^(s (X - Y)), over the number of generations since both have copied one point."""
    pair, one = mean(OF_WORKFLOWS[replace], sp.exp(s * DRAW - s * OTHER), k, TRANSFORMS), sp.exp(h**2 * s**2)

    def value(at: sp.Expr) -> sp.Expr:
        met = _folded(apart ** (i - 1) * sp.exp(i * h**2 * s**2) / n, at)
        return met + apart**at * sp.exp(s**2 * (at * h**2 + sigma0**2))

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here, following = known.relation.context, pair.subs(k, j + 1)
        shifted = substitute(_shifted(), {k: j}, here)
        parts = (one_generation(following, here), (known, apart * one), (shifted, -1))
        return combine(following, "=", value(j + 1), *parts, context=here)

    start, first = TRANSFORMS.but({k: None}), pair.subs(k, 1)
    begun = combine(first, "=", worked_out(value(sp.Integer(1))), one_generation(first, start), context=start)
    return induction(Relation(pair, "=", value(k), TRANSFORMS), k, begun, step)


@cache
def overlap(goal: Relation) -> Proved:
    """X - Y has a density at 0."""
    known = density_at_draw(goal.left, _transform(), goal.context)  # type: ignore[arg-type]
    return combine(goal.left, "=", goal.right, known, context=goal.context)


@cache
def annealed_spectrum(goal: Relation) -> Proved:
    """A draw is normal."""
    known = annealed_law(statement(replace_growth.THEOREM, "annealed-law"))
    found = cosine(goal.left, known, goal.context)  # type: ignore[arg-type]
    return combine(goal.left, "=", goal.right, found, context=goal.context)


@cache
def spectrum(goal: Relation) -> Proved:
    """A geometric sum."""
    context = goal.context
    known = cosine(goal.left, _transform(), context)  # type: ignore[arg-type]
    (total,) = known.relation.right.atoms(sp.Sum)

    def value(at: sp.Expr) -> sp.Expr:
        return stationary * (1 - left.subs(k, at))

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        return combine(
            total.subs(k, j + 1), "=", value(j + 1), before, one_more(total.subs(k, j), j, here), context=here
        )

    start = context.but({k: None})
    begun = identity(worked_out(total.subs(k, 1)), value(sp.Integer(1)), start)
    added = induction(Relation(total, "=", value(k), context), k, begun, step)
    return combine(goal.left, "=", goal.right, known, added, context=context)


@cache
def spectrum_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What is left of the start is c^k times a difference of two numbers between 0 and 1."""
    known, context = spectrum(statement(THEOREM, "spectrum")), below.context
    start = sp.exp(-(sigma0**2) * w**2)
    down = by_sign(0, "<=", 1 + start - stationary, context)
    up = by_sign(0, "<=", 1 - start + stationary, context)
    return (
        combine(below.left, "<=", below.right, (known, -1), (down, left), context=context),
        combine(above.left, "<=", above.right, known, (up, left), context=context),
    )


def _series(sign: int, more: sp.Expr, *steps: tuple[Proved, sp.Expr]) -> Proved:
    """sign Li <= sign (P(k) + more(k)), P the sum of k terms of the polylogarithm Li: it falls, and goes there."""
    context = over({n: "[2, oo)", k: "[1, oo)"})
    now, longer = sign * (PARTIAL + more), one_more(PARTIAL, k, context)
    falls = combine(now.subs(k, k + 1), "<=", now, *steps, using=[longer], context=context)
    parts = {P: partial_sums(LIMIT, k, context), q: tends(more, k, sp.oo, 0, context)}
    return at_least_its_limit(falls, limit_of(sign * (P + q), parts, context), k)


@cache
def _below() -> Proved:
    """P(k) <= Li: every term is positive."""
    positive = by_sign(0, "<=", Polylogarithm.terms(HALF, n, k + 1), over({n: "[2, oo)", k: "[1, oo)"}))
    return _series(-1, sp.Integer(0), (positive, sp.Integer(1)))


@cache
def _above() -> Proved:
    """Li <= P(k) + n z^(k + 1)/sqrt(k), z = 1 - 1/n: what is left is less than a geometric series."""
    context = over({n: "[2, oo)", k: "[1, oo)"})
    falls = raised(by_sign(k, "<=", k + 1, context), sp.Rational(1, 2))
    return _series(1, n * apart ** (k + 1) / sp.sqrt(k), (falls, n * apart ** (k + 1) / sp.sqrt(k * (k + 1))))


@cache
def overlap_limit(low: Relation, high: Relation) -> tuple[Proved, Proved]:
    """The partial sums of a polylogarithm; what is left of the start is less than the last of its kernels."""
    context = low.context
    known = substitute(overlap(statement(THEOREM, "overlap")), {}, context)
    scale = 1 / (2 * h * sp.sqrt(sp.pi) * (n - 1))
    less, more = substitute(_below(), {}, context), substitute(_above(), {}, context)
    (total,) = known.relation.right.atoms(sp.Sum)
    each = identity(total.function, scale * PARTIAL.function, context.but({i: "[1, oo)"}, i <= k))
    same = summed(each, i, 1, k, context)
    left = apart**k / (2 * sp.sqrt(sp.pi))
    real = by_sign(0, "<=", left / sp.sqrt(sigma0**2 + k * h**2), context)
    wide = raised(by_sign(k * h**2, "<=", sigma0**2 + k * h**2, context), sp.Rational(1, 2))
    narrow = left / (h * sp.sqrt(k) * sp.sqrt(sigma0**2 + k * h**2))
    down = combine(low.left, "<=", low.right, (known, -1), (same, -1), (more, scale), real, context=context)
    return down, combine(high.left, "<=", high.right, known, same, (less, scale), (wide, narrow), context=context)


@cache
def overlap_floor(goal: Relation) -> Proved:
    """By a tangent to 1/root of the variance of X - Y, whose mean is at most that of n kernels and of the real law."""
    known, context = overlap(statement(THEOREM, "overlap")), goal.context
    root = sp.sqrt(sigma0**2 + n * h**2)
    line = (sp.Rational(3, 2) - i * h**2 / (2 * root**2)) / root
    weight = apart ** (i - 1) / (2 * n * sp.sqrt(sp.pi))
    inside = context.but({i: Range(sp.Integer(1), sp.oo, False, True)}, i <= k)
    each = combine(
        weight * line,
        "<=",
        weight / (h * sp.sqrt(i)),
        (substitute(inverse_above_tangent(), {a: h * sp.sqrt(i), b: root}, inside), weight),
        context=inside,
    )
    total = summed(each, i, 1, k, context)

    def value(at: sp.Expr) -> sp.Expr:
        met, steps = 1 - apart**at, n * (1 - apart**at) - at * apart**at
        return (sp.Rational(3, 2) * met - steps * h**2 / (2 * root**2)) / (2 * root * sp.sqrt(sp.pi))

    def step(before: Proved, j: sp.Symbol) -> Proved:
        here = before.relation.context
        more = one_more(total.relation.left.subs(k, j), j, here)
        return combine(total.relation.left.subs(k, j + 1), "=", value(j + 1), before, more, context=here)

    start = context.but({k: None})
    begun = identity(worked_out(total.relation.left.subs(k, 1)), value(sp.Integer(1)), start)
    added = induction(Relation(total.relation.left, "=", value(k), context), k, begun, step)
    last = substitute(inverse_above_tangent(), {a: sp.sqrt(sigma0**2 + k * h**2), b: root}, context)
    spare = by_sign(0, "<=", (n * apart**k * h**2 + (1 - apart**k) * sigma0**2) / root**3, context)
    return combine(
        goal.left,
        "<=",
        goal.right,
        (known, -1),
        total,
        (added, -1),
        (last, apart**k / (2 * sp.sqrt(sp.pi))),
        (spare, 1 / (4 * sp.sqrt(sp.pi))),
        context=context,
    )
