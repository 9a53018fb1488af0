"""False statements that must not follow by the rules of algebra and of limits, each beside a true one that must."""

from dataclasses import replace

import pytest
import sympy as sp
from rules_lab import (
    ALL,
    BOUNDED,
    FAKE,
    GIVEN_HILL,
    HILL,
    NATURAL,
    UNIT,
    Inherited,
    by_hand,
    doubling,
    falling_to_its_limit,
    falling_until_five,
    finished,
    hill,
    hypothesis_elsewhere,
    i,
    j,
    k,
    leaked_hypothesis,
    leaking_limit,
    n,
    narrowed_goal,
    only_from_five,
    rising_from_one,
    square_is_itself,
    sums_of_squares,
    told_apart,
    u,
    w,
    x,
    y,
    zero_times,
)

from proofs_check.lemmas.elementary import from_the_start, weaken
from proofs_check.rules.algebra import (
    at_value,
    combine,
    increasing,
    induction,
    largest,
    raised,
    substitute,
)
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.sequences import same_limit, tends
from proofs_check.rules.statements import Context, NotProved, Relation, over

ROWS = {
    # -- what is put in --------------------------------------------------------------------------------------
    "infinity put in": (
        "e^-oo = 0",
        lambda: substitute(by_sign(0, "<", sp.exp(-w), over({w: "[0, oo)"})), {w: sp.oo}, Context(())),
        lambda: substitute(by_sign(0, "<", sp.exp(-w), over({w: "[0, oo)"})), {w: 7}, Context(())),
    ),
    "a value in the place of an expression": (
        "0 <= -1",
        lambda: substitute(by_sign(0, "<=", (x + 1) ** 2, ALL), {(x + 1) ** 2: -1}, ALL),
        lambda: substitute(by_sign(0, "<=", (x + 1) ** 2, ALL), {x: -1}, ALL),
    ),
    "a complex number put in": (
        "i^2 = -1",
        lambda: substitute(by_sign(0, "<=", (x + 1) ** 2, ALL), {x: sp.I - 1}, Context(())),
        lambda: substitute(by_sign(0, "<=", (x + 1) ** 2, ALL), {x: -1}, Context(())),
    ),
    "a root of a negative number put in": (
        "x has no root",
        lambda: substitute(by_sign(0, "<=", (x + 1) ** 2, ALL), {x: sp.sqrt(y)}, over({y: "[-2, -1]"})),
        lambda: substitute(by_sign(0, "<=", (x + 1) ** 2, ALL), {x: sp.sqrt(y)}, over({y: "[1, 2]"})),
    ),
    "what has no value put in": (
        "z/z = 1, and z has the value 0 only",
        lambda: substitute(zero_times(y, over({y: "(-oo, oo)"})), {y: 1 / x}, over({x: "[0, 0]"})),
        lambda: substitute(zero_times(y, over({y: "(-oo, oo)"})), {y: x + 1}, over({x: "[0, 0]"})),
    ),
    "divided by 0": (
        "x y = 0 at x = 0 says nothing of y",
        lambda: combine(
            y,
            "=",
            0,
            (zero_times(y, over({y: "(-oo, oo)"})), 1 / x),
            context=over({x: "[0, 0]", y: "(-oo, oo)"}),
        ),
        lambda: combine(
            x * y * (1 + x),
            "=",
            0,
            (zero_times(y, over({y: "(-oo, oo)"})), 1 + x),
            context=over({x: "[0, 0]", y: "(-oo, oo)"}),
        ),
    ),
    "outside of the range": (
        "x <= 1 on [0, 1] only",
        lambda: substitute(by_sign(x, "<=", 1, UNIT), {x: 2 * y}, over({y: "[0, 1]"})),
        lambda: substitute(by_sign(x, "<=", 1, UNIT), {x: y / 2}, over({y: "[0, 1]"})),
    ),
    "open end put in": (
        "0 < u fails at 0",
        lambda: substitute(by_sign(0, "<", u, over({u: "(0, 1]"})), {u: w}, over({w: "[0, 1]"})),
        lambda: substitute(by_sign(0, "<", u, over({u: "(0, 1]"})), {u: 1 - w / 2}, over({w: "[0, 1]"})),
    ),
    "a fraction for a whole number": (
        "j (j - 1) >= 0 fails at 1/2",
        lambda: substitute(weaken(square_is_itself()), {j: sp.Rational(1, 2)}, Context(())),
        lambda: substitute(weaken(square_is_itself()), {j: 1}, Context(())),
    ),
    "a condition that is not met": (
        "10 k <= n was given",
        lambda: substitute(given(10 * k <= n, over({k: "[0, oo)", n: "[1, oo)"}, 10 * k <= n)), {n: k + 1}, NATURAL),
        lambda: substitute(
            given(10 * k <= n, over({k: "[0, oo)", n: "[1, oo)"}, 10 * k <= n)), {n: 10 * k + 1}, NATURAL
        ),
    ),
    "a condition that is given nowhere": (
        "it holds for some values only",
        lambda: given(x <= y, over({x: "[0, 1]", y: "[0, 1]"})),
        lambda: given(x <= y, over({x: "[0, 1]", y: "[0, 1]"}, x <= y)),
    ),
    "a condition dropped": (
        "it was used",
        lambda: combine(
            x,
            "<=",
            y,
            given(x <= y, over({x: "[0, 1]", y: "[0, 1]"}, x <= y)),
            context=over({x: "[0, 1]", y: "[0, 1]"}),
        ),
        lambda: combine(
            x,
            "<=",
            y,
            given(x <= y, over({x: "[0, 1]", y: "[0, 1]"}, x <= y)),
            context=over({x: "[0, 1]", y: "[0, 1]"}, x <= y),
        ),
    ),
    "captured by an index": (
        "the sum over i of i y, at y = i + ..., is not that of i^2",
        lambda: substitute(
            identity(sp.Sum(j * y, (j, 0, 3)), 6 * y, over({y: "(-oo, oo)"})), {y: j}, over({j: "[0, 9]"})
        ),
        lambda: substitute(
            identity(sp.Sum(j * y, (j, 0, 3)), 6 * y, over({y: "(-oo, oo)"})), {y: i}, over({i: "[0, 9]"})
        ),
    ),
    "equation put in under an index": ("55 is not 15", sums_of_squares, square_is_itself),
    "derivative of a value": (
        "(j^2)' is not (j)' where j^2 = j",
        lambda: combine(
            sp.Derivative(j**2, j), "=", sp.Derivative(j, j), using=[square_is_itself()], context=over({j: "[0, 1]"})
        ),
        lambda: combine(j**2 + 1, "=", j + 1, using=[square_is_itself()], context=over({j: "[0, 1]"})),
    ),
    # -- combinations ----------------------------------------------------------------------------------------
    "negative multiplier": (
        "x <= 1 does not give 0 <= x - 1",
        lambda: combine(0, "<=", x - 1, (by_sign(x, "<=", 1, UNIT), -1), context=UNIT),
        lambda: combine(0, "<=", 2 - 2 * x, (by_sign(x, "<=", 1, UNIT), 2), context=UNIT),
    ),
    "multiplier of two signs": (
        "x - 1/2 is negative on the left",
        lambda: combine(
            0, "<=", (1 - x) * (x - sp.Rational(1, 2)), (by_sign(x, "<=", 1, UNIT), x - sp.Rational(1, 2)), context=UNIT
        ),
        lambda: combine(0, "<=", (1 - x) * x, (by_sign(x, "<=", 1, UNIT), x), context=UNIT),
    ),
    "equation from an inequality": (
        "x <= 1 only",
        lambda: combine(x, "=", 1, by_sign(x, "<=", 1, UNIT), context=UNIT),
        lambda: combine(x, "<=", 1, by_sign(x, "<=", 1, UNIT), context=UNIT),
    ),
    "inequality put in": (
        "x <= 1 only",
        lambda: combine(x**2, "=", 1, using=[by_sign(x, "<=", 1, UNIT)], context=UNIT),
        lambda: combine(
            x, "=", 1, using=[at_value(x, 1, identity(1, 1, Context(())), x, "=", 1)], context=over({x: "[1, 1]"})
        ),
    ),
    "strict from a multiplier that may be 0": (
        "0 < x (2 - x) fails at 0",
        lambda: combine(0, "<", x * (2 - x), (by_sign(x, "<", 2, UNIT), x), context=UNIT),
        lambda: combine(0, "<", u * (2 - u), (by_sign(u, "<", 2, over({u: "(0, 1]"})), u), context=over({u: "(0, 1]"})),
    ),
    "strict from not strict": (
        "x = 1",
        lambda: combine(x, "<", 1, by_sign(x, "<=", 1, UNIT), context=UNIT),
        lambda: combine(x, "<", 2, by_sign(x, "<=", 1, UNIT), by_sign(1, "<", 2, UNIT), context=UNIT),
    ),
    "wider than the premise": (
        "x <= 1 on [0, 1] only",
        lambda: combine(x, "<=", 1, by_sign(x, "<=", 1, UNIT), context=over({x: "[0, 2]"})),
        lambda: combine(x, "<=", 1, by_sign(x, "<=", 1, UNIT), context=over({x: "[0, 1/2]"})),
    ),
    "what is left over": (
        "1/100 is lacking",
        lambda: combine(x, "<=", sp.Rational(99, 100), by_sign(x, "<=", 1, UNIT), context=UNIT),
        lambda: combine(
            x,
            "<=",
            sp.Rational(101, 100),
            by_sign(x, "<=", 1, UNIT),
            by_sign(0, "<=", sp.Rational(1, 100), UNIT),
            context=UNIT,
        ),
    ),
    # -- monotone maps ---------------------------------------------------------------------------------------
    "slope of two pieces": (
        "5/6 = F(1) > F(2) = 2/3: between them F falls",
        lambda: increasing(HILL, x, by_sign(1, "<=", 2, Context(())), hill(3, GIVEN_HILL)),
        lambda: increasing(HILL, x, by_sign(0, "<=", sp.Rational(1, 2), Context(())), hill(1)),
    ),
    "slope of another range": (
        "F falls from 1 to 2, and the slope is known on [0, 1] only",
        lambda: increasing(HILL, x, by_sign(1, "<=", 2, Context(())), hill(1)),
        lambda: increasing(HILL, x, by_sign(0, "<=", 1, Context(())), hill(1)),
    ),
    "slope of another function": (
        "the slope of -F is not that of F",
        lambda: increasing(-HILL, x, by_sign(0, "<=", 1, Context(())), hill(1)),
        lambda: increasing(HILL + 7, x, by_sign(0, "<=", 1, Context(())), hill(1)),
    ),
    "from the start, of two pieces": (
        "F(2) = 2/3 < F(1) = 5/6, where the slope is given only outside of (1, 2)",
        lambda: from_the_start(
            HILL, x, by_sign(sp.Rational(5, 6), "<=", sp.Rational(5, 6), Context(())), rising_from_one()
        ),
        lambda: from_the_start(HILL, x, by_sign(0, "<=", 0, Context(())), hill(1)),
    ),
    "from another start": (
        "F(0) = 0",
        lambda: from_the_start(HILL, x, by_sign(sp.Rational(1, 10), "<=", sp.Rational(1, 10), Context(())), hill(1)),
        lambda: from_the_start(HILL, x, by_sign(0, "<=", 0, Context(())), hill(1)),
    ),
    "from a start that is no value": (
        "ln u has none at 0",
        lambda: from_the_start(
            sp.log(u), u, by_sign(0, "<=", 0, Context(())), by_sign(0, "<=", 1 / u, over({u: "(0, 1]"}))
        ),
        lambda: from_the_start(
            sp.log(1 + x), x, by_sign(0, "<=", 0, Context(())), by_sign(0, "<=", 1 / (1 + x), over({x: "[0, 1]"}))
        ),
    ),
    "negative base": (
        "-2 <= 1, and 4 > 1",
        lambda: raised(by_sign(-2, "<=", 1, Context(())), 2),
        lambda: raised(by_sign(0, "<=", 1, Context(())), 2),
    ),
    "negative exponent": (
        "1/x falls",
        lambda: raised(by_sign(1, "<=", 2, Context(())), -1),
        lambda: raised(by_sign(1, "<=", 2, Context(())), sp.Rational(1, 2)),
    ),
    "exponent of two signs": (
        "y may be -1",
        lambda: raised(by_sign(1, "<=", 2, over({y: "[-1, 1]"})), y),
        lambda: raised(by_sign(1, "<=", 2, over({y: "[0, 1]"})), y),
    ),
    "largest of bounds of two things": (
        "of x and of y",
        lambda: largest(by_sign(0, "<=", x, BOUNDED), by_sign(0, "<=", y**2, BOUNDED)),
        lambda: largest(by_sign(0, "<=", x, BOUNDED), by_sign(-1, "<=", x, BOUNDED)),
    ),
    # -- induction -------------------------------------------------------------------------------------------
    "hypothesis at another k": ("k <= 0 fails at 1", hypothesis_elsewhere, doubling),
    "a condition that the k before does not meet": ("5 <= 4", only_from_five, doubling),
    "a hypothesis of one k under a limit": ("-1/16 at k = 3", leaking_limit, doubling),
    "a step that does not reach": ("3 k is lacking", lambda: doubling(wrong=True), doubling),
    "base of another statement": (
        "base and step must be about one statement",
        lambda: induction(
            Relation(1, "<=", k, NATURAL),
            k,
            by_sign(0, "<=", 0, Context(())),
            lambda h, now: combine(
                1, "<=", now + 1, h, by_sign(0, "<=", 1, over({now: "[0, oo)"})), context=over({now: "[0, oo)"})
            ),
        ),
        doubling,
    ),
    "induction over a real number": (
        "whole steps do not reach 1/2",
        lambda: induction(
            Relation(w, "<=", 9, over({w: "[0, oo)"})), w, by_sign(0, "<=", 9, Context(())), lambda h, now: h
        ),
        doubling,
    ),
    "a hypothesis that is not discharged": (
        "it was assumed",
        lambda: finished(leaked_hypothesis()),
        lambda: finished(doubling()),
    ),
    # -- sequences -------------------------------------------------------------------------------------------
    "falling under a condition": ("it falls to k = 5 only, below its limit", falling_until_five, falling_to_its_limit),
    "limit of a finite piece": (
        "j^2 - j = 0 for j in 0..1 only",
        lambda: same_limit(
            combine(j**2 - j, "=", 0, square_is_itself(), context=over({j: "[0, 1]"})),
            tends(0, j, sp.oo, 0, over({j: "[0, oo)"})),
        ),
        lambda: same_limit(identity((k + 1) ** 2 - k**2 - 2 * k, 1, NATURAL), tends(1, k, sp.oo, 1, NATURAL)),
    ),
}


test_false_statements_do_not_follow_and_true_ones_beside_them_do = told_apart(ROWS)


def test_a_statement_is_proved_by_rules_only():
    true = by_sign(0, "<=", 1, Context(()))
    false = Relation(1, "<=", 0, Context(()))
    with pytest.raises(TypeError):
        by_hand()
    for forged in (
        lambda: replace(true, statement=false),
        lambda: weaken(FAKE),
        lambda: weaken(Inherited.made(true, false)),
    ):
        with pytest.raises((TypeError, ValueError, AttributeError)):
            forged()


def test_a_goal_can_not_be_narrowed():
    with pytest.raises((TypeError, NotProved)):
        narrowed_goal()
