"""Autoencoders, variational and plain: two dense layers to a few latents, two back, trained by Adam.

The decoder makes of latents z the mean of an image, and its likelihood adds noise of variance `noise` to every pixel.
The loss of an image x is minus its evidence lower bound, but for the constant of the normal density:
|x - decoder(z)|^2 / (2 noise), and for a variational one the divergence of the law of z given x from the standard
normal law, where z is drawn from that law once for every image and step. A plain one takes the mean for z.

Everything here is for one seed; `jax.vmap` makes it one for many.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from simulators.neural.machine import jax

jnp = jax.numpy
Array = jax.Array
Weights = Any
"""The weights and offsets of the layers: encoder (two), decoder (two)."""


class Model(NamedTuple):
    """What is fixed of a model and its training. All of it decides which code is compiled.

    noise: variance that the decoder adds to every pixel. rate: of Adam. batch: images a step.
    """

    pixels: int = 64
    hidden: int = 128
    latent: int = 8
    noise: float = 0.025
    variational: bool = True
    rate: float = 1e-3
    batch: int = 64


def start(model: Model, key: Array) -> Weights:
    """Weights drawn as He et al. have it, offsets 0."""
    codes = 2 * model.latent if model.variational else model.latent
    sizes = ((model.pixels, model.hidden), (model.hidden, codes), (model.latent, model.hidden),
             (model.hidden, model.pixels))  # fmt: skip
    ones = zip(jax.random.split(key, len(sizes)), sizes, strict=True)
    return [(jax.random.normal(one, size) * (2 / size[0]) ** 0.5, jnp.zeros(size[1])) for one, size in ones]


def encode(model: Model, weights: Weights, images: Array) -> tuple[Array, Array]:
    """Mean and logarithm of the standard deviation of the latents of each image; the latter -inf in a plain one."""
    (first, one), (second, two) = weights[:2]
    codes = jax.nn.relu(images @ first + one) @ second + two
    if not model.variational:
        return codes, jnp.full_like(codes, -jnp.inf)
    return codes[..., : model.latent], codes[..., model.latent :]


def decode(weights: Weights, latents: Array) -> Array:
    """The mean image of each latent."""
    (first, one), (second, two) = weights[2:]
    return jax.nn.relu(latents @ first + one) @ second + two


def losses(model: Model, weights: Weights, images: Array, key: Array) -> Array:
    """The loss of each image, with one draw of its latents."""
    mean, log_scale = encode(model, weights, images)
    latents, divergence = mean, jnp.zeros(len(images))
    if model.variational:
        latents = mean + jnp.exp(log_scale) * jax.random.normal(key, mean.shape)
        divergence = jnp.sum(mean**2 + jnp.exp(2 * log_scale) - 1 - 2 * log_scale, -1) / 2
    error = jnp.sum((images - decode(weights, latents)) ** 2, -1)
    return error / (2 * model.noise) + divergence


@partial(jax.jit, static_argnums=0)
@partial(jax.vmap, in_axes=(None, 0, 0, None, None, None))
def train(model: Model, key: Array, images: Array, first: int, count: int, steps: int) -> Weights:
    """A model trained afresh: so many steps, each on a batch drawn with replacement from `count` images after `first`.

    key: one for each seed. images: seeds, images, pixels.
    """
    optimiser = _adam(model)
    begin, rest = jax.random.split(key)
    weights = start(model, begin)

    def step(number: int, state: tuple[Weights, Any]) -> tuple[Weights, Any]:
        weights, memory = state
        which, draw = jax.random.split(jax.random.fold_in(rest, number))
        batch = images[jax.random.randint(which, (model.batch,), first, first + count)]
        slope = jax.grad(lambda weights: losses(model, weights, batch, draw).mean())(weights)
        change, memory = optimiser.update(slope, memory)
        return jax.tree.map(jnp.add, weights, change), memory

    return jax.lax.fori_loop(0, steps, step, (weights, optimiser.init(weights)))[0]


def _adam(model: Model) -> Any:
    import optax

    return optax.adam(model.rate)


@partial(jax.jit, static_argnums=0)
@partial(jax.vmap, in_axes=(None, 0, 0, None, None, 0))
def mean_loss(model: Model, weights: Weights, images: Array, first: int, count: int, key: Array) -> Array:
    """The mean loss of `count` images after `first`."""
    among = _among(images, first, count)
    return jnp.where(among, losses(model, weights, images, key), 0.0).sum() / count


def _among(images: Array, first: int, count: int) -> Array:
    place = jnp.arange(len(images))
    return (first <= place) & (place < first + count)


@partial(jax.jit, static_argnums=(0, 5))
@partial(jax.vmap, in_axes=(None, 0, 0, None, None, None, None, 0))
def make(
    model: Model, weights: Weights, images: Array, first: int, count: int, size: int, noisy: bool, key: Array
) -> Array:
    """New images: decoded latents, with the noise of the decoder if `noisy`, else their means.

    A variational model draws latents from the standard normal law; a plain one, which has none, from the normal law
    with the mean and the covariance of the latents of the `count` images after `first` that it was trained on.
    """
    one, two = jax.random.split(key)
    latents = jax.random.normal(one, (size, model.latent))
    if not model.variational:
        codes = encode(model, weights, images)[0]
        among = _among(images, first, count)[:, None]
        mean = jnp.where(among, codes, 0.0).sum(0) / count
        away = jnp.where(among, codes - mean, 0.0)
        size_of, axes = jnp.linalg.eigh(away.T @ away / count)
        latents = mean + latents @ (axes * jnp.sqrt(jnp.maximum(size_of, 0.0))).T
    decoded = decode(weights, latents)
    return decoded + noisy * model.noise**0.5 * jax.random.normal(two, decoded.shape)
