"""A kernel estimate refitted to its own draws, its bandwidth chosen by leaving each point out in turn.

A declaration knows no choice among several estimates.
"""

import numpy as np
from scipy.special import logsumexp


def low_loss(rng: np.random.Generator, paths: int, *, n: int, k: int, delta: float, sigma0: float = 1.0) -> np.ndarray:
    """1 where -ln p(0) <= ln((pi/2)^(1/2) (v + 2 h^2)/(n h)) + 2 ln delta, v = (sigma0^2 + all earlier h^2)/n."""
    if n < 2 or k < 1 or not sigma0 > 0 or not 0 < delta < 1:
        raise ValueError(f"need n >= 2, k >= 1, sigma0 > 0, 0 < delta < 1: {n}, {k}, {sigma0}, {delta}")
    points, earlier = sigma0 * rng.standard_normal((paths, n)), np.zeros(paths)
    others = ~np.eye(n, dtype=bool)
    for model in range(1, k + 1):
        squares = (points[:, :, None] - points[:, None, :]) ** 2
        spread = squares.sum(axis=(1, 2)) / (2 * n * (n - 1))  # of all differences: the variance with ddof = 1
        scores = []
        for multiple in (1 / 4, 1 / 2, 1, 2):
            variance = multiple**2 * spread
            exponents = np.where(others, -squares / (2 * variance[:, None, None]), -np.inf)
            scores.append(logsumexp(exponents, axis=2).mean(axis=1) - np.log(variance) / 2)
        chosen = np.take([1 / 16, 1 / 4, 1, 4], np.argmax(scores, axis=0)) * spread
        if model < k:
            earlier += chosen
            parents = np.take_along_axis(points, rng.integers(n, size=(paths, n)), axis=1)
            points = parents + np.sqrt(chosen)[:, None] * rng.standard_normal((paths, n))
    log_density = logsumexp(-(points**2) / (2 * chosen[:, None]), axis=1) - np.log(n) - np.log(2 * np.pi * chosen) / 2
    bound = (sigma0**2 + earlier) / n + 2 * chosen
    least = np.log(np.pi / 2) / 2 + np.log(bound) - np.log(n) - np.log(chosen) / 2
    return (-log_density <= least + 2 * np.log(delta)).astype(float)
