"""The linear autoencoder, trained until it is known how far from the best one it is: where theory is exact.

No number is drawn but the first weights. In place of images and of latents there are a few points with the mean and the
covariance that these have: the loss of a linear model is a quadratic function of both, so its mean over the points is
that over the law. Weights go down its slope (BFGS), and at the end make one step of Newton's method. How far they are
then from a point without slope is measured by its next step: where steps are halved at least, all that are left to make
are together no longer than twice the next. What encoders do in directions in which no image varies changes no loss, and
no step goes there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from jax.flatten_util import ravel_pytree
from numpy.typing import NDArray
from scipy.optimize import minimize

from simulators.neural import autoencoder
from simulators.neural.autoencoder import Model, Weights
from simulators.neural.machine import jax

Array = NDArray[np.float64]

STEPS = 1000
"""Of the descent, at most."""

ROUNDING = 1e-9
"""No distance is told apart from this one; doubles have lost far less."""


class Trained(NamedTuple):
    """weights: of a linear model. far: no weight is further from where the loss has no slope."""

    weights: Weights
    far: float


class NotConverged(RuntimeError):
    """Newton's method does not tell how far the weights are from the best ones."""


def points(dimensions: int) -> Array:
    """2 d points of mean zero and covariance one: both ends of every axis."""
    ends = np.concatenate([np.eye(dimensions), -np.eye(dimensions)])
    return np.asarray(ends * dimensions**0.5)


def made(model: Model, weights: Weights, noisy: bool) -> Array:
    """Points with the mean and the covariance of the images that a linear model makes, with its noise or without."""
    draws = points(model.latent + model.pixels)
    decoded = autoencoder.decode(model, weights, jax.numpy.asarray(draws[:, : model.latent]))
    return np.asarray(decoded) + noisy * model.noise**0.5 * draws[:, model.latent :]


def spectrum(weights: Weights) -> Array:
    """Variances of the decoder's means along their principal components, the largest first."""
    return np.asarray(np.linalg.svd(np.asarray(weights[1][0][0]), compute_uv=False) ** 2)


def trainer(model: Model, key: jax.Array) -> Callable[[Array], Trained]:
    """Trains a linear variational model on the law of images that some points stand for; in double precision only.

    Raises ValueError for a model with hidden layers, or single precision; the function NotConverged.
    """
    if model.hidden or not model.variational or not jax.config.read("jax_enable_x64"):
        raise ValueError("a linear variational model is trained, in double precision (jax.enable_x64)")
    first, shaped = ravel_pytree(autoencoder.start(model, key))
    latents = points(model.latent)

    def loss(flat: Any, images: Any) -> Any:
        """Its mean over all pairs of an image and a draw."""
        every = jax.numpy.repeat(images, len(latents), axis=0)
        draws = jax.numpy.tile(latents, (len(images), 1))
        return autoencoder.losses(model, shaped(flat), every, draws).mean()

    slope = jax.jit(jax.value_and_grad(loss))

    @jax.jit
    def newton(flat: Any, images: Any) -> Any:
        curved = jax.numpy.linalg.pinv(jax.hessian(loss)(flat, images), rtol=ROUNDING, hermitian=True)
        return curved @ jax.grad(loss)(flat, images)

    def downhill(flat: Array, images: Array) -> tuple[float, Array]:
        """A step so long that the loss overflows is too long."""
        loss, direction = slope(flat, images)
        return float(loss) if np.isfinite(loss) else np.inf, np.asarray(direction)

    def train(images: Array) -> Trained:
        options = {"maxiter": STEPS, "gtol": ROUNDING}
        flat = minimize(downhill, first, (images,), method="BFGS", jac=True, options=options).x
        step = newton(flat, images)
        flat = flat - step
        length, next_ = (float(np.linalg.norm(one)) for one in (step, newton(flat, images)))
        if not next_ <= max(length / 2, ROUNDING):
            raise NotConverged(f"the steps of Newton's method are {length:.3g} and {next_:.3g} long")
        return Trained(shaped(flat), 2 * max(next_, ROUNDING))

    return train
