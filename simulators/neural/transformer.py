"""A small decoder-only transformer: seeds side by side, trained by scanned steps, sampled with a cache of the past.

Tokens are whole numbers below the size of the vocabulary. Each token of a row is predicted from those before it, and
the first one from END, which also closes a text: what follows an END in a row is not counted. The first axis of all
arrays counts seeds; what is random comes from their streams.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.neural.language import Tokens, schedule
from simulators.neural.machine import jax, keys

import equinox as eqx  # isort: skip
import optax  # isort: skip

jnp = jax.numpy

END = 0
"""The token that begins and ends every text."""

CHUNK = 8
"""Steps of one compiled call: any number of steps is made of such chunks, and is compiled once."""


QUICKLY = {"xla_backend_optimization_level": 1} if jax.default_backend() == "cpu" else None
"""A third less time to compile, and as fast."""


def compiled(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """The function compiled for every seed at once."""
    return jax.jit(function, compiler_options=QUICKLY, **options)  # type: ignore[no-any-return]


class Shape(NamedTuple):
    """Sizes of a model: words, tokens of a row at most, width, layers, heads (which divide the width)."""

    vocabulary: int
    context: int
    width: int
    layers: int
    heads: int


class Transformer(eqx.Module):
    """Weights: embeddings of tokens (those of the last layer, too) and of places; per layer attention and a network.

    Layers are stacked along the first axis. Norms are of the root mean square, before each part.
    """

    token: Any
    place: Any
    attend: Any
    merge: Any
    widen: Any
    narrow: Any
    norms: Any
    last: Any
    heads: int = eqx.field(static=True)


def fresh(rngs: Sequence[np.random.Generator], shape: Shape) -> Transformer:
    """One untrained model for each stream of random bits."""
    models = [_fresh(rng, shape) for rng in rngs]
    return jax.tree.map(lambda *arrays: np.stack(arrays), *models)  # type: ignore[no-any-return]


def _fresh(rng: np.random.Generator, shape: Shape) -> Transformer:
    v, t, d, n, heads = shape

    def normal(scale: float, *size: int) -> NDArray[np.float32]:
        return (scale * rng.standard_normal(size)).astype(np.float32)

    near, deep = d**-0.5, (2 * n * d) ** -0.5  # so that every layer adds as much
    return Transformer(
        normal(0.05, v, d), normal(0.05, t, d), normal(near, n, d, 3 * d), normal(deep, n, d, d),
        normal(near, n, d, 4 * d), normal(deep / 2, n, 4 * d, d), np.ones((n, 2, d), np.float32),
        np.ones(d, np.float32), heads,
    )  # fmt: skip


def _norm(x: jax.Array, scale: jax.Array) -> jax.Array:
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + 1e-6) * scale


def _layer(model: Transformer, layer: int, x: jax.Array, see: Any) -> jax.Array:
    """One layer; see(layer, q, k, v) is what the heads see."""
    heads = _norm(x, model.norms[layer, 0]) @ model.attend[layer]
    q, k, v = jnp.split(heads.reshape(*x.shape[:-1], 3 * model.heads, -1), 3, axis=-2)
    x = x + see(layer, q, k, v).reshape(x.shape) @ model.merge[layer]
    return x + jax.nn.relu(_norm(x, model.norms[layer, 1]) @ model.widen[layer]) @ model.narrow[layer]


def _logits(model: Transformer, x: jax.Array) -> jax.Array:
    return jax.nn.log_softmax(_norm(x, model.last) @ model.token.T)


def log_probabilities(model: Transformer, tokens: jax.Array) -> jax.Array:
    """Of one model: the logarithm of the probability of each word at each place, given the row before it.

    tokens [rows, length] -> [rows, length, vocabulary].
    """
    length = tokens.shape[1]
    before = jnp.concatenate([jnp.full_like(tokens[:, :1], END), tokens[:, :-1]], 1)
    past = jnp.tril(jnp.ones((length, length), bool))

    def see(layer: int, q: jax.Array, k: jax.Array, v: jax.Array) -> jax.Array:
        scores = jnp.einsum("bthd,bshd->bhts", q, k) * q.shape[-1] ** -0.5
        weights = jax.nn.softmax(jnp.where(past, scores, -jnp.inf))
        return jnp.einsum("bhts,bshd->bthd", weights, v)

    x = model.token[before] + model.place[:length]
    for layer in range(len(model.attend)):
        x = _layer(model, layer, x, see)
    return _logits(model, x)


def counted(tokens: jax.Array, start: Any) -> jax.Array:
    """Which tokens are predicted: those from place `start` on, up to the first END there."""
    here = jnp.arange(tokens.shape[-1]) >= start
    ends = ((tokens == END) & here).cumsum(-1)
    return here & (ends - (tokens == END) <= 0)


def _row_scores(model: Transformer, tokens: jax.Array, start: Any) -> tuple[jax.Array, jax.Array]:
    found = jnp.take_along_axis(log_probabilities(model, tokens), tokens[..., None], -1)[..., 0]
    here = counted(tokens, start)
    return jnp.where(here, found, 0.0).sum(-1), here.sum(-1)


@compiled
def _scores(models: Transformer, tokens: jax.Array, start: Any) -> tuple[jax.Array, jax.Array]:
    return jax.vmap(lambda model, rows: _row_scores(model, rows, start))(models, tokens)


def log_likelihood(
    models: Transformer, tokens: Tokens, start: int = 0, rows: int = 64
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Of every row its log-likelihood in nats, from place `start` on, and how many tokens that is of.

    tokens [seeds, rows, length], seen in blocks of so many rows -> two arrays [seeds, rows].
    """
    found = [_scores(models, part, start) for part in _blocks(tokens, rows)]
    nats, lengths = (np.concatenate([np.asarray(pair[i]) for pair in found], 1) for i in (0, 1))
    return nats[:, : tokens.shape[1]], lengths[:, : tokens.shape[1]]


def _blocks(tokens: Tokens, rows: int) -> list[Tokens]:
    """The rows in blocks of one size, the last one filled up with its first rows."""
    count = tokens.shape[1]
    return [tokens[:, np.arange(begin, begin + rows) % count] for begin in range(0, count, rows)]


# -- training -----------------------------------------------------------------------------------------------------

OPTIMISER = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(b1=0.9, b2=0.99))


class State(NamedTuple):
    """Models in training, and what the optimiser remembers."""

    models: Transformer
    moments: Any


@compiled
def begin(models: Transformer) -> State:
    """Models at the beginning of a training."""
    return State(models, jax.vmap(OPTIMISER.init)(models))


@compiled
def _steps(state: State, batches: jax.Array, rates: jax.Array, start: Any) -> tuple[State, jax.Array]:
    def loss(model: Transformer, rows: jax.Array) -> jax.Array:
        nats, lengths = _row_scores(model, rows, start)
        return -nats.sum() / lengths.sum()

    def one(model: Transformer, moments: Any, rows: jax.Array, rate: jax.Array) -> tuple[Transformer, Any, jax.Array]:
        value, slope = jax.value_and_grad(loss)(model, rows)
        change, moments = OPTIMISER.update(slope, moments, model)
        return jax.tree.map(lambda w, c: w - rate * c, model, change), moments, value

    def step(state: State, given: tuple[jax.Array, jax.Array]) -> tuple[State, jax.Array]:
        models, moments, losses = jax.vmap(one, (0, 0, 0, None))(*state, *given)
        return State(models, moments), losses

    return jax.lax.scan(step, state, (batches, rates))


def train(
    models: Transformer, tokens: Tokens, orders: NDArray[np.int64], rate: float, start: int = 0
) -> tuple[Transformer, NDArray[np.float32]]:
    """Adam on the mean loss of a batch of rows, from place `start` on: the models, and the loss of every step.

    tokens [seeds, rows, length]; orders [seeds, steps, batch]: the rows of every step (see `language.orders_of`). The
    rate is that of `language.schedule`. Losses: [steps, seeds].
    """
    state, losses, steps = begin(models), [], orders.shape[1]
    rates = schedule(steps, rate)
    seed = np.arange(len(tokens))[None, :, None]
    for first in range(0, steps, CHUNK):
        chosen = orders[:, first : first + CHUNK].swapaxes(0, 1)
        some = rates[first : first + CHUNK]
        idle = CHUNK - len(some)
        batches = tokens[seed, np.concatenate([chosen, chosen[:1].repeat(idle, 0)])]
        state, found = _steps(state, batches, np.concatenate([some, np.zeros(idle, np.float32)]), start)
        losses.append(np.asarray(found)[: len(some)])
    return state.models, np.concatenate(losses)


# -- generation ---------------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """Rows in the making: keys and values that the heads have seen, last tokens, words used, and scores."""

    keys: jax.Array
    values: jax.Array
    token: jax.Array
    used: jax.Array
    score: jax.Array


def _next(model: Transformer, told: _Told, place: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Log-probabilities of the token at a place, and the keys and values with it."""
    keys, values = told.keys, told.values
    length = keys.shape[2]

    def see(layer: int, q: jax.Array, k: jax.Array, v: jax.Array) -> jax.Array:
        nonlocal keys, values
        keys, values = keys.at[layer, :, place].set(k), values.at[layer, :, place].set(v)
        scores = jnp.einsum("bhd,bshd->bhs", q, keys[layer]) * q.shape[-1] ** -0.5
        weights = jax.nn.softmax(jnp.where(jnp.arange(length) <= place, scores, -jnp.inf))
        return jnp.einsum("bhs,bshd->bhd", weights, values[layer])

    x = model.token[told.token] + model.place[place]
    for layer in range(len(model.attend)):
        x = _layer(model, layer, x, see)
    return _logits(model, x), keys, values


def _rated(logs: jax.Array, told: _Told, penalty: jax.Array, ended: jax.Array) -> jax.Array:
    """Scores of all words: log-probabilities, those of used words times the penalty; only END after END."""
    rated = jnp.where(told.used, penalty * logs, logs)
    only = jnp.where(jnp.arange(logs.shape[-1]) == END, 0.0, -jnp.inf)
    return jnp.where(ended[:, None], only, rated)


def _continue(
    model: Transformer, prompts: jax.Array, key: jax.Array, length: int, beams: int, penalty: jax.Array
) -> jax.Array:
    """Rows of one model: prompts [rows, start], made as long as `length`."""
    rows, start = prompts.shape
    layers, width = model.merge.shape[:2]
    size = (layers, rows, length, model.heads, width // model.heads)
    told = _Told(
        jnp.zeros(size), jnp.zeros(size), jnp.full(rows, END), jnp.zeros((rows, len(model.token)), bool),
        jnp.zeros(rows),
    )  # fmt: skip

    def read(told: _Told, given: tuple[jax.Array, jax.Array]) -> tuple[_Told, None]:
        place, token = given
        _, keys, values = _next(model, told, place)
        used = told.used.at[jnp.arange(rows), token].set(True)
        return _Told(keys, values, token, used, told.score), None

    told, _ = jax.lax.scan(read, told, (jnp.arange(start), prompts.T))
    ended = jnp.zeros(rows, bool)

    def draw(carried: tuple[_Told, jax.Array], given: Any) -> tuple[tuple[_Told, jax.Array], jax.Array]:
        (told, ended), (place, key) = carried, given
        logs, keys, values = _next(model, told, place)
        token = jax.random.categorical(key, _rated(logs, told, penalty, ended))
        used = told.used.at[jnp.arange(rows), token].set(True)
        return (_Told(keys, values, token, used, told.score), ended | (token == END)), token

    def search(carried: tuple[_Told, jax.Array, jax.Array], place: jax.Array) -> tuple[Any, None]:
        told, ended, made = carried
        logs, keys, values = _next(model, told, place)
        scores = told.score[:, None] + _rated(logs, told, penalty, ended)
        best, where = jax.lax.top_k(scores.reshape(rows, -1), beams)
        parent = (where // logs.shape[-1] + beams * jnp.arange(rows)[:, None]).ravel()
        token = (where % logs.shape[-1]).ravel()
        used = told.used[parent].at[jnp.arange(rows * beams), token].set(True)
        told = _Told(keys[:, parent], values[:, parent], token, used, best.ravel())
        return (told, ended[parent] | (token == END), made[parent].at[:, place].set(token)), None

    places = jnp.arange(start, length)
    if beams == 1:
        _, made = jax.lax.scan(draw, (told, ended), (places, jax.random.split(key, length - start)))
        return jnp.concatenate([prompts, made.T], 1)
    wide = _Told(*(jnp.repeat(x, beams, 1 if x.ndim == 5 else 0) for x in told))
    wide = wide._replace(score=jnp.where(jnp.arange(rows * beams) % beams == 0, 0.0, -jnp.inf))  # all are the same yet
    made = jnp.zeros((rows * beams, length), prompts.dtype).at[:, :start].set(jnp.repeat(prompts, beams, 0))
    (_, _, made), _ = jax.lax.scan(search, (wide, jnp.repeat(ended, beams), made), places)
    return made[::beams]  # beams are in order, the best one first


@partial(compiled, static_argnames=("length", "beams"))
def _generate(
    models: Transformer, prompts: jax.Array, random: jax.Array, penalty: jax.Array, length: int, beams: int
) -> jax.Array:
    def one(model: Transformer, rows: jax.Array, key: jax.Array) -> jax.Array:
        return _continue(model, rows, key, length, beams, penalty)

    return jax.vmap(one)(models, prompts, random)


def generate(
    models: Transformer, prompts: Tokens, rngs: Sequence[np.random.Generator], length: int,
    beams: int = 1, penalty: float = 1.0, rows: int = 64,
) -> Tokens:  # fmt: skip
    """Rows of so many tokens that begin with the prompts [seeds, rows, start]: drawn, or with beams > 1 searched.

    Beam search keeps the rows of the largest scores. penalty: what the log-probabilities of tokens that a row already
    has (in its prompt, too) are multiplied by; 1 is none.
    """
    parts = _blocks(prompts, rows)
    made = [
        np.asarray(_generate(models, part, key, np.float32(penalty), length=length, beams=beams))
        for part, key in zip(parts, keys(rngs, len(parts)), strict=True)
    ]
    return np.concatenate(made, 1)[:, : prompts.shape[1]].astype(np.int32)
