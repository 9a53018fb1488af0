"""Small language models that learn stories: from nothing, by further training, from mixtures of real and made ones.

Rows are stories behind a prompt (`simulators.neural.stories`); the loss is the mean of -log p(story | prompt), nats of
a story, and the entropy of the grammar is the least there is. Rows have one size everywhere, so that what is compiled
for one experiment serves all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.engine import stream
from simulators.neural import language, stories, transformer
from simulators.neural.language import Making, Models, Rngs, Tokens, Training

START = len(stories.PROMPT)
ROW = START + stories.LENGTH
MAKING = Making(ROW)
Losses = NDArray[np.float64]


class Sizes(NamedTuple):
    """width, layers: of models. real: stories of each seed. tests: others. epochs, batch, rate: of every training."""

    width: int
    layers: int
    real: int
    tests: int
    epochs: int
    batch: int
    rate: float

    @property
    def shape(self) -> transformer.Shape:
        """Of the models."""
        return transformer.Shape(len(stories.VOCABULARY), ROW, self.width, self.layers, 2)

    @property
    def training(self) -> Training:
        """Of every generation."""
        return Training(self.epochs, self.batch, self.rate, START)


def told(rngs: Rngs, count: int, prompts: bool) -> Tokens:
    """So many stories of each seed, behind full or empty prompts."""
    return np.stack([stories.tell(rng, count, prompts) for rng in rngs])


def loss(models: Models, rows: Tokens) -> Losses:
    """Nats of a story given its prompt: of each seed."""
    return language.loss_of_a_row(transformer, models, rows, START)


def sound(rows: Tokens) -> Losses:
    """The share of stories that the grammar can tell: of each seed."""
    return np.isfinite([stories.log_probability(one[:, START:]) for one in rows]).mean(1)  # type: ignore[no-any-return]


def generations(
    name: str, workflows: Sequence[str], sizes: Sizes, count: int, tuned: int, seeds: Sequence[int], entropy: int
) -> dict[str, dict[str, Losses]]:
    """For each workflow, of every generation and seed: the test loss, and how many of the stories made are sound.

    tuned: 0, and every generation is trained from new weights, on stories behind empty prompts; or every generation
    begins as one model that was trained on so many stories behind empty prompts, and learns to heed full ones.
    Returns by workflow `loss` and `sound`: [count + 1, seeds].
    """
    rngs = [stream(entropy, name, seed) for seed in seeds]
    real, test = told(rngs, sizes.real, bool(tuned)), told(rngs, sizes.tests, bool(tuned))
    base = begun(sizes, tuned, rngs) if tuned else None
    first = language.trained(transformer, base or transformer.fresh(rngs, sizes.shape), real, sizes.training, rngs)
    found = {}
    for workflow in workflows:
        own = [stream(entropy, f"{name}/{workflow}", seed) for seed in seeds]

        def untrained(own: Rngs = own) -> Models:
            return base or transformer.fresh(own, sizes.shape)

        run = language.generations(
            transformer, first, real, real[:, :, :START], workflow=workflow, count=count, training=sizes.training,
            making=MAKING, rngs=own, untrained=untrained,
        )  # fmt: skip
        seen = [(loss(one.models, test), sound(one.made)) for one in run]
        found[workflow] = {what: np.array([pair[i] for pair in seen]) for i, what in enumerate(("loss", "sound"))}
    return found


def begun(sizes: Sizes, stories_read: int, rngs: Rngs) -> Models:
    """Models that have read so many stories behind empty prompts, but no prompt."""
    fresh = transformer.fresh(rngs, sizes.shape)
    return language.trained(transformer, fresh, told(rngs, stories_read, False), sizes.training, rngs)


def mixtures(
    name: str, real: Sequence[int], made: Sequence[int], sizes: Sizes, tuned: int, steps: int, seeds: Sequence[int],
    entropy: int,
) -> Losses:  # fmt: skip
    """The test loss of models trained on so many real and so many made stories: [seeds, len(real), len(made)].

    One model, trained on `tuned` stories behind empty prompts, learns prompts from `sizes.real` real stories and makes
    all stories that are mixed, of the prompts of these. The first r of its real stories and the first s of those made
    are mixed, and that first model is trained on them in so many steps, whatever their number. An empty mixture leaves
    it as it is.
    """
    rngs = [stream(entropy, name, seed) for seed in seeds]
    every, test = told(rngs, sizes.real, True), told(rngs, sizes.tests, True)
    base = begun(sizes, tuned, rngs)
    maker = language.trained(transformer, base, every, sizes.training, rngs)
    prompts = np.resize(every[:, :, :START].swapaxes(0, 1), (max(made), len(seeds), START)).swapaxes(0, 1)
    pool = transformer.generate(maker, prompts, rngs, ROW)
    how = Training(0, sizes.batch, sizes.rate, START, steps)
    losses = np.empty((len(seeds), len(real), len(made)))
    for i, r in enumerate(real):
        for j, s in enumerate(made):
            rows = np.concatenate([every[:, :r], pool[:, :s]], 1)
            models = language.trained(transformer, base, rows, how, rngs) if r + s else base
            losses[:, i, j] = loss(models, test)
    return losses
