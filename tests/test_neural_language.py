"""Language models: stories of known entropy, a transformer that sees no future, pools of workflows, regressions.

Each check is made to fail once by a planted mistake.
"""

import importlib.util
import itertools
from math import log
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from harness.evidence.cells import log_cells, log_ratio
from harness.evidence.means import interval
from harness.evidence.sums import block_sums
from simulators.engine import Support, fresh_entropy, stream

if not all(map(importlib.util.find_spec, ("jax", "equinox", "optax"))):
    pytest.skip("the extra neural is not installed", allow_module_level=True)

from simulators.neural import language, reading, stories, telling, transformer
from simulators.neural.language import Making, Training
from simulators.neural.regressions import regressions

ALPHA = 1e-9
"""Probability that a test of chance fails although nothing is wrong."""

SHAPE = transformer.Shape(3, 4, 8, 1, 2)
SEEDS = 8
"""So many models differ from each other, and from what a penalty makes of them, so much that 4000 draws of each do not
tell it with a probability below 1e-12 (Chernoff's bound, with the means over 6000 models).
"""


def streams(count, name="test"):
    entropy = fresh_entropy()
    return [stream(entropy, name, seed) for seed in range(count)]


@pytest.fixture(scope="module")
def models():
    """Untrained models whose logits are not small."""
    fresh = transformer.fresh(streams(SEEDS), SHAPE)
    return type(fresh)(*(8 * w if w is fresh.token else w for w in vars_of(fresh)), fresh.heads)


def vars_of(model):
    names = ("token", "place", "attend", "merge", "widen", "narrow", "norms", "last")
    return [getattr(model, name) for name in names]


def every_row(start=()):
    """All rows of four tokens out of three that begin so, one of each that is over early: END to the end."""
    rows = []
    for tail in itertools.product(range(3), repeat=4 - len(start)):
        ended = [i for i, token in enumerate(tail) if token == transformer.END]
        if not ended or not any(tail[ended[0] :]):
            rows.append((*start, *tail))
    return np.array(rows, np.int32)


# -- stories ---------------------------------------------------------------------------------------------------


def test_the_entropy_of_a_story_is_the_mean_of_its_surprise():
    count = 20000
    (rng,) = streams(1)
    told = stories.tell(rng, count)[:, len(stories.PROMPT) :]
    surprise, support = -stories.log_probability(told), Support("bounded", 0.0, 30.0)
    assert surprise.max() < 30
    low, high = interval(support, 0.0, block_sums(support, surprise), ALPHA)
    assert low < stories.entropy() < high
    assert not low < stories.entropy(stories.PROMPT) < high


def test_no_two_plots_tell_the_same_story():
    """Else a story has a probability that is larger than that of its choices, and less entropy."""

    def agree(one, other):
        kinds = {kind: set(words) for kind, words in stories.WORDS.items()}
        sets = [[kinds.get(word.strip("{}"), {word}) if word[0] == "{" else {word} for word in plot]
                for plot in (one, other)]  # fmt: skip
        return len(one) == len(other) and all(a & b for a, b in zip(*sets, strict=True))

    plots = [words for _, words in stories._plots()]
    assert not any(agree(one, other) for one, other in itertools.combinations(plots, 2))
    assert agree(plots[0], plots[0])


def test_a_prompt_tells_the_words_of_its_story():
    (rng,) = streams(1)
    rows = stories.tell(rng, 500, told=True)
    start = len(stories.PROMPT)
    assert all(set(row[:start]) <= set(row[start:]) for row in rows)
    assert not all(set(row[:start]) <= set(other[start:]) for row, other in itertools.pairwise(rows))
    assert (stories.tell(rng, 5)[:, :start] == stories.END).all()


@pytest.mark.parametrize("mistake", ["a name at the end", "a word too many", "turned round"])
def test_the_grammar_knows_its_stories(mistake):
    (rng,) = streams(1)
    story = stories.tell(rng, 1)[0, len(stories.PROMPT) :]
    assert np.isfinite(stories.log_probability(story[None]))[0]
    wrong = story.copy()
    if mistake == "a name at the end":  # where every story has a mood or a thing
        wrong[np.flatnonzero(wrong)[-2]] = stories.TOKEN["tom"]
    elif mistake == "a word too many":
        wrong[np.flatnonzero(wrong)[-1] + 1] = stories.TOKEN["."]
    else:
        wrong[:8] = wrong[:8][::-1]
    assert stories.log_probability(wrong[None])[0] == -np.inf


# -- the transformer -------------------------------------------------------------------------------------------


def leaks(log_probabilities, model):
    """Does a prediction change when a later token does?"""
    rows = every_row()
    at = np.asarray(log_probabilities(model, rows))
    return any(
        not np.allclose(at[i, : t + 1], at[j, : t + 1], atol=1e-4)
        for i, j in itertools.combinations(range(len(rows)), 2)
        for t in range(4)
        if (rows[i, :t] == rows[j, :t]).all()
    )


def of_seed(models, seed):
    return type(models)(*(np.asarray(w)[seed] for w in vars_of(models)), models.heads)


def test_no_prediction_sees_what_comes_later(models, monkeypatch):
    model = of_seed(models, 0)
    assert not leaks(transformer.log_probabilities, model)
    monkeypatch.setattr(transformer.jnp, "tril", lambda mask: mask)  # the planted mistake: attention to everything
    assert leaks(transformer.log_probabilities, model)


def test_likelihoods_are_those_of_a_law(models):
    """The rows that are possible have probabilities that add up to one, whatever is given."""
    for start in ((), (1,), (2, 1)):
        rows = np.stack([every_row(start)] * SEEDS)
        nats, lengths = transformer.log_likelihood(models, rows, len(start), rows=16)
        assert np.allclose(np.exp(nats).sum(1), 1, atol=1e-4)
        assert lengths.max() == 4 - len(start)
        assert lengths.min() == 1


def frequencies(models, beams=1, penalty=1.0, start=(1,), count=4000):
    prompts = np.full((SEEDS, count, len(start)), start, np.int32)
    made = transformer.generate(models, prompts, streams(SEEDS), 4, beams, penalty, rows=count)
    rows = every_row(start)
    return np.array([[(one == row).all(1).sum() for row in rows] for one in made]), rows


def test_rows_are_drawn_from_the_law_that_scores_them(models):
    """Generation has a cache and goes token by token; the likelihood sees the whole row."""
    seen, rows = frequencies(models)
    nats, _ = transformer.log_likelihood(models, np.stack([rows] * SEEDS), 1, rows=16)
    assert (seen.sum(1) == 4000).all()
    laws = np.exp(nats.astype(float))
    assert sum(map(log_cells, seen, laws)) < log(1 / ALPHA)
    assert sum(map(log_ratio, seen, laws, np.roll(laws, 1, 0))) > log(1 / ALPHA)  # the seeds have models of their own


def test_a_wide_beam_finds_the_likeliest_row(models):
    seen, rows = frequencies(models, beams=27, count=4)
    nats, _ = transformer.log_likelihood(models, np.stack([rows] * SEEDS), 1, rows=16)
    assert (seen.sum(1) == 4).all()
    found = np.where(seen > 0, nats, np.inf).min(1)
    assert (found > nats.max(1) - 1e-4).all()  # of two that are as likely it may be either


def test_a_penalty_multiplies_the_logarithms_of_words_that_were_used(models):
    """The first word after a prompt of one word, on which nothing else has a say yet."""
    penalty, against, instead = 3.0, 0.0, 0.0
    for word in (1, 2):
        seen, rows = frequencies(models, penalty=penalty, start=(word,))
        for seed, mine in enumerate(seen):
            logs = np.asarray(transformer.log_probabilities(of_seed(models, seed), np.array([[word, 0, 0, 0]])))[0, 1]
            without = np.exp(logs.astype(float))
            law = np.where(np.arange(3) == word, without**penalty, without)
            first = np.bincount(rows[:, 1], mine, 3)
            against += log_cells(first, law / law.sum())
            instead += log_ratio(first, law / law.sum(), without)
    assert against < log(1 / ALPHA) < instead


def trained(target, steps=200, seeds=12):
    """The median loss of models that learn rows of which the second half is `target` of the first."""
    rngs = streams(seeds)
    rows = np.stack([rng.integers(1, 3, (64, 2)) for rng in rngs]).astype(np.int32)
    rows = np.concatenate([rows, target(rows)], 2)
    orders = np.stack([language.orders_of(rng, 64, steps, 16) for rng in rngs])
    models, losses = transformer.train(transformer.fresh(rngs, SHAPE), rows, orders, 0.03, start=2)
    assert losses.shape == (steps, seeds)
    return np.median(language.loss_of_a_token(transformer, models, rows, start=2))


def test_what_can_be_learnt_is_learnt_and_what_cannot_is_not():
    """One model in two hundred is late (seen, not proved): half of twelve with a probability below 1e-10."""
    assert trained(lambda rows: rows) < 0.15
    rng = np.random.default_rng(fresh_entropy())
    assert trained(lambda rows: rng.integers(1, 3, rows.shape).astype(np.int32)) > 0.4  # a shuffled target


def test_every_row_is_read_equally_often():
    (rng,) = streams(1)
    orders = language.orders_of(rng, 10, 15, 4)
    assert (np.bincount(orders.ravel()) == 6).all()


def test_the_numbers_are_those_of_their_entropy_and_of_no_other_seed():
    sizes = telling.Sizes(8, 1, 20, 16, 2, 16, 0.01)
    one, again, more = (
        telling.generations("x", ("replace",), sizes, 1, 0, seeds, 5) for seeds in ((0, 1), (0, 1), (1, 2))
    )
    losses = one["replace"]["loss"]
    assert (losses == again["replace"]["loss"]).all()
    assert (losses[:, 1] == more["replace"]["loss"][:, 0]).all()  # whatever is beside it
    assert len({*losses.ravel()}) == losses.size  # a seed that is used twice has the same losses twice


# -- workflows -------------------------------------------------------------------------------------------------

REAL = np.arange(20, dtype=np.int32)[:, None]
MADE = [REAL + 100, REAL + 200]
ORIGIN = {"replace": {2: 20}, "a tenth real": {0: 2, 2: 18}, "accumulate": {0: 20, 1: 20, 2: 20}}


@pytest.mark.parametrize("workflow", language.WORKFLOWS)
def test_a_pool_is_that_of_its_workflow(workflow):
    (rng,) = streams(1)
    rows = language.pool(workflow, REAL, MADE, rng)
    origins = dict(zip(*np.unique(rows // 100, return_counts=True), strict=True))
    if workflow in ORIGIN:
        assert origins == ORIGIN[workflow]
    else:
        assert len(rows) == 20
        assert len(np.unique(rows)) == 20  # without replacement
        often = np.concatenate([language.pool(workflow, REAL, MADE, rng) for _ in range(400)]) // 100
        share = (often == 0).mean()
        assert abs(share - 1 / 3) < (log(2 / ALPHA) / (2 * often.size)) ** 0.5  # Hoeffding, also without replacement
    wrong = [origins == told for name, told in ORIGIN.items() if name != workflow]
    assert not any(wrong)


def test_generations_train_on_the_pools_of_those_before():
    """A machine that adds ten to what it is given; it tells what it was trained on."""
    seen = []

    def train(models, tokens, orders, rate, start=0):
        seen.append((tokens[0, :, 0].tolist(), orders.shape[1]))
        return models + 10, None

    machine = SimpleNamespace(train=train, generate=lambda models, prompts, *rest: prompts + models)
    real = np.arange(4, dtype=np.int32)[None, :, None]
    run = language.generations(
        machine, 100, real, real, workflow="accumulate", count=2, training=Training(1, 2, 0.1), making=Making(1),
        rngs=streams(1), untrained=lambda: 100,
    )  # fmt: skip
    assert [one.models for one in run] == [100, 110, 110]
    assert seen == [([0, 1, 2, 3, 100, 101, 102, 103], 4), ([0, 1, 2, 3, 100, 101, 102, 103, 110, 111, 112, 113], 6)]


# -- texts and shares ------------------------------------------------------------------------------------------


def test_words_become_tokens_by_their_frequency():
    words = np.array([0, 1, 2, 1, 3, 1, 0])
    assert reading.tokens_of(words, 2).tolist() == [3, 2, 1, 2, 1, 2, 3]
    blocks = np.arange(6)[None].reshape(1, 3, 2)
    assert reading.rows_of(blocks).tolist() == [[[0, 1, 2, 3], [2, 3, 4, 5]]]


def test_regressions_find_what_a_loss_is_made_of():
    number, made = (4, 16, 64), (1, 8, 50)
    r, s = np.meshgrid(number, made, indexing="ij")
    rng = np.random.default_rng(fresh_entropy())
    noise = 1e-3 * rng.standard_normal((20, 3, 3))
    of_number = regressions(number, made, 2 + r**-0.5 + noise)
    assert of_number.number > 0.99
    assert of_number.p_number < 1e-6
    both = regressions(number, made, r**-0.5 - 0.1 * np.log(r / (r + s)) + noise)
    assert both.both > 0.99 > max(both.number, both.share)
    assert max(both.p_number, both.p_share) < 1e-6
    neither = regressions(number, made, 5 + noise)  # a loss that depends on nothing: no R² without a constant
    assert neither.both < 0.3


def test_the_f_test_is_that_of_scipy_for_one_variable():
    """Of what the share leaves of the number and of the loss, with one degree of freedom less."""
    number, made = (1, 2, 3, 5), (1, 4)
    rng = np.random.default_rng(fresh_entropy())
    y = rng.standard_normal((4, 2))
    r, s = np.meshgrid(number, made, indexing="ij")
    x, z = (r**-0.5).ravel(), np.log(r / (r + s)).ravel()
    left = [v - np.polyval(np.polyfit(z, v, 1), z) for v in (x, y.ravel())]  # Frisch, Waugh and Lovell
    slope = stats.linregress(*left)
    t = slope.slope / (slope.stderr * ((8 - 2) / (8 - 3)) ** 0.5)
    assert regressions(number, made, y).p_number == pytest.approx(2 * stats.t.sf(abs(t), 8 - 3), rel=1e-6)
