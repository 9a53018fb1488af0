"""The rules of growth never say what balls far out contradict, and decide what theorems are made of."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from theorems.language.functions import GIterate, OccupancyIterate
from theorems.language.growth import Growth, Undecided
from theorems.language.readers import NoValue, ball

K = sp.Symbol("k", integer=True, positive=True)
A = sp.Symbol("a", positive=True)
HALF = sp.Rational(1, 2)


def sign(e):
    """Of a number, or where algebra knows it."""
    return 1 if e.is_positive else -1 if e.is_negative else 0 if e.is_zero else None


GROWTH = Growth(K, sign)

ATOMS = st.sampled_from(
    [K, sp.log(K + 1), sp.sqrt(K), 1 / K, HALF**K, sp.exp(-K), 2**K, sp.Integer(1), sp.Integer(-1), sp.Rational(3, 7)]
)


def grown(parts):
    """Sums, products, powers and functions of smaller expressions."""
    return st.one_of(
        st.tuples(parts, parts).map(lambda p: p[0] + p[1]),
        st.tuples(parts, parts).map(lambda p: p[0] * p[1]),
        st.tuples(parts, parts).map(lambda p: p[0] - p[1]),
        st.tuples(parts, st.sampled_from([-1, 2, -2, HALF, -HALF])).map(lambda p: p[0] ** p[1]),
        parts.map(sp.exp),
        parts.map(lambda e: sp.log(e + 2)),
        parts.map(sp.Abs),
    )


EXPRESSIONS = st.recursive(ATOMS, grown, max_leaves=5)
FAR = (40, 80, 160)


def values(expression):
    """At 2^40, 2^80 and 2^160; None where there are none (a pole, or too large for a ball)."""
    try:
        found = [ball(expression, {"k": sp.Integer(2) ** power}, 30) for power in FAR]
    except (NoValue, ArithmeticError, ValueError, OverflowError, MemoryError):
        return None
    return found if all(value.is_finite() for value in found) else None


def decided(rule, expression):
    """What a rule says; False where none applies."""
    try:
        return rule(expression)
    except Undecided:
        return False


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_what_vanishes_is_on_its_way_to_0(expression):
    if decided(GROWTH.vanishes, expression) and (found := values(expression)) is not None:
        near, _, far = map(abs, found)
        assert 10 * far < 9 * near or far.contains(0), (expression, found)


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_what_diverges_is_on_its_way_to_infinity(expression):
    if decided(GROWTH.diverges, expression) and (found := values(expression)) is not None:
        near, middle, far = found
        assert far > middle > near, (expression, found)


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_what_is_summable_vanishes_faster_than_1_over_k(expression):
    if decided(GROWTH.summable, expression):
        assert decided(GROWTH.vanishes, expression)
        if (found := values(expression)) is not None:
            near, far = (abs(v) * 2**power for v, power in zip(found[::2], FAR[::2], strict=True))
            assert far < near or far.contains(0), (expression, found)


@settings(max_examples=100)
@given(EXPRESSIONS)
def test_nothing_vanishes_and_diverges(expression):
    assert not (decided(GROWTH.vanishes, expression) and decided(GROWTH.diverges, expression))


@pytest.mark.parametrize(
    "expression",
    [
        1 / K,
        1 / sp.log(K + 1),
        sp.exp(-A * K) * K**5,
        sp.exp(-A * sp.sqrt(K)),
        (1 - 1 / (A + 1)) ** K,
        1 - sp.exp(-A / K),
        1 - (1 - 1 / (K + 1)) ** 3,
        (K + A) ** -A,
        GIterate(K),
        A * GIterate(K + 1) ** 2,
        sp.harmonic(K) / K,
        sp.log(K) / K**A,
    ],
)
def test_what_tends_to_0_in_theorems_is_seen(expression):
    assert decided(GROWTH.vanishes, expression)
    assert decided(GROWTH.diverges, 1 / expression) or isinstance(expression, sp.Add)


@pytest.mark.parametrize(
    "expression",
    [
        A,
        1 + 1 / K,
        sp.exp(-A / K),
        (1 + 1 / (A + 1)) ** K / K**9,
        K ** (A - 1),
        (A - 1) ** K,
        sp.sin(K) / K,
        K - sp.sqrt(K**2 + K),
        OccupancyIterate(2, K),
        K * GIterate(K),
        sp.log(K) - sp.harmonic(K),
        (-1) ** K,
        (1 - 1 / K) ** K,
    ],
)
def test_what_does_not_tend_to_0_or_is_not_known_to_is_not_said_to(expression):
    assert not decided(GROWTH.vanishes, expression)
    assert not decided(GROWTH.summable, expression)
