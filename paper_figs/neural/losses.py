"""Training and test loss by generation: what two experiments share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from paper_figs.figure import TEXT, Comparison, Figure, Published, Rows, Table, Tell
from paper_figs.neural import autoencoders, drawing
from paper_figs.neural.autoencoders import NOISY, at
from paper_figs.tables import columns
from theorems.language.papers import ARULANDU


def table(variational: bool, parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Losses of every seed and generation, their medians, and the linear theory of a variational model."""
    values = autoencoders.found(variational, ("train", "test"), parameters, entropy, tell)
    rows = [row for (series, loss), seeds in values.items() for row in autoencoders.rows(series, loss, seeds)]
    return columns([*rows, *(autoencoders.linear_loss(parameters) if variational else [])])


def picture(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Training loss above, test loss below."""
    return drawing.losses(table)


def replace_loses_more(rows: Rows) -> bool:
    """After the last generation, replacing against accumulating."""
    return at(rows, "replace", "test", -1) > at(rows, "accumulate", "test", -1)


def rises(series: str, loss: str, rows: Rows) -> bool:
    """The last generation against the first."""
    return at(rows, series, loss, -1) > at(rows, series, loss, 0)


def falls(series: str, loss: str, rows: Rows) -> bool:
    """The last generation against the first."""
    return at(rows, series, loss, -1) < at(rows, series, loss, 0)


def figure(variational: bool, **fields: Any) -> Figure:
    """The figure of one kind of model."""
    kind = "vae" if variational else "autoencoder"
    comparisons = [
        Comparison(f"{kind}-replace-loses-more", replace_loses_more),
        Comparison(f"{kind}-accumulate-test-rises", partial(rises, "accumulate", "test")),
        Comparison(f"{kind}-replace-training-rises", partial(rises, "replace", "train")),
        Comparison(f"{kind}-accumulate-training-falls", partial(falls, "accumulate", "train")),
    ]
    if variational:
        says = (
            "where the noise of the decoder is added to the images that it makes, the training loss of a VAE under "
            "replace is larger in generation 7 than in generation 1"
        )
        comparisons.append(Comparison("vae-noise-training-rises", partial(rises, NOISY, "train"), says))
    return Figure(
        theorems=("linear-vae" if variational else "regression-training-error",),
        parameters=autoencoders.PARAMETERS,
        depends=(),
        published=Published(ARULANDU, f"Figure {10 if variational else 11}", {"generations": 7}, TEXT),
        simulations=partial(autoencoders.simulations, variational),
        extra="neural",
        left_out=autoencoders.LEFT_OUT,
        comparisons=tuple(comparisons),
        **fields,
    )
