"""Functions of the theory without an elementary form. Each carries its own evaluation in every number system."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import sympy as sp

from theorems.language.parameters import Point
from theorems.language.readers import NotExact, Reader, exact

STEPS = 10**6
"""Iterates are followed so far, some seconds; beyond, they are enclosed by bounds."""


def by_bounds(expression: sp.Basic, point: Point) -> list[str]:
    """The iterates in the expression that a ball encloses by proved bounds at the point, not by iteration."""
    names = {GIterate: "g_k", OccupancyIterate: "gamma_k"}
    far = {f.func for f in expression.atoms(*names) if exact(f.args[-1], point) > STEPS}
    return [name for function, name in names.items() if function in far]


def _transcendental(reader: Reader, name: str) -> None:
    if reader.system.rational is Fraction:
        raise NotExact(f"{name} has no rational value")


class GIterate(sp.Function):
    """g_k, the k-th iterate of x -> 1 - exp(-x) started at infinity: g_1 = 1, g_{k+1} = 1 - exp(-g_k).

    exp(-g_k) is the probability that a critical Galton-Watson process with Poisson(1) offspring, started
    from one individual, is extinct at generation k (Suresh et al., Lemma 2).
    """

    nargs = (1,)
    is_positive = True
    where = r"$g_1 = 1$, $g_{k+1} = 1 - e^{-g_k}$"

    @classmethod
    def eval(cls, k: sp.Expr) -> sp.Expr | None:
        return sp.Integer(1) if k == 1 else None

    @classmethod
    def unfold(cls, k: sp.Expr) -> sp.Expr:
        """g_{k+1} in terms of g_k."""
        return 1 - sp.exp(-cls(k))

    def read_in(self, reader: Reader) -> Any:
        k = reader.integer(self.args[0])
        if k < 1:
            raise NotExact(f"g_k is defined for k >= 1: got {k}")
        if k > 1:
            _transcendental(reader, "g_k")
        value = reader.number(Fraction(1))
        if hasattr(value, "rel_accuracy_bits"):
            from flint import ctx

            return g_ball(k, ctx.prec)
        if k > 1 and isinstance(value, float):
            from math import expm1

            for _ in range(k - 1):
                value = -expm1(-value)
            return value
        for _ in range(k - 1):
            value = -_mp_expm1(-value)
        return value

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = f"g_{{{printer._print(self.args[0])}}}"
        return base if exp is None else f"{base}^{{{exp}}}"


def _mp_expm1(x: Any) -> Any:
    import mpmath as mp

    return mp.expm1(x)


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


class OccupancyIterate(sp.Function):
    """gamma_k(n): gamma_1 = 1, gamma_{k+1} = 1 - (1 - 1/n)^(n gamma_k).

    n gamma_k bounds the expected number of ancestral lineages after k - 1 generations: the expected number
    of occupied boxes when n gamma_{k-1} balls fall into n boxes. The map is increasing and concave with the
    fixed point 1/n, and sends 1 below 1: so gamma_k falls, and stays above 1/n.
    """

    nargs = (2,)
    is_positive = True
    where = r"$\gamma_1(n) = 1$, $\gamma_{k+1}(n) = 1 - (1 - 1/n)^{n\gamma_k(n)}$"

    def read_in(self, reader: Reader) -> Any:
        n, k = (reader.integer(a) for a in self.args)
        if k > 1:
            _transcendental(reader, "gamma_k")
        gamma, stays = reader.number(Fraction(1)), reader.number(1 - Fraction(1, n))
        for step in range(k - 1 if n > 1 else 0):
            if step == STEPS and hasattr(gamma, "union"):
                return gamma.union(reader.number(Fraction(1, n)))
            gamma = 1 - stays ** (n * gamma)
        return gamma

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = f"\\gamma_{{{printer._print(self.args[1])}}}({printer._print(self.args[0])})"
        return base if exp is None else f"{base}^{{{exp}}}"


class OptimalExponent(sp.Function):
    """alpha*(n, k, r): the exponent alpha >= 0 that minimises r^(-alpha) m_n(alpha)^k (0 if that is increasing).

    The root of psi(a + alpha/2) - ln a = 2 ln(r)/k with a = (n-1)/2, or 0 if the root is negative; r is
    eps/sigma0.
    """

    nargs = (3,)
    is_nonnegative = True
    where = r"$\alpha^*(n, k, r)$ is the exponent $\alpha \ge 0$ that makes $r^{-\alpha} m_n(\alpha)^k$ least"

    def read_in(self, reader: Reader) -> Any:
        _transcendental(reader, "the optimal exponent")
        n, k = (reader.integer(a) for a in self.args[:2])
        ratio = reader.exact(self.args[2])
        a = sp.Rational(n - 1, 2)
        alpha = sp.Dummy("alpha", real=True)
        slope = sp.polygamma(0, a + alpha / 2) - sp.log(a)
        target = 2 * sp.log(sp.Rational(ratio.numerator, ratio.denominator)) / k

        def excess(at: Fraction) -> Any:
            inner = Reader(reader.system, {alpha.name: at})
            return inner.read(slope) - inner.read(target)

        if excess(Fraction(0)) >= 0:
            return reader.number(Fraction(0))
        return _increasing_root(excess, reader)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, k, ratio = self.args
        above, below = map(printer._print, sp.fraction(ratio))
        base = rf"\alpha^*({printer._print(n)}, {printer._print(k)}, {above}/{below})"
        return base if exp is None else f"({base})^{{{exp}}}"


def _increasing_root(excess: Any, reader: Reader) -> Any:
    """Bisection on dyadic rationals, then secants in balls: signs are decided in the system, so a ball is rigorous."""
    rigorous = hasattr(reader.number(Fraction(1)), "rel_accuracy_bits")
    bits = 60
    if not rigorous and not isinstance(reader.number(Fraction(1)), float):
        import mpmath as mp

        bits = mp.mp.prec
    low, high = Fraction(0), Fraction(1)
    while not excess(high) > 0:
        low, high = high, 2 * high
    for _ in range(bits):
        middle = (low + high) / 2
        value = excess(middle)
        if value > 0:
            high = middle
        elif value < 0:
            low = middle
        else:
            break
    if rigorous:
        low, high = _narrowed(excess, low, high)
        return reader.number(low).union(reader.number(high))
    return reader.number((low + high) / 2)


def _narrowed(excess: Any, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """A bracket of the root of an increasing function within a bracket, as narrow as the precision allows."""
    from flint import ctx

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


class CycleProbability(sp.Function):
    """Pr(C_k = j), C_k the number of cycles of a uniform permutation of k: unsigned Stirling number / k!."""

    nargs = (2,)
    is_nonnegative = True
    where = r"$\left[{k \atop j}\right]$ is the number of permutations of $k$ with $j$ cycles"

    def read_in(self, reader: Reader) -> Any:
        k, j = (reader.integer(a) for a in self.args)
        row = _cycle_row(k)
        return reader.number(row[j] if 0 <= j <= k else Fraction(0))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        k, j = map(printer._print, self.args)
        base = rf"\frac{{1}}{{{k}!}}\left[{{{k} \atop {j}}}\right]"
        return base if exp is None else f"\\left({base}\\right)^{{{exp}}}"


@cache
def _cycle_row(k: int) -> tuple[Fraction, ...]:
    row = [Fraction(1)]
    for m in range(1, k + 1):  # element m opens a new cycle with probability 1/m
        row = [
            Fraction(m - 1, m) * (row[j] if j < m else 0) + (Fraction(1, m) * row[j - 1] if j else 0)
            for j in range(m + 1)
        ]
    return tuple(row)
