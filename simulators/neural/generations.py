"""Generations of autoencoders: each is trained on real images, on images of the last one, or on all so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.engine import stream
from simulators.neural import autoencoder
from simulators.neural.autoencoder import Model
from simulators.neural.machine import jax, keys
from simulators.neural.pictures import Pictures

Images = NDArray[np.float32]

WORKFLOWS = ("replace", "accumulate", "accumulate-subsample", "baseline")
"""Generation k > 1 is trained on n images of generation k - 1; on those of all generations and the n real ones; on n
drawn from these without replacement; on the n real ones again."""


class Seen(NamedTuple):
    """What is seen of a workflow. Generations are those of models: the first is trained on real images.

    train, test: mean loss on the images trained on and on real ones kept back, (seeds, generations). variance: total
    variance of the images that a generation makes, (seeds, generations). latents: standard deviation of the latents
    that the first encoder sees in the real images and in those of every generation, (seeds, 1 + generations).
    rebuilt: for each label (in order, those that there are) its first test image of the first seed, and what each
    generation makes of it, (labels, 1 + generations, pixels).
    """

    train: NDArray[np.float32]
    test: NDArray[np.float32]
    variance: NDArray[np.float32]
    latents: NDArray[np.float32]
    rebuilt: NDArray[np.float32]


def run(
    name: str,
    model: Model,
    pictures: Pictures,
    series: Sequence[tuple[str, bool]],
    *,
    tests: int,
    generations: int,
    epochs: int,
    seeds: Sequence[int],
    entropy: int,
) -> list[Seen]:
    """Some seeds of each series: a workflow, and whether new images have the noise of the decoder.

    Each seed parts the pictures at random into `tests` to test on and n others to train on. Its first generation is
    trained on these, and is the same in all series. Every generation starts from new weights, makes n images, and is
    trained on as many images as `epochs` passes over its data have. Streams are those of `name` and the seed.
    """
    rngs = [stream(entropy, name, seed) for seed in seeds]
    orders = [rng.permutation(len(pictures.images)) for rng in rngs]
    n = len(pictures.images) - tests
    test = np.stack([pictures.images[order[:tests]] for order in orders])
    real = np.zeros((len(seeds), n * generations, model.pixels), np.float32)
    real[:, :n] = [pictures.images[order[tests:]] for order in orders]
    labels = pictures.labels[orders[0][:tests]]
    shown = test[:1, [int(np.argmax(labels == label)) for label in np.unique(labels)]]

    def trained(data: Images, first: int, count: int) -> tuple[Any, dict[str, Any]]:
        begin, one, two = keys(rngs, 3)
        weights = autoencoder.train(model, begin, data, first, count, max(1, epochs * count // model.batch))
        return weights, {
            "train": autoencoder.mean_loss(model, weights, data, first, count, one),
            "test": autoencoder.mean_loss(model, weights, test, 0, tests, two),
            "rebuilt": autoencoder.rebuilt(model, _first_seed(weights), shown)[0],
        }

    def made(weights: Any, data: Images, first: int, count: int, noisy: bool) -> Images:
        return np.asarray(autoencoder.make(model, weights, data, first, count, n, noisy, keys(rngs, 1)[0]))

    encoder, begin = trained(real, 0, n)

    def generations_of(workflow: str, noisy: bool) -> Iterator[dict[str, Any]]:
        pool, weights, found, data = real.copy(), encoder, begin, (real, 0, n)
        for k in range(1, generations + 1):
            new = made(weights, *data, noisy)
            look = {"variance": new.var(1).sum(-1), "latents": autoencoder.spread_of_latents(model, encoder, new)}
            yield {name: np.asarray(one) for name, one in (found | look).items()}
            if k < generations:
                pool[:, n * k : n * (k + 1)] = new
                data = _data(workflow, pool, n, k, rngs)
                weights, found = trained(*data)

    latents = np.asarray(autoencoder.spread_of_latents(model, encoder, real[:, :n]))
    return [_seen(latents, shown[0], list(generations_of(*one))) for one in series]


def _seen(latents: Images, shown: Images, found: list[dict[str, Any]]) -> Seen:
    train, test, variance = (np.stack([one[name] for one in found], 1) for name in ("train", "test", "variance"))
    return Seen(
        train,
        test,
        variance,
        np.stack([latents, *(one["latents"] for one in found)], 1),
        np.stack([shown, *(one["rebuilt"] for one in found)], 1),
    )


def _first_seed(weights: Any) -> Any:
    return jax.tree.map(lambda one: one[:1], weights)


def _data(workflow: str, pool: Images, n: int, k: int, rngs: Sequence[np.random.Generator]) -> tuple[Images, int, int]:
    """What generation k + 1 is trained on: an array of the pool's shape, where in it that begins, and how many."""
    if workflow == "accumulate":
        return pool, 0, n * (k + 1)
    if workflow == "accumulate-subsample":
        chosen = [rng.choice(n * (k + 1), n, replace=False) for rng in rngs]
        data = np.zeros_like(pool)
        data[:, :n] = [images[those] for images, those in zip(pool, chosen, strict=True)]
        return data, 0, n
    return pool, {"replace": k, "baseline": 0}[workflow] * n, n
