"""What README and docs promise in numbers, read from their text and held against what the judge does.

No test here is random: each is an exact computation, or compares a number with a documented one.
"""

import re
from fractions import Fraction
from itertools import combinations
from math import log
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from each import of_each
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from lab import question_at
from scipy.stats import binom, binomtest

from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.judge import exact
from harness.judge.budget import Limits, budget
from harness.judge.case import Case
from harness.judge.observed import Uncertified
from harness.judge.proof import STEP_SECONDS
from harness.judge.questions import EFFORTS, ask, build
from harness.judge.race import race, totals
from simulators.engine import BLOCK_PATHS, Support
from theorems.door import main
from theorems.language import registry

ROOT = Path(__file__).parent.parent
README, VERDICTS, GUIDE = (
    ROOT / name for name in ("README.md", "docs/how_verdicts_work.md", "docs/adding_a_theorem.md")
)
EVENT = Support("event")


def promised(page, pattern):
    """The numbers that stand in the page where the pattern has its groups; it must occur once."""
    found = re.search(pattern, text := " ".join(page.read_text().split()))
    assert found, f"{page.name} does not say {pattern!r}"
    assert len(re.findall(pattern, text)) == 1
    numbers = [float(group.replace("10^{", "1e").replace(",", "").strip("{}$")) for group in found.groups()]
    return numbers[0] if len(numbers) == 1 else numbers


ALPHA = promised(README, r"true claims of a run together are refuted with probability at most (\S+?),")
BETA = promised(README, r"A claim that is off is confirmed with probability at most (\S+) per question")
CAP = promised(VERDICTS, r"\| nobody in time \| \| (\d+) times the planned draws")
PERCENT = dict(zip(("quick", "paper"), promised(README, r"to (\d+)% \(quick\) or (\d+)% \(paper\)"), strict=True))


def coin(court, *claims):
    """Questions about coins, by claim."""
    court(coins=["good", *claims])
    theorem = registry.find("coins")
    return lambda name, point, resolution: build(Case(theorem, theorem.claim(name)), point, resolution)


# -- error rates ----------------------------------------------------------------------------------------------


def test_both_documents_promise_the_same():
    assert promised(VERDICTS, r"share \$(10\^\{-\d+\})\$ for a whole run") == ALPHA
    assert promised(VERDICTS, r"probability at most \$\\beta = (10\^\{-\d+\})\$ per question") == BETA
    both = r"(\d+)% with `--effort quick`, (\d+)% with `--effort paper`"
    assert promised(VERDICTS, both) == [PERCENT["quick"], PERCENT["paper"]]
    assert promised(VERDICTS, r"after (\d+) times the planned draws its evidence") == CAP
    assert set(EFFORTS) == set(PERCENT)


@pytest.mark.parametrize("packages", [1, 2])
def test_the_questions_of_a_run_share_the_false_alarm_rate(court, packages):
    """Union bound: of all questions, a claim's points counted each, those of every package."""
    for number in range(packages):
        court(**{f"coins{number}": ["good", "false-first", "both"], f"dice{number}": ["bound", "stated"]})
    asked = [q for t in registry.theorems().values() for c in t.claims for q in ask(Case(t, c), Fraction(1, 10))]
    assert len(asked) == 7 * packages
    assert budget().alpha * len(asked) == pytest.approx(ALPHA)
    assert budget().beta == BETA


def test_the_registry_shares_the_false_alarm_rate():
    asked = sum(len(claim.points) for theorem in registry.theorems().values() for claim in theorem.claims)
    assert budget().alpha * asked == pytest.approx(ALPHA)


def test_a_part_of_a_run_has_the_limits_of_the_whole(court, capsys):
    """So that it can be replayed: with less to ask for, nothing else is needed to refute a claim."""
    court(aces=["good", "both"], coins=["false", "false-bound", "slow"])
    needed = set()
    for selection in ([], ["coins"], ["coins", "aces"]):
        main(["verify", *selection])
        needed.add(tuple(re.findall(r"(\w+): log-odds \S+, needed (\S+)", capsys.readouterr().out)))
    (found,) = needed
    two, one, slow = (log(2 * 6 / ALPHA), log(6 / ALPHA), log(1 / BETA))
    assert found == tuple(
        (outcome, f"{odds:.1f}") for outcome, odds in (("refuted", two), ("refuted", one), ("undecided", slow))
    )


# -- resolution and plan ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("point", ["p=1/2", "p=1/4", "p=1/100"])
def test_a_claim_that_is_off_by_the_documented_resolution_is_not_confirmed_and_the_truth_is(court, effort, point):
    """Sums of draws as they are expected, up to a thousand times the cap."""
    question = coin(court)("good", point, EFFORTS[effort])
    need, off = log(1 / BETA), PERCENT[effort] / 100
    planned = question.planned_draws(need)

    def confirmed(mean, draws):
        sums = np.array([draws, mean * draws, draws, mean * draws, mean * draws, draws])
        rivals = ((question.high, 1), (question.low, -1))
        sides = [Side(value + sign * question.gap, -sign, value) for value, sign in rivals]
        return all(log_evidence(EVENT, 0.0, sums, side) >= need for side in sides)

    p = float(question.high)
    for factor in (1 / 4, 1, CAP, 1000 * CAP):
        assert not confirmed(p * (1 + off), factor * planned)
        assert not confirmed(p * (1 - off), factor * planned)
    assert confirmed(p, 2 * planned)
    assert confirmed(p * (1 + off / 2), 8 * planned), "a finer resolution than documented costs draws"


@pytest.mark.parametrize("p", ["1/2", "1/100", "99/100"])
@pytest.mark.parametrize("effort", EFFORTS)
def test_after_the_documented_cap_no_true_claim_of_a_run_is_undecided(court, p, effort):
    """Not with probability 1e-9 in a run of a thousand questions, by the exact binomial law."""
    question = coin(court)("good", f"p={p}", EFFORTS[effort])
    need = log(1 / BETA)
    draws, probability = int(CAP * question.planned_draws(need)), 0.0
    for value, sign, tail in ((question.high, 1, binom.sf), (question.low, -1, binom.cdf)):
        rival = value + sign * question.gap
        low, high = sorted((int(draws * value), int(draws * rival)))
        while high - low > 1:  # evidence falls as the count nears the rival
            middle = (low + high) // 2
            sums = np.array([draws, middle, draws, middle, middle, draws], dtype=float)
            enough = log_evidence(EVENT, 0.0, sums, Side(rival, -sign, value)) >= need
            low, high = (middle, high) if enough == (sign > 0) else (low, middle)
        probability += tail(low if sign > 0 else high, draws, value)
    assert 1000 * probability <= 1e-9


def test_a_race_ends_at_the_documented_multiple_of_its_plan(court, capsys, tmp_path):
    court(coins=["slow"])
    main(["plan", "coins"])
    planned = int(re.match(r"\s*([\d,]+) draws", capsys.readouterr().out)[1].replace(",", ""))
    main(["verify", "coins", "--json", str(tmp_path / "out.json")])
    draws = int(re.search(r'"draws": (\d+)', (tmp_path / "out.json").read_text())[1])
    assert draws == CAP * planned


def test_a_block_and_the_time_of_a_step_are_as_documented(court, capsys):
    """A block is part of what an entropy stands for: with other blocks no run would repeat an older one."""
    block = promised(VERDICTS, r"A block has ([\d,]+) paths")
    court(coins=["good", "slow"])
    main(["plan", "coins"])
    planned = [int(text.replace(",", "")) for text in re.findall(r"([\d,]+) draws", capsys.readouterr().out)]
    assert block == BLOCK_PATHS == np.gcd.reduce(planned)
    assert "A step that is not decided within a minute fails" in " ".join(GUIDE.read_text().split())
    assert STEP_SECONDS == 60


@pytest.mark.parametrize("distance", ["1e-15", "1e-16"])
def test_a_value_whose_resolution_a_float_cannot_hold_is_refused(court, distance):
    """Of the event's two ends only 1 is far from 0, where floats are dense: claims near it can be lost in rounding."""
    ask = coin(court)
    small = 1 - Fraction(distance)
    with pytest.raises(Uncertified, match="race it where"):
        ask("good", f"p={small}", EFFORTS["paper"])
    question = ask("good", f"p={1 - Fraction(distance) * 10**4}", EFFORTS["paper"])
    assert (question.high + question.gap - question.high) == pytest.approx(question.gap, rel=0.2)


RACED = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in registry.theorems().values() for c in t.claims if c.points]


@of_each("theorem, claim", [case for case in RACED if case.values[1].kind != "Law"])
def test_a_race_is_about_an_interval_that_contains_the_claimed_one_and_hardly_more(theorem, claim):
    """Else a true claim could be refuted for its rounding: the ends as fractions against balls of 300 bits."""
    for text in claim.points:
        question = question_at(Case(theorem, claim), text, EFFORTS["quick"])
        balls = question.case.interval(question.point, 300)
        for end, true, sign in zip((question.low, question.high), balls, (-1, 1), strict=True):
            assert (end is None) == (true is None)
            if end is not None:
                beyond = sign * (arb(end) - true)
                assert beyond >= 0
                assert beyond <= 4 * abs(true) * 2.0**-52


@of_each("theorem, claim", [case for case in RACED if case.values[1].kind not in ("Law", "Surely")])
def test_the_resolution_is_a_part_of_each_end_and_all_that_is_promised_of_one(theorem, claim):
    """An interval is told from what lies beyond it by the same share on both sides, or a smaller one."""
    for text in claim.points:
        question = question_at(Case(theorem, claim), text, EFFORTS["quick"])
        ends = [end for end in (question.low, question.high) if end is not None]
        sizes = [min(abs(end), abs(1 - end)) if question.support.kind == "event" else abs(end) for end in ends]
        assert question.gap == pytest.approx(float(EFFORTS["quick"]) * min(sizes), rel=1e-12)


# -- intervals --------------------------------------------------------------------------------------------------


def test_the_interval_of_a_race_is_that_of_its_documented_level(court, capsys, entropy):
    """At its ends the evidence is 2/5%: for a bounded observable it depends on the end alone."""
    level = 1 - promised(VERDICTS, r"draws, (\d+)% at any time: \[") / 100
    question = coin(court)("good", "p=1/4", EFFORTS["quick"])
    result = race(question, Limits.shared(1), entropy)
    (sums,) = [s for s in totals(question, entropy, result.draws // BLOCK_PATHS, None) if s[0] == result.draws]
    for end, sign in zip(result.interval, (1, -1), strict=True):
        odds = log_evidence(EVENT, 0.0, sums, Side(end, sign, end))
        assert abs(odds - log(2 / level)) < log(2) + 1e-6, "one of two halves of the mixture"
    inner = binomtest(int(sums[1]), result.draws).proportion_ci(1 - level, method="exact")
    assert result.interval[0] <= inner.low < inner.high <= result.interval[1]


# -- exact values -----------------------------------------------------------------------------------------------

BITS = promised(VERDICTS, r"known to (\d+) bits of the larger of 1 and the value")
DIGITS = promised(VERDICTS, r"must be met to (\d+) digits after the point")


@settings(max_examples=300, database=None)
@given(st.floats(-1e3, 1e3), st.floats(-2, 2), st.floats(0, 1), st.integers(-8, 8))
def test_an_equality_is_seen_if_nothing_in_both_balls_is_further_apart_than_documented(value, shift, share, scale):
    """Balls of total radius around 2^-bits, their middles up to two radii apart."""
    allowed = max(1.0, abs(value)) * 2.0**-BITS
    radius = allowed * 2.0**scale
    claimed, truth = arb(value, radius * share), arb(value + shift * radius, radius * (1 - share))
    outcome = exact.compare(claimed, claimed, truth)
    assert (outcome == "refuted") == (not claimed.overlaps(truth))
    if outcome == "confirmed":
        assert abs(claimed - truth).upper() <= 2.01 * allowed
    elif outcome == "undecided":
        assert radius > allowed / 1.01


@pytest.mark.parametrize(("off", "met"), [(DIGITS - 1, False), (DIGITS - 0.3, False), (DIGITS + 0.3, True)])
def test_a_worked_value_is_met_to_the_documented_digits(court, off, met):
    court(coins=["one-of-many"])
    theorem = registry.find("coins")
    claim = theorem.claim("one-of-many")
    wrong = sp.Rational(3, 4) + sp.Rational(Fraction(10.0**-off))
    object.__setattr__(claim, "worked", {"at_most": {"p=1/2,n=2": wrong}})
    assert (exact.missed_worked_value(Case(theorem, claim)) is None) == met


# -- grids and cells --------------------------------------------------------------------------------------------

CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in registry.theorems().values() for c in t.claims]


@of_each("theorem, claim", CLAIMS)
def test_exact_values_are_compared_at_as_many_points_as_documented_and_at_every_pair_of_values(theorem, claim):
    most = promised(GUIDE, r"compared at (\d+) points of the grid")
    case = Case(theorem, claim)
    used, seen = case.used, exact.grid(case)
    applies = (p for p in theorem.parameters.grid(used) if case.applies(p))
    every = [dict(p) for p in dict.fromkeys(tuple((n, v) for n, v in p.items() if n in used) for p in applies)]
    if claim.expected == "refuted":
        assert len(seen) == len(claim.points or claim.worked["quantity"]) > 0
        return
    before = len(seen) - len(claim.points)
    assert sum(point in every for point in seen[:before]) == min(most, len(every))
    declared = [theorem.parameters.complete(theorem.parameters.point(text), set()) for text in claim.points]
    assert seen[before:] == [{name: value for name, value in p.items() if name in used} for p in declared]
    assert {tuple(every[0].items()), tuple(every[-1].items())} <= {tuple(p.items()) for p in seen}
    free = sorted(name for name in used if not theorem.parameters[name].uses)  # what follows others has too many values
    for one, other in combinations(free, 2):
        assert {(p[one], p[other]) for p in every} <= {(p[one], p[other]) for p in seen}, (one, other)


LAWS = [case for case in CLAIMS if case.values[1].kind == "Law"]


@of_each("theorem, claim", LAWS)
def test_the_cells_of_a_law_are_as_many_and_as_likely_as_documented(theorem, claim):
    number = promised(VERDICTS, r"counts in (\d+) cells of about equal claimed probability")
    for text in claim.points:
        question = build(Case(theorem, claim), text, EFFORTS["quick"])
        cells = question.cells
        assert 1 <= sum(cells) < 1 + 1e-9, "upper bounds that are rounded up"
        if question.case.on_integers:
            assert list(question.edges) == list(range(1, len(question.edges) + 1))
            assert cells[-1] < 0.01
        else:
            assert len(cells) == number
            assert max(abs(number * cells - 1)) < 0.5


@of_each("theorem, claim", LAWS)
def test_every_rival_of_a_law_is_another_law(theorem, claim):
    """One that is the law itself could never be told from it: the race would end at its cap."""
    for text in claim.points:
        question = build(Case(theorem, claim), text, EFFORTS["quick"])
        assert question.rivals
        for slip, other in question.rivals:
            assert max(abs(question.cells - other)) > 1e-3, slip
