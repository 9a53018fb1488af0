"""The interpreter of expressions, the same for every number system."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property, lru_cache, reduce
from itertools import count
from typing import Any, ClassVar

import sympy as sp
from sympy.core.relational import Relational

from theorems.language.domains.entries import Entries, Length, with_names
from theorems.language.readers.alike import alike
from theorems.language.text import shortened

MOST_TERMS = 10**7
"""Sums and products have no more terms."""

Table = Mapping[Any, Callable[..., Any]]
"""Functions and constants of a number system by sympy class; sp.Rational makes p/q of the integers p and q."""

INFINITE = (sp.oo, -sp.oo, sp.zoo, sp.nan)

RELATIONS: dict[Any, tuple[Callable[..., bool], Callable[..., bool]]] = {
    sp.Gt: (operator.gt, operator.le),
    sp.Ge: (operator.ge, operator.lt),
    sp.Lt: (operator.lt, operator.ge),
    sp.Le: (operator.le, operator.gt),
    sp.Eq: (operator.eq, operator.ne),
    sp.Ne: (operator.ne, operator.eq),
}
"""How a relation is seen to hold, and to fail: of balls, either may be unknown."""


class UnreadableExpression(TypeError):
    """The expression uses a function that this number system's table lacks, or a sum without clear ends."""


class NotExact(ArithmeticError):
    """The value is not a rational number (or needs a function that has no rational value)."""


class NoValue(ArithmeticError):
    """The expression has no finite real value at the point."""


class TheoryFunction(sp.Function):
    """A function of the theory: it has a method for every number system, called with the exact arguments.

    The method of a system is named by `Reader.method`; a system without one takes the rational value. least: the
    smallest value of each argument, an integer; None where it may be any rational number. above_zero: the places of
    arguments that must be > 0.
    """

    least: ClassVar[tuple[int | None, ...]]
    above_zero: ClassVar[tuple[int, ...]] = ()

    def in_rationals(self, *arguments: Any) -> Fraction:
        """The value where it is rational; raises NotExact."""
        raise NotExact(f"{self} has no rational value")


class DefinedFunction(TheoryFunction):
    """A function of the theory that is short for an expression in its arguments."""

    definition: ClassVar[Any]
    """A static method: the expression, of the arguments."""

    @classmethod
    def everywhere(cls, *arguments: sp.Expr) -> sp.Expr:
        """The same, with the values where the definition has none, such as limits at the ends of an interval."""
        return cls.definition(*arguments)


class Reader:
    """Reads expressions in one number system, which is a subclass, at one point.

    values: by name; of a parameter a Fraction, or in balls a ball; of a sequence the tuple of its entries. Each part of
    an expression is read once, and in the terms of a sum what lacks the index by the reader `outside`.
    """

    name: ClassVar[str]
    """The system in messages."""

    method: ClassVar[str]
    """The method of a TheoryFunction that gives its value in this system."""

    def __init__(self, values: Mapping[str, Any], outside: Reader | None = None, index: str = "") -> None:
        self.values = values
        self.outside = outside
        self.index = index
        self.table = self.functions()
        self.indices: frozenset[str] = outside.indices | {index} if outside else frozenset()
        self.so_far: dict[Any, tuple[int, Any]] = outside.so_far if outside else {}
        self.known: dict[int, Any] = {}

    # -- what a system says, or may say otherwise ---------------------------------------------------------------

    @staticmethod
    def functions() -> Table:
        """The table of the system; made when it is used first."""
        raise NotImplementedError

    def number(self, value: Any) -> Any:
        """A rational number in the system."""
        return self.table[sp.Rational](value.numerator, value.denominator)

    def checked(self, value: Any) -> Any:
        """The value of a function or power; raises NoValue where it is no finite real number."""
        return value

    def whole_power(self, base: Any, exponent: int) -> Any:
        return base**exponent

    def real_power(self, base: Any, exponent: Any) -> Any:
        """A power with an exponent that is no multiple of 1/2."""
        return base**exponent

    def root(self, value: Any) -> Any:
        """The square root."""
        return self.table[sp.sqrt](value)

    def unknown(self, expression: sp.Basic) -> Exception:
        """What is raised for a function that the table lacks."""
        return UnreadableExpression(f"{self.name} cannot read {expression.func.__name__} in {shortened(expression)}")

    def beyond(self, expression: sp.Basic) -> Any:
        """A function that the table lacks; raises NoValue, or what is `unknown`."""
        if expression in INFINITE:
            raise NoValue(f"{expression} is no finite real number")
        raise self.unknown(expression)

    def enclosed(self, expression: sp.Basic) -> Any:
        """A ball around the value."""
        from theorems.language.readers.balls import enclosure

        return enclosure(expression, self.values)

    def either(self, expression: sp.Basic, values: Sequence[Any]) -> Any:
        """The value of a Piecewise of which more than one branch may apply."""
        raise NotExact(f"it cannot be decided which branch of {shortened(expression)} applies")

    # -- exact parts ----------------------------------------------------------------------------------------------

    def exact(self, expression: sp.Basic) -> Fraction:
        """The exact rational value of an expression; raises NotExact."""
        return self._rationals.read(expression)

    @cached_property
    def _rationals(self) -> Reader:
        from theorems.language.readers.rationals import Rationals

        return Rationals(self.values, self.outside and self.outside._rationals, self.index)

    def integer(self, expression: sp.Basic) -> int:
        """The exact integer value of an expression, such as an index; raises NotExact."""
        value = self.exact(expression)
        if value.denominator != 1:
            raise NotExact(f"{expression} = {value} is not an integer")
        return value.numerator

    # -- reading --------------------------------------------------------------------------------------------------

    def read(self, expression: sp.Basic) -> Any:
        """The value of the expression in the system."""
        return _reading(expression)(self)

    def _entry(self, expression: sp.Indexed) -> Any:
        return self._given(expression.base.name, *map(self.integer, expression.indices))

    def _given(self, name: str, *places: int) -> Any:
        """The value of a parameter, or an entry of a sequence; raises NoValue beyond its end."""
        if name not in self.values:
            raise KeyError(f"no value for the parameter {name}")
        value = self.values[name]
        for place in places:
            if not isinstance(value, tuple):
                raise UnreadableExpression(f"{name} is no sequence: {name}[{place}] is asked for")
            if not 0 <= place < len(value):
                entries = f"{name} has {len(value)} entries, from {name}[0] on"
                raise NoValue(f"{entries}: {name}[{place}] is asked for")
            value = value[place]
        if type(value) is Fraction:
            return self.table[sp.Rational](value.numerator, value.denominator)
        if isinstance(value, str | tuple):
            raise UnreadableExpression(f"{name} is no number: it is {shortened(value)}")
        return self.number(value)

    def _fold(self, expression: Any) -> Any:
        return self._folded(expression, expression.limits)

    def _folded(self, expression: Any, limits: Sequence[Any]) -> Any:
        """A sum or product; the first limits are the innermost ones. Empty, 0 or 1, if it ends below its start."""
        if not limits:
            return self.read(expression.function)
        *inner, outermost = limits
        index, places = outermost[0].name, self._range(expression, outermost)
        join, start = (operator.add, 0) if isinstance(expression, sp.Sum) else (operator.mul, 1)
        empty = places.start, self.number(Fraction(start))
        # in a sum of sums the inner one goes on from where it was, where only its end is another
        goes_on = self.indices and not inner and not self.indices & _names_below(expression)
        key = (type(expression), expression.function, outermost[:2])
        done, total = self.so_far.get(key, empty) if goes_on else empty
        if not places.start <= done <= places.stop:
            done, total = empty
        times = {} if self.indices else alike(expression, places, self.values)
        for i in times or range(done, places.stop):
            term = type(self)({**self.values, index: Fraction(i)}, self, index)._folded(expression, inner)
            total = join(total, self.number(Fraction(times[i])) * term if times else term)
        if goes_on:
            self.so_far[key] = (max(places.stop, places.start), total)
        return total

    def _range(self, expression: Any, limits: Any) -> range:
        if len(limits) != 3 or any(end in INFINITE for end in limits[1:]):
            raise UnreadableExpression(f"{shortened(expression)} has no finite ends")
        try:
            low, high = (self.exact(end) for end in limits[1:])
        except NotExact as error:
            raise NotExact(f"the ends of {shortened(expression)} must be integers: {error}") from None
        for end, value in zip(limits[1:], (low, high), strict=True):
            if value.denominator != 1:
                raise UnreadableExpression(f"the ends of {shortened(expression)} must be integers: {end} is {value}")
        if high - low >= MOST_TERMS:
            raise UnreadableExpression(f"{shortened(expression)} has more than {MOST_TERMS:,} terms: that is too many")
        return range(int(low), int(high) + 1)

    def _length(self, expression: Length) -> Any:
        return self.number(Fraction(len(self.values[expression.args[0].name])))

    def _defined(self, expression: DefinedFunction) -> Any:
        return self.read(type(expression).everywhere(*expression.args))

    def _of_theory(self, expression: TheoryFunction) -> Any:
        arguments = []
        for i, (argument, least) in enumerate(zip(expression.args, expression.least, strict=True)):
            value = self.exact(argument)
            if i in expression.above_zero and value <= 0:
                raise NoValue(f"{expression}: {argument} must be > 0: got {shortened(value)}")
            if least is not None and (value.denominator != 1 or value < least):
                raise NoValue(f"{expression}: {argument} must be an integer >= {least}: got {shortened(value)}")
            arguments.append(value if least is None else int(value))
        method = getattr(expression, self.method, None)
        value = self.number(expression.in_rationals(*arguments)) if method is None else method(*arguments)
        return self.checked(value)

    # -- cases ----------------------------------------------------------------------------------------------------

    def _piecewise(self, expression: Any) -> Any:
        possible = []
        for branch, condition in expression.args:
            holds = self.holds(condition)
            if holds is not False:
                possible.append(branch)
            if holds:
                break
        else:
            if not possible:
                raise NoValue(f"no branch of {shortened(expression)} applies")
            raise NotExact(f"it cannot be decided which branch of {shortened(expression)} applies")
        return self.read(possible[0]) if len(possible) == 1 else self.either(expression, possible)

    def holds(self, condition: Any) -> bool | None:
        """Does the condition hold at the point? None where balls do not tell."""
        condition = with_names(condition, self.values)
        if condition in (sp.true, sp.false):
            return bool(condition)
        if isinstance(condition, sp.Not):
            part = self.holds(condition.args[0])
            return None if part is None else not part
        if isinstance(condition, sp.And | sp.Or):
            parts = [self.holds(part) for part in condition.args]
            decisive = isinstance(condition, sp.Or)
            return decisive if decisive in parts else None if None in parts else not decisive
        if not isinstance(condition, Relational):
            raise UnreadableExpression(f"{self.name} cannot read the condition {shortened(condition)}")
        try:
            difference = self.exact(condition.lhs) - self.exact(condition.rhs)
        except NotExact:
            difference = self.enclosed(condition.lhs - condition.rhs)
        true, false = RELATIONS[condition.func]
        return True if true(difference, 0) else False if false(difference, 0) else None


Reading = Callable[[Reader], Any]
"""Gives the value of one expression to a reader."""


def _symbol(expression: sp.Symbol) -> Reading:
    return lambda reader: reader._given(expression.name)


def _rational(expression: sp.Rational) -> Reading:
    p, q = int(expression.p), int(expression.q)
    return lambda reader: reader.table[sp.Rational](p, q)


def _joined(expression: sp.Add | sp.Mul) -> Reading:
    parts = [_reading(part) for part in expression.args]
    join = operator.add if isinstance(expression, sp.Add) else operator.mul
    return lambda reader: reduce(join, [part(reader) for part in parts])


def _power(expression: sp.Pow) -> Reading:
    base, exponent = map(_reading, expression.args)
    fixed = plain(expression.exp) if expression.exp.is_Rational else None

    def power(reader: Reader) -> Any:
        value = base(reader)
        try:
            power = exponent(reader._rationals) if fixed is None else fixed
        except NotExact:
            return reader.checked(reader.real_power(value, exponent(reader)))
        if power.denominator > 2:
            return reader.checked(reader.real_power(value, reader.number(power)))
        root = reader.checked(reader.root(value)) if power.denominator == 2 else value
        return reader.checked(reader.whole_power(root, power.numerator))

    return power


def _function(expression: sp.Basic) -> Reading:
    parts = [_reading(part) for part in expression.args]

    def function(reader: Reader) -> Any:
        function = reader.table.get(expression.func)
        if function is None:
            return reader.beyond(expression)
        return reader.checked(function(*[part(reader) for part in parts]))

    return function


def _way(method: Callable[[Reader, Any], Any]) -> Callable[[Any], Reading]:
    return lambda expression: lambda reader: getattr(reader, method.__name__)(expression)  # it may have its own one


WAYS: tuple[tuple[Any, Callable[[Any], Reading]], ...] = (
    (sp.Symbol, _symbol),
    (sp.Indexed, _way(Reader._entry)),
    (sp.Rational, _rational),
    (sp.Add, _joined),
    (sp.Mul, _joined),
    (sp.Pow, _power),
    (sp.Sum, _way(Reader._fold)),
    (sp.Product, _way(Reader._fold)),
    (sp.Piecewise, _way(Reader._piecewise)),
    (Length, _way(Reader._length)),
    (DefinedFunction, _way(Reader._defined)),
    (TheoryFunction, _way(Reader._of_theory)),
    (sp.Basic, _function),
)
"""How expressions are read, by class: the first that fits."""


@lru_cache(2**14)
def _reading(expression: sp.Basic) -> Reading:
    """How a reader reads the expression: at most once, in the outermost sum whose index it has."""
    way = next(way for kind, way in WAYS if isinstance(expression, kind))(expression)
    names, place = {s.name for s in expression.free_symbols}, next(PLACES)

    def once(reader: Reader) -> Any:
        while reader.outside is not None and reader.index not in names:
            reader = reader.outside
        value = reader.known.get(place)
        if value is None:
            value = reader.known[place] = way(reader)
        return value

    return once


PLACES = count()
"""Where readers keep what they have read: every expression that was looked at has a number of its own."""


@cache
def _names_below(fold: Any) -> frozenset[str]:
    """The names in the terms and the lower end of a sum or product, but for its own index."""
    (index, low, *_), *_ = fold.limits
    return frozenset(s.name for s in (fold.function.free_symbols - {index}) | low.free_symbols)


def plain(value: Any) -> Any:
    """An exact value of a point as a Fraction; of a list, its entries; a name of a choice and a ball as they are."""
    if isinstance(value, sp.Rational):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, tuple) and not isinstance(value, Entries):
        entries = tuple(map(plain, value))
        return Entries(entries) if all(isinstance(entry, Fraction) for entry in entries) else entries
    return Fraction(value) if isinstance(value, int) else value


def fractions(point: Mapping[str, Any]) -> dict[str, Any]:
    """The exact values of a point by name."""
    return {name: plain(value) for name, value in point.items()}
