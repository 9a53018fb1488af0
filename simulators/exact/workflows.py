"""Errors and variances of every workflow that does not look at the values of points, by one linear recursion.

Batch 1 is real: independent points of mean 0 and variance 1. In round t batch t arrives, model t is fitted to points
of the batches so far, and what is no real point of batch t + 1 is drawn from model t, whose mean is the mean of the
points that it is fitted to. A selection that is blind to the values makes two numbers enough: of a batch the mean
square of its points, and of two batches the mean product of a point of each. Kazdan et al. (arXiv 2410.16713),
sections 2.1 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flint import fmpq

from simulators.exact.balls import Real, rational

Round = tuple[int, int, int, bool, int | None, bool]
"""size, real, oldest, keeps, taken, replacement.

Batch t has `size` points, `real` of them real; then model t is fitted. It sees the batches from `oldest` on (counted
from 1), and batch 1, too, if it `keeps` it; of their points it takes all (None), or `taken`, with replacement or not.
"""


class Fit(NamedTuple):
    """Of model t: E theta_t^2, the squared error of its mean; E of the variance of a draw from it."""

    error: fmpq
    variance: fmpq


Spread = Callable[[fmpq, fmpq, int], fmpq]
"""The expected variance of a draw, from E theta^2, the mean square of a point that is seen, and how many are taken."""


def family(v2: Real) -> Spread:
    """A natural exponential family of variance 1 + v2 theta^2, fitted by its mean (0: normal of known variance)."""
    return lambda error, square, taken: 1 + rational(v2) * error


def resampling(h: Real = 0) -> Spread:
    """Draws have the mean square of the points seen, and h^2 more: normal (ddof = 0), frequencies, kernel estimate."""
    return lambda error, square, taken: square - error + rational(h) ** 2


def unbiased(error: fmpq, square: fmpq, taken: int) -> fmpq:
    """A normal law whose variance is fitted with ddof = 1."""
    if taken < 2:
        raise ValueError(f"a variance with ddof = 1 needs 2 points: got {taken}")
    return (square - error) * fmpq(taken, taken - 1)


def fits(rounds: Iterable[Round], spread: Spread) -> Iterator[Fit]:
    """Model 1, model 2, ..., one for each round; raises ValueError for a selection that cannot be made."""
    sizes: list[int] = []
    squares: list[fmpq] = []  # E x^2 of a point of a batch
    below: list[list[fmpq]] = []  # at [r][s]: the sum over points x of batches 1..s of E x y, y of batch r + 1
    model, products = fmpq(1), [fmpq(0)]  # E y^2 of a draw from the model; E x y with x of each batch
    error = fmpq(0)
    for t, (size, real, oldest, keeps, taken, replacement) in enumerate(rounds, 1):
        if not 0 <= real <= size or not 1 <= oldest <= t or size < 1 or (t == 1 and real != size):
            raise ValueError(f"round {t} cannot be: {size} points, {real} of them real, seen from {oldest} on")
        drawn = fmpq(size - real) / size
        square = drawn * model + (1 - drawn)
        products = [drawn * product for product in products[: t - 1]]
        alike = fmpq((size - real) * (size - real - 1)) * error / size  # E x y, summed over y beside x
        for sums, product in zip(below, products, strict=True):
            sums.append(sums[-1] + size * product)
        own = [fmpq(0)]
        for weight, product in zip((*sizes, size), (*products, (square + alike) / size), strict=True):
            own.append(own[-1] + weight * product)
        sizes.append(size)
        squares.append(square)
        below.append(own)

        seen = [s for s in range(t) if s >= oldest - 1 or (keeps and s == 0)]
        points = sum(sizes[s] for s in seen)
        first = 1 if keeps and oldest > 1 else 0  # batches seen before the oldest
        totals = [sums[t] - sums[oldest - 1] + sums[first] for sums in below]
        mean_square = sum((sizes[s] * squares[s] for s in seen), fmpq(0)) / points
        product = sum((sizes[s] * totals[s] for s in seen), fmpq(0)) / points**2  # of two picks
        if taken is None:
            error = product
        elif replacement:
            error = mean_square / taken + product * (taken - 1) / taken
        elif taken > points:
            raise ValueError(f"round {t} has {points} points: {taken} cannot be taken without replacement")
        else:
            apart = (product * points - mean_square) / max(points - 1, 1)  # of two points
            error = mean_square / taken + apart * (taken - 1) / taken
        variance = spread(error, mean_square, points if taken is None else taken)
        model, products = error + variance, [total / points for total in totals]
        yield Fit(error, variance)
