"""A linear variational autoencoder, fitted without statistical error to what the last one makes: one direction.

An image is w Z and noise of variance s2, Z a standard normal latent. The likelihood of images of variance v is largest
for w^2 = v - s2, or 0 where that is negative (probabilistic principal components; Tipping and Bishop 1999). Shumailov
et al. (arXiv 2305.17493), section 5.1.
"""

import sympy as sp

from theorems.language import Parameters, real
from theorems.language.laws import Normal
from theorems.language.processes import Draw, Process, event

PARAMETERS = Parameters(
    real("s2", "(0, oo)", "variance of the noise that every decoder has", ("1/2", 1)),
    real("v0", "[s2, oo)", "variance of the real images in the direction", (1, "5/2")),
)
s2, v0 = PARAMETERS.symbols
W, Y = sp.symbols("W Y", nonnegative=True)
X = sp.Symbol("X", real=True)
"""The squared weight of the decoder; the variance of the images; one image."""
ENCODED = (v0 - s2) / v0**2 * X**2
"""The square of the latent mean that the first encoder, w/(w^2 + s2) times the image, sees in it."""
ZERO = sp.Integer(0)
SEEN = {"image_square": X**2, "latent_square": ENCODED}


def fitted(variance: sp.Expr) -> sp.Expr:
    """The squared weight of the decoder that is fitted to images of this variance."""
    return sp.Max(variance - s2, ZERO)


MEANS = Process(
    "linear_vae_means",
    PARAMETERS,
    start={Y: v0},
    draws=(),
    step={Y: fitted(Y)},
    observables={**SEEN, "lost": event(sp.Eq(Y, 0))},
    looked_at=(Draw(X, Normal(ZERO, Y)),),
    letters={Y: sp.Symbol("w") ** 2, ENCODED: sp.Symbol("z") ** 2},
)
"""Images are what the decoder makes of a latent, without the noise: their variance is its squared weight."""
SAMPLES = Process(
    "linear_vae_samples",
    PARAMETERS,
    start={W: v0 - s2},
    draws=(),
    step={W: W},
    observables=SEEN,
    looked_at=(Draw(X, Normal(ZERO, W + s2)),),
    first=1,
    before={X: Normal(ZERO, v0)},
    letters={W: sp.Symbol("w") ** 2, ENCODED: sp.Symbol("z") ** 2},
)
"""Images are samples of the model: fitted to variance W + s2, the squared weight is W again."""
PROCESSES = (MEANS, SAMPLES)
