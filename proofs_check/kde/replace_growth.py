"""Replacing the data by draws of their kernel density estimate (Kazdan et al., Theorem 5).

A draw from model k+1 is a uniformly chosen point of batch k+1 plus h Z, and that point is a draw from model
k: one kernel is added per generation. Moments follow from the declared process.
"""

from __future__ import annotations

import sympy as sp

from proofs_check.derivations import (
    is_normal,
    normal_convolution,
    variance_in,
)
from proofs_check.means import by_moments
from proofs_check.steps import Cites, Equal, Induction, Step, Tends, claimed
from theorems.kde.replace_growth import PARAMETERS, THEOREM
from theorems.language.claims import Law, Limit, Mean, X

n, k, h, sigma0 = PARAMETERS.symbols
ZERO = sp.Integer(0)

ONE_MORE_KERNEL = Cites(
    "A draw from model k+1 is Y + h Z: Y has the law of a draw from model k, Z ~ N(0, 1) is independent of Y (k >= 0)",
    "definition of the workflow: Y is a point of batch k+1, chosen without regard to the values, and every "
    "point of batch k+1 is a draw from model k; model 0 is the real law",
)
"""What the workflow says about one draw, averaged over runs."""


def annealed_variance(claim: Mean) -> list[Step]:
    """E draw^2 grows by h^2 in every generation."""
    return by_moments(claim)


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


def spread(claim: Mean) -> list[Step]:
    """The closed form solves the recursion, from k = 1 on."""
    return by_moments(claim)


def spread_limit(claim: Limit) -> list[Step]:
    """The distance from the limit is known exactly; it shrinks by the factor 1 - 1/n."""
    known = THEOREM.claim("spread")
    assert isinstance(known, Mean)
    assert claim.within is not None
    share, decay = sp.Symbol("r", positive=True), sp.Symbol("c", positive=True)
    gap = known.value - claim.value
    return [
        claimed(claim, k >= 1),
        *spread(known),
        Equal(
            "n = 1: the variance of one point is 0 for k >= 1, which is the claimed limit",
            gap.subs({n: 1, k: k + 1}),
            0,
        ),
        Equal("and the claimed distance from it is 0, too", claim.within.subs({n: 1, k: k + 1}), 0),
        Equal(
            "n >= 2: the claimed distance is |E V_k - limit|; r = 1 - 1/n, 0 < r < 1",
            claim.within.subs(n, 1 / (1 - share)),
            sp.Abs(sp.factor(gap.subs(n, 1 / (1 - share)))),
        ),
        Tends(
            "The distance tends to 0: for n >= 2, 1 - 1/n = e^-c with c > 0",
            claim.within.subs(n, 1 / (1 - sp.exp(-decay))),
            k,
            sp.oo,
            ZERO,
        ),
    ]
