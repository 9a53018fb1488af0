"""Parameters: one declaration gives symbol, validation, smallest values, grids and documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theorems.language.domains.choices import Every
from theorems.language.domains.entries import DomainError
from theorems.language.domains.numbers import LONGEST, Number, integer, real
from theorems.language.domains.parameter import Parameter, Point, combined
from theorems.language.text import shortened

__all__ = ["LONGEST", "DomainError", "Parameter", "Parameters", "Point", "integer", "point_text", "real"]


@dataclass(frozen=True, init=False)
class Parameters:
    """The parameters of one theorem, in the order in which they are given and shown.

    A domain or grid may name parameters that stand before it, and no others.
    """

    items: tuple[Parameter, ...]

    def __init__(self, *items: Parameter) -> None:
        names = [p.name for p in items]
        for name in names:
            if names.count(name) > 1:
                raise DomainError(f"two parameters are named {name}: the parameters are {', '.join(names)}")
        earlier: dict[str, Parameter] = {}
        for parameter in items:
            earlier[parameter.name] = parameter.bound(earlier)
        object.__setattr__(self, "items", tuple(earlier.values()))
        for parameter in self.items:
            if parameter.uses:
                self._inhabited(parameter)

    def _inhabited(self, parameter: Parameter) -> None:
        """A grid that depends on others has a value wherever the domain has."""
        for at in combined(self.with_named(parameter.uses), lambda p, at: p.values(at)):
            if parameter.values(at):
                continue
            low, high = parameter.interval(at) if isinstance(parameter, Number) else (0, 1)
            if low < high:
                raise DomainError(
                    f"the grid of {parameter.name} has no value at {point_text(at)}: write one that follows it"
                )

    def with_named(self, needed: set[str] | frozenset[str]) -> list[Parameter]:
        """The parameters of these names and those that their domains name."""
        wanted = set(needed)
        for parameter in reversed(self.items):
            if parameter.name in wanted:
                wanted |= parameter.uses
        return [p for p in self.items if p.name in wanted]

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
    def symbols(self) -> tuple[Any, ...]:
        """The sympy symbols, to be unpacked: `n, p0, k = PARAMETERS.symbols`."""
        return tuple(p.symbol for p in self.items)

    @property
    def quantified(self) -> frozenset[sp.Symbol]:
        """Symbols of what is claimed for every one: no expression contains them."""
        return frozenset(p.symbol for p in self.items if isinstance(p, Every))

    def point(self, text: str) -> dict[str, Any]:
        """A point from `n=100,p0=1/100,k=50`, `M=[5,8,4]`, `p=zipf(1000,2.7,1)`; raises DomainError naming the
        parameter at fault. Each value is checked where those declared before it have theirs.
        """
        texts: dict[str, str] = {}
        for part in filter(None, (p.strip() for p in split(text))):
            name, equals, value = part.partition("=")
            name = name.strip()
            if not equals:
                raise DomainError(f"a point is written name=value,...: got '{shortened(part)}'")
            self.must_have(name)
            if name in texts:
                raise DomainError(f"{name} is given twice")
            texts[name] = value
        return self.read(texts)

    def must_have(self, name: str) -> None:
        """Raises DomainError where there is no such parameter."""
        if name not in self.names:
            known = ", ".join(self.names)
            raise DomainError(f"there is no parameter '{shortened(name)}': the parameters are {known}")

    def read(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The exact values of texts by name; raises DomainError."""
        for name in texts:
            self.must_have(name)
        values: dict[str, Any] = {}
        for parameter in self.items:
            if parameter.name in texts:
                values[parameter.name] = parameter.parse(texts[parameter.name], values)
            elif parameter.default is not None:
                values[parameter.name] = parameter.default
        return {name: values[name] for name in texts}

    def complete(self, point: Point, needed: set[str]) -> dict[str, Any]:
        """The point with defaults filled in; raises DomainError when a needed value is missing, or outside the domain
        that the values of the others leave to it.
        """
        values = self.with_defaults(point, needed)
        for parameter in self.items:
            if parameter.uses and parameter.name in values:
                parameter.check(values[parameter.name], at=values)
        return values

    def with_defaults(self, point: Point, needed: set[str]) -> dict[str, Any]:
        """The point with defaults filled in; raises DomainError when a needed value is missing."""
        values = dict(point)
        for parameter in self.items:
            if parameter.name not in values:
                if parameter.default is not None:
                    values[parameter.name] = parameter.default
                elif parameter.name in needed:
                    raise DomainError(f"{parameter.name} is missing: it is {parameter.domain} ({parameter.meaning})")
        return values

    def contains(self, point: Point) -> bool:
        """Does every value lie in its domain, given the others?"""
        return all(p.contains(point[p.name], point) for p in self.items if p.name in point)

    def grid(self, needed: set[str]) -> Iterator[dict[str, Any]]:
        """All combinations of the grid values of the needed parameters, and of those that their domains name."""
        return combined(self.with_named(needed), lambda p, at: p.values(at))


def split(text: str) -> list[str]:
    """The parts between the commas that are in no brackets."""
    parts, start, depth = [], 0, 0
    for found in re.finditer(r"[\[(\])\,]", text):
        if found[0] in "[(":
            depth += 1
        elif found[0] in "])":
            depth = max(depth - 1, 0)
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def point_text(point: Point) -> str:
    """`n=100,p0=1/100`: the inverse of `Parameters.point`, and the key of streams, caches and journals.

    It determines the values without reference to any file: a corpus is written as its counts.
    """
    return ",".join(f"{name}={value}" for name, value in point.items())
