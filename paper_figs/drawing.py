"""What several drawing steps share: panels with every series in its look, and what all seeds together show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Rows, Table
from paper_figs.numbers import pick


def of_no_seed(rows: Rows) -> dict[str, Any]:
    """The rows that are about all seeds together, such as medians."""
    return {name: column[rows["seed"] != rows["seed"]] for name, column in rows.items()}


def panels(
    table: Table,
    names: list[str],
    looks: Mapping[str, tuple[str, str | None]],
    ylabel: str,
    along: str = "k",
    **canvas: Any,
) -> tuple[Any, dict[str, Any]]:
    """The figure, and the axes of each panel: its series as lines (meaning, label), its simulation as points.

    along: the column of generations.
    """
    figure, axes = style.canvas(len(names), squeeze=False, **canvas)
    places = dict(zip(names, axes[:, 0], strict=True))
    for panel, place in places.items():
        for series, (meaning, label) in looks.items():
            style.curve(place, pick(table, panel=panel, series=series), along, meaning, label)
        style.dots(place, pick(table, panel=panel, series="simulation"), along)
        place.set(title=style.title(panel), ylabel=ylabel)
    axes[-1, 0].set(xlabel=f"generation ${along}$")
    style.legend(figure, axes[0, 0])
    return figure, places
