"""Gaussian model in d dimensions, accumulate, ddof = 0: moments of the mean, the trace and the determinant of model k.

Model 0 has mean 0 and a covariance with the eigenvalues lam. Generation t multiplies the covariance, between factors R'
and R of it, by aI + b(x_1 x_1' + .. + x_(n-1) x_(n-1)') + c x_n x_n' with independent standard normal vectors x_i, and
a, b, c of `wishart.accumulate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, perm, prod

from flint import fmpq

from simulators.exact import wishart
from simulators.exact.balls import Real, rational


def _moments(n: int, k: int, lam: Sequence[Real]) -> wishart.Moments:
    return wishart.moments(n, lam, wishart.accumulate(n, k))


def trace(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E tr Sigma_k."""
    return _moments(n, k, lam).trace


def trace_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E (tr Sigma_k)^2."""
    return _moments(n, k, lam).trace_square


def trace_square(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E (tr Sigma_k)^2."""
    return _moments(n, k, lam).trace_square


def trace_square_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E (tr Sigma_k)^4 at most: by Minkowski's inequality, for the entries of the diagonal."""
    factors = (wishart.sum_moment(a, ((b, n - 1), (c, 1)), 4) for a, b, c, _ in wishart.accumulate(n, k))
    return sum(map(rational, lam), fmpq(0)) ** 4 * prod(factors, start=fmpq(1))


def frobenius_square(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E tr Sigma_k^2."""
    return _moments(n, k, lam).square_trace


def frobenius_square_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E (tr Sigma_k^2)^2 at most: tr Sigma^2 is at most (tr Sigma)^2."""
    return trace_square_second_moment(n=n, k=k, lam=lam)


def mean_error_square(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^4."""
    return _moments(n, k, lam).error_square


def mean_error_square_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^8 at most: by Minkowski's inequality, for the squared entries of the mean."""
    return sum(map(rational, lam), fmpq(0)) ** 4 * wishart.eighth(n, wishart.accumulate(n, k))[4]


def error_and_trace(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^2 tr Sigma_k."""
    return _moments(n, k, lam).mixed


def error_and_trace_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^4 (tr Sigma_k)^2 at most: half the sum of the bounds of both, as 2xy <= x^2 + y^2."""
    eighth = wishart.eighth(n, wishart.accumulate(n, k))
    return sum(map(rational, lam), fmpq(0)) ** 4 * (eighth[4] + eighth[0]) / 2


def mean_error(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^2."""
    return _moments(n, k, lam).error


def mean_error_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^4."""
    return _moments(n, k, lam).error_square


def determinant(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E det Sigma_k: det (aI + sum of w_i x_i x_i') is the sum over sets of vectors of a^(d-j) times the product of
    their weights times their Gram determinant, whose mean for j of them is d (d-1) .. (d-j+1)."""
    d, mean = len(lam), prod(map(rational, lam), start=fmpq(1))
    for a, b, c, _ in wishart.accumulate(n, k):
        weights = (comb(n - 1, j) * b**j + (comb(n - 1, j - 1) * b ** (j - 1) * c if j else 0) for j in range(d + 1))
        mean *= sum((perm(d, j) * a ** (d - j) * w for j, w in enumerate(weights)), fmpq(0))
    return mean


def determinant_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E (det Sigma_k)^2 at most: a determinant is at most the d-th power of the mean eigenvalue."""
    d, square = len(lam), prod(map(rational, lam), start=fmpq(1)) ** 2
    for a, b, c, _ in wishart.accumulate(n, k):
        square *= wishart.sum_moment(a, ((b / d, (n - 1) * d), (c / d, d)), 2 * d)
    return square


def singular(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """Pr(det Sigma_k = 0): the first n points span min(n - 1, d) dimensions, and so do all later ones with them."""
    return fmpq(n <= len(lam) and k >= 1)


def regular(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """Pr(det Sigma_k != 0)."""
    return 1 - singular(n=n, k=k, lam=lam)
