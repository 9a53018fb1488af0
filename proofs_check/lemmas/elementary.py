"""Exponentials, logarithms and powers beside their first Taylor polynomials."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import at_value, cases, combine, increasing, raised, substitute
from proofs_check.rules.leaves import by_balls, by_derivatives, by_sign, identity
from proofs_check.rules.statements import Context, Operator, Proved, over

y = sp.Symbol("y", nonnegative=True)
q, e, d = sp.symbols("q e d", nonnegative=True)
z = sp.Symbol("z", real=True)
a, b = sp.symbols("a b", positive=True)
NONNEGATIVE = over({y: "[0, oo)"})


def weaken(premise: Proved) -> Proved:
    """From = or <, the relation <=."""
    r = premise.relation
    return combine(r.left, "<=", r.right, premise, context=r.context)


def from_the_start(function: sp.Expr, symbol: sp.Symbol, start: Proved, slope: Proved) -> Proved:
    """From c <= F(low) and 0 <= F' from there on, c <= F."""
    known, context = start.relation, slope.relation.context
    later = increasing(function, symbol, by_sign(context.of[symbol].low, "<=", symbol, context), slope)
    return combine(known.left, "<=", function, start, later, context=context)


def at_integers(left: sp.Expr, op: Operator, right: sp.Expr, symbol: sp.Symbol, context: Context) -> Proved:
    """left <= right (or <) at every whole number of a finite range, one by one in balls; no other symbols."""
    r, nowhere = context.of[symbol], over({})
    parts = []
    for x in map(sp.Integer, range(int(r.low), int(r.high) + 1)):
        one, other = (sp.sympify(e).subs(symbol, x) for e in (left, right))
        known = identity(one, other, nowhere) if op == "<=" and one == other else by_balls(one, other, nowhere)
        there = combine(one, op, other, known, context=nowhere)
        parts.append(at_value(symbol, x, there, left, op, right))
    return cases(symbol, *parts)


def exponential(exponents: Proved) -> Proved:
    """e^a <= e^b from a <= b, and < from <."""
    return increasing(sp.exp(z), z, exponents, by_sign(0, "<", sp.exp(z), over({z: "(-oo, oo)"})))


def logarithm(numbers: Proved) -> Proved:
    """ln a <= ln b from 0 < a <= b, and < from <."""
    return increasing(sp.log(z), z, numbers, by_sign(0, "<", 1 / z, over({z: "(0, oo)"})))


@cache
def squared_difference(one: sp.Expr, other: sp.Expr, context: Context) -> Proved:
    """0 <= (a - b)^2, for two expressions that are not negative."""
    square = by_sign(0, "<=", (q - e) ** 2, over({q: "[0, oo)", e: "[0, oo)"}))
    return substitute(square, {q: one, e: other}, context)


@cache
def decay_above_line() -> Proved:
    """1 - y <= e^-y for y >= 0."""
    return by_derivatives(1 - y, "<=", sp.exp(-y), y, 2, NONNEGATIVE)


@cache
def decay_below_parabola() -> Proved:
    """e^-y <= 1 - y + y^2/2 for y >= 0."""
    return by_derivatives(sp.exp(-y), "<=", 1 - y + y**2 / 2, y, 3, NONNEGATIVE)


@cache
def growth_above_line() -> Proved:
    """1 + y <= e^y for y >= 0."""
    return by_derivatives(1 + y, "<=", sp.exp(y), y, 2, NONNEGATIVE)


@cache
def log_below_line() -> Proved:
    """ln(1 + y) <= y for y >= 0."""
    return by_derivatives(sp.log(1 + y), "<=", y, y, 1, NONNEGATIVE)


@cache
def power_above_line() -> Proved:
    """1 - a y <= (1 - y)^a for 0 <= y <= 1 and a >= 1: Bernoulli's inequality."""
    line, power, exponents = 1 - a * y, (1 - y) ** a, over({a: "[1, oo)"})
    below_one = by_derivatives(line, "<=", power, y, 2, exponents.but({y: "[0, 1)"}))
    return cases(y, below_one, at_value(y, 1, by_sign(1 - a, "<=", 0, exponents), line, "<=", power))


@cache
def power_below_decay() -> Proved:
    """(1 - y)^a <= e^(-a y) for 0 <= y <= 1 and a > 0."""
    context = over({y: "[0, 1]", a: "(0, oo)"})
    return raised(substitute(decay_above_line(), {}, context), a)


@cache
def power_falls() -> Proved:
    """q^(e + d) <= q^e for q in [0, 1] and e, d >= 0."""
    return by_sign(q**e * q**d, "<=", q**e, over({q: "[0, 1]", e: "[0, oo)", d: "[0, oo)"}))


@cache
def growth_above_parabola() -> Proved:
    """1 + y + y^2/2 <= e^y for y >= 0."""
    return by_derivatives(1 + y + y**2 / 2, "<=", sp.exp(y), y, 3, NONNEGATIVE)


@cache
def growth_below_cubic() -> Proved:
    """e^y <= 1 + y + y^2/2 + (43/200) y^3 for 0 <= y <= 1/4."""
    cubic = 1 + y + y**2 / 2 + sp.Rational(43, 200) * y**3
    return by_derivatives(sp.exp(y), "<=", cubic, y, 3, over({y: "[0, 1/4]"}))


@cache
def log_above_fraction() -> Proved:
    """2y/(2 + y) <= ln(1 + y) for y >= 0."""
    return by_derivatives(2 * y / (2 + y), "<=", sp.log(1 + y), y, 1, NONNEGATIVE)


@cache
def log_below_cubic() -> Proved:
    """ln(1 + y) <= y - y^2/2 + y^3/3 for y >= 0."""
    return by_derivatives(sp.log(1 + y), "<=", y - y**2 / 2 + y**3 / 3, y, 1, NONNEGATIVE)


@cache
def log_above_quartic() -> Proved:
    """y - y^2/2 + y^3/3 - y^4/4 <= ln(1 + y) for y >= 0."""
    return by_derivatives(y - y**2 / 2 + y**3 / 3 - y**4 / 4, "<=", sp.log(1 + y), y, 1, NONNEGATIVE)


@cache
def inverse_above_tangent() -> Proved:
    """(3 b^2 - a^2)/(2 b^3) <= 1/a for a, b > 0: as a function of a^2, the inverse of a is above its tangent at b^2."""
    context = over({a: "(0, oo)", b: "(0, oo)"})
    square = by_sign(0, "<=", (a - b) ** 2, context)
    line = (3 * b**2 - a**2) / (2 * b**3)
    return combine(line, "<=", 1 / a, (square, (a + 2 * b) / (2 * a * b**3)), context=context)
