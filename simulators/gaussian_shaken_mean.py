"""A Gaussian fit in d dimensions whose mean is shaken by normal noise. Sizes by generation, ddof = 1.

Model 0 is the real law, of mean 0 and a covariance whose eigenvalues are lam: its matrix is diagonal, as nothing that
is observed depends on the axes. Generation j + 1 draws n[j] points of model j; model j + 1 has their covariance, and
their mean plus kappa times a normal vector of that covariance. Shumailov et al., arXiv 2305.17493, section 4.3.

No points are drawn: mean and covariance of a sample are independent (Cochran), the covariance R'WR/(n - 1) with R'R
the one before and W a Wishart matrix (`triangles`). Every observable returns one value per independent path and raises
ValueError unless k >= 0, n lists at least k whole numbers from 2 to 2^53, 0 <= kappa < infinity, and the eigenvalues
lie between 1e-38 and 1e38.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from simulators.engine import seen_in
from simulators.gaussian import Array
from simulators.gaussian_schedule import Sizes, checked_sizes
from simulators.kernels import kernel
from simulators.triangles import add_row, draw_triangle
from simulators.variates import SCALES, normal


@kernel
def _fits(g: np.random.Generator, means: Array, roots: Array, n: Sizes, kappa: float) -> None:
    source = g.bit_generator
    d = roots.size
    for path in range(means.shape[0]):
        mean, factor, rank = means[path], np.diag(roots), d
        for j in range(n.size):
            for i in range(rank):
                add_row(mean, normal(source) / math.sqrt(n[j]), factor[i], i)
            rows = min(n[j] - 1, rank)
            triangle = np.empty((rows, rank))
            draw_triangle(g, triangle, n[j] - 1)
            for i in range(rows):  # row i of the product has rows i, i + 1, ... of the factor, which are still there
                factor[i] *= triangle[i, i]
                for other in range(i + 1, rank):
                    add_row(factor[i], triangle[i, other], factor[other], other)
                factor[i] /= math.sqrt(n[j] - 1)
            rank = rows
            for i in range(rank):
                add_row(mean, kappa * normal(source), factor[i], i)


def fits(rng: np.random.Generator, paths: int, *, n: Sizes, k: int, lam: Sequence[float], kappa: float) -> Array:
    """The mean of model k of every path, shape (paths, d)."""
    sizes = checked_sizes(n, k, 1.0)
    eigenvalues = np.asarray(lam, dtype=float)
    if not eigenvalues.size or not np.all((eigenvalues >= SCALES[0]) & (eigenvalues <= SCALES[1])):
        raise ValueError(f"need eigenvalues between 1e-38 and 1e38, got {list(eigenvalues)}")
    if not 0.0 <= kappa < math.inf:
        raise ValueError(f"need kappa >= 0, got {kappa}")
    means = np.zeros((paths, eigenvalues.size))
    if k > 0:
        _fits(rng, means, np.sqrt(eigenvalues), sizes, float(kappa))
    return means


@seen_in(fits)
def mean_error(means: Array) -> Array:
    """The squared distance of the mean of model k from the real one."""
    return np.asarray(np.sum(means**2, axis=1))
