"""The number systems of the readers: what each knows, that they agree where they overlap, and refuse alike."""

import math
import subprocess
import sys
from fractions import Fraction

import mpmath as mp
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from number_systems_lab import agreed, every_reader, fraction, i, j, m, n, refused, x, y

from theorems.language.functions import (
    STEPS,
    BandwidthSum,
    CycleProbability,
    DecayIterate,
    GIterate,
    OccupancyIterate,
    OptimalExponent,
)
from theorems.language.pooled import SqrtFactorMean
from theorems.language.readers import NotExact, UnreadableExpression, ball, floats, high_precision
from theorems.language.readers.balls import Balls
from theorems.language.readers.multiprecision import Multiprecision
from theorems.language.readers.rationals import Rationals
from theorems.language.series import Polylogarithm
from theorems.language.shrinkage import ShrinkageMoment

RATIONAL = "Abs Max Min Rational binomial factorial harmonic"
REAL = f"{RATIONAL} EulerGamma Exp1 Pi cos cosh erf exp gamma log loggamma polygamma sin sinh sqrt tanh"


# -- tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "known"), [(Rationals, RATIONAL), (Balls, REAL), (Multiprecision, REAL)])
def test_what_a_system_knows(system, known):
    """Machine numbers are balls, rounded: they know what balls know."""
    assert sorted(f.__name__ for f in system.functions()) == sorted(known.split())


ANYWHERE = st.fractions(-30, 30, max_denominator=40).map(lambda f: sp.Rational(f.numerator, f.denominator))
ONE_PLACE = [sp.exp, sp.log, sp.sqrt, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.erf, sp.gamma, sp.loggamma,
             sp.harmonic, sp.factorial, sp.Abs]  # fmt: skip


@pytest.mark.parametrize("function", ONE_PLACE, ids=lambda f: f.__name__)
def test_systems_agree_on_a_function_of_one_number_everywhere(function):
    """At poles and where the value is not real, too: all refuse."""

    @settings(max_examples=60)
    @given(st.one_of(ANYWHERE, st.integers(-5, 40).map(sp.Integer)))
    def holds(at):
        assert agreed(function(x), {"x": at})

    holds()


@settings(max_examples=100)
@given(st.integers(0, 4), st.one_of(ANYWHERE, st.integers(-5, 40).map(sp.Integer)))
def test_systems_agree_on_polygamma(order, at):
    assert agreed(sp.polygamma(order, x), {"x": at})


@settings(max_examples=100)
@given(st.integers(0, 12), st.one_of(ANYWHERE, st.integers(-5, 40).map(sp.Integer)))
def test_systems_agree_on_binomial_coefficients(chosen, at):
    assert agreed(sp.binomial(x, chosen), {"x": at})
    assert agreed(sp.binomial(x, y), {"x": at, "y": sp.Integer(chosen)})


@pytest.mark.parametrize("chosen", [sp.Rational(1, 2), sp.Integer(-1)])
@every_reader
def test_of_how_many_points_a_binomial_coefficient_chooses_is_a_whole_number(read, chosen):
    with pytest.raises(UnreadableExpression, match="read for integers j >= 0"):
        read(sp.binomial(x, y), {"x": sp.Integer(5), "y": chosen})


@settings(max_examples=60)
@given(ANYWHERE, ANYWHERE, st.sampled_from([sp.Max, sp.Min]))
def test_systems_agree_on_extremes(a, b, function):
    assert agreed(function(x, y, sp.Rational(1, 3)), {"x": a, "y": b})


@settings(max_examples=150)
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
    (DecayIterate(1, x), -1), (SqrtFactorMean(x, 2), 1), (SqrtFactorMean(2, x), 0),
    (DecayIterate(1, x), -1), (BandwidthSum(x, 0), 0), (BandwidthSum(2, x), -1),
    (BandwidthSum(2, x), sp.Rational(1, 2)), (ShrinkageMoment(x, 2, 1), 0), (ShrinkageMoment(2, x, 1), 0),
    (ShrinkageMoment(2, 1, x), -1), (ShrinkageMoment(x, 1, 1), sp.Rational(3, 2)),
]  # fmt: skip


@every_reader
@pytest.mark.parametrize(("expression", "at"), NOWHERE, ids=str)
def test_where_there_is_no_value_there_is_none_in_any_system(read, expression, at):
    """A part without a real value leaves none to the whole: no complex number and no infinity passes through."""
    assert refused(read, expression, {"x": sp.sympify(at), "m": (sp.Integer(5), sp.Integer(8), sp.Integer(4))})


@settings(max_examples=80)
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


# -- functions of the theory --------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(2, 40), st.fractions(Fraction(1, 50), 3, max_denominator=50))
def test_systems_agree_on_the_functions_of_the_theory(k, size, ratio):
    share = sp.Rational(ratio.numerator, ratio.denominator)
    assert agreed(GIterate(n), {"n": sp.Integer(k)}, 30)
    assert agreed(OccupancyIterate(x, n), {"x": sp.Integer(size), "n": sp.Integer(k)}, 30)
    assert agreed(DecayIterate(y, n), {"y": share, "n": sp.Integer(k - 1)}, 30)
    assert agreed(OptimalExponent(x, n, y), {"x": sp.Integer(size), "n": sp.Integer(k), "y": share}, 30)
    assert agreed(CycleProbability(n, x), {"n": sp.Integer(k), "x": sp.Integer(size)}, 30)
    assert agreed(SqrtFactorMean(x, n), {"x": sp.Integer(size), "n": sp.Integer(k)}, 30)
    assert agreed(BandwidthSum(y, n), {"y": share, "n": sp.Integer(k - 1)}, 30)
    assert agreed(ShrinkageMoment(x, y, n), {"x": sp.Integer(size), "y": share, "n": sp.Integer(k % 5)}, 30)
    assert agreed(Polylogarithm(y, n), {"y": share, "n": sp.Integer(size)}, 25)


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
