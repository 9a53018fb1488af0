"""Mistakes in derivations: the author is told the line, the rule, and which premise does not fit it."""

import re

import pytest
from lab import DECLARED

from harness.judge.case import Case
from harness.judge.proof import prove
from theorems.language import registry

PROOF = "proofs_check/fixed_share.py"
BELOW = '''"""A proof with a slip."""

import sympy as sp

from proofs_check.rules.algebra import cases, combine, increasing, induction, substitute
from proofs_check.rules.leaves import by_derivatives, by_sign
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import beside, linear
from proofs_check.rules.sequences import tends
from proofs_check.rules.statements import Relation, over

x, y = sp.Symbol("x", positive=True), sp.Symbol("y", real=True)
j = sp.Symbol("j", integer=True, nonnegative=True)
EVERY = over({x: "(0, oo)"})


def error(goal):
    line = by_derivatives(1 + x, "<=", sp.exp(x), x, 2, EVERY)
    state = goal.left.process.states[0]
    square = goal.left.what
    return SLIP
'''
SLIPS = {  # what is written: what is said
    'by_sign(x, "<=", x**2, EVERY)': r"by_sign: x\*\*2 - x is \[-.* at x=",
    'by_sign(sp.log(1 + x), "<=", x, EVERY)': r"by_sign: the sign is not evident: x - log\(x \+ 1\)",
    'combine(2 + x, "<=", sp.exp(x), line, context=EVERY)': r"combine: x \+ 2 <= exp\(x\) for x in .* does not follow",
    'combine(sp.exp(x), "<=", 1 + x, (line, -1), context=EVERY)': (
        r"combine: the multiplier of x \+ 1 <= exp\(x\) for x in \(0, oo\): -1 is -1"
    ),
    'combine(1 + x, "<=", sp.exp(x), substitute(line, {}, over({x: "[1, 2]"})), context=EVERY)': (
        r"combine: 1 <= x is needed"
    ),
    'substitute(line, {x: y}, over({y: "(-oo, oo)"}))': r"substitute: 0 < y is needed",
    'increasing(1 - sp.exp(-x), x, line, by_sign(0, "<", 1 / x, EVERY))': (
        r"increasing: 1/x is not the slope of 1 - exp\(-x\)"
    ),
    'cases(j, *(by_sign(j, "<=", j + 1, over({j: r})) for r in ("[1, 3]", "[5, oo)")))': (
        r"cases: \[1, 3\] and \[5, oo\) leave a gap"
    ),
    'induction(Relation(0, "<=", j, over({j: "[0, oo)"})), j, by_sign(0, "<=", 0, over({})), lambda known, _: known)': (
        r"induction: the step must be about _j \+ 1: got _j"
    ),
    "tends(1 / x + 1, x, sp.oo, 0, EVERY)": r"tends: the limit is 1",
    "closed(goal.left, 2 * goal.right, goal.context)": r"closed: E .* from k to k \+ 1: ",
    "linear(beside(goal.left, 1 + square), {square: 1}, goal.context)": r"linear: .* is not ",
    "linear(beside(goal.left, 1 + 1 / (1 + state)), {1 / (1 + state): 1, 1: 2}, goal.context)": r"linear: .* is not ",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_line_the_rule_and_what_does_not_fit_are_named(lab, slip):
    text = (DECLARED / PROOF).read_text()
    root = lab({PROOF: [(text, BELOW.replace("SLIP", slip))]}, DECLARED)
    theorem = registry.find("fixed-share")
    (line,) = prove(Case(theorem, theorem.claims[0])).lines
    assert not line.result.ok
    number = BELOW.splitlines().index("    return SLIP") + 1
    assert re.search(rf"{root.name}/{PROOF}:{number}: {SLIPS[slip]}.*", line.result.detail), line.result.detail
