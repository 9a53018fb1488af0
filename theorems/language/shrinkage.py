"""By what a ridge shrinks the coefficient of one feature: the law of the factor, and its moments."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language.laws import Law
from theorems.language.readers.interpreter import TheoryFunction


class ShrinkageMoment(TheoryFunction):
    """E A^j for A = S/(S + lam), S the mean of the squares of n standard normals: of (n, lam, j), lam > 0.

    With a = n/2 and c = n lam/2 it is c^a (a)_j U(a + j, a + 1, c), U being Tricomi's function: its integral of
    e^(-c t) t^(a+j-1) (1 + t)^(-j) is that over the chi-square c t.
    """

    nargs = (3,)
    least = (1, None, 0)
    above_zero = (1,)
    is_positive = True
    where = r"$A_j(n, \lambda) = E\left(\frac{\chi^2_n}{\chi^2_n + n\lambda}\right)^j$"

    @classmethod
    def eval(cls, n: sp.Expr, lam: sp.Expr, j: sp.Expr) -> sp.Expr | None:
        return sp.Integer(1) if j == 0 else None

    def in_rationals(self, n: int, lam: Fraction, j: int) -> Fraction:
        return Fraction(1) if j == 0 else super().in_rationals(n, lam, j)

    def in_balls(self, n: int, lam: Fraction, j: int) -> Any:
        from flint import acb, arb, ctx, fmpq

        with ctx.workprec(ctx.prec + 40):
            a, c = arb(fmpq(n, 2)), arb(fmpq(n, 2) * fmpq(lam.numerator, lam.denominator))
            return c**a * a.rising(j) * acb(c).hypgeom_u(a + j, a + 1).real

    def in_mpmath(self, n: int, lam: Fraction, j: int) -> Any:
        import mpmath as mp

        a, c = mp.mpf(n) / 2, mp.mpf(n) * lam.numerator / (2 * lam.denominator)
        return c**a * mp.rf(a, j) * mp.hyperu(a + j, a + 1, c)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, lam, j = map(printer._print, self.args)
        base = rf"A_{{{j}}}({n}, {lam})"
        return base if exp is None else f"{base}^{{{exp}}}"


@dataclass(frozen=True)
class Shrinkage(Law):
    """S/(S + ridge), S the mean of the squares of so many standard normals; ridge > 0."""

    degrees: Any
    ridge: Any

    @property
    def ends(self) -> tuple[Any, ...]:
        return sp.Integer(0), sp.Integer(1)

    def moment(self, j: int) -> sp.Expr:
        return ShrinkageMoment(self.degrees, self.ridge, sp.Integer(j))

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        degrees, ridge = values
        square = rng.chisquare(degrees, shape) / degrees
        return square / (square + ridge)
