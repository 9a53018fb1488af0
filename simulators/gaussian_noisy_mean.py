"""A Gaussian fit whose mean is off by noise: kappa times the error of the variance. Sizes by generation, ddof = 1.

M_0 = 0 and V_0 = sigma0^2 are given. Generation j + 1 draws n[j] independent N(M_j, V_j); V_{j+1} is their variance
with divisor n[j] - 1, and M_{j+1} their mean plus kappa (V_{j+1} - V_j). Shumailov et al., arXiv 2305.17493, section
4.3.

Mean and variance of a sample are independent (Cochran), so two variates stand for a sample. Every observable returns
one value per independent path and raises ValueError unless k >= 0, n lists at least k whole numbers from 2 to 2^53,
kappa >= 0 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np

from simulators.engine import seen_in
from simulators.gaussian import Array
from simulators.gaussian_schedule import Sizes, checked_sizes
from simulators.kernels import kernel
from simulators.variates import chi_square, gamma_constants, normal


@kernel
def _fits(g: np.random.Generator, centre: Array, variance: Array, n: Sizes, sigma0: float, kappa: float) -> None:
    source = g.bit_generator
    constants = [gamma_constants(0.5 * (size - 1)) for size in n]
    for i in range(centre.size):
        m, v = 0.0, sigma0 * sigma0
        for j in range(n.size):
            fitted = v * chi_square(source, n[j] - 1, constants[j]) / (n[j] - 1)
            m += math.sqrt(v / n[j]) * normal(source) + kappa * (fitted - v)
            v = fitted
        centre[i], variance[i] = m, v


def fits(
    rng: np.random.Generator, paths: int, *, n: Sizes, k: int, kappa: float, sigma0: float = 1.0
) -> tuple[Array, Array]:
    """(M_k, V_k), one of each per path."""
    sizes = checked_sizes(n, k, sigma0)
    if not 0.0 <= kappa < math.inf:
        raise ValueError(f"need kappa >= 0, got {kappa}")
    centre, variance = np.zeros(paths), np.full(paths, float(sigma0) ** 2)
    if k > 0:
        _fits(rng, centre, variance, sizes, float(sigma0), float(kappa))
    return centre, variance


@seen_in(fits)
def mean_error(fit: tuple[Array, Array]) -> Array:
    """The squared error (M_k - M_0)^2 of the mean."""
    return np.square(fit[0])


@seen_in(fits)
def risk(fit: tuple[Array, Array], *, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein-2 distance (M_k - M_0)^2 + (sqrt(V_k) - sigma0)^2 to the start: the risk R_k."""
    return np.square(fit[0]) + np.square(np.sqrt(fit[1]) - sigma0)
