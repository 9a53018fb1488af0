"""Least squares on generated labels: bounds on mean squares that no recursion of moments gives.

A fit moves by u = G^-1 X'e and leaves e'e - u'X'e of the squared noise; e'e is sigma^2 chi-square with n degrees, and
the first fit explains d of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, chi_square_moment, rational


def residual_square(n: int, k: int, d: int, sigma: Real, pooled: bool) -> fmpq:
    """E of the square of the training error, exactly, or (pooled) at most.

    Of one batch it is sigma^2/n times a chi-square with n - d degrees. Of k batches it is at most sigma^2/(k n) times
    one with k n - d: later fits explain something, too.
    """
    rows = k * n if pooled else n
    return rational(sigma) ** 4 * chi_square_moment(rows - d, 2) / fmpq(rows) ** 2


@ctx.workprec(BITS)
def accumulated_square(sizes: Sequence[int], d: int, sigma: Real) -> arb:
    """E of the square of the error under accumulate with new rows, at most; infinite unless the first has d + 4.

    Given all rows the error is normal with a covariance C, the sum over s of those that the fits s move by, so that E
    error^2 = (tr C)^2 + 2 tr C^2 <= 3 (tr C)^2 on average; and the root of E (sum of traces)^2 is at most the sum of
    the roots of E trace^2 (Minkowski), of which E |u_s|^4 is a bound. With n_s of N_s rows new, |u_s|^2 is sigma^2
    chi-square(d) times a Beta(n_s/2, (N_s - n_s)/2) over a chi-square(N_s - d + 1), all independent.
    """
    total, rows = arb(0), 0
    for n in sizes:
        rows += n
        if rows < d + 4:
            return arb("inf")
        share = fmpq(n * (n + 2), rows * (rows + 2))
        total += arb(d * (d + 2) * share / ((rows - d - 1) * (rows - d - 3))).sqrt()
    return 3 * rational(sigma) ** 4 * total**2


def replaced_square(sizes: Sequence[int], d: int, sigma: Real) -> fmpq | arb:
    """E of the square of the error under replace with new rows; infinite unless all batches have d + 4.

    Moves of fits are independent and turned at random, so that |w + u|^4 = |w|^4 + |u|^4 + (2 + 4/d) |w|^2 |u|^2 on
    average.
    """
    mean = square = fmpq(0)
    for n in sizes:
        if n < d + 4:
            return arb("inf")
        one = fmpq(d, n - d - 1)
        square += fmpq(d * (d + 2), (n - d - 1) * (n - d - 3)) + (2 + fmpq(4, d)) * mean * one
        mean += one
    return rational(sigma) ** 4 * square
