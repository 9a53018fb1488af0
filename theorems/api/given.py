"""What is given to the library: Python's values as exact ones, and many of them as columns of arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from harness.basics.errors import BadInput
from harness.basics.time_limit import OutOfTime, time_limit
from theorems.language import DomainError, Parameters
from theorems.language.domains.ends import End
from theorems.language.domains.entries import fraction
from theorems.language.domains.numbers import Number
from theorems.language.domains.parameter import Parameter
from theorems.language.readers import arrays
from theorems.language.readers.interpreter import UnreadableExpression, fractions
from theorems.language.text import shortened

LONG = 4000
"""Bits of a whole number that is written out."""

Check = Callable[[int], object]
"""Raises what is wrong with a point, given by its place."""


def text_of(value: Any) -> str:
    """A value as it is typed on the command line."""
    if isinstance(value, np.ndarray | list | tuple) and np.ndim(value):
        return f"[{','.join(map(text_of, value))}]"
    value = value.item() if hasattr(value, "item") else value
    if type(value) is int and abs(value).bit_length() > LONG:
        return f"{'-' * (value < 0)}1e{int(abs(value).bit_length() * log10(2))}"
    return str(value)


def number(name: str, value: Any, low: int, high: int | None = None) -> int:
    """A whole number that is no parameter of a theorem; raises BadInput."""
    value = value.item() if hasattr(value, "item") and not np.ndim(value) else value
    if type(value) is not int or value < low or (high is not None and value > high):
        domain = f">= {low}" if high is None else f"from {low} to {high}"
        raise BadInput(f"{name} must be an integer {domain}: got {shortened(quoted(value))}")
    return value


def word(name: str, value: Any, known: tuple[str, ...]) -> str:
    """One of some words; raises BadInput."""
    if value not in known or not isinstance(value, str):
        raise BadInput(f"{name} must be {' or '.join(known)}: got {shortened(quoted(value))}")
    return value


def name_of(what: str, value: Any) -> str:
    """A text that names something; raises BadInput."""
    if not isinstance(value, str):
        raise BadInput(f"{what}: got {shortened(quoted(value))}")
    return value


def quoted(value: Any) -> str:
    """A text in quotes; a whole number that is not too long to be written."""
    return f"'{value}'" if isinstance(value, str) else text_of(value)


@contextmanager
def within(seconds: Any, what: str) -> Iterator[None]:
    """Raises TimeoutError where it takes longer, and BadInput for what is no time."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 1e6:
        raise BadInput(f"seconds must be a number > 0, at most 1e+06: got {shortened(quoted(seconds))}")
    try:
        with time_limit(seconds):
            yield
    except OutOfTime:
        raise TimeoutError(f"{what} more than {seconds:g} s: raise seconds, or choose a smaller point") from None


def is_many(name: str, value: Any) -> bool:
    """Is it a list or an array, where a number is expected? Raises BadInput for lists of different lengths."""
    if isinstance(value, str | bytes | Mapping) or not (hasattr(value, "__len__") or hasattr(value, "__array__")):
        return False
    try:
        return np.ndim(value) > 0
    except ValueError:
        raise BadInput(f"{name} is a list of lists of different lengths") from None


@dataclass(frozen=True)
class Many:
    """Many points: the columns of those parameters that vary, the exact values of the others; the shape of all.

    good: at which points nothing is wrong, so far.
    """

    fixed: dict[str, Any]
    columns: dict[str, arrays.Column]
    shape: tuple[int, ...]
    good: NDArray[np.bool_]

    def at(self, place: int, names: Collection[str] | None = None) -> dict[str, Any]:
        """The exact point, or these values of it, as the language has it."""
        found = {n: column.exact(place) for n, column in self.columns.items() if names is None or n in names}
        point = self.fixed | {n: sp.Rational(x.numerator, x.denominator) for n, x in found.items()}
        return {n: x for n, x in point.items() if names is None or n in names}

    def only(self, names: set[str]) -> dict[str, Any]:
        """What a reader takes."""
        fixed = {name: value for name, value in self.fixed.items() if name in names}
        return {**fractions(fixed), **{name: column for name, column in self.columns.items() if name in names}}

    def refuse(self, condition: Any, check: Check, nan: bool) -> None:
        """Points at which a condition fails are no good: raises what is wrong with the first, or marks them.

        Where arrays do not tell, `check` does.
        """
        if condition is sp.true or not self.good.size:
            return
        names = {s.name for s in condition.free_symbols}
        try:
            with np.errstate(all="ignore"):
                sure, _ = arrays.Arrays(self.only(names)).surely(condition)
        except (ArithmeticError, ValueError, UnreadableExpression):
            sure = np.array(False)
        for place in np.flatnonzero(~np.broadcast_to(sure, self.good.shape) & self.good):
            self.check(int(place), check, nan)

    def check(self, place: int, check: Check, nan: bool) -> None:
        """One point."""
        try:
            check(place)
        except (BadInput, DomainError):
            if not nan:
                raise
            self.good[place] = False


def many(known: Parameters, given: Mapping[str, Any], needed: set[str], nan: bool) -> Many:
    """The points of parameters of which some are many, in their domains; raises DomainError or BadInput.

    nan: mark points outside of the domain.
    """
    for name in given:
        known.must_have(name)
    listed = {p.name for p in known if p.name in given and isinstance(p, Number) and is_many(p.name, given[p.name])}
    fixed = known.read({name: text_of(value) for name, value in given.items() if name not in listed})
    tables = {name: _table(given[name]) for name in given if name in listed}
    try:
        shape = np.broadcast_shapes(*(table.shape for table in tables.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {table.shape}" for name, table in tables.items())
        raise BadInput(f"shapes cannot be broadcast together: {shapes}") from None
    flat = {name: np.broadcast_to(table, shape).reshape(-1) for name, table in tables.items()}
    size = next(iter(flat.values())).size
    columns, good = {}, np.ones(size, bool)
    for name, table in flat.items():
        columns[name] = _column(known[name], table, good, nan)
    whole = known.with_defaults({**fixed, **dict.fromkeys(listed)}, needed)
    found = Many({name: value for name, value in whole.items() if name not in listed}, columns, shape, good)
    for parameter in known:
        if parameter.name in listed or (parameter.name in found.fixed and parameter.uses & listed):
            _in_domain(known, parameter, found, nan)
        elif parameter.name in found.fixed:
            parameter.check(found.fixed[parameter.name], at=found.fixed)
    return found


def _table(value: Any) -> NDArray[Any]:
    """An array, in which True is not 1."""
    found = np.asarray(value)
    mixed = isinstance(value, list | tuple) and any(isinstance(x, bool | np.bool_) for x in value)
    return np.asarray(value, object) if mixed else found


def _column(parameter: Parameter, table: NDArray[Any], good: NDArray[np.bool_], nan: bool) -> arrays.Column:
    """What an array says, exactly."""
    if table.dtype.kind in "iu":
        return arrays.machine(table)
    if table.dtype.kind == "f":
        return arrays.decimals(table.astype(float))
    found = []
    for place, value in enumerate(table):
        try:
            found.append(fraction(parameter.parse(text_of(value))))
        except DomainError:
            if not nan:
                raise
            good[place] = False
            found.append(Fraction(0))
    return arrays.listed(found)


def _in_domain(known: Parameters, parameter: Parameter, found: Many, nan: bool) -> None:
    """Refuses points at which a parameter is outside of its domain, given those before it."""
    column = found.columns.get(parameter.name)

    def check(place: int) -> None:
        if column is not None and not np.isfinite(column.numbers[place]):
            parameter.parse(text_of(column.numbers[place]))
        value = found.fixed[parameter.name] if column is None else column.exact(place)
        parameter.check(value, at=found.at(place, parameter.uses))

    if not isinstance(parameter, Number) or column is None or (parameter.whole and not column.whole):
        for place in np.flatnonzero(found.good):
            found.check(int(place), check, nan)
        return
    for place in np.flatnonzero(~np.isfinite(column.numbers) & found.good):
        found.check(int(place), check, nan)
    symbols = {p.name: p.symbol for p in known}
    low, high = (end.at(symbols) if isinstance(end, End) else end for end in (parameter.low, parameter.high))
    x = sp.Symbol(parameter.name)
    ends = [] if low == -sp.oo else [x > low if parameter.low_open else x >= low]
    ends += [] if high is None else [x < high if parameter.high_open else x <= high]
    found.refuse(sp.And(*ends), check, nan)
