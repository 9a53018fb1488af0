"""One generation of Gaussian sample-and-fit: the moments of its factor.

The fitted variance is multiplied by S = chi-square/(2a) with 2a = n - 1 degrees of freedom, independent of the
past.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.steps import Cites, Equal

a = sp.Symbol("a", positive=True)
"""Half the degrees of freedom, (n - 1)/2; at least 1/2."""

ONE_GENERATION = Cites(
    "One generation: M' = M + Sigma Z/sqrt(n) and Sigma'^2 = Sigma^2 S with Z ~ N(0, 1) and "
    "(n-1) S ~ chi-square with n-1 degrees of freedom, Z and S independent of each other and of the past",
    "Cochran's theorem: mean and variance (divisor n-1) of n independent N(mu, s^2) draws are independent, "
    "with the laws N(mu, s^2/n) and s^2 chi^2_{n-1}/(n-1)",
)


def scale_moment(power: sp.Expr | int) -> sp.Expr:
    """E S^(power/2) in closed form, as a function of a; `factor_moment` derives it."""
    half = sp.sympify(power) / 2
    return sp.gamma(a + half) / sp.gamma(a) * a**-half


def factor_moment(power: sp.Expr | int) -> Equal:
    """E S^(power/2), by integrating over the chi-square density."""
    s = sp.Symbol("s", positive=True)
    density = s ** (a - 1) * sp.exp(-s / 2) / (2**a * sp.gamma(a))
    half = sp.sympify(power) / 2
    integral = sp.integrate(sp.powsimp((s / (2 * a)) ** half * density), (s, 0, sp.oo))
    return Equal(
        f"E S^p = Gamma(a + p)/(a^p Gamma(a)) for p = {half}, a = (n-1)/2: the integral over the chi-square density",
        integral,
        scale_moment(power),
    )
