"""Kazdan et al., their programs: the loss of kernel estimates for bandwidths from 0.01 to 100, 1000 iterations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing, kde
from paper_figs.numbers import number
from paper_figs.simulations import Call
from theorems.language.papers import KAZDAN


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The cells of every data set: one for every n and bandwidth."""
    return [call for name in kde.SETS for call in kde.simulations(name, parameters, entropy)]


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Simulated and annealed test loss of every data set and bandwidth."""
    calls = simulations(parameters, entropy)
    return kde.of_cells(calls, parameters, tell, lambda name, _, h: {"set": name, "h": number(h)})


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every data set, a colour for every bandwidth."""
    rows = {name.replace("_", " "): {"set": name} for name in kde.SETS}
    family = {f"$h = {number(h):g}$": number(h) for h in parameters["bandwidths"]}
    label = "negative log-likelihood of test data"
    return drawing.by_size(table, parameters, rows, kde.LINES, label=label, each=1.05, by="h", family=family)


SIZES = {
    "bandwidths": ["1/100", "79/2500", "1/10", "79/250", "1", "79/25", "10", "158/5", "100"], "iterations": 1000,
    "tests": 500, "runs": 100,
}  # fmt: skip
QUICK = {
    "bandwidths": ["1/100", "1/10", "1", "10", "100"], "iterations": 1000, "tests": 500, "runs": 12, "sizes": [32],
    "points": 7,
}  # fmt: skip

FIGURE = Figure(
    name="kazdan-kde-swept",
    title="Kernel density estimation: bandwidths from 0.01 to 100",
    caption=(
        "As Figure 2, for 1000 iterations and bandwidths h = 0.01, 0.0316, 0.1, ..., 100 (colour; every second one "
        "at quick effort), of scikit-learn's blobs, circles, moons and swiss roll (rows). Batches have n = 100 "
        "points (32 at quick effort). Points: mean negative log-likelihood of 500 fresh test points, median of 100 "
        "runs (12 at quick effort) with its time-uniform 95% interval. Lines: the loss of the mean density "
        "(annealed), averaged over the runs' real points; bandwidths h √t under replace, h times the root of the "
        "number of cycles of a random permutation of t under the other two. Under replace the lines grow like a "
        "logarithm, and the runs leave them: whatever the bandwidth, the mean loss of runs grows linearly in the "
        "end, by half a nat an iteration in each dimension. Under accumulate a bandwidth that is too small loses "
        "less as iterations go by, and one that is large enough changes next to nothing. Points of one t are set "
        "apart a little; arrows: beyond the axes."
    ),
    theorems=("kde-replace-loss", "kde-replace-growth", "kde-accumulate-density"),
    parameters={
        "tiny": {
            **QUICK, "bandwidths": ["1/10", "1"], "iterations": 6, "tests": 20, "runs": 4, "sizes": [5], "points": 3,
        },
        "quick": QUICK,
        "paper": {**SIZES, "sizes": [100], "points": 10},
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "repository (swept bandwidths)", SIZES),
    simulations=simulations,
)  # fmt: skip
