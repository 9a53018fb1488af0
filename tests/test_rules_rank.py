"""When covariances of points in several dimensions have full rank, beside what is false of it and refused."""

from dataclasses import replace

import pytest
import sympy as sp
from rules_lab import told_apart

from proofs_check.rules import probability
from proofs_check.rules.directions import degenerate, spanning
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Lists, NotProved, over
from theorems.gaussian import replace_multivariate
from theorems.language.data import GENERATION, Data, Mean, Variance
from theorems.language.laws import Normal
from theorems.language.processes import Draw, event
from theorems.language.vectors import Determinant
from theorems.processes.gaussian_multivariate import ACCUMULATE, DDOF, LAM, REPLACE, SIZE, SUBSAMPLE

n, lam, k = SIZE.symbol, LAM.symbol, replace_multivariate.THEOREM.parameters["k"].symbol
ALL = over({n: "[2, oo)", k: "[0, oo)", lam: Lists(LAM)})
MANY = ALL.but({}, n >= LAM.size + 1)
POOLED = ALL.but({k: "[1, oo)"}, n <= LAM.size)


def rank(rule, name="singular", process=ACCUMULATE, context=None):
    """What a rule says of the event that a covariance has, or has not, full rank."""
    context = context or POOLED
    return rule(mean(process, process.observables[name], k, context), context)


ROWS = {
    "singular with one real point more than dimensions": (
        lambda: rank(degenerate, context=ALL.but({k: "[1, oo)"}, n <= LAM.size + 1)),
        lambda: rank(degenerate),
    ),
    # -- more points than dimensions --------------------------------------------------------------------------------
    "regular with as few real points as dimensions": (
        lambda: rank(spanning, "regular", context=ALL.but({}, n >= LAM.size)),
        lambda: rank(spanning, "regular", context=MANY),
    ),
    "singular with more real points": (
        lambda: rank(spanning, "singular", context=MANY),
        lambda: rank(spanning, "regular", context=MANY),
    ),
    "regular though the real points are gone": (
        lambda: rank(spanning, "regular", REPLACE, MANY.but({DDOF.symbol: "[0, 1]"})),
        lambda: rank(spanning, "regular", context=MANY),
    ),
    "regular of points that are chosen": (
        lambda: rank(spanning, "regular", SUBSAMPLE, MANY),
        lambda: rank(spanning, "regular", context=MANY),
    ),
}
"""What is false, and beside it what is true."""
test_what_is_false_of_ranks_is_refused_and_what_is_true_beside_it_proved = told_apart(ROWS, NotProved)


def test_what_has_probability_1_has_its_opposite_at_0():
    of = {name: rank(degenerate, name).relation.right for name in ("singular", "regular")}
    assert of == {"singular": 1, "regular": 0}
    assert rank(spanning, "regular", context=MANY).relation.right == 1


@pytest.mark.parametrize("of", [lambda x: x, lambda x: x**2, lambda x: x + 1])
def test_a_covariance_is_one_of_points_not_of_functions_of_them(of):
    """Squares need not lie where the points do."""
    whole = mean(ACCUMULATE, event(sp.Eq(Determinant(Variance(of(POOL), 0)), 0)), k, POOLED)
    if of(POOL) == POOL:
        assert degenerate(whole, POOLED).relation.right == 1
    else:
        with pytest.raises(NotProved, match="sample covariance"):
            degenerate(whole, POOLED)


(POOL,), BATCH = ACCUMULATE.states, ACCUMULATE.draws[0].what
ANEW = Data("anew", n * GENERATION)
STRAYS = {
    "real points": Normal(sp.Integer(0), lam),
    "about another mean": Normal(Mean(POOL) / 2, Variance(POOL, 0)),
    "in all directions": Normal(Mean(POOL), Variance(POOL, 0) + lam),
    "about the mean of squares": Normal(Mean(POOL**2), Variance(POOL, 0)),
}


@pytest.mark.parametrize("law", STRAYS)
def test_what_is_drawn_outside_of_the_points_so_far_may_span_more(law, monkeypatch):
    process = replace(ACCUMULATE, name="strays", draws=(Draw(BATCH, STRAYS[law]),), looked_at=(), before={})
    monkeypatch.setattr(probability, "processes", lambda: {process.name: process})
    with pytest.raises(NotProved, match="need not lie where"):
        rank(degenerate, process=process)


OTHERS = {
    "that are given up": {
        "draws": (*ACCUMULATE.draws, Draw(ANEW, ACCUMULATE.draws[0].law)),
        "step": {POOL: (ANEW, BATCH)},
    },
    "of another variance": {"start": {POOL: Normal(sp.Integer(0), lam / 2)}},
    "of a given model of no variance": {"before": {Mean(POOL): sp.Integer(0), Variance(POOL, 0): 0 * lam}},
}


@pytest.mark.parametrize("points", OTHERS)
def test_points_span_all_directions_only_if_they_are_real_and_kept(points, monkeypatch):
    process = replace(ACCUMULATE, name="others", **OTHERS[points])
    monkeypatch.setattr(probability, "processes", lambda: {process.name: process})
    with pytest.raises(NotProved, match="data that begin with real points"):
        rank(spanning, "regular", process, MANY)
