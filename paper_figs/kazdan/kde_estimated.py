"""Kazdan et al., their programs: the loss of kernel estimates with the bandwidths of Scott and Silverman."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing, kde
from paper_figs.simulations import Call
from theorems.language.papers import KAZDAN

ROWS = {
    "blobs": ("blobs", "scott"),
    "circles": ("circles", "scott"),
    "moons": ("moons", "scott"),
    "swiss roll": ("swiss_roll", "scott"),
    "swiss roll,\nSilverman": ("swiss_roll", "silverman"),
}
"""Data set and rule. In the plane the two rules are one."""


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The cells of every data set and rule: one for every n."""
    return [
        call
        for name, rule in ROWS.values()
        for call in kde.simulations(name, {**parameters, "bandwidths": [rule]}, entropy)
    ]


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Simulated test loss, and the annealed one where the bandwidth stays."""
    calls = simulations(parameters, entropy)
    return kde.of_cells(calls, parameters, tell, lambda name, n, rule: {"set": name, "rule": rule, "n": n})


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every data set and rule, a colour for every n."""
    rows = {label: {"set": name, "rule": rule} for label, (name, rule) in ROWS.items()}
    return drawing.by_size(table, parameters, rows, kde.LINES, label="negative log-likelihood of test data", each=0.95)


SIZES = {"sizes": [10, 32, 100, 316, 1000], "iterations": 1000, "tests": 500, "runs": 100}
QUICK = {"sizes": [10, 100], "iterations": 1000, "tests": 500, "runs": 12, "points": 7}

FIGURE = Figure(
    name="kazdan-kde-estimated",
    title="Kernel density estimation: bandwidths by Scott's and Silverman's rule",
    caption=(
        "As Figure 2, for 1000 iterations, with the bandwidths that scikit-learn calls Scott's, m^{−1/(d+4)}, and "
        "Silverman's, (m (d + 2)/4)^{−1/(d+4)}, of an estimate fitted to m points: they look at the number of "
        "points, not at their scale, and for d = 2 they are one, so that the rows of blobs, circles and moons serve "
        "both, and the authors' comparison on these is of a setting with itself. Sizes n = 10, 32, 100, 316, 1000 "
        "and 100 runs; n = 10, 100 and 12 runs at quick effort. Points: mean negative log-likelihood of 500 fresh "
        "test points, median over runs with its time-uniform 95% interval. Under replace and accumulate-subsample m "
        "= n stays, and so does the bandwidth: lines are the loss of the mean density (annealed), as in Figure 2. "
        "Under accumulate m = n t, and the bandwidth shrinks: in the plane the loss stays nearly where it was, on "
        "the swiss roll it grows. For a normal real law the variance of a draw stays bounded then "
        "(kde-shrinking-bandwidth); a mean density of these data sets is not known. Points of one t are set apart a "
        "little; arrows: beyond the axes."
    ),
    theorems=("kde-replace-selectors", "kde-replace-loss", "kde-shrinking-bandwidth"),
    parameters={
        "tiny": {**QUICK, "iterations": 6, "tests": 20, "runs": 4, "sizes": [5, 8], "points": 3},
        "quick": QUICK,
        "paper": {**SIZES, "points": 10},
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "repository (estimated bandwidths)", SIZES),
    simulations=simulations,
)
