"""Numbers in arrays: every one is as near to the value as its bound says, and so is every claim."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx, fmpq
from hypothesis import example, given
from hypothesis import strategies as st

from harness.judge.selection import cases
from theorems.language import Law
from theorems.language.domains.choices import Choice
from theorems.language.domains.entries import fraction
from theorems.language.readers import NotExact, NoValue, UnreadableExpression, arrays, near, pairs
from theorems.language.readers.balls import enclosure
from theorems.language.readers.interpreter import plain
from theorems.language.registry import theorems

KINDS = pytest.mark.parametrize("kind", arrays.KINDS, ids=lambda kind: kind.__name__)
MOST = 40
BITS = 300


def at(part, place):
    """One of many numbers, or the one for all of them."""
    return float(np.ravel(part)[place if np.size(part) > 1 else 0])


def gap(value, ball, place=0):
    """How far the ball is from the midpoint in arrays, less the bound: at most 0 if the bound is one."""
    with ctx.workprec(BITS):
        parts = (value.mid, getattr(value, "low", 0.0), value.rad)
        high, low, rad = (at(part, place) for part in parts)
        return abs(ball - arb(high) - arb(low)) - arb(rad)


def known(value, place=0):
    """Is there a number, and a finite bound?"""
    return all(math.isfinite(at(part, place)) for part in (value.mid, value.rad))


# -- arithmetic -------------------------------------------------------------------------------------------------

NUMBERS = st.one_of(st.integers(-1000, 1000).map(float), st.floats(allow_nan=False, allow_infinity=False))
RADII = st.one_of(st.just(0.0), st.floats(0, 1e-3))


@st.composite
def numbers(draw, kind, positive=False):
    """A number of a kind, whose bound is no less than a share of it; and a value within the bound."""
    mid, rad = draw(NUMBERS), draw(RADII)
    mid = abs(mid) if positive else mid
    rad = rad * abs(mid)
    found = kind(np.float64(mid), np.float64(rad))
    if kind is pairs.Pairs:
        found.low = np.float64(mid * draw(st.floats(-0.5, 0.5)) * 2.0**-53)
    side = draw(st.fractions(-1, 1))
    side = fmpq(side.numerator, side.denominator)
    with ctx.workprec(BITS):
        inside = arb(mid) + arb(float(getattr(found, "low", 0.0))) + arb(float(rad)) * side
    return found, inside


OPERATIONS = {
    "sum": (lambda x, y: x + y, lambda x, y: x + y),
    "product": (lambda x, y: x * y, lambda x, y: x * y),
    "opposite": (lambda x, _: -x, lambda x, _: -x),
    "size": (lambda x, _: abs(x), lambda x, _: abs(x)),
    "inverse": (lambda x, _: x.inverse(), lambda x, _: 1 / x),
    "square": (lambda x, _: x.whole_power(2), lambda x, _: x * x),
    "root": (lambda x, _: x.root(), lambda x, _: x.sqrt()),
    "larger": (lambda x, y: type(x).functions()[sp.Max](x, y), lambda x, y: x.max(y)),
    "smaller": (lambda x, y: type(x).functions()[sp.Min](x, y), lambda x, y: x.min(y)),
}


@KINDS
@pytest.mark.parametrize("operation", OPERATIONS)
@given(data=st.data())
def test_the_bound_on_an_operation_is_one(operation, kind, data):
    ours, exact = OPERATIONS[operation]
    x, inside = data.draw(numbers(kind, operation == "root"))
    y, other = data.draw(numbers(kind))
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        found, truth = ours(x, y), exact(inside, other)
        assert not known(found) or not gap(found, truth) > abs(truth) * arb(2) ** -200


@KINDS
def test_the_bound_on_a_root_is_one_wherever_numbers_are(kind):
    """Also of numbers so small that their last digits are lost."""
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        for exponent in range(-1074, 1024, 3):
            x = kind(np.float64(2.0) ** exponent * np.float64(1 + 2**-13), 0.0)
            found, truth = x.root(), arb(float(x.mid)).sqrt()
            assert not known(found) or not gap(found, truth) > abs(truth) * arb(2) ** -200, exponent


@KINDS
@pytest.mark.parametrize("operation", ["sum", "larger", "smaller"])
def test_the_bound_on_what_is_almost_too_large_is_one(operation, kind):
    """Half a unit of the last place more is no number any more."""
    ours, exact = OPERATIONS[operation]
    large = [float(s * x) for s in (1, -1) for x in (np.finfo(float).max, 2.0**970, 2.0**969)]
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        for x, y in itertools.product(large, repeat=2):
            found, truth = ours(kind(np.float64(x), 0.0), kind(np.float64(y), 0.0)), exact(arb(x), arb(y))
            assert not known(found) or not gap(found, truth) > abs(truth) * arb(2) ** -200, (x, y)


SIZES = [0.0, *(2.0**e for e in (-1074, -1022, -960, -801, -500, -300, 0, 300, 500, 960))]
EDGES = [(mid, rad) for size in SIZES for rad in (0.0, size / 2, 2.0**-600) for mid in (size, -size)]


@KINDS
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_bound_on_an_operation_is_one_where_digits_are_lost(operation, kind):
    """At both ends of what the operands may be."""
    ours, exact = OPERATIONS[operation]
    every = list(itertools.product(EDGES, repeat=2))
    x, y = (kind(*np.array([both[i] for both in every]).T) for i in (0, 1))
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        found = ours(x, y)
        for place, ((a, off), (b, other)) in enumerate(every):
            if known(found, place):
                for s, t in itertools.product((-1, 1), repeat=2):
                    truth = exact(arb(a) + s * arb(off), arb(b) + t * arb(other))
                    assert not gap(found, truth, place) > abs(truth) * arb(2) ** -200, (a, off, b, other)


FUNCTIONS = {
    "exp": (sp.exp, lambda x: x.exp()),
    "log": (sp.log, lambda x: x.log()),
    "sin": (sp.sin, lambda x: x.sin()),
    "cos": (sp.cos, lambda x: x.cos()),
    "sinh": (sp.sinh, lambda x: x.sinh()),
    "cosh": (sp.cosh, lambda x: x.cosh()),
    "tanh": (sp.tanh, lambda x: x.tanh()),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_numpys_functions_are_as_good_as_is_taken_for_granted(name, data):
    function, exact = FUNCTIONS[name]
    x, inside = data.draw(numbers(near.Near, name == "log"))
    with np.errstate(all="ignore"), ctx.workprec(BITS + 1200):
        found = near.Near.functions()[function](x)
        assert not known(found) or not gap(found, exact(inside)) > 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_bound_on_a_function_is_one_where_digits_are_lost(name):
    function, exact = FUNCTIONS[name]
    exponents = [(-mid, rad) for mid in (700.0, 745.0, 1000.0) for rad in (0.0, 10.0, 80.0, 400.0)]
    x = near.Near(*np.array(EDGES + exponents).T)
    with np.errstate(all="ignore"), ctx.workprec(BITS + 2400):
        found = near.Near.functions()[function](x)
        for place, (mid, rad) in enumerate(EDGES + exponents):
            for s in (-1, 1) if known(found, place) else ():
                assert not gap(found, exact(arb(mid) + s * arb(rad)), place) > 0, (mid, rad)


@pytest.mark.parametrize("base", [(0.5, 0.125), (0.5, 0.0), (2.0**-600, 2.0**-601), (-0.5, 0.125), (0.0, 0.0)])
@pytest.mark.parametrize("exponent", [1.0, 3.0, 1000.0, 1100.0, 4000.0])
def test_the_bound_on_a_power_is_one_where_digits_are_lost(base, exponent):
    (mid, rad), y = base, near.Near(np.float64(exponent), np.float64(0.0))
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        found = near.Near(np.float64(mid), np.float64(rad)).power(y)
        for s in (-1, 1) if known(found) else ():
            truth = (arb(mid) + s * arb(rad)) ** int(exponent)
            assert not gap(found, truth) > abs(truth) * arb(2) ** -200


@given(st.floats(1e-3, 1e3), RADII, st.floats(-60, 60), RADII)
def test_the_bound_on_a_power_is_one(base, off, exponent, other):
    x, y = near.Near(np.float64(base), np.float64(base * off)), near.Near(np.float64(exponent), np.float64(other))
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        found = x.power(y)
        for a in (arb(base) + arb(float(x.rad)), arb(base) - arb(float(x.rad))):
            for b in (arb(exponent) + arb(other), arb(exponent) - arb(other)):
                assert not gap(found, a**b) > 0


@KINDS
@given(st.integers(-1000, 1000), st.lists(st.integers(-200, 200), min_size=1, max_size=5))
def test_the_bound_on_a_whole_power_is_one(kind, base, exponents):
    x = kind.exactly(base, 7)
    with np.errstate(all="ignore"), ctx.workprec(BITS):
        found = x.power(kind.machine(np.array(exponents, float), np.zeros(len(exponents)), True))
        for place, exponent in enumerate(exponents):
            if base or exponent >= 0:
                truth = arb(fmpq(base, 7)) ** exponent
                assert not known(found, place) or not gap(found, truth, place) > abs(truth) * arb(2) ** -200


@KINDS
@given(st.fractions(), st.integers(-900, 900))
def test_a_rational_number_is_within_its_bound(kind, x, exponent):
    x *= Fraction(2) ** exponent
    with ctx.workprec(BITS):
        found, truth = kind.exactly(x.numerator, x.denominator), arb(fmpq(x.numerator, x.denominator))
        assert not gap(found, truth) > abs(truth) * arb(2) ** -250
        (ball,) = (kind.enclosing([truth]).at(i) for i in (0,))
        assert not gap(ball, truth) > 0


@KINDS
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
@example([5e-324, 1e-310, 2.0**-1022, 0.1])
def test_a_decimal_is_what_is_printed(kind, values):
    column = arrays.decimals(np.array(values))
    for place, value in enumerate(values):
        exact = Fraction(repr(value))
        assert column.exact(place) == exact
        rounded = column.rounded is not None and column.rounded[place]
        assert rounded or exact == Fraction(value)
        assert abs(Fraction(value) - exact) <= Fraction(at(column.near(kind).rad, place))


# -- the registry -----------------------------------------------------------------------------------------------


def of_registry(case):
    """The expression of a claim, what is the same at points of its grid, and their columns; None if there are none."""
    claim = case.claim
    if isinstance(claim, Law):
        return None
    points = []
    for point in case.theorem.parameters.grid(case.used):
        points += [point] if case.applies(point) else []
        if len(points) == 4 * MOST:
            break
    points = points[-MOST:]
    numbers = [p.name for p in case.theorem.parameters if p.name in case.written and not isinstance(p, Choice)]
    numbers = [name for name in numbers if points and not isinstance(points[0][name], tuple)]
    fixed = {name: plain(x) for name, x in points[0].items() if name not in numbers} if points else {}
    points = [p for p in points if all(plain(p[name]) == x for name, x in fixed.items())]
    columns = {name: arrays.listed([fraction(p[name]) for p in points]) for name in numbers}
    return (claim.value, fixed, columns, len(points)) if columns and len(points) > 1 else None


def wrong(theorem, kind):
    """The points at which a bound is none, and the claims that cannot be read in arrays."""
    failures, unread = [], []
    for case in cases(theorem):
        found = of_registry(case)
        if found is None:
            continue
        expression, fixed, columns, size = found
        try:
            with np.errstate(all="ignore"):
                value = arrays.Arrays({**fixed, **columns}, kind=kind).read(expression)
        except (ArithmeticError, ValueError, UnreadableExpression) as error:
            unread.append((case.id, str(error)))
            continue
        for place in range(size):
            point = {**fixed, **{name: column.exact(place) for name, column in columns.items()}}
            if known(value, place):
                try:
                    if gap(value, enclosure(expression, point, 200), place) > 0:
                        failures.append((case.id, point))
                except (NoValue, NotExact):
                    failures.append((case.id, point))
    return failures, unread


@KINDS
@pytest.mark.parametrize("name", theorems())
def test_every_claim_is_read_in_arrays_and_within_its_bounds(name, kind):
    failures, unread = wrong(theorems()[name], kind)
    assert failures == []
    assert kind is pairs.Pairs or unread == []
    assert {why for _, why in unread} <= {"a power that is not whole"}


def off(kind):
    """Are simple things within their bounds?"""
    third, root = kind.exactly(3, 1).inverse(), kind.exactly(2, 1).root()
    tiny = kind.exactly(1, 2**120 if kind is pairs.Pairs else 2**60)
    less = kind.exactly(1, 3**400)
    with ctx.workprec(BITS):
        exact = {
            third: 1 / arb(3),
            root: arb(2).sqrt(),
            third * third: 1 / arb(9),
            less * less: 1 / arb(9) ** 400,
            third + root: arb(2).sqrt() + 1 / arb(3),
            kind.exactly(1, 1) + tiny: 1 + arb(2) ** (-120 if kind is pairs.Pairs else -60),
        }
        if kind is near.Near:
            exact |= {near._exp(kind.exactly(1, 1)): arb(1).exp(), near._log(kind.exactly(3, 1)): arb(3).log()}
            exact[near._exp(kind(np.float64(-1000), np.float64(400)))] = arb(-600).exp()
        else:
            sharp = kind(1 / 3, 0.0, low=1e-17)
            exact[sharp * sharp] = (arb(1 / 3) + arb(1e-17)) ** 2
        return [place for place, (found, truth) in enumerate(exact.items()) if gap(found, truth) > 0]


SLIPS = [
    *((near.Near, near, name, 0.0) for name in ("UNIT", "ELEMENTARY", "GROW", "LEAST", "SMALLEST")),
    (near.Near, near, "two_sum", lambda x, y: (x + y, 0.0)),
    *((pairs.Pairs, pairs, name, 0.0) for name in ("TWICE", "NEWTON", "GROW", "LEAST")),
    (pairs.Pairs, pairs, "two_product", lambda x, y: (x * y, 0.0)),
    (pairs.Pairs, pairs, "two_sum", lambda x, y: (x + y, 0.0)),
]


@pytest.mark.parametrize(("kind", "module", "name", "value"), SLIPS, ids=lambda x: x if isinstance(x, str) else "")
def test_a_bound_that_is_none_is_noticed(kind, module, name, value, monkeypatch):
    assert off(kind) == []
    monkeypatch.setattr(module, name, value)
    assert off(kind) != []
