"""What is proved of processes whose points are vectors, beside what is false of them and refused."""

from dataclasses import replace
from itertools import product

import pytest
import sympy as sp
from flint import ctx
from rules_lab import told_apart
from vectors_lab import POINTS, written

from proofs_check.gaussian import accumulate_multivariate as proofs
from proofs_check.lemmas.elementary import weaken
from proofs_check.lemmas.means import by_moments
from proofs_check.rules import directions, moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.directions import degenerate
from proofs_check.rules.leaves import identity
from proofs_check.rules.probability import mean, reduced
from proofs_check.rules.statements import Disagreement, Lists, NotProved, Relation, over
from simulators.exact import wishart
from theorems.gaussian import accumulate_multivariate, replace_multivariate
from theorems.language.data import PowerSum
from theorems.language.domains.entries import as_rational
from theorems.language.domains.spectra import spectrum
from theorems.language.readers import ball
from theorems.language.vectors import (
    Determinant,
    OverDirections,
    SquaredFrobenius,
    SquaredNorm,
    Trace,
    in_direction,
)
from theorems.processes.gaussian_multivariate import (
    ACCUMULATE,
    ACCUMULATE_DETERMINANT,
    DDOF,
    LAM,
    REPLACE,
    REPLACE_DETERMINANT,
    SIZE,
)

n, lam = SIZE.symbol, LAM.symbol
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
    return directions.square(whole or seen_as(Trace(C) ** 2), along, across, context)


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
        lambda: square(along=in_one(x**2 * accumulate_multivariate.along(k), AC**2, ACCUMULATE, NO_DDOF)),
        lambda: directions.square(
            mean(ACCUMULATE, Trace(AC) ** 2, k, NO_DDOF),
            in_one(x**2 * accumulate_multivariate.along(k), AC**2, ACCUMULATE, NO_DDOF),
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
    "the square of an error, from variances in one direction": (
        lambda: square(whole=seen_as(SquaredNorm(m) ** 2)),
        lambda: pooled_square("mean-error-square"),
    ),
    "an error times a trace, from variances in one direction": (
        lambda: square(whole=seen_as(SquaredNorm(m) * Trace(C))),
        lambda: pooled_square("error-and-trace"),
    ),
    "the product of a trace and another error": (
        lambda: square(whole=seen_as(SquaredNorm(m + 1) * Trace(C))),
        lambda: square(whole=seen_as(Trace(C) ** 2)),
    ),
    "the square of a norm": (
        lambda: square(whole=seen_as(SquaredFrobenius(C) ** 2)),
        lambda: square(whole=seen_as(SquaredFrobenius(C))),
    ),
    "a norm without a determinant": (
        lambda: directions.square(seen_as(SquaredFrobenius(C)), in_one(x**2 * ALONG), None, BOTH),
        lambda: directions.square(seen_as(SquaredFrobenius(C)), in_one(x**2 * ALONG), minor(), BOTH),
    ),
    "the square of a trace as that of a norm": (
        lambda: is_square("trace-square", statement(pooled, "frobenius-square").right),
        lambda: is_square("frobenius-square", statement(pooled, "frobenius-square").right),
    ),
    "the square of a norm as that of a trace": (
        lambda: is_square("frobenius-square", statement(pooled, "trace-square").right),
        lambda: is_square("trace-square", statement(pooled, "trace-square").right),
    ),
    "an error that goes with the variance across directions as along one": (
        lambda: is_square("error-and-trace", total**2 * accumulate_multivariate.mixed(k)),
        lambda: is_square("error-and-trace", statement(pooled, "error-and-trace").right),
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
}
AC, PM = ACCUMULATE.draws[0].law.variance, ACCUMULATE.draws[0].law.mean
(PAIRED,), BATCH = ACCUMULATE.states, ACCUMULATE.draws[0].what


def pooled_square(name):
    return getattr(proofs, name.replace("-", "_"))(statement(pooled, name))


def is_square(name, value):
    """The claim with another value."""
    return combine(
        statement(pooled, name).left, "=", value, pooled_square(name), context=statement(pooled, name).context
    )


def in_one_at_unit():
    """E (u'Su)^2 where the real variance is between 0 and 1."""
    context = BOTH.but({lam: None, x: "(0, 1]"})
    return has_mean(C**2, x**2 * ALONG, in_direction(REPLACE), context)


def determinant_where(condition):
    claim = statement(replaced, "determinant")
    if condition == (k >= 1):
        return by_moments(replace(claim, context=claim.context.but({k: "[1, oo)"})))
    return by_moments(replace(claim, context=claim.context.but({}, condition)))


test_what_is_false_of_vectors_is_refused_and_what_is_true_beside_it_proved = told_apart(ROWS, *REFUSED)


def test_the_means_of_sums_over_directions_name_the_fact_that_they_rest_on():
    assert "linear image of a normal vector" in by_moments(statement(replaced, "trace")).schema
    assert "linear image" not in in_one(x**2 * ALONG).schema


@ctx.workprec(200)
def test_the_square_of_a_trace_has_the_mean_that_is_written_by_hand():
    claimed = square().relation.right
    for point, generation in product(POINTS, (0, 1, 3)):
        by_hand = written(REPLACE, "trace_square", generation, point)
        assert abs(ball(claimed, point | {"k": sp.Integer(generation)}) - by_hand) < 1e-20, (point, generation)


@ctx.workprec(200)
def test_a_frobenius_norm_has_the_mean_that_the_recursion_of_wishart_matrices_has():
    claimed = square(whole=seen_as(SquaredFrobenius(C))).relation.right
    for point, generation in product(POINTS, (0, 1, 3)):
        size, spectrum, divisor = int(point["n"]), [as_rational(e) for e in point["lam"]], int(point["ddof"])
        exact = wishart.moments(size, spectrum, wishart.replace(size, generation, divisor)).square_trace
        assert abs(ball(claimed, point | {"k": sp.Integer(generation)}) - exact) < 1e-20, (point, generation)


def test_what_happens_surely_has_at_least_probability_1():
    claimed = statement(replaced, "singular")
    assert (claimed.left, claimed.op) == (1, "<=")
    assert claimed.right.what == REPLACE.observables["singular"]


def test_no_spectrum_of_another_domain_is_taken():
    """The determinant of a spectrum of two entries says nothing of longer ones."""
    pairs = spectrum("lam", "two eigenvalues", ("[1,1]", "[2,1/2]"), 2)
    with pytest.raises(REFUSED):
        square(context=over({n: "[2, oo)", k: "[0, oo)", lam: Lists(pairs), ddof: "[0, 1]"}))
