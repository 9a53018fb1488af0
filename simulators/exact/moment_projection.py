"""A mixture of N((1 - w) delta, v), of weight w, and N(-w delta, v); model k >= 1 is normal with its mean and variance.

Model 0 is the mixture. Shumailov et al. (arXiv 2305.17493), section 3.1. Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, normal_cdf, rational


@ctx.workprec(BITS)
def draw(*, k: int, w: Real, delta: Real, v: Real, x: Real) -> arb:
    """The distribution function of a draw from model k."""
    at, weight, apart, within = map(rational, (x, w, delta, v))
    parts = [(weight, (1 - weight) * apart), (1 - weight, -weight * apart)]
    if k >= 1:
        return normal_cdf(at, sum((share * (centre**2 + within) for share, centre in parts), fmpq(0)))
    return sum((share * normal_cdf(at - centre, within) for share, centre in parts), arb(0))
