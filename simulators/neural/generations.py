"""Generations of autoencoders: each is trained on real images, on images of the last one, or on all so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulators.engine import stream
from simulators.neural import autoencoder
from simulators.neural.autoencoder import Model
from simulators.neural.machine import keys

Images = NDArray[np.float32]

WORKFLOWS = ("replace", "accumulate", "accumulate-subsample", "baseline")
"""Generation k > 1 is trained on n images of generation k - 1; on those of all generations and the n real ones; on n
drawn from these without replacement; on the n real ones again."""


def run(
    name: str,
    model: Model,
    images: Images,
    *,
    tests: int,
    generations: int,
    epochs: int,
    seeds: Sequence[int],
    entropy: int,
    noisy: bool = False,
) -> dict[str, dict[str, NDArray[np.float32]]]:
    """For each workflow the training and test loss of every seed and generation: arrays (seeds, generations).

    Each seed parts the images at random into `tests` images to test on and n others to train on. Its first generation
    is trained on these, and is the same in all workflows. Every generation starts from new weights and sees as many
    images as `epochs` passes have. noisy: do new images have the noise of the decoder?
    """
    rngs = [stream(entropy, name, seed) for seed in seeds]
    orders = [rng.permutation(len(images)) for rng in rngs]
    n = len(images) - tests
    test = np.stack([images[order[:tests]] for order in orders])
    real = np.zeros((len(seeds), n * generations, model.pixels), np.float32)
    real[:, :n] = [images[order[tests:]] for order in orders]
    found: dict[str, dict[str, NDArray[np.float32]]] = {}

    def generation(data: Images, first: int, count: int) -> tuple[Any, Any, Images]:
        start, one, two, three = keys(rngs, 4)
        weights = autoencoder.train(model, start, data, first, count, epochs * count // model.batch)
        train = autoencoder.mean_loss(model, weights, data, first, count, one)
        loss = autoencoder.mean_loss(model, weights, test, 0, tests, two)
        new = autoencoder.make(model, weights, data, first, count, n, noisy, three)
        return np.asarray(train), np.asarray(loss), np.asarray(new)

    begin = generation(real, 0, n)
    for workflow in WORKFLOWS:
        pool, seen = real.copy(), [begin]
        for k in range(1, generations):
            pool[:, n * k : n * (k + 1)] = seen[-1][2]
            seen.append(generation(*_data(workflow, pool, n, k, rngs)))
        found[workflow] = {loss: np.stack([one[i] for one in seen], 1) for i, loss in enumerate(("train", "test"))}
    return found


def _data(workflow: str, pool: Images, n: int, k: int, rngs: Sequence[np.random.Generator]) -> tuple[Images, int, int]:
    """What generation k > 0 is trained on: an array of the pool's shape, where in it that begins, and how many."""
    if workflow == "accumulate":
        return pool, 0, n * (k + 1)
    if workflow == "accumulate-subsample":
        chosen = [rng.choice(n * (k + 1), n, replace=False) for rng in rngs]
        data = np.zeros_like(pool)
        data[:, :n] = [images[those] for images, those in zip(pool, chosen, strict=True)]
        return data, 0, n
    return pool, {"replace": k, "baseline": 0}[workflow] * n, n
