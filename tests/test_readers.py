"""The readers of one expression agree, every domain is inhabited, and what cannot be read is refused loudly."""

from math import isfinite

import mpmath as mp
import pytest
import sympy as sp
from each import of_each
from flint import arb, ctx, fmpq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from points_lab import points

from harness.judge.case import Case
from theorems.language import DomainError, Parameters, X, integer, real
from theorems.language.domains.entries import as_rational
from theorems.language.notation import latex
from theorems.language.readers import (
    NotExact,
    UnreadableExpression,
    ball,
    box_ball,
    exact,
    floats,
    high_precision,
)
from theorems.language.registry import theorems

CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems().values() for c in t.claims if c.parts]


@of_each("theorem, claim", CLAIMS)
def test_balls_mpmath_floats_and_rationals_agree_on_every_domain(theorem, claim):
    """At points that are drawn anew in every run: what goes wrong on a share s of them is seen with 1 - (1 - s)^3."""
    case = Case(theorem, claim)
    inside = points([p for p in theorem.parameters if p.name in case.used], 40, 20, case.applies)

    @settings(max_examples=3, suppress_health_check=[HealthCheck.filter_too_much])
    @given(inside, st.integers(1, 5))
    def agree(point, x):
        if any(expression.has(X) for expression in claim.parts.values()):  # of a law, or an equation
            point = {**point, X.name: sp.Integer(x)}
        for expression in claim.parts.values():
            enclosure = ball(expression, point, 150)
            assert enclosure.is_finite()
            with ctx.workprec(200):
                mp_value = arb(mp.nstr(high_precision(expression, point, 35), 36))
                scale = max(1e-300, float(abs(enclosure).upper()))
                assert float(abs(mp_value - enclosure).lower()) <= 1e-28 * max(scale, 1.0)
            machine = floats(expression, **{n: as_rational(v) for n, v in point.items()})
            if isfinite(machine):
                assert abs(machine - float(enclosure.mid())) <= 1e-9 * max(scale, 1.0)
            else:
                assert any(overflows(part, point) for part in sp.preorder_traversal(expression))
            try:
                rational = exact(expression, point)
            except NotExact:
                continue
            with ctx.workprec(400):
                assert (enclosure - fmpq(rational.numerator, rational.denominator)).contains(0)

    agree()


def overflows(part, point):
    """Is a part of an expression too large for a machine number?"""
    bound = part.free_symbols - {s for s in part.free_symbols if s.name in point}
    return not bound and isinstance(part, sp.Expr) and bool(abs(ball(part, point)) > 1e308)


@of_each("theorem, claim", CLAIMS)
def test_every_claim_has_a_value_at_its_smallest_parameters(theorem, claim):
    case = Case(theorem, claim)
    inhabited = [p for p in theorem.parameters.grid(case.used) if case.applies(p)]
    assert inhabited, "the claim applies nowhere on the grid"
    smallest = {**inhabited[0], X.name: sp.Integer(1)}
    for expression in claim.parts.values():
        assert ball(expression, smallest).is_finite()


def test_a_function_that_a_table_lacks_is_refused():
    x = sp.Symbol("x")
    with pytest.raises(UnreadableExpression, match="besselj"):
        ball(sp.besselj(0, x), {"x": sp.Integer(1)})
    with pytest.raises(NotExact):
        exact(sp.exp(x), {"x": sp.Integer(1)})
    with pytest.raises(KeyError, match="y"):
        ball(sp.Symbol("y") + x, {"x": sp.Integer(1)})


def test_a_ball_encloses_a_third_times_three():
    """The trap of lambdify: 1/3 must not pass through a machine float."""
    n = sp.Symbol("n")
    enclosure = ball(sp.Rational(1, 3) * n - 1, {"n": sp.Integer(3)}, 200)
    assert enclosure.contains(0)
    assert enclosure.rad() < 1e-60


def test_a_box_ball_encloses_the_values_over_the_box():
    x = sp.Symbol("x")
    box = arb(1).union(arb(2))
    enclosure = box_ball(sp.exp(-x) * x, {"x": box})
    for value in (1, 1.5, 2):
        assert enclosure.contains(arb(value) * (-arb(value)).exp())


def test_an_expression_without_a_real_value_is_an_error():
    x = sp.Symbol("x")
    with pytest.raises(ArithmeticError):
        ball(sp.log(x), {"x": sp.Integer(-1)})


def test_latex_uses_the_notation_of_the_field():
    n, p0, k = theorems()["bernoulli-absorption"].parameters.symbols
    claim = theorems()["bernoulli-absorption"].claim("forgotten-upper")
    assert latex(claim.value) == r"e^{-n p_0 g_k}"
    assert {n, p0, k} == claim.value.free_symbols


PARAMETERS = Parameters(
    integer("n", 2, "samples", (2, 5)),
    real("p0", "[0, 1)", "share", (0, "1/2")),
    real("h", "(0, oo)", "bandwidth", (1,), default=1),
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("n=1", "n must be an integer >= 2: got 1"),
        ("n=2.5", "n must be an integer >= 2: got 2.5"),
        ("p0=1", "p0 must be a real number in [0, 1): got 1"),
        ("p0=-1/2", "p0 must be a real number in [0, 1): got -1/2"),
        ("p0=abc", "p0 must be a real number in [0, 1), such as 1/2: got 'abc'"),
        ("h=0", "h must be a real number > 0: got 0"),
        ("q=1", "there is no parameter 'q': the parameters are n, p0, h"),
        ("n=2,n=3", "n is given twice"),
        ("n", "a point is written name=value,...: got 'n'"),
    ],
)
def test_a_bad_point_is_named_with_its_domain_and_value(text, message):
    with pytest.raises(DomainError) as error:
        PARAMETERS.point(text)
    assert str(error.value) == message


def test_values_are_exact_and_defaults_are_filled_in():
    point = PARAMETERS.complete(PARAMETERS.point("n=3, p0=0.1"), {"n", "p0", "h"})
    assert point == {"n": 3, "p0": sp.Rational(1, 10), "h": 1}
    with pytest.raises(DomainError, match="n is missing"):
        PARAMETERS.complete({}, {"n"})


def test_a_grid_without_the_smallest_value_is_refused():
    with pytest.raises(DomainError, match="smallest admissible value 2"):
        integer("n", 2, "samples", (3, 5))
