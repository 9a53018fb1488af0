"""A linear autoencoder refitted to its own images: what is lost if these are drawn without their noise."""

import sympy as sp

from theorems.language import Inequality, Mean, Note, Parameters, Source, Surely, Theorem, integer, real
from theorems.language.papers import SHUMAILOV
from theorems.processes.linear_vae import PARAMETERS as LINEAR

PARAMETERS = Parameters(
    *LINEAR,
    integer("k", 0, "generations of sample-and-fit", (0, 1, 2, 5)),
    real("v", "(0, oo)", "variance of the images that a decoder is fitted to", ("1/4", 2)),
    real("q", "[0, oo)", "squared weight of any decoder", (0, "1/2", 3)),
)
s2, v0, k, v, q = PARAMETERS.symbols
left = sp.Max(v0 - k * s2, 0)
seen = (v0 - s2) / v0**2
fit = sp.log(q + s2) + v / (q + s2)
"""Twice the mean of minus the logarithm of the likelihood of an image, but for ln(2 pi)."""

THEOREM = Theorem(
    id="linear-vae",
    title="A linear autoencoder collapses on the means of its decoder, and not on its samples",
    source=Source(SHUMAILOV, "section 5.1, Figure 8 (what is computed here is ours)"),
    statement=(
        "Images are seen in one direction, in which the real ones have the variance v0. A decoder with weight w makes "
        "of a standard normal latent an image of mean w times the latent, and adds noise of variance s2; model 1 is "
        "the most likely one of the real images, model k+1 that of the images X that model k makes. If these are the "
        "means of the decoder, the direction loses the variance s2 in every generation, and is gone after v0/s2 of "
        "them, whatever the number of images; if the noise is added, nothing is lost. z is the latent that the first "
        "encoder sees in X, its mean given the image."
    ),
    conventions=(
        "no statistical error: model k+1 is fitted to the law of the images of model k, not to some of them",
        "k = 0 is the real law; v0 >= s2, else no decoder learns the direction at all",
        "s2 is not fitted, as the decoder of an autoencoder with a squared loss has it fixed",
        "with several directions: those of the principal components, each for itself with its own v0",
    ),
    notation="The paper shows histograms of the latents that its first encoder sees in later images, without formulas.",
    parameters=PARAMETERS,
    claims=(
        Inequality(
            name="fit",
            remark="reached by the squared weight v less s2, where that is not negative",
            quantity=fit,
            at_least=sp.log(v) + 1,
            worked={
                "quantity": {
                    "q=1/2,s2=1/2,v0=1,v=3": sp.Integer(3),
                    "q=1,s2=1,v0=1,v=3": sp.log(2) + sp.Rational(3, 2),
                },
                "at_least": {"v=1": sp.Integer(1), "v=3": sp.log(3) + 1},
            },
        ),
        Inequality(
            name="fit-lost",
            remark="reached by the weight 0: a direction that varies less than the noise is not learnt",
            quantity=fit,
            at_least=sp.log(s2) + v / s2,
            when=v <= s2,
            worked={
                "quantity": {
                    "q=1/2,s2=1/2,v0=1,v=1/4": sp.Rational(1, 4),
                    "q=1,s2=1,v0=1,v=1": sp.log(2) + sp.Rational(1, 2),
                },
                "at_least": {"s2=1,v=1": sp.Integer(1), "s2=4,v=3": sp.log(4) + sp.Rational(3, 4)},
            },
        ),
        Mean(
            name="decoder-mean",
            remark="the images are means of the decoder",
            of="linear_vae_means.image_square",
            equals=left,
            points=("s2=1/2,v0=2,k=0", "s2=1/2,v0=5/2,k=3", "s2=1/4,v0=3,k=2"),
        ),
        Mean(
            name="latent",
            remark="the images are means of the decoder",
            of="linear_vae_means.latent_square",
            equals=seen * left,
            points=("s2=1/2,v0=2,k=0", "s2=1/2,v0=5/2,k=3", "s2=1/4,v0=3,k=2"),
        ),
        Surely(
            name="collapse",
            remark="the weight of the decoder is 0: every image is the mean image",
            of="linear_vae_means.lost",
            when=k * s2 >= v0,
            points=("s2=1/2,v0=2,k=4", "s2=1,v0=5/2,k=3"),
        ),
        Mean(
            name="sampled",
            remark="the noise of the decoder is added to the images",
            of="linear_vae_samples.image_square",
            equals=v0,
            points=("s2=1/2,v0=2,k=1", "s2=1/2,v0=5/2,k=3"),
        ),
        Mean(
            name="sampled-latent",
            remark="the noise of the decoder is added to the images",
            of="linear_vae_samples.latent_square",
            equals=1 - s2 / v0,
            points=("s2=1/2,v0=2,k=1", "s2=1/2,v0=5/2,k=3"),
        ),
    ),
    notes=(
        Note(
            kind="missing hypothesis",
            source=Source(SHUMAILOV, "section 5.1, Figure 8 ('just as with the Gaussian case')"),
            printed=(
                "latents are drawn and decoded for the next generation; just as with single-dimensional Gaussians, the "
                "tails disappear and the density shifts towards the mean"
            ),
            found=(
                "In the Gaussian case a finite sample loses variance. The published notebook has neither: it draws new "
                "latents for every batch, so that no image is seen twice, and trains on what the decoder makes of "
                "them, without the noise that the likelihood is about. A linear autoencoder then loses the variance of "
                "the noise in every generation, with infinitely many images; with the noise added it loses nothing. "
                "That the network of the paper does so for the same reason is not shown here."
            ),
            evidence=("decoder-mean", "collapse", "sampled"),
        ),
    ),
)
