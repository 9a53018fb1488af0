"""Arulandu, Figure 9: what each generation of a variational autoencoder makes of a digit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from paper_figs.figure import TEXT, Comparison, Figure, Published, Rows, Table, Tell
from paper_figs.neural import autoencoders, drawing
from paper_figs.neural.autoencoders import DIFFERS, LEFT_OUT, VARIATIONAL, WORKFLOWS, at
from paper_figs.numbers import EMPTY
from paper_figs.simulations import simulated
from paper_figs.tables import columns
from paper_figs.transforms import grey
from theorems.language.papers import ARULANDU


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Pictures of the first seed, and how much the images of each generation vary, of every seed."""
    values = autoencoders.found(True, ("variance",), parameters, entropy, tell)
    first = autoencoders.simulations(True, parameters, entropy)[0]
    rows: list[dict[str, Any]] = []
    for series, seen in zip(autoencoders.SERIES[True], simulated(first.function, *first.given), strict=True):
        if series in WORKFLOWS:
            rows += [{**row, "digit": EMPTY, "pixels": ""} for row in autoencoders.rows(
                series, "variance", values[series, "variance"])]  # fmt: skip
            rows += [
                {**autoencoders.row(series, "picture", k, EMPTY), "digit": digit, "pixels": grey(pixels)}
                for digit, pictures in enumerate(seen.rebuilt)
                for k, pixels in enumerate(pictures)
            ]
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each workflow: a column for each digit, a row for each generation."""
    return drawing.digits(table)


def accumulate_keeps(rows: Rows) -> bool:
    """What the last generation makes."""
    return at(rows, "accumulate", "variance", -1) > at(rows, "replace", "variance", -1)


FIGURE = Figure(
    name="arulandu-9-vae-digits",
    title="A variational autoencoder trained on its own digits: pictures",
    caption=VARIATIONAL
    + (
        "Shown: of the first seed, a real test image of every digit (upper row), and what the model of each generation "
        "makes of it, the mean of its decoder at the mean of its encoder (below, generation 1 to 7). Compared: the "
        "total variance of the images that the last generation makes of random latents. "
    )
    + DIFFERS,
    theorems=(),
    parameters=autoencoders.PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(ARULANDU, "Figure 9", {"generations": 7}, TEXT),
    simulations=partial(autoencoders.simulations, True),
    extra="neural",
    left_out=LEFT_OUT,
    comparisons=(Comparison("vae-accumulate-keeps-diversity", accumulate_keeps),),
)
