"""|C R u|^2 over the trace of Sigma^-1 C R Sigma C R: u the error of k least squares fits to drawn rows and labels.

A declaration knows no inverse of a matrix. Features 1, 3, ... have the variance 1, features 2, 4, ... the variance v;
C is the mean of x x' over n further rows, R = (C + lam)^-1, and |w|^2 = w' Sigma w.
"""

import numpy as np


def kept(
    rng: np.random.Generator, paths: int, *, n: int, m: int, v: float, sigma: float = 1.0, lam: float, k: int
) -> np.ndarray:
    """One run a path, real slopes 0."""
    if m < 1 or n < 2 * m + 4 or k < 0 or not 1 / 4 <= v <= 4 or not (lam > 0 and sigma > 0):
        raise ValueError(
            f"need m >= 1, n >= 2 m + 4, k >= 0, 1/4 <= v <= 4, sigma, lam > 0: n={n}, m={m}, v={v}, k={k}"
        )
    variances = np.tile([1.0, v], m)
    covariance, out = np.diag(variances), np.empty(paths)
    for i in range(paths):
        slopes = np.zeros(2 * m)
        for _ in range(k):
            x = rng.standard_normal((n, 2 * m)) * np.sqrt(variances)
            slopes = np.linalg.lstsq(x, x @ slopes + sigma * rng.standard_normal(n), rcond=None)[0]
        x = rng.standard_normal((n, 2 * m)) * np.sqrt(variances)
        shrunk = np.linalg.inv(x.T @ x / n + lam * np.eye(2 * m)) @ (x.T @ x / n)
        trace = np.trace(np.linalg.inv(covariance) @ shrunk.T @ covariance @ shrunk)
        out[i] = (shrunk @ slopes) @ covariance @ (shrunk @ slopes) / trace
    return out
