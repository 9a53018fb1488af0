"""The number systems of the readers: what each knows, that they agree where they overlap, and refuse alike."""

import math
import subprocess
import sys
from fractions import Fraction

import mpmath as mp
import pytest
import sympy as sp
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy.core.symbol import Str

from theorems.language.domains.choices import Is
from theorems.language.domains.entries import Base, Length
from theorems.language.functions import (
    STEPS,
    CycleProbability,
    DecayIterate,
    GIterate,
    OccupancyIterate,
    OptimalExponent,
)
from theorems.language.notation import latex
from theorems.language.readers import (
    NotExact,
    NoValue,
    UnreadableExpression,
    ball,
    box_ball,
    exact,
    floats,
    high_precision,
)
from theorems.language.readers.balls import Balls
from theorems.language.readers.multiprecision import Multiprecision
from theorems.language.readers.rationals import Rationals

READERS = (exact, ball, high_precision, lambda expression, point: floats(expression, **point))
NAMES = ("exact", "ball", "high_precision", "floats")
every_reader = pytest.mark.parametrize("read", READERS, ids=NAMES)

x, y = sp.symbols("x y")
i, j, n = sp.symbols("i j n", integer=True)
m = sp.IndexedBase("m")

RATIONAL = "Abs Max Min Rational binomial factorial harmonic"
REAL = f"{RATIONAL} EulerGamma Exp1 Pi cos cosh erf exp gamma log loggamma polygamma sin sinh sqrt"


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


# -- tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "known"), [(Rationals, RATIONAL), (Balls, REAL), (Multiprecision, REAL)])
def test_what_a_system_knows(system, known):
    """Machine numbers are balls, rounded: they know what balls know."""
    assert sorted(f.__name__ for f in system.functions()) == sorted(known.split())


ANYWHERE = st.fractions(-30, 30, max_denominator=40).map(lambda f: sp.Rational(f.numerator, f.denominator))
ONE_PLACE = [sp.exp, sp.log, sp.sqrt, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.erf, sp.gamma, sp.loggamma, sp.harmonic,
             sp.factorial, sp.Abs]  # fmt: skip


@pytest.mark.parametrize("function", ONE_PLACE, ids=lambda f: f.__name__)
def test_systems_agree_on_a_function_of_one_number_everywhere(function):
    """At poles and where the value is not real, too: all refuse."""

    @settings(max_examples=60, deadline=None)
    @given(st.one_of(ANYWHERE, st.integers(-5, 40).map(sp.Integer)))
    def holds(at):
        assert agreed(function(x), {"x": at})

    holds()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4), st.one_of(ANYWHERE, st.integers(-5, 40).map(sp.Integer)))
def test_systems_agree_on_polygamma(order, at):
    assert agreed(sp.polygamma(order, x), {"x": at})


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 12), st.one_of(ANYWHERE, st.integers(-5, 40).map(sp.Integer)))
def test_systems_agree_on_binomial_coefficients(chosen, at):
    assert agreed(sp.binomial(x, chosen), {"x": at})
    assert agreed(sp.binomial(x, y), {"x": at, "y": sp.Integer(chosen)})


@pytest.mark.parametrize("chosen", [sp.Rational(1, 2), sp.Integer(-1)])
@every_reader
def test_of_how_many_points_a_binomial_coefficient_chooses_is_a_whole_number(read, chosen):
    with pytest.raises(UnreadableExpression, match="read for integers j >= 0"):
        read(sp.binomial(x, y), {"x": sp.Integer(5), "y": chosen})


@settings(max_examples=60, deadline=None)
@given(ANYWHERE, ANYWHERE, st.sampled_from([sp.Max, sp.Min]))
def test_systems_agree_on_extremes(a, b, function):
    assert agreed(function(x, y, sp.Rational(1, 3)), {"x": a, "y": b})


@settings(max_examples=150, deadline=None)
@given(ANYWHERE, st.one_of(ANYWHERE, st.integers(-6, 6).map(sp.Integer), st.sampled_from([sp.Rational(1, 2)])))
def test_systems_agree_on_powers(base, exponent):
    assert agreed(x**y, {"x": base, "y": exponent})


def test_systems_agree_on_constants():
    assert agreed(sp.pi + sp.E * x + sp.EulerGamma, {"x": sp.Integer(2)})


@every_reader
@pytest.mark.parametrize("order", [sp.Rational(1, 2), sp.Integer(-1)])
def test_a_polygamma_of_another_order_is_refused(read, order):
    with pytest.raises((UnreadableExpression, NotExact)):
        read(sp.polygamma(x, 2), {"x": order})


@every_reader
def test_a_machine_number_in_an_expression_is_refused(read):
    with pytest.raises(UnreadableExpression, match="Float"):
        read(sp.Float("0.1") * x, {"x": sp.Integer(1)})


# -- no value ---------------------------------------------------------------------------------------------------

NOWHERE = [
    (sp.Abs(sp.log(x)), -1), (sp.Max(1, sp.log(x)), -1), (sp.Min(sp.log(x), 1), -1), (sp.exp(1 / x), 0),
    (sp.exp(-sp.exp(sp.sqrt(x))), -1), (sp.log(x) ** (x + 1), -1), (1 / sp.log(x), 0), (1 / sp.gamma(x), -2),
    (sp.Abs(x ** sp.Rational(1, 3)), -8), (sp.sqrt(x) * sp.sqrt(x - 1), -1), (x ** sp.sqrt(2), -1),
    (sp.sqrt(x) ** 4 + sp.sqrt(x - 1) ** 2 * 0 + sp.sqrt(x + sp.Rational(1, 2)), -1), (sp.exp(sp.loggamma(x)), -1),
    (0**x, -1), (sp.Sum(1 / (i - x), (i, 1, 3)), 2), (sp.Product(sp.log(i), (i, x, 2)), -1), (sp.zoo, 1), (sp.oo, 1),
    (sp.nan, 1), (sp.Piecewise((sp.log(x), x < 0), (1, True)), -1), (sp.Piecewise((1, x > 0)), -1), (m[x], 3),
    (m[x], -1), (GIterate(x), 0), (OccupancyIterate(x, 2), 0), (OptimalExponent(x, 1, 2), 1), (DecayIterate(x, 1), 0),
    (OptimalExponent(2, 1, x), 0), (CycleProbability(x, 1), -1), (GIterate(x), sp.Rational(3, 2)),
    (DecayIterate(1, x), -1),
]  # fmt: skip


@every_reader
@pytest.mark.parametrize(("expression", "at"), NOWHERE, ids=str)
def test_where_there_is_no_value_there_is_none_in_any_system(read, expression, at):
    """A part without a real value leaves none to the whole: no complex number and no infinity passes through."""
    assert refused(read, expression, {"x": sp.sympify(at), "m": (sp.Integer(5), sp.Integer(8), sp.Integer(4))})


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 14), st.integers(0, 15))
def test_machine_numbers_do_not_lose_what_is_small_beside_one(a, less):
    """(1 - 10^-a)^(10^b) and its distance from 1, to the last place, where machine arithmetic has lost all digits."""
    b = max(a + 1 - less, 0)
    point = {"x": sp.Rational(1, 10**a), "n": sp.Integer(10**b)}
    for expression in ((1 - x) ** n, 1 - (1 - x) ** n):
        with mp.workdps(60):
            whole = (1 - mp.mpf(10) ** -a) ** (10**b)
            truth = fraction(whole if expression.is_Pow else 1 - whole)
        found = floats(expression, **point)
        assert abs(fraction(found) - truth) <= fraction(math.ulp(found)) + Fraction(1, 10**40)


def test_machine_numbers_pass_what_is_too_large_on_the_way():
    with mp.workdps(60):
        truth = float(mp.exp(800) * mp.mpf(10) ** -340)
    assert abs(floats(sp.exp(x) * y, x=800, y=Fraction(1, 10**340)) - truth) <= math.ulp(truth)
    assert floats(x**n * y**n, x=10, y=Fraction(1, 10), n=400) == 1
    assert floats(x**n, x=10, n=400) == math.inf
    assert floats(-(x**n), x=10, n=400) == -math.inf
    assert floats(x**n, x=-1, n=10**20 + 1) == -1


@every_reader
def test_a_power_of_minus_one_keeps_its_sign(read):
    assert fraction(read(x**n, {"x": sp.Integer(-1), "n": sp.Integer(10**20 + 1)})) == -1


# -- sums and products ------------------------------------------------------------------------------------------

ENDS = st.integers(-6, 6)


@settings(max_examples=60, deadline=None)
@given(ENDS, ENDS, st.integers(-3, 3))
def test_a_sum_or_product_that_ends_below_its_start_is_empty(low, high, shift):
    total = sum(k * k + shift for k in range(low, high + 1))
    product = math.prod(k * k + shift for k in range(low, high + 1))
    for read in READERS:
        point = {"x": sp.Integer(low), "y": sp.Integer(high), "n": sp.Integer(shift)}
        assert fraction(read(sp.Sum(i**2 + n, (i, x, y)), point)) == total
        assert fraction(read(sp.Product(i**2 + n, (i, x, y)), point)) == product


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
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


@every_reader
@settings(max_examples=30, deadline=None)
@given(entries=st.lists(st.fractions(-5, 5, max_denominator=9), min_size=1, max_size=6), data=st.data())
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


def test_latex_of_an_entry_has_the_notation_of_its_sequence():
    for base in (sp.IndexedBase, Base):
        assert latex(base("m")[i]) == "m_i"
        assert latex(sp.Sum(base("m")[i], (i, 0, n))) == r"\sum_{i=0}^n m_i"
        assert latex(base("sigma0")[i] + sp.Symbol("sigma0")) == r"\sigma_0 + {\sigma_0}_i"


# -- cases --------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
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


# -- functions of the theory --------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(2, 40), st.fractions(Fraction(1, 50), 3, max_denominator=50))
def test_systems_agree_on_the_functions_of_the_theory(k, size, ratio):
    share = sp.Rational(ratio.numerator, ratio.denominator)
    assert agreed(GIterate(n), {"n": sp.Integer(k)}, 30)
    assert agreed(OccupancyIterate(x, n), {"x": sp.Integer(size), "n": sp.Integer(k)}, 30)
    assert agreed(DecayIterate(y, n), {"y": share, "n": sp.Integer(k - 1)}, 30)
    assert agreed(OptimalExponent(x, n, y), {"x": sp.Integer(size), "n": sp.Integer(k), "y": share}, 30)
    assert agreed(CycleProbability(n, x), {"n": sp.Integer(k), "x": sp.Integer(size)}, 30)


@every_reader
def test_the_functions_of_the_theory_are_read_in_a_sum(read):
    assert float(fraction(read(sp.Sum(CycleProbability(4, j), (j, 0, 4)), {}))) == 1
    assert fraction(read(sp.Sum(GIterate(j), (j, 1, 1)), {})) == 1


def test_machine_numbers_and_mpmath_know_how_far_they_follow_an_iterate():
    """Beyond, a ball comes from bounds, and machine numbers with it."""
    far = {"n": sp.Integer(STEPS + 10)}
    assert floats(GIterate(n), **far) == float(ball(GIterate(n), far))
    with pytest.raises(UnreadableExpression, match="g_k"):
        high_precision(GIterate(n), far)


# -- start-up -------------------------------------------------------------------------------------------------------


def test_no_library_of_numbers_is_loaded_before_a_value_is_asked_for():
    code = "import sys, sympy; before = set(sys.modules); import theorems.language.functions; "
    code += "print({name.partition('.')[0] for name in set(sys.modules) - before} & {'flint', 'numpy', 'scipy'})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
