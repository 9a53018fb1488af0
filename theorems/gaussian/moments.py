"""Moments of the one-step factor of the fitted variance: S = chi-square with n-1 degrees of freedom over n-1."""

from functools import cache
from typing import Any

import sympy as sp

from theorems.language.readers import NotExact, Reader


class ScaleMoment(sp.Function):
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

    def read_in(self, reader: Reader) -> Any:
        """By log-gamma, which does not overflow at large n."""
        n, alpha = self.args
        functions = reader.system.functions
        if sp.loggamma not in functions:
            raise NotExact("m_n(alpha) has no rational value")
        exp, loggamma = functions[sp.exp], functions[sp.loggamma]
        a, half = reader.read((n - 1) / 2), reader.read(alpha / 2)
        return exp(loggamma(a + half) - loggamma(a)) * a ** (-half)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        n, alpha = map(printer._print, self.args)
        return f"m_{{{n}}}({alpha})" + ("" if exp is None else f"^{{{exp}}}")


scale_moment = ScaleMoment
