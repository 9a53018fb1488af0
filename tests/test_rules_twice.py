"""What one decision alone must see, and what the second must see where the first is mistaken."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.lemmas.elementary import at_integers, weaken
from proofs_check.rules import identities, signs
from proofs_check.rules.algebra import at_value, combine, increasing, induction
from proofs_check.rules.claims import proves
from proofs_check.rules.leaves import by_derivatives, by_sign, identity
from proofs_check.rules.sequences import tends
from proofs_check.rules.statements import Context, Disagreement, NotProved, Range, Relation, over
from theorems.language.readers.interpreter import TheoryFunction

x, y = sp.symbols("x y", real=True)
a, b, u = sp.symbols("a b u", positive=True)
w = sp.Symbol("w", nonnegative=True)
j, k = sp.Symbol("j", integer=True), sp.Symbol("k", integer=True, nonnegative=True)
UNIT, NATURAL, HALF_LINE = over({x: "[0, 1]"}), over({k: "[0, oo)"}), over({x: "[0, oo)"})
TINY = sp.Rational(1, 2**90)


class SaysPositive(TheoryFunction):
    """It is -1, and says that it is positive."""

    nargs = (1,)
    least = (0,)
    is_positive = True

    def in_rationals(self, *arguments):
        return Fraction(-1)


class SaysZero(TheoryFunction):
    """It is 1, and is 0 to algebra."""

    nargs = (1,)
    least = (0,)
    is_real = True

    def _eval_expand_func(self, **hints):
        return sp.Integer(0)

    def in_rationals(self, *arguments):
        return Fraction(1)


SIGNS = {  # an expression, where, strict: not so; and one that is so
    "denominator": ((1 / (x - 2), UNIT, False), (1 / (2 - x), UNIT, False)),
    "denominator that may be 0": ((1 / x, HALF_LINE, False), (1 / (x + TINY), HALF_LINE, True)),
    "strict at a closed start": ((x, UNIT, True), (x + TINY, UNIT, True)),
    "strict at a closed end": ((1 - x, UNIT, True), (1 + TINY - x, UNIT, True)),
    "strict, each of two ends": (
        (x + y, over({x: "[0, 1]", y: "[0, 1]"}), True),
        (x + y, over({x: "(0, 1]", y: "[0, 1]"}), True),
    ),
    "from the first value on": ((x - TINY, HALF_LINE, False), (x, HALF_LINE, False)),
    "to the last value": ((1 - TINY - x, UNIT, False), (1 - x, UNIT, False)),
    "below an end": ((-x, over({x: "(-oo, 1]"}), False), (1 - x, over({x: "(-oo, 1]"}), False)),
    "exponential of 0": ((1 - sp.exp(-w), over({w: "[0, oo)"}), True), (1 - sp.exp(-w), over({w: "(0, oo)"}), True)),
    "logarithm of less than 1": ((sp.log(x + 1 - TINY), UNIT, False), (sp.log(x + 1), UNIT, False)),
    "power of a base up to 1": (
        (1 - x**w, over({x: "[0, 1]", w: "(0, oo)"}), True),
        (1 - x**w, over({x: "[0, 1)", w: "(0, oo)"}), True),
    ),
    "inverse power of a base from 1 on": (
        (1 - u ** (-w), over({u: "[1, oo)", w: "(0, oo)"}), True),
        (1 - u ** (-w), over({u: "(1, oo)", w: "(0, oo)"}), True),
    ),
}


@pytest.mark.parametrize("row", SIGNS)
def test_no_sign_is_shown_that_is_not_so(row):
    (wrong, right) = SIGNS[row]
    assert not signs.shown(*wrong)
    assert signs.shown(*right)


FOOLED = {
    "a function that says it is positive": lambda: by_sign(0, "<", SaysPositive(k), NATURAL),
    "a function that algebra takes for 0": lambda: identity(SaysZero(k), 0, NATURAL),
    "a sum that algebra takes for 0": lambda: combine(SaysZero(k) + 1, "=", 1, context=NATURAL),
    "a limit that algebra takes for another one": lambda: tends(
        (a * sp.exp(-a * u) + b * sp.exp(-b * u)) * sp.exp(b * u),
        u,
        sp.oo,
        sp.oo,
        over(dict.fromkeys((a, b, u), "(0, oo)")),
    ),
}


@pytest.mark.parametrize("row", FOOLED)
def test_the_second_decision_sees_what_algebra_does_not(row):
    with pytest.raises((NotProved, Disagreement)):
        FOOLED[row]()


def test_derivatives_in_a_whole_number_are_those_of_a_real_one():
    by_derivatives(1, "<=", (1 + k) ** 2, k, 1, NATURAL)
    with pytest.raises((NotProved, Disagreement)):  # 0 at whole numbers only
        by_derivatives(
            0, "<=", sp.sin(sp.pi * k + sp.pi) ** 2 + k - sp.Rational(1, 9) * k**2, k, 1, over({k: "[0, 8]"})
        )


def test_a_slope_at_whole_numbers_says_nothing_between_them():
    """k^3/3 - k^2/2 falls from 0 to -1/6 between 0 and 1, though k (k - 1) >= 0."""
    slope = at_integers(0, "<=", k * (k - 1), k, over({k: "[0, 5]"}))
    with pytest.raises(NotProved):
        increasing(k**3 / 3 - k**2 / 2, k, by_sign(0, "<=", 1, Context(())), slope)


def test_an_equation_is_not_put_in_for_an_index_that_it_names():
    """The sum of 7 j over 0..5 is 105; with j in the place of 7, as where j = 7, it would be 55."""
    nowhere = Context(())
    seven = at_value(j, 7, identity(7, 7, nowhere), 7, "=", j)
    first, second = sp.Sum(7 * j, (j, 0, 5)), sp.Sum(j**2, (j, 0, 5))
    known = (identity(first, 105, nowhere), (identity(second, 55, nowhere), -1))
    with pytest.raises(NotProved):
        combine(55, "=", 105, *known, using=[seven], context=over({j: "[7, 7]"}))
    combine(50, "=", 50, *known, (known[0], -1), (known[1][0], 1), context=nowhere)


UNSEEN = {  # false by less than any value shows
    "a limit": lambda: tends(k / (k + 1), k, sp.oo, 1 + TINY, NATURAL),
    "a value at an open start": lambda: by_derivatives(0, "<=", u - TINY, u, 1, over({u: "(0, 3]"})),
    "a derivative at an open start": lambda: by_derivatives(0, "<=", u**2 - TINY * u, u, 2, over({u: "(0, 3]"})),
    "a sign near an open start": lambda: by_sign(0, "<=", u - TINY, over({u: "(0, 3]"})),
    "an identity at one value": lambda: identity(sp.Abs(u - TINY) / (u - TINY) + 0 * u, 1, over({u: "(0, 3]"})),
}


@pytest.mark.parametrize("row", UNSEEN)
def test_algebra_sees_what_no_value_shows(row):
    with pytest.raises(NotProved):
        UNSEEN[row]()


REMEMBERED = {  # of a symbol: what is so in one context, and is not so in another one
    "a sign": (
        lambda s: by_sign(0, "<=", s, over({s: "[0, oo)"})),
        lambda s: by_sign(0, "<=", s, over({s: "[-1, oo)"})),
    ),
    "a strict sign": (
        lambda s: by_sign(0, "<=", s, over({s: "[0, oo)"})),
        lambda s: by_sign(0, "<", s, over({s: "[0, oo)"})),
    ),
    "a part's range": (
        lambda s: by_sign(1, "<=", sp.exp(s), over({s: "[0, oo)"})),
        lambda s: by_sign(1, "<=", sp.exp(s), over({s: "(-oo, oo)"})),
    ),
    "a value": (
        lambda s: identity(sp.log(s) + s - s, sp.log(s), over({s: "(0, oo)"})),
        lambda s: identity(sp.log(s) + s - s, sp.log(s), over({s: "[0, oo)"})),
    ),
    "an identity": (
        lambda s: identities.zero(sp.log(s**2) - 2 * sp.log(s), over({s: "(0, oo)"})),
        lambda s: identities.zero(sp.log(s**2) - 2 * sp.log(s), over({s: "(-oo, 0)"})),
    ),
}


@pytest.mark.parametrize("true_first", [True, False])
@pytest.mark.parametrize("row", REMEMBERED)
def test_what_is_decided_in_one_context_is_not_remembered_for_another(row, true_first):
    true, false = REMEMBERED[row]
    symbol = sp.Dummy("s", real=True)  # nothing is known of it yet
    for turn in range(3):
        if true_first or turn:
            true(symbol)
        with pytest.raises((NotProved, Disagreement)):
            false(symbol)


def test_a_range_is_within_what_its_own_symbol_may_be():
    name, half_line = "s", Range(sp.Integer(0), sp.oo, False, True)
    for _ in range(2):
        Context(((sp.Symbol(name, nonnegative=True), half_line),))
        with pytest.raises(NotProved):
            Context(((sp.Symbol(name, positive=True), half_line),))


def test_what_is_assumed_is_not_proved():
    seen = []
    claim = Relation(k, "<=", 3, NATURAL)
    with pytest.raises(NotProved):
        induction(claim, k, by_sign(0, "<=", 3, Context(())), lambda found, now: seen.append(found) or found)
    (assumed,) = seen
    for found in (assumed, weaken(assumed)):
        with pytest.raises(NotProved):
            proves(found, found.relation)
