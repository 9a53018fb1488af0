"""What a linear autoencoder makes after k fits to its own decoder means: the variance, followed from fit to fit."""

from __future__ import annotations

from flint import fmpq

from simulators.exact.balls import Real, rational


def image_square(*, s2: Real, v0: Real, k: int) -> fmpq:
    """E X^2: that of the real images, less the noise in every generation, until nothing is left."""
    variance, noise = rational(v0), rational(s2)
    for _ in range(k):
        variance = max(variance - noise, fmpq(0))
    return variance


def image_square_second_moment(*, s2: Real, v0: Real, k: int) -> fmpq:
    """E X^4: X is normal."""
    return 3 * image_square(s2=s2, v0=v0, k=k) ** 2


def latent_square(*, s2: Real, v0: Real, k: int) -> fmpq:
    """The first encoder multiplies by w/(w^2 + s2), w^2 + s2 = v0."""
    return (rational(v0) - rational(s2)) / rational(v0) ** 2 * image_square(s2=s2, v0=v0, k=k)


def latent_square_second_moment(*, s2: Real, v0: Real, k: int) -> fmpq:
    """E z^4: z is normal."""
    return 3 * latent_square(s2=s2, v0=v0, k=k) ** 2


def lost(*, s2: Real, v0: Real, k: int) -> fmpq:
    """1 if nothing is left after k fits, else 0."""
    return fmpq(image_square(s2=s2, v0=v0, k=k) == 0)
