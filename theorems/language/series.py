"""The polylogarithm, where it is a mean over a geometric law."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language.readers.interpreter import TheoryFunction


class Polylogarithm(TheoryFunction):
    """Li_a(1 - 1/n), the sum of (1 - 1/n)^i i^(-a) over i = 1, 2, ..., for rational a and whole n >= 2.

    Over n - 1 it is the mean of i^(-a), i the number of trials to the first success, which has the probability 1/n.
    """

    nargs = (2,)
    least = (None, 2)
    is_positive = True
    where = r"$\mathrm{Li}_a(z) = \sum_{i \ge 1} z^i i^{-a}$"

    @staticmethod
    def terms(a: sp.Expr, n: sp.Expr, i: sp.Symbol) -> sp.Expr:
        """The term at i."""
        return (1 - 1 / n) ** i * i ** (-a)

    def in_balls(self, a: Fraction, n: int) -> Any:
        from flint import acb, fmpq

        return acb(fmpq(n - 1, n)).polylog(acb(fmpq(a.numerator, a.denominator))).real

    def in_mpmath(self, a: Fraction, n: int) -> Any:
        import mpmath as mp

        return mp.polylog(mp.mpf(a.numerator) / a.denominator, 1 - mp.mpf(1) / n).real

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        a, n = map(printer._print, self.args)
        base = rf"\mathrm{{Li}}_{{{a}}}(1 - 1/{n})"
        return base if exp is None else f"{base}^{{{exp}}}"
