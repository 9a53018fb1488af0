"""Races on a process made for it, of known means and laws: what they find, how often they err, where they end.

Every statistical assertion is an exact binomial tail: if it is true, it fails with probability at most 1e-9.
"""

import shlex
import sys
from dataclasses import replace
from fractions import Fraction
from math import log, nan
from types import ModuleType

import numpy as np
import pytest
import sympy as sp
from evidence_lab import LEVEL, RARE, assert_at_most, event_sums, exact_property, once_each
from hypothesis import given
from hypothesis import strategies as st

from harness.cli.grammar import parser
from harness.evidence.sums import BadObservable
from harness.judge.budget import Limits
from harness.judge.case import Case
from harness.judge.question import CAP
from harness.judge.questions import build
from harness.judge.race import batches, race
from harness.judge.report import explain_race, number
from harness.judge.verdict import Run
from simulators import engine
from simulators.engine import stream
from theorems.language import Law, Mean, Parameters, Source, Theorem, X, real


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    """A process whose observables have the mean (`wait` and `broken`: the rate) that they are given as `truth`."""
    room, exact = ModuleType("simulators.fake"), ModuleType("simulators.exact.fake")
    room.coin = engine.event(lambda rng, paths, *, truth: rng.random(paths) < truth)
    room.share = engine.bounded(0, 1)(lambda rng, paths, *, truth: rng.beta(truth, 1 - truth, paths))
    room.size = engine.real(lambda rng, paths, *, truth: rng.normal(truth, 1, paths))
    room.wait = engine.law(lambda rng, paths, *, truth: rng.exponential(1 / truth, paths))
    room.broken = engine.law(lambda rng, paths, *, truth: np.append(rng.exponential(1 / truth, paths - 1), nan))
    exact.size_second_moment = lambda *, truth: float(truth**2 + 1)
    monkeypatch.setitem(sys.modules, room.__name__, room)
    monkeypatch.setitem(sys.modules, exact.__name__, exact)


PARAMETERS = Parameters(real("a", "(0, oo)", "claimed rate", (1,)), real("truth", "(0, oo)", "simulated", (1,)))
EQUAL, LOWER, UPPER = ({relation: sp.Rational(3, 10)} for relation in ("equals", "at_least", "at_most"))
NEAR, WAIT = EQUAL | {"within": sp.Rational(1, 10)}, {"cdf": 1 - sp.exp(-PARAMETERS.symbols[0] * X)}


def ask(observable, truth, claimed):
    """The question whether the fake observable has the claimed mean or law, at a resolution of a tenth (5%: laws)."""
    kind = Law if "cdf" in claimed else Mean
    claim = kind(name="claim", of=f"fake.{observable}", **claimed)
    theorem = Theorem("synthetic", "", Source("", ""), "", (), "", PARAMETERS, (claim,))
    return build(Case(theorem, claim), f"a=1,truth={truth}", Fraction(1, 10))


@pytest.mark.parametrize(
    ("observable", "claimed", "truth", "outcome"),
    [
        ("coin", EQUAL, "3/10", "confirmed"), ("coin", EQUAL, "2/5", "refuted"), ("coin", EQUAL, "1/5", "refuted"),
        ("coin", UPPER, "1/5", "confirmed"), ("coin", UPPER, "2/5", "refuted"), ("coin", LOWER, "1/5", "refuted"),
        ("coin", LOWER, "2/5", "confirmed"), ("coin", NEAR, "7/20", "confirmed"), ("coin", NEAR, "1/2", "refuted"),
        ("share", EQUAL, "3/10", "confirmed"), ("share", EQUAL, "2/5", "refuted"), ("share", UPPER, "2/5", "refuted"),
        ("size", EQUAL, "3/10", "confirmed"), ("size", EQUAL, "2/5", "refuted"), ("size", LOWER, "1/5", "refuted"),
        ("wait", WAIT, "1", "confirmed"), ("wait", WAIT, "6/5", "refuted"), ("wait", WAIT, "4/5", "refuted"),
    ],
)  # fmt: skip
def test_a_race_finds_the_truth(observable, claimed, truth, outcome, entropy, executor):
    # The wrong verdict has probability 1e-9; none at 8 times the planned draws is 8 standard deviations away.
    question, limits = ask(observable, truth, claimed), Limits(alpha=RARE, beta=RARE / 9)
    result = race(question, limits, entropy, executor)
    times = 9 if outcome == "confirmed" else 2 if "equals" in claimed else 1  # two sides share alpha
    assert (result.outcome, result.log_needed) == (outcome, pytest.approx(log(times / RARE)))
    assert result.log_odds >= result.log_needed
    assert replace(result, seconds=0) == replace(race(question, limits, entropy), seconds=0), "threads matter"


@pytest.mark.parametrize(("observable", "claimed", "truth"), [("coin", EQUAL, "33/100"), ("wait", WAIT, "21/20")])
def test_a_race_that_can_do_neither_ends_undecided_at_the_cap(observable, claimed, truth, entropy):
    question = ask(observable, truth, claimed)  # off by the resolution: confirmed w. p. 1e-9, evidence about 170
    result = race(question, Limits(alpha=1e-300, beta=RARE), entropy)
    assert (result.outcome, result.draws) == ("undecided", CAP * question.planned_draws(-log(RARE)))


@pytest.mark.parametrize(
    ("observable", "claimed", "truth", "mistake"),
    [
        ("coin", EQUAL, "33/100", "confirmed"), ("coin", EQUAL, "27/100", "confirmed"),
        ("coin", UPPER, "33/100", "confirmed"), ("wait", WAIT, "21/20", "confirmed"),
        ("coin", EQUAL, "3/10", "refuted"), ("coin", UPPER, "3/10", "refuted"), ("wait", WAIT, "1", "refuted"),
    ],
)  # fmt: skip
def test_a_race_errs_in_at_most_five_percent_of_cases(observable, claimed, truth, mistake, entropy):
    races, question = 2000, ask(observable, truth, claimed)
    limits = Limits(LEVEL, RARE) if mistake == "refuted" else Limits(RARE, LEVEL)  # so that the race goes on
    rng, total, outcomes = stream(entropy, f"{mistake} {question.id}", 0), 0, np.full(races, "undecided")
    for size in np.diff(np.geomspace(16, CAP * question.planned_draws(log(1 / limits.beta)), 20).astype(int)):
        if claimed is WAIT:
            law = question.cells if truth == "1" else dict(question.rivals)["a -> 21/20"]
            total = total + rng.multinomial(size, law / law.sum(), races)
        else:
            total = total + event_sums(size, rng.binomial(size, float(Fraction(truth)), races))
        if (open_ := outcomes == "undecided").any():
            outcomes[open_] = once_each(lambda row: question.judge(row, limits)[0], total[open_])
    assert_at_most(np.sum(outcomes == mistake), races)


def test_a_law_that_returns_no_number_is_refused(entropy):
    with pytest.raises(BadObservable):
        race(ask("broken", "1", WAIT), Limits(RARE, RARE), entropy)


@exact_property
@given(st.integers(1, 10**6))
def test_batches_are_consecutive_up_to_the_cap(cap):
    ends = [0]
    for batch in batches(cap):
        assert batch.start == ends[-1] < batch.stop <= ends[-1] * 1.25 + 1
        ends.append(batch.stop)
    assert ends[-1] == cap


@pytest.mark.parametrize(("observable", "claimed", "truth"), [("coin", EQUAL, "33/100"), ("wait", WAIT, "6/5")])
def test_a_verdict_is_explained_in_four_lines(observable, claimed, truth, entropy):
    question = ask(observable, truth, claimed)
    result = race(question, Limits(RARE, RARE), entropy)
    run = Run(question, result, question.nearest(result))
    claim, estimate, odds, replay = explain_race(run, entropy, "paper")
    assert claim.split()[:2] == [question.id, "claims:"]
    assert ("a law" if "cdf" in claimed else "equals [0.300") in claim
    assert f"{number(result.estimate)} from {result.draws:,} draws" in estimate
    assert estimate.endswith(f"[{number(result.interval[0])}, {number(result.interval[1])}]")
    assert f"{result.outcome}: log-odds {result.log_odds:.1f}, needed {result.log_needed:.1f}" in odds
    assert f'looks like "{run.nearest[0]}' in replay
    asked = parser().parse_args(shlex.split(replay.split("replay: theorems ")[1]))
    assert (asked.command, asked.ids, asked.effort, asked.entropy) == ("verify", ["synthetic/claim"], "paper", entropy)
