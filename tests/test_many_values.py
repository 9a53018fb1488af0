"""Many points at once: values are as accurate as is promised, and those of one point after the other."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from flint import arb

from harness.judge import values
from theorems import api
from theorems.language.readers import arrays, floats, machine, near
from theorems.language.readers.balls import enclosure
from theorems.language.registry import theorems


@pytest.fixture(autouse=True)
def few_points_are_read_in_arrays_too(monkeypatch):
    monkeypatch.setattr(arrays, "FEW", 0)


@pytest.mark.parametrize("accuracy", [1e-12, 2.0**-50, 1e-15])
def test_what_is_promised_of_all_points_is_kept_where_digits_cancel(accuracy):
    """Of the variance of the risk ten digits cancel, of 1 - (1 - 1/n)^k all of them."""
    n, k = sp.symbols("n k", integer=True, positive=True)
    of = {"n": arrays.machine(np.array([2, 10, 10**6, 10**15, 10**18])), "k": arrays.machine(np.array([1, 3, 2, 5, 7]))}
    for expression in (
        1 - (1 - 1 / n) ** k,
        sp.exp(1 / n) - 1 - 1 / n,
        theorems()["gaussian-risk"].claim("mean").value,
    ):
        given = {**of, "sigma0": Fraction(1)}
        found = arrays.values(expression, given, accuracy)
        for place, value in enumerate(found):
            point = {"sigma0": Fraction(1), **{name: column.exact(place) for name, column in of.items()}}
            truth = enclosure(expression, point, 200)
            assert abs(arb(value) - truth) <= abs(truth) * (accuracy + 2.0**-52)


x, k = sp.Symbol("x", real=True), sp.Symbol("k", integer=True)


BOTH_OFF = 2 * (machine.ACCURACY + near.UNIT)
"""How far apart two values may be each of which is as near as is promised, and rounded."""


def one_by_one(expression, **columns):
    rows = np.broadcast_arrays(*columns.values())
    at = [dict(zip(columns, (e.item() for e in row), strict=True)) for row in zip(*map(np.ravel, rows), strict=True)]
    return np.reshape([floats(expression, **point) for point in at], rows[0].shape)


@pytest.mark.parametrize(
    "expression",
    [
        sp.Sum(x**k, (k, 0, 5)),
        sp.Piecewise((sp.log(x), x > 0), (x**2, sp.Eq(x, 0)), (sp.sqrt(-x), True)),
        sp.exp(1000 * x),
        sp.exp(-1000 * x) * sp.exp(1000 * x),
        1 / x,
        sp.gamma(x + 3),
        sp.log(x) * 0 + 1,
        sp.Max(x, sp.Rational(1, 3)) - sp.Min(x, 0),
        sp.sin(x) + sp.cosh(x) - sp.tanh(x) ** 2,
        sp.erf(x) + sp.pi,
    ],
)
def test_many_values_are_those_of_one_point_after_the_other(expression):
    at = np.array([[-2.0, -1.0, 0.0], [1e-300, 0.1, 300.0]])
    together, alone = floats(expression, x=at), one_by_one(expression, x=at)
    assert together.shape == at.shape
    np.testing.assert_allclose(together, alone, rtol=BOTH_OFF, atol=0, equal_nan=True)


def test_few_points_are_read_in_balls_and_their_values_are_the_same(monkeypatch):
    at = np.array([0.1, 2.5, 1e10])
    together = floats(sp.log(1 + x) - x, x=at)
    monkeypatch.setattr(arrays, "FEW", 10)
    monkeypatch.setattr(arrays, "KINDS", None)  # is not looked at
    np.testing.assert_allclose(floats(sp.log(1 + x) - x, x=at), together, rtol=BOTH_OFF, atol=0)


def test_sums_to_varying_ends_are_those_of_each_point():
    m, i, j = sp.symbols("m i j", integer=True)
    expression = sp.Sum(x**i * sp.Sum(1 / (j + 1), (j, 0, i)), (i, m, k)) + sp.Product(1 + x / (i + 5), (i, 1, m))
    m_at, k_at = np.meshgrid(np.arange(-2, 4), np.arange(-4, 8))
    together = floats(expression, x=0.3, m=m_at, k=k_at)
    np.testing.assert_allclose(together, one_by_one(expression, x=np.array(0.3), m=m_at, k=k_at), rtol=BOTH_OFF)


def test_a_case_that_arrays_cannot_decide_is_left_to_balls():
    """exp(x) is more than 1 + x, by less than rounding takes."""
    expression = sp.Piecewise((1, sp.exp(x) - 1 - x > 0), (2, True))
    found = arrays.values(expression, {"x": arrays.machine(np.array([1e-9, 1.0, 0.0]))}, 1e-12)
    assert found.tolist() == [1.0, 1.0, 2.0]


def test_whole_numbers_of_any_size_are_told_apart():
    huge = np.array([10**20, 10**20 + 1, 2**63 - 1], dtype=object)
    n = sp.Symbol("n", integer=True)
    assert floats(n - 10**20, n=huge).tolist() == [0.0, 1.0, float(2**63 - 1 - 10**20)]
    assert floats((-1) ** n, n=huge).tolist() == [1.0, -1.0, -1.0]
    assert floats(sp.binomial(n, 1), n=np.array([2**53 + 1, 2**53 + 3])).tolist() == [2.0**53, 2.0**53 + 4]


def test_no_points_have_no_values():
    assert floats(sp.exp(x), x=np.array([])).shape == (0,)
    assert floats(sp.exp(x) + k, x=np.zeros((0, 1)), k=np.arange(3)).shape == (0, 3)


@pytest.mark.parametrize(
    ("middle", "radius", "value"), [(1e-30, 1e-46, 1e-30), (1e-30, 1e-31, None), (0, 1e-20, 0.0), (0, 1e-10, None)]
)
def test_a_ball_that_says_too_little_is_no_number_however_small_it_is(monkeypatch, middle, radius, value):
    monkeypatch.setattr(arrays, "told_from_zero", lambda *_: arb(middle, radius))
    found = arrays.by_ball(x, {})
    assert np.isnan(found) if value is None else found == value


@pytest.mark.parametrize("size", [10**10, 10**40, 10**90])
def test_a_value_is_told_from_0_however_large_the_parameters_are(size):
    """e^(1/x) - 1 - 1/x is 1/(2 x^2) and less than 1/x of that more: all digits are lost in 60 bits."""
    x = sp.Symbol("x", positive=True)
    found = arrays.by_ball(sp.exp(1 / x) - 1 - 1 / x, {"x": Fraction(size)})
    assert found == pytest.approx(1 / (2 * float(size) ** 2), rel=1 / size + BOTH_OFF)


def test_exact_values_that_are_enclosed_too_widely_are_no_numbers(monkeypatch):
    """At one point the enclosure says so; among many a machine number can not."""
    claim, points = "bernoulli-absorption/forgotten-upper", {"n": [10, 20], "p0": 0.2, "k": 5}
    assert np.isfinite(api.truth(claim, **points)).all()
    monkeypatch.setattr(values, "truth", lambda *given: (arb(1, 1e-3), []))
    assert np.isnan(api.truth(claim, **points)).all()
    monkeypatch.setattr(values, "truth", lambda *given: (arb(0, 1e-30), []))
    assert (api.truth(claim, **points) == 0).all()


def test_a_number_of_single_precision_is_read_as_the_double_that_it_is():
    single = np.float32(0.1)
    assert api.value("gaussian-collapse/mean", n=10, k=0, sigma0=single).theory.float == float(single) != 0.1
    many = api.value("gaussian-collapse/mean", n=[10, 20], k=0, sigma0=single)
    assert list(many) == [float(single)] * 2
