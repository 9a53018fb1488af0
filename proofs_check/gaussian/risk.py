"""The risk of recursive Gaussian fitting (Shumailov et al., equations (4) and (5)): its mean and its exact variance.

With A = (M_k - mu0)/sigma0 and T = Sigma_k/sigma0 the risk is sigma0^2 (A^2 + (T-1)^2), and one generation maps
(A, T) to (A + T Z/sqrt(n), T sqrt(S)). So E A^p T^q obeys a linear recursion in k for each p and q; its solutions
give mean and variance. The published variance is refuted at k = 1.
"""

from __future__ import annotations

from itertools import product

import sympy as sp

from proofs_check.derivations import CONDITIONING, STANDARD_NORMAL, expectation, standard_normal
from proofs_check.gaussian.moments import (
    HALF,
    ONE_GENERATION,
    a,
    factor_moment,
    in_a,
    mean_factor_above,
    mean_factor_below,
    scale_moment,
)
from proofs_check.steps import ByDerivatives, Cites, Equal, Induction, Positive, Step, Tends
from theorems.gaussian.risk import PARAMETERS
from theorems.language.claims import Mean

n, k, sigma0 = PARAMETERS.symbols
A, Z = sp.symbols("A Z", real=True)
T, W = sp.symbols("T W", positive=True)
"""T = Sigma_k/sigma0; W = sqrt(S) is the factor by which it changes."""
R, Q, C, g = sp.symbols("R Q C g", positive=True)
"""R = (E S^2)^k, Q C = (E S^(3/2))^k, C = g^k with g = E S^(1/2) = m_n(1)."""

FACTORS = {R: (a + 1) / a, Q: (2 * a + 1) / (2 * a), C: g}
"""What R, Q and C are multiplied by from one generation to the next."""
SIZE = 2 * a + 1
"""n."""
LAWS = {Z: STANDARD_NORMAL, W: (1, g, 1, g * FACTORS[Q], FACTORS[R])}

JOINT = {
    (0, 0): sp.Integer(1),
    (0, 1): C,
    (0, 2): sp.Integer(1),
    (0, 3): Q * C,
    (0, 4): R,
    (2, 0): k / SIZE,
    (2, 1): 2 * a * C * (Q - 1) / SIZE,
    (2, 2): a * (R - 1) / SIZE,
    (4, 0): 3 * (a * (R - 1) + 2 * a * (a * (R - 1) - k)) / SIZE**2,
}
"""E A^p T^q by (p, q); `_joint_moments` proves them."""


def _mean_of(polynomial: sp.Expr) -> sp.Expr:
    """E of a polynomial in A and T, even in A, by the table of joint moments."""
    terms = sp.Poly(sp.expand(polynomial), A, T).terms()
    return sp.Add(*(coefficient * JOINT[powers] for powers, coefficient in terms))


def _next_generation(expression: sp.Expr) -> sp.Expr:
    return expression.subs({k: k + 1, **{s: s * factor for s, factor in FACTORS.items()}}, simultaneous=True)


def _factor_moments() -> list[Step]:
    """The moments of W = sqrt(S) in terms of g = E W."""
    first = scale_moment(1)
    return [
        ONE_GENERATION,
        CONDITIONING,
        *(factor_moment(j) for j in range(1, 5)),
        Equal("E S = 1", scale_moment(2), sp.Integer(1)),
        Equal("E S^(3/2) = E S^(1/2) (2a+1)/(2a)", scale_moment(3), first * FACTORS[Q]),
        Equal("E S^2 = (a+1)/a", scale_moment(4), FACTORS[R]),
        *standard_normal(1, 2, 3, 4),
    ]


def _joint_moments(*powers: tuple[int, int]) -> list[Step]:
    """E A^p T^q, by induction on k."""
    steps: list[Step] = []
    start = {k: 0, R: 1, Q: 1, C: 1}
    for p, q in powers:
        moved = (A + T * Z / sp.sqrt(SIZE)) ** p * (T * W) ** q
        steps.append(
            Induction(
                f"E A^{p} T^{q} = {JOINT[p, q]} for every k, where n = 2a+1, A = (M_k - mu0)/sigma0, T = Sigma_k/sigma0, "
                "R = (E S^2)^k, C = (E S^(1/2))^k, Q C = (E S^(3/2))^k",
                Equal("k = 0: A = 0 and T = 1", JOINT[p, q].subs(start), sp.Integer(0**p)),
                Equal(
                    "k -> k+1: the mean of (A + T Z/sqrt(n))^p (T sqrt(S))^q, Z and S independent of A and T",
                    _next_generation(JOINT[p, q]),
                    _mean_of(expectation(moved, LAWS)),
                ),
            )
        )
    return steps


RISK = A**2 + (T - 1) ** 2
"""R_k/sigma0^2."""


def _explicit(expression: sp.Expr) -> sp.Expr:
    """R, Q, C as powers."""
    return expression.subs({s: factor**k for s, factor in FACTORS.items()})


def _reduced(z: sp.Expr) -> sp.Expr:
    """Gamma(z) for z = a + j/2 or 2a + j in terms of Gamma(a) and g, by the two equations of `_gamma_equations`."""
    if sp.expand(z).coeff(a) == 2:
        return 2 ** (z - 1) / sp.sqrt(sp.pi) * _reduced(sp.expand(z / 2)) * _reduced(sp.expand((z + 1) / 2))
    for start, value in ((a, sp.gamma(a)), (a + HALF, g * sp.sqrt(a) * sp.gamma(a))):
        shift = sp.expand(z - start)
        if shift.is_Integer:
            rising = [start + j for j in range(shift)]
            falling = [start + j for j in range(shift, 0)]
            return value * sp.Mul(*rising) / sp.Mul(*falling)
    return sp.gamma(z)


def _in_g(expression: sp.Expr) -> sp.Expr:
    """The expression with n = 2a+1 and its Gamma functions in terms of g."""
    moved = expression.subs(n, 2 * a + 1).replace(sp.loggamma, lambda z: sp.log(sp.gamma(z)))
    return moved.replace(sp.gamma, lambda z: _reduced(sp.expand(z)))


def _gamma_equations() -> list[Step]:
    z = sp.Symbol("z", positive=True)
    return [
        Equal("Gamma(z+1) = z Gamma(z)", sp.gamma(z + 1), z * sp.gamma(z)),
        Equal(
            "Gamma(2z) = 2^(2z-1) Gamma(z) Gamma(z+1/2)/sqrt(pi): with g = Gamma(a+1/2)/(sqrt(a) Gamma(a)) = E S^(1/2) the "
            "claim becomes an expression in g, a = (n-1)/2 and k",
            sp.gamma(2 * z),
            2 ** (2 * z - 1) * sp.gamma(z) * sp.gamma(z + HALF) / sp.sqrt(sp.pi),
        ),
    ]


def mean(claim: Mean) -> list[Step]:
    """E A^2 + E (T-1)^2."""
    return [
        *_factor_moments(),
        *_joint_moments((0, 1), (0, 2), (2, 0)),
        *_gamma_equations(),
        Equal(
            "E R_k = sigma0^2 (E A^2 + E T^2 - 2 E T + 1) is the claimed mean",
            _in_g(claim.value),
            _explicit(sigma0**2 * _mean_of(RISK)),
        ),
    ]


# -- the variance -------------------------------------------------------------------------------------------


def _summed(expression: sp.Expr) -> tuple[sp.Expr, list[Step]]:
    """The expression without its sums, which telescope: each term is F(i+1) - F(i) for one of three F."""
    steps: list[Step] = []
    for total in sorted(expression.atoms(sp.Sum), key=sp.default_sort_key):
        ((i, low, high),) = total.limits
        rho, r = FACTORS[Q], FACTORS[R]
        found = []
        for primitive in (2 * a * g**k * rho**i, a * r**i, a * r**i * (2 * a + 1 + 2 * (k - i))):
            found.append(
                Equal(
                    f"The terms of a sum of the claim telescope: they are F({i}+1) - F({i}) with F({i}) = {primitive}",
                    primitive.subs(i, i + 1) - primitive,
                    total.function,
                )
            )
            if found[-1].check().ok:
                expression = expression.subs(total, primitive.subs(i, high + 1) - primitive.subs(i, low))
                break
        steps.append(found[-1])
    return expression, steps


def _variance_of_risk() -> sp.Expr:
    """Var R_k/sigma0^4 in terms of R, Q, C, k and a."""
    return _mean_of(RISK**2) - _mean_of(RISK) ** 2


def _all_moments() -> list[Step]:
    return [*_factor_moments(), *_joint_moments(*sorted(JOINT)[1:])]


def variance(claim: Mean) -> list[Step]:
    """E R^2 - (E R)^2, expanded into joint moments."""
    closed, telescoping = _summed(_in_g(claim.value))
    return [
        *_all_moments(),
        *_gamma_equations(),
        *telescoping,
        Equal(
            "E R_k^2 - (E R_k)^2 with R_k = sigma0^2 (A^2 + (T-1)^2) expanded into joint moments is the claimed variance",
            closed,
            sigma0**4 * _explicit(_variance_of_risk()),
        ),
    ]
