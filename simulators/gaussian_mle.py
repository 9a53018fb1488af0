"""Gaussian model, replace workflow, maximum likelihood: sample variance with ddof = 0.

As `simulators.gaussian`, but the divisor of the variance is n. Suresh et al., arXiv 2412.17646, section 3.3; the
committed notebook of Shumailov et al., arXiv 2305.17493, Figures 4 and 6.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators import gaussian
from simulators.engine import seen_in
from simulators.gaussian import Array, Fits, check_fits, fits_from_sums


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(ln(Sigma_k / sigma0), M_k), one of each per path."""
    check_fits(n, k, sigma0)
    log_ratio, centre = np.empty(paths), np.empty(paths)
    fits_from_sums(rng, log_ratio, centre, n, k, n)
    return log_ratio, centre * sigma0


def walk(rng: np.random.Generator, *, n: int, at: Sequence[int]) -> list[tuple[float, float]]:
    """(M_k, Sigma_k) of one path from (0, 1) at the generations `at`, which do not decrease."""
    return gaussian.stretches(fits, rng, n=n, at=at)


@seen_in(fits)
def scale_power(fit: Fits, *, alpha: float, sigma0: float = 1.0) -> Array:
    """The power Sigma_k^alpha."""
    return gaussian.scale_power.see(fit, alpha=alpha, sigma0=sigma0)  # type: ignore[attr-defined, no-any-return]


@seen_in(fits)
def scale_square(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The fitted variance Sigma_k^2."""
    return gaussian.scale_square.see(fit, sigma0=sigma0)  # type: ignore[attr-defined, no-any-return]


@seen_in(fits)
def above(fit: Fits, *, eps: float, sigma0: float = 1.0) -> NDArray[np.bool_]:
    """Not yet collapsed to eps: Sigma_k > eps."""
    return gaussian.above.see(fit, eps=eps, sigma0=sigma0)  # type: ignore[attr-defined, no-any-return]


@seen_in(fits)
def centre_square(fit: Fits) -> Array:
    """The squared error (M_k - M_0)^2 of the mean."""
    return np.square(fit[1])


@seen_in(fits)
def risk(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein-2 distance (M_k - M_0)^2 + (Sigma_k - sigma0)^2 to the start: the risk R_k."""
    return gaussian.risk.see(fit, sigma0=sigma0)  # type: ignore[attr-defined, no-any-return]


def drift(rng: np.random.Generator, paths: int, *, n: int) -> Array:
    """The step ln(Sigma_1 / Sigma_0) of one generation."""
    return fits(rng, paths, n=n, k=1)[0]
