"""Shumailov et al., Figure 8: latents that the first encoder sees in what later generations make."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from paper_figs.figure import Comparison, Figure, Published, Rows, Table, Tell
from paper_figs.neural import autoencoders, drawing
from paper_figs.neural.autoencoders import LEFT_OUT, NOISY, SEEN, VARIATIONAL, at
from paper_figs.numbers import pick
from paper_figs.tables import columns
from theorems.language.papers import SHUMAILOV

SERIES = ("replace", NOISY, "accumulate")


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Deviations of latents of every seed and generation, their medians, and the linear theory."""
    values = autoencoders.found(True, ("latents",), parameters, entropy, tell)
    rows = [row for name in SERIES for row in autoencoders.rows(name, "latents", values[name, "latents"], 0)]
    return columns([*rows, *autoencoders.linear_latents(parameters)])


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Deviation against generation."""
    return drawing.latents(table)


def closer(rows: Rows) -> bool:
    """Each generation against the one before."""
    values = pick(rows, series="replace")["value"]
    return all(after < before for before, after in pairwise(values[1:]))


def at_last(rows: Rows) -> bool:
    """The last generation against the first."""
    return at(rows, "replace", "latents", -1) < at(rows, "replace", "latents", 1)


def noise_keeps(rows: Rows) -> bool:
    """The last generation with noise against that without."""
    return at(rows, NOISY, "latents", -1) > at(rows, "replace", "latents", -1)


FIGURE = Figure(
    name="shumailov-8-latents",
    title="A variational autoencoder: what the first encoder sees later",
    caption=VARIATIONAL
    + (
        "Plotted: the standard deviation of the mean latents that the encoder of generation 1 sees in the images of "
        "generation k (0: the real ones), root mean square over its 8 latents. Lines: the same of the linear model "
        "whose images have the principal variances of all digits, exactly, over those of its 8 directions that it "
        "learns (linear-vae/latent, linear-vae/sampled-latent): a decoder's means lose the variance of the noise in "
        "every generation, and with the noise added nothing is lost, however many images there are. The paper draws "
        "densities of latents up to generation 20, for a convolutional model of 20 latents on MNIST that is trained on "
        "means, with new latents for every batch; here a generation makes one finite set of images. "
    )
    + SEEN,
    theorems=("linear-vae",),
    parameters=autoencoders.PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 8", {}),
    simulations=partial(autoencoders.simulations, True),
    extra="neural",
    left_out=LEFT_OUT,
    comparisons=(
        Comparison("latents-closer-at-last", at_last),
        Comparison("latents-ever-closer", closer),
        Comparison(
            "latents-noise-keeps",
            noise_keeps,
            "the first encoder sees more spread in the images of generation 7 where the noise of the decoder is added "
            "to images than where they are its means, as in the linear model",
        ),
    ),
)
