"""The steps of proofs: a statement that is false at one point only, or by little, or at an end, does not check.

Each false statement stands beside the true one that it is nearest to, which does: a checker that refuses everything
would pass no less than one that accepts everything.
"""

import pytest
import sympy as sp

from proofs_check.steps import AtIntegers, ByDerivatives, Claimed, Equal, Induction, OnBox, Positive, Tends

x, y = sp.symbols("x y", nonnegative=True)
k = sp.Symbol("k", integer=True, positive=True)
r = sp.Symbol("r", real=True)
p = sp.Symbol("p", positive=True)
half, little = sp.Rational(1, 2), sp.Rational(1, 10**15)

HOLDS, FAILS = Equal("", x, x), Equal("", x, x + 1)

CASES = {  # what is wrong: the false step, the true one
    # -- positive on a box, by coefficients
    "negative at the low end": (Positive("", x - little, {x: (0, 1)}), Positive("", x + little, {x: (0, 1)})),
    "negative at the high end": (Positive("", 1 - x, {x: (0, 2)}), Positive("", 1 - x, {x: (0, 1)})),
    "negative before the range is one further": (
        Positive("", k - sp.Rational(5, 2), {k: (2, sp.oo)}),
        Positive("", k - sp.Rational(5, 2), {k: (3, sp.oo)}),
    ),
    "negative below the fraction bar": (
        Positive("", (1 + x) / (x - 2), {x: (0, 1)}),
        Positive("", (1 + x) / (2 - x), {x: (0, 1)}),
    ),
    "negative above and below": (
        Positive("", (1 + x) / (-1 - x), {x: (0, sp.oo)}),
        Positive("", (-1 - x) / (-1 - x), {x: (0, sp.oo)}),
    ),
    "zero at the low end": (Positive("", x, {x: (0, 1)}, strict=True), Positive("", x, {x: (0, 1)})),
    "zero at the low end, over a denominator": (
        Positive("", x / (1 + x), {x: (0, sp.oo)}, strict=True),
        Positive("", x / (1 + x), {x: (0, sp.oo)}),
    ),
    "zero everywhere": (Positive("", x - x, {x: (0, 1)}, strict=True), Positive("", x - x, {x: (0, 1)})),
    "negative in the second variable": (
        Positive("", x - y, {x: (0, 1), y: (0, 1)}),
        Positive("", x + y, {x: (0, 1), y: (0, 1)}),
    ),
    # -- by derivatives
    "negative at the start": (
        ByDerivatives("", p**2 - little, p, sp.Integer(0), 2),
        ByDerivatives("", p**2, p, sp.Integer(0), 2),
    ),
    "a first derivative that is negative": (
        ByDerivatives("", p**2 - p, p, sp.Integer(0), 2),
        ByDerivatives("", p**2 - p, p, sp.Integer(1), 2),
    ),
    "a second derivative that is negative": (
        ByDerivatives("", p**3 - p**2 + p, p, sp.Integer(0), 3),
        ByDerivatives("", p**3 + p**2 + p, p, sp.Integer(0), 3),
    ),
    "a last derivative that is negative": (
        ByDerivatives("", p - p**3, p, sp.Integer(0), 1),
        ByDerivatives("", p + p**3, p, sp.Integer(0), 1),
    ),
    "zero where more is said": (
        ByDerivatives("", p - p, p, sp.Integer(0), 1, strict=True),
        ByDerivatives("", p**2, p, sp.Integer(0), 2, strict=True),
    ),
    "a last derivative that is negative at the end of a range": (
        ByDerivatives("", p * (3 - p**2), p, sp.Integer(0), 1, high=sp.Rational(3, 2)),
        ByDerivatives("", p * (3 - p**2), p, sp.Integer(0), 1, high=half),
    ),
    # -- on a box, by balls
    "negative at the left": (OnBox("", r - sp.Rational(1, 10), {r: (0, 1)}), OnBox("", r + little, {r: (0, 1)})),
    "negative at the right": (OnBox("", 1 - r, {r: (0, sp.Rational(11, 10))}), OnBox("", 1 - r, {r: (0, half)})),
    "negative in between": (
        OnBox("", (r - sp.Rational(1, 3)) ** 2 - little, {r: (0, 1)}),
        OnBox("", (r - sp.Rational(1, 3)) ** 2 + sp.Rational(1, 1000), {r: (0, 1)}),
    ),
    "zero at an end of a box": (OnBox("", r, {r: (0, 1)}), OnBox("", r, {r: (little, 1)})),
    # -- at integers
    "negative at the first integer": (
        AtIntegers("", k - sp.Rational(5, 2), k, 2, 6),
        AtIntegers("", k - sp.Rational(5, 2), k, 3, 6),
    ),
    "negative at the last integer": (
        AtIntegers("", sp.Rational(11, 2) - k, k, 2, 6),
        AtIntegers("", sp.Rational(11, 2) - k, k, 2, 5),
    ),
    "negative at one integer in between": (
        AtIntegers("", (k - 4) ** 2 - little, k, 2, 6),
        AtIntegers("", (k - 4) ** 2, k, 2, 6),
    ),
    # -- limits, identities, conditions, induction
    "a limit off by a quarter": (
        Tends("", 1 / p + sp.Rational(1, 4), p, sp.oo, sp.Integer(0)),
        Tends("", 1 / p + sp.Rational(1, 4), p, sp.oo, sp.Rational(1, 4)),
    ),
    "a limit off by little": (Tends("", 1 / p + little, p, sp.oo, sp.Integer(0)), Tends("", 1 / p, p, sp.oo, 0 * p)),
    "a limit of the other sign": (Tends("", p, p, sp.oo, -sp.oo), Tends("", p, p, sp.oo, sp.oo)),
    "an identity off by little": (Equal("", p, p + little), Equal("", (p + 1) ** 2, p**2 + 2 * p + 1)),
    "an identity that holds for positive numbers only": (
        Equal("", sp.sqrt(r**2), r),
        Equal("", sp.sqrt(p**2), p),
    ),
    "an identity of sums that is off": (
        Equal("", sp.Sum(p**k, (k, 1, 3)), p + p**2),
        Equal("", sp.Sum(p**k, (k, 1, 3)), p + p**2 + p**3),
    ),
    "another condition": (Claimed("", k <= 3, sp.And(k <= 4, p < 1)), Claimed("", k <= 4, sp.And(k <= 4, p < 1))),
    "a base that is false": (Induction("", FAILS, HOLDS), Induction("", HOLDS, HOLDS)),
    "a step that is false": (Induction("", HOLDS, FAILS), Induction("", HOLDS, HOLDS)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_step_tells_what_is_false_from_what_is_nearly_the_same_and_true(case):
    false, true = CASES[case]
    assert not false.check().ok
    assert true.check().ok
    assert all(not wrong.check().ok for wrong in true.perturbed())
