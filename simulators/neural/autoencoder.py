"""Autoencoders, variational and plain: dense layers to a few latents and back, trained by Adam.

The decoder makes of latents z the mean of an image, and its likelihood adds normal noise of variance `noise` to every
pixel. The loss of an image x is minus its evidence lower bound, but for the constant of the normal density:
|x - decoder(z)|^2 / (2 noise), and for a variational one the divergence of the law of z given x from the standard
normal law, where z is drawn from that law once for every image and step. A plain one takes the mean for z.

A model with hidden layers has one of rectified units on either side, and pixels between 0 and 1 by the logistic
function; with none (`hidden=0`) encoder and decoder are linear. Functions are for one seed, or for many at once by
`jax.vmap`, where their first line says so.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import optax

from simulators.neural.machine import jax

jnp = jax.numpy
Array = jax.Array
Weights = Any
"""Encoder and decoder, each the weights and offsets of its layers."""


class Model(NamedTuple):
    """What is fixed of a model and its training. All of it decides which code is compiled.

    noise: variance that the decoder adds to every pixel. rate: of Adam. batch: images a step.
    """

    pixels: int = 64
    hidden: int = 128
    latent: int = 8
    noise: float = 0.1
    variational: bool = True
    rate: float = 1e-3
    batch: int = 64


def start(model: Model, key: Array) -> Weights:
    """Weights drawn as He et al. have it, offsets 0."""
    codes = 2 * model.latent if model.variational else model.latent
    inner = (model.hidden,) if model.hidden else ()
    one, two = jax.random.split(key)
    return _layers(one, (model.pixels, *inner, codes)), _layers(two, (model.latent, *inner, model.pixels))


def _layers(key: Array, widths: tuple[int, ...]) -> list[tuple[Array, Array]]:
    sizes = list(pairwise(widths))
    keys = jax.random.split(key, len(sizes))
    return [
        (jax.random.normal(one, size) * (2 / size[0]) ** 0.5, jnp.zeros(size[1]))
        for one, size in zip(keys, sizes, strict=True)
    ]


def _through(layers: list[tuple[Array, Array]], values: Array) -> Array:
    *inner, (weights, offset) = layers
    for one, more in inner:
        values = jax.nn.relu(values @ one + more)
    return values @ weights + offset


def encode(model: Model, weights: Weights, images: Array) -> tuple[Array, Array]:
    """Mean and logarithm of the standard deviation of the latents of each image; the latter 0 in a plain one."""
    codes = _through(weights[0], images)
    if not model.variational:
        return codes, jnp.zeros_like(codes)
    return codes[..., : model.latent], codes[..., model.latent :]


def decode(model: Model, weights: Weights, latents: Array) -> Array:
    """The mean image of each latent."""
    images = _through(weights[1], latents)
    return jax.nn.sigmoid(images) if model.hidden else images


def losses(model: Model, weights: Weights, images: Array, draws: Array) -> Array:
    """The loss of each image. draws: of the standard normal law, a latent for each image; a plain one needs none."""
    mean, log_scale = encode(model, weights, images)
    latents, divergence = mean, jnp.zeros(len(images))
    if model.variational:
        latents = mean + jnp.exp(log_scale) * draws
        divergence = jnp.sum(mean**2 + jnp.exp(2 * log_scale) - 1 - 2 * log_scale, -1) / 2
    error = jnp.sum((images - decode(model, weights, latents)) ** 2, -1)
    return error / (2 * model.noise) + divergence


def slope(model: Model, weights: Weights, images: Array, draws: Array) -> Weights:
    """The gradient of the mean loss in the weights."""
    return jax.grad(lambda weights: losses(model, weights, images, draws).mean())(weights)


@partial(jax.jit, static_argnums=0)
@partial(jax.vmap, in_axes=(None, 0, 0, None, None, None))
def train(model: Model, key: Array, images: Array, first: int, count: int, steps: int) -> Weights:
    """For many seeds, a model trained afresh: each step on a batch drawn with replacement from `count` images.

    images: seeds, images, pixels; those from `first` on are trained on.
    """
    optimiser = optax.adam(model.rate)
    begin, rest = jax.random.split(key)
    weights = start(model, begin)

    def step(number: int, state: tuple[Weights, Any]) -> tuple[Weights, Any]:
        weights, memory = state
        which, draw = jax.random.split(jax.random.fold_in(rest, number))
        batch = images[jax.random.randint(which, (model.batch,), first, first + count)]
        draws = jax.random.normal(draw, (model.batch, model.latent))
        change, memory = optimiser.update(slope(model, weights, batch, draws), memory)
        return optax.apply_updates(weights, change), memory

    trained: Weights = jax.lax.fori_loop(0, steps, step, (weights, optimiser.init(weights)))[0]
    return trained


@partial(jax.jit, static_argnums=0)
@partial(jax.vmap, in_axes=(None, 0, 0, None, None, 0))
def mean_loss(model: Model, weights: Weights, images: Array, first: int, count: int, key: Array) -> Array:
    """For many seeds, the mean loss of `count` images from `first` on."""
    draws = jax.random.normal(key, (len(images), model.latent))
    return jnp.where(_among(images, first, count), losses(model, weights, images, draws), 0.0).sum() / count


def _among(images: Array, first: int, count: int) -> Array:
    place = jnp.arange(len(images))
    return (first <= place) & (place < first + count)


@partial(jax.jit, static_argnums=(0, 5))
@partial(jax.vmap, in_axes=(None, 0, 0, None, None, None, None, 0))
def make(
    model: Model, weights: Weights, images: Array, first: int, count: int, size: int, noisy: bool, key: Array
) -> Array:
    """For many seeds, new images: decoded latents, with the noise of the decoder if `noisy`, else their means.

    A variational model draws latents from the standard normal law; a plain one, which has none, from the normal law
    with the mean and the covariance of the latents of the `count` images from `first` on that it was trained on.
    """
    one, two = jax.random.split(key)
    latents = jax.random.normal(one, (size, model.latent))
    if not model.variational:
        codes, among = encode(model, weights, images)[0], _among(images, first, count)[:, None]
        mean = jnp.where(among, codes, 0.0).sum(0) / count
        away = jnp.where(among, codes - mean, 0.0)
        variances, axes = jnp.linalg.eigh(away.T @ away / count)
        latents = mean + (latents * jnp.sqrt(jnp.maximum(variances, 0.0))) @ axes.T
    decoded = decode(model, weights, latents)
    return decoded + noisy * model.noise**0.5 * jax.random.normal(two, decoded.shape)


@partial(jax.jit, static_argnums=0)
@partial(jax.vmap, in_axes=(None, 0, 0))
def rebuilt(model: Model, weights: Weights, images: Array) -> Array:
    """For many seeds, the mean images of the mean latents of images."""
    return decode(model, weights, encode(model, weights, images)[0])


@partial(jax.jit, static_argnums=0)
@partial(jax.vmap, in_axes=(None, 0, 0))
def spread_of_latents(model: Model, weights: Weights, images: Array) -> Array:
    """For many seeds, the standard deviation of the mean latents of images: root mean square over the latents."""
    return jnp.sqrt(jnp.var(encode(model, weights, images)[0], axis=0).mean())
