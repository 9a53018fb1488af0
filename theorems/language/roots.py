"""The root of an equation in an interval, as a ball that certainly holds it, and it alone."""

from __future__ import annotations

from typing import Any

import sympy as sp

from theorems.language.parameters import Point
from theorems.language.readers import NotExact, NoValue, ball, box_ball, exact

DEPTH = 12
"""So often an interval is halved until on every part a sign is seen: of the difference, or of its derivative."""

PLACES = (sp.Rational(1, 2), sp.Rational(3, 8))
"""Where an interval is cut."""


def root(difference: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr, point: Point, bits: int = 100) -> Any:
    """A ball (flint.arb) around the one x in (low, high) at which the difference is 0.

    The ends must be rational at the point. Raises NoValue unless the difference has opposite signs at the ends, and
    crosses 0 only once: its derivative has one sign wherever it may be 0.
    """
    from flint import arb

    try:
        a, b = (_rational(end, point) for end in (low, high))
    except NotExact as error:
        raise NoValue(f"the ends of the interval of a root are rational numbers: {error}") from None
    left, right = (_sign(difference, x, end, point, bits) for end in (a, b))
    if left * right != -1:
        raise NoValue(f"{difference} has not opposite signs at {x} = {a} and {x} = {b}")
    _crossed_once(difference, x, a, b, point)
    width = b - a
    while width > sp.Integer(2) ** -bits * max(1, abs(a)):
        for place in PLACES:  # one of them may be the root itself
            cut = a + width * place
            if sign := _sign(difference, x, cut, point, bits):
                break
        else:
            break
        a, b = (cut, b) if sign == left else (a, cut)
        width = b - a
    one, other = (arb(_fraction(end)) for end in (a, b))
    return one.union(other)


def _rational(e: sp.Expr, point: Point) -> sp.Rational:
    value = exact(sp.sympify(e), point)
    return sp.Rational(value.numerator, value.denominator)


def _fraction(value: sp.Rational) -> Any:
    from flint import fmpq

    return fmpq(int(value.p), int(value.q))


def _sign(difference: sp.Expr, x: sp.Symbol, at: sp.Rational, point: Point, bits: int) -> int:
    """The certain sign at a number; 0 where none is certain."""
    return _certain(ball(difference, {**point, x.name: at}, bits))


def _crossed_once(difference: sp.Expr, x: sp.Symbol, a: sp.Rational, b: sp.Rational, point: Point) -> None:
    """Raises NoValue unless the slope has one sign wherever, between a and b, the difference may be 0."""
    from flint import arb

    slope = sp.diff(difference, x)
    others = {name: arb(_fraction(value)) for name, value in point.items() if isinstance(value, sp.Rational)}
    parts, rising = [(a, b, 0)], set()
    while parts:
        low, high, depth = parts.pop()
        box = {**others, x.name: arb(_fraction(low)).union(arb(_fraction(high)))}
        if _certain(box_ball(difference, box)):
            continue
        if sign := _certain(box_ball(slope, box)):
            rising.add(sign)
        elif depth < DEPTH:
            middle = (low + high) / 2
            parts += [(low, middle, depth + 1), (middle, high, depth + 1)]
        if len(rising) == 2 or (depth == DEPTH and not sign):
            raise NoValue(f"{slope} has not one sign for {x} between {a} and {b}: there may be several roots")


def _certain(value: Any) -> int:
    """The sign of all numbers of a ball; 0 where they have not one."""
    return 1 if value > 0 else -1 if value < 0 else 0
