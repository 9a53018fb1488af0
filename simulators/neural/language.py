"""Generations of language models: each is trained on rows that the last one made, or on a pool with real ones.

The machine that learns is any object with the three functions of `simulators.neural.transformer` by which models are
trained, rows are made and scored; `simulators.neural.hub` has one for models of the package transformers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Tokens = NDArray[np.int32]
Rngs = Sequence[np.random.Generator]
Models = Any

KEPT = 10
"""One row of so many is a real one in the workflow `a tenth real`."""

WORKFLOWS = ("replace", "a tenth real", "accumulate", "accumulate-subsample")
"""A model is trained on the rows of the last one; on these, every tenth replaced by a real one drawn at random; on the
real ones and those of all models; on n drawn from all these without replacement, where n is the number of real ones."""


class Machine(Protocol):
    """What learns. Models are for all seeds; tokens have the axes seeds, rows, length."""

    def train(
        self, models: Models, tokens: Tokens, orders: NDArray[np.int64], rate: float, start: int = 0
    ) -> tuple[Models, Any]:
        """The models, trained; tokens before the place `start` of a row are given, and not predicted."""

    def generate(
        self, models: Models, prompts: Tokens, rngs: Rngs, length: int, beams: int = 1, penalty: float = 1.0
    ) -> Tokens:
        """Rows of that length which begin with the prompts."""

    def log_likelihood(self, models: Models, tokens: Tokens, start: int = 0) -> tuple[Any, Any]:
        """Of every row the log-likelihood in nats from the place `start` on, and how many tokens that is of."""


class Training(NamedTuple):
    """How models are trained: passes through the rows (at least `fewest` steps), rows of a step, rate, first place."""

    epochs: int
    batch: int
    rate: float
    start: int = 0
    fewest: int = 1


class Making(NamedTuple):
    """How rows are made of prompts: tokens of a row, beams of the search (1: drawn), penalty of repetitions."""

    length: int
    beams: int = 1
    penalty: float = 1.0


class Generation(NamedTuple):
    """One generation of every seed: its models, and the rows that they made."""

    models: Models
    made: Tokens


def pool(workflow: str, real: Tokens, made: Sequence[Tokens], rng: np.random.Generator) -> Tokens:
    """What the next model of one seed is trained on: rows out of the real ones and those of every model so far.

    Raises KeyError for an unknown workflow.
    """
    n = len(real)
    if workflow == "replace":
        return made[-1]
    if workflow == "a tenth real":
        rows, kept = made[-1].copy(), n // KEPT
        rows[rng.choice(n, kept, replace=False)] = real[rng.choice(n, kept, replace=False)]
        return rows
    every = np.concatenate([real, *made])
    return {"accumulate": lambda: every, "accumulate-subsample": lambda: every[rng.choice(len(every), n, False)]}[
        workflow
    ]()


def schedule(steps: int, rate: float) -> NDArray[np.float32]:
    """The rate of every step: up to `rate` in a tenth of them, and down along a cosine."""
    rise = max(1, steps // 10)
    t = np.arange(steps)
    fall = 0.5 * (1 + np.cos(np.pi * (t - rise + 1) / max(1, steps - rise + 1)))
    return np.float32(rate) * np.minimum((t + 1) / rise, fall).astype(np.float32)


def orders_of(rng: np.random.Generator, rows: int, steps: int, batch: int) -> NDArray[np.int64]:
    """The rows of every step: all of them in a new order, again and again: [steps, batch]."""
    rounds = -(-steps * batch // rows)
    return np.concatenate([rng.permutation(rows) for _ in range(rounds)])[: steps * batch].reshape(steps, batch)


def trained(machine: Machine, models: Models, tokens: Tokens, how: Training, rngs: Rngs) -> Models:
    """The models, trained on the rows of their seeds."""
    rows = tokens.shape[1]
    steps = max(how.fewest, how.epochs * rows // how.batch)
    orders = np.stack([orders_of(rng, rows, steps, how.batch) for rng in rngs])
    return machine.train(models, tokens, orders, how.rate, how.start)[0]


def generations(
    machine: Machine, first: Models, real: Tokens, prompts: Tokens, *, workflow: str, count: int,
    training: Training, making: Making, rngs: Rngs,
    untrained: Callable[[], Models], arranged: Callable[[Tokens], Tokens] = lambda rows: rows,
) -> Iterator[Generation]:  # fmt: skip
    """The first models, trained on the real rows, and so many generations after them, each with the rows that it made.

    Every generation makes rows of the same prompts, one for each real row, and the next one is what `untrained()`
    gives, trained on its pool. arranged: how rows are put together before a model is trained on them.
    """
    models, made = first, list[Tokens]()
    for k in range(count + 1):
        made.append(machine.generate(models, prompts, rngs, making.length, making.beams, making.penalty))
        yield Generation(models, made[-1])
        if k < count:
            rows = np.stack([pool(workflow, real[i], [m[i] for m in made], rng) for i, rng in enumerate(rngs)])
            models = trained(machine, untrained(), arranged(rows), training, rngs)


def loss_of_a_token(machine: Machine, models: Models, tokens: Tokens, start: int = 0) -> NDArray[np.float64]:
    """Nats of a token of the rows, the mean over all that are counted: one for each seed."""
    nats, lengths = machine.log_likelihood(models, tokens, start)
    return -nats.sum(1, dtype=float) / lengths.sum(1)  # type: ignore[no-any-return]


def loss_of_a_row(machine: Machine, models: Models, tokens: Tokens, start: int = 0) -> NDArray[np.float64]:
    """Nats of a row, the mean over rows: one for each seed."""
    return -machine.log_likelihood(models, tokens, start)[0].mean(1, dtype=float)  # type: ignore[no-any-return]
