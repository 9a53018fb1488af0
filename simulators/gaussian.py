"""Gaussian model, replace workflow, sample variance with ddof = 1.

M_0 = 0 and Sigma_0 = sigma0 are given, exactly known. Generation j + 1 draws n independent
N(M_j, Sigma_j^2); M_{j+1} is their mean and Sigma_{j+1}^2 their variance with divisor n - 1. M_k and
Sigma_k are the fit after k generations. Suresh et al., arXiv 2412.17646, Theorem 3; the risk is that of
Shumailov et al., arXiv 2305.17493, equations (4) and (5).

The samples themselves are not drawn. Sample mean and variance are independent (Cochran), so
Sigma_{j+1}^2 = Sigma_j^2 chi2_{n-1}/(n-1), and given all Sigma_j the walk of the means ends at
N(0, sum_{j<k} Sigma_j^2 / n): exactly the same joint law of (M_k, Sigma_k). `literal_fits` draws the
samples.

Every observable returns one value per independent path and raises ValueError unless
2 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38 and eps > 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.engine import law, real, seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, chi_square, gamma_constants, normal

Array = NDArray[np.float64]
Fits = tuple[Array, Array]

BLOCK = 16
"""Factors multiplied between two logarithms: so few that their product cannot underflow."""


@kernel
def fits_from_sums(g: np.random.Generator, log_ratio: Array, centre: Array, n: int, k: int, divisor: int) -> None:
    """ln Sigma_k and M_k of every path from M_0 = 0, Sigma_0 = 1, variances being sums of squares over a divisor."""
    source, constants = g.bit_generator, gamma_constants(0.5 * (n - 1))
    unit = 1.0 / divisor
    for i in range(log_ratio.size):
        log_variance = 0.0
        total = 0.0  # of Sigma_j^2 over j < k
        for start in range(0, k, BLOCK):
            variance = 1.0  # relative to that at the start of the block
            subtotal = 0.0
            for _ in range(start, min(start + BLOCK, k)):
                subtotal += variance
                variance *= chi_square(source, n - 1, constants) * unit
            total += math.exp(log_variance) * subtotal
            log_variance += math.log(variance)
        log_ratio[i] = 0.5 * log_variance
        centre[i] = math.sqrt(total / n) * normal(source)


@kernel
def _literal_fits(g: np.random.Generator, log_ratio: Array, centre: Array, n: int, k: int) -> None:
    source = g.bit_generator
    sample = np.empty(n)
    for i in range(log_ratio.size):
        mean = 0.0
        scale = 1.0
        for _ in range(k):
            for j in range(n):
                sample[j] = mean + scale * normal(source)
            mean = sample.mean()
            scale = math.sqrt(((sample - mean) ** 2).sum() / (n - 1))
        log_ratio[i] = math.log(scale)
        centre[i] = mean


@kernel
def _sums(g: np.random.Generator, total: Array, n: int, k: int, squared: bool) -> None:
    """The sum of Sigma_0, ..., Sigma_k, or of their squares, of every path from Sigma_0 = 1."""
    source, constants = g.bit_generator, gamma_constants(0.5 * (n - 1))
    for i in range(total.size):
        variance, total[i] = 1.0, 1.0
        for _ in range(k):
            variance *= chi_square(source, n - 1, constants) / (n - 1)
            total[i] += variance if squared else math.sqrt(variance)


def check_fits(n: int, k: int, sigma0: float) -> None:
    """Raises ValueError outside of what is simulated."""
    if not 2 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need 2 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(ln(Sigma_k / sigma0), M_k), one of each per path."""
    check_fits(n, k, sigma0)
    log_ratio, centre = np.empty(paths), np.empty(paths)
    fits_from_sums(rng, log_ratio, centre, n, k, n - 1)
    return log_ratio, centre * sigma0


def walk(rng: np.random.Generator, *, n: int, at: Sequence[int]) -> list[tuple[float, float]]:
    """(M_k, Sigma_k) of one path from (0, 1) at the generations `at`, which do not decrease."""
    return stretches(fits, rng, n=n, at=at)


def stretches(
    fits: Callable[..., Fits], rng: np.random.Generator, *, n: int, at: Sequence[int]
) -> list[tuple[float, float]]:
    """A walk by its stretches: each is a chain of `fits` from (0, 1), moved and scaled by what came before."""
    mean, scale, before = 0.0, 1.0, 0
    path = []
    for k in at:
        if k > before:
            log_ratio, centre = fits(rng, 1, n=n, k=k - before)
            mean, scale, before = mean + scale * float(centre[0]), scale * math.exp(log_ratio[0]), k
        path.append((mean, scale))
    return path


def literal_fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(ln(Sigma_k / sigma0), M_k) as `fits` has them, by drawing and fitting every sample.

    Rounding makes the fit degenerate once Sigma_k is about 1e-16 of M_k, near k = 70 (n - 1).
    """
    check_fits(n, k, sigma0)
    log_ratio, centre = np.empty(paths), np.empty(paths)
    _literal_fits(rng, log_ratio, centre, n, k)
    return log_ratio, centre * sigma0


def _scale(fit: Fits, sigma0: float) -> Array:
    return sigma0 * np.exp(fit[0])


@seen_in(fits)
def scale_power(fit: Fits, *, alpha: float, sigma0: float = 1.0) -> Array:
    """The power Sigma_k^alpha."""
    return np.exp(alpha * (fit[0] + math.log(sigma0)))


@seen_in(fits)
def log_scale(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """ln Sigma_k, which no number of generations makes underflow."""
    return fit[0] + math.log(sigma0)


def log_variance(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """(L - L')^2 / 2 for two independent copies of L = ln Sigma_k, a pair to each path. Its mean is Var L."""
    return half_squares(log_scale(rng, 2 * paths, n=n, k=k, sigma0=sigma0))


@seen_in(fits)
def scale(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The fitted standard deviation Sigma_k."""
    return _scale(fit, sigma0)


@seen_in(fits)
def scale_square(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The fitted variance Sigma_k^2: of mean sigma0^2 for every k, carried by ever rarer paths."""
    return np.square(_scale(fit, sigma0))


@law
@seen_in(fits)
def scale_law(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The fitted standard deviation Sigma_k, whose whole distribution is in question."""
    return _scale(fit, sigma0)


@seen_in(fits)
def above(fit: Fits, *, eps: float, sigma0: float = 1.0) -> NDArray[np.bool_]:
    """Not yet collapsed to eps: Sigma_k > eps."""
    return ~_at_most(_scale(fit, sigma0), eps)


@seen_in(fits)
def collapsed(fit: Fits, *, eps: float, sigma0: float = 1.0) -> NDArray[np.bool_]:
    """Collapsed to eps: Sigma_k <= eps."""
    return _at_most(_scale(fit, sigma0), eps)


def drift(rng: np.random.Generator, paths: int, *, n: int) -> Array:
    """The step ln(Sigma_1 / Sigma_0) of one generation."""
    return log_scale(rng, paths, n=n, k=1)


def scale_total(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The sum of the standard deviations Sigma_0, ..., Sigma_k."""
    check_fits(n, k, sigma0)
    total = np.empty(paths)
    _sums(rng, total, n, k, False)
    return sigma0 * total


def squares(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """Sigma_0^2 + ... + Sigma_k^2 of every path."""
    check_fits(n, k, sigma0)
    total = np.empty(paths)
    _sums(rng, total, n, k, True)
    return sigma0**2 * total


@seen_in(squares)
def total_below(total: Array, *, eps: float) -> NDArray[np.bool_]:
    """The sum of the variances Sigma_0^2, ..., Sigma_k^2 is at most eps."""
    return _at_most(total, eps)


@seen_in(squares)
def total_above(total: Array, *, eps: float) -> NDArray[np.bool_]:
    """That sum is above eps."""
    return ~_at_most(total, eps)


def _at_most(what: Array, eps: float) -> NDArray[np.bool_]:
    if not eps > 0.0:
        raise ValueError(f"need eps > 0, got {eps}")
    return what <= eps


@seen_in(fits)
def centre(fit: Fits) -> Array:
    """The fitted mean M_k, which is its error, too: M_0 = 0."""
    return fit[1]


@seen_in(fits)
def centre_distance(fit: Fits) -> Array:
    """The distance |M_k - M_0| of the mean."""
    return np.abs(fit[1])


@real
@seen_in(fits)
def centre_power(fit: Fits, *, alpha: float) -> Array:
    """The power |M_k - M_0|^alpha of the distance of the mean."""
    return np.abs(fit[1]) ** alpha


@seen_in(fits)
def near(fit: Fits, *, eps: float) -> NDArray[np.bool_]:
    """The mean is at most eps from its start: |M_k - M_0| <= eps."""
    return _at_most(np.abs(fit[1]), eps)


@seen_in(fits)
def centre_square(fit: Fits) -> Array:
    """The squared error (M_k - M_0)^2 of the mean."""
    return np.square(fit[1])


@seen_in(fits)
def risk(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein-2 distance (M_k - M_0)^2 + (Sigma_k - sigma0)^2 to the start: the risk R_k."""
    log_ratio, centre = fit
    return np.square(centre) + np.square(sigma0 * np.expm1(log_ratio))


@seen_in(fits)
def risk_below(fit: Fits, *, eps: float, sigma0: float = 1.0) -> NDArray[np.bool_]:
    """The risk R_k is at most eps."""
    return _at_most(np.square(fit[1]) + np.square(sigma0 * np.expm1(fit[0])), eps)


def risk_variance(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """(R - R')^2 / 2 for two independent copies of the risk, a pair to each path. Its mean is Var R."""
    return half_squares(risk(rng, 2 * paths, n=n, k=k, sigma0=sigma0))


def half_squares(pairs: Array) -> Array:
    """Half the squared difference of the i-th value and the i-th of the second half."""
    paths = pairs.size // 2
    return np.asarray(0.5 * np.square(pairs[:paths] - pairs[paths:]))
