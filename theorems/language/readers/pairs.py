"""Numbers in two parts, with twice the digits of machine numbers, and a bound on the error of each.

The algorithms, and how far they are off, are those of Joldes, Muller and Popescu, Tight and rigorous error bounds for
basic building blocks of double-word arithmetic, ACM TOMS 44 (2017), Algorithms 6 and 10; our bounds are a few times
theirs. They have no functions but roots and whole powers: others are asked of balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from theorems.language.readers.interpreter import NotExact, Table
from theorems.language.readers.near import GROW, WHOLE, Near, two_sum

TWICE = 2.0**-102
"""By so much a sum or a product is off at most, relatively."""

NEWTON = 2.0**-99
"""By so much a quotient or a root is."""

SPLIT = 2.0**27 + 1

LEAST = 2.0**-800
"""Below this the second part may lack digits."""


class Pairs(Near):
    """The number is `mid` and `low` together, up to `rad`; `low` is at most half a unit of the last place of `mid`."""

    __slots__ = ("low",)

    accuracy = 2.0**-90
    bits = 130

    def __init__(self, mid: Any, rad: Any, whole: bool = False, low: Any = 0.0) -> None:
        super().__init__(mid, rad, whole)
        self.low = low

    @classmethod
    def exactly(cls, p: int, q: int) -> Self:
        if q == 1 and abs(p) <= WHOLE:
            return cls.machine(np.float64(p), np.float64(0), True)
        mid = p / q
        above, below = mid.as_integer_ratio()
        rest = p * below - above * q
        low = rest / (q * below)
        exact = low.as_integer_ratio()[0] * (q * below) == rest * low.as_integer_ratio()[1]
        return cls(np.float64(mid), np.float64(0 if exact else abs(mid) * TWICE + _lost(mid)), low=np.float64(low))

    @classmethod
    def enclosing(cls, balls: Sequence[Any]) -> Self:
        mid = [np.nan if ball is None else float(ball.mid()) for ball in balls]
        low = [0.0 if ball is None else float((ball.mid() - x).mid()) for ball, x in zip(balls, mid, strict=True)]
        rad = np.array([np.inf if ball is None else float(ball.rad().upper()) for ball in balls])
        return cls(np.array(mid), (rad + abs(np.array(mid)) * TWICE) * GROW + _lost(np.array(mid)), low=np.array(low))

    def at(self, places: Any) -> Self:
        return type(self)(self.mid[places], self.rad[places], low=self.low[places])

    def where(self, here: Any, other: Self) -> Self:
        found = super().where(here, other)
        found.low = np.where(here, self.low, other.low)
        return found

    @property
    def beyond(self) -> Any:
        return self.rad + abs(self.low)

    def __add__(self, other: Self) -> Self:
        high, rest = two_sum(self.mid, other.mid)
        low, last = two_sum(self.low, other.low)
        high, rest = _joined(high, rest + low)
        high, rest = _joined(high, rest + last)
        whole = self._whole_with(other, high)
        exact = (rest == 0) & (self.low == 0) & (other.low == 0)  # as sums of two machine numbers are
        rad = (self.rad + other.rad + np.where(exact, 0.0, abs(high) * TWICE)) * GROW
        return type(self)(high, rad, whole, rest)

    def __mul__(self, other: Self) -> Self:
        high, rest = two_product(self.mid, other.mid)
        if self._whole_with(other, high):
            return type(self)(high, self.rad + other.rad, True)
        high, rest = _joined(high, rest + (self.mid * other.low + self.low * other.mid))
        rad = (self._product_rad(other) + abs(high) * TWICE) * GROW
        return type(self)(high, rad + _lost(high, self.some & other.some), low=rest)

    def __neg__(self) -> Self:
        return type(self)(-self.mid, self.rad, self.whole, -self.low)

    def __abs__(self) -> Self:
        return (-self).where(self.mid < 0, self)

    def inverse(self) -> Self:
        """One step of Newton's from the inverse of `mid`."""
        start, exact = type(self)(1 / self.mid, 0.0), type(self)(self.mid, 0.0, low=self.low)
        found = start * (self.exactly(2, 1) + -(start * exact))
        found.rad = abs(found.mid) * (self._inverse_off() + NEWTON) * GROW + _lost(found.mid)
        return found

    def root(self) -> Self:
        """One step of Newton's from the root of `mid`."""
        start, exact = type(self)(np.sqrt(self.mid), 0.0), type(self)(self.mid, 0.0, low=self.low)
        rest = exact + -(start * start)
        with_rest, low = two_sum(start.mid, np.where(self.mid == 0, 0.0, (rest.mid + rest.low) / (2 * start.mid)))
        off = np.where(self.relative <= 1, self.relative, np.inf)
        lost = _lost(self.mid, self.mid != 0) / np.where(self.mid == 0, 1.0, start.mid)  # of the rest, over the root
        rad = with_rest * (off + NEWTON) * GROW + lost
        return type(self)(with_rest, rad, low=low)

    def power(self, exponent: Self) -> Self:
        """x**y for exact whole y, by products. Raises NotExact for others."""
        many = np.asarray(exponent.mid)
        if not (exponent.whole and np.all(abs(many) < 2.0**31)):
            raise NotExact("a power that is not whole")
        left = abs(many).astype(np.int64)
        found, square = self.exactly(1, 1), self
        while np.any(left):
            found = (found * square).where(left & 1 == 1, found)
            left = left >> 1
            square = square * square if np.any(left) else square
        return found.inverse().where(many < 0, found) if np.any(many < 0) else found

    @classmethod
    def functions(cls) -> Table:
        return cls.common()


def two_product(x: Any, y: Any) -> tuple[Any, Any]:
    """The product, and exactly what it lacks (Dekker), but among the smallest and largest numbers."""
    product = x * y
    (a, b), (c, d) = _halves(x), _halves(y)
    return product, ((a * c - product) + a * d + b * c) + b * d


def _halves(x: Any) -> tuple[Any, Any]:
    wide = SPLIT * x
    high = wide - (wide - x)
    return high, x - high


def _joined(high: Any, low: Any) -> tuple[Any, Any]:
    """The same sum, of a number and a smaller one, in two parts that do not overlap."""
    total = high + low
    return total, low - (total - high)


def _lost(mid: Any, possible: Any = True) -> Any:
    small = (abs(mid) < LEAST) & possible
    return np.where(small, LEAST, 0.0) if np.any(small) else 0.0
