"""Questions on what is seen of the same paths share their draws, and no others do. No probability enters."""

from dataclasses import replace
from functools import wraps
from random import Random
from threading import Thread

import numpy as np
import pytest
from lab import every_question, watch

from harness.judge import draws
from harness.judge.budget import budget
from harness.judge.draws import draw_block, paths_name
from harness.judge.observed import Observed
from harness.judge.questions import ask
from harness.judge.race import race
from harness.judge.selection import cases
from simulators import bernoulli
from simulators.engine import parameters_of, seen_in, stream
from theorems.language.registry import find

POINT = {"n": 10, "k": 5, "sigma0": 1.0}
BOTH = ("gaussian.scale", "gaussian.risk")
"""Two observables of one simulation."""

SIZE = 2 * 8 * 4096
"""Bytes of a block of its paths."""

FEW, WHOLE = 256, 8


@pytest.fixture
def simulated(monkeypatch, nothing_is_kept):
    """The numbers of paths that were simulated for the two, blocks being kept from now on."""
    monkeypatch.setattr(draws, "MOST_BYTES", 2**20)
    calls = []
    watch(monkeypatch, BOTH[0], lambda _, paths: calls.append(paths))
    monkeypatch.setattr(Observed(BOTH[1]).simulator, "simulate", Observed(BOTH[0]).simulator.simulate)
    return calls


def block(name, arguments, entropy, number=0):
    observed = Observed(name)
    return draw_block(observed, arguments, entropy, paths_name(observed, arguments), number)


# -- which questions share ------------------------------------------------------------------------------------


def test_a_block_is_simulated_once_for_all_that_is_seen_of_it(simulated, entropy):
    for number in (0, 1, 0):
        for name in BOTH:
            block(name, POINT, entropy, number)
    assert simulated == [4096, 4096]


@pytest.mark.parametrize(
    "other", [POINT | {"n": 11}, POINT | {"k": 6}, POINT | {"sigma0": 1.5}], ids=["n", "k", "sigma0"]
)
def test_another_point_is_simulated_anew(simulated, entropy, other):
    block(BOTH[0], POINT, entropy)
    block(BOTH[0], other, entropy)
    assert len(simulated) == 2


def test_another_entropy_or_size_of_blocks_is_simulated_anew(simulated, entropy, monkeypatch):
    block(BOTH[0], POINT, entropy)
    block(BOTH[0], POINT, entropy + 1)
    monkeypatch.setattr(Observed(BOTH[1]).simulator, "block_paths", 1024, raising=False)
    assert len(block(BOTH[1], POINT, entropy)) == 1024
    assert simulated == [4096, 4096, 1024]


def test_a_default_is_the_value_that_it_is(simulated, entropy):
    assert paths_name(Observed(BOTH[0]), {"n": 10, "k": 5}) == paths_name(Observed(BOTH[1]), POINT)
    assert np.array_equal(block(BOTH[0], {"n": 10, "k": 5}, entropy), block(BOTH[0], POINT | {"sigma0": 1}, entropy))
    assert len(simulated) == 1


def test_what_only_the_observable_knows_is_no_part_of_the_paths():
    names = {paths_name(Observed("gaussian.above"), POINT | {"eps": eps}) for eps in (0.1, 0.5)}
    assert names == {paths_name(Observed(BOTH[0]), POINT)}


def test_paths_have_one_name_where_they_are_the_same_and_only_there(resolution):
    """Of any two questions of the registry; what the simulation is called with is compared, not its text."""

    def made(question):
        simulator = question.observed.simulator
        simulate = getattr(simulator, "simulate", simulator)
        given = {n: as_key(v) for n, v in question.arguments.items() if n in parameters_of(simulate)}
        given = (simulate.__kwdefaults__ or {}) | given
        return simulate, tuple(sorted(given.items())), question.observed.block_paths

    def as_key(value):
        found = np.asarray(value).tolist()
        return tuple(found) if isinstance(found, list) else found

    known = {(q.paths, made(q)) for q in every_question(resolution)}
    assert len({name for name, _ in known}) == len(known) == len({paths for _, paths in known})
    assert len(known) < len(every_question(resolution))


def test_lists_are_told_apart_by_their_numbers():
    observed = Observed("gaussian_multivariate_replace.trace")
    lists = [[4.0, 1.0], [4.0, 1.0, 1.0], [1.0, 4.0], [4.0, np.nextafter(1.0, 2.0)]]
    names = {paths_name(observed, {"n": 5, "k": 2, "ddof": 0, "lam": np.array(lam)}) for lam in lists}
    assert len(names) == len(lists)


# -- and what they see ----------------------------------------------------------------------------------------


def test_shared_draws_are_those_of_a_simulation_of_ones_own(resolution, entropy, monkeypatch):
    """Whoever asked first, and whatever was kept: the numbers are the pure function that a race is promised.

    In blocks of FEW paths of every question, and in those of its own of one question in WHOLE, drawn anew in each run:
    what is wrong with one question, and in whole blocks alone, is seen with probability 1/WHOLE in a run.
    """

    def as_promised(question):
        rng = stream(entropy, question.paths, 0)
        own = question.observed.simulator(rng, question.observed.block_paths, **question.arguments)
        for _ in range(2):
            found = draw_block(question.observed, question.arguments, entropy, question.paths, 0)
            assert np.array_equal(found, own)

    every = every_question(resolution)
    for question in Random(entropy).sample(every, len(every) // WHOLE):
        as_promised(question)
    monkeypatch.setattr(Observed, "block_paths", FEW)
    for question in every:
        as_promised(question)


def test_a_race_is_the_same_whoever_raced_before(resolution, entropy, nothing_is_kept, monkeypatch):
    both = [case for name in ("gaussian-risk", "bernoulli-interior") for case in cases(find(name))]
    questions = [question for case in both for question in ask(case, resolution)]
    alone = {q.id: replace(race(q, budget(), entropy), seconds=0.0) for q in questions}
    monkeypatch.setattr(draws, "MOST_BYTES", 2**26)
    for order in (questions, questions[::-1]):
        assert {q.id: replace(race(q, budget(), entropy), seconds=0.0) for q in order} == alone


def test_paths_cannot_be_written_to(entropy):
    with pytest.raises(ValueError, match="read-only"):
        block("bernoulli.share", {"n": 5, "p0": 0.5, "k": 1}, entropy)[0] = 2.0


def test_an_observable_that_changes_the_paths_is_refused(monkeypatch, entropy):
    def spoils(p):
        p *= 2
        return p

    monkeypatch.setattr(Observed("bernoulli.share").simulator, "see", spoils)
    with pytest.raises(ValueError, match="read-only"):
        block("bernoulli.share", {"n": 5, "p0": 0.5, "k": 1}, entropy)


def test_no_more_is_kept_than_has_room_and_the_latest_stay(simulated, entropy, monkeypatch):
    monkeypatch.setattr(draws, "MOST_BYTES", 3 * SIZE)
    for number in (0, 1, 2, 0, 3):
        block(BOTH[0], POINT, entropy, number)
    assert len(simulated) == 4
    assert draws._bytes == sum(draws._size(paths) for paths in draws._kept.values()) == 3 * SIZE
    for number in (0, 2, 3):
        block(BOTH[1], POINT, entropy, number)
    assert len(simulated) == 4
    block(BOTH[1], POINT, entropy, 1)
    assert len(simulated) == 5


def test_threads_that_ask_at_once_get_the_same_block_and_it_is_counted_once(simulated, entropy):
    found = []
    threads = [Thread(target=lambda: found.append(block(BOTH[0], POINT, entropy))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(np.array_equal(found[0], other) for other in found[1:])
    assert draws._bytes == SIZE


def test_what_is_no_array_is_left_to_whoever_judges_it(monkeypatch, nothing_is_kept, entropy):
    def share(rng, paths, *, n, p0, k):
        return [p0] * paths

    monkeypatch.setattr(draws, "MOST_BYTES", 2**20)
    monkeypatch.setattr(bernoulli, "share", share)
    assert block("bernoulli.share", {"n": 5, "p0": 0.5, "k": 1}, entropy) == [0.5] * 4096
    assert not draws._kept


def test_a_function_around_an_observable_is_what_is_drawn(monkeypatch, entropy):
    """Decorators copy what a function is marked with: that must not lead past them."""
    share = bernoulli.share

    @wraps(share)
    def doubled(rng, paths, **arguments):
        return 2 * share(rng, paths, **arguments)

    point = {"n": 5, "p0": 0.5, "k": 1}
    alone = share(stream(entropy, "paths", 0), 4096, **point)
    monkeypatch.setattr(bernoulli, "share", doubled)
    assert np.array_equal(draw_block(Observed("bernoulli.share"), point, entropy, "paths", 0), 2 * alone)


def test_an_observable_of_a_simulation_is_called_as_any_other():
    def simulate(rng, paths, *, n, sigma0=1.0):
        return sigma0 * rng.standard_normal((paths, n))

    @seen_in(simulate)
    def above(x, *, eps, sigma0=1.0):
        return x[:, 0] > eps * sigma0

    assert parameters_of(above) == {"n": True, "sigma0": False, "eps": True}
    assert above.__name__ == "above"
    assert above(np.random.default_rng(), 7, n=2, eps=0.5).shape == (7,)
    with pytest.raises(TypeError, match="above has no parameter m"):
        above(np.random.default_rng(), 7, n=2, eps=0.5, m=1)
    with pytest.raises(TypeError, match="n"):
        above(np.random.default_rng(), 7, eps=0.5)
