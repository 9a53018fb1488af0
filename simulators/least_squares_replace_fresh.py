"""Least squares on generated labels, replace, r of the n rows of every batch with real labels.

Rows are N(0, diag(lam)), new in every batch; labels have the noise N(0, sigma^2). Batch 1 has real labels; of batch
k + 1 n - r have those of model k. Model k is fitted to batch k; model 0 is the real one, of slopes 0.

Neither rows nor labels are drawn. With R_1'R_1 the sum of xx' over rows with generated labels and R_2'R_2 that over
the others, triangles or trapezia of Bartlett with their columns scaled by the roots of lam, the next fit solves
(R_1'R_1 + R_2'R_2) w' = R_1'(R_1 w + z_1) + R_2'z_2, z standard normal times sigma: exactly the same law.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.engine import real, seen_in
from simulators.kernels import kernel
from simulators.least_squares import solve
from simulators.triangles import draw_triangle, factorize, gram_of
from simulators.variates import MAX_SIZE, SCALES, normal

Array = NDArray[np.float64]


@kernel
def _refit(g: np.random.Generator, errors: Array, roots: Array, n: int, r: int, k: int) -> None:
    """With noise of variance 1."""
    source, d = g.bit_generator, roots.size
    squares, total, v, w = np.empty((d, d)), np.empty((d, d)), np.empty(d), np.empty(d)
    for run in range(errors.size):
        w[:] = 0.0
        for t in range(k):
            total[:] = 0.0
            v[:] = 0.0
            for made in range(2):
                size = (n - r if t > 0 else 0) if made == 1 else (r if t > 0 else n)
                rows = np.empty((min(size, d), d))
                if size > 0:
                    draw_triangle(g, rows, size)
                for i in range(rows.shape[0]):
                    label = normal(source)
                    for j in range(i, d):
                        rows[i, j] *= roots[j]
                        label += rows[i, j] * w[j] if made == 1 else 0.0
                    for j in range(i, d):
                        v[j] += label * rows[i, j]
                gram_of(rows, squares)
                total += squares
            factorize(total)
            solve(total, v, w)
        errors[run] = np.sum((roots * w) ** 2)


def errors(
    rng: np.random.Generator, paths: int, *, lam: Sequence[float], n: int, r: int, k: int, sigma: float = 1.0
) -> Array:
    """The error of model k of every path.

    Raises ValueError unless n is at least the number of eigenvalues and at most 2^53, r from 0 to n, k >= 0, and the
    eigenvalues and sigma lie between 1e-38 and 1e38.
    """
    eigenvalues = np.asarray(lam, dtype=float)
    inside = eigenvalues.size and np.all((eigenvalues >= SCALES[0]) & (eigenvalues <= SCALES[1]))
    rows = eigenvalues.size <= n <= MAX_SIZE and 0 <= r <= n
    if not inside or not rows or k < 0 or not SCALES[0] <= sigma <= SCALES[1]:
        domain = "as many rows as eigenvalues, 0 <= r <= n <= 2^53, k >= 0, eigenvalues and sigma from 1e-38 to 1e38"
        raise ValueError(f"need {domain}, got n={n}, r={r}, k={k}, lam={list(eigenvalues)}, sigma={sigma}")
    out = np.zeros(paths)
    _refit(rng, out, np.sqrt(eigenvalues), n, r, k)
    return sigma**2 * out


@real
@seen_in(errors)
def error(found: Array) -> Array:
    """(w_k - w)' Sigma (w_k - w)."""
    return found
