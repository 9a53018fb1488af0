"""mpmath: the second opinion on values, by other algorithms than those of balls."""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy as sp

from theorems.language.parameters import Point
from theorems.language.readers.interpreter import NoValue, Reader, Table, UnreadableExpression, fractions
from theorems.language.text import shortened


@cache
def _functions() -> Table:
    import mpmath as mp

    return {
        sp.Rational: lambda p, q: mp.mpf(p) / q,
        sp.exp: mp.exp,
        sp.log: mp.log,
        sp.sqrt: mp.sqrt,
        sp.sin: mp.sin,
        sp.cos: mp.cos,
        sp.sinh: mp.sinh,
        sp.cosh: mp.cosh,
        sp.tanh: mp.tanh,
        sp.erf: mp.erf,
        sp.gamma: mp.gamma,
        sp.loggamma: mp.loggamma,
        sp.polygamma: _polygamma,
        sp.harmonic: mp.harmonic,
        sp.factorial: mp.factorial,
        sp.binomial: _binomial,
        sp.Abs: abs,
        sp.Max: max,
        sp.Min: min,
        sp.pi.func: lambda: +mp.pi,
        sp.E.func: lambda: +mp.e,
        sp.EulerGamma.func: lambda: +mp.euler,
    }


def _binomial(m: Any, j: Any) -> Any:
    import mpmath as mp

    if j != int(j) or j < 0:
        raise UnreadableExpression(f"binomial(m, j) is read for integers j >= 0: got {j}")
    return mp.binomial(m, int(j))


def _polygamma(order: Any, x: Any) -> Any:
    import mpmath as mp

    if order != int(order) or order < 0:
        raise UnreadableExpression(f"polygamma is read for integer orders >= 0: got {order}")
    return mp.psi(int(order), x)


class Multiprecision(Reader):
    name = "mpmath"
    method = "in_mpmath"
    functions = staticmethod(_functions)

    def checked(self, value: Any) -> Any:
        import mpmath as mp

        if not isinstance(value, mp.mpf) or not mp.isfinite(value):
            raise NoValue(f"{shortened(value)} is no finite real number")
        return value


def high_precision(expression: sp.Expr, point: Point, digits: int = 30) -> Any:
    """The value as an mpmath number, computed with `digits` + 15 digits: no enclosure.

    Raises NoValue where the expression has no finite real value.
    """
    import mpmath as mp

    with mp.workdps(digits + 15):
        try:
            return +Multiprecision(fractions(point)).read(expression)
        except (ZeroDivisionError, ValueError) as error:  # how mpmath says that it is at a pole
            raise NoValue(f"{shortened(expression)} has no finite real value: {error}") from None
