"""Laws of the scale fitted by maximum likelihood: a factor (n-1)/n a generation below those of `gaussian`."""

from __future__ import annotations

from flint import fmpq

from simulators.exact.balls import Exact, Real, rational
from simulators.exact.mellin import law_of_factors


def above(*, n: int, k: int, eps: Real, sigma0: Real = 1) -> Exact:
    """Pr(Sigma_k > eps), a ball for k >= 1."""
    return law_of_factors(n, k, (rational(eps) / rational(sigma0)) ** 2 * fmpq(n, n - 1) ** k)[1]
