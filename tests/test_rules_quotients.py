"""Rational functions as polynomials: they are the expression that they were read from, and their signs are right."""

from fractions import Fraction
from random import Random

import pytest
import sympy as sp

from proofs_check.rules import signs
from proofs_check.rules.quotients import quotient
from proofs_check.rules.statements import Context, Range, over

x, y, z = sp.symbols("x y z", real=True)
READ = {
    "a number": sp.Rational(-7, 3),
    "a symbol": x,
    "a polynomial": (x - 2 * y) ** 3 * (x + 1) - sp.Rational(1, 2) * z,
    "two denominators": 1 / (2 * x - 2) - 3 / (5 * y),
    "one denominator twice": 1 / (2 * x - 2) - 3 / (x - 1) ** 2,
    "one denominator, turned": 1 / (x - y) + 1 / (y - x) ** 3,
    "a quotient below": 1 / (1 + 1 / (x + 1 / (3 * y))),
    "a power of a quotient": (1 + x / (4 * y - 1)) ** -3 * (z - 1 / x) ** 2,
}
PLACE = {x: Fraction(5, 7), y: Fraction(-11, 3), z: Fraction(13, 2)}


def at(expression, place):
    """The value of an expression of sums, products and whole powers, in exact numbers."""
    if expression.is_Rational:
        return Fraction(int(expression.p), int(expression.q))
    if expression.is_Symbol:
        return place[expression]
    parts = [at(a, place) for a in expression.args]
    if isinstance(expression, sp.Pow):
        return parts[0] ** int(parts[1])
    total = Fraction(isinstance(expression, sp.Mul))
    for part in parts:
        total = total * part if isinstance(expression, sp.Mul) else total + part
    return total


def value_of_quotient(expression, place):
    above, below = quotient(expression)
    value = at(above.as_expr(), place)
    for factor, times in below.items():
        assert times > 0
        value /= at(factor.as_expr(), place) ** times
    return value


@pytest.mark.parametrize("row", READ)
def test_a_quotient_is_what_was_read(row):
    assert value_of_quotient(READ[row], PLACE) == at(READ[row], PLACE)


def test_any_quotient_is_what_was_read(entropy):
    """Exact numbers are compared: there is no false alarm."""
    chance = Random(entropy)

    def some(depth):
        if depth == 0:
            return chance.choice((x, y, z, sp.Rational(chance.randint(-9, 9), chance.randint(1, 9))))
        a, b = some(depth - 1), some(depth - 1)
        made = chance.choice((a + b, a * b, a - b, sp.Pow(a, chance.choice((2, 3, -1, -2))) if a != 0 else b))
        return made if made.is_finite is not False else a

    tried = 0
    while tried < 60:
        expression = some(4)
        place = {s: Fraction(chance.randint(-(10**6), 10**6), chance.randint(1, 10**6)) for s in (x, y, z)}
        try:
            wanted, found = at(expression, place), value_of_quotient(expression, place)
        except (ZeroDivisionError, sp.PolynomialError):  # it has no value there, or nowhere
            continue
        assert found == wanted, expression
        tried += 1


@pytest.mark.parametrize("not_rational", [sp.sqrt(x), sp.exp(x), sp.pi * x, 2**x, x ** sp.Rational(1, 3)], ids=str)
def test_what_is_no_rational_function_is_not_read(not_rational):
    with pytest.raises(sp.PolynomialError):
        quotient(not_rational)


ONE = Range(sp.Integer(1), sp.Integer(1))
BELOW_ZERO = over({x: "(-oo, -1]"})
SIGNS = {  # an expression, where, strict: not so; and one that is so
    "an even power of a negative factor": ((1 / x**2 - 2, BELOW_ZERO, False), (1 / x**2, BELOW_ZERO, True)),
    "an odd power of a negative factor": ((1 / x**3, BELOW_ZERO, False), (-1 / x**3, BELOW_ZERO, True)),
    "two negative factors": ((1 / (x * (x - 1) ** 2), BELOW_ZERO, False), (1 / (x * (x - 1)), BELOW_ZERO, True)),
    "one value": ((x**2 - 1, Context(((x, ONE),)), True), (2 - x**2, Context(((x, ONE),)), True)),
    "one value, which is 0": (
        (x * y, over({x: "[0, 0]", y: "[1, oo)"}), True),
        (x + y, over({x: "[0, 0]", y: "[1, oo)"}), True),
    ),
    "a factor that may be 0": (
        (y**2 / (y - x) ** 2, over({x: "[0, 1]", y: "[1, 2]"}), False),
        (1 / (y - x), over({x: "[0, 1]", y: "[2, 3]"}), True),
    ),
}


@pytest.mark.parametrize("row", SIGNS)
def test_no_sign_of_a_quotient_is_shown_that_is_not_so(row):
    wrong, right = SIGNS[row]
    assert not signs.shown(*wrong)
    assert signs.shown(*right)
