"""The squared Wasserstein-2 distance of two laws on the line, as an integral over their quantiles.

W_2^2(P, Q) is the integral of (F_P^-1(u) - F_Q^-1(u))^2 over u in (0, 1); here u = Phi(z), Phi the standard normal
distribution function, so that the quantile of N(m, sigma^2) is m + sigma z.
"""

from fractions import Fraction
from math import isqrt
from typing import Any, ClassVar

from theorems.language.readers.interpreter import TheoryFunction


class ToNormal(TheoryFunction):
    """W_2^2 of a law of mean 0 and standard deviation s, and N(m, sigma^2): of (m, s, sigma)."""

    nargs = (3,)
    least = (None, None, None)
    above_zero = (1, 2)
    is_nonnegative = True
    law: ClassVar[str]
    """How it is written, with a place for s."""

    @staticmethod
    def quantile(z: Any, rank: Any, s: Any, width: Any) -> Any:
        """That of the law at Phi(z), for |z| >= 1 at most width |z|. rank: 2 Phi(z) - 1; width: sqrt(3) s."""
        raise NotImplementedError

    def in_balls(self, m: Fraction, s: Fraction, sigma: Fraction) -> Any:
        from flint import acb, arb, ctx, fmpq

        far = isqrt(2 * ctx.prec) + 8
        mean, own, scale = (arb(fmpq(x.numerator, x.denominator)) for x in (m, s, sigma))
        width, two, root = arb(3).sqrt() * own, arb(2).sqrt(), (2 * arb.pi()).sqrt()

        def cost(z: Any, _: Any) -> Any:
            apart = self.quantile(z, (z / two).erf(), own, width) - mean - scale * z
            return apart * apart * (-z * z / 2).exp()

        inside = acb.integral(cost, -far, far).real / root
        # beyond, the distance is at most (width + |m| + sigma) |z|; the integral of z^2 by parts
        squares = 2 * far * (-(arb(far) ** 2) / 2).exp() / root + (far / two).erfc()
        return inside + arb(0).union((width + abs(mean) + scale) ** 2 * squares)

    def in_mpmath(self, m: Fraction, s: Fraction, sigma: Fraction) -> Any:
        import mpmath as mp

        mean, own, scale = (mp.mpf(x.numerator) / x.denominator for x in (m, s, sigma))
        far = isqrt(2 * mp.mp.prec) + 8

        def cost(z: Any) -> Any:
            return (self.quantile(z, mp.erf(z / mp.sqrt(2)), own, mp.sqrt(3) * own) - mean - scale * z) ** 2 * mp.npdf(
                z
            )

        return mp.quad(cost, [-far, 0, far])

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        m, s, sigma = map(printer._print, self.args)
        base = rf"W_2^2({self.law.format(s)}, N({m}, {sigma}^2))"
        return base if exp is None else rf"\left({base}\right)^{{{exp}}}"


class UniformToNormal(ToNormal):
    """W_2^2 of the uniform law on [-sqrt(3) s, sqrt(3) s] and N(m, sigma^2)."""

    law = "U({})"
    where = r"$U(s)$ is the uniform law of mean 0 and standard deviation s, on $[-\sqrt{3}s, \sqrt{3}s]$"

    @staticmethod
    def quantile(z: Any, rank: Any, s: Any, width: Any) -> Any:
        return width * rank


class NormalToNormal(ToNormal):
    """W_2^2 of N(0, s^2) and N(m, sigma^2)."""

    law = "N(0, {}^2)"
    where = r"$W_2^2(P, Q) = \int_0^1 (F_P^{-1}(u) - F_Q^{-1}(u))^2\,du$"

    @staticmethod
    def quantile(z: Any, rank: Any, s: Any, width: Any) -> Any:
        return s * z
