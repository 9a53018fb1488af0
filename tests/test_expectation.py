"""What follows from a declaration for an observable, against enumeration and independent formulas."""

from fractions import Fraction
from itertools import islice, product

import pytest
import sympy as sp
from enclosing import holds
from flint import arb, ctx

from theorems.language import expectation
from theorems.language.chains import chain
from theorems.language.expectation import NotDerived
from theorems.language.laws import MeanChiSquare
from theorems.language.processes import Draw, Finally, HalfSquare, Increment, Process, Steps
from theorems.processes import processes

PROCESSES = processes()
BERNOULLI, FITS, KDE = PROCESSES["bernoulli"], PROCESSES["gaussian_sufficient"], PROCESSES["kde_replace"]
P, (M, T), S = BERNOULLI.states[0], FITS.states, sp.Symbol("S", positive=True)
POINT = {"n": sp.Integer(3), "p0": sp.Rational(1, 3)}


def law(k):
    """Share -> probability, at generation k, by enumeration."""
    return {state[0]: mass for state, mass in next(islice(chain(BERNOULLI, POINT), k, None)).items()}


@pytest.mark.parametrize("k", [0, 1, 3])
def test_half_squares_have_the_moments_of_two_independent_runs(k):
    pairs = list(product(law(k).items(), repeat=2))
    for power, derive in ((1, expectation.mean), (2, expectation.mean_square)):
        wanted = sum((a * b * ((x - y) ** 2 / 2) ** power for (x, a), (y, b) in pairs), Fraction(0))
        assert derive(BERNOULLI, HalfSquare(P))(k, POINT) == wanted


def test_a_logarithm_adds_up_its_growth():
    """Mean and mean square after k steps from ln 2."""
    point = {"n": sp.Integer(4), "sigma0": sp.Integer(2)}
    step, square = (d(FITS, Increment(sp.log(T)))(None, point) for d in (expectation.mean, expectation.mean_square))
    for k in (0, 1, 5):
        first, second = (d(FITS, sp.log(T))(k, point) for d in (expectation.mean, expectation.mean_square))
        mean = arb(2).log() + k * step
        assert first.overlaps(mean)
        assert second.overlaps(mean**2 + k * (square - step**2))
    with pytest.raises(ValueError, match="k must be an integer >= 0: got -1"):
        expectation.mean(FITS, sp.log(T))(-1, point)


def test_a_growth_whose_law_depends_on_the_state_is_not_derived():
    """T is multiplied by a mean square of as many normals as T says: the same factor, but no rate."""
    law = MeanChiSquare(T + 1)
    process = Process("grown", FITS.parameters, start=FITS.start, draws=(Draw(S, law),), step={M: M, T: T * S})
    with pytest.raises(NotDerived, match="depends on the state"):
        expectation.mean(process, Increment(sp.log(T)))


@pytest.mark.parametrize(
    ("process", "observable", "why"),
    [
        (BERNOULLI, Increment(sp.log(P)), "no sum of logarithms"),
        (BERNOULLI, Increment(P), "no sum of logarithms"),
        (FITS, Increment(sp.log(T + 1)), "no sum of logarithms"),
        (FITS, Increment(M), "no sum of logarithms"),
        (FITS, sp.log(M**2), "no sum of logarithms"),
        (BERNOULLI, Steps(P**2), "no multiple of it"),
        (BERNOULLI, Steps(sp.Piecewise((1, sp.Eq(P, 0)), (0, True))), "not a polynomial"),
        (BERNOULLI, Finally(P, sp.Eq(P, 0)), "no moment says"),
        (PROCESSES["gaussian"], PROCESSES["gaussian"].observables["scale"], "not a polynomial"),
    ],
)
def test_what_does_not_follow_is_not_derived(process, observable, why):
    with pytest.raises(NotDerived, match=why):
        expectation.mean(process, observable)


def test_a_step_factor_may_depend_on_parameters_and_on_nothing_else():
    factor = expectation.step_factor(BERNOULLI, Steps(P * (1 - P)))
    assert sp.simplify(factor - (1 - 1 / BERNOULLI.parameters["n"].symbol)) == 0


@pytest.mark.parametrize(("name", "value"), [("draw_square", 9), ("spread", None)])
def test_one_generation_before_the_first_only_the_given_model_is_there(name, value):
    found = expectation.mean(KDE, KDE.observables[name])
    point = {"n": sp.Integer(2), "h": sp.Integer(1), "sigma0": sp.Integer(3)}
    if value is None:
        with pytest.raises(ValueError, match="k must be an integer >= 1: got 0"):
            found(0, point)
    else:
        assert found(0, point) == value
        assert found(1, point) == value + 1
    with pytest.raises(ValueError, match="k must be an integer >= 1: got -1"):
        found(-1, point)


@pytest.mark.parametrize("k", [299, 300, 301, 1000])
def test_after_many_generations_balls_hold_the_rational_mean(k):
    value = expectation.mean(BERNOULLI, BERNOULLI.observables["diversity"])(k, POINT)
    truth = Fraction(2, 9) * Fraction(2, 3) ** k
    assert value == truth if k <= 300 else holds(value, truth)


def test_a_generation_that_is_no_small_number_costs_no_time():
    value = expectation.mean(BERNOULLI, BERNOULLI.observables["diversity"])(10**40, POINT | {"n": sp.Integer(10) ** 40})
    with ctx.workprec(256):  # e^-1 (1 - 1/n) < (1 - 1/n)^n < e^-1
        limit = arb(2) / 9 * (-arb(1)).exp()
        assert limit * (1 - arb(10) ** -40) < value < limit
