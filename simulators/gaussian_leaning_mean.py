"""A Gaussian fit whose mean falls short: a share theta of the error of the sample mean is taken back. ddof = 1.

M_0 = 0 and V_0 = sigma0^2 are given. Generation j + 1 draws n[j] independent N(M_j, V_j); V_{j+1} is their variance
with divisor n[j] - 1, and M_{j+1} is x - theta (x - M_j) with their mean x. Arulandu's survey, section 3.1.1.

Mean and variance of a sample are independent (Cochran), so two variates stand for a sample. Every observable returns
one value per independent path and raises ValueError unless k >= 0, n lists at least k whole numbers from 2 to 2^53,
0 <= theta <= 1 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np

from simulators.gaussian import Array
from simulators.gaussian_schedule import Sizes, checked_sizes
from simulators.kernels import kernel
from simulators.variates import chi_square, gamma_constants, normal


@kernel
def _means(g: np.random.Generator, out: Array, n: Sizes, theta: float) -> None:
    source = g.bit_generator
    constants = [gamma_constants(0.5 * (size - 1)) for size in n]
    for i in range(out.size):
        mean, scale = 0.0, 1.0
        for j in range(n.size):
            sample = mean + scale * normal(source) / math.sqrt(n[j])
            mean = sample - theta * (sample - mean)
            scale *= math.sqrt(chi_square(source, n[j] - 1, constants[j]) / (n[j] - 1))
        out[i] = mean


def mean_error(rng: np.random.Generator, paths: int, *, n: Sizes, k: int, theta: float, sigma0: float = 1.0) -> Array:
    """The squared error (M_k - M_0)^2 of the mean."""
    sizes = checked_sizes(n, k, sigma0)
    if not 0.0 <= theta <= 1.0:
        raise ValueError(f"need 0 <= theta <= 1, got {theta}")
    out = np.zeros(paths)
    if k > 0:
        _means(rng, out, sizes, float(theta))
    return np.square(sigma0 * out)
