"""How many kernels lie between a draw from model k and its real ancestor, where all batches are kept.

A draw from model k copies a point of a uniformly chosen batch b <= k, which is a draw from model b - 1, and adds a
kernel; model 0 is the real law. Kazdan et al. (arXiv 2410.16713), Theorem 6.
"""

from __future__ import annotations

from functools import lru_cache

from flint import fmpq, fmpq_poly

from simulators.exact.balls import Real, rational


def depth(*, n: int, k: int, x: Real) -> fmpq:
    """Pr(depth <= x), the draw's own kernel included; n does not enter."""
    return sum((p for j, p in enumerate(depth_law(k)) if j <= rational(x)), fmpq(0))


@lru_cache(maxsize=64)
def depth_law(k: int) -> list[fmpq]:
    """Pr(depth = j), j = 0..k, of a draw from model k: one more than that of a draw from model b - 1,
    b uniform in 1..k. As a polynomial in one variable, which counts the kernels."""
    law = fmpq_poly([1])
    earlier = fmpq_poly([0])
    for model in range(1, k + 1):
        earlier += law
        law = earlier * fmpq_poly([0, 1]) / model
    return law.coeffs()
