"""Sizes of blocks: an observable says how many of its paths are drawn at once, and whoever draws it keeps to that.

No probability enters but where it is said.
"""

import itertools
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import log

import numpy as np
import pytest
from lab import DECLARED, watch

from harness.author.disagreement import hear
from harness.author.mutant_table import matrix
from harness.author.whole_domain import PROBES
from harness.evidence.means import draws_needed
from harness.judge.budget import BETA, budget
from harness.judge.case import Case
from harness.judge.observed import Observed
from harness.judge.question import CAP
from harness.judge.questions import ask
from harness.judge.race import race, totals
from harness.judge.selection import find_case
from paper_figs.numbers import Curves
from simulators.engine import BLOCK_PATHS, FEWEST_PATHS, in_blocks_of, stream
from theorems.door import main
from theorems.language import literal, point_text

pytestmark = pytest.mark.usefixtures("nothing_is_kept")

SIZES = {256: "bounded", 1024: "unbounded"}
"""Sizes of blocks, and of what kind the observable is: the second moment of an unbounded one is held against draws."""

INDEPENDENCE = 64
"""Calls for fewer paths than this look whether paths depend, and whether a call has the length it was asked for."""


def begin(rng):
    """The state in which a stream arrives."""
    return tuple(rng.bit_generator.state["state"]["state"].tolist())


@dataclass(frozen=True)
class Costly:
    """A claim on an observable in blocks of a size; what kernel and twin are asked for: (paths, stream's start)."""

    case: Case
    size: int
    kernel: list[tuple]
    twin: list[tuple]


@pytest.fixture(params=SIZES, ids=SIZES.values())
def costly(request, lab, monkeypatch):
    size = request.param
    if SIZES[size] == "bounded":
        first = ("\n\n\n@kernel", "\nfrom simulators.engine import in_blocks_of\n\n\n@kernel")
        lab({"simulators/fixed_share.py": [first, ("def error(", f"@in_blocks_of({size})\ndef error(")]}, DECLARED)
        about = "fixed-share/error"
    else:
        about = "kde-replace-growth/annealed-variance"
        monkeypatch.setattr(Observed("kde_replace.draw_square").simulator, "block_paths", size, raising=False)
    case = find_case(about)
    kernel, twin, simulate = [], [], literal.simulate
    watch(monkeypatch, case.observed.name, lambda rng, paths: kernel.append((paths, begin(rng))))

    def literally(process, rng, paths, *rest):
        twin.append((paths, begin(rng)))
        return simulate(process, rng, paths, *rest)

    monkeypatch.setattr(literal, "simulate", literally)
    return Costly(case, size, kernel, twin)


def questions(costly, resolution):
    return ask(costly.case, resolution)


def test_a_race_draws_the_blocks_that_were_planned(costly, resolution, entropy):
    # a true claim is refuted or left undecided with probability below 1e-9
    size, drawn = costly.size, costly.kernel
    for question in questions(costly, resolution):
        drawn.clear()
        needed = max(
            draws_needed(question.support, question.second_moment, end, question.gap, log(1 / BETA))
            for end in (question.low, question.high)
        )
        planned = question.planned_draws(log(1 / BETA))
        assert planned % size == 0
        assert 0 <= planned - needed < size
        result = race(question, budget(), entropy)
        assert result.outcome == "confirmed"
        blocks = result.draws // size
        assert drawn == [(size, begin(stream(entropy, question.paths, block))) for block in range(blocks)]
        assert result.draws == blocks * size <= CAP * planned


def test_a_race_that_is_never_decided_ends_at_the_multiple_of_what_was_planned(
    costly, resolution, entropy, monkeypatch
):
    question = questions(costly, resolution)[0]
    monkeypatch.setattr(type(question), "judge", lambda *_: ("undecided", 0.0, 0.0))
    assert race(question, budget(), entropy).draws == CAP * question.planned_draws(log(1 / BETA))


def test_threads_add_the_same_blocks(costly, resolution, entropy):
    question = questions(costly, resolution)[0]
    alone = list(totals(question, entropy, 30, None))
    assert [total[0] for total in alone][-1] == 30 * costly.size
    with ThreadPoolExecutor(8) as threads:
        assert np.array_equal(list(totals(question, entropy, 30, threads)), alone)


def test_slips_are_judged_by_the_blocks_of_the_race(costly, resolution, entropy, monkeypatch):
    """Where exact values do not tell."""
    monkeypatch.setattr("harness.author.mutant_table.contradiction", lambda *_: None)
    size, drawn = costly.size, costly.kernel
    asked = questions(costly, resolution)
    matrix(costly.case, asked, entropy, budget())
    own = {begin(stream(entropy, question.paths, block)) for question in asked for block in range(len(drawn))}
    assert {paths for paths, _ in drawn} == {size}
    assert len({b for _, b in drawn}) == len(drawn)
    assert {b for _, b in drawn} <= own


def test_no_check_asks_for_more_paths_at_once_and_no_stream_serves_two_sizes(costly, capsys):
    """Corners, places off the grid, twins, witnesses: all draw the kernel and its twin in blocks of one size."""
    size, kernel, twin = costly.size, costly.kernel, costly.twin
    assert main(["check", costly.case.id]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    for drawn in (kernel, twin):
        sizes = Counter(paths for paths, _ in drawn if paths >= INDEPENDENCE)
        assert set(sizes) == {min(PROBES, size), size}
        assert sizes[size] > 10
    serves: dict = {}
    for paths, beginning in kernel + twin:
        serves.setdefault(beginning, set()).add(paths)
    assert {frozenset(sizes) for sizes in serves.values() if len(sizes) > 1} == set()
    judged = [{start for paths, start in drawn if paths >= INDEPENDENCE} for drawn in (kernel, twin)]
    assert judged[0] & judged[1] == set()


def test_witnesses_are_heard_in_blocks_of_that_size(costly, entropy):
    (question, *_) = questions(costly, Fraction(3, 100))
    hear(costly.case, question.point, entropy)
    assert {paths for paths, _ in costly.kernel + costly.twin} == {costly.size}
    assert len(set(costly.kernel + costly.twin)) == len(costly.kernel + costly.twin)


def test_a_figure_draws_whole_blocks_and_a_last_one(costly, entropy):
    size, drawn = costly.size, costly.kernel
    (question, *_) = questions(costly, Fraction(3, 100))
    panel = point_text({name: value for name, value in question.point.items() if name != "k"})
    k = int(question.point["k"])
    Curves("figure", "k", entropy).simulation(panel, "simulation", costly.case.observed.name, [k], 3 * size + 1)
    assert [paths for paths, _ in drawn] == [size, size, size, 1]
    assert len({b for _, b in drawn}) == 4


def test_a_plan_times_a_block_of_its_own_size(costly, capsys, monkeypatch):
    monkeypatch.setattr("harness.cli.verify.perf_counter", itertools.count().__next__)  # a second a block
    assert main(["plan", costly.case.id, "--json"]) == 0
    assert {paths for paths, _ in costly.kernel} == {costly.size}
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert all(row["seconds"] == row["draws"] / costly.size for row in rows)


@pytest.mark.parametrize("size", [0, -1, FEWEST_PATHS - 1, BLOCK_PATHS + 1, 256.0, "256", True, None])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(ValueError, match=f"in_blocks_of: a whole number from {FEWEST_PATHS} to {BLOCK_PATHS}, got"):
        in_blocks_of(size)
