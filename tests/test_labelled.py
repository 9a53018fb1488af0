"""Rows with labels: declared, fitted literally, their errors derived, proved and judged again; and what is refused."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from handmade import refused

from proofs_check.certificate import Writer, concluded
from proofs_check.lemmas.means import by_moments
from proofs_check.regression import real_share
from proofs_check.rules import moments
from proofs_check.rules.claims import statement
from proofs_check.rules.probability import mean, reduced
from proofs_check.rules.statements import NotProved, Relation, over
from simulators import least_squares as kernel
from simulators.engine import stream
from theorems.language.data import GENERATION, Data
from theorems.language.domains.entries import Entries, Length
from theorems.language.labelled import ExcessError, Labelled, Relabelled, Slope, TrainingError
from theorems.language.labelled_rows import joined, labelled
from theorems.language.laws import NoMoment, Normal
from theorems.language.moments import NotClosed
from theorems.language.processes import Draw
from theorems.language.recursion import recursion
from theorems.language.registry import find
from theorems.processes.least_squares import (
    ACCUMULATE,
    FIXED_ACCUMULATE,
    FIXED_REPLACE,
    FIXED_REPLACE_ERROR,
    FRESH_LABELS,
    REPLACE,
    lam,
    n,
    sigma,
)
from theorems.regression.fixed_design import THEOREM, k

t, d = GENERATION, Length(lam)
(pool,) = ACCUMULATE.states
(batch,) = ACCUMULATE.drawn
(seen,) = FRESH_LABELS.states
AT = {"lam": Entries([4, 1]), "n": sp.Integer(6), "sigma": sp.Rational(1, 2)}
WIDE = {lam: statement(THEOREM, "replace").context.of[lam], n: "[1, oo)", sigma: "(0, oo)", k: "[1, oo)"}


def rows(rng, paths=3, size=7, features=2):
    x = rng.standard_normal((paths, size, features))
    return labelled(rng, x, rng.standard_normal((paths, 1, features)), 1.0)


# -- literal rows -------------------------------------------------------------------------------------------------


def test_the_literal_fit_is_that_of_least_squares():
    data = rows(np.random.default_rng())
    for path, (x, y) in enumerate(zip(data.features, data.labels, strict=True)):
        w, (squares,), *_ = np.linalg.lstsq(x, y)
        assert np.allclose(data.slope()[path, 0], w)
        assert np.isclose(data.training_error()[path, 0], squares / len(y))
        assert np.isclose(data.excess_error(np.array([4.0, 1.0]))[path, 0], 4 * w[0] ** 2 + w[1] ** 2)


def test_joined_rows_are_fitted_together():
    rng = np.random.default_rng()
    parts = rows(rng), rows(rng, size=4)
    both = joined(parts)
    w = np.linalg.lstsq(np.vstack([p.features[0] for p in parts]), np.hstack([p.labels[0] for p in parts]))[0]
    assert both.shape == (3, 11)
    assert np.allclose(both.slope()[0, 0], w)
    first = both.chosen(np.tile(np.arange(7), (3, 1)))
    assert np.allclose(first.slope(), parts[0].slope())


def test_the_same_rows_come_again_with_new_labels():
    rng = np.random.default_rng()
    data = rows(rng)
    again = Relabelled(Data("x", 7), 0, 1).draw(rng, (3, 5), data, 0, 1.0)
    assert np.array_equal(again.features, data.features[:, :5])
    assert not np.any(again.labels == data.labels[:, :5])


# -- kernels ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pooled", [False, True])
@pytest.mark.parametrize("fixed", [False, True])
def test_errors_do_not_depend_on_the_covariance(pooled, fixed):
    by_unit, by_other = (
        kernel.last(stream(1, "rows", 0), 50, n=6, k=3, lam=spectrum, pooled=pooled, fixed=fixed)
        for spectrum in ((1.0, 1.0), (900.0, 0.01))
    )
    assert np.allclose(by_unit.errors, by_other.errors)
    assert np.allclose(by_unit.residuals, by_other.residuals)


def test_as_many_rows_as_features_are_fitted_without_residuals():
    one, two = (kernel.last(stream(1, "rows", 0), 50, n=2, k=k, lam=(4, 1), pooled=True, fixed=True) for k in (1, 2))
    assert np.all(one.residuals < 1e-12)  # all but rounding
    assert np.median(two.residuals) > 0.01


@pytest.mark.parametrize("wrong", [{"n": 1}, {"k": -1}, {"lam": ()}, {"lam": (0.0, 0.0)}, {"sigma": 0.0}])
def test_what_leaves_its_domain_is_refused(wrong):
    given = {"n": 5, "k": 2, "lam": (2.0, 1.0), "sigma": 1.0} | wrong
    with pytest.raises(ValueError, match="as many rows as eigenvalues"):
        kernel.last(stream(1, "rows", 0), 5, **given, pooled=True, fixed=False)


# -- what is derived ----------------------------------------------------------------------------------------------


def test_an_infinite_mean_has_no_value():
    """Fits to d + 1 rows or fewer have no finite mean error, not even the first."""
    for process in (REPLACE, ACCUMULATE, FIXED_REPLACE, FIXED_ACCUMULATE):
        found = recursion(process, process.observables["error"])
        for size, generation in ((2, 1), (3, 1), (3, 2)):
            with pytest.raises(NoMoment, match="finite only for"):
                found.value(generation, AT | {"n": sp.Integer(size)})
        assert found.value(1, AT | {"n": sp.Integer(4)}) > 0


def changed(process, law=None, step=None, **others):
    """The process with another law of its batch, or another step."""
    draws = (Draw(batch, law),) if law else process.draws
    return replace(process, name="changed", draws=draws, step=step or process.step, **others)


OTHERS = {
    "more noise in later labels": lambda: changed(ACCUMULATE, Labelled(Slope(pool), 2 * sigma**2, lam)),
    "labels of no model": lambda: changed(ACCUMULATE, Labelled(sp.Integer(0), sigma**2, lam)),
    "half of the last fit": lambda: changed(ACCUMULATE, Labelled(Slope(pool) / 2, sigma**2, lam)),
    "the first rows of another batch size": lambda: changed(
        replace(FIXED_ACCUMULATE, draws=()), step={pool: (pool, batch)}, looked_at=(Draw(batch, Normal(0, lam)),)
    ),
    "noise that grows": lambda: changed(ACCUMULATE, Labelled(Slope(pool), t * sigma**2, lam)),
}


@pytest.mark.parametrize("other", OTHERS)
def test_of_another_process_nothing_is_derived(other):
    process = OTHERS[other]()
    for expression in (ExcessError(pool, lam), TrainingError(pool)):
        with pytest.raises(NotClosed):
            recursion(process, expression)


@pytest.mark.parametrize(
    "expression",
    [ExcessError(pool, lam) ** 2, 2 * TrainingError(pool), ExcessError(pool, lam) + TrainingError(pool), Slope(pool)],
)
def test_of_what_else_is_seen_nothing_is_derived(expression):
    with pytest.raises(NotClosed, match="is not known"):
        recursion(ACCUMULATE, expression)


# -- what is proved -----------------------------------------------------------------------------------------------


def error(process, *conditions):
    context = over(WIDE, d <= n, *conditions)
    return mean(process, process.observables["error"], k, context), context


def test_a_mean_is_not_proved_where_it_is_infinite():
    value = sigma**2 * d * k / (n - d - 1)
    of, context = error(REPLACE, d + 2 <= n)
    assert moments.closed(of, value, context)
    of, context = error(REPLACE, d + 1 <= n)
    with pytest.raises(NotProved):
        moments.closed(of, value, context)


@pytest.mark.parametrize("slip", [lambda e: e * 2, lambda e: e.subs(k, k + 1), lambda e: e.subs(n, n + 1)])
def test_a_false_mean_is_not_proved(slip):
    of, context = error(FIXED_REPLACE, d + 2 <= n)
    with pytest.raises(NotProved):
        moments.closed(of, slip(sigma**2 * d * k / (n - d - 1)), context)


def test_a_reduction_with_finite_squares_is_none_for_fewer_rows():
    square = FIXED_REPLACE.observables["error_square"]
    for least, good in ((4, True), (3, False)):
        context = over(WIDE, d <= n, d + least <= n)
        of = mean(FIXED_REPLACE, square, k, context)
        if good:
            assert reduced(of, FIXED_REPLACE_ERROR, context)
        else:
            with pytest.raises(NotProved, match="is needed"):
                reduced(of, FIXED_REPLACE_ERROR, context)


def test_fits_to_fewer_rows_than_features_have_no_error():
    context = over(WIDE)
    with pytest.raises(NotProved):
        moments.closed(mean(REPLACE, TrainingError(*REPLACE.states), k, context), sigma**2 * (1 - d / n), context)


# -- the second program -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate():
    of, context = error(ACCUMULATE, d + 2 <= n)
    s = sp.Symbol("s", integer=True, positive=True)
    goal = Relation(of, "=", sigma**2 * d * sp.Sum(1 / (s * (s * n - d - 1)), (s, 1, k)), context)
    found = moments.closed(of, goal.right, context)
    return json.dumps(Writer().certificate({"it": concluded([goal], [found], False)}))


def test_the_second_program_agrees(certificate):
    assert refused(json.loads(certificate)) == []


def conditions(found, wide):
    for part in (*found["nodes"], *(goal for claim in found["claims"] for goal in claim["goals"])):
        part["given"] = [g for g in part["given"] if g[1] == ["Length", "lam"]] + wide


SLIPS = {
    "a wider condition": lambda found: conditions(found, [["<=", ["+", 1, ["Length", "lam"]], "n"]]),
    "no condition": lambda found: conditions(found, []),
    "another start": lambda found: found["nodes"][0]["witness"]["recursion"]["start"].__setitem__(0, 1),
    "another step": lambda found: found["nodes"][0]["witness"]["recursion"]["step"].__setitem__(0, [[0, 1], [1, "n"]]),
    "labels of no model": lambda found: found["processes"]["least_squares_accumulate"]["draws"][0][2].__setitem__(1, 0),
    "more noise": lambda found: found["processes"]["least_squares_accumulate"]["draws"][0][2].__setitem__(2, "sigma"),
    "replaced": lambda found: found["processes"]["least_squares_accumulate"]["states"][0].__setitem__(
        3, ["join", "batch"]
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_second_program_notices(certificate, slip):
    found = json.loads(certificate)
    SLIPS[slip](found)
    assert refused(found) != []


# -- batches with real labels in them -----------------------------------------------------------------------------


@pytest.mark.parametrize(("real", "why"), [(0, "none"), (9, "all")])
def test_without_generated_labels_or_without_real_ones_the_error_is_known(real, why):
    """As under replace, and as of one fit."""
    found = recursion(FRESH_LABELS, FRESH_LABELS.observables["error"])
    at = {"lam": Entries([4, 1]), "n": sp.Integer(9), "sigma": sp.Integer(1), "r": sp.Integer(real)}
    alone = recursion(REPLACE, REPLACE.observables["error"])
    for generation in (1, 2, 5):
        assert found.value(generation, at) == alone.value(generation if why == "none" else 1, at)


def test_the_share_of_the_error_that_is_kept_is_that_of_a_beta_law_for_one_feature():
    found = recursion(FRESH_LABELS, FRESH_LABELS.observables["error"])
    at = {"lam": Entries([3]), "n": sp.Integer(8), "sigma": sp.Integer(1), "r": sp.Integer(3)}
    first, second = (found.value(generation, at) for generation in (1, 2))
    assert second == first * (1 + Fraction(5 * 7, 8 * 10))


@pytest.mark.parametrize(
    "slip",
    [
        lambda made, real: (Draw(made.what, Labelled(Slope(seen), 2 * sigma**2, lam)), real),
        lambda made, real: (made, Draw(real.what, Labelled(sp.Integer(0), sigma**2 / 2, lam))),
        lambda made, real: (Draw(made.what, real.law), real),
        lambda made, real: (made, Draw(real.what, made.law)),
        lambda made, real: (made, Draw(real.what, Relabelled(seen, sp.Integer(0), sigma**2))),
    ],
)
def test_of_other_labels_nothing_is_derived(slip):
    process = replace(FRESH_LABELS, name="changed", draws=slip(*FRESH_LABELS.draws))
    with pytest.raises(NotClosed, match="labels of"):
        recursion(process, ExcessError(seen, lam))


@pytest.fixture(scope="module")
def of_sizes():
    theorem = find("regression-batch-sizes")
    goal = statement(theorem, "replace")
    return json.dumps(Writer().certificate({"it": concluded([goal], [by_moments(goal)], False)}))


def fewer(found, low):
    """Every batch may have a row less."""
    for part in (*found["nodes"], *(goal for claim in found["claims"] for goal in claim["goals"])):
        part["for"]["m"] = ["schedule", low]
    for process in found["processes"].values():
        process["parameters"]["m"] = ["schedule", low]


def test_the_second_program_asks_for_rows_in_every_batch(of_sizes):
    assert refused(json.loads(of_sizes)) == []
    less = json.loads(of_sizes)
    fewer(less, 0)
    assert refused(less) != []


def test_the_second_program_knows_what_is_kept_of_an_error():
    theorem = find("regression-real-share")
    goal = statement(theorem, "error")
    written = json.dumps(Writer().certificate({"it": concluded([goal], [real_share.error(goal)], False)}))
    assert refused(json.loads(written)) == []
    slipped = json.loads(written)
    for node in slipped["nodes"]:
        if "recursion" in node["witness"]:
            (row, _) = node["witness"]["recursion"]["step"]
            row[0][1] = ["*", ["/", 20, 21], row[0][1]]
    assert refused(slipped) != []
