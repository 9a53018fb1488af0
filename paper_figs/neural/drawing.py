"""What experiments with autoencoders look like."""

from __future__ import annotations

from typing import Any

import numpy as np

from paper_figs import style
from paper_figs.drawing import of_no_seed
from paper_figs.figure import Table
from paper_figs.neural.autoencoders import LINEAR, LINEAR_NOISY, NOISY
from paper_figs.numbers import pick

LOOKS: dict[str, tuple[str, dict[str, Any]]] = {  # meaning of the colour, marker
    "replace": ("published", {"fmt": "o"}),
    NOISY: ("published 2", {"fmt": "o", "markerfacecolor": "white"}),
    "accumulate": ("simulation", {"fmt": "s"}),
    "accumulate-subsample": ("other", {"fmt": "^"}),
    "baseline": ("exact", {"fmt": "D"}),
}
THEORY = {LINEAR: "published", LINEAR_NOISY: "published 2"}
APART = 0.07
"""Points of neighbouring series stand so far apart that their bars do not hide each other."""


def series(axes: Any, table: Table, quantity: str) -> None:
    """Medians over seeds of a quantity, with their intervals; theory as lines."""
    there = [name for name in LOOKS if len(pick(table, series=name)["value"])]
    for name, beside in zip(there, style.beside(len(there), APART), strict=True):
        rows = of_no_seed(pick(table, series=name, quantity=quantity))
        rows["generation"] = rows["generation"] + beside
        meaning, look = LOOKS[name]
        colour = style.COLOUR[meaning]
        axes.plot(rows["generation"], rows["value"], color=colour, linewidth=0.5)
        style.dots(axes, rows, "generation", name, **{"color": colour, **look})
    for name, meaning in THEORY.items():
        rows = pick(table, series=name, quantity=quantity)
        if len(rows["value"]):
            style.curve(axes, rows, "generation", meaning, name)


def losses(table: Table) -> Any:
    """Training loss above, test loss below."""
    figure, axes = style.canvas(2, height=4.6, sharex=True)
    for place, loss, label in zip(axes, ("train", "test"), ("training loss", "test loss"), strict=True):
        series(place, table, loss)
        place.set(ylabel=label)
    low, high = (f(pick(table, quantity="train")["value"]) for f in (min, max))
    style.decades(axes[0], low / 1.5, high * 1.5)
    axes[1].set(xlabel="generation $k$")
    style.legend(figure, axes[0])
    return figure


def latents(table: Table) -> Any:
    """One panel."""
    figure, axes = style.canvas(height=3.2)
    series(axes, table, "latents")
    axes.set(xlabel="generation $k$ (0: real images)", ylabel="deviation of latents, first encoder")
    axes.set_ylim(bottom=0)
    style.legend(figure, axes)
    return figure


def digits(table: Table) -> Any:
    """A panel for each workflow, two beside each other: digits from left to right, generations downwards."""
    shown = pick(table, quantity="picture")
    names = list(dict.fromkeys(shown["series"]))
    figure, axes = style.canvas(2, 2, height=2.9)
    for place, name in zip(axes.flat, names, strict=True):
        mosaic = _mosaic(pick(shown, series=name))
        place.imshow(mosaic, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
        count = len(set(shown["generation"]))
        side = len(mosaic) / count
        place.set(title=name, xticks=[], yticks=[(i + 0.5) * side - 0.5 for i in range(count)])
        place.set_yticklabels(["real", *map(str, range(1, count))], fontsize=5)
        place.tick_params(length=0)
        place.grid(visible=False)
    return figure


def _mosaic(rows: Any) -> Any:
    """The pictures of a workflow in one array: a row for each generation."""
    lines = []
    for k in sorted(set(rows["generation"])):
        pictures = [np.frombuffer(bytes.fromhex(text[1:]), np.uint8) for text in pick(rows, generation=k)["pixels"]]
        side = round(len(pictures[0]) ** 0.5)
        lines.append(np.hstack([np.pad(one.reshape(side, side), 1) for one in pictures]))
    return np.vstack(lines)
