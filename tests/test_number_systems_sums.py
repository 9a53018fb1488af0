"""The number systems on expressions with an index or a case: sums, products, entries of a sequence, branches."""

import math
from fractions import Fraction
from itertools import pairwise

import pytest
import sympy as sp
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from number_systems_lab import READERS, agreed, every_reader, fraction, i, j, m, n, overlaps, x, y
from sympy.core.symbol import Str

from theorems.language.domains.choices import Is
from theorems.language.domains.entries import Base, Entries, Length
from theorems.language.notation import latex
from theorems.language.readers import NotExact, UnreadableExpression, ball, box_ball, exact, floats, high_precision

# -- sums and products ------------------------------------------------------------------------------------------

ENDS = st.integers(-6, 6)


@settings(max_examples=60)
@given(ENDS, ENDS, st.integers(-3, 3))
def test_a_sum_or_product_that_ends_below_its_start_is_empty(low, high, shift):
    total = sum(k * k + shift for k in range(low, high + 1))
    product = math.prod(k * k + shift for k in range(low, high + 1))
    for read in READERS:
        point = {"x": sp.Integer(low), "y": sp.Integer(high), "n": sp.Integer(shift)}
        assert fraction(read(sp.Sum(i**2 + n, (i, x, y)), point)) == total
        assert fraction(read(sp.Product(i**2 + n, (i, x, y)), point)) == product


@settings(max_examples=40)
@given(st.integers(-1, 4), st.integers(-2, 4))
def test_the_first_limits_are_the_inner_ones(last, shift):
    point = {"n": sp.Integer(last), "x": sp.Integer(shift)}
    total = sum(a * b + shift for a in range(1, last + 1) for b in range(1, a + 1))
    product = math.prod(a * b + shift for a in range(1, last + 1) for b in range(1, a + 1))
    for read in READERS:
        assert fraction(read(sp.Sum(i * j + x, (j, 1, i), (i, 1, n)), point)) == total
        assert fraction(read(sp.Product(i * j + x, (j, 1, i), (i, 1, n)), point)) == product


@every_reader
def test_a_limit_that_uses_an_index_further_in_is_named(read):
    with pytest.raises(KeyError, match="no value for the parameter i"):
        read(sp.Sum(i * j, (i, 1, n), (j, 1, i)), {"n": sp.Integer(3)})


@pytest.mark.parametrize("fold", [sp.Sum, sp.Product])
def test_sums_and_products_stay_in_their_system(fold):
    expression = fold(sp.sqrt(i), (i, 1, 2))
    with pytest.raises(NotExact):
        exact(expression, {})
    assert isinstance(ball(expression, {}), arb)
    assert agreed(expression, {})


@settings(max_examples=40)
@given(st.fractions(-2, 2, max_denominator=9), st.fractions(0, 2, max_denominator=9), st.integers(-1, 5), st.data())
def test_a_sum_over_a_box_holds_its_values(low, width, last, data):
    share = data.draw(st.fractions(0, 1, max_denominator=20))
    box = arb(fmpq(low.numerator, low.denominator)).union(arb(fmpq(*(low + width).as_integer_ratio())))
    inside = low + share * width
    total = sum((inside**k for k in range(last + 1)), Fraction(0))
    found = box_ball(sp.Sum(x**i, (i, 0, n)), {"x": box, "n": sp.Integer(last)})
    assert overlaps(found, total, 0)
    product = math.prod((inside + k for k in range(last + 1)), start=Fraction(1))
    found = box_ball(sp.Product(x + i, (i, 0, n)), {"x": box, "n": sp.Integer(last)})
    assert overlaps(found, product, 0)


def test_the_index_of_a_sum_hides_a_box_of_its_name():
    assert box_ball(sp.Sum(x, (x, 1, 3)), {"x": arb(1).union(arb(2))}) == 6


@every_reader
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ((i, 1, x), r"^the ends of Sum\(i, \(i, 1, x\)\) must be integers: x is 1/2$"),
        ((i, x, 3), r"^the ends of Sum\(i, \(i, x, 3\)\) must be integers: x is 1/2$"),
        ((i, 1, 10**9), r"^Sum\(i, \(i, 1, 1000000000\)\) has more than 10,000,000 terms"),
        ((i, 1, 10**400), "has more than 10,000,000 terms"),
        ((i, 1, sp.oo), r"^Sum\(i, \(i, 1, oo\)\) has no finite ends$"),
    ],
)
def test_a_sum_without_clear_ends_is_named(read, limits, message):
    with pytest.raises(UnreadableExpression, match=message) as error:
        read(sp.Sum(i, limits), {"x": sp.Rational(1, 2)})
    assert "\n" not in str(error.value)


def test_the_ends_of_a_sum_do_not_vary_over_a_box():
    with pytest.raises(NotExact, match=r"ends of Sum\(i, \(i, 1, x\)\)"):
        box_ball(sp.Sum(i, (i, 1, x)), {"x": arb(1).union(arb(2))})


# -- indexed symbols --------------------------------------------------------------------------------------------

EIGHTHS = st.integers(-40, 40).map(lambda e: Fraction(e, 8))
"""Their sums and products are exact in every system: of thirds, a sum that is 0 is only nearly 0 in some."""


@every_reader
@settings(max_examples=30)
@given(entries=st.lists(EIGHTHS, min_size=1, max_size=6), data=st.data())
def test_every_reader_reads_entries_of_a_sequence(read, entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    point = {"m": tuple(sp.Rational(e.numerator, e.denominator) for e in entries), "n": sp.Integer(place)}
    m = data.draw(st.sampled_from([sp.IndexedBase("m"), Base("m")]))

    def found(expression):
        return float(fraction(read(expression, point)))

    assert found(m[n]) == float(entries[place])
    assert found(sp.Sum(m[i], (i, 0, n))) == float(sum(entries[: place + 1]))
    assert found(sp.Product(m[i], (i, 0, n))) == float(math.prod(entries[: place + 1], start=Fraction(1)))
    assert found(sp.Sum(m[i] * m[j], (j, 0, i), (i, 0, n))) == float(
        sum(entries[a] * entries[b] for a in range(place + 1) for b in range(a + 1))
    )
    assert found(Length(Base("m"))) == len(entries)
    assert found(sp.Piecewise((1, m[n] > 0), (0, True))) == (entries[place] > 0)


@every_reader
def test_entries_of_a_matrix_are_read_by_row_and_column(read):
    rows = ((sp.Integer(1), sp.Integer(2)), (sp.Integer(3), sp.Integer(4)))
    if read is not READERS[-1]:  # a sequence of machine numbers is a plain one
        assert fraction(read(m[1, 0], {"m": rows})) == 3
    with pytest.raises(UnreadableExpression, match="m"):
        read(m[0, 1], {"m": (sp.Integer(1), sp.Integer(2))})


@every_reader
def test_a_sequence_or_a_word_is_no_number(read):
    with pytest.raises((UnreadableExpression, TypeError, ValueError)):
        read(sp.Symbol("m") + m[0], {"m": (sp.Integer(1),)})
    with pytest.raises(KeyError, match="m"):
        read(m[0], {})


def test_a_box_may_hold_the_entries_of_a_sequence():
    found = box_ball(sp.Sum(m[i], (i, 0, 1)), {"m": (arb(1).union(arb(2)), sp.Integer(3))})
    assert found.contains(4)
    assert found.contains(5)
    assert not found.contains(6)


OF_ENTRIES = {  # a sum over a list of 5 entries; what it adds up, place by place
    "each": (lambda p: sp.Sum(p[i] ** 2 + x, (i, 0, 4)), lambda e, x: sum(a * a + x for a in e)),
    "with its place": (lambda p: sp.Sum(i * p[i], (i, 0, 4)), lambda e, x: sum(k * a for k, a in enumerate(e))),
    "the next one": (lambda p: sp.Sum(p[i] * p[i + 1], (i, 0, 3)), lambda e, x: sum(a * b for a, b in pairwise(e))),
    "there and back": (lambda p: sp.Sum(p[sp.Abs(i - 2)], (i, 0, 4)), lambda e, x: e[0] + 2 * (e[1] + e[2])),
    "the first four": (lambda p: sp.Sum(p[i], (i, 0, 3)), lambda e, x: sum(e[:4])),
    "all but the first": (lambda p: sp.Sum(p[i], (i, 1, 4)), lambda e, x: sum(e[1:])),
    "the fourth": (lambda p: sp.Sum(p[3] + i, (i, 0, 4)), lambda e, x: 5 * e[3] + 10),
    "pairs": (lambda p: sp.Sum(p[i] * p[j], (j, 0, i), (i, 0, 4)), lambda e, x: sum(
        e[a] * e[b] for a in range(5) for b in range(a + 1)
    )),
    "a product": (lambda p: sp.Product(p[i] + x, (i, 0, 4)), lambda e, x: math.prod(a + x for a in e)),
}  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.integers(-2, 2), min_size=5, max_size=5), st.integers(-3, 3))
def test_equal_entries_are_added_as_often_as_they_are_there(entries, more):
    """A list of few different numbers, as that of a corpus is."""
    for sums, plain in OF_ENTRIES.values():
        for read in READERS:
            point = {"m": Entries(map(sp.Integer, entries)), "x": sp.Integer(more)}
            assert fraction(read(sums(Base("m")), point)) == plain(entries, more)


def test_of_a_corpus_each_different_count_is_read_once(monkeypatch):
    asked = []
    monkeypatch.setitem(exact.__globals__["Rationals"].functions(), sp.Abs, lambda a: asked.append(a) or abs(a))
    corpus = Entries(map(sp.Integer, [7] * 3 + [1] * 1000))
    assert exact(sp.Sum(sp.Abs(Base("m")[i]), (i, 0, Length(Base("m")) - 1)), {"m": corpus}) == 1021
    assert asked == [7, 1]


def test_latex_of_an_entry_has_the_notation_of_its_sequence():
    for base in (sp.IndexedBase, Base):
        assert latex(base("m")[i]) == "m_i"
        assert latex(sp.Sum(base("m")[i], (i, 0, n))) == r"\sum_{i=0}^n m_i"
        assert latex(base("sigma0")[i] + sp.Symbol("sigma0")) == r"\sigma_0 + {\sigma_0}_i"


# -- cases --------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(1, 60), st.integers(1, 60))
def test_the_branch_of_an_irrational_condition_is_decided(a, b):
    """sqrt(2) a > b: never by a machine number."""
    expression = sp.Piecewise((1, sp.sqrt(2) * x > y), (2, sp.And(x > 0, sp.sqrt(3) * x > y)), (3, True))
    value = 1 if 2 * a * a > b * b else 2 if 3 * a * a > b * b else 3
    for read in READERS:
        assert fraction(read(expression, {"x": sp.Integer(a), "y": sp.Integer(b)})) == value


def test_a_condition_that_nobody_can_decide_is_not_taken_for_false():
    """sqrt(x)^2 - x is 0 at x = 2, which no ball shows."""
    expression = sp.Piecewise((1, sp.sqrt(x) * sp.sqrt(x + y) > x), (2, True))
    point = {"x": sp.Integer(2), "y": sp.Integer(0)}
    found = ball(expression, point)
    assert found.contains(1)
    assert found.contains(2)
    assert math.isnan(floats(expression, **point))
    for read in (exact, high_precision):
        with pytest.raises(NotExact, match="decided"):
            read(expression, point)


def test_over_a_box_all_branches_that_may_apply_are_enclosed():
    expression = sp.Piecewise((x, x > sp.Rational(3, 2)), (-x, x > 0), (100, True))
    found = box_ball(expression, {"x": arb(1).union(arb(2))})
    assert found.contains(2)
    assert found.contains(-1)
    assert not found.contains(100)
    assert box_ball(expression, {"x": arb(2).union(arb(3))}) > 1


@every_reader
@pytest.mark.parametrize(("chosen", "value"), [("replace", 1), ("accumulate", 2)])
def test_a_case_may_depend_on_a_choice(read, chosen, value):
    workflow = sp.Symbol("workflow")
    expression = sp.Piecewise((1, Is(workflow, Str("replace"))), (x, True))
    assert fraction(read(expression, {"workflow": chosen, "x": sp.Integer(2)})) == value
    with pytest.raises(UnreadableExpression, match="workflow is no number"):
        read(workflow + 1, {"workflow": chosen})
