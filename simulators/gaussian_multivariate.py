"""Gaussian model in d dimensions, three workflows, every generation of a run; ddof = 0, or 1 under replace.

Batch 1 is real data, n independent N(0, diag(lam)), lam the d eigenvalues of the real covariance. Model t is the mean
mu_t and the covariance Sigma_t of its training set; batch t + 1 is n independent draws from model t. The training set
of model t is

* replace: batch t;
* accumulate: batches 1..t;
* accumulate_subsample: n of the n t points of batches 1..t, drawn without replacement.

Kazdan et al., arXiv 2410.16713, sections 2.1 and 3.

Where all of a batch is used its points are not drawn. A batch from N(mu, R'R) has mean mu + R'z/sqrt(n) and
scatter R'B'BR about it, z standard normal and independent of B, the triangle of Bartlett (squared diagonal
chi-square with n-1, n-2, ... degrees of freedom, standard normal above it): exactly the same law. The
covariance is kept as its factor R, a product of triangles, so that determinants keep their relative accuracy
however small they become. If n <= d, Sigma_1 has rank n - 1, and so has every later one: R is then a
trapezium of n - 1 rows, and all determinants are 0. Subsamples need the points themselves, which are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.triangles import add_product, add_row, draw_triangle, factorize, gram_of, triangle_of
from simulators.variates import MAX_SIZE, SCALES, index, normal

Array = NDArray[np.float64]


class Runs(NamedTuple):
    """Models 1..k of every run: mu_t (runs, k, d), trace and ln det of Sigma_t (runs, k); ln 0 = -infinity.

    squares: tr Sigma_t^2 (runs, k), where it is asked for; else (0, 0).
    """

    means: Array
    traces: Array
    log_dets: Array
    squares: Array = np.empty((0, 0))

    @property
    def errors(self) -> Array:
        """The squared error |mu_t|^2 of every mean, shape (runs, k)."""
        return np.sum(self.means**2, axis=2)

    def at(self, models: Sequence[int]) -> Runs:
        """Of these models only: the first is 1."""
        places = np.asarray(models) - 1
        squares = self.squares[:, places] if self.squares.size else self.squares
        return Runs(self.means[:, places], self.traces[:, places], self.log_dets[:, places], squares)


@kernel
def _product(left: Array, right: Array, scale: float) -> None:
    """right <- scale * left @ right in place, left an upper triangle."""
    rows = right.shape[0]
    for i in range(rows):
        right[i] *= scale * left[i, i]
        for j in range(i + 1, rows):
            add_row(right[i], scale * left[i, j], right[j], j)


@inlined
def _log_det(factor: Array, rank: int, d: int) -> float:
    """ln det R'R."""
    if rank < d:
        return -math.inf
    total = 0.0
    for i in range(d):
        total += math.log(factor[i, i])
    return 2.0 * total


@inlined
def _square(factor: Array) -> float:
    """tr (R'R)^2, from the products of the rows of R."""
    total = 0.0
    for a in range(factor.shape[0]):
        for b in range(a, factor.shape[0]):
            product = 0.0
            for j in range(b, factor.shape[1]):
                product += factor[a, j] * factor[b, j]
            total += product * product if a == b else 2.0 * product * product
    return total


@kernel
def _fits(
    g: np.random.Generator,
    means: Array,
    traces: Array,
    log_dets: Array,
    squares: Array,
    roots: Array,
    n: int,
    ddof: int,
    pooled: bool,
) -> None:
    """Replace, or (pooled, ddof = 0) accumulate; roots: of the eigenvalues."""
    source = g.bit_generator
    runs, k, d = means.shape
    rank = min(n - 1, d)
    factor, triangle, gram = np.empty((rank, d)), np.empty((rank, rank)), np.empty((rank, rank))
    z = np.empty(rank)
    for run in range(runs):
        mean = np.zeros(d)
        for t in range(1, k + 1):
            share = 1.0 / t if pooled else 1.0  # of the new batch in the training set
            if t == 1:
                for i in range(d):
                    mean[i] = roots[i] * normal(source) / math.sqrt(n)
                draw_triangle(g, factor, n - 1)
                for i in range(rank):
                    factor[i] *= roots
                factor /= math.sqrt(n - ddof)
            else:
                draw_triangle(g, triangle, n - 1)
                for i in range(rank):
                    z[i] = normal(source)
                    add_row(mean, share / math.sqrt(n) * z[i], factor[i], i)
                if pooled:  # R'R <- R' [(1 - share) I + share/n (B'B + (1 - share) z z')] R
                    gram_of(triangle, gram)
                    for i in range(rank):
                        add_row(gram[i], (1.0 - share) * z[i], z, i)
                        gram[i, i:] *= share / n
                        gram[i, i] += 1.0 - share
                    factorize(gram)
                    _product(gram, factor, 1.0)
                else:
                    _product(triangle, factor, 1.0 / math.sqrt(n - ddof))
            means[run, t - 1] = mean
            traces[run, t - 1] = np.sum(factor * factor)
            log_dets[run, t - 1] = _log_det(factor, rank, d)
            if squares.size > 0:
                squares[run, t - 1] = _square(factor)


@kernel
def _subsampled(g: np.random.Generator, means: Array, traces: Array, log_dets: Array, roots: Array, n: int) -> None:
    source = g.bit_generator
    runs, k, d = means.shape
    pool, sample = np.empty((n * k, d)), np.empty((n, d))
    factor, draws = np.empty((d, d)), np.empty(d)
    for run in range(runs):
        order = np.arange(n * k)
        for j in range(n):
            for i in range(d):
                pool[j, i] = roots[i] * normal(source)
        for t in range(1, k + 1):
            mean = np.zeros(d)
            for j in range(n):  # the first n of a shuffle of the n t points
                other = j + index(source, n * t - j)
                order[j], order[other] = order[other], order[j]
                sample[j] = pool[order[j]]
                mean += sample[j]
            mean /= n
            sample -= mean
            means[run, t - 1] = mean
            if n > d:
                triangle_of(sample, factor)
                factor /= math.sqrt(n)
                traces[run, t - 1] = np.sum(factor * factor)
            else:
                traces[run, t - 1] = np.sum(sample * sample) / n
            log_dets[run, t - 1] = _log_det(factor, min(n - 1, d), d)
            for j in range(n * t, n * t + n if t < k else 0):
                pool[j] = mean
                if n > d:
                    for i in range(d):
                        draws[i] = normal(source)
                    add_product(pool[j], draws, factor)
                else:  # the same law without a factor of Sigma_t: weights times the centred sample
                    for i in range(n):
                        add_row(pool[j], normal(source) / math.sqrt(n), sample[i], 0)


def _checked(n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """The eigenvalues; raises ValueError where a parameter leaves its domain."""
    eigenvalues = np.asarray(lam, dtype=float)
    inside = eigenvalues.size and np.all((eigenvalues >= SCALES[0]) & (eigenvalues <= SCALES[1]))
    if not 2 <= n <= MAX_SIZE or k < 0 or not inside or ddof not in (0, 1):
        domain = "2 <= n <= 2^53, k >= 0, eigenvalues between 1e-38 and 1e38 and ddof 0 or 1"
        raise ValueError(f"need {domain}, got n={n}, k={k}, lam={list(eigenvalues)}, ddof={ddof}")
    return eigenvalues


def _empty(runs: int, n: int, k: int, lam: Sequence[float], ddof: int = 0, squares: bool = False) -> tuple[Runs, Array]:
    """Room for the runs, and the roots of the eigenvalues."""
    eigenvalues = _checked(n, k, lam, ddof)
    d = eigenvalues.size
    shape = (runs, k)
    own = np.empty(shape if squares else (0, 0))
    return Runs(np.empty((runs, k, d)), np.empty(shape), np.empty(shape), own), np.sqrt(eigenvalues)


def replace(rng: np.random.Generator, runs: int, *, n: int, k: int, lam: Sequence[float], ddof: int = 0) -> Runs:
    """Each model is fitted to the last batch only.

    Raises ValueError unless 2 <= n <= 2^53, k >= 0, all eigenvalues lie between 1e-38 and 1e38, and ddof is 0 or 1.
    """
    out, roots = _empty(runs, n, k, lam, ddof)
    _fits(rng, *out, roots, n, ddof, False)
    return out


def accumulate(
    rng: np.random.Generator, runs: int, *, n: int, k: int, lam: Sequence[float], squares: bool = False
) -> Runs:
    """Each model is fitted to all batches so far; `squares` are seen, too. Raises ValueError as `replace` does."""
    out, roots = _empty(runs, n, k, lam, squares=squares)
    _fits(rng, *out, roots, n, 0, True)
    return out


def accumulate_subsample(rng: np.random.Generator, runs: int, *, n: int, k: int, lam: Sequence[float]) -> Runs:
    """Each model is fitted to n points of all batches so far; memory for n k d numbers. Raises as `replace` does."""
    out, roots = _empty(runs, n, k, lam)
    _subsampled(rng, out.means, out.traces, out.log_dets, roots, n)
    return out


def last(
    simulate: Callable[..., Runs],
    rng: np.random.Generator,
    runs: int,
    *,
    n: int,
    k: int,
    lam: Sequence[float],
    ddof: int | None = None,
) -> Runs:
    """The last model of every run alone; model 0 is the real law."""
    eigenvalues = _checked(n, k, lam, ddof or 0)
    if k == 0:
        given = (eigenvalues.sum(), np.log(eigenvalues).sum(), np.square(eigenvalues).sum())
        return Runs(np.zeros((runs, 1, eigenvalues.size)), *(np.full((runs, 1), x) for x in given))
    divisor = {} if ddof is None else {"ddof": ddof}
    return simulate(rng, runs, n=n, k=k, lam=lam, **divisor).at([k])
