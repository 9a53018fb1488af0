"""Processes whose points are vectors: declared, derived, and drawn literally."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy as sp
from flint import ctx
from vectors_lab import POINTS, written

from theorems.language import Parameters, expectation
from theorems.language.clouds import Cloud, Spread, joined
from theorems.language.data import Data, Mean, PowerSum, Variance
from theorems.language.determinants import ShiftedDeterminant, WishartDeterminant
from theorems.language.domains.entries import Entries
from theorems.language.labelled import of_rows
from theorems.language.laws import Finite, MeanChiSquare, NoMoment, Normal
from theorems.language.literal import NoDraw, simulate
from theorems.language.moments import NotClosed
from theorems.language.processes import Counts, Draw, Process
from theorems.language.readers import ball
from theorems.language.recursion import recursion
from theorems.language.vectors import (
    Determinant,
    NotProjected,
    SquaredNorm,
    Trace,
    in_direction,
    in_one_dimension,
)
from theorems.processes import processes
from theorems.processes.gaussian_multivariate import (
    ACCUMULATE_DETERMINANT,
    DDOF,
    LAM,
    REPLACE,
    REPLACE_DETERMINANT,
    REPLACE_LOGARITHM,
    SIZE,
    D,
    L,
)
from theorems.processes.noisy_mean import SHAKEN

Q = sp.Rational
VECTORS = {
    name: process
    for name, process in processes().items()
    if process.spectrum is not None
    if not name.endswith("_value_blind")  # of which which points are seen is not said
    if not of_rows(process)  # test_labelled
    if process is not SHAKEN  # below
}


# -- what is derived ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("observable", ["trace", "mean_error"])
def test_sums_over_directions_have_the_means_that_are_written_by_hand(name, observable):
    process = VECTORS[name]
    found = recursion(process, process.observables[observable])
    for point, k in product(POINTS, (0, 1, 2, 5)):
        by_hand = written(process, observable, k, point)
        assert found.value(k, point) == Fraction(int(by_hand.p), int(by_hand.q)), (point, k)


def test_the_error_of_a_shaken_mean_is_what_is_written_by_hand():
    found = recursion(SHAKEN, SHAKEN.observables["mean_error"])
    point = {"n": (2, 3, 7), "lam": Entries((4, 1, Q(1, 4))), "kappa": Q(2, 3)}
    for k, shares in enumerate(((), (Q(1, 2),), (Q(1, 2), Q(1, 3)), (Q(1, 2), Q(1, 3), Q(1, 7)))):
        by_hand = Q(21, 4) * (sum(shares, Q(0)) + k * Q(4, 9))
        assert found.value(k, point) == Fraction(int(by_hand.p), int(by_hand.q)), k


@pytest.mark.parametrize("process", [REPLACE_DETERMINANT, ACCUMULATE_DETERMINANT], ids=lambda p: p.name)
def test_a_process_of_determinants_has_the_means_that_are_written_by_hand(process):
    whole = process.reduces[0]
    for point, k in product(POINTS, (0, 1, 2, 4)):
        lam = point["lam"]
        mine = point | {"d": sp.Integer(len(lam)), "det0": sp.Rational(1) * sp.prod(map(Q, lam))}
        by_hand = written(whole, "determinant", k, point)
        assert recursion(process, D).value(k, mine) == Fraction(int(by_hand.p), int(by_hand.q)), (point, k)


@ctx.workprec(200)
def test_the_process_of_logarithms_has_the_means_that_are_written_by_hand():
    for point, k in product([p for p in POINTS if p["n"] > len(p["lam"])], (0, 1, 2, 4)):
        lam, d = point["lam"], len(point["lam"])
        mine = {"d": sp.Integer(d), "excess": point["n"] - d, "ddof": point["ddof"], "logdet0": sp.Integer(0)}
        found, squared = (recursion(REPLACE_LOGARITHM, L**power).value(k, mine) for power in (1, 2))
        start = ball(sp.log(sp.prod(map(Q, lam))), {})
        assert abs(start + enclosed(found) - written(REPLACE, "log_determinant", k, point)) < 1e-20, (point, k)
        of_unit = point | {"lam": Entries([1] * d)}
        assert abs(enclosed(squared) - written(REPLACE, "log_determinant_second_moment", k, of_unit)) < 1e-20


def enclosed(value):
    """A Fraction, or a ball, as a ball."""
    return ball(sp.Rational(value.numerator, value.denominator), {}) if isinstance(value, Fraction) else value


@pytest.mark.parametrize("expression", ["trace_square", "determinant", "singular"])
def test_what_is_no_sum_over_directions_is_not_derived(expression):
    with pytest.raises(NotClosed):
        recursion(REPLACE, REPLACE.observables[expression])


@pytest.mark.parametrize("of", [lambda x: Variance(x, 0), Mean, lambda x: Mean(x) ** 2, lambda x: PowerSum(x, 2)])
def test_a_vector_or_a_matrix_has_no_mean_that_is_a_number(of):
    (seen,) = REPLACE.states
    with pytest.raises(NotClosed):
        recursion(REPLACE, of(seen))


def test_coefficients_that_vary_make_no_sum_over_directions():
    (seen,) = REPLACE.states
    fitted = Trace(Variance(seen, 0))
    others = (Trace(Variance(seen, 0) ** 2), SquaredNorm(Mean(seen) ** 2), SquaredNorm(Mean(seen**2)), fitted + 1)
    for expression in (fitted * SquaredNorm(Mean(seen)), fitted * Determinant(Variance(seen, 0)), *others):
        with pytest.raises(NotClosed):
            recursion(REPLACE, expression)
    assert recursion(REPLACE, 2 * fitted).value(1, POINTS[-1]) == 2 * recursion(REPLACE, fitted).value(1, POINTS[-1])


def test_no_logarithm_is_derived_of_vectors():
    for derive in (expectation.mean, expectation.mean_square):
        with pytest.raises(expectation.NotDerived):
            derive(REPLACE, REPLACE.observables["log_determinant"])


def test_of_the_factor_of_a_determinant_no_second_moment_is_known():
    with pytest.raises(NoMoment):
        recursion(ACCUMULATE_DETERMINANT, D**2)


# -- what one direction sees ---------------------------------------------------------------------------------------

n, lam = SIZE.symbol, LAM.symbol
seen, batch = Data("seen", n), Data("batch", n)


def fitted(law, start=None, draws=(), more=()):
    """The model refitted to its last batch, with another fit, another real law, or a number besides that stays."""
    return Process(
        "made",
        Parameters(SIZE, LAM, DDOF),
        start={seen: start or Normal(sp.Integer(0), lam), **dict.fromkeys(more, sp.Integer(0))},
        draws=(*draws, Draw(batch, law)),
        step={seen: (batch,), **{number: number for number in more}},
        first=1,
        spectrum=lam,
    )


PROJECTS = {
    "shrunk": Normal(Mean(seen) / 2, Variance(seen, 1) / 3),
    "with the real covariance": Normal(Mean(seen), (Variance(seen, 0) + lam) / 2),
    "as published": Normal(Mean(seen), Variance(seen, DDOF.symbol)),
}
DOES_NOT = {
    "a mean that depends on the variance": Normal(Variance(seen, 0), Variance(seen, 0)),
    "the square of a mean": Normal(Mean(seen) ** 2, Variance(seen, 0)),
    "a mean of squares": Normal(Mean(seen**2), Variance(seen, 0)),
    "a number as the mean of every coordinate": Normal(Mean(seen) + 1, Variance(seen, 0)),
    "the square of a covariance": Normal(Mean(seen), Variance(seen, 0) ** 2),
    "a coefficient that is estimated": Normal(Mean(seen) * Trace(Variance(seen, 0)), Variance(seen, 0)),
    "the mean as a covariance": Normal(Mean(seen), Mean(seen) ** 2),
    "a number as the covariance": Normal(Mean(seen), sp.Integer(1)),
    "another law": MeanChiSquare(n),
}


@pytest.mark.parametrize("law", PROJECTS.values(), ids=PROJECTS)
def test_what_one_direction_sees_is_the_declaration_read_in_one_dimension(law):
    one = in_direction(fitted(law))
    assert one.spectrum is None
    x = one.parameters.symbols[-1]
    assert one.start == {seen: Normal(sp.Integer(0), x)}
    assert one.draws == (Draw(batch, Normal(law.mean, law.variance.xreplace({lam: x}))),)
    assert one.name == "made_direction"


def test_no_sum_over_directions_is_derived_where_a_step_depends_on_the_direction():
    """The real covariance is mixed in: where it is larger, a generation adds more."""
    with pytest.raises(NotClosed, match="depends on the real variance"):
        recursion(fitted(PROJECTS["with the real covariance"]), Trace(Variance(seen, 0)))


@pytest.mark.parametrize("law", DOES_NOT.values(), ids=DOES_NOT)
def test_what_one_direction_sees_may_depend_on_the_others(law):
    with pytest.raises(NotProjected):
        in_direction(fitted(law))
    with pytest.raises(NotClosed):
        recursion(fitted(law), Trace(Variance(seen, 0)))


def test_the_real_law_must_be_normal_with_the_spectrum():
    good = PROJECTS["as published"]
    for start in (Normal(sp.Integer(1), lam), Normal(sp.Integer(0), sp.Integer(1)), Finite((0,), (1,))):
        with pytest.raises(NotProjected):
            in_direction(fitted(good, start))
    W = sp.Symbol("W")
    with pytest.raises(NotProjected):
        in_direction(fitted(good, more=(W,)))
    counted = Counts((W,), n, (sp.Integer(1),))
    with pytest.raises(NotProjected):
        in_direction(fitted(good, draws=(counted,)))
    with pytest.raises(NotProjected):
        in_direction(processes()["gaussian_replace"])


def test_in_one_dimension_a_matrix_is_a_number():
    C, m = Variance(seen, 0), Mean(seen)
    assert in_one_dimension(Trace(C) + 2 * SquaredNorm(m) * Determinant(C)) == C + 2 * m**2 * C


# -- literal draws --------------------------------------------------------------------------------------------------


def test_a_law_of_numbers_draws_no_vectors():
    made = fitted(MeanChiSquare(n))
    with pytest.raises(NoDraw, match="MeanChiSquare"):
        simulate(made, np.random.default_rng(), 1, 2, {"n": 2, "lam": (1.0,), "ddof": 0}, Trace(Variance(seen, 0)))


def cloud(scale, offset=1.0):
    """Four points in the plane about (offset, offset), as wide as the scale in the second direction."""
    corners = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    return Cloud(
        np.full((1, 1, 2), offset), corners[None], Spread(np.array([[[1.0, 1.0], [0.0, scale]]]), np.array([2]))
    )


@pytest.mark.parametrize("scale", [1.0, 1e-8, 1e-20, 1e-100])
def test_no_digit_is_lost_where_one_direction_has_shrunk(scale):
    """Mean squares 1, and 1 + scale^2, with the divisor 3: exact but for a few roundings, 1e-14 in all."""
    found = cloud(scale).variance(1)
    assert found.determinant()[0, 0] == pytest.approx((4 / 3) ** 2 * scale**2, rel=1e-14, abs=0)
    assert found.trace()[0, 0] == pytest.approx(4 / 3 * (2 + scale**2), rel=1e-14)
    assert cloud(scale).mean() == pytest.approx(np.ones((1, 1, 2)))


def test_joined_clouds_are_their_points_together():
    both = joined([cloud(1.0, 0.0), cloud(2.0, 3.0)])
    parts = (cloud(1.0, 0.0), cloud(2.0, 3.0))
    points = np.vstack([part.origin[0] + part.coefficients[0] @ part.spread.root[0] for part in parts])
    assert both.shape == (1, 8)
    assert both.mean()[0, 0] == pytest.approx(points.mean(axis=0))
    covariance = np.cov(points.T, ddof=1)
    assert both.variance(1).trace()[0, 0] == pytest.approx(np.trace(covariance))
    assert both.variance(1).determinant()[0, 0] == pytest.approx(np.linalg.det(covariance))
    some = both.chosen(np.array([[0, 5, 6]]))
    assert some.mean()[0, 0] == pytest.approx(points[[0, 5, 6]].mean(axis=0))


@pytest.mark.parametrize("size", range(1, 6))
def test_a_covariance_of_few_points_is_singular_surely(size):
    """In three dimensions: of at most three points always, of more with probability 0 (rounding: below 1e-9)."""
    made = fitted(Normal(Mean(seen), Variance(seen, 0)))
    what = REPLACE.observables["singular"].xreplace({DDOF.symbol: sp.Integer(0)})
    if size >= 2:
        draws = simulate(made, np.random.default_rng(), 50, 3, {"n": size, "lam": (4.0, 1.0, 0.25), "ddof": 0}, what)
        assert set(draws) == {float(size <= 3)}
    else:
        one = cloud(1.0).chosen(np.array([[2]]))
        assert one.variance(0).determinant()[0, 0] == 0


def test_the_law_of_a_shifted_determinant_in_one_dimension_is_that_of_a_sum_of_squares():
    a, b, c, m = sp.symbols("a b c m", positive=True)
    assert sp.simplify(ShiftedDeterminant(a, b, c, m, sp.Integer(1)).moment(1).doit() - (a + b * m + c)) == 0
    assert WishartDeterminant(m, sp.Integer(2)).moment(1).doit().equals(m * (m - 1))
    two = ShiftedDeterminant(a, b, c, sp.Integer(3), sp.Integer(2)).moment(1).doit()
    # (a + b S11 + c z1^2)(a + b S22 + c z2^2) - (b S12 + c z1 z2)^2 with E S11 S22 - S12^2 = 3 * 2, E S11 z2^2 = 3
    assert sp.expand(two - (a**2 + 2 * a * (3 * b + c) + 6 * b**2 + 6 * b * c)) == 0
