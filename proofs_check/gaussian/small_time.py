"""The variance of the risk while k/n is small: k >= 1 and 10 k <= n.

With v = 1/(n-1) and u = k v, so that 0 < v <= u <= 1/9, the powers R = E S^2 = (1 + 2v)^k, Q = (E S^(3/2))^k and
C = (E S^(1/2))^k are exponentials of small numbers. Logarithms and exponentials lie between Taylor polynomials, the
variance is monotone in R, Q and 1 - C, and what is left is u^3 times a polynomial in u and w = 1/k, on a compact box.
"""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.chi_square import LOG_MEAN, a, log_mean_at_least, log_mean_to_third_order
from proofs_check.lemmas.elementary import (
    decay_above_line,
    decay_below_parabola,
    exponential,
    growth_above_parabola,
    growth_below_cubic,
    log_above_quartic,
    log_below_cubic,
    y,
)
from proofs_check.lemmas.gaussian_moments import one_factor
from proofs_check.rules.algebra import combine, raised, substitute
from proofs_check.rules.leaves import by_balls, by_sign, given
from proofs_check.rules.statements import Context, Proved, over
from theorems.gaussian.risk import PARAMETERS

n, k, _ = PARAMETERS.symbols
u, w = sp.symbols("u w", nonnegative=True)
BOX = over({u: "[0, 1/9]", w: "[0, 1]"})
HERE = {u: k / (n - 1), w: 1 / k}
V = u * w
LOG_FACTOR = LOG_MEAN.subs(a, (n - 1) / 2)


QUARTER = sp.Rational(1, 4)


def _cubic(x: sp.Expr) -> sp.Expr:
    return x - x**2 / 2 + x**3 / 3


_R = (_cubic(2 * V) - 4 * V**4, _cubic(2 * V))
_C = (-V / 4, -V / 4 + V**3 / 24)
_Q = (_C[0] + _cubic(V) - V**4 / 4, _C[1] + _cubic(V))
EXPONENTS = {power: tuple(sp.expand(e / w) for e in both) for power, both in {4: _R, 3: _Q, 1: _C}.items()}
"""The polynomials between which k ln E S^(power/2) lies, the lower one first."""
LEMMAS = {
    (False, False): growth_above_parabola,
    (False, True): growth_below_cubic,
    (True, False): decay_above_line,
    (True, True): decay_below_parabola,
}
"""Of e^y and of e^-y: which lemma bounds them from below, and from above."""


@cache
def small(context: Context) -> Proved:
    """k/(n-1) <= 1/9."""
    ninth = sp.Rational(1, 9)
    share = 1 / (9 * (n - 1))
    first = by_sign(1, "<=", k, context)
    return combine(HERE[u], "<=", ninth, (given(10 * k <= n, context), share), (first, share), context=context)


def _here(premise: Proved, context: Context) -> Proved:
    """What holds for all u and w of the box, at k/(n-1) and 1/k."""
    return substitute(premise, HERE, context, small(context))


def _logarithm(power: int, above: bool, context: Context) -> Proved:
    """k ln E S^(power/2) at most, or at least, its polynomial. E S^2 = 1 + 2v, E S^(3/2) = (1 + v) E S^(1/2)."""
    lemma, mean = (log_below_cubic, log_mean_to_third_order) if above else (log_above_quartic, log_mean_at_least)
    log, parts = sp.Integer(0), []
    if power != 1:
        grown = (power - 2) / (n - 1)
        log, parts = sp.log(1 + grown), [substitute(lemma(), {y: grown}, context)]
    if power != 4:
        log, parts = log + LOG_FACTOR, [*parts, substitute(mean(), {a: (n - 1) / 2}, context)]
    ends = (k * log, EXPONENTS[power][above].subs(HERE))
    left, right = ends if above else ends[::-1]
    return combine(left, "<=", right, *((part, k) for part in parts), context=context)


@cache
def power_bound(power: int, above: bool, context: Context) -> Proved:
    """(E S^(power/2))^k at most, or at least, its Taylor polynomial `taylor`."""
    size = EXPONENTS[power][above] * (-1 if power == 1 else 1)
    lemma = LEMMAS[power == 1, above]()
    inside = [by_sign(0, "<=", size, BOX), *([] if power == 1 or not above else [by_balls(size, QUARTER, BOX)])]
    polynomial = _here(substitute(lemma, {y: size}, BOX, *inside), context)
    power_of_e = exponential(_logarithm(power, above, context))
    ends = (one_factor(power) ** k, taylor(power, above).subs(HERE))
    left, right = ends if above else ends[::-1]
    return combine(left, "<=", right, power_of_e, polynomial, context=context)


def taylor(power: int, above: bool) -> sp.Expr:
    """The polynomial in u and w that (E S^(power/2))^k is at most, or at least."""
    size = EXPONENTS[power][above] * (-1 if power == 1 else 1)
    r = LEMMAS[power == 1, above]().relation
    return (r.right if above else r.left).subs(y, size)


def scale_bounds(above: bool, context: Context) -> tuple[Proved, Proved]:
    """1 - C and its square at least (`above`: C at most) what they are with its Taylor polynomial, or at most that."""
    mean = one_factor(1) ** k
    least = 1 - taylor(1, True)
    shrinks = combine(least.subs(HERE), "<=", 1 - mean, power_bound(1, True, context), context=context)
    start = _here(by_sign(0, "<=", least, BOX), context)
    if above:
        return shrinks, raised(shrinks, 2, start)
    most = combine(1 - mean, "<=", 1 - taylor(1, False).subs(HERE), power_bound(1, False, context), context=context)
    return most, raised(most, 2, combine(0, "<=", 1 - mean, start, shrinks, context=context))


def remainder(difference: sp.Expr, context: Context) -> Proved:
    """0 < a rational function of n and k that is u^3 times one without a pole, which balls show to be positive."""
    in_box = {n: 1 + 1 / V, k: 1 / w}
    above, below = sp.fraction(sp.cancel(sp.together(difference.subs(in_box, simultaneous=True) / u**3)))
    positive = _here(by_balls(0, sp.expand(above), BOX), context)
    return combine(0, "<=", difference, (positive, (u**3 / below).subs(HERE)), context=context)
