"""Blocks: each is judged once, in order, whoever draws it; what judges them is fixed before they are drawn.

No probability enters but where it is said.
"""

import functools
import re
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from math import log
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
import pytest
from lab import every_question, watch

from harness.author import second_moments, twin_comparison
from harness.author.check import Sheet, compare_twin
from harness.evidence.sums import block_sums
from harness.judge.budget import ALPHA_RUN, Limits, budget
from harness.judge.case import Case
from harness.judge.means import MeanQuestion
from harness.judge.observed import Observed
from harness.judge.questions import ask
from harness.judge.race import draw_block, race, totals
from harness.judge.selection import find_case
from paper_figs.numbers import Curves
from simulators.engine import BLOCK_PATHS, stream
from theorems.language.registry import theorems

pytestmark = pytest.mark.usefixtures("nothing_is_kept")

CLAIMS = [  # one claim of each engine
    "bernoulli-absorption/fixation",
    "bernoulli-absorption/diversity",
    "bernoulli-absorption/diversity-step",
    "gaussian-accumulate-limit/conservation",
    "kde-replace-growth/annealed-law",
]
LIMITS = Limits.shared(100)
ASKED = 8


def question(claim, resolution):
    return ask(find_case(claim), resolution)[0]


def summary(asked, entropy, block):
    """What the block adds, from its draws."""
    values = draw_block(asked.observed, asked.arguments, entropy, asked.paths, block)
    if isinstance(asked, MeanQuestion):
        return block_sums(asked.support, values)
    return np.array([*(np.sum(values <= edge) for edge in asked.edges), values.size]) @ differences(asked.edges.size)


def differences(size):
    """The matrix that takes cumulative counts to counts."""
    return np.eye(size + 1) - np.eye(size + 1, k=1)


class Backwards(Executor):
    """Draws the last block first; results come in the order of the blocks."""

    def map(self, task, *items, **named):
        rows = list(zip(*items, strict=True))
        return iter([task(*row) for row in rows[::-1]][::-1])


# -- each block once ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_race_adds_every_block_once_in_order(claim, resolution, entropy):
    asked = question(claim, resolution)
    found = list(totals(asked, entropy, 40, None))
    expected = list(np.cumsum([summary(asked, entropy, block) for block in range(40)], axis=0))
    drawn = [block_of(asked, total, expected) for total in found]
    assert drawn[0] == 0  # the first look is after the first block
    assert drawn == sorted(set(drawn))
    assert drawn[-1] == 39


def block_of(asked, total, expected):
    """Number of the last block in a running total."""
    return next(block for block, sums in enumerate(expected) if np.array_equal(sums, total))


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_verdict_is_of_the_first_blocks(claim, resolution, entropy):
    asked = question(claim, resolution)
    result = race(asked, LIMITS, entropy)
    per_block = len(draw_block(asked.observed, asked.arguments, entropy, asked.paths, 0))
    blocks, rest = divmod(result.draws, per_block)
    assert rest == 0
    total = sum(summary(asked, entropy, block) for block in range(blocks))
    if isinstance(asked, MeanQuestion):
        assert result.estimate == pytest.approx(total[1] / total[2], rel=1e-12)
    else:
        assert result.estimate in total / total.sum()


# -- whoever draws them ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("claim", CLAIMS)
def test_threads_processes_and_any_order_give_the_same_race(claim, processes, resolution, entropy):
    asked = question(claim, resolution)
    alone = list(totals(asked, entropy, 30, None))
    for executor in (*(ThreadPoolExecutor(n) for n in (1, 2, 8)), Backwards(), processes):
        assert np.array_equal(list(totals(asked, entropy, 30, executor)), alone)
    result = replace(race(asked, LIMITS, entropy), seconds=0.0)
    with ThreadPoolExecutor(8) as threads:
        assert replace(race(asked, LIMITS, entropy, threads), seconds=0.0) == result


@pytest.fixture
def given(monkeypatch):
    """A function that keeps the generators that an observable's paths are given, each with its state on arrival."""

    def keep(observable):
        kept = []
        watch(monkeypatch, observable, lambda rng, _: kept.append((rng, state(rng))))
        return kept

    return keep


def state(rng):
    return tuple(rng.bit_generator.state["state"]["state"].tolist())


def test_every_block_has_a_generator_of_its_own(given, resolution, entropy):
    asked = question("gaussian-collapse/mean", resolution)
    kept = given(asked.observed.name)
    with ThreadPoolExecutor(8) as threads:
        list(totals(asked, entropy, 60, threads))
    assert len({id(rng.bit_generator) for rng, _ in kept}) == 60
    assert sorted(begin for _, begin in kept) == sorted(
        state(stream(entropy, asked.paths, block)) for block in range(60)
    )


def test_every_block_behind_a_point_of_a_figure_has_a_stream_of_its_own(given, entropy):
    # two states of 192 bits coincide by chance with probability below 1e-37 (their seeds have 128)
    kept = given("poisson.survival")
    curves = Curves("figure", "k", entropy)
    curves.simulation("n=5,lambda0=1", "simulation", "poisson.survival", [2, 3], 3 * BLOCK_PATHS + 1)
    assert curves.table["draws"] == [3 * BLOCK_PATHS + 1] * 2
    assert len({begin for _, begin in kept}) == len(kept) == 8


def test_a_race_does_not_depend_on_the_races_before_it(resolution, entropy):
    asked = [question(claim, resolution) for claim in CLAIMS]
    forward = {q.id: replace(race(q, LIMITS, entropy), seconds=0.0) for q in asked}
    backward = {q.id: replace(race(q, LIMITS, entropy), seconds=0.0) for q in asked[::-1]}
    assert forward == backward


# -- what judges is fixed before ------------------------------------------------------------------------------


def test_questions_and_limits_do_not_depend_on_draws(monkeypatch, resolution, entropy):
    """The bound of a union over questions is of questions that nobody chose by their draws: all are asked first.

    What questions need is found here where nothing can be drawn: of one claim in ASKED, drawn anew in each run. So it
    is of every claim in test_theorems, whose tests ask them all.
    """
    monkeypatch.setattr(np.random, "SFC64", None)
    every = every_question(resolution)
    assert budget().alpha * len(every) == pytest.approx(ALPHA_RUN)
    claims = [Case(theorem, claim) for theorem in theorems().values() for claim in theorem.claims]
    assert len(every) == sum(len(case.claim.points) for case in claims)
    known = {found.id: found for found in every}
    some = Random(entropy).sample(claims, len(claims) // ASKED)
    for asked in (found for case in some for found in ask(case, resolution)):
        other = known[asked.id]
        assert (asked.paths, asked.support) == (other.paths, other.support)
        if isinstance(asked, MeanQuestion):  # as it is asked for many tests: but for what takes longest to find
            assert replace(asked, second_moment=other.second_moment, found=other.found) == other


def test_questions_may_share_draws(resolution, entropy):
    """Two claims about one observable, judged by the same draws, come out as each alone would: no more is needed."""
    one = question("bernoulli-absorption/fixation", resolution)
    other = replace(one, low=one.low * 1.5, high=one.high * 1.5)  # another claim, a false one, of the same id
    assert race(one, LIMITS, entropy).outcome == "confirmed"  # but with probability 1e-9: see test_simulators
    assert race(other, LIMITS, entropy).outcome == "refuted"
    shared = [list(islice(totals(q, entropy, 9, None), 3)) for q in (one, other)]
    assert np.array_equal(*shared)


def compare(monkeypatch, entropy, kernel, twin):
    """A comparison of two functions of (generator, block): each is called once per block."""
    calls = {"simulator": -1, "twin": -1}

    def routed(route, function):
        def draw(rng, paths, **_):
            calls[route] += 1
            return function(rng.random(paths), calls[route])

        draw.support = Observed("gaussian.scale_law").simulator.support
        return draw

    functions = {"simulator": routed("simulator", kernel), "twin": routed("twin", twin)}
    for route, function in functions.items():
        monkeypatch.setattr(Observed, route, property(lambda _, f=function: f))
    monkeypatch.setattr(Observed, "arguments", lambda *_: {})
    monkeypatch.setattr(Observed, "support", lambda *_: functions["simulator"].support)
    (drawn,) = twin_comparison.draws(Observed("gaussian.scale_law"), [{}], entropy)
    return twin_comparison.compare(**drawn)


def test_a_comparison_judges_no_block_that_set_its_cells(monkeypatch, entropy):
    # the two differ in the first block alone, which only sets the cells; false alarm: 1e-9 (Ville)
    found = compare(monkeypatch, entropy, lambda u, block: u, lambda u, block: u + 5 * (block == 0))
    assert not found.differ


def test_a_comparison_keeps_the_cells_of_its_first_block(monkeypatch, entropy):
    # beyond those cells nothing can be told apart: the counts are certain, and so is the evidence
    found = compare(monkeypatch, entropy, lambda u, block: u + 2 * (block > 0), lambda u, block: u + 4 * (block > 0))
    assert found.log_odds < log(1 / ALPHA_RUN)
    assert found.paths > BLOCK_PATHS


def test_kernel_and_twin_are_drawn_from_independent_streams(monkeypatch, entropy):
    # the same function in both routes: its draws would be equal from one stream
    seen = []

    def keep(u, block):
        seen.append(u.copy())
        return u

    compare(monkeypatch, entropy, keep, keep)
    assert len({block.tobytes() for block in seen}) == len(seen) >= 4


def test_laws_and_second_moments_of_a_point_are_judged_by_the_same_blocks_each_once(monkeypatch, entropy):
    # two fair floats of 53 bits are equal with probability 2^-53, a whole block with far less
    mean = find_case("gaussian-collapse/mean")
    seen = {"simulator": [], "twin": [], "laws": [], "squares": []}
    compare, log_odds = twin_comparison.compare, second_moments.log_odds

    def keep(route, function):
        @functools.wraps(function)
        def draw(rng, paths, **arguments):
            values = function(rng, paths, **arguments)
            seen[route].append(values.tobytes())
            return values

        return draw

    def laws(**blocks):
        seen["laws"] += [block.tobytes() for route in blocks.values() for block in route]
        return compare(**blocks)

    def squares(observed, point, blocks):
        seen["squares"] += [block.tobytes() for block in blocks]
        return log_odds(observed, point, blocks)

    for route, function in {"simulator": mean.observed.simulator, "twin": mean.observed.twin}.items():
        monkeypatch.setattr(Observed, route, property(lambda _, f=keep(route, function): f))  # noqa: B008
    monkeypatch.setattr(twin_comparison, "compare", laws)
    monkeypatch.setattr(second_moments, "log_odds", squares)
    compare_twin([mean], sheet := Sheet(), entropy, runs=True)
    assert not sheet.findings
    drawn = [*seen["simulator"], *seen["twin"]]
    assert len(set(drawn)) == len(drawn) > 2 * len(mean.points)
    assert sorted(seen["laws"]) == sorted(seen["squares"]) == sorted(drawn)


# -- the page that says what is needed ------------------------------------------------------------------------


def test_every_guarantee_on_the_page_names_tests_that_exist():
    here = Path(__file__).parent
    page = (here.parent / "docs" / "how_verdicts_work.md").read_text()
    section = page.partition("## What must be independent")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("|")][2:]
    tests = {name for file in here.glob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text(), re.M)}
    assert len(rows) >= 7
    for guarantee, *_, held in rows:
        named = re.findall(r"`(test_\w+)`", held)
        assert named, guarantee
        assert set(named) <= tests, guarantee
