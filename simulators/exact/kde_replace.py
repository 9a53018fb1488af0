"""Kernel density estimates, replace: model k is the Gaussian kernel estimate, bandwidth h, on batch k.

Batch 1 is n points from the real law N(0, sigma0^2) (model 0), batch k + 1 is n draws from model k. A draw from model k
copies a point of batch k, which is a draw from model k - 1, and adds N(0, h^2). Kazdan et al. (arXiv 2410.16713),
Theorem 5. Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, normal_cdf, rational


@ctx.workprec(BITS)
def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k: normal, as a real point plus k kernels; n does not enter."""
    return normal_cdf(x, rational(sigma0) ** 2 + k * rational(h) ** 2)
