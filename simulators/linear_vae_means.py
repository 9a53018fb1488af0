"""A linear autoencoder refitted to the means that its decoder makes of latents, seen in one direction.

The real images have the variance v0. The most likely decoder of images of variance v with noise of variance s2 has the
squared weight v - s2, or 0; the next images have that variance. Every observable returns one value per independent path
and raises ValueError unless k >= 0 and 1e-38 <= s2 <= v0 <= 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import event, seen_in
from simulators.variates import SCALES

Array = NDArray[np.float64]


def weight(images: float, s2: float) -> float:
    """The squared weight of the most likely decoder of images of this variance: their share above the noise."""
    return images - s2 if images > s2 else 0.0


def check(s2: float, v0: float, k: int) -> None:
    """Raises ValueError outside of what is simulated."""
    if k < 0 or not SCALES[0] <= s2 <= v0 <= SCALES[1]:
        raise ValueError(f"need k >= 0 and 1e-38 <= s2 <= v0 <= 1e38, got s2={s2}, v0={v0}, k={k}")


def squared_weight(s2: float, v0: float, k: int) -> float:
    """That of decoder k >= 1; for k = 0 the variance of the real images."""
    check(s2, v0, k)
    images = float(v0)
    for _ in range(k):
        images = weight(images, s2)
    return images


def images(rng: np.random.Generator, paths: int, *, s2: float, v0: float, k: int) -> Array:
    """One mean of the decoder a path; for k = 0 one real image."""
    return np.asarray(np.sqrt(squared_weight(s2, v0, k)) * rng.standard_normal(paths))


@seen_in(images)
def image_square(x: Array) -> Array:
    """The square of the image."""
    return np.square(x)


@seen_in(images)
def latent_square(x: Array, *, s2: float, v0: float) -> Array:
    """The square of the latent mean that the first encoder sees."""
    return np.square(np.sqrt(v0 - s2) / v0 * x)


@event
def lost(rng: np.random.Generator, paths: int, *, s2: float, v0: float, k: int) -> Array:
    """Is nothing left of the variance of the images, so that the weight of decoder k >= 1 is 0?"""
    return np.full(paths, float(squared_weight(s2, v0, k) == 0.0))
