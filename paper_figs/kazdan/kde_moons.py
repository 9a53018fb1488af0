"""Kazdan et al., Figure 2: kernel density estimates of moons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Table, Tell
from paper_figs.kazdan import kde


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Simulated and annealed test loss."""
    return kde.table("moons", parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every bandwidth, a column for every workflow."""
    return kde.picture(table, parameters)


FIGURE = kde.figure("moons", " (noise 0.05)", data, draw)
