"""One generation of Gaussian sample-and-fit: the moments of its factor, and bounds on the first one.

The fitted variance is multiplied by S = chi-square/(2a) with 2a = n - 1 degrees of freedom, independent of the
past. The bounds (Gurland's method, Skandinavisk Aktuarietidskrift 39, 1956) telescope: a function that falls
from x to x + 1 for every x and tends to 0 is not negative.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.steps import Cites, Equal, Positive, Step, Tends

a = sp.Symbol("a", positive=True)
"""Half the degrees of freedom, (n - 1)/2; at least 1/2."""

HALF = sp.Rational(1, 2)

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


def _telescoping(main: sp.Expr, correction: sp.Expr, step: sp.Expr, what: str) -> list[Step]:
    """f = main + correction >= 0 for a >= 1/2, where main -> 0 is known and main(a) - main(a+1) = step."""
    f = main + correction
    increment = step + correction - correction.subs(a, a + 1)
    return [
        Equal(f"With f = {what}: f(a) - f(a+1) is elementary", f - f.subs(a, a + 1), increment),
        Positive("this increment falls as a grows from 1/2", -sp.diff(increment, a), {a: (HALF, sp.oo)}),
        Tends("and tends to 0, so f(a) >= f(a+1) >= f(a+2) >= ...", increment, a, sp.oo, sp.Integer(0)),
        Tends(
            "the rational part of f tends to 0, and so does f: hence f >= 0 for every a >= 1/2",
            correction,
            a,
            sp.oo,
            sp.Integer(0),
        ),
    ]


def mean_factor_bounds(*bounds: tuple[sp.Expr, int, str]) -> list[Step]:
    """For each (correction, sign, what): what = sign * (ln m_n(1) + correction(a)) >= 0 for a >= 1/2.

    The increments are those of Gamma(z+1) = z Gamma(z).
    """
    log_mean = sp.loggamma(a + HALF) - sp.loggamma(a) - sp.log(a) / 2
    step = (sp.log(a) + sp.log(a + 1)) / 2 - sp.log(a + HALF)
    limit = Tends("ln m_n(1) = ln(Gamma(a+1/2)/(sqrt(a) Gamma(a))) tends to 0", log_mean, a, sp.oo, sp.Integer(0))
    steps: list[Step] = [limit]
    for correction, sign, what in bounds:
        steps += _telescoping(sign * log_mean, sign * correction, sign * step, what)
    return steps
