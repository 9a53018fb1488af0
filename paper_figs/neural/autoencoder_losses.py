"""Arulandu, Figure 11: training and test loss of an autoencoder by generation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Table, Tell
from paper_figs.neural import losses
from paper_figs.neural.autoencoders import DIFFERS, PLAIN, SEEN


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Losses of every seed and generation."""
    return losses.table(False, parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Training loss above, test loss below."""
    return losses.picture(table, parameters)


FIGURE = losses.figure(
    False,
    name="arulandu-11-autoencoder-losses",
    title="An autoencoder trained on its own digits: losses",
    caption=PLAIN
    + (
        "The loss of an image is its squared error over 2/10, above on the data trained on, below on the real digits "
        "kept back. In linear regression the training error is constant under replace and rises under accumulate "
        "(regression-training-error): what a machine shows here is no effect of sampling in linear models. "
    )
    + DIFFERS
    + SEEN,
    data=data,
    draw=draw,
)
