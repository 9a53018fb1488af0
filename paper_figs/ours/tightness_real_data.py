"""Ours: how tight the bounds on workflows with real data are, against the exact values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Table, Tell
from paper_figs.ours import tightness

PART = "real-data"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Bounds, exact values, and their gaps."""
    return tightness.table(PART, parameters, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each theorem."""
    return tightness.picture(table, parameters)


FIGURE = tightness.figure(PART, data, draw)
