"""Arulandu, Figure 10: training and test loss of a variational autoencoder by generation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from paper_figs.figure import Comparison, Figure, Published, Rows, Table, Tell
from paper_figs.neural import autoencoders, drawing
from paper_figs.numbers import pick
from theorems.language.papers import ARULANDU

NAME = "arulandu-10-vae-losses"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Losses of every seed and generation."""
    return autoencoders.table(True, parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Training loss above, test loss below."""
    return drawing.losses(table)


def last(rows: Rows, workflow: str, loss: str) -> float:
    """The loss of the last generation."""
    return float(pick(rows, workflow=workflow, loss=loss)["value"][-1])


def replace_loses_more(rows: Rows) -> bool:
    """After the last generation the test loss is larger under replace than under accumulate."""
    return last(rows, "replace", "test") > last(rows, "accumulate", "test")


FIGURE = Figure(
    name=NAME,
    title="A variational autoencoder trained on its own digits: losses",
    caption=(
        "An experiment, outside of the proof system. A variational autoencoder (64-128-8 units) is trained on 1437 of "
        "scikit-learn's digits of 8 by 8 pixels, then again, from new weights, on as many decoded latents of the last "
        "generation (replace), on these and all data before (accumulate), on 1437 drawn from those "
        "(accumulate-subsample), or on the real digits again (baseline). Loss: minus the evidence lower bound of an "
        "image for noise of variance 0.025 a pixel, without its constant; test loss on 360 other real digits. Medians "
        "over 8 seeds with 95% intervals."
    ),
    theorems=("linear-vae", "regression-training-error"),
    parameters=autoencoders.PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(ARULANDU, "Figure 10", {"generations": 7}, "the paper"),
    simulations=partial(autoencoders.simulations, True),
    extra="neural",
    comparisons=(Comparison("vae-replace-loses-more", replace_loses_more),),
)
