"""Least squares on generated labels: bounds on mean squares that no recursion of moments gives.

A fit moves by u = G^-1 X'e and leaves e'e - u'X'e of the squared noise; e'e is sigma^2 chi-square with n degrees, and
the first fit explains d of them.
"""

from __future__ import annotations

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
def fresh_error_square(n: int, k: int, d: int, sigma: Real) -> arb:
    """E of the square of the error under accumulate with new rows, at most; infinite unless n >= d + 4.

    Given all rows the error is normal with a covariance C, the sum over s of those that the fits s move by, so that E
    error^2 = (tr C)^2 + 2 tr C^2 <= 3 (tr C)^2 on average; and the root of E (sum of traces)^2 is at most the sum of
    the roots of E trace^2 (Minkowski), of which E |u_s|^4 is a bound. |u_s|^2 is sigma^2 chi-square(d) times a
    Beta(n/2, (s-1) n/2) over a chi-square(s n - d + 1), all independent.
    """
    if k == 0:
        return arb(0)
    if n < d + 4:
        return arb("inf")
    total = arb(0)
    for s in range(1, k + 1):
        rows, share = s * n - d, fmpq(n + 2, s * (s * n + 2))
        total += arb(d * (d + 2) * share / ((rows - 1) * (rows - 3))).sqrt()
    return 3 * rational(sigma) ** 4 * total**2
