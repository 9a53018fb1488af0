"""Where kernel draws come from: a draw copies a uniformly chosen earlier point and adds N(0, h^2) noise.

The law of a draw is followed up its line of descent, and the law of the distance between two points of
a sample up both lines until they meet.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq


@dataclass(frozen=True)
class Spread:
    """E X^2 and E X^4 of a symmetric variable X: a draw, or the difference of two points."""

    square: fmpq
    fourth: fmpq

    def plus_noise(self, variance: fmpq) -> Spread:
        """Of X + N(0, variance), independent."""
        return Spread(
            self.square + variance, self.fourth + 6 * variance * self.square + 3 * variance**2
        )


def normal(variance: fmpq) -> Spread:
    """Of N(0, variance)."""
    return Spread(variance, 3 * variance**2)


def mixture(parts: list[tuple[fmpq, Spread]]) -> Spread:
    """Of X drawn from one of the parts, with the given probabilities."""
    return Spread(
        sum((weight * part.square for weight, part in parts), fmpq(0)),
        sum((weight * part.fourth for weight, part in parts), fmpq(0)),
    )
