"""Replacing the data by draws of their kernel density estimate (Kazdan et al., Theorem 5).

A draw from model k+1 is a uniformly chosen point of batch k+1 plus h Z, and that point is a draw from model
k: one kernel is added per generation. Within a run, batch k+1 is n independent draws from a law with the
variance of batch k plus h^2, so its own variance is on average 1 - 1/n of that: a linear recursion, whose
fixed point is (n-1) h^2.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.derivations import (
    CONDITIONING,
    STANDARD_NORMAL,
    batch_moments,
    expectation,
    is_normal,
    normal_convolution,
    standard_normal,
    variance_in,
)
from proofs_check.steps import Cites, Equal, Induction, Step, Tends, claimed
from theorems.kde.replace_growth import PARAMETERS
from theorems.language.claims import Law, Limit, Mean, X

n, k, h, sigma0 = PARAMETERS.symbols
Z = sp.Symbol("Z", real=True)

ONE_MORE_KERNEL = Cites(
    "A draw from model k+1 is Y + h Z: Y has the law of a draw from model k, Z ~ N(0, 1) is independent of Y (k >= 0)",
    "definition of the workflow: Y is a point of batch k+1, chosen without regard to the values, and every "
    "point of batch k+1 is a draw from model k; model 0 is the real law",
)
"""What the workflow says about one draw, averaged over runs."""


def annealed_variance(claim: Mean) -> list[Step]:
    """E draw^2 grows by h^2 in every generation."""
    y = sp.Symbol("Y", real=True)
    square = sp.expand(expectation((y + h * Z) ** 2, {Z: STANDARD_NORMAL}))
    return [
        ONE_MORE_KERNEL,
        *standard_normal(1, 2),
        Equal("E (Y + h Z)^2 = E Y^2 + h^2", square, y**2 + h**2),
        CONDITIONING,
        Induction(
            "For all k >= 0: the second moment of a draw from model k (its mean is 0) has the claimed value",
            Equal("Model 0 is the real law, of variance sigma0^2", claim.value.subs(k, 0), sigma0**2),
            Equal("From k to k+1", claim.value.subs(k, k + 1), square.subs(y**2, claim.value)),
        ),
    ]


def annealed_law(claim: Law) -> list[Step]:
    """The law of a draw is convolved with the kernel in every generation."""
    variance = variance_in(claim.value, X)
    return [
        ONE_MORE_KERNEL,
        *normal_convolution(h),
        Induction(
            "For all k >= 0: a draw from model k has the law N(0, v_k), v_k read off the claim",
            Equal("Model 0 is the real law N(0, sigma0^2)", variance.subs(k, 0), sigma0**2),
            Equal("N(0, v_k) * N(0, h^2) = N(0, v_{k+1})", variance.subs(k, k + 1), variance + h**2),
        ),
        *is_normal(claim.value, X, variance),
    ]


def estimate_variance() -> list[Step]:
    """The variance of a kernel density estimate, from that of the points under it."""
    mean, spread = sp.Symbol("m", real=True), sp.Symbol("V", nonnegative=True)
    point = sp.Symbol("Y", real=True)
    draw = expectation((point + h * Z) ** 2, {Z: STANDARD_NORMAL, point: (1, mean, spread + mean**2)})
    return [
        *standard_normal(1, 2),
        Equal(
            "A kernel density estimate on points of mean m and variance V (ddof = 0) has mean m and variance V + h^2",
            draw - mean**2,
            spread + h**2,
        ),
    ]


def _spread_recursion() -> tuple[sp.Symbol, sp.Expr, list[Step]]:
    """E of the variance of batch k+1 as a function of that of batch k, V."""
    spread = sp.Symbol("V", nonnegative=True)
    following = (1 - 1 / n) * (spread + h**2)
    return spread, following, [
        *estimate_variance(),
        *batch_moments(n, spread + h**2),
        Equal(
            "Given batch k of variance V, the points of batch k+1 are independent draws from its estimate: "
            "their variance, scatter/n, is on average (1 - 1/n)(V + h^2)",
            (n - 1) * (spread + h**2) / n,
            following,
        ),
        CONDITIONING,
    ]  # fmt: skip


def _first_batch() -> sp.Expr:
    """E of the variance of batch 1, n draws from the real law."""
    return (n - 1) * sigma0**2 / n


def spread(claim: Mean) -> list[Step]:
    """The closed form solves the recursion, from k = 1 on."""
    before, following, steps = _spread_recursion()
    return [
        claimed(claim, k >= 1),
        *steps,
        Induction(
            "For all k >= 1: the variance of batch k is on average the claimed value",
            Equal("Batch 1 is n draws from the real law", claim.value.subs(k, 1), _first_batch()),
            Equal("From k to k+1", claim.value.subs(k, k + 1), following.subs(before, claim.value)),
        ),
    ]


def spread_limit(claim: Limit) -> list[Step]:
    """The distance from the fixed point of the recursion shrinks by the factor 1 - 1/n."""
    before, following, steps = _spread_recursion()
    limit, within = claim.value, claim.within
    assert within is not None
    share, decay = sp.Symbol("r", positive=True), sp.Symbol("c", positive=True)
    gap = sp.Symbol("gap", real=True)
    in_share = within.subs(n, 1 / (1 - share))
    first = (_first_batch() - limit).subs(n, 1 / (1 - share))
    return [
        claimed(claim, k >= 1),
        *steps,
        Equal("n = 1: the variance of one point is 0, which is the claimed limit", limit.subs(n, 1), sp.Integer(0)),
        Equal("and the claimed distance from it is 0, too", within.subs({n: 1, k: k + 1}), sp.Integer(0)),
        Equal("The claimed limit is the fixed point of the recursion", following.subs(before, limit), limit),
        Equal(
            "So E V_{k+1} - limit = (1 - 1/n)(E V_k - limit)",
            following.subs(before, limit + gap) - limit,
            (1 - 1 / n) * gap,
        ),
        Induction(
            "For all k >= 1, n >= 2: |E V_k - limit| is the claimed distance; r = 1 - 1/n, 0 < r < 1",
            Equal("At k = 1", in_share.subs(k, 1), sp.Abs(sp.factor(first))),
            Equal("From k to k+1", in_share.subs(k, k + 1), share * in_share),
        ),
        Tends(
            "The distance tends to 0: for n >= 2, 1 - 1/n = e^-c with c > 0",
            within.subs(n, 1 / (1 - sp.exp(-decay))),
            k,
            sp.oo,
            sp.Integer(0),
        ),
    ]
