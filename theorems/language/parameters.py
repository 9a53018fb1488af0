"""Parameters: one declaration gives symbol, validation, smallest values, grids and documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Literal

import sympy as sp

from theorems.language.text import shortened

Point = Mapping[str, sp.Rational]
"""Exact parameter values by name."""

LONGEST = 1000
"""The most characters of a value, and the largest exponent: numbers below 10^2000 are exact and quick to read."""


class DomainError(ValueError):
    """A parameter value that is missing, unreadable or outside its domain; the message says which."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a theorem.

    low and high bound the domain (None: unbounded above); an open end excludes its bound. `grid` holds
    the values at which exact checks are made and must contain the smallest and the largest admissible
    one (for an open end, a value near it). `default` is used where a point does not name the parameter.
    """

    name: str
    kind: Literal["integer", "real"]
    low: sp.Rational
    high: sp.Rational | None
    meaning: str
    grid: tuple[sp.Rational, ...]
    low_open: bool = False
    high_open: bool = False
    default: sp.Rational | None = None

    def __post_init__(self) -> None:
        for value in self.grid:
            self.check(value)
        if not self.low_open and self.low not in self.grid:
            raise DomainError(f"the grid of {self.name} lacks its smallest admissible value {self.low}")
        if self.high is not None and not self.high_open and self.high not in self.grid:
            raise DomainError(f"the grid of {self.name} lacks its largest admissible value {self.high}")
        if self.default is not None:
            self.check(self.default)

    @cached_property
    def symbol(self) -> sp.Symbol:
        """The sympy symbol with the assumptions that the domain implies."""
        positive = self.low > 0 or (self.low == 0 and self.low_open)
        sign = {"positive": True} if positive else {"nonnegative": True} if self.low == 0 else {"real": True}
        return sp.Symbol(self.name, integer=True if self.kind == "integer" else None, **sign)

    @property
    def domain(self) -> str:
        """The domain in words, as error messages and documentation print it."""
        noun = "an integer" if self.kind == "integer" else "a real number"
        if self.high is None:
            return f"{noun} {'>' if self.low_open else '>='} {self.low}"
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{noun} in {left}{self.low}, {self.high}{right}"

    def check(self, value: sp.Rational, given: str | None = None) -> sp.Rational:
        """The value itself; raises DomainError outside the domain, quoting the text that was given."""
        inside = (
            (value > self.low or (value == self.low and not self.low_open))
            and (self.high is None or value < self.high or (value == self.high and not self.high_open))
            and (self.kind == "real" or value.is_Integer)
        )
        if not inside:
            raise DomainError(f"{self.name} must be {self.domain}: got {shortened(given or value)}")
        return value

    def parse(self, text: str) -> sp.Rational:
        """An exact value from text such as `1/100`, `0.01` or `1e-3`, within LONGEST; raises DomainError."""
        text = text.strip()
        exponent = re.search(r"e([+-]?\d[\d_]*)$", text[-LONGEST:], re.IGNORECASE)
        if len(text) > LONGEST or (exponent and abs(int(exponent[1])) > LONGEST):
            limits = f"at most {LONGEST:,} characters and an exponent of at most {LONGEST:,}"
            raise DomainError(f"{self.name} must be {self.domain}, written with {limits}: got {shortened(text)}")
        try:
            fraction = Fraction(text)
        except (ValueError, ZeroDivisionError):
            such = f"such as {self.grid[-1]}"
            raise DomainError(f"{self.name} must be {self.domain}, {such}: got '{shortened(text)}'") from None
        return self.check(sp.Rational(fraction.numerator, fraction.denominator), text)


def _rationals(values: tuple[str | int, ...]) -> tuple[sp.Rational, ...]:
    return tuple(sp.Rational(str(v)) for v in values)


def integer(name: str, low: int, meaning: str, grid: tuple[int, ...]) -> Parameter:
    """An integer parameter on {low, low+1, ...}."""
    return Parameter(name, "integer", sp.Integer(low), None, meaning, _rationals(grid))


def real(
    name: str, domain: str, meaning: str, grid: tuple[str | int, ...], default: str | int | None = None
) -> Parameter:
    """A real parameter on an interval such as `[0, 1)` or `(0, oo)`."""
    interval = re.fullmatch(r"([\[(])([^,]+),\s*([^\])]+)([\])])", domain)
    if interval is None:
        raise DomainError(f"the domain of {name} is written as an interval, such as [0, 1) or (0, oo): got {domain!r}")
    left, low, high, right = interval.groups()
    return Parameter(
        name,
        "real",
        sp.Rational(low),
        None if high == "oo" else sp.Rational(high),
        meaning,
        _rationals(grid),
        low_open=left == "(",
        high_open=right == ")",
        default=None if default is None else sp.Rational(str(default)),
    )


@dataclass(frozen=True, init=False)
class Parameters:
    """The parameters of one theorem, in the order in which they are given and shown."""

    items: tuple[Parameter, ...]

    def __init__(self, *items: Parameter) -> None:
        object.__setattr__(self, "items", items)
        for name in self.names:
            if self.names.count(name) > 1:
                raise DomainError(f"two parameters are named {name}: the parameters are {', '.join(self.names)}")

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.items)

    def __getitem__(self, name: str) -> Parameter:
        for parameter in self.items:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(p.name for p in self.items)

    @property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        """The sympy symbols, to be unpacked: `n, p0, k = PARAMETERS.symbols`."""
        return tuple(p.symbol for p in self.items)

    def point(self, text: str) -> dict[str, sp.Rational]:
        """A point from `n=100,p0=1/100,k=50`; raises DomainError naming the parameter at fault."""
        values: dict[str, sp.Rational] = {}
        for part in filter(None, (p.strip() for p in re.split(r",(?![^\[]*\])", text))):
            name, equals, value = part.partition("=")
            name = name.strip()
            if not equals:
                raise DomainError(f"a point is written name=value,...: got '{shortened(part)}'")
            if name not in self.names:
                known = ", ".join(self.names)
                raise DomainError(f"there is no parameter '{shortened(name)}': the parameters are {known}")
            if name in values:
                raise DomainError(f"{name} is given twice")
            values[name] = self[name].parse(value)
        return values

    def complete(self, point: Point, needed: set[str]) -> dict[str, sp.Rational]:
        """The point with defaults filled in; raises DomainError when a needed value is missing."""
        values = dict(point)
        for parameter in self.items:
            if parameter.name not in values:
                if parameter.default is not None:
                    values[parameter.name] = parameter.default
                elif parameter.name in needed:
                    raise DomainError(f"{parameter.name} is missing: it is {parameter.domain} ({parameter.meaning})")
        return values

    def grid(self, needed: set[str]) -> Iterator[dict[str, sp.Rational]]:
        """All combinations of the declared grid values of the needed parameters."""
        items = [p for p in self.items if p.name in needed]
        for values in product(*(p.grid for p in items)):
            yield dict(zip((p.name for p in items), values, strict=True))


def point_text(point: Point) -> str:
    """`n=100,p0=1/100`: the inverse of `Parameters.point`."""
    return ",".join(f"{name}={value}" for name, value in point.items())
