"""A sample of two symmetric normal components, x = +-mu0 + sigma0 Z, and what holds for every sample.

Points enter by their absolute values. Suresh et al., arXiv 2412.17646, section 4.2 and Appendix D. k is how often the
model has been left as it is.

Every observable returns one value per independent path and raises ValueError unless 2 <= n <= 2^20, k >= 0,
0 <= mu0 <= 1e38, 1e-38 <= sigma0 <= 1e38, and alpha and beta are positive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import in_blocks_of, seen_in
from simulators.gaussian import Array, half_squares
from simulators.mixture import check, kappa


def samples(rng: np.random.Generator, paths: int, *, n: int, k: int, mu0: float, sigma0: float = 1.0) -> Array:
    """|x|, one sample of n a row."""
    check(n, k, mu0, sigma0)
    return np.abs(mu0 + sigma0 * rng.standard_normal((paths, n)))


def curve(points: Array, alpha: float) -> Array:
    """The mean of x tanh(x/alpha), of every sample: mu where the likelihood is stationary in mu; sigma^2 = alpha mu."""
    if not alpha > 0.0:
        raise ValueError(f"need a positive ratio, got {alpha}")
    return np.asarray(np.mean(points * np.tanh(points / alpha), axis=1))


def circle(points: Array, alpha: float) -> Array:
    """mu of every sample where mu^2 + sigma^2 is the mean of x^2, sigma^2 = alpha mu."""
    square = np.mean(np.square(points), axis=1)
    return np.asarray(2.0 * square / (alpha + np.sqrt(alpha**2 + 4.0 * square)))


def approximate_curve(points: Array, alpha: float, eta: float) -> Array:
    """What Algorithm 1 has in the place of `curve`, of every sample: it meets the circle where that estimate is.

    The paper's display is lost. This is the function of the form that it describes, x tanh x being
    x^2/((x^2 + (1 + c)^2)^(1/2) - c) (an upper bound for c = 1/2, a lower one for c = 0), with the value and the slope
    at both ends that it names; c is the mean of x^2 over a times the squared mean of |x|, a that of the algorithm.
    Raises ValueError unless eta > 1.
    """
    if not eta > 1.0:
        raise ValueError(f"need eta > 1, got {eta}")
    centre, square = np.mean(points, axis=1), np.mean(np.square(points), axis=1)
    ratio, most = square / centre**2, 1.0 + kappa(points.shape[1], eta)
    c = np.where(ratio <= most, ratio / 50.0, (ratio - most) / (2.0 * most))
    return np.asarray(square / (np.hypot(square / centre, (1.0 + c) * alpha) - c * alpha))


@in_blocks_of(1024)
@seen_in(samples)
def second_moment(points: Array) -> Array:
    """The mean of x^2."""
    return np.asarray(np.mean(np.square(points), axis=1))


@in_blocks_of(1024)
def second_moment_variance(
    rng: np.random.Generator, paths: int, *, n: int, k: int, mu0: float, sigma0: float = 1.0
) -> Array:
    """Half the squared difference of the mean of x^2 in two samples, a pair to each path. Its mean is the variance."""
    return half_squares(second_moment(rng, 2 * paths, n=n, k=k, mu0=mu0, sigma0=sigma0))


@in_blocks_of(1024)
@seen_in(samples)
def within_size(points: Array) -> NDArray[np.bool_]:
    """The mean of x^2 is at most n times the squared mean of |x|."""
    return np.asarray(np.mean(np.square(points), axis=1) <= points.shape[1] * np.square(np.mean(points, axis=1)))


@in_blocks_of(1024)
@seen_in(samples)
def below_centre(points: Array, *, alpha: float) -> NDArray[np.bool_]:
    """The mean of x tanh(x/alpha) is at most that of |x|."""
    return np.asarray(curve(points, alpha) <= np.mean(points, axis=1))


@in_blocks_of(1024)
@seen_in(samples)
def rising(points: Array, *, alpha: float, beta: float) -> NDArray[np.bool_]:
    """The mean of x tanh(x/alpha) is at most that of x tanh(x/beta)."""
    return curve(points, alpha) <= curve(points, beta)


@in_blocks_of(1024)
@seen_in(samples)
def beyond_circle(points: Array, *, alpha: float) -> NDArray[np.bool_]:
    """The mean of x tanh(x/a) is above the circle, a = alpha times the root r of the mean of x^2.

    By r times what the kurtosis lacks to 3, over 3 alpha^3, but for a higher power of 1/alpha.
    """
    unit = points / np.sqrt(np.mean(np.square(points), axis=1, keepdims=True))
    kurtosis = np.mean(np.square(np.square(unit)), axis=1)
    gained = (1.0 - kurtosis / 3.0) / alpha**3 - 2.0 / alpha**5
    return np.asarray(2.0 / (alpha + np.sqrt(alpha**2 + 4.0)) + gained <= curve(unit, alpha))
