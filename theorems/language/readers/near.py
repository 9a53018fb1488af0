"""Machine numbers that know how far they may be off: arrays of midpoints, and of bounds on the error of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
import sympy as sp

from theorems.language.readers.interpreter import Table

UNIT = 2.0**-52
"""The distance from 1 to the next machine number: twice what an operation rounds by, relatively."""

GROW = 1 + 2.0**-46
"""A bound is itself computed with rounding: by more than all of that it is larger."""

WHOLE = 2.0**53
"""Whole numbers up to this are machine numbers."""

LEAST = 2.0**-960
"""Below this digits are lost, but for exact zeros."""

SMALLEST = 2.0**-1022
"""Below this a number is off by more than UNIT of itself, or is 0."""

ELEMENTARY = 8 * UNIT
"""So far numpy's elementary functions may be off, relatively. Sums, products and roots are IEEE's."""

MOST_PRODUCTS = 64
"""Powers up to this are products."""


class Near:
    """One number for each point: it differs from `mid` by `rad` at most. `rad` may be infinite, or nan: unknown.

    whole: are all midpoints whole numbers up to WHOLE, and exact? Sums and products of these are, too.
    """

    __slots__ = ("mid", "rad", "whole")

    accuracy = 64 * UNIT
    """Nothing better is worth a try."""
    bits = 80
    """Of balls that are asked for what there is no function for."""

    def __init__(self, mid: Any, rad: Any, whole: bool = False) -> None:
        self.mid, self.rad, self.whole = mid, rad, whole

    # -- how they begin -------------------------------------------------------------------------------------------

    @classmethod
    def machine(cls, mid: Any, rad: Any, whole: bool) -> Self:
        """From machine numbers."""
        return cls(mid, rad, whole)

    @classmethod
    def exactly(cls, p: int, q: int) -> Self:
        """The number p/q."""
        if q == 1 and abs(p) <= WHOLE:
            return cls.machine(np.float64(p), np.float64(0), True)
        mid = np.float64(p / q)
        above, below = mid.as_integer_ratio()
        return cls(mid, np.float64(0) if above * q == p * below else abs(mid) * UNIT + lost(mid))

    @classmethod
    def enclosing(cls, balls: Sequence[Any]) -> Self:
        """Balls as one array; None is a number that is not known."""
        mid = np.array([np.nan if ball is None else float(ball.mid()) for ball in balls])
        rad = np.array([np.inf if ball is None else float(ball.rad().upper()) for ball in balls])
        return cls(mid, (rad + abs(mid) * UNIT) * GROW + lost(mid))

    # -- how they are moved ---------------------------------------------------------------------------------------

    def at(self, places: Any) -> Self:
        """Those at these places."""
        return type(self)(self.mid[places], self.rad[places])

    def where(self, here: Any, other: Self) -> Self:
        """At each point this one or the other."""
        mid, rad = np.where(here, self.mid, other.mid), np.where(here, self.rad, other.rad)
        return type(self)(mid, rad, self.whole and other.whole)

    @property
    def beyond(self) -> Any:
        """How far the number may be from `mid`, whatever else is known of it."""
        return self.rad

    @property
    def certain(self) -> tuple[Any, Any, Any, Any]:
        """Where it is surely above 0, below, at least 0, at most 0."""
        far = self.beyond
        return self.mid > far, self.mid < -far, self.mid >= far, self.mid <= -far

    @property
    def some(self) -> Any:
        """Where it is not exactly 0."""
        return (self.mid != 0) | (self.rad != 0)

    @property
    def relative(self) -> Any:
        """The bound in units of the midpoint; 0 for an exact number."""
        return np.where(self.rad == 0, 0.0, self.rad / abs(self.mid))

    # -- arithmetic -----------------------------------------------------------------------------------------------

    def __add__(self, other: Self) -> Self:
        mid, rounding = two_sum(self.mid, other.mid)
        return type(self)(mid, (self.rad + other.rad + abs(rounding)) * GROW, self._whole_with(other, mid))

    def __mul__(self, other: Self) -> Self:
        mid = self.mid * other.mid
        if self._whole_with(other, mid):
            return type(self)(mid, self.rad + other.rad, True)
        rad = self._product_rad(other) + abs(mid) * UNIT
        return type(self)(mid, rad * GROW + lost(mid, self.some & other.some))

    def _product_rad(self, other: Self) -> Any:
        return abs(self.mid) * other.rad + abs(other.mid) * self.rad + self.rad * other.rad

    def __neg__(self) -> Self:
        return type(self)(-self.mid, self.rad, self.whole)

    def __abs__(self) -> Self:
        return type(self)(abs(self.mid), self.rad, self.whole)

    def _whole_with(self, other: Self, mid: Any) -> bool:
        return self.whole and other.whole and bool(np.all(abs(mid) <= WHOLE))

    def inverse(self) -> Self:
        """1/x."""
        mid = 1 / self.mid
        return type(self)(mid, abs(mid) * (self._inverse_off() + UNIT) * GROW + lost(mid))

    def _inverse_off(self) -> Any:
        """How far 1/x is off, relatively, as x is."""
        return self.rad / np.where(abs(self.mid) > self.rad, abs(self.mid) - self.rad, 0)

    def root(self) -> Self:
        """The square root."""
        mid = np.sqrt(self.mid)
        return type(self)(mid, mid * (np.where(self.relative <= 1, self.relative, np.inf) + UNIT) * GROW)

    def power(self, exponent: Self) -> Self:
        """x**y for x > 0, for exact x = 0, and for x < 0 if all y are exact and whole."""
        mid = np.power(self.mid, exponent.mid)
        off = -np.log1p(-self.relative)  # what the logarithm of the base is off by
        change = abs(exponent.mid) * off
        if np.any(exponent.rad != 0):
            change = change + np.where(exponent.rad == 0, 0, exponent.rad * (abs(np.log(abs(self.mid))) + off))
        size = np.where(self.mid == 0, abs(mid), np.maximum(abs(mid), SMALLEST))
        rad = size * (np.expm1(change * GROW) + ELEMENTARY) * GROW
        return type(self)(mid, rad + lost(mid, self.mid != 0))

    def whole_power(self, exponent: int) -> Self:
        """x**m."""
        if exponent < 0:
            return self.whole_power(-exponent).inverse()
        if exponent > MOST_PRODUCTS:
            return self.power(self.exactly(exponent, 1))
        found, square = self.exactly(1, 1), self
        while exponent:
            found = found * square if exponent & 1 else found
            exponent >>= 1
            square = square * square if exponent else square
        return found

    # -- functions ------------------------------------------------------------------------------------------------

    @classmethod
    def functions(cls) -> Table:
        """The table of the system; what it lacks is asked of balls."""
        return {
            **cls.common(),
            sp.exp: _exp,
            sp.log: _log,
            sp.sin: _turning(np.sin),
            sp.cos: _turning(np.cos),
            sp.sinh: _hyperbolic(np.sinh),
            sp.cosh: _hyperbolic(np.cosh),
            sp.tanh: _turning(np.tanh),
        }

    @classmethod
    def common(cls) -> Table:
        """What every kind has."""
        return {
            sp.Rational: cls.exactly,
            sp.sqrt: cls.root,
            sp.Abs: abs,
            sp.Max: _extreme(np.greater_equal),
            sp.Min: _extreme(np.less_equal),
        }


def two_sum(x: Any, y: Any) -> tuple[Any, Any]:
    """The sum, and exactly what it lacks (Knuth)."""
    total = x + y
    part = total - x
    return total, (x - (total - part)) + (y - part)


def lost(mid: Any, possible: Any = True) -> Any:
    """What is lost among the smallest numbers, where a result is that small and is none by itself."""
    small = (abs(mid) < LEAST) & possible
    return np.where(small, LEAST, 0.0) if np.any(small) else 0.0


def _exp(x: Near) -> Near:
    mid = np.exp(x.mid)
    return Near(mid, np.maximum(mid, SMALLEST) * (np.expm1(x.rad) + ELEMENTARY) * GROW + lost(mid))


def _log(x: Near) -> Near:
    mid = np.log(x.mid)
    return Near(mid, (-np.log1p(-x.relative) + ELEMENTARY * abs(mid)) * GROW)


def _turning(function: Callable[[Any], Any]) -> Callable[[Near], Near]:
    """Of a function between -1 and 1 with a slope between -1 and 1."""

    def turn(x: Near) -> Near:
        return Near(function(x.mid), (x.rad + ELEMENTARY) * GROW)

    return turn


def _hyperbolic(function: Callable[[Any], Any]) -> Callable[[Near], Near]:
    def bend(x: Near) -> Near:
        mid = function(x.mid)
        rad = (np.cosh(abs(x.mid) + x.rad) * x.rad + ELEMENTARY * abs(mid)) * GROW
        return Near(mid, rad + lost(mid, x.mid != 0))

    return bend


def _extreme(first: Callable[[Any, Any], Any]) -> Callable[..., Near]:
    """The one of several that is first by its midpoint: none is further off than the largest bound."""

    def extreme(*numbers: Near) -> Near:
        found = numbers[0]
        for x in numbers[1:]:
            more = (found + -x).mid
            rad = np.where(np.isnan(more), np.inf, np.maximum(found.rad, x.rad))  # too large to be compared
            found = found.where(first(more, 0), x)
            found.rad = rad
        return found

    return extreme
