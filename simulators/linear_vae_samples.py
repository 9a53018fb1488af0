"""A linear autoencoder refitted to samples of itself: decoded latents, and noise of variance s2 (`linear_vae_means`).

Every observable returns one value per independent path and raises ValueError unless k >= 0 and
1e-38 <= s2 <= v0 <= 1e38.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.linear_vae_means import Array, check, weight


def images(rng: np.random.Generator, paths: int, *, s2: float, v0: float, k: int) -> Array:
    """One sample of model k a path: the mean that the decoder makes, and noise; for k = 0 one real image."""
    check(s2, v0, k)
    variance = float(v0)
    if k == 0:
        return np.asarray(np.sqrt(variance) * rng.standard_normal(paths))
    for _ in range(k):
        squared = weight(variance, s2)
        variance = squared + s2
    latent, noise = rng.standard_normal((2, paths))
    return np.asarray(np.sqrt(squared) * latent + np.sqrt(s2) * noise)


@seen_in(images)
def image_square(x: Array) -> Array:
    """The square of the image."""
    return np.square(x)


@seen_in(images)
def latent_square(x: Array, *, s2: float, v0: float) -> Array:
    """The square of the latent mean that the first encoder sees."""
    return np.square(np.sqrt(v0 - s2) / v0 * x)
