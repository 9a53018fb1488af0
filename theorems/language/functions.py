"""Functions of the theory without an elementary form. Each has a method for every number system."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from math import factorial
from typing import Any

import sympy as sp

from theorems.language.parameters import Point
from theorems.language.readers import UnreadableExpression, exact
from theorems.language.readers.balls import Balls
from theorems.language.readers.interpreter import DefinedFunction, TheoryFunction
from theorems.language.readers.multiprecision import Multiprecision

STEPS = 10**6
"""Iterates are followed so far, some seconds; beyond, they are enclosed by bounds."""


def by_bounds(expression: sp.Basic, point: Point) -> list[str]:
    """The iterates in the expression that a ball encloses by proved bounds at the point, not by iteration."""
    names = {GIterate: "g_k", OccupancyIterate: "gamma_k"}
    far = {f.func for f in expression.atoms(*names) if exact(f.args[-1], point) > STEPS}
    return [name for function, name in names.items() if function in far]


def _followed(k: int, name: str) -> int:
    """The number of steps of an iteration; raises UnreadableExpression beyond STEPS."""
    if k > STEPS:
        raise UnreadableExpression(f"{name} is followed to k = {STEPS:,} only: got {k}")
    return k - 1


class GIterate(TheoryFunction):
    """g_k, the k-th iterate of x -> 1 - exp(-x) started at infinity: g_1 = 1, g_{k+1} = 1 - exp(-g_k).

    exp(-g_k) is the probability that a critical Galton-Watson process with Poisson(1) offspring, started
    from one individual, is extinct at generation k (Suresh et al., Lemma 2).
    """

    nargs = (1,)
    least = (1,)
    is_positive = True
    where = r"$g_1 = 1$, $g_{k+1} = 1 - e^{-g_k}$"

    @classmethod
    def eval(cls, k: sp.Expr) -> sp.Expr | None:
        return sp.Integer(1) if k == 1 else None

    @classmethod
    def unfold(cls, k: sp.Expr) -> sp.Expr:
        """g_{k+1} in terms of g_k."""
        return 1 - sp.exp(-cls(k))

    def in_rationals(self, k: int) -> Fraction:
        return Fraction(1) if k == 1 else super().in_rationals(k)

    def in_balls(self, k: int) -> Any:
        from flint import ctx

        return g_ball(k, ctx.prec)

    def in_mpmath(self, k: int) -> Any:
        import mpmath as mp

        value = mp.mpf(1)
        for _ in range(_followed(k, "g_k")):
            value = -mp.expm1(-value)
        return value

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = f"g_{{{printer._print(self.args[0])}}}"
        return base if exp is None else f"{base}^{{{exp}}}"


class DecayIterate(TheoryFunction):
    """The k-th iterate of x -> 1 - exp(-x), started at x > 0: x itself for k = 0. Started at 1, it is g_{k+1}."""

    nargs = (2,)
    least = (None, 0)
    above_zero = (0,)
    is_positive = True
    where = r"$g^{(0)}(x) = x$, $g^{(k+1)}(x) = 1 - e^{-g^{(k)}(x)}$"

    @classmethod
    def eval(cls, x: sp.Expr, k: sp.Expr) -> sp.Expr | None:
        return x if k == 0 else None

    @classmethod
    def unfold(cls, x: sp.Expr, k: sp.Expr) -> sp.Expr:
        """The (k + 1)-th in terms of the k-th."""
        return 1 - sp.exp(-cls(x, k))

    def in_rationals(self, x: Fraction, k: int) -> Fraction:
        return x if k == 0 else super().in_rationals(x, k)

    def in_balls(self, x: Fraction, k: int) -> Any:
        value = Balls({}).number(x)
        for _ in range(_followed(k + 1, "the iterate")):
            value = -(-value).expm1()
        return value

    def in_mpmath(self, x: Fraction, k: int) -> Any:
        import mpmath as mp

        value = Multiprecision({}).number(x)
        for _ in range(_followed(k + 1, "the iterate")):
            value = -mp.expm1(-value)
        return value

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        x, k = map(printer._print, self.args)
        base = f"g^{{({k})}}({x})"
        return base if exp is None else f"({base})^{{{exp}}}"


@lru_cache(maxsize=16)
def g_ball(k: int, precision: int, steps: int = STEPS) -> Any:
    """A ball around g_k: by iteration, and beyond `steps` from the bounds proved for g-iterate/asymptotic.

    With u_k = 2/g_k and A(u) = u - ln(u)/3 + 1/(18u), A(u_k) - k increases to a limit of which it lacks at most
    t(k) = 1/(54k(k+1)). So A(u_k) - k lies between A(u_s) - s and A(u_s) - s + t(s) for every k >= s.
    """
    from flint import arb, ctx, fmpq

    with ctx.workprec(precision):
        if k <= steps:
            value = arb(1)
            for _ in range(k - 1):
                value = -(-value).expm1()
            return value
    # u is known to the precision relative to its size, and the offset is small beside it
    with ctx.workprec(precision + 20):
        late = 2 / g_ball(steps, precision + 20, steps)
        low = _shift(late) + (k - steps)
        high = low + arb(fmpq(1, 54 * steps * (steps + 1)))
        return 2 / _unshift(low).union(_unshift(high))


def _shift(u: Any) -> Any:
    """A(u) of `g_ball`, in balls."""
    return u - u.log() / 3 + 1 / (18 * u)


def _unshift(a: Any) -> Any:
    """A ball around the u >= 2 with A(u) = a, for a ball a. A' = 1 - 1/(3u) - 1/(18u^2) is more than 1/2."""
    u, error = a.mid(), None
    while True:  # each round shrinks the error by a factor of some 1/(3u)
        nearer = (a + u.log() / 3 - 1 / (18 * u)).mid()
        gap = abs(_shift(nearer) - a).upper()
        if error is not None and not gap < error:
            return type(a)(u, 2 * error)
        u, error = nearer, gap


class OccupancyIterate(TheoryFunction):
    """gamma_k(n): gamma_1 = 1, gamma_{k+1} = 1 - (1 - 1/n)^(n gamma_k).

    n gamma_k bounds the expected number of ancestral lineages after k - 1 generations: the expected number
    of occupied boxes when n gamma_{k-1} balls fall into n boxes. The map is increasing and concave with the
    fixed point 1/n, and sends 1 below 1: so gamma_k falls, and stays above 1/n.
    """

    nargs = (2,)
    least = (1, 1)
    is_positive = True
    where = r"$\gamma_1(n) = 1$, $\gamma_{k+1}(n) = 1 - (1 - 1/n)^{n\gamma_k(n)}$"

    @classmethod
    def eval(cls, n: sp.Expr, k: sp.Expr) -> sp.Expr | None:
        return sp.Integer(1) if k == 1 else None

    @classmethod
    def unfold(cls, n: sp.Expr, k: sp.Expr) -> sp.Expr:
        """gamma_{k+1}(n) in terms of gamma_k(n)."""
        return 1 - (1 - 1 / n) ** (n * cls(n, k))

    def in_rationals(self, n: int, k: int) -> Fraction:
        return Fraction(1) if k == 1 or n == 1 else super().in_rationals(n, k)

    def in_balls(self, n: int, k: int) -> Any:
        from flint import arb, fmpq

        gamma, stays, limit = arb(1), arb(fmpq(n - 1, n)), arb(fmpq(1, n))
        for _ in range(min(k - 1, STEPS) if n > 1 else 0):
            gamma = 1 - stays ** (n * gamma)
        return gamma if k - 1 <= STEPS or n == 1 else gamma.union(limit)

    def in_mpmath(self, n: int, k: int) -> Any:
        import mpmath as mp

        gamma = mp.mpf(1)
        if n > 1:
            rate = n * mp.log1p(-mp.mpf(1) / n)
            for _ in range(_followed(k, "gamma_k")):
                gamma = -mp.expm1(rate * gamma)
        return gamma

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = f"\\gamma_{{{printer._print(self.args[1])}}}({printer._print(self.args[0])})"
        return base if exp is None else f"{base}^{{{exp}}}"


class OptimalExponent(TheoryFunction):
    """alpha*(n, k, r): the exponent alpha >= 0 that minimises r^(-alpha) m_n(alpha)^k (0 if that is increasing).

    The root of psi(a + alpha/2) - ln a = 2 ln(r)/k with a = (n-1)/2, or 0 if the root is negative; r is
    eps/sigma0.
    """

    nargs = (3,)
    least = (2, 1, None)
    above_zero = (2,)
    is_nonnegative = True
    where = r"$\alpha^*(n, k, r)$ is the exponent $\alpha \ge 0$ that makes $r^{-\alpha} m_n(\alpha)^k$ least"

    def in_balls(self, n: int, k: int, ratio: Fraction) -> Any:
        excess = self._excess(Balls, n, k, ratio)
        low, high = _narrowed(excess, *_bracket(excess, 60))
        number = Balls({}).number
        return number(low).union(number(high))

    def in_mpmath(self, n: int, k: int, ratio: Fraction) -> Any:
        import mpmath as mp

        low, high = _bracket(self._excess(Multiprecision, n, k, ratio), mp.mp.prec)
        return Multiprecision({}).number((low + high) / 2)

    def _excess(self, system: Any, n: int, k: int, ratio: Fraction) -> Callable[[Fraction], Any]:
        """The increasing function of which it is the root, in a number system."""
        a, alpha = sp.Rational(n - 1, 2), sp.Dummy("alpha", real=True)
        slope = sp.polygamma(0, a + alpha / 2) - sp.log(a)
        target = system({}).read(2 * sp.log(sp.Rational(ratio.numerator, ratio.denominator)) / k)
        return lambda at: system({alpha.name: at}).read(slope) - target

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, k, ratio = self.args
        above, below = map(printer._print, sp.fraction(ratio))
        least = above if below == "1" else f"{above}/{below}"
        base = rf"\alpha^*({printer._print(n)}, {printer._print(k)}, {least})"
        return base if exp is None else f"({base})^{{{exp}}}"


def _bracket(excess: Callable[[Fraction], Any], halvings: int) -> tuple[Fraction, Fraction]:
    """Where an increasing function changes its sign on x >= 0, by bisection on dyadic rationals; (0, 0) if below."""
    low, high = Fraction(0), Fraction(1)
    if excess(low) >= 0:
        return low, low
    while not excess(high) > 0:
        low, high = high, 2 * high
    for _ in range(halvings):
        middle = (low + high) / 2
        value = excess(middle)
        if value > 0:
            high = middle
        elif value < 0:
            low = middle
        else:
            break
    return low, high


def _narrowed(excess: Any, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """A bracket of the root of an increasing function within a bracket, as narrow as the precision allows."""
    from flint import ctx

    if low == high:
        return low, high
    unit = Fraction(1, 2 ** max(ctx.prec - 20, 60))
    before, here = low, high
    for _ in range(ctx.prec):  # far fewer: the digits of a secant's root grow like Fibonacci's numbers
        at = excess(here)
        fall = excess(before) - at
        if fall.contains(0):
            break
        mantissa, exponent = (at / fall).mid().man_exp()
        step = Fraction(int(mantissa)) * Fraction(2) ** int(exponent) * (here - before)
        before, here = here, round(max(low, min(high, here + step)) / unit) * unit
    around = unit
    while around < high - low:
        if excess(here - around) < 0 < excess(here + around):
            return max(low, here - around), min(high, here + around)
        around *= 2
    return low, high


class BinaryEntropy(DefinedFunction):
    """h(p) = -p ln p - (1-p) ln(1-p) for p in (0, 1), 0 for p = 0 and p = 1: the entropy of two symbols, in nats."""

    nargs = (1,)
    least = (None,)
    is_nonnegative = True
    where = r"$h(p) = -p \ln p - (1-p) \ln(1-p)$, $h(0) = h(1) = 0$"

    @classmethod
    def eval(cls, p: sp.Expr) -> sp.Expr | None:
        return sp.Integer(0) if p in (0, 1) else None

    @staticmethod
    def definition(p: sp.Expr) -> sp.Expr:
        """For p in (0, 1)."""
        return -p * sp.log(p) - (1 - p) * sp.log(1 - p)

    @classmethod
    def everywhere(cls, *arguments: sp.Expr) -> sp.Expr:
        (p,) = arguments
        return sp.Piecewise((0, sp.Eq(p * (1 - p), 0)), (cls.definition(p), True))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = f"h({printer._print(self.args[0])})"
        return base if exp is None else f"{base}^{{{exp}}}"


class CycleProbability(TheoryFunction):
    """Pr(C_k = j), C_k the number of cycles of a uniform permutation of k: unsigned Stirling number / k!."""

    nargs = (2,)
    least = (0, None)
    is_nonnegative = True
    where = r"$\left[{k \atop j}\right]$ is the number of permutations of $k$ with $j$ cycles"

    def in_rationals(self, k: int, j: Fraction) -> Fraction:
        return _cycle_row(k)[int(j)] if j in range(k + 1) else Fraction(0)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        k, j = map(printer._print, self.args)
        base = rf"\frac{{1}}{{{k}!}}\left[{{{k} \atop {j}}}\right]"
        return base if exp is None else f"\\left({base}\\right)^{{{exp}}}"


@cache
def _cycle_row(k: int) -> tuple[Fraction, ...]:
    row = [1]  # permutations of m with j cycles: element m opens a new cycle, or stands behind one of m - 1 others
    for m in range(1, k + 1):
        row = [(m - 1) * old + new for old, new in zip([*row, 0], [0, *row], strict=True)]
    every = factorial(k)
    return tuple(Fraction(many, every) for many in row)


class BandwidthSum(TheoryFunction):
    """S(a, m): the sum of (s + m)^(-a)/(s + 1) over s = 1, 2, ..., a > 0 and whole m >= 0; S(a, 1) is zeta(a + 1) - 1.

    What the kernels of all generations add to the variance of a draw, where bandwidths shrink like s^(-a/2).
    """

    nargs = (2,)
    least = (None, 0)
    above_zero = (0,)
    is_positive = True
    where = r"$S_m(a) = \sum_{s \ge 1} (s+m)^{-a}/(s+1)$"

    @staticmethod
    def terms(a: sp.Expr, m: sp.Expr, s: sp.Symbol) -> sp.Expr:
        """The term at s."""
        return (s + m) ** (-a) / (s + 1)

    def in_balls(self, a: Fraction, m: int) -> Any:
        """By Euler and Maclaurin from s = first on: as the derivatives of a term have alternating signs for all s, what
        is left after some corrections is at most the next one.
        """
        from flint import arb, ctx, fmpq

        power, first = arb(fmpq(a.numerator, a.denominator)), 8 + ctx.prec // 6
        u, v, z = arb(first + m), arb(first + 1), arb(m - 1) / (first + m)
        total = sum((arb(s + m) ** -power / (s + 1) for s in range(1, first)), arb(0))
        j, part, least = 0, u**-power, arb(2) ** -(ctx.prec + 8) * u**-power
        while not abs(part) < least:  # the integral, 1/(s + 1) being a series in 1/(s + m)
            total, part, j = total + part / (power + j), part * z, j + 1
        total += arb(0, (abs(part) / (power + j) / (1 - abs(z))).upper())
        j, g, f = 0, u**-power, u**-power / v  # coefficients of Taylor's series of (s + m)^-a, and of the term
        total, part = total + f / 2, f
        while not abs(part) < least:
            j, g = j + 1, g * (-power - j) / ((j + 1) * u)
            f = (g - f) / v
            if j % 2:
                part = arb(fmpq.bernoulli(j + 1)) / (j + 1) * f
                total -= part
        return total + arb(0, abs(part).upper())

    def in_mpmath(self, a: Fraction, m: int) -> Any:
        import mpmath as mp

        power, first = Multiprecision({}).number(a), 40 + m
        u, v, term = mp.mpf(first + m), mp.mpf(first + 1), lambda s: (s + m) ** -power / (s + 1)
        total = mp.fsum(map(term, range(1, first))) + term(mp.mpf(first)) / 2
        total += u**-power / power * mp.hyp2f1(1, power, power + 1, (m - 1) / u)
        powers = [mp.binomial(-power, j) * u ** (-power - j) for j in range(44)]  # Taylor's coefficients at `first`
        shares = [(-1) ** j / v ** (j + 1) for j in range(44)]
        for j in range(1, 44, 2):  # mpmath's zeta of large arguments is off
            total -= mp.bernoulli(j + 1) / (j + 1) * mp.fdot(powers[: j + 1], shares[j::-1])
        return total

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        a, m = map(printer._print, self.args)
        base = f"S_{{{m}}}({a})"
        return base if exp is None else f"{base}^{{{exp}}}"
