"""Least squares on generated labels, four workflows: the excess error and the training error of the last fit.

Batch 1 has n rows x ~ N(0, diag(lam)) with labels of noise N(0, sigma^2): the real slopes are 0, which is no
restriction. Later batches have the labels x'w of the last fit w, and new noise. A fit is least squares on

* replace: the last batch, n new rows each time, or (fixed) the same rows every time;
* accumulate: all batches so far, with new rows in each, or (fixed) with the same rows.

Arulandu, section 4.1 (Gerstgrasser et al., Dohmatob et al.).

Neither rows nor labels are drawn. A fit moves by u = G^-1 X'e, G the sum of xx' over the rows that it is fitted to, X
the new ones, e their noise; and its squared residuals grow by e'e - u'X'e. X'X is R'R, R the triangle of Bartlett with
its columns scaled by the roots of lam; given X, X'e is R'g sigma, g standard normal, and e'e is sigma^2 (g'g + an
independent chi-square with n - d degrees): exactly the same law.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.triangles import draw_triangle, factorize, gram_of
from simulators.variates import MAX_SIZE, SCALES, chi_square, gamma_constants, normal

Array = NDArray[np.float64]
Sizes = NDArray[np.int64]


class Fits(NamedTuple):
    """Of the last fit of every run: its excess error w' diag(lam) w, and the mean of its squared residuals."""

    errors: Array
    residuals: Array


@inlined
def solve(factor: Array, v: Array, u: Array) -> None:
    """u with C'C u = v, C the upper triangle."""
    size = v.size
    for i in range(size):
        total = v[i]
        for j in range(i):
            total -= factor[j, i] * u[j]
        u[i] = total / factor[i, i]
    for i in range(size - 1, -1, -1):
        total = u[i]
        for j in range(i + 1, size):
            total -= factor[i, j] * u[j]
        u[i] = total / factor[i, i]


@kernel
def _refit(
    g: np.random.Generator, errors: Array, residuals: Array, roots: Array, n: Sizes, pooled: bool, fixed: bool
) -> None:
    """With noise of variance 1; n lists the rows of every batch."""
    source, k = g.bit_generator, n.size
    d = roots.size
    constants = [gamma_constants(0.5 * max(size - d, 2)) for size in n]
    rows, squares, total, factor = np.empty((d, d)), np.empty((d, d)), np.empty((d, d)), np.empty((d, d))
    v, u = np.empty(d), np.empty(d)
    for run in range(errors.size):
        w = np.zeros(d)
        total[:] = 0.0
        residual = 0.0
        for t in range(1, k + 1):
            if t == 1 or not fixed:
                draw_triangle(g, rows, n[t - 1])
                for i in range(d):
                    rows[i] *= roots
                factor[:] = rows
                if pooled and not fixed:
                    gram_of(rows, squares)
                    total += squares
                    factor[:] = total
                    factorize(factor)
            share = 1.0 / t if pooled and fixed else 1.0  # rows' rows is so much of the sum over all rows
            left = 0.0  # of the part of the noise that lies in the span of the rows
            v[:] = 0.0
            for i in range(d):
                z = normal(source)
                left += z * z
                for j in range(i, d):
                    v[j] += z * rows[i, j]
            solve(factor, v, u)
            for i in range(d):
                w[i] += share * u[i]
                left -= share * u[i] * v[i]
            new = chi_square(source, n[t - 1] - d, constants[t - 1]) + max(left, 0.0)
            residual = residual + new if pooled else new
        error = 0.0
        for i in range(d):
            error += (roots[i] * w[i]) ** 2
        errors[run] = error
        residuals[run] = residual / (n.sum() if pooled else n[k - 1])


def last(
    rng: np.random.Generator,
    runs: int,
    *,
    n: int | Sizes,
    k: int,
    lam: Sequence[float],
    sigma: float = 1.0,
    pooled: bool,
    fixed: bool,
) -> Fits:
    """Fit k of every run; model 0 is the real one, without error. n: rows of every batch, or those of each of k.

    Raises ValueError unless n is at least the number of eigenvalues and at most 2^53, k >= 0, and the eigenvalues and
    sigma lie between 1e-38 and 1e38.
    """
    of_batches = np.full(max(k, 0), n, dtype=np.int64) if np.ndim(n) == 0 else np.asarray(n)[: max(k, 0)]
    eigenvalues = np.asarray(lam, dtype=float)
    inside = eigenvalues.size and np.all((eigenvalues >= SCALES[0]) & (eigenvalues <= SCALES[1]))
    rows = np.all((np.asarray(n) >= eigenvalues.size) & (np.asarray(n) <= MAX_SIZE)) and of_batches.size == k
    if not inside or not rows or not SCALES[0] <= sigma <= SCALES[1]:
        domain = "as many rows as eigenvalues, n <= 2^53, k >= 0, eigenvalues and sigma between 1e-38 and 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, lam={list(eigenvalues)}, sigma={sigma}")
    fits = Fits(np.zeros(runs), np.zeros(runs))
    if k:
        _refit(rng, *fits, np.sqrt(eigenvalues), of_batches.astype(np.int64), pooled, fixed)
    return Fits(*(sigma**2 * of for of in fits))
