"""How far the entropy h of the share falls in a generation, on average, and so how long it lasts.

Let y = X/n, X ~ Bin(n, p), and K(y) = y ln(y/p) + (1-y) ln((1-y)/(1-p)). Then h(y) = -y ln p - (1-y) ln(1-p) - K(y),
and h(p) - E h(y) = E K(y). From above it is at most ln a, a = 1 + 1/n: by ln z <= z - 1 at z = y/(pa) and
z = (1-y)/((1-p)a) it is ln a + w/a - 1 at most, w = y^2/p + (1-y)^2/(1-p), and E w = a. From below it is at least 0,
and for 1 <= n p <= n - 1 at least 1/(2n): n E K is E X ln(X/u), u = n p, and the same of the other symbol; and
E X ln(X/u) >= (1 - p)/2 by the moments of a polynomial below it, of one where u >= 11/4 and another where it is less.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import log_below_line
from proofs_check.lemmas.elementary import y as slope
from proofs_check.lemmas.entropy import (
    c,
    count_log_above_quartic,
    count_log_quartic,
    entropy_above_quintic,
    entropy_quintic,
    log_below_quintic,
    log_below_tangent,
    log_quintic,
    z,
)
from proofs_check.rules.algebra import combine, either, substitute
from proofs_check.rules.chains import on_average, outcome, outcomes
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.statements import Context, Proved, Relation, over
from proofs_check.rules.times import branches, ended, polynomial_mean, time_at_least, time_at_most
from theorems.bernoulli.forgetting_time import PARAMETERS, THEOREM
from theorems.language.functions import BinaryEntropy
from theorems.language.laws import Binomial
from theorems.processes.discrete import P

n, p0 = PARAMETERS.symbols
q0, h = 1 - p0, BinaryEntropy.definition
x, j = outcome(Binomial), sp.Symbol("j", integer=True, nonnegative=True)
u, w = sp.symbols("u w", positive=True)
"""How many copies of the symbol, and of the other, are expected among n draws."""
a, b = sp.symbols("a b", integer=True, positive=True)
"""How many of n draws are the symbol, and how many are not, where neither is 0."""
DRAWN = Binomial(n, p0)
HERE, LATER = over({n: "[2, oo)", p0: "(0, 1)"}), over({n: "[2, oo)", j: "[1, oo)"}, j <= n - 1)
BOTH = over({a: "[1, oo)", b: "[1, oo)", p0: "(0, 1)"})
BETWEEN = HERE.but({}, n * p0 >= 1, n * p0 <= n - 1)
"""Of both symbols one copy is expected, or more."""
ENOUGH = sp.Rational(11, 4)
"""Expected copies: the mean of one polynomial suffices from 2.7 on, that of the other up to 2.8 (`_enough`)."""
MANY = (n * p0 >= ENOUGH, n * p0 <= n - ENOUGH)
"""Of the symbol, and of the other, so many are expected."""
END = sp.Eq(x * (n - x), 0)
tangent = -(x / n) * sp.log(p0) - (1 - x / n) * sp.log(q0)
"""That of h at p0."""
L = sp.log(1 + 1 / n)


Term = tuple[Proved, sp.Expr]
"""A premise, and what it is multiplied by."""
OfOne = tuple[Callable[[sp.Expr, sp.Expr, sp.Expr, Context], Term], Callable[[sp.Expr, sp.Expr], sp.Expr]]
"""What is known of one of the two symbols, from its count, the number n of draws, its given share and the context; and
what it leaves, from n and its share, where it is not drawn."""


def _generation(factor: sp.Expr, bound: sp.Expr, above: bool, symbol: OfOne, other: OfOne) -> Proved:
    """E of factor h(y), 0 counting where y is 0 or 1, is at most (or at least) that of a polynomial of the draw."""

    def related(value: sp.Expr, here: sp.Expr, context: Context, *terms: Proved | Term) -> Proved:
        sides = (value, here) if above else (here, value)
        return combine(sides[0], "<=", sides[1], *terms, context=context)

    def forgotten(count: sp.Expr, there: Term, left: sp.Expr) -> Proved:
        return related(sp.Integer(0), bound.subs(x, count), HERE, there, by_sign(0, "<=", left, HERE))

    (known, leaves), (known_of_other, other_leaves) = symbol, other
    drawn, counts = outcomes(DRAWN, HERE), {x: a, n: a + b}
    value, here = (e.subs(counts, simultaneous=True) for e in (factor * h(x / n), bound))
    inside = related(value, here, BOTH, known(a, a + b, p0, BOTH), known_of_other(b, a + b, q0, BOTH))
    inside = substitute(inside, {a: x, b: n - x}, drawn.but({}, x >= 1, n - x >= 1))
    none = forgotten(sp.Integer(0), known_of_other(n, n, q0, HERE), leaves(n, p0))
    alone = forgotten(n, known(n, n, p0, HERE), other_leaves(n, q0))
    return _on_average(factor * h(x / n), bound, above, inside, none, alone)


def _on_average(value: sp.Expr, bound: sp.Expr, above: bool, *pointwise: Proved) -> Proved:
    """The same relation of the means as of what is drawn: where y is neither 0 nor 1, at 0, and at 1."""
    V, drawn = ended(END, value), outcomes(DRAWN, HERE)
    known = branches(Relation(*((V, "<=", bound) if above else (bound, "<=", V)), drawn), END, x, *pointwise)
    means, polynomial = on_average(DRAWN, known, HERE), polynomial_mean(DRAWN, bound, HERE)
    left, right, sign = means.relation.left, means.relation.right, 1 if above else -1
    left, right = (left, polynomial.relation.right) if above else (polynomial.relation.right, right)
    return combine(left, "<=", right, means, (polynomial, sign), context=HERE)


def _by_line(grown: sp.Expr, factor: sp.Expr, sign: int) -> OfOne:
    """factor y ln(y/(p grown)), from ln z <= z - 1 at z = (p grown)/y, or at its inverse (sign -1)."""

    def term(count: sp.Expr, size: sp.Expr, share: sp.Expr, context: Context) -> Term:
        at = (share * grown.subs(n, size) * size / count) ** sign
        return substitute(log_below_tangent(), {z: at}, context), factor.subs(n, size) * count / size

    return term, lambda size, share: factor.subs(n, size) * share if sign == 1 else sp.Integer(0)


def _below(many: bool, count: sp.Expr, mean: sp.Expr) -> sp.Expr:
    """A polynomial of a count that is at most count ln(count/mean), close to it for means from 11/4 on, or below."""
    return mean * entropy_quintic(count / mean) if many else count * (count_log_quartic(count) - sp.log(mean))


def _by_polynomial(many: bool) -> OfOne:
    """2n y ln(y/p) is at least twice that polynomial of the count."""

    def term(count: sp.Expr, size: sp.Expr, share: sp.Expr, context: Context) -> Term:
        mean = size * share
        if many:
            return substitute(entropy_above_quintic(), {z: count / mean}, context), 2 * mean
        return substitute(count_log_above_quartic(), {c: count}, context), 2 * count

    return term, lambda size, share: -2 * _below(many, sp.Integer(0), size * share)


@cache
def _enough(many: bool) -> Proved:
    """1 - p <= 2 E of that polynomial of X ~ Bin(n, p), where u = n p is the mean, and w = n - u at least 1.

    What is left is a polynomial in u and w, and a multiple of ln u, which for few copies is ln 2 + ln(u/2).
    """
    mean = polynomial_mean(DRAWN, 2 * _below(many, x, n * p0) - q0, HERE).relation.right
    value = sp.factor(mean.subs({n: u + w, p0: u / (u + w)}, simultaneous=True))
    if many:
        return by_sign(0, "<=", value, over({u: f"[{ENOUGH}, oo)", w: "[1, oo)"}))
    here, above_log_2 = over({u: f"[1, {ENOUGH}]", w: "[1, oo)"}), sp.Rational(13863, 20000)  # by 3e-6
    least = sp.factor(value.subs(sp.log(u), above_log_2 + log_quintic(u / 2)))
    log_of_half = substitute(log_below_quintic(), {z: u / 2}, here)
    log_2 = by_sign(sp.log(2), "<=", above_log_2, over({}))
    return combine(0, "<=", value, by_sign(0, "<=", least, here), (log_of_half, 2 * u), (log_2, 2 * u), context=here)


@cache
def _falls_at(many: bool, others: bool) -> Proved:
    """2n h falls by 1 at least, on average, where both means are at least 1, and 11/4 or more, or less."""
    below = _below(many, x, n * p0) + _below(others, n - x, n * q0)
    known = _generation(2 * n, 2 * n * tangent - 2 * below, True, _by_polynomial(many), _by_polynomial(others))
    first, second = (
        at_least if known else sp.Not(at_least) for at_least, known in zip(MANY, (many, others), strict=True)
    )
    here = BETWEEN.but({}, first, second)
    terms = [
        substitute(_enough(many), {u: n * p0, w: n * q0}, here),
        substitute(_enough(others), {u: n * q0, w: n * p0}, here),
    ]
    return combine(1 + known.relation.left, "<=", 2 * n * h(p0), known, *terms, context=here)


@cache
def _falls() -> Proved:
    """The same wherever both means are at least 1."""
    first, second = MANY

    def where(many: bool) -> Proved:
        here = BETWEEN.but({}, first if many else sp.Not(first))
        return either(second, _falls_at(many, True), _falls_at(many, False), here)

    return either(first, where(True), where(False), BETWEEN)


@cache
def mean_upper(goal: Relation) -> Proved:
    """2n h falls by 1 at least in a generation, from the start on."""
    return time_at_most(goal.left, 2 * n * h(P), j, _falls(), _drawn(_falls()), goal.context)


@cache
def mean_upper_any(goal: Relation) -> Proved:
    """2n h does not rise in the first generation, and falls by 1 at least in each later one."""
    line, size = _by_line(sp.Integer(1), 2 * n, 1), 2 * n
    begins = _generation(size, size * tangent, True, line, line)
    begins = combine(1 + begins.relation.left, "<=", goal.right, begins, context=HERE)
    return time_at_most(goal.left, size * h(P), j, begins, _drawn(_falls()), goal.context)


def _drawn(known: Proved) -> Proved:
    """The same where j of n were drawn in the last generation, 1 <= j <= n - 1."""
    fewer = combine(j / n, "<", 1, (given(j <= n - 1, LATER), 1 / n), by_sign(0, "<", 1 / n, LATER), context=LATER)
    return substitute(known, {p0: j / n}, LATER, fewer)


def _finite(goal: Relation) -> Proved:
    """E T is at most a number: 2 n^2 y (1-y) falls by 1 at least where y is neither 0 nor 1."""
    V, zero = 2 * n**2 * P * (1 - P), by_sign(0, "<=", 0, HERE)
    here, drawn = V.subs(P, x / n), outcomes(DRAWN, HERE)
    inside = by_sign(here, "<=", here, drawn.but({}, x >= 1, n - x >= 1))
    falls = _on_average(here, here, True, inside, zero, zero)
    first, later = V.subs(P, p0), V.subs(P, j / n)
    begins = combine(
        1 + falls.relation.left, "<=", 1 + first, falls, (by_sign(0, "<=", p0 * q0, HERE), 2 * n), context=HERE
    )
    falls, inner = _drawn(falls), (given(j <= n - 1, LATER), 2 * (j - 1))
    enough = combine(n, "<=", 2 * j * (n - j), inner, by_sign(2, "<=", n, LATER), context=LATER)
    goes = combine(1 + falls.relation.left, "<=", later, falls, (enough, 1 / n), context=LATER)
    return time_at_most(goal.right, V, j, begins, goes, goal.context)


@cache
def mean_lower(goal: Relation) -> Proved:
    """h falls by ln(1 + 1/n) at most in a generation."""
    grown, y2 = 1 + 1 / n, (x / n) ** 2 / p0 + (1 - x / n) ** 2 / q0
    bound, line = (tangent - L - y2 / grown + 1) / L, _by_line(grown, 1 / L, -1)
    falls = _generation(1 / L, bound, False, line, line)
    falls = combine(h(p0) / L, "<=", 1 + falls.relation.right, falls, context=HERE)
    return time_at_least(goal.right, h(P) / L, j, falls, _drawn(falls), _finite(goal), goal.context)


@cache
def mean_lower_linear(goal: Relation) -> Proved:
    """ln(1 + 1/n) is at most 1/n, and h at least 0."""
    H = sp.Symbol("H", nonnegative=True)
    sizes = over({n: "[2, oo)", H: "[0, oo)"})
    smaller = combine(
        n * H, "<=", H / L, (substitute(log_below_line(), {slope: 1 / n}, sizes), n * H / L), context=sizes
    )
    line = log_below_tangent()
    terms = [(substitute(line, {z: share}, HERE), share) for share in (p0, q0)]
    above = combine(0, "<=", h(p0), *terms, by_sign(0, "<=", 2 * p0 * q0, HERE), context=HERE)
    known = mean_lower(statement(THEOREM, "mean-lower"))
    return combine(
        goal.left, "<=", goal.right, substitute(smaller, {H: h(p0)}, HERE, above), known, context=goal.context
    )


@cache
def mean_lower_rare(goal: Relation) -> Proved:
    """What the other symbol adds to h is at least 0: ln z <= z - 1 at z = 1 - p0."""
    other = substitute(log_below_tangent(), {z: q0}, HERE)
    known = mean_lower_linear(statement(THEOREM, "mean-lower-linear"))
    room = by_sign(0, "<=", n * p0 * q0, HERE)
    return combine(goal.left, "<=", goal.right, known, (other, n * q0), room, context=goal.context)
