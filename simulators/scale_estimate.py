"""The standard deviation (divisor n) of n real points, drawn anew in every generation k >= 1; at k = 0 it is sigma0.

Shumailov et al., arXiv 2305.17493, section 3.1 and Figure 12. The points are N(0, sigma0^2); what is drawn is the sum
of squares about their mean, sigma0^2 times a chi-square of n - 1 degrees of freedom. Returns one value per independent
path and raises ValueError unless n >= 2, k >= 0 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import numpy as np

from simulators.gaussian import Array, check_fits


def scale(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The fitted standard deviation."""
    check_fits(n, k, sigma0)
    return np.full(paths, sigma0) if k == 0 else sigma0 * np.sqrt(rng.chisquare(n - 1, paths) / n)


def inverse_power(rng: np.random.Generator, paths: int, *, n: int, k: int, p: float, sigma0: float = 1.0) -> Array:
    """(sigma0^2/variance)^p, also where its mean is infinite; p > 0."""
    if not p > 0:
        raise ValueError(f"need p > 0, got p={p}")
    return (scale(rng, paths, n=n, k=k, sigma0=sigma0) / sigma0) ** (-2 * p)
