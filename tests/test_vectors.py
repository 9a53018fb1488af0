"""Processes whose points are vectors: declared, derived, drawn literally, and proved, beside what is false of them."""

from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from itertools import product

import numpy as np
import pytest
import sympy as sp
from flint import ctx

from proofs_check.lemmas.means import by_moments
from proofs_check.rules import moments
from proofs_check.rules.algebra import weaken
from proofs_check.rules.claims import statement
from proofs_check.rules.directions import degenerate, square_of_trace
from proofs_check.rules.leaves import identity
from proofs_check.rules.probability import mean, reduced
from proofs_check.rules.statements import Disagreement, Lists, NotProved, Relation, over
from theorems.gaussian import accumulate_multivariate, replace_multivariate
from theorems.language import Parameters, expectation
from theorems.language.clouds import Cloud, Spread, joined
from theorems.language.data import Data, Mean, PowerSum, Variance
from theorems.language.determinants import ShiftedDeterminant, WishartDeterminant
from theorems.language.domains.entries import Entries, as_rational
from theorems.language.domains.spectra import spectrum
from theorems.language.laws import Finite, MeanChiSquare, NoMoment, Normal
from theorems.language.literal import NoDraw, simulate
from theorems.language.moments import NotClosed
from theorems.language.processes import Counts, Draw, Process
from theorems.language.readers import ball
from theorems.language.recursion import recursion
from theorems.language.vectors import (
    Determinant,
    NotProjected,
    OverDirections,
    SquaredNorm,
    Trace,
    in_direction,
    in_one_dimension,
)
from theorems.processes import processes
from theorems.processes.gaussian_multivariate import (
    ACCUMULATE,
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

Q = sp.Rational
VECTORS = {name: process for name, process in processes().items() if process.spectrum is not None}
SPECTRA = ((1,), (1, 1, 1), (4, 1, Q(1, 4)), (2, Q(1, 2)))
POINTS = [
    {"n": sp.Integer(n), "lam": Entries(lam), "ddof": sp.Integer(ddof)}
    for n, lam, ddof in product((2, 3, 7), SPECTRA, (0, 1))
]


def written(process, name, k, point):
    """The exact mean from the room of values that are written by hand."""
    function = getattr(import_module(f"simulators.exact.{process.name}"), name)
    return function(k=k, **{x: as_rational(v) for x, v in point.items() if x in process.parameters.names})


# -- what is derived ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("observable", ["trace", "mean_error"])
def test_sums_over_directions_have_the_means_that_are_written_by_hand(name, observable):
    process = VECTORS[name]
    found = recursion(process, process.observables[observable])
    for point, k in product(POINTS, (0, 1, 2, 5)):
        by_hand = written(process, observable, k, point)
        assert found.value(k, point) == Fraction(int(by_hand.p), int(by_hand.q)), (point, k)


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


# -- rules ------------------------------------------------------------------------------------------------------------

replaced, pooled = replace_multivariate.THEOREM, accumulate_multivariate.THEOREM
k, ddof = replaced.parameters["k"].symbol, DDOF.symbol
BOTH = over({n: "[2, oo)", k: "[0, oo)", lam: Lists(LAM), ddof: "[0, 1]"})
NO_DDOF = BOTH.but({ddof: None})
x = in_direction(REPLACE).parameters.symbols[-1]
C, m = REPLACE.draws[0].law.variance, REPLACE.draws[0].law.mean
i = sp.Symbol("i", integer=True, nonnegative=True)
total = sp.Sum(lam[i], (i, 0, LAM.size - 1))
kept = (n - 1) / (n - ddof)
ALONG = ((n - 1) * (n + 1) / (n - ddof) ** 2) ** k


def seen_as(what, process=REPLACE, context=BOTH, **given):
    return mean(process, what, k, context, given)


def has_mean(what, value, process=REPLACE, context=BOTH):
    return by_moments(Relation(seen_as(what, process, context), "=", value, context))


def in_one(value, what=C**2, process=REPLACE, context=BOTH):
    """E of what one direction sees."""
    context = context.but({lam: None, x: "(0, oo)"})
    return has_mean(what, value, in_direction(process), context)


def minor(theorem=replaced):
    return by_moments(statement(theorem, "determinant"))


def square(along=None, across=None, whole=None, context=BOTH):
    along, across = along or in_one(x**2 * ALONG), across or minor()
    return square_of_trace(whole or seen_as(Trace(C) ** 2), along, across, context)


def logarithm(value=None, context=None):
    claim = statement(replaced, "log-determinant")
    context = context or claim.context
    return by_moments(Relation(seen_as(claim.left.what, context=context), "=", value or claim.right, context))


def narrow(*conditions):
    return BOTH.but({k: "[1, oo)"}, *conditions)


def flat(context, what=None):
    return degenerate(mean(REPLACE, REPLACE.observables["singular"] if what is None else what, k, context), context)


def determinant(shift=0, of=REPLACE, by=REPLACE_DETERMINANT, theorem=replaced):
    claim = statement(theorem, "determinant")
    value = claim.right.xreplace({LAM.size: LAM.size + shift}) if shift else claim.right
    context = claim.context
    same = reduced(mean(of, claim.left.what, k, context), by, context)
    return moments.closed(same.relation.right, value, context)


def errors(squares):
    claim = statement(replaced, "mean-error")
    return moments.closed(claim.left, claim.right, claim.context, squares)


def errors_of(value):
    (state,) = REPLACE.states
    return {OverDirections(PowerSum(state, 2)): value}


DIGAMMAS = sp.Sum(sp.polygamma(0, (n - 1 - i) / 2), (i, 0, LAM.size - 1))
LOG = statement(replaced, "log-determinant").right
ERROR = statement(replaced, "mean-error").right
REFUSED = (NotProved, Disagreement, ValueError)

ROWS = {
    # -- sums over directions ------------------------------------------------------------------------------------
    "a sum over directions that begins with the second": (
        lambda: has_mean(Trace(C), kept**k * sp.Sum(lam[i], (i, 1, LAM.size - 1))),
        lambda: has_mean(Trace(C), kept**k * total),
    ),
    "a sum over directions that ends one too early": (
        lambda: has_mean(Trace(C), kept**k * sp.Sum(lam[i], (i, 0, LAM.size - 2))),
        lambda: has_mean(Trace(C), kept**k * sp.Sum(lam[i], (i, 0, LAM.size - 1))),
    ),
    "the other divisor": (
        lambda: has_mean(Trace(C), ((n - 1) / n) ** k * total),
        lambda: has_mean(Trace(C), kept**k * total),
    ),
    "another start": (
        lambda: has_mean(Trace(C), kept**k * sp.Sum(lam[i] ** 2, (i, 0, LAM.size - 1))),
        lambda: has_mean(Trace(C), kept**k * total),
    ),
    "one direction in the place of all": (
        lambda: has_mean(Trace(C), kept**k * lam[0]),
        lambda: in_one(kept**k * x, C),
    ),
    "the first direction times the number of them": (
        lambda: has_mean(Trace(C), kept**k * lam[0] * LAM.size),
        lambda: has_mean(Trace(C), kept**k * total),
    ),
    "the trace of another workflow": (
        lambda: has_mean(Trace(C), statement(pooled, "trace").right),
        lambda: by_moments(statement(pooled, "trace")),
    ),
    "the determinant in the place of the trace": (
        lambda: has_mean(Determinant(C), kept**k * total),
        lambda: minor(),
    ),
    "the square of the mean trace": (
        lambda: has_mean(Trace(C) ** 2, (kept**k * total) ** 2),
        lambda: square(),
    ),
    "the error of the mean where variances are": (
        lambda: has_mean(SquaredNorm(m), kept**k * total),
        lambda: errors(errors_of(n * ERROR + (n - ddof) * kept**k * total)),
    ),
    "wrong means of what else is needed": (
        lambda: errors(errors_of(n * ERROR + (n - 1) * kept**k * total)),
        lambda: errors(errors_of(n * ERROR + (n - ddof) * kept**k * total)),
    ),
    "no means of what else is needed": (
        lambda: errors({}),
        lambda: errors(errors_of(n * ERROR + (n - ddof) * kept**k * total)),
    ),
    "means of what else is needed, which have no value": (
        lambda: errors(errors_of((n * ERROR + (n - ddof) * kept**k * total) * (1 - ddof) / (n - ddof) / (1 - kept))),
        lambda: errors(errors_of(n * ERROR + (n - ddof) * kept**k * total)),
    ),
    # -- the square of a trace --------------------------------------------------------------------------------------
    "along from one variance only": (
        lambda: square(along=in_one_at_unit()),
        lambda: square(along=in_one(x**2 * ALONG)),
    ),
    "along of another observable": (
        lambda: square(along=in_one(x * kept**k, C)),
        lambda: square(),
    ),
    "along of another process": (
        lambda: square(along=in_one(x**2 * accumulate_multivariate.along, AC**2, ACCUMULATE, NO_DDOF)),
        lambda: square_of_trace(
            mean(ACCUMULATE, Trace(AC) ** 2, k, NO_DDOF),
            in_one(x**2 * accumulate_multivariate.along, AC**2, ACCUMULATE, NO_DDOF),
            minor(pooled),
            NO_DDOF,
        ),
    ),
    "along of all directions": (
        lambda: square(along=has_mean(Trace(C), kept**k * total)),
        lambda: square(),
    ),
    "the mean trace in the place of the determinant": (
        lambda: square(across=has_mean(Trace(C), kept**k * total)),
        lambda: square(),
    ),
    "the determinant of another workflow": (
        lambda: square(across=minor(pooled)),
        lambda: square(across=minor()),
    ),
    "the square of another trace": (
        lambda: square(whole=seen_as(Trace(C) ** 3)),
        lambda: square(),
    ),
    "the square of the trace of a square": (
        lambda: square(whole=seen_as(Trace(C**2) ** 2), along=in_one(x**4, C**4)),
        lambda: square(),
    ),
    "not the square of a trace": (
        lambda: square(whole=seen_as(SquaredNorm(m) ** 2)),
        lambda: square(),
    ),
    "the other divisor in the whole": (
        lambda: square(whole=seen_as(Trace(C) ** 2, ddof=1 - ddof)),
        lambda: square(whole=seen_as(Trace(C) ** 2, ddof=ddof)),
    ),
    "another generation": (
        lambda: square(whole=mean(REPLACE, Trace(C) ** 2, k + 1, BOTH)),
        lambda: square(whole=mean(REPLACE, Trace(C) ** 2, k, BOTH)),
    ),
    "more generations than along holds for": (
        lambda: square(along=in_one(x**2 * ALONG, context=BOTH.but({k: "[1, oo)"}))),
        lambda: square(context=BOTH.but({k: "[1, oo)"})),
    ),
    "more generations than the determinant is known for": (
        lambda: square(across=determinant_where(k >= 1)),
        lambda: square(across=determinant_where(k >= 1), context=BOTH.but({k: "[1, oo)"})),
    ),
    "bounds in the place of means": (
        lambda: square(across=weaken(minor())),
        lambda: square(across=minor()),
    ),
    "a bound on what one direction sees": (
        lambda: square(along=weaken(in_one(x**2 * ALONG))),
        lambda: square(along=in_one(x**2 * ALONG)),
    ),
    "a determinant that is known for some spectra": (
        lambda: square(across=determinant_where(n >= LAM.size + 1), context=BOTH.but({}, n >= LAM.size + 1)),
        lambda: square(context=BOTH.but({}, n >= LAM.size + 1)),
    ),
    # -- determinants -----------------------------------------------------------------------------------------------
    "a determinant in one dimension more": (lambda: determinant(shift=1), determinant),
    "a determinant in one dimension less": (lambda: determinant(shift=-1), determinant),
    "the determinant of the other process": (
        lambda: determinant(by=ACCUMULATE_DETERMINANT),
        lambda: determinant(of=ACCUMULATE, by=ACCUMULATE_DETERMINANT, theorem=pooled),
    ),
    "a reduction to a process of other values": (
        lambda: reduced(
            seen_as(Determinant(C)), replace(REPLACE_DETERMINANT, values={sp.Symbol("d"): LAM.size - 1}), BOTH
        ),
        lambda: reduced(seen_as(Determinant(C)), REPLACE_DETERMINANT, BOTH),
    ),
    "the trace by the process of determinants": (
        lambda: reduced(seen_as(Trace(C)), REPLACE_DETERMINANT, BOTH),
        lambda: reduced(seen_as(Determinant(C)), REPLACE_DETERMINANT, BOTH),
    ),
    # -- logarithms --------------------------------------------------------------------------------------------------
    "a logarithm where the covariance may be singular": (lambda: logarithm(context=BOTH), logarithm),
    "a logarithm where there are d points": (lambda: logarithm(context=BOTH.but({}, n >= LAM.size)), logarithm),
    "the logarithm of the mean": (
        lambda: logarithm(k * sp.log(kept) * LAM.size + sp.Sum(sp.log(lam[i]), (i, 0, LAM.size - 1))),
        logarithm,
    ),
    "a logarithm one generation late": (lambda: logarithm(LOG.subs(k, k + 1)), logarithm),
    "a logarithm of another start": (
        lambda: logarithm(LOG + sp.log(lam[0])),
        logarithm,
    ),
    # -- fewer points than dimensions -------------------------------------------------------------------------------
    "singular with one point more than dimensions": (
        lambda: flat(narrow(n <= LAM.size + 1)),
        lambda: flat(narrow(n <= LAM.size)),
    ),
    "singular with no fewer points than dimensions": (
        lambda: flat(narrow(n >= LAM.size)),
        lambda: flat(narrow(n <= LAM.size)),
    ),
    "digamma at 0, the last index of a sum": (
        lambda: identity(DIGAMMAS, DIGAMMAS, BOTH.but({}, n >= LAM.size)),
        lambda: identity(DIGAMMAS, DIGAMMAS, BOTH.but({}, n >= LAM.size + 1)),
    ),
    "singular for every number of points": (lambda: flat(narrow()), lambda: flat(narrow(n <= LAM.size))),
    "singular before there are data": (
        lambda: flat(BOTH.but({}, n <= LAM.size)),
        lambda: flat(narrow(n <= LAM.size)),
    ),
    "a trace of 0": (
        lambda: flat(narrow(n <= LAM.size), sp.Piecewise((1, sp.Eq(Trace(C), 0)), (0, True))),
        lambda: flat(narrow(n <= LAM.size)),
    ),
    "a determinant that is not 0": (
        lambda: flat(narrow(n <= LAM.size), sp.Piecewise((0, sp.Eq(Determinant(C), 0)), (1, True))),
        lambda: flat(narrow(n <= LAM.size)),
    ),
    "singular although all data are seen": (
        lambda: degenerate(mean(ACCUMULATE, ACCUMULATE.observables["singular"], k, POOLED), POOLED),
        lambda: degenerate(mean(ACCUMULATE, ACCUMULATE.observables["singular"], k, FEW), FEW),
    ),
}
AC = ACCUMULATE.draws[0].law.variance
FEW = NO_DDOF.but({k: "[1, oo)"}, n * k <= LAM.size)
POOLED = NO_DDOF.but({k: "[1, oo)"}, n <= LAM.size)


def in_one_at_unit():
    """E (u'Su)^2 where the real variance is between 0 and 1."""
    context = BOTH.but({lam: None, x: "(0, 1]"})
    return has_mean(C**2, x**2 * ALONG, in_direction(REPLACE), context)


def determinant_where(condition):
    claim = statement(replaced, "determinant")
    if condition == (k >= 1):
        return by_moments(replace(claim, context=claim.context.but({k: "[1, oo)"})))
    return by_moments(replace(claim, context=claim.context.but({}, condition)))


@pytest.mark.parametrize("row", ROWS)
def test_what_is_false_of_vectors_is_refused(row):
    attempt, _ = ROWS[row]
    with pytest.raises(REFUSED):
        attempt()


@pytest.mark.parametrize("row", ROWS)
def test_what_is_true_beside_it_is_proved(row):
    _, near = ROWS[row]
    near()


def test_the_means_of_sums_over_directions_name_the_fact_that_they_rest_on():
    assert "linear image of a normal vector" in by_moments(statement(replaced, "trace")).schema
    assert "linear image" not in in_one(x**2 * ALONG).schema


@ctx.workprec(200)
def test_the_square_of_a_trace_has_the_mean_that_is_written_by_hand():
    claimed = square().relation.right
    for point, generation in product(POINTS, (0, 1, 3)):
        by_hand = written(REPLACE, "trace_square", generation, point)
        assert abs(ball(claimed, point | {"k": sp.Integer(generation)}) - by_hand) < 1e-20, (point, generation)


def test_what_happens_surely_has_at_least_probability_1():
    claimed = statement(replaced, "singular")
    assert (claimed.left, claimed.op) == (1, "<=")
    assert claimed.right.what == REPLACE.observables["singular"]


def test_no_spectrum_of_another_domain_is_taken():
    """The determinant of a spectrum of two entries says nothing of longer ones."""
    pairs = spectrum("lam", "two eigenvalues", ("[1,1]", "[2,1/2]"), 2)
    with pytest.raises(REFUSED):
        square(context=over({n: "[2, oo)", k: "[0, oo)", lam: Lists(pairs), ddof: "[0, 1]"}))
