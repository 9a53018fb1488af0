"""What tests of the number systems of the readers use: every reader, and whether they agree."""

import math
from fractions import Fraction

import mpmath as mp
import pytest
import sympy as sp
from flint import arb

from theorems.language.readers import NotExact, NoValue, ball, exact, floats, high_precision

READERS = (exact, ball, high_precision, lambda expression, point: floats(expression, **point))
NAMES = ("exact", "ball", "high_precision", "floats")
every_reader = pytest.mark.parametrize("read", READERS, ids=NAMES)

x, y = sp.symbols("x y")
i, j, n = sp.symbols("i j n", integer=True)
m = sp.IndexedBase("m")


def fraction(value):
    """The number that any reader gives, as a Fraction (of a ball, its middle)."""
    if isinstance(value, arb):
        mantissa, exponent = value.mid().man_exp()
        return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    if isinstance(value, mp.mpf):
        sign, mantissa, exponent, _ = value._mpf_
        return (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(value)


def refused(read, expression, point):
    """Does the reader say that there is no value, and nothing else?"""
    try:
        value = read(expression, point)
    except (NoValue, NotExact):
        return True
    return isinstance(value, float) and math.isnan(value)


def agreed(expression, point, digits=50):
    """The readers all refuse the expression; or mpmath and rationals lie in the ball, and floats are it, rounded."""
    try:
        enclosure = ball(expression, point)
    except NoValue:
        return all(refused(read, expression, point) for read in READERS)
    second = fraction(high_precision(expression, point, digits + 30))  # cancellation takes some
    if not overlaps(enclosure, second, abs(second) / 10**digits):
        return False
    machine = floats(expression, **point)
    if machine != float(fraction(enclosure)):  # unless the middle of the ball is next to a tie
        assert abs(fraction(machine) - fraction(enclosure)) <= Fraction(math.ulp(machine))
    try:
        rational = exact(expression, point)
    except NotExact:
        return True
    return overlaps(enclosure, rational, 0)


def overlaps(enclosure, number, slack):
    """Does a ball meet the interval number +- slack?"""
    return abs(fraction(enclosure) - number) <= slack + fraction(enclosure.rad())
