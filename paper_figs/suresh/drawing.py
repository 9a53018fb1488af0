"""What drawing steps of several figures share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from paper_figs import style
from paper_figs.figure import Table
from paper_figs.numbers import pick
from paper_figs.suresh.distinct import EXCESS, LOOKS


def gaps(axes: Any, table: Table, series: Mapping[str, str]) -> None:
    """How far each bound is from the exact number, relative to it; the lower of two published ones is labelled."""
    markers = {"published lower": "v", "published upper": "^"}
    for bound, gap in series.items():
        rows = pick(table, series=gap)
        look = style.line(LOOKS[bound][0])
        axes.plot(rows["k"], rows["value"], **look, marker=markers.get(bound), markersize=3)
    axes.set(yscale="log", xlabel="generation $k$", ylabel="relative gap to exact")


QUANTITIES = {"words": "words left", EXCESS: "share above exact", "n-grams": "share of $n$-grams left"}
APART = 0.12
"""Generations between the points of one n and the next, so that no bar hides another."""


def of_orders(places: Any, table: Table, orders: Sequence[int]) -> None:
    """One panel for each quantity: a colour for each n, points beside each other."""
    for place, (quantity, label) in zip(places, QUANTITIES.items(), strict=True):
        looks = zip(orders, style.shades(len(orders)), style.beside(len(orders), APART), strict=True)
        for order, colour, beside in looks:
            rows = pick(table, series=f"{quantity}, n = {order}")
            style.dots(place, {**rows, "k": rows["k"] + beside}, "k", f"$n = {order}$", color=colour)
        place.set(ylabel=label)
    for place in (places[0], places[2]):
        place.set_ylim(bottom=0)
    places[2].set(xlabel="generation $k$")
