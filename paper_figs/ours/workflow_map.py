"""Ours: a map of workflows, the error against the share of fresh data, the window, and the growth of the batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harness.judge.policies import KNOWN, Policy, said
from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves, number, pick
from paper_figs.transforms import progress, times
from theorems.language.workflows import Workflow

NAME = "ours-workflow-map"
PANELS = {  # title: what x is, the workflow at x, that at the first x (if it has a plainer name), the process
    "replace, a share fresh": ("share of fresh points", "replace + fresh({})", "", "replace_fresh"),
    "accumulate, a share fresh": ("share of fresh points", "accumulate + fresh({})", "", "accumulate_fresh"),
    "the last $w$ batches": ("window $w$", "window({})", "replace", "window2"),
    "accumulate, sizes $n t^a$": ("growth $a$", "accumulate, sizes n*t^({})", "accumulate", "accumulate_power"),
}
SIMULATED = ("replace_fresh", "accumulate_fresh", "window2", "accumulate", "accumulate_power1", "accumulate_power2")


def workflows(panel: str, parameters: Mapping[str, Any]) -> Iterator[tuple[str, Workflow]]:
    """The abscissae of a panel, and the workflow at each."""
    quantity, written, first, _ = PANELS[panel]
    for x in parameters[quantity]:
        plain = first and x in ("0", "1") and x == parameters[quantity][0]
        whole = written.replace("({})", "{}") if panel.startswith("accumulate, sizes") and x.isdigit() else written
        yield x, Workflow.parse(first if plain else whole.format(x))


def simulated(panel: str, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Where a panel has simulated points: x, the process there, and its parameters."""
    process, n = f"known_variance_{PANELS[panel][3]}", parameters["size"]
    for x, points in parameters["simulated"][panel].items():
        if process.endswith("fresh"):
            yield x, process, f"n={n},r={points}"
        elif process.endswith("power"):
            yield x, f"{process}{x}" if number(x) else "known_variance_accumulate", f"n={n}"
        else:
            yield x, process, f"n={n}"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact errors of model k at some k, proved limits, and simulated errors, in units of that of the first batch."""
    curves, n = Curves(NAME, "x", entropy), parameters["size"]
    last = parameters["models"][-1]
    for panel in progress(tell, list(PANELS)):
        for x, workflow in workflows(panel, parameters):
            fits = Policy(workflow, n, last).fits(KNOWN)
            for k in parameters["models"]:
                error = times(float(fits[k - 1].error), n)
                curves.add(panel, f"k={k}", f"exact error of {workflow}", number(x), error)
            told = said(Policy(workflow, n, last), KNOWN, KNOWN.error, fits[-1].error)
            for case, limit in zip([c for c in told.cases if hasattr(c.claim, "variable")], told.limits, strict=True):
                if limit is not None:
                    curves.add(panel, "limit", f"limit: {case.id}", number(x), times(float(limit.mid()), n))
        for x, process, point in simulated(panel, parameters):
            one = Curves(f"{NAME}/{panel}{x}", "k", entropy)
            one.simulation(point, "simulation", f"{process}.error", [last], parameters["paths"])
            (row,) = one.rows
            ends = times(row["low"], n), times(row["high"], n)
            curves.add(panel, "simulation", f"simulated error of {process}", number(x), times(row["value"], n), ends)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each way to do better than replacing."""
    figure, axes = style.canvas(2, 2, height=4.3, sharey="col")
    places = dict(zip(PANELS, axes.ravel(), strict=True))
    shades = style.shades(len(parameters["models"]))
    for panel, place in places.items():
        for k, colour in zip(parameters["models"], shades, strict=True):
            rows = pick(table, panel=panel, series=f"k={k}")
            place.plot(rows["x"], rows["value"], color=colour, label=f"model {k}")
        limit = pick(table, panel=panel, series="limit")
        place.plot(limit["x"], limit["value"], "D", color="black", markersize=3, label="limit, proved", zorder=3)
        style.dots(
            place, pick(table, panel=panel, series="simulation"), "x", f"simulated, model {parameters['models'][-1]}"
        )
        place.set(xlabel=PANELS[panel][0])
        place.set_title(panel, fontsize="small")
    for place in axes[:, 0]:
        place.set(ylabel="error, in first batches")
        style.decades(place, 0.8, 1.5 * parameters["models"][-1])
    axes[0, 1].set(ylim=(0, 1.8))
    windows = [number(x) for x in parameters[PANELS["the last $w$ batches"][0]]]
    style.decades(axes[1, 0], 0.8, 1.3 * windows[-1], "x")
    style.legend(figure, places["replace, a share fresh"], columns=3)
    return figure


SHARES = ["1/100", "1/50", "1/25", "1/10", "1/5", "3/10", "2/5", "1/2", "3/5", "4/5", "99/100"]
QUICK = {
    "size": 100, "models": [10, 30, 100], "share of fresh points": SHARES,
    "window $w$": ["1", "2", "3", "5", "7", "10", "15", "20", "30", "50", "100"],
    "growth $a$": ["0", "1/4", "1/2", "3/4", "1", "3/2", "2"],
    "simulated": {
        "replace, a share fresh": {"1/100": "1", "1/10": "10", "1/2": "50"},
        "accumulate, a share fresh": {"1/100": "1", "1/10": "10", "1/2": "50"},
        "the last $w$ batches": {"2": ""},
        "accumulate, sizes $n t^a$": {"0": "", "1": "", "2": ""},
    },
    "paths": 4000,
}  # fmt: skip

FIGURE = Figure(
    name=NAME,
    title="A map of workflows: fresh data, windows, growing batches",
    caption=(
        "The squared error of the fitted mean of a normal law of known variance, in units of that of the first "
        "batch of n = 100 real points (to first order in 1/n it is that of every model), for models 10, 30 and 100, "
        "exactly. Above: a share of every later batch is real and fresh; left, each batch replaces the last, "
        "right, all are kept. Below left: models are fitted to the last w batches; w = 1 replaces, w = k keeps all. "
        "Below right: all is kept, and batch t has n t^a points. Diamonds: limits as k grows, where a theorem has "
        "them. A window only puts off what replacing does: its errors grow for ever. A hundredth of fresh points "
        "holds the error at fifty batches' worth, a tenth at five; where all is kept a tenth of fresh points makes "
        "it fall, and growing batches help little. Points: simulated means for model 100, 4000 runs (paper effort: "
        "100000), with time-uniform 95% intervals."
    ),
    theorems=("workflow-real-share", "workflow-schedules", "workflow-exponential-families"),
    parameters={
        "tiny": {
            **QUICK, "size": 10, "models": [2, 4], "share of fresh points": ["1/10", "1/2"], "paths": 300,
            "window $w$": ["1", "2", "4"], "growth $a$": ["0", "1/2", "1"],
            "simulated": {
                "replace, a share fresh": {"1/10": "1"}, "accumulate, a share fresh": {"1/2": "5"},
                "the last $w$ batches": {"2": ""}, "accumulate, sizes $n t^a$": {"1": ""},
            },
        },
        "quick": QUICK,
        "paper": {**QUICK, "paths": 100000},
    },
    depends=tuple(f"simulators.known_variance_{name}" for name in SIMULATED),
    data=data,
    draw=draw,
)  # fmt: skip
