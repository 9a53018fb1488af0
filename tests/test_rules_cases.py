"""Statements by cases: of ranges, of one value, of a condition. What must not follow, beside a true one that must."""

import pytest
import sympy as sp
from rules_lab import UNIT, j, one_below, part, told_apart, x, y, z

from proofs_check.rules import signs
from proofs_check.rules.algebra import at_value, cases, combine, either, substitute
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.statements import Context, NotProved, Range, over

SQUARE = over({x: "[-1, 1]"})
w = sp.Symbol("w", positive=True)


def wide(condition, context=SQUARE):
    """x <= 1 where a condition holds."""
    here = context.but({}, condition)
    return combine(x, "<=", 1, by_sign(x, "<=", 1, context), context=here)


def narrow(condition):
    """x <= 1/2, which is the condition or follows from it, where it holds."""
    here = SQUARE.but({}, condition)
    return combine(x, "<=", sp.Rational(1, 2), (given(condition, here), 1), context=here)


def apart(e, condition):
    """0 < e where the condition holds, from 0 < w for all w > 0."""
    positive = by_sign(0, "<", w, over({w: "(0, oo)"}))
    return substitute(positive, {w: e}, over({x: "[0, 1]", y: "[0, 1]", z: "[0, 1]"}, condition))


HALF = x <= sp.Rational(1, 2)
BESIDE = over({x: "[-1, 1]", y: "[0, 1]"})
PLANE = over({x: "[-1, 1]", y: "[-1, 1]"})
INVERSE, SHIFTED = 1 / x, 1 / (x + 2)


def beside(condition):
    """x <= 1 where the condition holds, and where it does not."""
    return wide(condition, PLANE), wide(sp.Not(condition), PLANE)


ROWS = {
    "gap": (
        "nothing is said from 1 to 2",
        lambda: cases(x, part(0, 1), part(2, 3)),
        lambda: cases(x, part(0, 1), part(1, 3)),
    ),
    "gap of one point": (
        "nothing is said of 1",
        lambda: cases(x, part(0, 1, "[{}, {})"), part(1, 3, "({}, {}]")),
        lambda: cases(x, part(0, 1, "[{}, {})"), part(1, 3)),
    ),
    "gap of one whole number": (
        "open ends leave out 5",
        lambda: cases(
            j,
            by_sign(j, "<=", 9, Context(((j, Range(sp.Integer(0), sp.Integer(5), False, True)),))),
            by_sign(j, "<=", 9, over({j: "[6, 9]"})),
        ),
        lambda: cases(j, by_sign(j, "<=", 9, over({j: "[0, 5)"})), by_sign(j, "<=", 9, over({j: "[5, 9]"}))),
    ),
    "cases under different conditions": (
        "y <= 1/2 was given for one of them",
        lambda: cases(
            x,
            by_sign(x, "<=", 9, over({x: "[0, 1]", y: "[0, 1]"})),
            combine(
                x,
                "<=",
                9,
                by_sign(x, "<=", 9, over({x: "[1, 2]", y: "[0, 1]"})),
                context=over({x: "[1, 2]", y: "[0, 1]"}, y <= sp.Rational(1, 2)),
            ),
        ),
        lambda: cases(
            x,
            by_sign(x, "<=", 9, over({x: "[0, 1]", y: "[0, 1]"})),
            by_sign(x, "<=", 9, over({x: "[1, 2]", y: "[0, 1]"})),
        ),
    ),
    "cases of two relations": (
        "x <= 9 and x <= 8",
        lambda: cases(x, by_sign(x, "<=", 8, UNIT), part(1, 9)),
        lambda: cases(x, by_sign(x, "<=", 9, UNIT), part(1, 9)),
    ),
    "at a value, with the symbol about": (
        "1 <= y holds where y >= x and x is from 1 to 2, not at x = 0",
        lambda: at_value(x, 0, one_below(over({x: "[1, 2]", y: "[-5, 5]"}, y >= x)), 1, "<=", y),
        lambda: at_value(x, 0, by_sign(1, "<=", y, over({y: "[1, 5]"})), 1 + x, "<=", y),
    ),
    "at another value": (
        "2 x at 1 is not 0",
        lambda: at_value(x, 1, identity(0, 0, Context(())), 2 * x, "=", 0),
        lambda: at_value(x, 0, identity(0, 0, Context(())), 2 * x, "=", 0),
    ),
    "either, and nothing of the rest": (
        "x <= 1/2 is shown where it is given, twice",
        lambda: either(HALF, narrow(HALF), narrow(HALF), SQUARE),
        lambda: either(HALF, wide(HALF), wide(sp.Not(HALF)), SQUARE),
    ),
    "either, and a gap": (
        "nothing is said from 1/4 to 1/2",
        lambda: either(x <= sp.Rational(1, 4), wide(x <= sp.Rational(1, 4)), wide(x > sp.Rational(1, 2)), SQUARE),
        lambda: either(x <= sp.Rational(1, 4), wide(x <= sp.Rational(1, 2)), wide(x > 0), SQUARE),
    ),
    "either, the wrong way round": (
        "the first is shown where the condition fails",
        lambda: either(HALF, wide(sp.Not(HALF)), wide(HALF), SQUARE),
        lambda: either(sp.Not(HALF), wide(sp.Not(HALF)), wide(HALF), SQUARE),
    ),
    "either of two relations": (
        "x <= 1 and x <= 2",
        lambda: either(HALF, wide(HALF), by_sign(x, "<=", 2, SQUARE), SQUARE),
        lambda: either(HALF, wide(HALF), by_sign(x, "<=", 1, SQUARE), SQUARE),
    ),
    "either under another condition": (
        "y <= 1/2 was given for one of them",
        lambda: either(x <= y, wide(x <= y, BESIDE.but({}, y <= sp.Rational(1, 2))), wide(x > y, BESIDE), BESIDE),
        lambda: either(x <= y, wide(x <= y, BESIDE), wide(x > y, BESIDE), BESIDE),
    ),
    "either in a wider range": (
        "x <= 1 is shown up to 1 only",
        lambda: either(HALF, wide(HALF), wide(sp.Not(HALF)), over({x: "[-1, 2]"})),
        lambda: either(HALF, wide(HALF), wide(sp.Not(HALF)), UNIT),
    ),
    "either, of what has no value": (
        "1/x is neither at most 2 nor more at x = 0",
        lambda: either(1 / x <= 2, wide(1 / x <= 2), wide(1 / x > 2), SQUARE),
        lambda: either(1 / (x + 2) <= 2, wide(1 / (x + 2) <= 2), wide(1 / (x + 2) > 2), SQUARE),
    ),
    "either, of what has no value on both sides": (
        "so with 1/x <= y + 1/x",
        lambda: either(y + INVERSE >= INVERSE, *beside(y + INVERSE >= INVERSE), PLANE),
        lambda: either(y + SHIFTED >= SHIFTED, *beside(y + SHIFTED >= SHIFTED), PLANE),
    ),
    "strictly, by a condition that is not strict": (
        "y - x may be 0",
        lambda: apart(y - x, x <= y),
        lambda: apart(y - x, x < y),
    ),
    "strictly, by a multiple of a strict condition": (
        "z may be 0",
        lambda: apart(z * (y - x), x < y),
        lambda: apart((z + 1) * (y - x), x < y),
    ),
    "strictly, by a strict condition the wrong way round": (
        "y - x is negative",
        lambda: apart(y - x, x > y),
        lambda: apart(x - y, x > y),
    ),
    "either, by an equation": (
        "no inequality",
        lambda: either(sp.Eq(x, 0), wide(HALF), wide(sp.Not(HALF)), SQUARE),
        lambda: either(HALF, wide(HALF), wide(sp.Not(HALF)), SQUARE),
    ),
}


test_false_statements_do_not_follow_and_true_ones_beside_them_do = told_apart(ROWS)


@pytest.mark.parametrize(
    "e",
    [
        sp.Piecewise((0, sp.Eq(x, sp.Rational(1, 2))), (sp.log(x), True)),
        sp.Piecewise((sp.log(x), sp.Eq(x, 0)), (0, True)),
        sp.Piecewise((0, sp.Ne(x, 0)), (sp.log(x), True)),
        sp.Piecewise((0, sp.Eq(x, 0)), (1 / (1 - x), True)),
        sp.Piecewise((0, sp.Eq(x, 0)), (sp.log(x), x < 1), (1 / (1 - x), True)),
    ],
)
def test_a_branch_without_a_value_counts_where_it_may_be_taken(e):
    with pytest.raises(NotProved):
        signs.defined(e, UNIT)


def test_a_branch_has_a_value_where_it_is_taken():
    signs.defined(sp.Piecewise((0, sp.Eq(x, 0)), (x * sp.log(x), True)), UNIT)
