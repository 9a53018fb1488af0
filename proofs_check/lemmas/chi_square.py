"""Bounds on the mean of one factor of the fitted scale, and on digamma (Gurland's method, Skandinavisk
Aktuarietidskrift 39, 1956): a function that falls from a to a + 1 for every a and tends to 0 is not negative.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import from_the_start
from proofs_check.rules.algebra import combine, increasing, substitute
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.sequences import at_least_its_limit, limit_of, tends
from proofs_check.rules.statements import Context, Proved, over

a = sp.Symbol("a", positive=True)
"""Half the degrees of freedom, (n - 1)/2; at least 1/2."""
HALF = over({a: "[1/2, oo)"})
LOG_MEAN = sp.loggamma(a + sp.Rational(1, 2)) - sp.loggamma(a) - sp.log(a) / 2
"""ln m_n(1), m_n(1) = E S^(1/2), S = chi-square over its 2a degrees of freedom."""
DIGAMMA = sp.polygamma(0, a) - sp.log(a)
w = sp.Symbol("w", real=True)
"""1/a."""
HALF_AHEAD = sp.polygamma(0, a) - sp.log(a - sp.Rational(1, 2))
TRIGAMMA, TETRAGAMMA = sp.polygamma(1, a), sp.polygamma(2, a)
LOST = {
    LOG_MEAN: sp.log(1 + w) / 2 - sp.log(1 + w / 2),
    DIGAMMA: sp.log(1 + w) - w,
    HALF_AHEAD: sp.log(1 + w / 2) - sp.log(1 - w / 2) - w,
    TRIGAMMA: w**2,
    TETRAGAMMA: -2 * w**3,
}
"""main(a) - main(a+1) without Gamma functions; that it is that, `combine` checks."""


@cache
def _vanishes(e: sp.Expr, context: Context) -> Proved:
    """e -> 0 as a -> oo."""
    return tends(e, a, sp.oo, 0, context)


@cache
def telescoped(side: int, main: sp.Expr, correction: sp.Expr, context: Context = HALF) -> Proved:
    """0 <= +-main + correction throughout: both tend to 0, and what the sum loses from a to a + 1 falls to 0."""
    whole = side * main + correction
    gained = sp.cancel((correction - correction.subs(a, a + 1)).subs(a, 1 / w))
    small = side * LOST[main] + gained.replace(sp.log, lambda x: sp.log(sp.cancel(x)))
    lost = small.subs(w, 1 / a)
    slope = by_sign(0, "<=", sp.factor(sp.together(-sp.diff(lost, a))), context)
    falls = increasing(-lost, a, by_sign(a, "<=", a + 1, context), slope)
    less = combine(lost.subs(a, a + 1), "<=", lost, falls, context=context)
    positive = at_least_its_limit(less, limit_of(small, {w: _vanishes(1 / a, context)}, context), a)
    decreasing = combine(whole.subs(a, a + 1), "<=", whole, positive, context=context)
    u, v = sp.symbols("u v", real=True)
    limits = {u: _vanishes(main, context), v: _vanishes(correction, context)}
    return at_least_its_limit(decreasing, limit_of(side * u + v, limits, context), a)


def log_mean_at_most() -> Proved:
    """0 <= -ln m_n(1) - 1/(4n-3) at n = 2a + 1."""
    return telescoped(-1, LOG_MEAN, -1 / (8 * a + 1))


def log_mean_at_least() -> Proved:
    """0 <= ln m_n(1) + 1/(4n-4) at n = 2a + 1."""
    return telescoped(1, LOG_MEAN, 1 / (8 * a))


def log_mean_to_third_order() -> Proved:
    """0 <= -ln m_n(1) - v/4 + v^3/24 at v = 1/(2a) = 1/(n-1)."""
    return telescoped(-1, LOG_MEAN, -1 / (8 * a) + 1 / (192 * a**3))


def log_mean_at_most_by_square() -> Proved:
    """0 <= -ln m_n(1) + ln(1 - 1/(2n-1))/2 at n = 2a + 1: Gurland's inequality."""
    return telescoped(-1, LOG_MEAN, sp.log(1 - 1 / (4 * a + 1)) / 2)


def log_mean_at_least_by_square() -> Proved:
    """0 <= ln m_n(1) - ln(1 - 1/(2n-2))/2 at n = 2a + 1."""
    return telescoped(1, LOG_MEAN, -sp.log(1 - 1 / (4 * a)) / 2)


def digamma_at_most() -> Proved:
    """0 <= -(psi(a) - ln a) - 1/(2a)."""
    return telescoped(-1, DIGAMMA, -1 / (2 * a))


def digamma_at_least() -> Proved:
    """0 <= psi(a) - ln a + 1/(2a) + 1/(12a^2)."""
    return telescoped(1, DIGAMMA, 1 / (2 * a) + 1 / (12 * a**2))


def digamma_half_ahead() -> Proved:
    """0 <= psi(a) - ln(a - 1/2) for a >= 1."""
    return telescoped(1, HALF_AHEAD, sp.Integer(0), HALF.but({a: "[1, oo)"}))


def trigamma_at_most() -> Proved:
    """0 <= -psi'(a) + 1/a + 1/(2a^2) + 1/(6a^3)."""
    return telescoped(-1, TRIGAMMA, 1 / a + 1 / (2 * a**2) + 1 / (6 * a**3))


def trigamma_at_least() -> Proved:
    """0 <= psi'(a) - 1/a."""
    return telescoped(1, TRIGAMMA, -1 / a)


x = sp.Symbol("x", nonnegative=True)
AHEAD = HALF.but({x: "[0, oo)"})
"""ln Gamma from a to a + x."""


def _from_zero(function: sp.Expr, slope: Proved) -> Proved:
    """0 <= F(x) from F(0) = 0 and 0 <= F'."""
    return from_the_start(function, x, by_sign(0, "<=", 0, HALF), slope)


@cache
def gamma_above_tangent() -> Proved:
    """0 <= ln Gamma(a+x) - ln Gamma(a) - x psi(a): the slope psi rises, as psi' is at least 1/a."""
    bent = substitute(trigamma_at_least(), {a: a + x}, AHEAD)
    convex = combine(0, "<=", sp.polygamma(1, a + x), bent, by_sign(0, "<=", 1 / (a + x), AHEAD), context=AHEAD)
    rises = _from_zero(sp.polygamma(0, a + x) - sp.polygamma(0, a), convex)
    return _from_zero(sp.loggamma(a + x) - sp.loggamma(a) - x * sp.polygamma(0, a), rises)


@cache
def _trigamma_falls() -> Proved:
    """0 <= psi'(a) - psi'(a+x), as psi'' is at most -1/a^2."""
    least = telescoped(-1, TETRAGAMMA, -1 / a**2)
    bent = substitute(least, {a: a + x}, AHEAD)
    falls = combine(0, "<=", -sp.polygamma(2, a + x), bent, by_sign(0, "<=", 1 / (a + x) ** 2, AHEAD), context=AHEAD)
    return _from_zero(sp.polygamma(1, a) - sp.polygamma(1, a + x), falls)


@cache
def gamma_below_parabola() -> Proved:
    """0 <= x psi(a) + x^2 psi'(a)/2 - ln Gamma(a+x) + ln Gamma(a): psi' falls."""
    below = _from_zero(sp.polygamma(0, a) + x * sp.polygamma(1, a) - sp.polygamma(0, a + x), _trigamma_falls())
    parabola = x * sp.polygamma(0, a) + x**2 * sp.polygamma(1, a) / 2
    return _from_zero(parabola - sp.loggamma(a + x) + sp.loggamma(a), below)


@cache
def gamma_above_parabola() -> Proved:
    """0 <= ln Gamma(a+x) - ln Gamma(a) - x psi(a+x) + x^2 psi'(a)/2: seen from a + x, as psi' falls."""
    above = sp.loggamma(a + x) - sp.loggamma(a) - x * sp.polygamma(0, a + x) + x**2 * sp.polygamma(1, a) / 2
    slope = combine(0, "<=", sp.diff(above, x), (_trigamma_falls(), x), context=AHEAD)
    return _from_zero(above, slope)


@cache
def gamma_below_chord() -> Proved:
    """0 <= x ln a + ln Gamma(a) - ln Gamma(a+x) for 0 <= x <= 1: convex, and Gamma(a+1) = a Gamma(a)."""
    inside = HALF.but({x: "[0, 1]"})
    back = x * sp.polygamma(0, a + x) - sp.loggamma(a + x) + sp.loggamma(a)
    rises = substitute(trigamma_at_least(), {a: a + x}, AHEAD)
    slope = combine(0, "<=", sp.diff(back, x), (rises, x), by_sign(0, "<=", x / (a + x), AHEAD), context=AHEAD)
    behind = substitute(_from_zero(back, slope), {}, inside)
    ahead = substitute(gamma_above_tangent(), {a: a + x, x: 1 - x}, inside)
    chord = x * sp.log(a) + sp.loggamma(a) - sp.loggamma(a + x)
    return combine(0, "<=", chord, (behind, 1 - x), (ahead, x), context=inside)
