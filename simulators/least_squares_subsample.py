"""Least squares on generated labels, accumulate-subsample on one design: fit t is to n of the n t labelled rows so far.

Rows are N(0, I), the same n in every batch; labels have the noise N(0, sigma^2); batch 1 has real labels, batch t + 1
those of fit t, which is least squares on n points of batches 1..t, chosen without replacement. Kazdan et al., arXiv
2410.16713, appendix E.1.

One row may be chosen with the labels of several batches. So few rows may be chosen that the fit is one of many (then
the shortest, as in the authors' program), and the mean error is infinite as soon as k (d + 1) >= n: so this is no
declared process, whose means would be asked for, and only medians are drawn from it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def errors(rng: np.random.Generator, runs: int, *, n: int, d: int, k: int, sigma: float = 1.0) -> Array:
    """|w_t - w|^2 of fits t = 1..k, of shape (runs, k); the real slopes w are 0, which is no restriction.

    Raises ValueError unless 1 <= d < n and k >= 1.
    """
    if not 1 <= d < n or k < 1:
        raise ValueError(f"need 1 <= d < n and k >= 1, got d={d}, n={n}, k={k}")
    found = np.empty((runs, k))
    for run in range(runs):
        rows = rng.standard_normal((n, d))
        labels = np.empty(n * k)
        slopes = np.zeros(d)
        for t in range(1, k + 1):
            labels[n * (t - 1) : n * t] = rows @ slopes + sigma * rng.standard_normal(n)
            chosen = rng.choice(n * t, n, replace=False)
            times, total = np.bincount(chosen % n, minlength=n), np.zeros(n)
            np.add.at(total, chosen % n, labels[chosen])
            slopes = fit(rows, times, total)
            found[run, t - 1] = slopes @ slopes
    return found


def fit(rows: Array, times: NDArray[np.int64], total: Array) -> Array:
    """The shortest least squares fit to rows of which each is there so many times, with labels of this sum."""
    squares, products = (rows * times[:, None]).T @ rows, rows.T @ total
    if np.count_nonzero(times) > rows.shape[1]:
        return np.asarray(np.linalg.solve(squares, products), dtype=float)
    weights = np.sqrt(times)[:, None]
    return np.asarray(np.linalg.pinv(weights * rows) @ (total / np.maximum(weights[:, 0], 1.0)), dtype=float)
