"""By what the variance of all data so far changes when a batch joins them: the law of the factor, E of its root."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy as sp

from theorems.language.laws import Law, NoMoment
from theorems.language.readers.interpreter import TheoryFunction

BITS = 256
"""To so many bits the mean of a root is known, whatever precision is asked for: it is worked out once."""


class SqrtFactorMean(TheoryFunction):
    """E sqrt(F) for F of the law `PoolFactor(n, t)`, n >= 2: what the fitted scale keeps at the t-th batch.

    With L(u) = E e^(-u F) it is 2/sqrt(pi) times the integral of -L'(s^2) = E F e^(-s^2 F) over s > 0.
    """

    nargs = (2,)
    least = (2, 1)
    is_positive = True
    where = (
        r"$\rho_{n,t} = E\sqrt{F}$, $F = \frac{t-1}{t} + \frac{1}{nt}\left(\chi^2_{n-1} + \frac{t-1}{t}\chi^2_1\right)$"
    )

    @classmethod
    def eval(cls, n: sp.Expr, t: sp.Expr) -> sp.Expr | None:
        return sp.exp(sp.loggamma(n / 2) - sp.loggamma((n - 1) / 2)) * sp.sqrt(2 / n) if t == 1 else None

    def in_balls(self, n: int, t: int) -> Any:
        return _root_mean(n, t)

    def in_mpmath(self, n: int, t: int) -> Any:
        import mpmath as mp

        if t == 1:
            return mp.gammaprod([mp.mpf(n) / 2], [mp.mpf(n - 1) / 2]) * mp.sqrt(mp.mpf(2) / n)
        a, b = mp.mpf(t - 1) / t, mp.mpf(1) / (n * t)

        def integrand(s: Any) -> Any:
            one, other = 1 + 2 * b * s * s, 1 + 2 * a * b * s * s
            weight = a + b * (n - 1) / one + a * b / other
            return weight * mp.exp(-a * s * s - (n - 1) * mp.log1p(2 * b * s * s) / 2) / mp.sqrt(other)

        end = mp.sqrt(mp.mp.prec / a)  # of less than e^(-a s^2)
        return 2 * mp.quad(integrand, mp.linspace(0, end, 5), method="gauss-legendre") / mp.sqrt(mp.pi)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, t = map(printer._print, self.args)
        base = rf"\rho_{{{n},{t}}}"
        return base if exp is None else f"{base}^{{{exp}}}"


@lru_cache(maxsize=4096)
def _root_mean(n: int, t: int) -> Any:
    """A ball around `SqrtFactorMean`, by the trapezoidal rule for f(s) = E F e^(-s^2 F) over all real s.

    Where |f(x + iy)| has an integral over x of at most M for all |y| < d, the rule of step h is off by no more than
    2 M/(e^(2 pi d/h) - 1) (Trefethen and Weideman, SIAM Review 56, 2014, Theorem 5.1); here M = sqrt(pi) E (1 + F)/2
    e^(d^2 F), as |f(x + iy)| <= E F e^((y^2 - x^2) F). Beyond s = S, where f falls, the sum is at most the integral
    from S on of e^(-a s^2) >= f, as F >= a = 1 - 1/t and E F <= 1: less than e^(-a S^2)/(2 a S).
    """
    from flint import arb, ctx, fmpq

    with ctx.workprec(BITS + 20):
        if t == 1:
            return (arb(fmpq(n, 2)).lgamma() - arb(fmpq(n - 1, 2)).lgamma()).exp() * arb(fmpq(2, n)).sqrt()
        a, b, half = fmpq(t - 1, t), fmpq(1, n * t), fmpq(n - 1, 2)

        def transforms(u: Any) -> tuple[Any, Any]:
            """E e^(-u F) and E F e^(-u F), for u > -1/(2b)."""
            one, other = 1 + 2 * b * u, 1 + 2 * a * b * u
            whole = (-a * u - half * arb(one).log() - arb(other).log() / 2).exp()
            return whole, whole * (a + 2 * b * half / one + a * b / other)

        nats = math.log(2) * (BITS + 20)
        square = min(fmpq(math.ceil(nats)), fmpq(7 * n * t, 20))  # of d: less than 1/(2b)
        d = arb(square).sqrt()
        bound = arb.pi().sqrt() * sum(transforms(-square)) / 2
        step = fmpq(int(2**20 * 2 * math.pi * float(d) / (nats + max(0.0, float(bound.log())))), 2**20)
        terms = math.ceil(math.sqrt(nats / float(a)) / float(step))
        total = sum((transforms((i * step) ** 2)[1] for i in range(1, terms + 1)), transforms(fmpq(0))[1] / 2)
        end = terms * step
        beyond = (-arb(a) * end**2).exp() / (2 * a * end)
        off = bound / ((2 * arb.pi() * d / step).exp() - 1)
        return 2 * (step * total + beyond.union(arb(0)) + off.union(-off)) / arb.pi().sqrt()


@dataclass(frozen=True)
class PoolFactor(Law):
    """The variance of t batches of n points (divisor nt) over that of the first t - 1, which the last is drawn from.

    It is (t-1)/t + (A + ((t-1)/t) Z^2)/(n t) for A ~ chi-square(n-1) and an independent Z ~ N(0, 1).
    """

    size: Any
    round: Any

    @property
    def ends(self) -> tuple[Any, ...]:
        return (self.round - 1) / self.round, sp.oo

    def moment(self, j: int) -> sp.Expr:
        n, t = self.size, self.round
        shift, scale = (t - 1) / t, 1 / (n * t)
        total = []
        for i in range(j + 1):
            squares = sp.Mul(*(n - 1 + 2 * r for r in range(i))) * scale**i
            for m in range(j - i + 1):
                spike = sp.Mul(*(1 + 2 * r for r in range(m))) * (shift * scale) ** m
                total.append(math.comb(j, i) * math.comb(j - i, m) * squares * spike * shift ** (j - i - m))
        return sp.Add(*total)

    def power_moment(self, p: sp.Expr) -> tuple[sp.Expr, Any]:
        if p != sp.Rational(1, 2):
            raise NoMoment(f"PoolFactor has no known moment of order {p}")
        return SqrtFactorMean(self.size, self.round), sp.true

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        n, t = values
        shift = (t - 1) / t
        return shift + (rng.chisquare(n - 1, shape) + shift * rng.standard_normal(shape) ** 2) / (n * t)
