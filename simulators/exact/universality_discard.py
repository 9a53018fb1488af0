"""The limit of many points of training on the last generated batch alone: the law of the error, fit by fit."""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, normal_cdf, rational


@ctx.workprec(BITS)
def draw(*, J: Real, r: Real, k: int, x: Real) -> arb:
    """Pr(W <= x) for the error of model k >= 1: normal, the sum of independent errors of single batches."""
    if k < 1:
        raise ValueError(f"need k >= 1, got {k}: the real law has no error")
    variance = fmpq(0)
    for _ in range(k):
        variance += 1 / rational(J) + rational(r)
    return normal_cdf(x, variance)
