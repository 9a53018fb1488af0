"""Bounds on the mean of one factor of the fitted scale, and on digamma (Gurland's method, Skandinavisk
Aktuarietidskrift 39, 1956): a function that falls from a to a + 1 for every a and tends to 0 is not negative.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import combine, increasing
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.sequences import at_least_its_limit, limit_of, tends
from proofs_check.rules.statements import Proved, over

a = sp.Symbol("a", positive=True)
"""Half the degrees of freedom, (n - 1)/2; at least 1/2."""
HALF = over({a: "[1/2, oo)"})
LOG_MEAN = sp.loggamma(a + sp.Rational(1, 2)) - sp.loggamma(a) - sp.log(a) / 2
"""ln m_n(1), m_n(1) = E S^(1/2), S = chi-square over its 2a degrees of freedom."""
DIGAMMA = sp.polygamma(0, a) - sp.log(a)
w = sp.Symbol("w", real=True)
"""1/a."""
LOST = {LOG_MEAN: sp.log(1 + w) / 2 - sp.log(1 + w / 2), DIGAMMA: sp.log(1 + w) - w}
"""main(a) - main(a+1) without Gamma functions; that it is that, `combine` checks."""


@cache
def _vanishes(e: sp.Expr) -> Proved:
    """e -> 0 as a -> oo."""
    return tends(e, a, sp.oo, 0, HALF)


@cache
def telescoped(side: int, main: sp.Expr, correction: sp.Expr) -> Proved:
    """0 <= +-main + correction for a >= 1/2: both tend to 0, and what the sum loses from a to a + 1 falls to 0."""
    whole = side * main + correction
    small = side * LOST[main] + sp.cancel((correction - correction.subs(a, a + 1)).subs(a, 1 / w))
    lost = small.subs(w, 1 / a)
    slope = by_sign(0, "<=", sp.factor(sp.together(-sp.diff(lost, a))), HALF)
    falls = increasing(-lost, a, by_sign(a, "<=", a + 1, HALF), slope)
    less = combine(lost.subs(a, a + 1), "<=", lost, falls, context=HALF)
    positive = at_least_its_limit(less, limit_of(small, {w: _vanishes(1 / a)}, HALF), a)
    decreasing = combine(whole.subs(a, a + 1), "<=", whole, positive, context=HALF)
    u, v = sp.symbols("u v", real=True)
    limits = {u: _vanishes(main), v: _vanishes(correction)}
    return at_least_its_limit(decreasing, limit_of(side * u + v, limits, HALF), a)


def log_mean_at_most() -> Proved:
    """0 <= -ln m_n(1) - 1/(4n-3) at n = 2a + 1."""
    return telescoped(-1, LOG_MEAN, -1 / (8 * a + 1))


def log_mean_at_least() -> Proved:
    """0 <= ln m_n(1) + 1/(4n-4) at n = 2a + 1."""
    return telescoped(1, LOG_MEAN, 1 / (8 * a))


def log_mean_to_third_order() -> Proved:
    """0 <= -ln m_n(1) - v/4 + v^3/24 at v = 1/(2a) = 1/(n-1)."""
    return telescoped(-1, LOG_MEAN, -1 / (8 * a) + 1 / (192 * a**3))


def digamma_at_most() -> Proved:
    """0 <= -(psi(a) - ln a) - 1/(2a)."""
    return telescoped(-1, DIGAMMA, -1 / (2 * a))


def digamma_at_least() -> Proved:
    """0 <= psi(a) - ln a + 1/(2a) + 1/(12a^2)."""
    return telescoped(1, DIGAMMA, 1 / (2 * a) + 1 / (12 * a**2))
