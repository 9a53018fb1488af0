"""A text read by language models again and again: pretrained on all of it, then trained on what they make of it.

As Shumailov et al. have it (section 5.2): a text is parted into blocks of words; a model continues each block by one of
the same length, and these blocks, in their order, are the text that the next model is trained on. Every model but the
first begins as the first one, which read the real text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.engine import stream
from simulators.neural import language, transformer
from simulators.neural.language import Making, Tokens, Training

RARE = 1
"""The token of all words but the most frequent ones."""


class Sizes(NamedTuple):
    """words: the most frequent ones, which have tokens of their own. block: words of a block. blocks: of each seed,
    read again. tests: real rows of two blocks. steps: of the first training. again: the rate of all others.
    """

    words: int
    block: int
    width: int
    layers: int
    blocks: int
    tests: int
    steps: int
    epochs: int
    batch: int
    rate: float
    again: float
    generations: int


def tokens_of(words: NDArray[np.int64], most: int) -> Tokens:
    """The words of a text (numbers) as tokens: 2, 3, ... for the most frequent ones; RARE for all others."""
    counts = np.bincount(words)
    ranked = np.argsort(-counts, kind="stable")[:most]
    table = np.full(len(counts), RARE, np.int32)
    table[ranked] = np.arange(2, 2 + len(ranked))
    return table[words]


def rows_of(blocks: Tokens) -> Tokens:
    """Each block with the next one: [..., blocks, length] -> [..., blocks - 1, 2 length]."""
    return np.concatenate([blocks[..., :-1, :], blocks[..., 1:, :]], -1)


def perplexities(models: transformer.Transformer, blocks: Tokens) -> NDArray[np.float64]:
    """Of every block: exp of its mean loss of a word, [seeds, blocks]."""
    nats, lengths = transformer.log_likelihood(models, blocks)
    return np.exp(-nats / lengths)  # type: ignore[no-any-return]


def fewest(sizes: Sizes) -> int:
    """Words that a text has at least: twice the blocks that are read again, and enough for tests."""
    return 2 * sizes.block * (max(sizes.blocks, 8) + 2)


def read(
    name: str, words: NDArray[np.int64], settings: Sequence[tuple[str, str, int, float]], sizes: Sizes,
    seeds: Sequence[int], entropy: int,
) -> dict[str, dict[str, NDArray[np.float64]]]:  # fmt: skip
    """For each setting, of every generation and seed: the perplexity of real text, and that of the blocks made.

    words: of the text, as numbers; the last tenth is for tests. settings: name, workflow, beams, penalty. Returns by
    setting: `test` [generations + 1, seeds], and `blocks` [generations + 1, seeds, blocks], perplexities of the blocks
    that a generation made as model 0 sees them; by the name `real`: `blocks` [1, seeds, blocks]. Raises ValueError if
    the text is too short.
    """
    tokens, size = tokens_of(words, sizes.words), sizes.block
    blocks = tokens[: len(tokens) // size * size].reshape(-1, size)
    held = len(blocks) // 10
    if len(words) < fewest(sizes):
        raise ValueError(f"the text has {len(words)} words: {fewest(sizes)} or more are needed")
    begun, rngs = blocks[:-held], [stream(entropy, name, seed) for seed in seeds]
    count = len(seeds)
    test = np.stack([rows_of(blocks[-held:])[: sizes.tests]] * count)
    shape = transformer.Shape(sizes.words + 2, 2 * size, sizes.width, sizes.layers, 2)
    every = np.stack([rows_of(begun)] * count)
    orders = np.stack([language.orders_of(rng, every.shape[1], sizes.steps, sizes.batch) for rng in rngs])
    first, _ = transformer.train(transformer.fresh(rngs, shape), every, orders, sizes.rate)
    places = [int(rng.integers(1, len(begun) - sizes.blocks)) for rng in rngs]
    real = np.stack([begun[place:][: sizes.blocks] for place in places])
    before = np.stack([begun[place - 1 :][: sizes.blocks] for place in places])

    def arranged(rows: Tokens) -> Tokens:
        return rows_of(rows[:, :, size:])

    found = {"real": {"blocks": perplexities(first, real)[None]}}
    training = Training(sizes.epochs, sizes.batch, sizes.again)
    for setting, workflow, beams, penalty in settings:
        tests, made = [], []
        making = Making(2 * size, beams, penalty)
        for one in language.generations(
            transformer, first, np.concatenate([before, real], 2), before, workflow=workflow,
            count=sizes.generations, training=training, making=making, rngs=rngs, untrained=lambda: first,
            arranged=arranged,
        ):  # fmt: skip
            tests.append(np.exp(language.loss_of_a_token(transformer, one.models, test)))
            made.append(perplexities(first, one.made[:, :, size:]))
        found[setting] = {"test": np.array(tests), "blocks": np.array(made)}
    return found


EDGES = np.geomspace(1, 1000, 31)
"""Of the bins of a histogram of perplexities; what lies beyond the last one is in the last bin."""


def histogram(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of perplexities in each bin: [..., blocks] -> [bins], over everything in front."""
    counts, _ = np.histogram(np.clip(found, EDGES[0], EDGES[-1]), EDGES)
    return counts / found.size


def surprise(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over blocks of the logarithm of the perplexity."""
    return np.log(found).mean(-1)  # type: ignore[no-any-return]


def tail(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """The perplexity that one block in a hundred exceeds."""
    return np.quantile(found, 0.99, -1)  # type: ignore[no-any-return]
