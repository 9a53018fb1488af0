"""What experiments share in drawing."""

from __future__ import annotations

from typing import Any

from paper_figs import style
from paper_figs.figure import Table
from paper_figs.numbers import pick

LOOKS = {"replace": ("published", "o"), "accumulate": ("simulation", "s"), "accumulate-subsample": ("other", "^"),
         "baseline": ("exact", "D")}  # fmt: skip


def losses(table: Table) -> Any:
    """Training loss above, test loss below: medians over seeds, with their intervals."""
    figure, axes = style.canvas(2, height=4.2, sharex=True)
    for place, loss in zip(axes, ("train", "test"), strict=True):
        for i, workflow in enumerate(dict.fromkeys(table["workflow"])):
            rows = pick(table, workflow=workflow, loss=loss)
            rows = {name: column[rows["seed"] != rows["seed"]] for name, column in rows.items()}
            meaning, marker = LOOKS[workflow]
            shifted = {**rows, "generation": rows["generation"] + 0.08 * (i - 1.5)}
            style.dots(place, shifted, "generation", workflow, fmt=marker, color=style.COLOUR[meaning])
            place.plot(shifted["generation"], rows["value"], color=style.COLOUR[meaning], linewidth=0.7)
        place.set(ylabel={"train": "training loss", "test": "test loss"}[loss])
    axes[1].set(xlabel="generation")
    style.legend(figure, axes[0])
    return figure
