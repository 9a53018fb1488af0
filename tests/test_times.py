"""The time at which a process first meets a condition: exact moments by two routes, literal draws, what is refused."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from simulators.exact import absorption
from theorems.language import Parameters, chains, expectation, integer, literal, real, times
from theorems.language.expectation import NotDerived
from theorems.language.functions import BinaryEntropy
from theorems.language.laws import Finite
from theorems.language.processes import Draw, Process, Time, event, observable_text
from theorems.language.readers import ball, exact, floats, high_precision
from theorems.language.supports import support
from theorems.language.writing import observable_latex
from theorems.processes import processes
from theorems.processes.discrete import BERNOULLI, END, P
from theorems.processes.markov import ABSORBING, A, S, markov

HALF = sp.Rational(1, 2)
X, d = sp.Symbol("X", integer=True), sp.Symbol("d", integer=True)
LATE = Parameters(integer("a", 0, "start", (0, 2)), real("q", "(0, 1]", "chance of a step up", ("1/2", 1)))
a, q = LATE.symbols
UP = Process("up", LATE, start={X: a}, draws=(Draw(d, Finite((0, 1), (1 - q, q))),), step={X: X + d}, first=1)
"""Climbs with chance q a generation; its first state is that of generation 1."""


def moments(process, until, **point):
    """E T and E T^2."""
    at = {name: sp.Rational(x) for name, x in point.items()}
    return [f(process, Time(until))(None, at) for f in (expectation.mean, expectation.mean_square)]


def by_laws(process, until, generations, at):
    """The sums of Pr(T > k) and (2k + 1) Pr(T > k) over the first generations, from the laws of the state."""
    waits, names = 1 - event(until), [str(s) for s in process.states]
    tails = [
        sum(mass for state, mass in law.items() if exact(waits, dict(zip(names, state, strict=True))))
        for law in islice(chains.chain(process, at), generations)
    ]
    return sum(tails), sum((2 * k + 1) * tail for k, tail in enumerate(tails))


@pytest.mark.parametrize(("n", "p0"), [(1, "1/3"), (2, "1/2"), (2, "1/3"), (3, "1/7"), (4, "3/4")])
def test_the_moments_are_the_sums_of_the_tails_of_its_law(n, p0):
    """E T is the sum of Pr(T > k), E T^2 that of (2k + 1) Pr(T > k): from below, and all but all of it."""
    point = {"n": sp.Integer(n), "p0": sp.Rational(p0)}
    for found, seen in zip(moments(BERNOULLI, END, **point), by_laws(BERNOULLI, END, 100, point), strict=True):
        assert isinstance(found, Fraction)
        assert seen <= found <= seen + Fraction(1, 10**7)


@pytest.mark.parametrize("p0", ["1/2", "1/5", "1/97"])
def test_two_samples_live_geometrically_long(p0):
    """From 1/2 each generation ends it with chance 1/2, and the first generation leads there with chance 2 p q."""
    p = Fraction(p0)
    mean, square = moments(BERNOULLI, END, n=2, p0=p0)
    assert mean == 1 + 2 * p * (1 - p) * 2
    assert square == 1 + 2 * p * (1 - p) * (2 * 2 + 6)


@pytest.mark.parametrize("p0", [0, 1])
def test_what_has_ended_at_the_start_takes_no_time(p0):
    assert moments(BERNOULLI, END, n=5, p0=p0) == [0, 0]
    assert [x == 0 for x in absorption.moments(5, fmpq(p0))] == [True, True]
    assert (literal.simulate(BERNOULLI, np.random.default_rng(), 9, None, {"n": 5, "p0": p0}, Time(END)) == 0).all()


def test_generations_are_counted_from_the_first_one():
    """Climbing two steps from generation 1 on takes 1 + two geometric times; mean 1 + 2/q, variance 2 (1-q)/q^2."""
    mean, square = moments(UP, sp.Ge(X, 2), a=0, q="1/3")
    assert (mean, square - mean**2) == (7, 12)
    assert moments(UP, sp.Ge(X, 2), a=2, q="1/3") == [1, 1]
    sure = literal.simulate(UP, np.random.default_rng(), 9, None, {"a": 0, "q": 1}, Time(sp.Ge(X, 2)))
    assert (sure == 3).all()


@pytest.mark.parametrize("n", [5, 30])
def test_balls_contain_what_rationals_say(n, monkeypatch):
    point = {"n": n, "p0": "2/7"}
    plain = moments(BERNOULLI, END, **point)
    monkeypatch.setattr(times, "RATIONAL_STATES", 0)
    times._steps.cache_clear()
    with ctx.workprec(times.BITS):
        for seen, known in zip(moments(BERNOULLI, END, **point), plain, strict=True):
            assert seen.contains(arb(fmpq(known.numerator, known.denominator)))
            assert seen.rad() < 1e-40
    times._steps.cache_clear()


@pytest.mark.parametrize("n", [1, 2, 3, 7, 60])
@pytest.mark.parametrize("p0", ["1/2", "1/100", "30/31"])
def test_floats_are_certified_to_contain_what_the_declaration_says(n, p0):
    """The room by hand and the declared chain, two routes: the brackets are right, and of no use were they wide."""
    known = moments(BERNOULLI, END, n=n, p0=p0)
    for seen, value in zip(absorption.moments(n, fmpq(*map(int, p0.split("/")))), known, strict=True):
        value = arb(fmpq(value.numerator, value.denominator)) if isinstance(value, Fraction) else value
        assert seen.overlaps(value)
        assert (value - seen).abs_upper() <= 1e-9 * value


def test_a_guess_that_is_off_is_certified_to_be_so(monkeypatch):
    """The solver need not be right: the bracket widens with its error, and one that is no solution is refused."""
    right = absorption.moments(30, fmpq(1, 5))[0]
    guess = absorption._guessed
    monkeypatch.setattr(absorption, "_guessed", lambda n, *rest: guess(n, *rest) * np.linspace(1, 1.001, n - 1))
    absorption._table.cache_clear()
    off = absorption.moments(30, fmpq(1, 5))[0]
    assert off.contains(right)
    assert off.rad() > 1e-4
    monkeypatch.setattr(absorption, "_guessed", lambda n, *rest: abs(np.arange(1.0, n) - n / 2) + 1e-9)
    absorption._table.cache_clear()
    with pytest.raises(ArithmeticError, match="no solution is certified for n = 30"):
        absorption.moments(30, fmpq(1, 5))
    absorption._table.cache_clear()


@given(st.integers(1, 60), st.fractions(0, 1, max_denominator=100), st.integers(20, 300))
def test_the_caller_s_precision_is_of_no_matter(n, p0, bits):
    with ctx.workprec(bits):
        asked = [x.str(30, more=True) for x in absorption.moments(n, fmpq(p0.numerator, p0.denominator))]
    assert asked == [x.str(30, more=True) for x in absorption.moments(n, fmpq(p0.numerator, p0.denominator))]


def test_a_chain_given_by_its_matrix_has_its_times():
    """From S one leaves with chance a + c: the time to leave is geometric. Absorption may never come."""
    assert moments(ABSORBING, sp.Eq(S, 0), a="1/3", c="1/4") == [Fraction(12, 7), Fraction(204, 49)]
    assert moments(ABSORBING, sp.Eq(A, 1), a="1/3", c=0) == [3, 15]
    with pytest.raises(ValueError, match=r"absorbing_chain never meets Eq\(A, 1\) from S=0, A=0, B1="):
        moments(ABSORBING, sp.Eq(A, 1), a="1/3", c="1/4")


TWO = sp.symbols("U W", nonnegative=True)


@pytest.mark.parametrize(
    ("matrix", "why"),
    [
        (((HALF, HALF), (0, HALF)), "the matrix is not stochastic: the row of W adds up to 1/2, not to 1"),
        (((q, q), (0, 1)), r"the matrix is not stochastic: the row of U adds up to 2\*q, not to 1"),
        (((sp.Rational(3, 2), -HALF), (0, 1)), "not stochastic: 3/2 in the row of U"),
        (((0, 1), (1 + HALF, -HALF)), "not stochastic: 3/2 in the row of W"),
        (((1, 0), (0, 1)), "W is not reached from U"),
        (((0, 1),), "2 places need 2 rows of 2 entries each"),
    ],
)
def test_a_matrix_that_is_no_chain_is_refused_in_one_line(matrix, why):
    with pytest.raises(ValueError, match=f"^odd: .*{why}$"):
        markov("odd", Parameters(LATE["q"]), TWO, matrix, {})


@pytest.mark.parametrize(
    ("process", "until", "why"),
    [
        ("poisson", sp.Eq(sp.Symbol("Lambda"), 0), "the support of Poisson is not finite"),
        ("gaussian", sp.Eq(sp.Symbol("M"), 0), "carries data sets|support of Normal|is a data set|only looked at"),
    ],
)
def test_of_what_is_no_finite_chain_no_time_is_derived(process, until, why):
    with pytest.raises(NotDerived, match=why):
        expectation.mean(processes()[process], Time(until))


def test_a_chain_of_too_many_states_is_refused_in_one_line():
    with pytest.raises(ValueError, match="bernoulli may be in more than 200 states before"):
        moments(BERNOULLI, END, n=500, p0="1/2")
    with pytest.raises(ValueError, match="the time of absorption is followed up to n = 10,000: got 10001"):
        absorption.moments(10001, fmpq(1, 2))


def test_literal_draws_that_do_not_end_are_stopped(monkeypatch):
    monkeypatch.setattr(literal, "LONGEST", 50)
    with pytest.raises(ValueError, match=r"up does not meet X > 100 in 50 generations on every path"):
        literal.simulate(UP, np.random.default_rng(), 4, None, {"a": 0, "q": 0.5}, Time(sp.Gt(X, 100)))


def test_a_time_is_written_and_lies_from_the_first_generation_on():
    assert observable_text(Time(END)) == "Time(Eq(P*(1 - P), 0))"
    assert observable_latex(BERNOULLI, Time(sp.Eq(P, 0))) == r"\min\{k : P_k = 0\}"
    found = support(UP, Time(sp.Ge(X, 2)))
    assert (found.kind, found.low, found.high) == ("real", 1, sp.oo)


@pytest.mark.parametrize("p", [0, "1/10", "1/2", 1])
def test_every_reader_knows_the_entropy_of_two_symbols_at_the_ends_too(p):
    s, at = sp.Symbol("p"), sp.Rational(p)
    h, point = BinaryEntropy(s), {"p": at}
    known = sum(-x * sp.log(x) for x in (at, 1 - at) if x)
    assert ball(h, point).overlaps(ball(known, {}))
    assert abs(high_precision(h, point) - known.evalf(30)) < 1e-15
    assert floats(h, p=float(at)) == pytest.approx(float(known), rel=1e-15)
    assert BinaryEntropy(at) == 0 if at in (0, 1) else BinaryEntropy(at).is_nonnegative
    assert at not in (0, 1) or exact(h, point) == 0


@pytest.mark.parametrize("sizes", [range(2, 61), range(61, 121), (200, 400)])
def test_the_mean_time_is_at_most_twice_n_times_the_entropy_of_every_frequency(sizes):
    """What `bernoulli-forgetting-time/mean-upper` says, at all shares j/n, for n up to 120, 200 and 400."""
    for n in sizes:
        _, above = absorption._table(n)[0]
        assert all(above[j] < 2 * n * floats(BinaryEntropy(sp.Symbol("p")), p=j / n) for j in range(1, n))
