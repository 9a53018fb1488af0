"""Where kernel draws come from: a draw copies a uniformly chosen earlier point and adds N(0, h^2) noise.

What is followed through the generations is (E X^2, E X^4) for a symmetric variable X, which is a draw
itself, or the difference of two distinct points of a sample.
"""

from __future__ import annotations

from flint import fmpq

Moments = tuple[fmpq, fmpq]


def normal(variance: fmpq) -> Moments:
    """Of N(0, variance)."""
    return variance, 3 * variance**2


def noisy(x: Moments, variance: fmpq) -> Moments:
    """Of X + N(0, variance), independent."""
    square, fourth = x
    return square + variance, fourth + 6 * variance * square + 3 * variance**2


def mixture(*parts: tuple[fmpq, Moments]) -> Moments:
    """Of X taken from one of the parts, each with its probability; what is missing from 1 is X = 0."""
    square = sum((weight * part[0] for weight, part in parts), fmpq(0))
    fourth = sum((weight * part[1] for weight, part in parts), fmpq(0))
    return square, fourth


def parents(distance: Moments, size: int) -> Moments:
    """Difference of two independent uniform choices among `size` points, which may be the same point.

    distance: the difference of two distinct ones.
    """
    return mixture((1 - fmpq(1, size), distance))


def within_variance(distance: Moments, size: int) -> Moments:
    """E V and an upper bound on E V^2 for the variance V, ddof = 0, of `size` points.

    V is (size - 1)/(2 size) times the average of the squared difference of a pair of distinct points;
    by Jensen the square of that average is at most the average of the fourth power.
    """
    factor = fmpq(size - 1, 2 * size)
    return factor * distance[0], factor**2 * distance[1]
