"""Least squares on generated labels, replace, some real labels in every batch: a bound on a mean square.

A fit turns w into B w + u, B turned at random. In coordinates in which w is the first unit vector, B w are the
coefficients of l z + y, z the entries of all rows, l ~ Beta(a/2, r/2), y orthogonal to z, |y|^2 = |z|^2 l (1 - l): so
|B w|^2 = (l - X)^2 + s, s = |z|^2 l (1 - l) h, X ~ N(0, s/|z|^2), and h the squared length of the coefficients of a
unit vector on d - 1 columns of n - 1 entries: Beta((d-1)/2, (n-d)/2) (1 + F) over chi-square(n - 1), F the ratio of
chi-squares with d - 2 and n - d + 1 degrees, all independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, rational


def _rising(x: fmpq, many: int) -> fmpq:
    return prod((x + i for i in range(many)), start=fmpq(1))


def _kept(n: int, r: int, d: int) -> fmpq:
    """E |B w|^4 for |w| = 1, n >= d + 4."""

    def share(i: int, j: int) -> fmpq:
        """E l^i (1 - l)^j."""
        return _rising(fmpq(n - r, 2), i) * _rising(fmpq(r, 2), j) / _rising(fmpq(n, 2), i + j)

    h, square = fmpq(0), fmpq(0)
    if d > 1:
        p, rows = d - 1, n - 1
        ratio, ratio_square = fmpq(p - 1, n - d - 1), fmpq((p - 1) * (p + 1), (n - d - 1) * (n - d - 3))
        h = fmpq(p, rows * (rows - 2)) * (1 + ratio)
        square = fmpq(p * (p + 2), rows * (rows + 2) * (rows - 2) * (rows - 4)) * (1 + 2 * ratio + ratio_square)
    return share(4, 0) + (6 + 2 * n) * share(3, 1) * h + (3 + 2 * n + n * (n + 2)) * share(2, 2) * square


@ctx.workprec(BITS)
def error_second_moment(*, lam: Sequence[Real], n: int, r: int, k: int, sigma: Real = 1) -> arb:
    """E of the square of the error, at most; infinite unless n >= d + 4.

    Given the rows and w, u is symmetric: E |B w + u|^4 is E |B w|^4 + E |u|^4 and mixed squares, which are at most 6
    times the root of the product of these (Cauchy and Schwarz).
    """
    d = len(lam)
    if n < d + 4:
        return arb("inf") if k else arb(0)
    kept, added = _kept(n, r, d), fmpq(d * (d + 2), (n - d - 1) * (n - d - 3))
    total = arb(0)
    for _ in range(k):
        total = kept * total + 6 * (kept * total * added).sqrt() + added
    return rational(sigma) ** 4 * total
