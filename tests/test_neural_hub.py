"""The adapter of models by name, on a small model of OPT's architecture with random weights that the test saves."""

import importlib.util
import os

import numpy as np
import pytest

from simulators.engine import fresh_entropy, stream
from simulators.neural import hub, language
from simulators.neural.language import Making, Training

THERE = all(map(importlib.util.find_spec, hub.PACKAGES))
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
WORDS = ("<s>", "<pad>", "</s>", "<unk>", "the", "cat", "saw", "a", "dog")
needs_hub = pytest.mark.skipif(not THERE, reason="the extra hub (transformers, datasets, torch) is not installed")


def test_a_missing_extra_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(hub.MissingExtra) as told:
        hub.Hub("facebook/opt-125m")
    assert str(told.value) == "the extra hub is missing: pip install 'model-collapse-theorems[hub]'"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import OPTConfig, OPTForCausalLM, PreTrainedTokenizerFast

    path = tmp_path_factory.mktemp("opt")
    config = OPTConfig(
        vocab_size=len(WORDS), hidden_size=16, word_embed_proj_dim=16, ffn_dim=32, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=32, dropout=0.1, bos_token_id=0, pad_token_id=1, eos_token_id=2,
    )  # fmt: skip
    OPTForCausalLM(config).save_pretrained(path)
    tokens = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokens.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokens, unk_token="<unk>", eos_token="</s>").save_pretrained(path)
    return str(path)


@pytest.fixture(scope="module")
def machine(folder):
    return hub.Hub(folder, device="cpu")


def streams():
    entropy = fresh_entropy()
    return [stream(entropy, "hub", seed) for seed in range(2)]


@needs_hub
def test_texts_and_rows_are_read(machine, tmp_path):
    (tmp_path / "part.txt").write_text("the cat saw a dog\n\na dog saw the cat\n")
    found = hub.texts(str(tmp_path), "text")
    assert found == ["the cat saw a dog", "a dog saw the cat"]
    assert hub.texts(str(tmp_path), "text", most=1) == found[:1]
    assert machine.rows(found, 4).tolist() == [[4, 5, 6, 7], [8, 7, 8, 6]]


@needs_hub
def test_the_loss_is_that_of_the_model_and_sees_no_future(machine):
    import torch

    rows = np.random.default_rng(fresh_entropy()).integers(4, 9, (2, 20, 6)).astype(np.int32)
    nats, lengths = machine.log_likelihood(machine.fresh(2), rows)
    with torch.no_grad():
        own = machine.first(input_ids=torch.as_tensor(rows[0]).long(), labels=torch.as_tensor(rows[0]).long()).loss
    assert float(own) == pytest.approx(-nats[0].sum() / lengths[0].sum(), rel=1e-4)
    other = rows.copy()
    other[:, :, -1] = 4 + (other[:, :, -1] - 3) % 5
    part = machine.log_likelihood(machine.fresh(2), rows[:, :, :5])[0]
    assert np.allclose(part, machine.log_likelihood(machine.fresh(2), other[:, :, :5])[0])
    assert not np.allclose(nats, machine.log_likelihood(machine.fresh(2), other)[0])


@needs_hub
def test_the_same_experiment_runs_on_it(machine):
    rngs, rng = streams(), np.random.default_rng(fresh_entropy())
    first = rng.integers(4, 9, (2, 32, 1))
    real = np.concatenate([first] * 6, 2).astype(np.int32)  # one word, again and again
    how = Training(epochs=20, batch=8, rate=0.02, start=1)
    base = machine.fresh(2)
    models = language.trained(machine, base, real, how, rngs)
    before, after = (language.loss_of_a_token(machine, ones, real, 1) for ones in (base, models))
    assert (after < before / 4).all()
    assert (language.loss_of_a_token(machine, base, real, 1) == before).all()  # a copy was trained
    run = language.generations(
        machine, models, real, real[:, :, :1], workflow="accumulate", count=1, training=how, making=Making(6),
        rngs=rngs, untrained=lambda: machine.fresh(2),
    )  # fmt: skip
    zero, one = run
    assert (zero.made[:, :, 0] == real[:, :, 0]).all()
    assert (zero.made == real).mean() > 0.6
    assert zero.made.shape == one.made.shape == real.shape
    assert (language.loss_of_a_token(machine, one.models, real, 1) < before / 4).all()


@needs_hub
def test_texts_are_those_of_their_stream_and_beams_are_no_draws(machine):
    prompts = np.full((2, 20, 1), 4, np.int32)
    models = machine.fresh(2)
    drawn, again, other = (machine.generate(models, prompts, rngs, 6) for rngs in (
        [stream(1, "x", s) for s in (0, 1)], [stream(1, "x", s) for s in (0, 1)], [stream(1, "x", s) for s in (0, 0)]
    ))  # fmt: skip
    assert (drawn == again).all()
    assert (drawn[0] != drawn[1]).any()
    assert (other[0] == other[1]).all()  # a seed that is used twice
    found = machine.generate(models, prompts, streams(), 6, beams=5)
    assert (found == found[0, 0]).all()
    best = machine.log_likelihood(models, found, 1)[0]
    assert best.min() >= machine.log_likelihood(models, drawn, 1)[0].mean()
    spread = machine.generate(models, prompts, streams(), 6, beams=5, penalty=50.0)
    assert all(len({*row}) == 6 for row in spread[0])  # five other words, END and its like left out or not
