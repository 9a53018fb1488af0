"""The picture of `theorems workflow`: errors and diversity of some workflows, generation by generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import cycle
from typing import Any

from harness.basics import outputs
from paper_figs import style
from paper_figs.command import need_matplotlib

LOOKS = ("sharp", "published", "simulation", "published 2", "sharp 2", "other", "exact")
"""Of one workflow after the other."""


def drawing(name: str) -> Callable[[Sequence[Mapping[str, Any]]], None]:
    """Draws records of the command into a file of this name; raises BadInput if it could not be written."""
    need_matplotlib()
    path = outputs.picture("--figure", name, style.FORMATS)
    return lambda records: outputs.write_whole(path, picture(records, path.suffix[1:]))


def picture(records: Sequence[Mapping[str, Any]], suffix: str) -> bytes:
    """The picture, in one of style.FORMATS: for each quantity a panel, in it a line for each workflow."""
    quantities = [told["quantity"] for told in records[0]["quantities"]]
    file = BytesIO()
    with style.sheet():
        figure, axes = style.canvas(len(quantities), height=0.6 + 1.3 * len(quantities), squeeze=False, sharex=True)
        for place, quantity in zip(axes[:, 0], quantities, strict=True):
            for record, look in zip(records, cycle(LOOKS), strict=False):
                told = next(told for told in record["quantities"] if told["quantity"] == quantity)
                values = [float(x) for x in told["generations"]]
                place.plot(range(1, len(values) + 1), values, **style.line(look, label=record["workflow"]))
            if "value_to_real_points" in told:
                style.decades(place, 0.9 * min(place.dataLim.y0, 1), 1.1 * place.dataLim.y1)
            place.set(title=f"{quantity}, in units of model 1")
        axes[-1, 0].set(xlabel="model $k$")
        style.legend(figure, axes[0, 0])
        figure.savefig(file, format=suffix, metadata=style.FORMATS[suffix])
    return file.getvalue()
