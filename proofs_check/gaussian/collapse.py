"""The collapse of recursive Gaussian fitting (Suresh et al., Theorem 3 and equation (3)), with sharper constants.

Sigma_k^2/sigma0^2 is a product of k independent factors S = chi-square/(n-1), so the moments of Sigma_k are powers
of m_n(alpha) = E S^(alpha/2); Markov's inequality gives the tails. Gurland's telescoping argument gives
exp(-1/(4n-4)) <= m_n(1) <= exp(-1/(4n-3)), and with psi in the place of ln Gamma the bounds of the rate E ln S / 2;
the rate itself is the strong law of large numbers. Exponentially small tails give almost sure collapse.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.derivations import CONDITIONING
from proofs_check.gaussian.moments import (
    HALF,
    MARKOV,
    ONE_GENERATION,
    a,
    above,
    below,
    digamma_bound,
    factor_moment,
    in_a,
    log_of_ratio,
    mean_factor_bounds,
    moment_of_scale,
    scale_moment,
)
from proofs_check.means import by_moments
from proofs_check.steps import Cites, Equal, Positive, Step, Tends, claimed
from theorems.gaussian.collapse import PARAMETERS, THEOREM
from theorems.language.claims import AlmostSure, Diverges, Inequality, Law, Mean, Probability, Rate
from theorems.language.functions import OptimalExponent

n, k, eps, alpha, sigma0 = PARAMETERS.symbols
DOMAIN = {n: (2, sp.oo), k: (0, sp.oo)}
POSITIVE = {sigma0: (0, sp.oo), eps: (0, sp.oo)}


# -- moments ----------------------------------------------------------------------------------------------


def moment(claim: Mean) -> list[Step]:
    """E Sigma_k^alpha: each generation multiplies it by one factor."""
    return by_moments(claim)


def mean(claim: Mean) -> list[Step]:
    """E Sigma_k."""
    return by_moments(claim)


def law(claim: Law) -> list[Step]:
    """Sigma_k^2 is a product of independent factors; its Mellin transform is the claim named by `mellin`."""
    assert claim.mellin is not None
    transform = THEOREM.claim(claim.mellin).unfolded()
    assert isinstance(transform, Mean)
    product, factor = sp.symbols("P S", positive=True)
    return [
        ONE_GENERATION,
        Equal(
            "Sigma_k/sigma0 is the square root of the product P of k independent copies S_1, ..., S_k of S: P = 1 at "
            "k = 0, and if Sigma_k = sigma0 sqrt(P) then Sigma_(k+1) = Sigma_k sqrt(S_(k+1)) = sigma0 sqrt(P S_(k+1))",
            (sigma0 * sp.sqrt(product)) * sp.sqrt(factor),
            sigma0 * sp.sqrt(product * factor),
        ),
        *moment(transform),
        Cites(
            f"The claim {claim.mellin!r} therefore determines the law of Sigma_k/sigma0",
            "two probability laws on (0, oo) whose moments of all orders alpha in a non-empty open interval are finite "
            "and equal are equal (uniqueness of the Mellin transform)",
        ),
    ]


# -- the mean between exponentials ------------------------------------------------------------------------


def _upper(bound: sp.Expr) -> list[Step]:
    """E Sigma_k <= bound for all k >= 0, n >= 2."""
    growth = log_of_ratio(bound, k)
    return [
        ONE_GENERATION,
        CONDITIONING,
        factor_moment(1),
        *mean_factor_bounds(above(n)),
        Positive(
            "the bound holds at k = 0: it is at least sigma0", bound.subs(k, 0) - sigma0, {n: (2, sp.oo), **POSITIVE}
        ),
        Equal("from k to k+1 the bound changes by the factor e^L", bound.subs(k, k + 1), bound * sp.exp(growth)),
        Positive(
            "L >= -1/(4n-3) >= ln m_n(1): if E Sigma_k is below the bound at k, m_n(1) E Sigma_k is below that at k+1",
            growth + 1 / (4 * n - 3),
            DOMAIN,
        ),
    ]


def mean_upper(claim: Mean) -> list[Step]:
    """The published factor: it follows from the sharper one."""
    return _upper(claim.value)


def mean_upper_sharp(claim: Mean) -> list[Step]:
    """m_n(1) <= exp(-1/(4n-3))."""
    return _upper(claim.value)


def mean_lower(claim: Mean) -> list[Step]:
    """m_n(1) >= exp(-1/(4n-4))."""
    bound = claim.value
    growth = log_of_ratio(bound, k)
    start = bound.subs(k, 0)
    return [
        ONE_GENERATION,
        CONDITIONING,
        factor_moment(1),
        *mean_factor_bounds(below(n)),
        Positive("the bound holds at k = 0: it is at most sigma0", sigma0 - start, {n: (2, sp.oo), **POSITIVE}),
        Positive("and it is positive", start / sigma0, {n: (2, sp.oo)}, strict=True),
        Equal("from k to k+1 the bound changes by the factor e^L", bound.subs(k, k + 1), bound * sp.exp(growth)),
        Positive(
            "L <= -1/(4n-4) <= ln m_n(1): if E Sigma_k is above the bound at k, m_n(1) E Sigma_k is above that at k+1",
            -1 / (4 * n - 4) - growth,
            DOMAIN,
        ),
    ]


# -- tails ------------------------------------------------------------------------------------------------


def tail_upper_any(claim: Probability) -> list[Step]:
    """Markov's inequality for Sigma_k^alpha."""
    bound = claim.value * eps**alpha
    start = sigma0**alpha
    return [
        *moment_of_scale(bound, alpha, start, n, k, "the claimed bound is E Sigma_k^alpha / eps^alpha"),
        MARKOV,
    ]


def tail_upper(claim: Probability) -> list[Step]:
    """Markov's inequality at the exponent that makes it best."""
    chosen = sorted(claim.value.atoms(OptimalExponent), key=sp.default_sort_key)
    power = [sp.Dummy("alpha", nonnegative=True) for _ in chosen]
    bound = claim.value.xreplace(dict(zip(chosen, power, strict=True)))
    if len(chosen) != 1:
        return [Equal("the bound uses one exponent", sp.Integer(len(chosen)), sp.Integer(1))]
    (best,), (at,) = chosen, power
    size, generations, ratio = best.args
    slope = sp.diff(sp.expand_log(sp.log(in_a(bound, n)), force=True), at)
    return [
        claimed(claim, k >= 1),
        *moment_of_scale(
            bound * eps**at,
            at,
            sigma0**at,
            n,
            k,
            "with any exponent alpha >= 0 the bound is E Sigma_k^alpha / eps^alpha",
        ),
        MARKOV,
        Equal(
            "the logarithm of the bound has the derivative (k/2)(psi(a + alpha/2) - ln a - 2 ln(r)/k) in alpha, "
            "with the arguments n = 2a+1, k, r of the optimal exponent",
            slope,
            in_a(
                generations / 2 * (sp.polygamma(0, (size - 1) / 2 + at / 2) - sp.log((size - 1) / 2))
                - sp.expand_log(sp.log(ratio)),
                n,
            ),
        ),
        Cites(
            "so the minimum over alpha >= 0 is at the root of that derivative, or at 0 if the root is negative: the "
            "optimal exponent, by its definition",
            "the digamma function increases strictly from -oo to oo on (0, oo)",
        ),
    ]


def tail_published(claim: Probability) -> list[Step]:
    """Markov's inequality for Sigma_k, and the bound of its mean."""
    return [*_upper(sp.expand(claim.value * eps)), MARKOV]


def collapse(claim: AlmostSure) -> list[Step]:
    """The certificate is Markov's inequality; summed over k it gives almost sure convergence."""
    tail = sp.expand((1 - claim.value) * eps)
    return [
        *_upper(tail),
        MARKOV,
        Positive(
            "Pr(Sigma_k > eps) is at most 1 less the claimed bound, and that changes by e^L with L < 0 per "
            "generation: the sum over k of Pr(Sigma_k > eps) is finite for every eps > 0",
            -log_of_ratio(tail, k),
            DOMAIN,
            strict=True,
        ),
        Cites(
            "Sigma_k <= eps for all large k almost surely; this for eps = 1, 1/2, 1/3, ...: Sigma_k -> 0 almost surely",
            "Borel-Cantelli lemma: events with a finite sum of probabilities happen only finitely often, almost surely",
        ),
    ]


# -- the typical rate ---------------------------------------------------------------------------------------


def rate(claim: Rate) -> list[Step]:
    """ln Sigma_k is a random walk."""
    u = sp.Symbol("u", positive=True)
    transform = scale_moment(2 * (u - a))
    return [
        ONE_GENERATION,
        factor_moment(2 * (u - a)),
        Cites(
            "With u = a + t, E S^t is finite for every t > -a: so E ln S is its derivative at u = a",
            "if E e^(tY) is finite for t in a neighbourhood of 0, then Y is integrable and E Y is its derivative at 0",
        ),
        Equal(
            "the claimed rate is E ln S / 2",
            sp.diff(transform, u).subs(u, a) / 2,
            in_a(claim.value, n),
        ),
        Cites(
            "ln Sigma_k = ln sigma0 + (ln S_1 + ... + ln S_k)/2, so (1/k) ln Sigma_k tends almost surely to "
            "E ln S / 2, which is also the mean of one step of ln Sigma",
            "strong law of large numbers for independent, identically distributed, integrable variables",
        ),
    ]


def _drift(claim: Inequality, correction: sp.Expr, sign: int, what: str) -> list[Step]:
    """sign (psi(a) - ln a + correction) >= 0 bounds the drift by -correction/2."""
    return [
        *digamma_bound(correction, sign, what),
        Equal("the quantity is (psi(a) - ln a)/2", in_a(claim.quantity, n), (sp.polygamma(0, a) - sp.log(a)) / 2),
        Positive(
            f"and it is {'at least' if sign > 0 else 'at most'} -({correction})/2: no closer than the claimed bound",
            -sign * (in_a(claim.value, n) + correction / 2),
            {a: (HALF, sp.oo)},
        ),
    ]


def rate_upper(claim: Inequality) -> list[Step]:
    """psi(a) <= ln a - 1/(2a)."""
    return _drift(claim, 1 / (2 * a), -1, "ln a - psi(a) - 1/(2a)")


def rate_lower(claim: Inequality) -> list[Step]:
    """psi(a) >= ln a - 1/(2a) - 1/(12a^2)."""
    return _drift(claim, 1 / (2 * a) + 1 / (12 * a**2), 1, "psi(a) - ln a + 1/(2a) + 1/(12a^2)")


# -- the wandering mean -------------------------------------------------------------------------------------


def wandering(claim: Diverges) -> list[Step]:
    """E(M_k-M_0)^2 is the minorant itself; the absolute sum of the steps of M is finite almost surely."""
    return [
        *by_moments(claim),
        Tends("The minorant diverges", claim.value, claim.variable, sp.oo, sp.oo),
        *mean_factor_bounds(above(n)),
        Cites(
            "E|M_(k+1)-M_k| <= E Sigma_k/sqrt(n) <= sigma0 e^(-k/(4n-3)): these sum to a finite number, so the sum of "
            "|M_(k+1)-M_k| over k is finite almost surely and M_k converges almost surely",
            "E|Z| <= 1 by Jensen's inequality; the expectation of a sum of non-negative variables is the sum of "
            "expectations (monotone convergence); a variable with finite mean is finite almost surely",
        ),
    ]
