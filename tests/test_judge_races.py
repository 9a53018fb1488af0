"""Races and slips are judged at the error rates that are promised, from the draws that they are said to be from."""

import json
from dataclasses import replace
from fractions import Fraction
from math import log

import pytest
import sympy as sp
from court import COURT
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.author import second_moments, twin_comparison
from harness.author.mutant_table import matrix, raced
from harness.judge import exact
from harness.judge.budget import Limits
from harness.judge.case import Case
from harness.judge.observed import Observed
from harness.judge.questions import EFFORTS, ask, build
from harness.judge.race import race, totals
from harness.judge.report import explain
from harness.judge.selection import find_case
from harness.judge.verdict import examine
from simulators.engine import BLOCK_PATHS
from theorems.language import DomainError, registry
from theorems.language.readers import NoValue

RARE = 1e-9


def question(name, resolution=EFFORTS["quick"]):
    """The first question of a claim of the court's coins."""
    theorem = registry.find("coins")
    claim = theorem.claim(name)
    return build(Case(theorem, claim), claim.points[0], resolution)


@pytest.mark.parametrize("name", ["false", "false-bound"])
def test_a_race_ends_at_its_first_batch_with_enough_evidence(court, entropy, name):
    """The verdict is that of the draws until then: of those before, none was enough."""
    court(coins=["good", name])
    asked, limits = question(name), Limits(RARE)
    result = race(asked, limits, entropy)
    needed = log((2 if name == "false" else 1) / RARE)
    assert (result.outcome, result.log_needed) == ("refuted", needed)
    for sums in totals(asked, entropy, result.draws // BLOCK_PATHS, None):
        last = sums[0] == result.draws
        assert (asked.refutation(sums, asked.low, asked.high) >= needed) == last
        if last:
            assert result.log_odds == asked.refutation(sums, asked.low, asked.high)
            assert result.estimate == sums[1] / sums[0]
            break


def test_what_was_refuted_once_is_refuted_whatever_comes_then(court, entropy):
    """Draws against the claim, then such as confirm it: the claim was refuted at the error rate, which is final."""
    court(coins=["turning"])
    result = race(question("turning"), Limits(RARE), entropy)
    assert (result.outcome, result.draws) == ("refuted", BLOCK_PATHS)


def test_a_claim_is_not_judged_where_it_is_not_claimed(court, entropy):
    """Its condition counts: a race outside of it is none, and exact values are not compared there."""
    court(coins=["both", "false"])
    theorem = registry.find("coins")
    p, _ = theorem.parameters.symbols
    for name, when in (("both", p < sp.Rational(1, 2)), ("false", sp.false)):
        claim = replace(theorem.claim(name), when=when)
        with pytest.raises(DomainError, match="is not claimed at p=1/2"):
            build(Case(theorem, claim), claim.points[0], EFFORTS["quick"])
        assert examine(Case(theorem, claim), EFFORTS["quick"], entropy).evidence["simulation"] == "undecided"
    seen = exact.grid(Case(theorem, replace(theorem.claim("both"), points=(), when=p < sp.Rational(1, 2))))
    assert seen
    assert all(point["p"] < sp.Rational(1, 2) for point in seen)


@pytest.mark.parametrize("name", sorted(COURT))
def test_what_is_finished_is_judged_as_it_was(court, entropy, name):
    """From its JSON, as a resumed run finds it: the same evidence, verdict, numbers and explanation."""
    court(coins=list(dict.fromkeys(["good", name])))
    theorem, parts = registry.find("coins"), {}
    claim = theorem.claim(name)
    first = examine(Case(theorem, claim), EFFORTS["quick"], entropy, finished=parts)
    again = examine(Case(theorem, claim), EFFORTS["quick"], entropy, finished=json.loads(json.dumps(parts)))
    assert (again.evidence, again.outcome) == (first.evidence, first.outcome)
    without = [[{k: v for k, v in record.items() if k != "seconds"} for record in r.records()] for r in (first, again)]
    assert without[0] == without[1]
    assert explain(again, "quick") == explain(first, "quick")


# -- slips ------------------------------------------------------------------------------------------------------


def test_a_true_rival_is_not_called_refuted_but_at_the_error_rate_of_a_run(court, entropy):
    """A slip that happens to give the true value: in 300 races it is ever refuted with probability 300 alpha."""
    court(coins=["good", "bound", "false-bound"])
    limits, resolution = Limits(RARE / 600, beta=0.5), Fraction(1, 200)
    for name, side in (("good", "equals"), ("false-bound", "at_least")):
        asked = question(name, resolution)
        claim = asked.case.claim
        rivals = {"true": registry.find("coins").parameters.symbols[0], "far": sp.Rational(6, 10)}
        rivals = {n: asked.case.having(type(claim)(name=n, of=claim.of, **{side: v})) for n, v in rivals.items()}
        for run in range(300):
            assert raced(asked, rivals, entropy + run, limits, None) == {"far"}


def test_a_slip_is_caught_by_what_the_matrix_says(court, entropy):
    """By the race: the rival's value lies outside of what the draws allow at alpha; by exact values: on the grid."""
    court(coins=["good", "both", "one-of-many"])
    theorem = registry.find("coins")
    limits = Limits.shared(5)
    for claim in theorem.claims:
        asked = [build(Case(theorem, claim), text, EFFORTS["quick"]) for text in claim.points]
        for row in matrix(Case(theorem, claim), asked, entropy, limits):
            assert not row.blind, row
            assert (row.exact is None) or claim.name == "both"
            assert (row.worked is None) or claim.name == "one-of-many"
            if row.raced:
                assert row.raced in {one.id for one in asked}


@pytest.mark.parametrize("claim", ["bernoulli-interior/seddik-lower", "bernoulli-absorption/fixation"])
def test_a_slip_that_worked_or_exact_values_catch_is_not_raced(claim, monkeypatch, resolution, entropy):
    """The cheapest check that notices a slip is the first."""
    case = find_case(claim)
    asked = ask(case, resolution)

    def never(*_):
        raise AssertionError("a slip was raced")
        yield

    monkeypatch.setattr("harness.author.mutant_table.totals", never)
    rows = matrix(case, asked, entropy, Limits.shared(5))
    assert rows
    assert all(row.worked or row.exact for row in rows)


def test_no_slip_of_a_claim_without_evidence_is_caught(court, entropy):
    court(coins=["stated", "slow"])
    theorem = registry.find("coins")
    for claim in theorem.claims:
        rows = matrix(Case(theorem, claim), [], entropy, Limits.shared(1))
        assert rows
        assert all(row.blind or row.same for row in rows)
        assert any(row.blind for row in rows)


# -- twins and second moments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("shift", "odds"), [(0, (-100, 0)), (24, (1, 20)), (64, (log(1 / RARE), 1e3))])
def test_a_second_moment_is_refuted_by_evidence_at_the_error_rate_of_a_run_and_by_no_less(court, entropy, shift, odds):
    """Draws that are not random, a share 1/2 + shift/4096 of them 1: their evidence is known, and alpha e^-20.7."""
    court(coins=["tallied"])
    theorem = registry.find("coins")
    claim = replace(theorem.claim("tallied"), points=(f"p={Fraction(1, 2) + Fraction(shift, 4096)},n=1",))
    case, point = Case(theorem, claim), theorem.parameters.point(claim.points[0])
    (drawn,) = twin_comparison.draws(case.observed, [point], entropy)
    assert odds[0] < second_moments.log_odds(case.observed, point, drawn["simulator"]) < odds[1]
    assert bool(list(second_moments.exceeded([case], [(case, point, drawn)]))) == (odds[0] >= log(1 / RARE))


@pytest.mark.parametrize(("n", "odds"), [(1, (-100, 0)), (2, (1, 20)), (3, (log(1 / RARE), 1e4))])
def test_twins_differ_by_evidence_at_the_error_rate_of_a_run_and_by_no_less(court, entropy, n, odds):
    """Draws that are not random: the twin's share of ones differs by nothing, a little, and more."""
    court(coins=["tallied"])
    theorem = registry.find("coins")
    point = theorem.parameters.point(f"p=1/2,n={n}")
    (drawn,) = twin_comparison.draws(Observed(theorem.claims[0].observable), [point], entropy)
    found = twin_comparison.compare(**drawn)
    assert odds[0] < found.log_odds < odds[1]
    assert found.differ == (odds[0] >= log(1 / RARE))


# -- exact values -----------------------------------------------------------------------------------------------

OUTCOMES = st.sampled_from(["confirmed", "refuted", "undecided", "no value"])


@settings(max_examples=60, database=None)
@given(outcomes=st.lists(OUTCOMES, min_size=1, max_size=8), expected=st.sampled_from(["confirmed", "refuted"]))
def test_the_worst_point_of_an_exact_check_counts_wherever_it_is(outcomes, expected):
    """A verdict against what is expected before none (as where there is no value), and the first point of its kind."""

    def check(point):
        if outcomes[point["n"]] == "no value":
            raise NoValue
        return outcomes[point["n"]]

    verdict = exact.verdict(expected, ({"n": i} for i in range(len(outcomes))), check)
    found = ["undecided" if outcome == "no value" else outcome for outcome in outcomes]
    against = {"confirmed": "refuted", "refuted": "confirmed"}[expected]
    worst = next((bad for bad in (against, "undecided") if bad in found), expected)
    assert verdict.outcome == worst
    if worst == expected:
        assert verdict.points == len(outcomes)
    else:
        assert verdict.where == f"n={found.index(worst)}"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_claim_that_an_exact_value_refutes_somewhere_is_refuted(court, entropy, place):
    """Although it is not known elsewhere: p is known to 20 bits at some points, at one it is another."""
    root = court(coins=["vague"])
    room = root / "simulators" / "exact" / f"{root.name}.py"
    at = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)][place]
    other = f"return exact(p=p) + arb(2.0**-10 if p == {float(at)} else 0, 2.0**-20)"
    room.write_text(room.read_text().replace("return exact(p=p) + arb(0, 2.0**-20)", other))
    record = root / "theorems" / "coins.py"
    record.write_text(record.read_text().replace('("1/4", "1/2")', '("1/4", "1/2", "3/4")'))
    theorem = registry.find("coins")
    report = examine(Case(theorem, theorem.claims[0]), EFFORTS["quick"], entropy)
    assert report.evidence["exact"] == "refuted"
    assert report.exact.where == f"p={at}"
