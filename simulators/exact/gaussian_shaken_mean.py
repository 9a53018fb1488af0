"""A Gaussian fit in d dimensions whose mean is shaken by normal noise: how large the fourth power of its error may be.

Given all fitted covariances C_0, C_1, ... the mean of model k is normal, with the covariance sum over j < k of
C_j/n[j] + kappa^2 C_(j+1), and E |X|^4 <= 3 (tr D)^2 for a normal vector X of mean 0 and covariance D.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, rational


@ctx.workprec(BITS)
def mean_error_second_moment(*, n: Sequence[int], k: int, lam: Sequence[Real], kappa: Real) -> arb:
    """E |mu_k|^4 at most: by Minkowski's inequality for tr D; E (tr C_j)^2 grows by at most (n[j]+1)/(n[j]-1)."""
    trace, shaken = sum(map(rational, lam), fmpq(0)), rational(kappa) ** 2
    square, total = fmpq(1), arb(0)
    for size in n[:k]:
        following = square * fmpq(size + 1, size - 1)
        total += arb(square).sqrt() / size + arb(following).sqrt() * shaken
        square = following
    return 3 * (total * arb(trace)) ** 2
