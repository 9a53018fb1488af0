"""Second moments about the real mean: what pairs of points keep, and where that is not known."""

from dataclasses import replace

import sympy as sp
from rules_lab import told_apart

from proofs_check.rules import directions
from proofs_check.rules.statements import NotProved
from theorems.language.data import Variance
from theorems.language.laws import Normal
from theorems.language.processes import Draw
from theorems.processes.gaussian_multivariate import ACCUMULATE, LAM, SIZE, SUBSAMPLE, gaussian
from theorems.processes.workflows import accumulate_fresh

n, lam, k = SIZE.symbol, LAM.symbol, sp.Symbol("k", integer=True, nonnegative=True)
AC, PM = ACCUMULATE.draws[0].law.variance, ACCUMULATE.draws[0].law.mean
(PAIRED,), BATCH = ACCUMULATE.states, ACCUMULATE.draws[0].what


def mixed_of(process, covariance=AC, at=()):
    """The determinant of second moments, of a process as declared or with a change."""
    return directions._second_moments(process, covariance, PM, k, {n: n, **dict(at)})


ROWS = {
    "an error and a trace where real points come, too": (
        lambda: mixed_of(accumulate_fresh(gaussian(0))),
        lambda: mixed_of(ACCUMULATE),
    ),
    "an error and a trace of a few of all points": (
        lambda: mixed_of(SUBSAMPLE),
        lambda: mixed_of(ACCUMULATE),
    ),
    "an error and a trace where real points have another covariance": (
        lambda: mixed_of(replace(ACCUMULATE, start={PAIRED: Normal(sp.Integer(0), 2 * lam)})),
        lambda: mixed_of(ACCUMULATE),
    ),
    "an error and a trace where new points have the real covariance": (
        lambda: mixed_of(replace(ACCUMULATE, draws=(Draw(BATCH, Normal(PM, lam)),))),
        lambda: mixed_of(ACCUMULATE),
    ),
    "an error and a trace where new points have twice the covariance": (
        lambda: mixed_of(replace(ACCUMULATE, draws=(Draw(BATCH, Normal(PM, 2 * AC)),))),
        lambda: mixed_of(ACCUMULATE),
    ),
    "an error and a trace where another model is given": (
        lambda: mixed_of(replace(ACCUMULATE, before={PM: sp.Integer(0), AC: 2 * lam})),
        lambda: mixed_of(ACCUMULATE),
    ),
    "an error and a trace with the other divisor": (
        lambda: mixed_of(ACCUMULATE, Variance(PAIRED, 1)),
        lambda: mixed_of(ACCUMULATE, Variance(PAIRED, 0)),
    ),
    "an error and a trace where a parameter is called as the generation": (
        lambda: mixed_of(ACCUMULATE, at={n: sp.Symbol("t", integer=True, positive=True)}),
        lambda: mixed_of(ACCUMULATE, at={n: n}),
    ),
}
test_what_pairs_of_points_keep_is_known_only_where_all_are_kept_and_fitted = told_apart(ROWS, NotProved)


def test_pairs_keep_what_those_of_two_batches_do():
    """1 - 1/n of real points, 1 - 1/(4n) more of two batches."""
    found = mixed_of(ACCUMULATE).subs(k, 2).doit()
    assert sp.simplify(found - (1 - 1 / n) * (1 - 1 / (4 * n))) == 0
