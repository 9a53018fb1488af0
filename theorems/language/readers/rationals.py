"""Rational arithmetic: exact, or refused."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from theorems.language.parameters import Point
from theorems.language.readers.interpreter import NotExact, NoValue, Reader, Table, UnreadableExpression, fractions
from theorems.language.text import shortened

MOST_BITS = 10**7
"""Powers are not longer: what is written out takes a second."""


def _natural(name: str, value: Fraction) -> int:
    """A whole number >= 0; raises NoValue at the poles, the negative integers, and NotExact elsewhere."""
    if value.denominator != 1:
        raise NotExact(f"{name}({shortened(value)}) is no rational number")
    if value < 0:
        raise NoValue(f"{name}({shortened(value)}) is a pole")
    return value.numerator


def _harmonic(m: Fraction) -> Fraction:
    return sum((Fraction(1, i) for i in range(1, _natural("harmonic", m) + 1)), Fraction(0))


def _binomial(m: Fraction, j: Fraction) -> Fraction:
    if j.denominator != 1 or j < 0:
        raise UnreadableExpression(f"binomial(m, j) is read for integers j >= 0: got {j}")
    if m.denominator == 1 and m >= 0:
        return Fraction(math.comb(m.numerator, j.numerator))
    return math.prod((m - i for i in range(j.numerator)), start=Fraction(1)) / math.factorial(j.numerator)


@cache
def _functions() -> Table:
    return {
        sp.Rational: Fraction,
        sp.Abs: abs,
        sp.Max: max,
        sp.Min: min,
        sp.harmonic: _harmonic,
        sp.factorial: lambda m: Fraction(math.factorial(_natural("factorial", m))),
        sp.binomial: _binomial,
    }


class Rationals(Reader):
    name = "rational arithmetic"
    method = "in_rationals"
    functions = staticmethod(_functions)

    @property
    def _rationals(self) -> Reader:  # type: ignore[override]
        return self

    def number(self, value: Any) -> Fraction:
        if not isinstance(value, Fraction):
            raise NotExact("it varies over the box")
        return value

    def whole_power(self, base: Fraction, exponent: int) -> Fraction:
        if base == 0 and exponent < 0:
            raise NoValue("a division by zero")
        size = max(abs(base.numerator), base.denominator).bit_length() - 1
        if size * abs(exponent) > MOST_BITS:
            raise NotExact(f"the power {shortened(exponent)} of {shortened(base)} has more than {MOST_BITS:,} bits")
        return base**exponent

    def root(self, value: Fraction) -> Fraction:
        raise NotExact(f"the root of {shortened(value)}")

    def real_power(self, base: Fraction, exponent: Fraction) -> Fraction:
        raise NotExact(f"the power {shortened(exponent)} of {shortened(base)}")

    def unknown(self, expression: sp.Basic) -> Exception:
        if isinstance(expression, sp.Float):
            return super().unknown(expression)
        return NotExact(f"{expression.func.__name__} has no rational value in {shortened(expression)}")


def exact(expression: sp.Expr, point: Point) -> Fraction:
    """The rational value at a point.

    Raises NotExact where there is none, or none that rational arithmetic finds: roots and functions such as exp are
    not looked into. Raises NoValue at a pole.
    """
    return Rationals(fractions(point)).read(expression)


def holds(condition: sp.Basic, point: Point) -> bool:
    """Is the condition seen to hold at a point? In balls where a side is not rational."""
    return bool(Rationals(fractions(point)).holds(condition))
