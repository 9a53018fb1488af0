"""Two symmetric normal components, x = +-mu + sigma Z, refitted by whatever splits the mean of x^2 into mu^2 + sigma^2.

Model 0 is (mu0, sigma0). Generation j + 1 draws n points from model j; of these the estimator takes |x| alone, which is
that of mu + sigma Z. Suresh et al., arXiv 2412.17646, section 4.2.

How a sample is told: A, the mean of |x|, and s, the variance (divisor n) of |x|, so that A^2 + s is the mean of x^2.
Both are found from the distances of |x| to mu, so that no digit is lost where sigma is far below mu.

Every observable returns one value per independent path and raises ValueError unless 2 <= n <= 2^20, k >= 0,
0 <= mu0 <= 1e38, 1e-38 <= sigma0 <= 1e38 and the estimator is one of `ESTIMATORS`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import in_blocks_of, seen_in
from simulators.gaussian import Array
from simulators.kernels import inlined, kernel
from simulators.variates import SCALES, normal

Fits = tuple[Array, Array, Array, Array]
ESTIMATORS = ("likelihood", "algorithm", "absolute", "noise")
LARGEST = 2**20
"""Points of a sample at most."""
FEW, STEPS = 1e-15, 60
"""A relative step with which the iteration has ended; steps after which the root is looked for otherwise."""
NEARER, NEGLIGIBLE = 0.9, 1e-10
"""By this factor the search goes down; a square of mu that is no larger a share of the mean of x^2 counts as 0."""
LOST = 2.0**-48
"""What is left of a sum may be all rounding if it is no larger a share of it."""


@inlined
def draw(source: object, sample: Array, mu: float, sigma: float) -> tuple[float, float]:
    """Fills a sample of |x|; the mean A of |x|, and its variance s."""
    n = sample.size
    total = 0.0
    for i in range(n):
        step = sigma * normal(source)
        away = step if mu + step >= 0.0 else -2.0 * mu - step
        total += away
        sample[i] = away
    mean = total / n
    spread = 0.0
    for i in range(n):
        spread += (sample[i] - mean) ** 2
        sample[i] += mu
    return mu + mean, spread / n


@inlined
def lost(sample: Array, c: float) -> float:
    """The mean of |x| less that of x tanh(c x)."""
    total = 0.0
    for i in range(sample.size):
        total += 2.0 * sample[i] / (math.exp(min(2.0 * c * sample[i], 700.0)) + 1.0)
    return total / sample.size


@kernel
def likelihood(sample: Array, centre: float, spread: float) -> float:
    """How much the largest root mu of mu = mean(x tanh(x mu/sigma^2)), mu^2 + sigma^2 = mean(x^2), is below A.

    Iterated from A; A itself where mu = 0 is the only root. The steps fall to 0 slowly only if mu does, or nearly:
    then c = mu/sigma^2 is sought on its way down from where the iteration came to, for the first sign of a root.
    """
    below = 0.0
    for _ in range(STEPS):
        c = (centre - below) / (spread + below * (2.0 * centre - below))
        following = lost(sample, c)
        if following - below <= FEW * following:
            return following
        below = following
    square = centre * centre + spread
    high = (centre - below) / (spread + below * (2.0 * centre - below))
    while high * high * square > NEGLIGIBLE:
        low = NEARER * high
        if excess(sample, centre, square, low) > LOST * centre:
            for _ in range(60):
                middle = 0.5 * (low + high)
                if excess(sample, centre, square, middle) > 0.0:
                    low = middle
                else:
                    high = middle
            return lost(sample, low)
        high = low
    return centre


@inlined
def excess(sample: Array, centre: float, square: float, c: float) -> float:
    """The mean of x tanh(c x) less the mu that the circle has where mu = c sigma^2."""
    return centre - lost(sample, c) - 2.0 * c * square / (1.0 + math.sqrt(1.0 + 4.0 * c * c * square))


@inlined
def algorithm(centre: float, spread: float, kappa: float) -> float:
    """sigma^2 of Algorithm 1, as printed."""
    square = centre * centre + spread
    if square <= (1.0 + kappa) * centre * centre:
        a = 50.0
    else:
        a = 2.0 * (1.0 + kappa) * square / (square - (1.0 + kappa) * centre * centre)
    if square * (a - 2.0) <= 2.0 * a * centre * centre:
        return a * square * spread / (a * centre * centre + 2.0 * square)
    return square


def kappa(n: int, eta: float) -> float:
    """The paper's kappa: how much larger sigma^2 may be than the variance of |x|."""
    half = 0.5 * (n - 1)
    return math.expm1((eta - 1.0) * (half + 4.0 * eta) / (2.0 * eta * half * (n + 4.0 * eta - 1.0)))


@inlined
def _noise(sample: Array, centre: float, spread: float, which: int, kappa: float) -> float:
    """sigma^2 of an estimator, by its place in `ESTIMATORS`."""
    if which == 0:
        below = likelihood(sample, centre, spread)
        return spread + below * (2.0 * centre - below)
    if which == 1:
        return algorithm(centre, spread, kappa)
    return spread if which == 2 else centre * centre + spread


@inlined
def _mean(centre: float, spread: float, variance: float) -> float:
    """mu of an estimator, whose square is what its sigma^2 leaves of the mean of x^2."""
    left = centre * centre + (spread - variance)
    return math.sqrt(left) if left > LOST * (centre * centre + spread) else 0.0


@kernel
def _refitted(
    g: np.random.Generator,
    mus: Array,
    variances: Array,
    added: Array,
    noise: Array,
    n: int,
    k: int,
    mu0: float,
    sigma0: float,
    which: int,
    kappa: float,
) -> None:
    source, sample = g.bit_generator, np.empty(n)
    for i in range(mus.size):
        mu, variance, total, sum_of_noise = mu0, sigma0 * sigma0, 0.0, 0.0
        for _ in range(k):
            total += variance / math.sqrt(mu * mu + variance)
            sum_of_noise += variance
            centre, spread = draw(source, sample, mu, math.sqrt(variance))
            variance = _noise(sample, centre, spread, which, kappa)
            mu = _mean(centre, spread, variance)
        mus[i], variances[i], added[i], noise[i] = mu, variance, total, sum_of_noise


@kernel
def _estimated(samples: Array, mus: Array, variances: Array, which: int, kappa: float) -> None:
    for i in range(mus.size):
        centre = samples[i].mean()
        spread = ((samples[i] - centre) ** 2).mean()
        variances[i] = _noise(samples[i], centre, spread, which, kappa)
        mus[i] = _mean(centre, spread, variances[i])


def estimates(samples: Array, estimator: str, eta: float = 2.0) -> tuple[Array, Array]:
    """mu and sigma^2 of an estimator for given samples of |x|, one a row; eta is the parameter of the algorithm.

    Raises ValueError unless rows have 2 points or more, eta > 1 and the estimator is one of `ESTIMATORS`.
    """
    points = np.ascontiguousarray(samples, dtype=float)
    if points.ndim != 2 or points.shape[1] < 2 or not eta > 1.0:
        raise ValueError(f"need rows of 2 points or more and eta > 1, got {points.shape} and eta={eta}")
    mus, variances = np.empty(len(points)), np.empty(len(points))
    _estimated(points, mus, variances, _place(estimator), kappa(points.shape[1], eta))
    return mus, variances


def check(n: int, k: int, mu0: float, sigma0: float) -> None:
    """Raises ValueError outside of what is simulated."""
    inside = 2 <= n <= LARGEST and k >= 0 and 0.0 <= mu0 <= SCALES[1] and SCALES[0] <= sigma0 <= SCALES[1]
    if not inside:
        domain = "2 <= n <= 2^20, k >= 0, 0 <= mu0 <= 1e38, 1e-38 <= sigma0 <= 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, mu0={mu0}, sigma0={sigma0}")


def fits(
    rng: np.random.Generator, paths: int, *, n: int, k: int, mu0: float, estimator: str, sigma0: float = 1.0
) -> Fits:
    """mu and sigma^2 of model k; the sums of sigma^2/(mu^2 + sigma^2)^(1/2) and of sigma^2 over models 0..k-1."""
    check(n, k, mu0, sigma0)
    which = _place(estimator)
    mus, variances, added, noise = (np.empty(paths) for _ in range(4))
    _refitted(rng, mus, variances, added, noise, n, k, float(mu0) / sigma0, 1.0, which, kappa(n, 2.0))
    return mus * sigma0, variances * sigma0**2, added * sigma0, noise * sigma0**2


def _place(estimator: str) -> int:
    if estimator not in ESTIMATORS:
        raise ValueError(f"need one of {', '.join(ESTIMATORS)}, got {estimator}")
    return ESTIMATORS.index(estimator)


@in_blocks_of(1024)
@seen_in(fits)
def second_moment(found: Fits) -> Array:
    """mu_k^2 + sigma_k^2."""
    return np.square(found[0]) + found[1]


@in_blocks_of(1024)
@seen_in(fits)
def total(found: Fits) -> Array:
    """The sum of sigma^2/(mu^2 + sigma^2)^(1/2) over models 0..k-1."""
    return found[2]


@in_blocks_of(1024)
@seen_in(fits)
def noise_root(found: Fits) -> Array:
    """The root of the sum of sigma^2 over models 0..k-1."""
    return np.sqrt(found[3])


@in_blocks_of(1024)
@seen_in(fits)
def noisy(found: Fits, *, b: float) -> NDArray[np.bool_]:
    """Is the sum of sigma^2 over models 0..k-1 above b?"""
    if not b > 0.0:
        raise ValueError(f"need b > 0, got {b}")
    return found[3] > b
