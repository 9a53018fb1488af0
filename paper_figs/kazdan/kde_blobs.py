"""Kazdan et al., Figure 2: kernel density estimates of blobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Table, Tell
from paper_figs.kazdan import kde


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Simulated and annealed test loss."""
    return kde.table("blobs", parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every bandwidth, a column for every workflow."""
    return kde.picture(table, parameters)


MORE = (
    " (three of them in the plane). Their centres are drawn once for every run; the paper's code draws them again for "
    "the test points, so that its loss is on another distribution than the one trained on"
)

FIGURE = kde.figure("blobs", MORE, data, draw)
