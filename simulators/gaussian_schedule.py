"""Gaussian model, replace workflow, sample variance with ddof = 1, sizes by generation.

As `simulators.gaussian`, but generation j + 1 draws n[j] samples. Shumailov et al., arXiv 2305.17493, section 4.2.

Every observable returns one value per independent path and raises ValueError unless k >= 0, n lists at least k whole
numbers from 2 to 2^53, and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators import gaussian
from simulators.engine import seen_in
from simulators.gaussian import BLOCK, Array, Fits
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, chi_square, gamma_constants, normal

Sizes = NDArray[np.int64]


@kernel
def _fits(g: np.random.Generator, log_ratio: Array, centre: Array, n: Sizes) -> None:
    """ln Sigma_k and M_k of every path from M_0 = 0, Sigma_0 = 1, k the number of sizes."""
    source, k = g.bit_generator, n.size
    constants = [gamma_constants(0.5 * (size - 1)) for size in n]
    for i in range(log_ratio.size):
        log_variance = 0.0
        total = 0.0  # of Sigma_j^2 / n[j] over j < k
        for start in range(0, k, BLOCK):
            variance = 1.0  # relative to that at the start of the block
            subtotal = 0.0
            for j in range(start, min(start + BLOCK, k)):
                subtotal += variance / n[j]
                variance *= chi_square(source, n[j] - 1, constants[j]) / (n[j] - 1)
            total += math.exp(log_variance) * subtotal
            log_variance += math.log(variance)
        log_ratio[i] = 0.5 * log_variance
        centre[i] = math.sqrt(total) * normal(source)


def checked_sizes(n: Sizes, k: int, sigma0: float) -> Sizes:
    """The first k sizes; raises ValueError outside of what is simulated."""
    sizes = np.asarray(n)
    fitting = sizes.ndim == 1 and sizes.dtype.kind == "i" and np.all((sizes >= 2) & (sizes <= MAX_SIZE))
    if not fitting or not 0 <= k <= sizes.size or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(
            "need k >= 0, a list n of at least k whole numbers from 2 to 2^53, 1e-38 <= sigma0 <= 1e38, got "
            f"n={n!r:.60}, k={k}, sigma0={sigma0}"
        )
    return sizes[:k].astype(np.int64)


def fits(rng: np.random.Generator, paths: int, *, n: Sizes, k: int, sigma0: float = 1.0) -> Fits:
    """(ln(Sigma_k / sigma0), M_k), one of each per path."""
    sizes = checked_sizes(n, k, sigma0)
    log_ratio, centre = np.zeros(paths), np.zeros(paths)
    if k > 0:
        _fits(rng, log_ratio, centre, sizes)
    return log_ratio, centre * sigma0


@seen_in(fits)
def scale(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The fitted standard deviation Sigma_k."""
    return gaussian.scale.see(fit, sigma0=sigma0)  # type: ignore[attr-defined, no-any-return]


@seen_in(fits)
def risk(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein-2 distance (M_k - M_0)^2 + (Sigma_k - sigma0)^2 to the start: the risk R_k."""
    return gaussian.risk.see(fit, sigma0=sigma0)  # type: ignore[attr-defined, no-any-return]


def risk_variance(rng: np.random.Generator, paths: int, *, n: Sizes, k: int, sigma0: float = 1.0) -> Array:
    """(R - R')^2 / 2 for two independent copies of the risk, a pair to each path. Its mean is Var R."""
    return gaussian.half_squares(risk(rng, 2 * paths, n=n, k=k, sigma0=sigma0))  # type: ignore[call-arg, arg-type]


def draw(rng: np.random.Generator, paths: int, *, n: Sizes, k: int, sigma0: float = 1.0) -> Array:
    """One draw from the fitted model."""
    log_ratio, centre = fits(rng, paths, n=n, k=k, sigma0=sigma0)
    return centre + sigma0 * np.exp(log_ratio) * rng.standard_normal(paths)


@seen_in(draw)
def draw_square(x: Array) -> Array:
    """The square of one draw."""
    return np.square(x)


@seen_in(draw)
def draw_fourth(x: Array) -> Array:
    """The fourth power of one draw."""
    return x**4


@seen_in(draw)
def draw_cosine(x: Array) -> Array:
    """The cosine of one draw: its mean is the characteristic function at 1 of a draw."""
    return np.cos(x)
