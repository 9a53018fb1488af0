"""Shumailov et al., Figure 7: points of a mixture of two normal laws that is fitted to its own points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.shumailov import drawing
from paper_figs.shumailov.mixtures import STARTS, laws
from paper_figs.tables import columns
from paper_figs.transforms import progress
from simulators.engine import stream
from simulators.mixture_fitting import members, sample
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-7-mixture-points"
DIGITS = 4
REAL = -1
"""Stands for the real points in the column of generations."""


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The real points of one run, and points of the models, each with the component that it is of."""
    rows: list[dict[str, Any]] = []
    for start in progress(tell, list(STARTS)):
        n, at = parameters["n"], parameters["at"]
        real, models = laws(NAME, start, n, 0, at, entropy)
        shown = [(REAL, real, members(models[0], real))]
        for k, law in zip(at, models, strict=True):
            shown.append((k, *sample(stream(entropy, f"{NAME}/{start}, points", k), law, n)))
        for k, points, second in shown:
            for (x, y), component in zip(points, second, strict=True):
                rows.append(
                    {
                        "start": start,
                        "k": k,
                        "component": int(component),
                        "x": round(float(x), DIGITS),
                        "y": round(float(y), DIGITS),
                    }
                )
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each generation, one block of panels for each start."""
    return drawing.clouds(table, list(STARTS), [REAL, *parameters["at"]])


SIZES = {"n": 1000, "at": [0, 50, 100, 150, 200, 350, 2000]}

FIGURE = Figure(
    name=NAME,
    title="A mixture of two normal laws fitted to its own points",
    caption=(
        "An experiment. A mixture of two normal laws in the plane, with full covariances, is fitted to 1000 points by "
        "expectation maximisation (which stops where the mean log-likelihood moves by less than 10^{−5}, after 2000 "
        "steps at most; 10^{−6} is added to each variance), then to 1000 points of the mixture before, and so on. "
        "Shown are 1000 points of models 0, 50, 100, 150, 200, 350, 2000 of one run; colour and shape tell the "
        "component, of the real points the one that model 0 finds more likely. Below each other: one normal law, whose "
        "points the paper's program has, and two with centres 4 apart, of which its text speaks (the 4 is ours). The "
        "errors of the fits add up: components drift apart or together, one after the other shrinks, and at last "
        "little variance is left."
    ),
    theorems=("mixture-distance",),
    parameters={"tiny": {"n": 30, "at": [0, 2, 5]}, "quick": SIZES, "paper": SIZES},
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 7", SIZES),
)
