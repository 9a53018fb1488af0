"""Shumailov et al., Figure 12: the error of one fit to real data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, pick
from paper_figs.transforms import in_units, progress, roots
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-12-estimation"
ID = "gaussian-estimation-error"
PANEL = "k=1"

LOOKS = {  # series: the claim, the function of it, and looks
    "root mean square": ("mean-error", "sqrt", "exact", r"deviation of $M$: $1/\sqrt{n}$"),
    "absolute": ("absolute-error", "", "sharp", r"mean of $|M|$"),
    "deviation": ("absolute-error-variance", "sqrt", "other", r"deviation of $|M|$"),
    "printed": ("mean-error-published", "sqrt", "published", r"printed as the deviation of $M$"),
}
SEEN = {"absolute": "absolute_error", "deviation": "absolute_error_variance"}
MARKERS = {"absolute": "^", "deviation": "s"}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Claims at every size, and means over runs."""
    curves = Curves(NAME, "n", entropy)
    for n in progress(tell, parameters["sizes"]):
        for series, (claim, through, *_) in LOOKS.items():
            curves.theory(PANEL, series, f"{ID}/{claim}", [n], through=through)
        for series, observable in SEEN.items():
            curves.simulation(PANEL, f"{series} simulation", f"mean_estimate.{observable}", [n], parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """As they are, and below in units of the deviation of the mean, in which all are constant."""
    figure, axes = style.canvas(2, height=4.2, sharex=True)
    for place, power in zip(axes, (0, -0.5), strict=True):
        for series, (_, through, meaning, label) in LOOKS.items():
            style.curve(place, in_units(pick(table, series=series), "n", power), "n", meaning, label)
            if series in SEEN:
                rows = pick(table, series=f"{series} simulation")
                rows = in_units(roots(rows) if through else rows, "n", power)
                style.dots(place, rows, "n", None, fmt=MARKERS[series], color=style.COLOUR[meaning])
    low, high = min(parameters["sizes"]), max(parameters["sizes"])
    style.decades(axes[0], min(pick(table, series="deviation")["value"]) / 2, 0.6)
    axes[0].set(ylabel="error of the mean")
    axes[1].set(ylim=(0.5, 1.1), xlabel="points $n$", ylabel=r"the same, times $\sqrt{n}$")
    axes[1].set(xscale="log", xlim=(low / 2, 2 * high))
    style.legend(figure, axes[0])
    return figure


SIZES = {"sizes": [10, 30, 100, 500, 10**3, 10**4, 10**5, 10**6, 10**7], "paths": 10000}

FIGURE = Figure(
    name=NAME,
    title="The error of one fit to real data",
    caption=(
        "Mean M of n draws from N(0, 1), n = 10, 30, 100, 500, 10³, …, 10⁷; 10000 runs per point, of which the mean "
        "itself is drawn, exactly in law. Its deviation is n^−½ (black). The notebook averages |M|, the mean of which "
        "is (2/(πn))^½ and its deviation ((1 − 2/π)/n)^½. For n = 10⁷ the paper prints 2.490e-4 ± 1.894e-4 as mean and "
        "deviation of M: these are those of |M|, up to the error of 10000 runs; M has the mean 0 and the deviation "
        "3.162e-4. Below, all times √n; bars of 95% hold at any number of draws. Of the deviation of |M| each run is a "
        "pair."
    ),
    theorems=(ID,),
    parameters={
        "tiny": {"sizes": [10, 30, 100], "paths": 400},
        "quick": SIZES,
        "paper": SIZES,
    },
    depends=("simulators.mean_estimate", "theorems.processes.estimation"),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 12", SIZES),
)
