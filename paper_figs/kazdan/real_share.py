"""Kazdan et al., their programs: the share of real data, which falls as 1/t, and what a share does that does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, claimed, log_grid, pick
from paper_figs.transforms import in_shares, over, progress
from theorems.language.papers import KAZDAN

NAME = "kazdan-real-share"
SERIES = {  # series: claim, process, real points r of every fit (or of none), meaning, marker
    "replace": ("workflow-exponential-families/known-variance-replace", "replace", False, "published", "v"),
    "accumulate": ("workflow-exponential-families/known-variance-accumulate", "accumulate", False, "exact", "o"),
    "same real points, replace": ("workflow-fixed-real-set/fixed", "replace_fixed", True, "other", "s"),
    "fresh real points, replace": ("workflow-real-share/fresh-replace", "replace_fresh", True, "sharp", "^"),
    "fresh real points, accumulate": ("workflow-real-share/fresh-accumulate", "accumulate_fresh", True, "sharp 2", "D"),
}  # fmt: skip


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The share of real points among all so far, and errors of the fitted mean."""
    curves = Curves(NAME, "k", entropy)
    n, r, last = parameters["size"], parameters["real"], parameters["generations"]
    fits, some = (log_grid(1, last, parameters[name]) for name in ("curve", "points"))
    real = claimed("workflow-schedules/corpus", f"n={n},k=1")
    for k in fits:
        corpus = claimed("workflow-schedules/corpus", f"n={n},k={k}")
        curves.add("", "share", "the first of all batches", k, over(real, corpus))
        curves.add("", "share held", "r of n points", k, over(r, n))
    for series, (claim, process, shared, *_) in progress(tell, list(SERIES.items())):
        point = f"n={n},r={r}" if shared else f"n={n}"
        curves.theory(point, series, claim, fits)
        curves.simulation(point, f"{series} simulation", f"known_variance_{process}.error", some, parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Above the share, below the error in units of that of the first batch."""
    figure, axes = style.canvas(2, height=4.4, sharex=True)
    style.curve(axes[0], pick(table, series="share"), "k", "exact")
    style.curve(axes[0], pick(table, series="share held"), "k", "sharp")
    unit = pick(table, series="accumulate")["value"][0]
    for (series, (*_, meaning, marker)), shift in zip(SERIES.items(), style.apart(len(SERIES)), strict=True):
        rows = in_shares(pick(table, series=series), unit)
        style.curve(axes[1], rows, "k", meaning, series)
        seen = in_shares(pick(table, series=f"{series} simulation"), unit)
        style.dots(axes[1], style.shifted(seen, "k", shift), "k", None, fmt=marker, color=style.COLOUR[meaning])
    style.decades(axes[0], 0.5 * min(pick(table, series="share")["value"]), 1.3)
    lowest, highest = min(pick(table, series=list(SERIES)[-1])["value"]), max(pick(table, series="replace")["value"])
    style.decades(axes[1], 0.5 * lowest / unit, 2 * highest / unit)
    axes[0].set(ylabel="share of real points")
    axes[1].set(ylabel="error over that of batch 1", xlabel="fit $k$")
    style.decades(axes[1], 0.85, 1.2 * parameters["generations"], "x")
    style.legend(figure, axes[1], columns=1)
    return figure


CHOSEN = {"size": 100, "real": 10, "generations": 100, "curve": 24, "points": 7}

FIGURE = Figure(
    name=NAME,
    title="The share of real data, and what it does",
    caption=(
        "Above: the share of real points among those that model k is fitted to, if batches of n points accumulate "
        "and only the first is real: 1/k, which is all that the authors' program draws (black); and the share r/n "
        "that other practices hold (dotted), r = 10, n = 100. Below: the squared error of the fitted mean of a "
        "normal law of known variance, in units of that of the first batch. A share that falls to 0 is no harm if "
        "all batches are kept: the error stays below π²/6. A tenth that stays is of little use where the other nine "
        "are replaced: with the same real points every time the error is nearly half as much again as that of "
        "these ten alone, fresh ones hold it at n²/(r (2n − r)); where all is kept, fresh ones make good all errors "
        "in the long run. Lines are exact; points: simulated means with time-uniform 95% intervals, 10000 runs "
        "each (paper effort: 100000), set apart a little."
    ),
    theorems=(
        "workflow-real-share", "workflow-fixed-real-set", "workflow-schedules", "workflow-exponential-families",
    ),
    parameters={
        "tiny": {**CHOSEN, "size": 10, "real": 2, "generations": 5, "curve": 4, "points": 3, "paths": 500},
        "quick": {**CHOSEN, "paths": 10000},
        "paper": {**CHOSEN, "paths": 100000},
    },
    depends=tuple(
        f"simulators.known_variance_{process}" for _, process, *_ in SERIES.values()
    ),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "repository (share of real data)", {}),
)  # fmt: skip
