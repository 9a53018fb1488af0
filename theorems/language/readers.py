"""Readers of expressions: one interpreter, one explicit table of functions per number system.

`ball` (Arb) is rigorous, `high_precision` is mpmath, `floats` is numpy/scipy, `exact` is rationals. A function that
a table does not know raises UnreadableExpression: nothing is ever passed silently through a machine float.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, reduce
from typing import Any

import sympy as sp

from theorems.language.domains.entries import Entries, fraction, substituted
from theorems.language.parameters import Point, point_text
from theorems.language.text import shortened


class UnreadableExpression(TypeError):
    """The expression uses a function that this number system's table does not contain."""


class NotExact(ArithmeticError):
    """The value is not a rational number (or needs a function that has no rational value)."""


class NoValue(ArithmeticError):
    """The expression has no finite real value at the point."""


@dataclass(frozen=True)
class System:
    """A number system: how to make a rational number in it, and its functions and constants by sympy class."""

    name: str
    rational: Callable[[int, int], Any]
    functions: dict[Any, Callable[..., Any]]
    constants: Mapping[Any, Callable[..., Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """Reads expressions in one system at one point (exact values by symbol name)."""

    system: System
    point: Mapping[str, Any]

    def number(self, value: Fraction) -> Any:
        return self.system.rational(value.numerator, value.denominator)

    def exact(self, expression: sp.Basic) -> Fraction:
        """The exact rational value of an expression; raises NotExact."""
        return _ExactReader(_exact_system(), self.point).read(expression)

    def integer(self, expression: sp.Basic) -> int:
        """The exact integer value of an expression (limits of sums, indices); raises NotExact."""
        value = self.exact(expression)
        if value.denominator != 1:
            raise NotExact(f"{expression} = {value} is not an integer")
        return value.numerator

    def read(self, expression: sp.Basic) -> Any:
        """The value of the expression in the system."""
        if isinstance(expression, sp.Symbol):
            if expression.name not in self.point:
                raise KeyError(f"no value for the parameter {expression.name}")
            return self.number(self.point[expression.name])
        if isinstance(expression, sp.Indexed):
            return self.number(self._entry(expression))
        if isinstance(expression, sp.Rational):
            return self.system.rational(int(expression.p), int(expression.q))
        if isinstance(expression, sp.Add):
            return reduce(operator.add, map(self.read, expression.args))
        if isinstance(expression, sp.Mul):
            return reduce(operator.mul, map(self.read, expression.args))
        if isinstance(expression, sp.Pow):
            return self._power(expression)
        if isinstance(expression, sp.Sum | sp.Product):
            return self._fold(expression)
        if isinstance(expression, sp.Piecewise):
            return self._piecewise(expression)
        if hasattr(expression, "read_in"):
            return expression.read_in(self)
        if expression in self.system.constants:
            return self.system.constants[expression]()
        function = self.system.functions.get(expression.func)
        if function is None:
            raise UnreadableExpression(f"{self.system.name} cannot read {expression.func.__name__} in {expression}")
        return function(*map(self.read, expression.args))

    def _entry(self, expression: sp.Indexed) -> Fraction:
        """The entry of a sequence; raises NoValue beyond its end."""
        name, place = expression.base.name, self.integer(expression.indices[0])
        entries = self.point[name]
        if not 0 <= place < len(entries):
            raise NoValue(f"{name} has {len(entries)} entries, from {name}[0] on: {name}[{place}] is asked for")
        return entries[place]

    def _power(self, expression: sp.Pow) -> Any:
        base, exponent = expression.args
        try:
            power = self.exact(exponent)
        except NotExact:
            return self.read(base) ** self.read(exponent)
        value = self.read(base)
        if power.denominator == 1:
            return value**power.numerator
        if power.denominator == 2 and sp.sqrt in self.system.functions:
            return self.system.functions[sp.sqrt](value) ** power.numerator
        return value ** self.number(power)

    def _fold(self, expression: Any) -> Any:
        (index, low, high), *rest = expression.limits
        if rest:
            raise UnreadableExpression(f"write nested sums one inside the other: {expression}")
        combine, total = (operator.add, Fraction(0)) if isinstance(expression, sp.Sum) else (operator.mul, Fraction(1))
        value = self.number(total)
        for i in range(self.integer(low), self.integer(high) + 1):
            inner = Reader(self.system, {**self.point, index.name: Fraction(i)})
            value = combine(value, inner.read(expression.function))
        return value

    def _piecewise(self, expression: Any) -> Any:
        for branch, condition in expression.args:
            if substituted(condition, self.point) == sp.true:
                return self.read(branch)
        raise NotExact(f"no branch of {expression} applies")


def _fractions(point: Point) -> dict[str, Any]:
    """Exact values by name; of a list, the tuple of its entries; of a choice, the name."""

    def plain(value: Any) -> Any:
        if isinstance(value, Entries | str):
            return value
        return Entries(value) if isinstance(value, tuple) else fraction(value)

    return {name: plain(value) for name, value in point.items()}


# -- exact rationals --------------------------------------------------------------------------------------


def _no_rational(*_: Fraction) -> Fraction:
    raise NotExact("transcendental function")


class _Rationals(dict[Any, Callable[..., Fraction]]):
    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key, _no_rational)


class _ExactReader(Reader):
    def _power(self, expression: sp.Pow) -> Any:
        base, exponent = map(self.read, expression.args)
        if exponent.denominator != 1:
            raise NotExact(f"{expression} is a root")
        if base == 0 and exponent < 0:
            raise ZeroDivisionError(f"{expression} at a zero base")
        return base**exponent.numerator


@cache
def _exact_system() -> System:
    table = _Rationals(
        {
            sp.Abs: abs,
            sp.Max: max,
            sp.Min: min,
            sp.harmonic: lambda m: sum((Fraction(1, i) for i in range(1, int(m) + 1)), Fraction(0)),
            sp.factorial: lambda m: Fraction(math.factorial(int(m))),
        }
    )
    constants = dict.fromkeys((sp.pi, sp.E, sp.EulerGamma), _no_rational)
    return System("rational arithmetic", Fraction, table, constants)


def exact(expression: sp.Expr, point: Point) -> Fraction:
    """The rational value at a point; raises NotExact where there is none."""
    return _ExactReader(_exact_system(), _fractions(point)).read(expression)


# -- balls --------------------------------------------------------------------------------------------------


@cache
def _ball_system() -> System:
    from flint import arb, fmpq

    def harmonic(m: Any) -> Any:
        return (m + 1).digamma() + arb.const_euler()

    def polygamma(order: Any, x: Any) -> Any:
        return x.digamma() if order == 0 else _polygamma_ball(order, x)

    return System(
        "ball arithmetic",
        lambda p, q: arb(fmpq(p, q)),
        {
            sp.exp: lambda x: x.exp(),
            sp.log: lambda x: x.log(),
            sp.sqrt: lambda x: x.sqrt(),
            sp.sin: lambda x: x.sin(),
            sp.cos: lambda x: x.cos(),
            sp.sinh: lambda x: x.sinh(),
            sp.cosh: lambda x: x.cosh(),
            sp.erf: lambda x: x.erf(),
            sp.gamma: lambda x: x.gamma(),
            sp.loggamma: lambda x: x.lgamma(),
            sp.polygamma: polygamma,
            sp.harmonic: harmonic,
            sp.factorial: lambda x: (x + 1).gamma(),
            sp.Abs: abs,
            sp.Max: lambda *xs: reduce(lambda a, b: a.max(b), xs),
            sp.Min: lambda *xs: reduce(lambda a, b: a.min(b), xs),
        },
        {sp.pi: arb.pi, sp.E: arb.const_e, sp.EulerGamma: arb.const_euler},
    )


def _polygamma_ball(order: Any, x: Any) -> Any:
    from flint import acb, arb

    m = int(order.unique_fmpz())
    # psi^(m)(x) = (-1)^(m+1) m! zeta(m+1, x)
    return arb(m + 1).gamma() * (-1) ** (m + 1) * acb(m + 1).zeta(acb(x)).real


def ball(expression: sp.Expr, point: Point, bits: int = 100) -> Any:
    """A rigorous enclosure (flint.arb) with about `bits` correct bits, relative where the value is not zero.

    The working precision is doubled until the enclosure is that narrow, or no longer gets narrower (it then
    comes from bounds, not from rounding), at most to 8192 bits or 8 times what is asked for. Raises NoValue where
    the expression has no finite real value.
    """
    from flint import ctx

    precision = bits + 30
    widest = None
    while True:
        with ctx.workprec(precision):
            value = Reader(_ball_system(), _fractions(point)).read(expression)
        if not value.is_finite() and precision > 4 * bits:
            raise NoValue(f"{expression} has no finite real value at {shortened(point_text(point))}")
        if value.rel_accuracy_bits() >= bits or precision > max(8192, 8 * bits):
            return value
        if precision > 8 * bits and value.contains(0) and value.rad() < 2.0 ** (-2 * bits):
            return value
        if value.rel_accuracy_bits() > 0:
            if widest is not None and value.rad() > widest:
                return value
            widest = value.rad() / 2
        precision *= 2


def box_ball(expression: sp.Expr, balls: Mapping[str, Any], bits: int = 100) -> Any:
    """A rigorous enclosure of the values of the expression over a box of parameter balls."""
    from flint import ctx

    with ctx.workprec(bits):
        return _BoxReader(_ball_system(), {}, balls).read(expression)


@dataclass(frozen=True)
class _BoxReader(Reader):
    balls: Mapping[str, Any] = field(default_factory=dict)

    def read(self, expression: sp.Basic) -> Any:
        if isinstance(expression, sp.Symbol) and expression.name in self.balls:
            return self.balls[expression.name]
        return super().read(expression)

    def exact(self, expression: sp.Basic) -> Fraction:
        if any(s.name in self.balls for s in expression.free_symbols):
            raise NotExact(f"{expression} varies over the box")
        return super().exact(expression)


# -- mpmath ---------------------------------------------------------------------------------------------------


@cache
def _mp_system() -> System:
    import mpmath as mp

    return System(
        "mpmath",
        lambda p, q: mp.mpf(p) / q,
        {
            sp.exp: mp.exp,
            sp.log: mp.log,
            sp.sqrt: mp.sqrt,
            sp.sin: mp.sin,
            sp.cos: mp.cos,
            sp.sinh: mp.sinh,
            sp.cosh: mp.cosh,
            sp.erf: mp.erf,
            sp.gamma: mp.gamma,
            sp.loggamma: mp.loggamma,
            sp.polygamma: lambda order, x: mp.psi(int(order), x),
            sp.harmonic: mp.harmonic,
            sp.factorial: mp.factorial,
            sp.Abs: abs,
            sp.Max: max,
            sp.Min: min,
        },
        {sp.pi: lambda: +mp.pi, sp.E: lambda: +mp.e, sp.EulerGamma: lambda: +mp.euler},
    )


def high_precision(expression: sp.Expr, point: Point, digits: int = 30) -> Any:
    """The value as an mpmath number, computed with `digits` + 15 digits (not an enclosure)."""
    import mpmath as mp

    with mp.workdps(digits + 15):
        return +Reader(_mp_system(), _fractions(point)).read(expression)


# -- floats ---------------------------------------------------------------------------------------------------


@cache
def _float_system() -> System:
    from scipy import special

    return System(
        "floating point",
        lambda p, q: p / q,
        {
            sp.exp: lambda x: math.exp(x) if x < 709.0 else math.inf,
            sp.log: lambda x: math.log(x) if x > 0 else -math.inf if x == 0 else math.nan,
            sp.sqrt: math.sqrt,
            sp.sin: math.sin,
            sp.cos: math.cos,
            sp.sinh: math.sinh,
            sp.cosh: math.cosh,
            sp.erf: math.erf,
            sp.gamma: special.gamma,
            sp.loggamma: math.lgamma,
            sp.polygamma: lambda order, x: float(special.polygamma(int(order), x)),
            sp.harmonic: lambda m: float(special.digamma(m + 1)) + 0.5772156649015329,
            sp.factorial: lambda m: float(special.factorial(m)),
            sp.Abs: abs,
            sp.Max: max,
            sp.Min: min,
        },
        {sp.pi: lambda: math.pi, sp.E: lambda: math.e, sp.EulerGamma: lambda: 0.5772156649015329},
    )


def floats(expression: sp.Expr, **values: Any) -> Any:
    """Machine-precision values for figures and planning, broadcast over arrays of parameter values.

    Lists and names of choices are the same for all. nan where the value, or a part of it, is too large for a machine
    number.
    """
    import numpy as np

    fixed = {name: x for name, x in values.items() if isinstance(x, tuple | str)}
    names = sorted(values.keys() - fixed.keys())

    def at(*numbers: float) -> float:
        point = {**fixed, **{name: Fraction(x) for name, x in zip(names, map(_plain, numbers), strict=True)}}
        try:
            return float(Reader(_float_system(), point).read(expression))
        except OverflowError:  # on the way: what the whole would be is not known
            return math.nan

    if not names:
        return at()
    with np.errstate(all="ignore"):  # poles and overflow are values here: inf and nan
        result = np.vectorize(at, otypes=[float])(*(np.asarray(values[name]) for name in names))
    return result if result.ndim else float(result)


def _plain(x: Any) -> Any:
    return x.item() if hasattr(x, "item") else x
