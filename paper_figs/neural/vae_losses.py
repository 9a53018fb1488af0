"""Arulandu, Figure 10: training and test loss of a variational autoencoder by generation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Table, Tell
from paper_figs.neural import losses
from paper_figs.neural.autoencoders import DIFFERS, SEEN, VARIATIONAL


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Losses of every seed and generation."""
    return losses.table(True, parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Training loss above, test loss below."""
    return losses.picture(table, parameters)


FIGURE = losses.figure(
    True,
    name="arulandu-10-vae-losses",
    title="A variational autoencoder trained on its own digits: losses",
    caption=VARIATIONAL
    + (
        "The loss of an image is minus its evidence lower bound, without the constant of the density: squared error "
        "over 2/10 and divergence, with one draw of its latents; above on the data trained on, below on the real "
        "digits kept back. Open marks: replace with the noise of the decoder added to new images. Dashes: the loss of "
        "the linear model with 8 latents and the principal variances of all digits, exactly: it falls if later "
        "generations are trained on means, as these lose variance (linear-vae/decoder-mean), and would stay if noise "
        "were added. "
    )
    + DIFFERS
    + SEEN,
    data=data,
    draw=draw,
)
