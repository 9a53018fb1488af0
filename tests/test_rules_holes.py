"""Statements that have no value somewhere, by what a proof puts into a rule: refused, each beside a true one."""

import sympy as sp
from rules_lab import told_apart

from proofs_check.rules.algebra import increasing
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.probability import indicator
from proofs_check.rules.sequences import limit_of, tends
from proofs_check.rules.statements import Relation, over
from proofs_check.rules.times import branches
from theorems.language.processes import event

x, y = sp.symbols("x y", real=True)
u, w = sp.Symbol("u", positive=True), sp.Symbol("w", nonnegative=True)
third = sp.Rational(1, 3)
HOLE, NONE = 1 / (w - 1000), 1 / (w + 1000)
W, UNIT = {w: "[0, oo)"}, over({x: "[0, 1]"})
FAR = over({u: "(0, oo)", **W})


def raised_by(e):
    """e <= 1 + e from 0 <= 1."""
    slope = by_sign(0, "<=", 1, over({x: "[0, 1]", **W}))
    return increasing(x + e, x, by_sign(0, "<=", 1, over(W)), slope)


def event_of(condition):
    """1 where it holds, beneath 1."""
    there = UNIT.but({}, condition)
    return indicator(condition, by_sign(0, "<=", 1, UNIT), by_sign(1, "<=", 1, there), UNIT)


def worded(hole):
    """x <= y, x being written as x (x + hole)/(x + hole)."""
    return given((x**2 + hole * x) / (x + hole) <= y, over({x: "[0, 1]", y: "[0, 1]"}, x <= y))


def multiple(g):
    """x <= 1 where g is not 0, which it is at 0."""
    goal = Relation(x, "<=", event(sp.Ne(g, 0)), UNIT)
    return branches(goal, sp.Eq(g, 0), x, by_sign(x, "<=", 1, UNIT), by_sign(0, "<=", 0, over({})))


ROWS = {
    "both sides of a monotone map": ("at w = 1000", lambda: raised_by(HOLE), lambda: raised_by(NONE)),
    "a limit": (
        "at w = 1000",
        lambda: tends(1 / u + HOLE, u, sp.oo, HOLE, FAR),
        lambda: tends(1 / u + NONE, u, sp.oo, NONE, FAR),
    ),
    "the limit of a function": (
        "at w = 1000",
        lambda: limit_of(y + HOLE, {y: tends(1 / u, u, sp.oo, 0, FAR)}, FAR),
        lambda: limit_of(y + NONE, {y: tends(1 / u, u, sp.oo, 0, FAR)}, FAR),
    ),
    "an event": ("at 1/3", lambda: event_of(1 / (x - third) > 2), lambda: event_of(1 / (x + third) > 2)),
    "a condition in other words": ("need not have a value", lambda: worded(-third), lambda: worded(third)),
    "what an event is above of": ("at 1/3", lambda: multiple(x / (x - third)), lambda: multiple(x)),
}


test_what_has_no_value_somewhere_is_refused_and_what_has_one_everywhere_proved = told_apart(ROWS)
