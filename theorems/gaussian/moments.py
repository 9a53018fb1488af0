"""Moments of the one-step factor of the fitted variance, and of the risk by means of products of such factors.

The factor is S = chi-square with n-1 degrees of freedom over n-1.
"""

from collections.abc import Mapping
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


def risk_moments(V: Mapping[tuple[int, int], sp.Expr], scale: Mapping[int, sp.Expr]) -> tuple[sp.Expr, sp.Expr]:
    """E R and E R^2 of the risk R = A^2 + B^2 at sigma0 = 1, A = M_k - mu0 and B = Sigma_k - 1, as E Sigma_k^2 = 1.

    Given the factors, A ~ N(0, v), v the sum of Sigma_i^2/(size of generation i + 1), i < k. V: E v^p Sigma_k^q by
    (p, q), for (1, 0), (1, 1), (1, 2) and (2, 0). scale: E Sigma_k^q by q, for 1, 3 and 4.
    """
    B_squared = 2 - 2 * scale[1]
    B_fourth = scale[4] - 4 * scale[3] + 6 - 4 * scale[1] + 1
    A_B_squares = V[1, 2] - 2 * V[1, 1] + V[1, 0]
    return V[1, 0] + B_squared, 3 * V[2, 0] + 2 * A_B_squares + B_fourth
