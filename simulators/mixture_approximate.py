"""Two symmetric normal components, x = +-mu + sigma Z, refitted by Algorithm 1 of Suresh et al. (arXiv 2412.17646).

Model 0 is (mu0, sigma0); generation j + 1 draws n points from model j. Every observable returns one value per
independent path and raises ValueError unless 2 <= n <= 2^20, k >= 0, 0 <= mu0 <= 1e38, 1e-38 <= sigma0 <= 1e38,
eta > 1 and eps > 0.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.gaussian import Array
from simulators.kernels import kernel
from simulators.mixture import algorithm, check, draw, kappa
from simulators.variates import normal  # noqa: F401 - what `draw` calls

Fits = tuple[Array, Array, Array]
ROUNDING = 1e-12
"""By this share a float may be off that is equal to another one."""


@kernel
def _fits(
    g: np.random.Generator,
    mus: Array,
    variances: Array,
    spreads: Array,
    n: int,
    k: int,
    mu0: float,
    sigma0: float,
    kappa: float,
) -> None:
    source, sample = g.bit_generator, np.empty(n)
    for i in range(mus.size):
        mu, variance, spread = mu0, sigma0 * sigma0, 0.0
        for _ in range(k):
            centre, spread = draw(source, sample, mu, math.sqrt(variance))
            variance = algorithm(centre, spread, kappa)
            mu = math.sqrt(max(0.0, centre * centre + (spread - variance)))
        mus[i], variances[i], spreads[i] = mu, variance, spread


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, mu0: float, eta: float, sigma0: float = 1.0) -> Fits:
    """(mu_k, sigma_k^2, variance of |x| in the sample that they are fitted to), one of each a path."""
    check(n, k, mu0, sigma0)
    if not eta > 1.0:
        raise ValueError(f"need eta > 1, got {eta}")
    mus, variances, spreads = np.empty(paths), np.empty(paths), np.empty(paths)
    _fits(rng, mus, variances, spreads, n, k, float(mu0) / sigma0, 1.0, kappa(n, float(eta)))
    return mus * sigma0, variances * sigma0**2, spreads * sigma0**2


@seen_in(fits)
def variance(fit: Fits) -> Array:
    """sigma_k^2."""
    return fit[1]


@seen_in(fits)
def scale(fit: Fits) -> Array:
    """sigma_k."""
    return np.sqrt(fit[1])


@seen_in(fits)
def scale_power(fit: Fits, *, alpha: float) -> Array:
    """sigma_k^alpha."""
    return np.asarray(fit[1] ** (0.5 * alpha))


def _above(fit: Fits, eps: float) -> NDArray[np.bool_]:
    if not eps > 0.0:
        raise ValueError(f"need eps > 0, got {eps}")
    return np.sqrt(fit[1]) > eps


@seen_in(fits)
def above(fit: Fits, *, eps: float) -> NDArray[np.bool_]:
    """Not yet collapsed to eps: sigma_k > eps."""
    return _above(fit, eps)


@seen_in(fits)
def collapsed(fit: Fits, *, eps: float) -> NDArray[np.bool_]:
    """Collapsed to eps: sigma_k <= eps."""
    return ~_above(fit, eps)


@seen_in(fits)
def bounded(fit: Fits, *, n: int, eta: float) -> NDArray[np.bool_]:
    """sigma_k^2 is at most 1 + kappa times the variance of |x|, up to rounding."""
    return fit[1] <= (1.0 + kappa(n, float(eta))) * fit[2] * (1.0 + ROUNDING)
