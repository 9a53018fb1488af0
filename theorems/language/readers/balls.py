"""Ball arithmetic (Arb): rigorous enclosures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, reduce
from typing import Any

import sympy as sp

from theorems.language.domains.entries import numbers_in
from theorems.language.parameters import Point, point_text
from theorems.language.readers.interpreter import NoValue, Reader, Table, UnreadableExpression, fractions
from theorems.language.text import shortened

Ball = Any
"""An `arb` of flint, whose types mypy does not know: a midpoint and a radius that leaves nothing out."""


@cache
def _functions() -> Table:
    from flint import arb, fmpq

    return {
        sp.Rational: lambda p, q: arb(p) if q == 1 else arb(fmpq(p, q)),
        sp.exp: lambda x: x.exp(),
        sp.log: lambda x: x.log(),
        sp.sqrt: lambda x: x.sqrt(),
        sp.sin: lambda x: x.sin(),
        sp.cos: lambda x: x.cos(),
        sp.sinh: lambda x: x.sinh(),
        sp.cosh: lambda x: x.cosh(),
        sp.tanh: lambda x: x.tanh(),
        sp.erf: lambda x: x.erf(),
        sp.gamma: lambda x: x.gamma(),
        sp.loggamma: lambda x: x.lgamma(),
        sp.polygamma: _polygamma,
        sp.harmonic: lambda m: (m + 1).digamma() + arb.const_euler(),
        sp.factorial: lambda m: (m + 1).gamma(),
        sp.binomial: _binomial,
        sp.Abs: abs,
        sp.Max: lambda *xs: reduce(lambda a, b: a.max(b), xs),
        sp.Min: lambda *xs: reduce(lambda a, b: a.min(b), xs),
        sp.pi.func: arb.pi,
        sp.E.func: arb.const_e,
        sp.EulerGamma.func: arb.const_euler,
    }


def _binomial(m: Any, j: Any) -> Any:
    order = j.unique_fmpz()
    if order is None or order < 0:
        raise UnreadableExpression(f"binomial(m, j) is read for integers j >= 0: got {j}")
    return m.bin(int(order))


def _polygamma(order: Any, x: Any) -> Any:
    from flint import acb, arb

    m = order.unique_fmpz()
    if m is None or m < 0:
        raise UnreadableExpression(f"polygamma is read for integer orders >= 0: got {order}")
    if m == 0:
        return x.digamma()
    m = int(m)
    # psi^(m)(x) = (-1)^(m+1) m! zeta(m+1, x)
    return arb(m + 1).gamma() * (-1) ** (m + 1) * acb(m + 1).zeta(acb(x)).real


class Balls(Reader):
    """A value may be a ball itself, of which every number is meant. What has no value is a ball that is not finite."""

    name = "ball arithmetic"
    method = "in_balls"
    functions = staticmethod(_functions)

    def number(self, value: Any) -> Any:
        return super().number(value) if isinstance(value, Fraction) else value

    def whole_power(self, base: Any, exponent: int) -> Any:
        if exponent == 0:
            return 0 * base + 1  # Arb has 1 also where the base has no value
        if exponent < 0 or not base.is_finite() or not base.contains(0):
            return base**exponent
        low, high = base.lower() ** exponent, base.upper() ** exponent  # Arb goes by logarithms: none about 0
        return low.union(high) if exponent % 2 else low.union(high).union(0 * base)

    def enclosed(self, expression: sp.Basic) -> Any:
        return self.read(expression)

    def either(self, expression: sp.Basic, branches: Sequence[sp.Basic]) -> Any:
        return reduce(lambda a, b: a.union(b), map(self.read, branches))


@cache
def _arb() -> Any:
    from flint import arb

    return arb


@cache
def _of_exact_parts() -> Table:
    from flint import fmpq

    def of_balls(function: Any) -> Any:
        return lambda *parts: function(*map(_arb(), parts))

    return {kind: of_balls(function) for kind, function in _functions().items()} | {sp.Rational: fmpq}


class ExactParts(Balls):
    """Balls, but what is rational is worked out as such: a ball around 0 is no base of a root. Terms of sums are balls.

    At exact values only.
    """

    functions = staticmethod(_of_exact_parts)

    def whole_power(self, base: Any, exponent: int) -> Any:
        if isinstance(base, self.table[sp.Rational]) and abs(exponent) <= LARGEST_EXACT:  # type: ignore[arg-type]
            return base**exponent
        return super().whole_power(_arb()(base), exponent)

    def real_power(self, base: Any, exponent: Any) -> Any:
        return base if base == 0 and exponent > 0 else _arb()(base) ** _arb()(exponent)

    def either(self, expression: sp.Basic, branches: Sequence[sp.Basic]) -> Any:
        return Balls(self.values).either(expression, branches)

    def _folded(self, expression: Any, limits: Sequence[Any]) -> Any:
        return Balls(self.values)._folded(expression, limits)


LARGEST_EXACT = 64
"""Exponents up to which the power of a rational number is exact."""


def ball(expression: sp.Expr, point: Point, bits: int = 100) -> Ball:
    """A rigorous enclosure (flint.arb) with about `bits` correct bits, relative where the value is not zero.

    The working precision is doubled until the enclosure is that narrow, or no longer gets narrower (it then
    comes from bounds, not from rounding), at most to 8192 bits or 8 times what is asked for. Raises NoValue where
    the expression has no finite real value.
    """
    return enclosure(expression, fractions(point), bits)


def told_from_zero(expression: sp.Basic, values: Mapping[str, Any], bits: int) -> Ball:
    """The `enclosure`; where 0 lies in it, once more, as if it were as small, or as close to others, as the values."""
    found = enclosure(expression, values, bits)
    if found.contains(0) and not found.is_zero():
        parts = (part for v in values.values() for x in numbers_in(v) for part in (x.numerator, x.denominator))
        found = enclosure(expression, values, bits + 2 * max((int(abs(x)).bit_length() for x in parts), default=0))
    return found


def enclosure(
    expression: sp.Basic,
    values: Mapping[str, Any],
    bits: int = 100,
    reader: type[Balls] = Balls,
    finer: int = 2,
) -> Ball:
    """`ball` at exact values that are Fractions, the working precision growing by a factor."""
    from flint import arb, ctx

    precision = bits + 30
    widest = None
    while True:
        with ctx.workprec(precision):
            value = arb(reader(values).read(expression))
        if not value.is_finite() and precision > 4 * bits:
            raise NoValue(f"{expression} has no finite real value at {shortened(point_text(values))}")
        if value.rel_accuracy_bits() >= bits or precision > max(8192, 8 * bits):
            return value
        if precision > 8 * bits and value.contains(0) and value.rad() < 2.0 ** (-2 * bits):
            return value
        if value.rel_accuracy_bits() > 0:
            if widest is not None and value.rad() > widest:
                return value
            widest = value.rad() / 2
        precision *= finer


def box_ball(expression: sp.Expr, box: Mapping[str, Any], bits: int = 100) -> Ball:
    """A rigorous enclosure of the values of the expression over a box: of every parameter a ball or an exact value.

    It is not finite where the expression has no value somewhere in the box.
    """
    from flint import ctx

    with ctx.workprec(bits):
        return Balls(fractions(box)).read(expression)
