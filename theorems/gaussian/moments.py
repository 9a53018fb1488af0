"""Moments of the one-step factor of the fitted variance: S = chi-square with n-1 degrees of freedom over n-1."""

from functools import cache
from typing import Any

import sympy as sp

from theorems.language.readers.interpreter import DefinedFunction


class ScaleMoment(DefinedFunction):
    """m_n(alpha) = E S^(alpha/2) for alpha > -(n-1); m_n(1) is the constant c_4 of statistical quality control."""

    nargs = (2,)
    is_positive = True
    where = r"$m_n(\alpha) = E\,(\chi^2_{n-1}/(n-1))^{\alpha/2}$"

    @staticmethod
    @cache
    def definition(n: sp.Expr, alpha: sp.Expr) -> sp.Expr:
        """Gamma(a + alpha/2) / (a^(alpha/2) Gamma(a)), a = (n-1)/2."""
        a = (n - 1) / 2
        return sp.exp(sp.loggamma(a + alpha / 2) - sp.loggamma(a)) * a ** (-alpha / 2)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, alpha = map(printer._print, self.args)
        return f"m_{{{n}}}({alpha})" + ("" if exp is None else f"^{{{exp}}}")


scale_moment = ScaleMoment
