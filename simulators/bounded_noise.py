"""A mean fitted to data of two values, and off by noise that takes back a share of the error of the sample mean.

mu_0 = 0. Generation j + 1 draws n values, each mu_j - sigma0 or mu_j + sigma0 with probability 1/2; with the mean x of
these, mu_{j+1} = x - theta (x - mu_j). The noise is at most theta sigma0 in size. Shumailov et al., arXiv 2305.17493,
appendix A.2, in one dimension. How many of the values are the larger one is binomial.

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^53, k >= 0,
0 <= theta <= 1 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import numpy as np

from simulators.gaussian import Array
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES


@kernel
def _means(g: np.random.Generator, out: Array, n: int, k: int, theta: float) -> None:
    for i in range(out.size):
        mean = 0.0
        for _ in range(k):
            larger = g.binomial(n, 0.5)
            sample = mean + (2.0 * larger - n) / n
            mean = sample - theta * (sample - mean)
        out[i] = mean


def mean_error(rng: np.random.Generator, paths: int, *, n: int, k: int, theta: float, sigma0: float = 1.0) -> Array:
    """The squared error (mu_k - mu_0)^2 of the mean."""
    inside = 1 <= n <= MAX_SIZE and k >= 0 and SCALES[0] <= sigma0 <= SCALES[1] and 0.0 <= theta <= 1.0
    if not inside:
        raise ValueError(
            "need 1 <= n <= 2^53, k >= 0, 0 <= theta <= 1, 1e-38 <= sigma0 <= 1e38, "
            f"got n={n}, k={k}, theta={theta}, sigma0={sigma0}"
        )
    out = np.empty(paths)
    _means(rng, out, n, k, float(theta))
    return np.square(sigma0 * out)
