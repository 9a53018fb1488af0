"""What the drawing steps share: small multiples with one column for each workflow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from paper_figs import style
from paper_figs.figure import Table
from paper_figs.kazdan.common import WORKFLOWS
from paper_figs.numbers import pick

COLUMNS = 3
"""Of a legend."""

SMALL = {"markersize": 1.8, "elinewidth": 0.5, "capsize": 0.8}

DOTS = {"marker": "o", "linestyle": "", "markersize": 2.5}


def panels(
    rows: Sequence[str],
    fill: Callable[[Any, int, str], None],
    *,
    label: str,
    height: float,
    keys: Sequence[Any],
    across: str = "",
) -> Any:
    """A panel for every row and workflow, filled by fill(axes, row number, workflow); row names at the right.

    across: label of a linear abscissa, in place of iterations on a logarithmic one.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    figure, axes = style.canvas(len(rows), len(WORKFLOWS), height=height, sharex=True, sharey="row", squeeze=False)
    for i, name in enumerate(rows):
        for place, workflow in zip(axes[i], WORKFLOWS, strict=True):
            fill(place, i, workflow)
            if not across:
                place.set_xscale("log")
                place.xaxis.set_major_locator(LogLocator(numticks=8))
                place.xaxis.set_major_formatter(FuncFormatter(_decade))
            place.xaxis.set_minor_formatter(NullFormatter())
        low, high = axes[i, 0].get_ylim()
        if axes[i, 0].get_yscale() == "log":
            style.decades(axes[i, 0], low, high)
        if axes[i, 0].get_yscale() == "log" and high < 300 * low:
            axes[i, 0].yaxis.set_major_locator(LogLocator(subs=(1, 3)))
        axes[i, -1].annotate(name, (1.04, 0.5), xycoords="axes fraction", rotation=270, va="center")
    for place, workflow in zip(axes[0], WORKFLOWS, strict=True):
        place.set_title(workflow.replace("-", "-\n"))
    figure.supylabel(label, fontsize="medium")
    axes[-1, 1].set_xlabel(across or "model-fitting iteration $t$")
    figure.get_layout_engine().set(w_pad=0.015, h_pad=0.02, hspace=0.02, wspace=0.02)
    figure.legend(handles=list(keys), loc="outside lower center", ncols=COLUMNS)
    return figure


def _decade(value: float, _: int) -> str:
    """Labels of 1, 10 and 100: more would touch each other."""
    return f"{value:g}" if value < 1000 else ""


def keys(family: Mapping[str, str], others: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """Handles of a legend: a colour for every member of an ordered family, then the looks of the other things."""
    from matplotlib.lines import Line2D

    named = [{"color": colour, "linewidth": 3, "label": name} for name, colour in family.items()]
    named += [{"linestyle": "", "label": " "}] * (-len(named) % COLUMNS)
    plain = [{"color": "#404040", "label": label, **look} for label, look in others.items()]
    return [Line2D([], [], **look) for look in (*named, *plain)]


def by_size(
    table: Table,
    parameters: Mapping[str, Any],
    rows: Mapping[str, Mapping[str, Any]],
    lines: Mapping[str, tuple[str, str]],
    *,
    label: str,
    scale: str = "log",
    ylim: tuple[float, float] | None = None,
    each: float = 0.85,
    by: str = "n",
    family: Mapping[str, Any] | None = None,
) -> Any:
    """A row for each selection of the table: simulated points, and lines (source: dashes, label), coloured by n.

    by, family: the column that they are coloured by instead, and the values in it, by their names.
    """
    selections = list(rows.values())
    members = family or {f"$n = {n}$": n for n in parameters["sizes"]}
    colours = dict(zip(members, style.shades(len(members)), strict=True))

    def fill(axes: Any, row: int, workflow: str) -> None:
        shifts = style.apart(len(members))
        for member, colour, shift in zip(members.values(), colours.values(), shifts, strict=True):
            here = pick(table, workflow=workflow, **{by: member}, **selections[row])
            for source, (dashes, _) in lines.items():
                curve = pick(here, source=source)
                axes.plot(curve["t"], curve["value"], color=colour, linestyle=dashes, linewidth=0.9)
            seen = pick(here, source="simulation")
            style.dots(axes, style.shifted(seen, "t", shift), "t", None, color=colour, **SMALL)
        axes.set(yscale=scale, ylim=ylim)

    looks = {name: {"linestyle": dashes} for dashes, name in lines.values()}
    handles = keys(colours, {**looks, "simulation": DOTS})
    figure = panels(list(rows), fill, label=label, height=1.3 + each * len(rows), keys=handles)
    for axes in figure.axes:
        style.few_ticks(axes)
    return figure
