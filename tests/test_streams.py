"""Random bits: every use has a stream of its own, and streams look like fair coins.

The guarantees that rest on this are listed in docs/how_verdicts_work.md, with the tests that hold each. All tests
of this file together reject correct code with probability below 1e-9 per run, by the bounds that they state.
"""

import functools
import re
import threading
from itertools import product
from math import log
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab import every_question, question_at
from scipy.special import betaln
from streams_lab import Log, few, key_of, routes, state_of

from harness.author import disagreement, independence, mutant_table, twin_comparison, whole_domain
from harness.author.disagreement import hear
from harness.author.mutant_table import matrix
from harness.author.whole_domain import probe
from harness.evidence.cells import log_cells
from harness.judge import exact, untried_points
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.laws import LawQuestion
from harness.judge.means import MeanQuestion
from harness.judge.observed import Observed
from harness.judge.questions import EFFORTS, ask
from harness.judge.race import draw_block, race
from harness.judge.selection import by_observable
from paper_figs.figure import figures
from simulators.engine import BLOCK_PATHS, stream
from theorems.language import Law, literal, point_text
from theorems.language.registry import find, theorems

ALPHA = 1e-10
"""Probability that one test rejects fair streams; fewer than ten have any."""

CLAIMS = [(theorem, claim) for theorem in theorems().values() for claim in theorem.claims if claim.points]


IN_SMALL_BLOCKS = ("bernoulli.diversity", "bernoulli.diversity_step", "gaussian_accumulate.variance")
"""Observables that are drawn in blocks of another size."""


# -- what a run draws -----------------------------------------------------------------------------------------


@pytest.fixture
def log_of_streams(monkeypatch, nothing_is_kept):
    """A log of all streams; observables return the same values for every block, so that a whole run costs seconds."""
    log_, known, inside = Log(), {}, threading.local()

    class Seed(np.random.SeedSequence):
        def __init__(self, entropy=None, **more):
            super().__init__(entropy, **more)
            log_.made.append((log_.purpose, self.entropy, self.spawn_key))

    def recorded(route, observable, function):
        @functools.wraps(function)
        def draw(rng, paths, **arguments):
            if getattr(inside, "an_observable", False):  # observables call one another
                return function(rng, paths, **arguments)
            what = (
                route,
                observable,
                tuple((n, repr(np.asarray(v).tolist())) for n, v in sorted(arguments.items())),
                paths,
            )
            log_.drawn.setdefault((log_.purpose, *key_of(rng)), []).append(what)
            if not log_.purpose.startswith("figure") and state_of(rng) != state_of(
                np.random.Generator(type(rng.bit_generator)(rng.bit_generator.seed_seq))
            ):
                log_.stale.append(what)
            inside.an_observable = True
            try:
                if paths < 100 and log_.purpose == "probe":  # are they independent?
                    return function(rng, paths, **arguments)
                if what not in known:
                    made = function if log_.purpose.startswith("figure") else functools.partial(few, function)
                    known[what] = made(rng, paths, **arguments)
                return known[what]
            finally:
                inside.an_observable = False

        return draw

    monkeypatch.setattr(np.random, "SeedSequence", Seed)
    for route, module, name in list(routes()):
        process, found = module.__name__.rpartition(".")[2], getattr(module, name)
        if hasattr(found, "simulate"):  # what observables see of the same paths is one use of bits
            simulate = found.simulate
            monkeypatch.setattr(found, "simulate", recorded(route, f"{process}.{simulate.__name__}", simulate))
        else:
            monkeypatch.setattr(module, name, recorded(route, f"{process}.{name}", found))
    simulate_literally = literal.simulate

    def literally(process, rng, paths, k, given, what):
        def draw(rng, paths, **_):
            return simulate_literally(process, rng, paths, k, given, what)

        return recorded("twin", f"{process.name}.{what}", draw)(rng, paths, **given, k=k)

    monkeypatch.setattr(literal, "simulate", literally)
    return log_


def run_everything(log_, questions, entropy):
    """All that draws, once: races (one claim of each kind also at paper effort), twins, probes, witnesses, figures.

    Of the nine figures that train models, one that is drawn anew in each run: if one of them alone took the stream of
    something else, that would be seen with probability 1/9 in a run. Two uses of one stream within a figure are looked
    for in all by `test_no_two_things_of_a_figure_are_drawn_from_one_stream`.
    """
    for question in questions:
        log_.purpose, mark = f"race {question.paths}", len(log_.made)
        result = race(question, budget(), entropy)
        keys = log_.since(mark)
        values = draw_block(question.observed, question.arguments, entropy, question.paths, 0)
        assert_each_once(keys, result.draws / len(values))  # in blocks: a path of steps has several rows
    with pytest.MonkeyPatch.context() as patch:
        check_everything(log_, entropy, patch)
    trained = [name for name, figure in figures().items() if figure.extra == "neural"]
    left_out = {*trained} - {Random(entropy).choice(trained)}
    for name, figure in figures().items():
        if name in left_out:
            continue
        log_.purpose, mark = f"figure {name}", len(log_.made)
        figure.data(figure.parameters["tiny"], entropy, lambda _: None)
        assert_each_once(log_.since(mark))


def check_everything(log_, entropy, patch):
    """Probes, twins, witnesses of half of all observables, drawn anew in each run: what is wrong with one alone is seen
    with probability 1/2 in a run. Without what is known of values: exact ones draw nothing (test_theorems).
    """
    support = functools.cache(Observed.support)
    patch.setattr(Observed, "support", lambda observed, point=None: support(observed))
    patch.setattr(Observed, "oracle", None)
    patch.setattr(Observed, "second_moment", lambda *_: 0.0)
    every = by_observable(Case(theorem, claim) for theorem, claim in CLAIMS)
    for cases in Random(entropy).sample([*every.values()], len(every) // 2):
        log_.purpose = "probe"
        assert [*probe(cases, entropy)] == []
        log_.purpose, mark = "twin", len(log_.made)
        at = {cases[0].observed.text(point): (case, point) for case in cases for point in case.points}
        drawn = list(twin_comparison.draws(cases[0].observed, [point for _, point in at.values()], entropy))
        assert_each_once(log_.since(mark), sum(len(blocks) for routes in drawn for blocks in routes.values()))
        log_.purpose = "witness"
        for case, point in at.values():
            if not isinstance(case.claim, Law):
                hear(case, point, entropy)


def assert_each_once(keys, blocks=None):
    """Every stream is used once, and (if given) there are as many as the blocks that were judged."""
    assert len(set(keys)) == len(keys)
    if blocks is not None:
        assert len(keys) == blocks


def test_every_use_of_bits_in_a_run_has_a_stream_of_its_own(log_of_streams, entropy, monkeypatch):
    # No probability enters. One stream has one purpose (a question, a comparison, ...) and in it one route, observable,
    # point and number of paths; only figures of one family show the same runs. Whether a twin written by hand is a copy
    # is asked of the same bits, on purpose: none of ours is written by hand.
    kinds = {(type(q.case.claim), q.support.kind): q.case for q in every_question(EFFORTS["quick"])}
    more = (question_at(case, text, EFFORTS["paper"]) for case in kinds.values() for text in case.claim.points)
    monkeypatch.setattr(whole_domain, "_expected", lambda *_: (None, None))  # what the draws say is not asked
    monkeypatch.setattr(whole_domain, "_moment", lambda *_: 0.0)
    monkeypatch.setattr(twin_comparison, "disparity", lambda *_: 0.0)
    monkeypatch.setattr(disagreement, "interval", lambda *_: (0.0, 0.0))
    for kind in (MeanQuestion, LawQuestion):
        monkeypatch.setattr(kind, "estimate", lambda *_: (0.0, (0.0, 0.0)))
    monkeypatch.setattr(disagreement, "place", lambda *_: "")
    monkeypatch.setattr(disagreement, "place_of", lambda *_: "")
    monkeypatch.setattr(disagreement, "BLOCKS", 3)  # names of streams do not change with how many blocks are drawn,
    monkeypatch.setattr(whole_domain, "CORNERS", 2)  # and at how many places
    monkeypatch.setattr(exact, "GRID_POINTS", 2)
    chance, off_grid = Random(entropy), untried_points.points
    monkeypatch.setattr(untried_points, "points", lambda *of: chance.sample(found := off_grid(*of), min(len(found), 1)))
    monkeypatch.setattr(independence, "CALLS", 3)
    monkeypatch.setattr(twin_comparison, "PATHS", 3 * BLOCK_PATHS)
    for observable in IN_SMALL_BLOCKS:
        monkeypatch.setattr(Observed(observable).simulator, "block_paths", BLOCK_PATHS // 4, raising=False)
    run_everything(log_of_streams, [*every_question(EFFORTS["quick"]), *more], entropy)
    purposes, uses = {}, {}
    for purpose, of, key in log_of_streams.made:
        assert of == entropy
        purposes.setdefault(key, set()).add("figure" if purpose.startswith("figure ") else purpose)
    assert {key: p for key, p in purposes.items() if len(p) > 1} == {}
    for (purpose, _, key), drawn in log_of_streams.drawn.items():
        if not purpose.startswith("figure"):  # a path that a figure shows goes on with its stream
            uses[key] = set(drawn)
    assert {key: u for key, u in uses.items() if len(u) > 1} == {}
    assert log_of_streams.stale == []
    assert {purpose.partition(" ")[0] for purpose, _, _ in log_of_streams.made} == {
        "race", "probe", "twin", "witness", "figure"
    }  # fmt: skip


@pytest.mark.parametrize("claim", ["bernoulli-absorption/fixation", "g-iterate/extinction"])
def test_mutants_are_judged_by_the_draws_of_their_claim_each_block_once(
    claim, log_of_streams, entropy, resolution, monkeypatch
):
    """Where exact values do not tell."""
    monkeypatch.setattr(mutant_table, "contradiction", lambda *_: None)
    theorem = find(claim.partition("/")[0])
    record = theorem.claim(claim.partition("/")[2])
    questions = ask(Case(theorem, record), resolution)
    for question in questions:
        log_of_streams.purpose = question.id
        race(question, budget(), entropy)
    own, mark = {use[1:] for use in log_of_streams.made}, len(log_of_streams.made)
    matrix(Case(theorem, record), questions, entropy, budget())
    again = log_of_streams.since(mark)
    assert_each_once(again)
    assert own & set(again)
    first = {stream(entropy, question.paths, 0).bit_generator.seed_seq.spawn_key[:-1] for question in questions}
    assert {key[:-1] for _, key in again} <= first


# -- keys -----------------------------------------------------------------------------------------------------

ALIKE = [
    *("a", "b", "ab", "ba", "a ", " a", "A", "á", "", "[]", "a[]", "a/b", "a/b[]", "ab/", "/ab"),
    *("a[b=1]", "a[b=1] ", "a[b=10]", "a[b=1,c=0]", "a[b=1][c=0]", "a[b=1]0", "a[b=11]", "a[b=1/1]", "a[b=1,c=12]"),
    *("a[b=11,c=2]", "a[b=1,1c=2]", "a[b=-1]", "simulator a[b=1]", "twin a[b=1]", "square twin a[b=1]", "a[b=1]\0"),
    *("0", "00", "1", "01", "10", "a0", "a00", "a1", "a01", "a10", "a\n", "a\0", "a\0\0", "\0a"),
]
BLOCKS = (0, 1, 10, 64, 65, 255, 256, 4096, 2**16, 2**31, 2**32 - 1, 2**32, 2**32 + 1)


def test_keys_of_names_that_look_alike_and_of_any_block_differ(entropy):
    # The seeds, 128 bits each, of some 600 keys coincide by chance with probability 1e-33.
    seeds = {
        tuple(stream(entropy, name, block).bit_generator.seed_seq.generate_state(4))
        for name, block in product(ALIKE, BLOCKS)
    }
    assert len(seeds) == len(ALIKE) * len(BLOCKS)


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
VALUES = st.fractions(-3, 12, max_denominator=12)
QUESTIONS = st.tuples(NAMES, NAMES, st.dictionaries(st.sampled_from(["n", "k", "p0", "k1"]), VALUES, max_size=3))


@given(QUESTIONS)
def test_a_question_can_be_read_off_its_id(question):
    """So that two questions never have one id: text that concatenates to the same would."""
    theorem, claim, point = question
    text = f"{theorem}/{claim}[{point_text(point)}]"
    first, second, inside = re.fullmatch(r"([^/\[]*)/([^/\[]*)\[(.*)\]", text).groups()
    values = dict(part.split("=") for part in inside.split(",")) if inside else {}
    assert (first, second, values) == (theorem, claim, {name: str(value) for name, value in point.items()})


def test_ids_of_the_registry_have_only_the_letters_that_make_them_readable(resolution):
    every = every_question(resolution)
    assert len({question.id for question in every}) == len(every) == sum(len(claim.points) for _, claim in CLAIMS)
    for question in every:
        assert question.id == f"{question.case.id}[{point_text(question.point)}]"
        assert all(re.fullmatch(r"[A-Za-z0-9-]+", n) for n in (question.case.theorem.id, question.case.claim.name))
        assert all(re.fullmatch(r"[A-Za-z]\w*", name) for name in question.point)
    assert not set(figures()) & set(theorems())  # their streams begin with these names


def rank(rows):
    """Of integers as vectors of bits."""
    basis = []
    for row in rows:
        for b in basis:
            row = min(row, row ^ b)
        if row:
            basis.append(row)
    return len(basis)


def test_a_key_holds_128_bits_of_its_name(entropy):
    # The keys of 256 names span all of 128 dimensions but with probability 2^-128. With 128 bits, two of a million
    # names share a key with probability below 2e-27.
    keys = [stream(entropy, f"name {i}", 0).bit_generator.seed_seq.spawn_key[:-1] for i in range(256)]
    assert all(0 <= word < 2**32 for key in keys for word in key)
    assert rank(sum(word << 32 * i for i, word in enumerate(key)) for key in keys) == 128


# -- words ----------------------------------------------------------------------------------------------------


def word(entropy, name, block):
    return int(stream(entropy, name, block).bit_generator.random_raw())


def log_mean(logs):
    return float(np.logaddexp.reduce(logs) - log(len(logs)))


def log_bits(words):
    """Evidence that some bit is no fair coin: the mean over bits of Beta(1/2, 1/2) mixtures against 1/2."""
    ones = np.array([np.count_nonzero(words >> np.uint64(i) & np.uint64(1)) for i in range(64)], float)
    mixtures = betaln(ones + 0.5, words.size - ones + 0.5) - betaln(0.5, 0.5)
    return log_mean(mixtures + words.size * log(2))


def log_bytes(words):
    """Evidence that some byte is not uniform: the mean over bytes of Dirichlet(1/2) mixtures against 1/256."""
    uniform = np.full(256, 1 / 256)
    counts = (np.bincount(b, minlength=256) for b in words.astype("<u8").view(np.uint8).reshape(-1, 8).T)
    return log_mean([log_cells(count, uniform) for count in counts])


FAMILIES = {
    "consecutive blocks": lambda entropy, i: (entropy, "blocks", i),
    "neighbouring entropies": lambda entropy, i: (entropy + i, "entropies", 0),
    "neighbouring names": lambda entropy, i: (entropy, f"names[n={i}]", 0),
}
EACH = 34_000


@pytest.fixture(scope="module")
def words(entropy):
    """The first words of 10^5 streams, by family."""
    keys = {name: [key(entropy, i) for i in range(EACH)] for name, key in FAMILIES.items()}
    return {name: np.array([word(*key) for key in keys[name]], np.uint64) for name in FAMILIES}


def test_first_words_of_a_hundred_thousand_streams_are_distinct(words):
    # 102,000 fair words of 64 bits have a pair of equals with probability at most 102000^2 / 2^65 < 3e-10.
    every = np.concatenate(list(words.values()))
    assert np.unique(every).size == every.size == 3 * EACH


@pytest.mark.parametrize("family", FAMILIES)
def test_first_words_are_uniform_and_neighbours_independent(words, family):
    # e-values: fair words give 1/ALPHA with probability ALPHA at most, here in one of the six of the three families.
    # Of neighbours the differing bits are fair coins. A bit of probability 1/2 + 0.03 gives log-odds of some 60 (the
    # deviation of that is 11), a byte with one value in 16 missing at least 1000.
    found = words[family]
    neighbours = found[0::2] ^ found[1::2]
    for logs in (log_bits, log_bytes):
        assert max(logs(found), logs(neighbours)) < log(12 / ALPHA)


def test_the_evidence_on_words_sees_a_biased_bit_and_a_missing_byte(words):
    # what is above holds for fair words; the planted fault is missed with probability below 1e-9
    found = words["consecutive blocks"]
    coins = np.random.default_rng().random(found.size) < 0.1
    biased = found | coins.astype(np.uint64) << np.uint64(40)
    assert log_bits(biased) > log(12 / ALPHA)
    assert log_bytes(found[found >> np.uint64(56) < 240]) > log(12 / ALPHA)
    echo = found.copy()
    echo[1::2] = echo[0::2] ^ (echo[1::2] & np.uint64(0xFFFFFFFFFFFFFF00))
    assert log_bits(echo[0::2] ^ echo[1::2]) > log(12 / ALPHA)
