"""Ridge regression in large dimensions: the effective ridge, an integral over the law of Marchenko and Pastur."""

from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language.readers.interpreter import TheoryFunction


class EffectiveRidge(TheoryFunction):
    """The kappa > 0 with kappa - lam = kappa gamma df, df the mean of s/(s + kappa) over s = 1 and s = v.

    Of (gamma, lam, v): features per row, ridge, and the variance of every second feature. lam > 0 and v > 0. From 0 on
    the difference of both sides rises where it is not negative, as kappa df rises less than in proportion to kappa.
    """

    nargs = (3,)
    least = (None, None, None)
    above_zero = (0, 1, 2)
    is_positive = True
    where = (
        r"$\kappa(\gamma, \lambda, v)$ solves $\kappa - \lambda = \frac{\gamma\kappa}{2}\left(\frac{1}{1+\kappa} + "
        r"\frac{v}{v+\kappa}\right)$"
    )

    @staticmethod
    def excess(kappa: Any, gamma: Any, lam: Any, v: Any) -> Any:
        """How much the one side is more than the other."""
        return kappa - lam - gamma * kappa * (1 / (1 + kappa) + v / (v + kappa)) / 2

    def in_balls(self, gamma: Fraction, lam: Fraction, v: Fraction) -> Any:
        from flint import arb, ctx, fmpq

        given = [fmpq(x.numerator, x.denominator) for x in (gamma, lam, v)]
        low, high = given[1], given[1] + given[0] * (1 + given[2]) / 2
        for _ in range(ctx.prec + 8 + (int(high / low) + 1).bit_length()):
            middle = (low + high) / 2
            low, high = (middle, high) if self.excess(middle, *given) <= 0 else (low, middle)
        return arb(low).union(arb(high))

    def in_mpmath(self, gamma: Fraction, lam: Fraction, v: Fraction) -> Any:
        import mpmath as mp

        given = [mp.mpf(x.numerator) / x.denominator for x in (gamma, lam, v)]
        start = given[1] + given[0] * (1 + given[2]) / 2
        return mp.findroot(lambda kappa: self.excess(kappa, *given), (start / 2, start))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = rf"\kappa({', '.join(map(printer._print, self.args))})"
        return base if exp is None else f"{base}^{{{exp}}}"


class MarchenkoPastur(TheoryFunction):
    """The mean of x^2/(x + lam)^2 over the law of Marchenko and Pastur: of (gamma, lam), gamma in (0, 1), lam > 0.

    Eigenvalues of the covariance of n standard normal vectors of d = gamma n features, as n grows. With
    x = 1 + gamma + 2 sqrt(gamma) cos(t) it is 2/pi times the integral of sin(t)^2 x/(x + lam)^2 over t in (0, pi).
    """

    nargs = (2,)
    least = (None, None)
    above_zero = (0, 1)
    is_positive = True
    where = (
        r"$M(\gamma, \lambda) = \int \frac{x^2}{(x+\lambda)^2}\,d\mu_\gamma(x)$, $\mu_\gamma$ the Marchenko-Pastur law"
    )

    def in_balls(self, gamma: Fraction, lam: Fraction) -> Any:
        from flint import acb, arb, fmpq

        share, ridge = (arb(fmpq(x.numerator, x.denominator)) for x in (gamma, lam))
        root = share.sqrt()

        def term(t: Any, _: Any) -> Any:
            x = 1 + share + 2 * root * t.cos()
            return t.sin() ** 2 * x / (x + ridge) ** 2

        return 2 * acb.integral(term, 0, arb.pi()).real / arb.pi()

    def in_mpmath(self, gamma: Fraction, lam: Fraction) -> Any:
        import mpmath as mp

        share, ridge = (mp.mpf(x.numerator) / x.denominator for x in (gamma, lam))
        low, high = (1 - mp.sqrt(share)) ** 2, (1 + mp.sqrt(share)) ** 2

        def density(x: Any) -> Any:
            return mp.sqrt((high - x) * (x - low)) / (2 * mp.pi * share * x)

        return mp.quad(lambda x: density(x) * (x / (x + ridge)) ** 2, mp.linspace(low, high, 5))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = rf"M({', '.join(map(printer._print, self.args))})"
        return base if exp is None else f"{base}^{{{exp}}}"


def share(gamma: sp.Expr, kappa: sp.Expr, v: sp.Expr) -> sp.Expr:
    """Times sigma^2, and over the rows less the features, what a generation adds per feature in large dimensions."""
    squares, inverses = (
        (f(sp.Integer(1)) + f(v)) / 2 for f in (lambda s: s**2 / (s + kappa) ** 2, lambda s: 1 / (s + kappa) ** 2)
    )
    return squares + kappa**2 * inverses * gamma * squares / (1 - gamma * squares)
