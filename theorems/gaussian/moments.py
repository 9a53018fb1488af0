"""Moments of the one-step factor of the fitted variance: S = chi-square with n-1 degrees of freedom over n-1."""

import sympy as sp


def scale_moment(n: sp.Expr, alpha: sp.Expr | int) -> sp.Expr:
    """m_n(alpha) = E S^(alpha/2) = Gamma(a + alpha/2) / (a^(alpha/2) Gamma(a)), a = (n-1)/2, for alpha > -2a.

    m_n(1) is the constant c_4 of statistical quality control. Written with log-gamma so that machine
    numbers do not overflow at large n.
    """
    a = (n - 1) / 2
    return sp.exp(sp.loggamma(a + sp.S(alpha) / 2) - sp.loggamma(a)) * a ** (-sp.S(alpha) / 2)
