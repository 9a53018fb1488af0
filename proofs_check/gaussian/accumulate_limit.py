"""Fitting to all data seen so far (Kazdan et al., Theorem 1, Lemmas 2 and 3, Corollary 4).

Moments follow from the declared process: those of s_k are products. The product of the means is a ratio of Gamma
functions; log-convexity of Gamma and the reflection formula give its limit, telescoping its rate.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.means import by_moments
from proofs_check.rules.folds import unfolded
from proofs_check.steps import Cites, Equal, Induction, Positive, Step, Tends, claimed
from theorems.gaussian.accumulate_limit import PARAMETERS, THEOREM
from theorems.language.claims import Identity, Limit, Mean
from theorems.language.sums import worked_out

n, k, sigma0 = PARAMETERS.symbols
x = sp.Symbol("x", positive=True)
"""n^(-1/2)."""


def variance(claim: Mean) -> list[Step]:
    """E s_k, a product."""
    return by_moments(claim)


def variance_square(claim: Mean) -> list[Step]:
    """E s_k^2, a product."""
    return by_moments(claim)


def mean_error(claim: Mean) -> list[Step]:
    """E (mu_k - mu_0)^2: the steps of the mean add up."""
    return by_moments(claim)


def conservation(claim: Mean) -> list[Step]:
    """E (mu_k - mu_0)^2 + E s_k does not change."""
    return by_moments(claim)


def _in_root(expression: sp.Expr) -> sp.Expr:
    """The expression with n = 1/x^2, x = n^(-1/2)."""
    return expression.subs(n, x**-2)


def variance_gamma(claim: Identity) -> list[Step]:
    """The product as a ratio of Gamma functions, for n >= 2."""
    value = _in_root(claim.value)
    now, then = unfolded(_in_root(claim.quantity), k)
    return [
        claimed(claim, n >= 2),
        Positive(
            "For n >= 2: 1/x^2 = n > 1, so 0 < x < 1 and every Gamma function has a positive argument",
            n - 1,
            {n: (2, sp.oo)},
            strict=True,
        ),
        Induction(
            "For all k >= 0: the product is the ratio of Gamma functions",
            Equal("Both are 1 at k = 0", value.subs(k, 0), worked_out(claim.quantity.subs(k, 0))),
            Equal(
                "From k to k+1 both take the factor 1 - x^2/(k+1)^2: Gamma(z+1) = z Gamma(z)",
                sp.gammasimp(value.subs(k, k + 1) / value),
                sp.cancel(then / now),
            ),
        ),
    ]


def _gamma_limit() -> list[Step]:
    """R_k = Gamma(k+1-x) Gamma(k+1+x)/Gamma(k+1)^2 -> 1 as k -> oo, 0 < x < 1."""
    j = sp.Symbol("k", positive=True)
    middle = sp.Symbol("ln Gamma(k+1)", real=True)
    above, below = middle + sp.log(j + 1), middle - sp.log(j)
    return [
        Cites(
            "ln Gamma at a weighted mean is at most the weighted mean of its values",
            "ln Gamma is convex on (0, oo)",
        ),
        Equal("k+1 is the mean of k+1-x and k+1+x, so R_k >= 1", ((j + 1 - x) + (j + 1 + x)) / 2, j + 1),
        Equal("k+1+x is the mean of k+1 and k+2, weights 1-x and x", (1 - x) * (j + 1) + x * (j + 2), j + 1 + x),
        Equal("k+1-x is the mean of k+1 and k, weights 1-x and x", (1 - x) * (j + 1) + x * j, j + 1 - x),
        Equal("Gamma(k+2) = (k+1) Gamma(k+1)", sp.gammasimp(sp.gamma(j + 2) / sp.gamma(j + 1)), j + 1),
        Equal("Gamma(k+1) = k Gamma(k)", sp.gammasimp(sp.gamma(j + 1) / sp.gamma(j)), j),
        Equal(
            "So ln R_k is at most x ln(k+1) - x ln k, for k >= 1",
            ((1 - x) * middle + x * above) + ((1 - x) * middle + x * below) - 2 * middle,
            x * sp.log(j + 1) - x * sp.log(j),
        ),
        Tends("1 <= R_k <= ((k+1)/k)^x -> 1", ((j + 1) / j) ** x, j, sp.oo, sp.Integer(1)),
    ]


def variance_limit(claim: Limit) -> list[Step]:
    """The limit of E s_k, and that E s_k exceeds it by at most `within`."""
    known, gammas = THEOREM.claim("variance"), THEOREM.claim("variance-gamma")
    assert isinstance(known, Mean)
    assert isinstance(gammas, Identity)
    assert claim.within is not None
    factor, t = gammas.quantity.function, gammas.quantity.limits[0][0]
    ratio = sp.gamma(k + 1 - x) * sp.gamma(k + 1 + x) / sp.gamma(k + 1) ** 2
    product = sp.Symbol("P_k", nonnegative=True)
    decrease = sigma0**2 * product * (1 - factor.subs(t, k + 1))
    factors = {n: (1, sp.oo), t: (1, sp.oo)}
    generations = {n: (1, sp.oo), k: (1, sp.oo), sigma0: (0, sp.oo), product: (0, 1)}
    return [
        claimed(claim, k >= 1),
        *variance(known),
        Equal("E s_k = sigma0^2 P_k, P_k the product", known.value, sigma0**2 * gammas.quantity),
        Equal("n = 1: the first factor of P_k is 0, so P_k = 0", factor.subs({n: 1, t: 1}), sp.Integer(0)),
        Equal("n = 1: the claimed limit is 0", claim.value.subs(n, 1), sp.Integer(0)),
        *variance_gamma(gammas),
        *_gamma_limit(),
        Equal(
            "n >= 2: P_k = R_k/(Gamma(1-x) Gamma(1+x))",
            _in_root(gammas.value),
            ratio / (sp.gamma(1 - x) * sp.gamma(1 + x)),
        ),
        Equal(
            "n >= 2: its limit times sigma0^2 is the claimed one, as Gamma(1-x) Gamma(1+x) = pi x/sin(pi x)",
            sp.gammasimp(sigma0**2 / (sp.gamma(1 - x) * sp.gamma(1 + x))),
            _in_root(claim.value),
        ),
        Positive("Each factor of the product is at least 0", factor, factors),
        Positive("and at most 1, so P_k lies in [0, 1]", 1 - factor, factors),
        Positive("E s_k - E s_{k+1} = sigma0^2 P_k (1 - factor k+1) >= 0 for k >= 1", decrease, generations),
        Positive(
            "E s_k - within_k does not decrease for k >= 1, as P_k/(n(k+1)^2) <= 1/(nk) - 1/(n(k+1))",
            claim.within - claim.within.subs(k, k + 1) - decrease,
            generations,
        ),
        Tends("within_k -> 0: both sequences tend to the claimed limit", claim.within, k, sp.oo, sp.Integer(0)),
        Cites(
            "So limit <= E s_k, and E s_k - within_k <= limit, for every k >= 1",
            "a convergent non-increasing sequence is never below its limit, a non-decreasing one never above",
        ),
    ]
