"""Values that are lists of exact numbers, and their symbols: p[0], p[1], ..., len(p)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from theorems.language.sums import worked_out


class DomainError(ValueError):
    """A parameter value that is missing, unreadable or outside its domain; the message says which."""


class Entries(tuple[Fraction, ...]):
    """A tuple of exact numbers that knows how it is written: as a list, or by what constructs it.

    The text determines the numbers: it names no file.
    """

    written: str | None

    def __new__(cls, numbers: Iterable[Any], written: str | None = None) -> Entries:
        made = super().__new__(cls, (x if type(x) is Fraction else fraction(x) for x in numbers))
        made.written = written
        return made

    def __str__(self) -> str:
        return self.written or f"[{','.join(map(str, self))}]"

    @cached_property
    def kinds(self) -> dict[Fraction, tuple[int, int]]:
        """Of each number in it, the place where it is first, and how often it is there."""
        found: dict[Fraction, tuple[int, int]] = {}
        for place, x in enumerate(self):
            first, times = found.get(x, (place, 0))
            found[x] = first, times + 1
        return found

    def but(self, changes: Mapping[int, Any]) -> Entries:
        """The same list with other entries at some places."""
        return Entries(changes.get(i, x) for i, x in enumerate(self))


def fraction(x: Any) -> Fraction:
    """A Fraction from an int, a Fraction or a sympy number."""
    return Fraction(int(x.numerator), int(x.denominator))


class Base(sp.IndexedBase):
    """The symbol of a list: its entries depend on the list and on the symbols of their index."""

    def __getitem__(self, index: Any, **_: Any) -> Any:
        return Entry(self, index)

    @property
    def free_symbols(self) -> set[Any]:
        return {self}


class Entry(sp.Indexed):
    """One entry of a list."""

    @property
    def free_symbols(self) -> set[Any]:
        return {self.base}.union(*(index.free_symbols for index in self.indices))


class Length(sp.Function):
    """The number of entries of a list, such as of symbols of an alphabet: `Sum(p[i]**2, (i, 0, Length(p) - 1))`."""

    is_integer = True
    is_positive = True
    nargs = 1

    def _sympystr(self, printer: Any) -> str:
        return f"len({printer._print(self.args[0])})"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        size = rf"\left|{printer._print(self.args[0])}\right|"
        return size if exp is None else f"{size}^{{{exp}}}"


def symbolic(value: Any) -> sp.Basic:
    """A number, or the name that was chosen, as sympy has it."""
    if isinstance(value, str):
        return Str(value)
    return value if isinstance(value, sp.Rational) else sp.Rational(int(value.numerator), int(value.denominator))


def with_names(condition: sp.Basic, point: Mapping[str, Any]) -> sp.Basic:
    """The condition where the choices that a point makes are made."""
    chosen = {s for s in condition.free_symbols if isinstance(point.get(s.name), str)}
    return condition.subs({s: symbolic(point[s.name]) for s in chosen}) if chosen else condition


def substituted(expression: sp.Basic, point: Mapping[str, Any]) -> sp.Basic:
    """The expression, or condition, where the parameters have these values; raises DomainError beyond a list's end.

    An entry whose place is not known yet stays.
    """
    lists = {s for s in expression.free_symbols if isinstance(s, sp.IndexedBase)}
    found = expression.subs({s: symbolic(point[s.name]) for s in expression.free_symbols - lists if s.name in point})
    if not lists:
        return found
    found = found.xreplace({x: sp.Integer(len(point[x.args[0].name])) for x in found.atoms(Length)})
    found = found.replace(lambda e: isinstance(e, sp.Sum | sp.Product), worked_out)

    def entry(x: Any) -> sp.Rational:
        values, place = point[x.base.name], int(x.indices[0])
        if not 0 <= place < len(values):
            raise DomainError(f"{x.base.name} has {len(values)} entries, from {x.base.name}[0] on: {x} is asked for")
        return symbolic(values[place])

    return found.xreplace({x: entry(x) for x in found.atoms(sp.Indexed) if x.indices[0].is_Integer})


def numbers_in(value: Any) -> Iterator[Any]:
    """The numbers that a value is made of: none of a name, all of a list."""
    if isinstance(value, tuple):
        yield from value
    elif not isinstance(value, str):
        yield value


def as_rational(value: Any) -> Any:
    """The value as exact rooms take it: int or Fraction, a tuple of them, or a name."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return tuple(map(as_rational, value))
    return int(value) if value.denominator == 1 else fraction(value)


def as_machine(value: Any) -> Any:
    """The value as simulators take it: int where it is whole, else float; an array of one of them; or a name."""
    if isinstance(value, tuple):
        import numpy as np

        whole = all(x.denominator == 1 for x in value)
        return np.array([int(x) if whole else float(x) for x in value], dtype=np.int64 if whole else np.float64)
    return value if isinstance(value, str) else int(value) if value.denominator == 1 else float(value)
