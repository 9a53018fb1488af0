"""Trace of Sigma^-1 C R Sigma C R over the number 2 m of features, C from n rows that are drawn, R = (C + lam)^-1.

A declaration knows no inverse of a matrix. Features 1, 3, ... have the variance 1, features 2, 4, ... the variance v.
"""

import numpy as np


def share(rng: np.random.Generator, paths: int, *, n: int, m: int, v: float, lam: float, k: int) -> np.ndarray:
    """One set of rows a path."""
    if m < 1 or n < 4 * m or k < 0 or not 1 / 4 <= v <= 4 or not lam > 0:
        raise ValueError(
            f"need m >= 1, n >= 4 m, k >= 0, 1/4 <= v <= 4, lam > 0: n={n}, m={m}, v={v}, lam={lam}, k={k}"
        )
    sigma = np.diag(np.tile([1.0, v], m))
    out = np.empty(paths)
    for i in range(paths):
        rows = rng.multivariate_normal(np.zeros(2 * m), sigma, n)
        c = rows.T @ rows / n
        shrunk = c @ np.linalg.inv(c + lam * np.eye(2 * m))
        out[i] = np.trace(np.linalg.inv(sigma) @ shrunk @ sigma @ shrunk) / (2 * m)
    return out
