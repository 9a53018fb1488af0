"""Many points at once: an expression is read once, in numpy's arrays, with a bound on the error of every number.

Where the bound is no better than what is asked for (digits cancel, a number is too large or small), numbers with twice
the digits are tried, and then balls, point by point. So every number is as accurate as it is said to be; what is
promised rests on IEEE arithmetic, and on numpy's elementary functions being off by no more than `near.ELEMENTARY`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.core.relational import Relational

from theorems.language.domains.entries import with_names
from theorems.language.readers.balls import enclosure, told_from_zero
from theorems.language.readers.interpreter import (
    INFINITE,
    DefinedFunction,
    NotExact,
    NoValue,
    Reader,
    Table,
    UnreadableExpression,
)
from theorems.language.readers.near import WHOLE, Near, lost
from theorems.language.readers.pairs import Pairs
from theorems.language.text import shortened

BITS = 60
"""Bits that are asked of a ball; below 2^-BITS what is not told from 0 is 0."""

ENOUGH = 50
"""Bits of a ball that make a machine number."""

HALF = 2.0**-53
"""What rounding changes, relatively."""

Bools = NDArray[np.bool_]

FEW = 24
"""Fewer points are done sooner in balls, one after the other."""

MOST_WORK = 3 * 10**8
"""Terms of a sum, times points: with more it is not read in arrays."""

DECIDED = 1024
"""Fractions of a number below this that are multiples of its inverse are printed as they are."""


@dataclass(frozen=True, eq=False)
class Column:
    """A parameter at many points: machine numbers, and the exact values that they stand for.

    rounded: where the two differ; None: nowhere. keys: numbers that are the same where the exact values are.
    """

    numbers: NDArray[np.float64]
    exact: Callable[[int], Fraction]
    rounded: Bools | None
    whole: bool
    keys: NDArray[Any]

    def near(self, kind: type[Near]) -> Near:
        """As a reader takes it."""
        rounded = np.zeros(1, bool) if self.rounded is None else self.rounded
        off = np.where(rounded, abs(self.numbers) * HALF + lost(self.numbers), 0.0)
        return kind.machine(self.numbers, off, self.whole)

    def at(self, places: NDArray[np.int64]) -> Column:
        """The same at some of the points."""
        rounded = None if self.rounded is None else self.rounded[places]
        return Column(
            self.numbers[places], lambda i: self.exact(int(places[i])), rounded, self.whole, self.keys[places]
        )


def machine(numbers: NDArray[Any]) -> Column:
    """A machine number stands for itself; a whole number of any size, and a Fraction, too."""
    if numbers.dtype == object or (numbers.dtype.kind in "iu" and np.any(abs(numbers.astype(float)) > WHOLE)):
        return listed([Fraction(x.item() if hasattr(x, "item") else x) for x in numbers])
    values = numbers.astype(float)
    return Column(values, lambda i: Fraction(values[i].item()), None, _whole(values), values)


def decimals(numbers: NDArray[np.float64]) -> Column:
    """A machine number stands for the decimal that it is printed as: 0.1 for 1/10."""
    plain = (abs(numbers) <= WHOLE) & (numbers == np.floor(numbers))
    near_by = np.where(abs(numbers) < DECIDED, numbers, 0.5 / DECIDED) * DECIDED
    plain |= near_by == np.floor(near_by)
    rounded = None if plain.all() else ~plain
    return Column(numbers, lambda i: Fraction(repr(numbers[i].item())), rounded, _whole(numbers), numbers)


def listed(values: Sequence[Fraction]) -> Column:
    """Exact values."""
    numbers = np.array([_float(x) for x in values])
    rounded = np.array([Fraction(x) != y if math.isfinite(x) else True for x, y in zip(numbers, values, strict=True)])
    codes = {x: i for i, x in enumerate(dict.fromkeys(values))}
    keys = np.array([codes[x] for x in values])
    whole = not rounded.any() and _whole(numbers)
    return Column(numbers, values.__getitem__, rounded if rounded.any() else None, whole, keys)


def _whole(numbers: NDArray[np.float64]) -> bool:
    return bool(np.all((abs(numbers) <= WHOLE) & (numbers == np.floor(numbers))))


def _float(x: Fraction) -> float:
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


class Arrays(Reader):
    """Of a value that is a Column every point is meant; all others are the same everywhere."""

    name = "array arithmetic"
    method = "in_arrays"

    def __init__(
        self, values: Mapping[str, Any], outside: Arrays | None = None, index: str = "", kind: type[Near] = Near
    ) -> None:
        self.kind: type[Near] = kind if outside is None else outside.kind
        super().__init__(values, outside, index)
        self.table = self.kind.functions()

    @staticmethod
    def functions() -> Table:
        return Near.functions()

    def number(self, value: Any) -> Near:
        return value.near(self.kind) if isinstance(value, Column) else super().number(value)

    def whole_power(self, base: Near, exponent: int) -> Near:
        return base.whole_power(exponent)

    def real_power(self, base: Near, exponent: Near) -> Near:
        return base.power(exponent)

    # -- what arrays do not have ----------------------------------------------------------------------------------

    def beyond(self, expression: sp.Basic) -> Near:
        if expression in INFINITE:
            raise NoValue(f"{expression} is no finite real number")
        return self._by_balls(expression)

    def _of_theory(self, expression: Any) -> Near:
        return self._by_balls(expression)

    def _defined(self, expression: DefinedFunction) -> Any:
        said = type(expression).everywhere(*expression.args)
        ours = all(function.func in self.table for function in said.atoms(sp.Function, sp.exp))
        return self.read(said) if ours else self._by_balls(expression)

    def _entry(self, expression: sp.Indexed) -> Any:
        try:
            return super()._entry(expression)
        except NotExact:
            return self._by_balls(expression)

    def _by_balls(self, expression: sp.Basic) -> Near:
        """A ball for every different combination of the parameters in the expression."""
        names = [s for s in sorted(s.name for s in expression.free_symbols) if isinstance(self.values[s], Column)]
        fixed = {name: value for name, value in self.values.items() if not isinstance(value, Column)}

        def at(place: int) -> Any:
            point = fixed | {name: self.values[name].exact(place) for name in names}
            try:
                return enclosure(expression, point, self.kind.bits)
            except (NoValue, NotExact):
                return None

        if not names:
            return self.kind.enclosing([at(0)]).at(0)
        keys = np.stack([self.values[name].keys for name in names])
        _, first, places = np.unique(keys, axis=1, return_index=True, return_inverse=True)
        return self.kind.enclosing([at(int(i)) for i in first]).at(places.reshape(-1))

    # -- sums and cases -------------------------------------------------------------------------------------------

    def _folded(self, expression: Any, limits: Sequence[Any]) -> Near:
        if limits:
            try:
                self._range(expression, limits[-1])
            except NotExact:
                return self._to_varying_ends(expression, limits)
        found: Near = super()._folded(expression, limits)
        return found

    def _to_varying_ends(self, expression: Any, limits: Sequence[Any]) -> Near:
        """A term is added where it is one."""
        *inner, (index, *ends) = limits
        low, high = np.broadcast_arrays(*(self._whole_number(end) for end in ends))
        if not low.size or (high.max() - low.min() + 1) * low.size > MOST_WORK:
            raise NotExact(f"{shortened(expression)} has too many terms for arrays")
        join, start = (operator.add, 0) if isinstance(expression, sp.Sum) else (operator.mul, 1)
        total = self.number(Fraction(start))
        for i in range(int(low.min()), int(high.max()) + 1):
            here = (low <= i) & (i <= high)
            if here.any():
                inside = Arrays({**self.values, index.name: Fraction(i)}, self, index.name)
                total = join(total, inside._folded(expression, inner)).where(here, total)
        return total

    def _whole_number(self, end: sp.Basic) -> NDArray[np.int64]:
        value = self.read(end)
        mid = np.asarray(value.mid)
        if not (np.all(value.beyond == 0) and np.all((abs(mid) <= WHOLE) & (mid == np.floor(mid)))):
            raise NotExact(f"an end of a sum is no whole number in arrays: {shortened(end)}")
        return mid.astype(np.int64)

    def _piecewise(self, expression: Any) -> Near:
        found = self.kind.enclosing([None]).at(0)
        undecided: Any = np.array(True)
        for branch, condition in expression.args:
            true, false = self.surely(condition)
            here = undecided & true
            if np.any(here):
                found = self.read(branch).where(here, found)
            undecided = undecided & false
        return found

    def surely(self, condition: Any) -> tuple[Any, Any]:
        """Where a condition is seen to hold, and where to fail: at a point it may be neither."""
        condition = with_names(condition, self.values)
        if condition in (sp.true, sp.false):
            return np.array(condition == sp.true), np.array(condition == sp.false)
        if isinstance(condition, sp.Not):
            true, false = self.surely(condition.args[0])
            return false, true
        if isinstance(condition, sp.And | sp.Or):
            parts = [self.surely(part) for part in condition.args]
            every, some = (operator.and_, operator.or_)[:: 1 if isinstance(condition, sp.And) else -1]
            return reduce(every, (true for true, _ in parts)), reduce(some, (false for _, false in parts))
        if not isinstance(condition, Relational):
            raise UnreadableExpression(f"{self.name} cannot read the condition {shortened(condition)}")
        above, below, at_least, at_most = self.read(condition.lhs - condition.rhs).certain
        found = {
            sp.Gt: (above, at_most),
            sp.Ge: (at_least, below),
            sp.Lt: (below, at_least),
            sp.Le: (at_most, above),
            sp.Eq: (at_least & at_most, above | below),
            sp.Ne: (above | below, at_least & at_most),
        }
        return found[condition.func]


def values(expression: sp.Basic, given: Mapping[str, Any], accuracy: float) -> NDArray[np.float64]:
    """The values at all points, as machine numbers that are off by no more than `accuracy`, relatively, and rounding.

    given: by name a Column, one of them at least and all of one length, or a value that is the same everywhere, exact.
    inf where the value is too large for a machine number; nan where there is no finite real value, or none that is
    known to machine precision.
    """
    columns = {name: value for name, value in given.items() if isinstance(value, Column)}
    fixed = {name: value for name, value in given.items() if name not in columns}
    size = len(next(iter(columns.values())).numbers)
    found, left = np.full(size, np.nan), np.arange(size)
    for kind in KINDS if size >= FEW else ():
        if not left.size or kind.accuracy > accuracy:
            continue
        try:
            with np.errstate(all="ignore"):
                reader = Arrays({**fixed, **{name: column.at(left) for name, column in columns.items()}}, kind=kind)
                value = reader.read(expression)
                mid, rad = np.broadcast_to(value.mid, left.shape), np.broadcast_to(value.rad, left.shape)
                good = np.isfinite(mid) & (rad <= accuracy * abs(mid))
                found[left[good]] = mid[good]
        except (ArithmeticError, ValueError, UnreadableExpression):
            break  # it has no value somewhere: balls tell where
        left = left[~good]
    for i in left:
        found[i] = by_ball(expression, {**fixed, **{name: column.exact(int(i)) for name, column in columns.items()}})
    return found


KINDS: tuple[type[Near], ...] = (Near, Pairs)


def by_ball(expression: sp.Basic, point: Mapping[str, Any]) -> float:
    """The value at one point as a machine number, as `values` has it: a ball, rounded."""
    try:
        return rounded(told_from_zero(expression, point, BITS))
    except (NoValue, NotExact):
        return math.nan


def rounded(value: Any, enough: int = ENOUGH) -> float:
    """The middle of a ball that is narrow enough; 0 where that is all that is known of what is tiny, else no number."""
    if value.rel_accuracy_bits() >= enough:
        return float(value.mid())
    return 0.0 if value.contains(0) and value.rad() < 2.0**-BITS else math.nan
