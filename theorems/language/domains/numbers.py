"""Numbers in an interval, whose ends may be expressions in earlier parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import sympy as sp

from theorems.language.domains.ends import End, Limit, known, less, limit, names
from theorems.language.domains.entries import DomainError
from theorems.language.domains.parameter import BETWEEN, NEAR, NOWHERE, PERCENT, Parameter, Point
from theorems.language.text import shortened

LONGEST = 1000
"""The most characters of a value, and the largest exponent: numbers below 10^2000 are exact and quick to read."""


@dataclass(frozen=True, kw_only=True)
class Number(Parameter):
    """A number. low and high bound the domain (None: unbounded above); an open end excludes its bound.

    grid: numbers, or expressions in earlier parameters such as `d + 2`. sign: what is certain of all its values.
    """

    kind: str  # type: ignore[misc]
    low: Limit
    high: Limit | None = None
    low_open: bool = False
    high_open: bool = False
    sign: str | None = None

    def __post_init__(self) -> None:
        if self.default is not None:
            self.check(self.default)
        if self.uses:
            return
        for value in self.grid:
            self.check(value)
        if not self.low_open and self.low not in self.grid:
            raise DomainError(f"the grid of {self.name} lacks its smallest admissible value {self.low}")
        if self.high is not None and not self.high_open and self.high not in self.grid:
            raise DomainError(f"the grid of {self.name} lacks its largest admissible value {self.high}")

    @property
    def whole(self) -> bool:  # type: ignore[override]
        return self.kind == "integer"

    @property
    def uses(self) -> frozenset[str]:
        return names(self.low, self.high, *self.grid)

    @cached_property
    def symbol(self) -> sp.Symbol:
        sign = self.sign or _sign(self.low, self.low_open)
        return sp.Symbol(self.name, integer=True if self.whole else None, **{sign: True})

    def bound(self, earlier: Mapping[str, Parameter]) -> Number:
        super().bound(earlier)
        if not isinstance(self.low, End):
            return self
        return replace(self, sign=_sign(self.low.at({n: p.symbol for n, p in earlier.items()}), self.low_open))

    @property
    def domain(self) -> str:
        noun = "an integer" if self.whole else "a real number"
        if self.high is None and self.low == -sp.oo:
            return noun
        if self.high is None:
            return f"{noun} {'>' if self.low_open else '>='} {self.low}"
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{noun} in {left}{self.low}, {self.high}{right}"

    @property
    def fixed(self) -> bool:
        """Are its ends the same whatever the other parameters are?"""
        return not names(self.low, self.high)

    def interval(self, at: Point = NOWHERE) -> tuple[Any, Any]:
        """Both ends, -oo or oo where there is none (or none is known); of whole numbers, the first and last of them."""
        low, high = known(self.low, at), None if self.high is None else known(self.high, at)
        if self.whole and low is not None:
            low = sp.floor(low) + 1 if self.low_open else sp.ceiling(low)
        if self.whole and high is not None:
            high = sp.ceiling(high) - 1 if self.high_open else sp.floor(high)
        return -sp.oo if low is None else low, sp.oo if high is None else high

    def inside(self, value: Any, low: Any, high: Any) -> bool:
        """Is a number between these ends, and whole if it has to be?"""
        if self.whole:
            return not less(value, low) and not less(high, value) and value.denominator == 1
        above = less(low, value) if self.low_open else not less(value, low)
        return above and (less(value, high) if self.high_open else not less(high, value))

    def check(self, value: Any, given: str | None = None, at: Point = NOWHERE) -> sp.Rational:
        number = isinstance(value, int | Fraction | sp.Rational)
        if not (number and self.inside(value, *self.interval(at))):
            raise DomainError(f"{self.name} must be {self.domain}{self._here(at)}: got {shortened(given or value)}")
        return value

    def _here(self, at: Point) -> str:
        """What the ends are, where they depend on others."""
        ends = {e for e in (self.low, self.high) if isinstance(e, End) and known(e, at) is not None}
        return "".join(f", here {e} = {shortened(known(e, at))}" for e in sorted(ends, key=str))

    def parse(self, text: str, at: Point = NOWHERE) -> sp.Rational:
        return self.check(self.read(text), text.strip(), at)

    def read(self, text: str) -> sp.Rational:
        """An exact number from text such as `1/100`, `0.01` or `1e-3`, within LONGEST; raises DomainError."""
        text = text.strip()
        exponent = re.search(r"e([+-]?\d[\d_]*)$", text[-LONGEST:], re.IGNORECASE)
        if len(text) > LONGEST or (exponent and abs(int(exponent[1])) > LONGEST):
            limits = f"at most {LONGEST:,} characters and an exponent of at most {LONGEST:,}"
            raise DomainError(f"{self.name} must be {self.domain}, written with {limits}: got {shortened(text)}")
        try:
            fraction = Fraction(text)
        except (ValueError, ZeroDivisionError):
            such = "" if isinstance(self.grid[-1], End) else f", such as {self.grid[-1]}"
            raise DomainError(f"{self.name} must be {self.domain}{such}: got '{shortened(text)}'") from None
        return sp.Rational(fraction.numerator, fraction.denominator)

    def values(self, at: Point = NOWHERE) -> tuple[sp.Rational, ...]:
        if not self.uses:
            return self.grid
        low, high = self.interval(at)
        closed = [low] * (self.whole or not self.low_open) + [high] * (self.whole or not self.high_open)
        found = dict.fromkeys((*closed, *(known(value, at) for value in self.grid)))
        return tuple(sorted(v for v in found if v is not None and v.is_finite and self.inside(v, low, high)))

    def ends(self, at: Point = NOWHERE) -> list[sp.Rational]:
        grid = sorted(self.values(at))
        if not grid:
            return []
        low, high = self.interval(at)
        first = grid[0] if not low.is_finite or (self.low_open and not self.whole) else low
        last = grid[len(grid) // 2] if self.high is None else high
        return list(dict.fromkeys((first, grid[-1] if not self.inside(last, low, high) else last)))

    def between(self, at: Point = NOWHERE) -> list[sp.Rational]:
        """Values between all neighbours, near the ends of the domain, and beyond the grid where it has no end."""
        grid = sorted(set(self.values(at)))
        if not grid:
            return []
        low, high = self.interval(at)
        if self.whole:
            found = [a + (b - a) // 2 for a, b in pairwise(grid)]
            found += [grid[-1] + 1, high - 1]
        else:
            found = [a + (b - a) * BETWEEN for a, b in pairwise(grid)]
            above = next((x for x in grid if x > low), low + 1 if high is sp.oo else high)
            found.append(low + (above - low) * NEAR)
            if high is sp.oo:
                found.append(grid[-1] + (grid[-1] - grid[0] or sp.Integer(1)) * BETWEEN)
            else:
                found.append(high - (high - next((x for x in reversed(grid) if x < high), low)) * NEAR)
        return [v for v in dict.fromkeys(found) if v.is_finite and v not in grid and self.inside(v, low, high)]

    def near(self, value: Any, at: Point = NOWHERE) -> list[Any]:
        """Whole numbers by one, others by 5% (of 1, at 0)."""
        step = 1 if self.whole else (abs(value) or 1) * PERCENT
        return [v for v in (value + step, value - step) if self.inside(v, *self.interval(at))]

    @property
    def shifts(self) -> tuple[sp.Expr, ...]:
        return (self.symbol + 1, self.symbol - 1) if self.whole else ()

    def slips(self, node: sp.Basic) -> tuple[sp.Basic, ...]:
        return (*self.shifts, self.symbol**2) if node == self.symbol else ()

    @property
    def factors(self) -> tuple[sp.Expr, ...]:
        return (self.symbol, 1 - 1 / self.symbol if self.whole else 1 - self.symbol)


def _sign(low: Any, low_open: bool) -> str:
    """What is certain of numbers above `low`, an expression."""
    if isinstance(low, End):
        return "real"
    if low.is_positive or (low_open and low.is_nonnegative):
        return "positive"
    return "nonnegative" if low.is_nonnegative else "real"


INTERVAL = re.compile(r"([\[(])(.+?),\s*([^,]+)([\])])")


def _interval(name: str, domain: str) -> dict[str, Any]:
    """The fields of an interval such as `[0, 1)`, `(0, sigma0)` or `[1, oo)`."""
    found = re.fullmatch(INTERVAL, domain.strip())
    if found is None:
        raise DomainError(f"the domain of {name} is written as an interval, such as [0, 1) or (0, oo): got {domain!r}")
    left, low, high, right = found.groups()
    first = -sp.oo if low.strip() == "-oo" else limit(low)
    ends = {"low": first, "high": None if high.strip() == "oo" else limit(high)}
    return {**ends, "low_open": left == "(", "high_open": right == ")"}


def integer(name: str, low: int | str, meaning: str, grid: tuple[int | str, ...]) -> Number:
    """An integer parameter on {low, low+1, ...}, or in an interval: `integer("r", "[0, n]", ...)`.

    Ends and grid may name earlier parameters: `integer("n", "d + 2", "samples", ("d + 3", 20))`; the smallest (and,
    of an interval, the largest) value is then added to the grid.
    """
    interval = _interval(name, low) if isinstance(low, str) and low.strip()[0] in "[(" and "," in low else None
    return Number(
        name=name, kind="integer", meaning=meaning, grid=tuple(map(limit, grid)), **(interval or {"low": limit(low)})
    )


def real(name: str, domain: str, meaning: str, grid: tuple[str | int, ...], default: str | int | None = None) -> Number:
    """A real parameter on an interval such as `[0, 1)`, `(0, oo)` or `(0, sigma0)`; the grid as for `integer`."""
    given = None if default is None else sp.Rational(str(default))
    return Number(
        name=name, kind="real", meaning=meaning, grid=tuple(map(limit, grid)), default=given, **_interval(name, domain)
    )
