"""Arulandu, Figure 6(a): the variance of three ways to accumulate data, beside that of one real batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from paper_figs import style
from paper_figs.figure import TEXT, Figure, Published, Table, Tell
from paper_figs.numbers import Curves, exact, log_grid, pick
from paper_figs.transforms import band, mean_variances, progress
from theorems.language.papers import ARULANDU

NAME = "arulandu-6a-workflows"
UNIT = {"J": 1, "r": 0}
"""One parameter, its information 1, fitted by maximum likelihood: of one real batch the variance is 1."""


class Line(NamedTuple):
    """One workflow: its process, theorem and claim, the first model that the claim is about, and its looks."""

    process: str
    claim: str
    first: int
    meaning: str
    marker: str
    label: str
    limit: str
    above: bool


LINES = {
    "aug": Line(
        "universality_augment", "universality-process/augment", 1, "exact", "o", "aug", r"$\pi^2/6$", True
    ),
    "sub": Line(
        "many_points_subsample", "workflow-order/subsample", 1, "sharp", "^", "sub", r"$\pi^2/2 - 2$", False
    ),
    "sub-repl later": Line(
        "many_points_bootstrap_later", "workflow-order/bootstrap-later", 2, "other", "s",
        "sub-repl, model 1 of all of batch 1", r"$\pi^2/3 - 1/4$", True,
    ),
    "sub-repl": Line(
        "many_points_bootstrap", "workflow-order/bootstrap", 1, "published 2", "D",
        "sub-repl, model 1 resampled, too", r"$\pi^2/3$", True,
    ),
}  # fmt: skip


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Variances as claimed and simulated, where means of so many trials scatter, and limits."""
    curves = Curves(NAME, "k", entropy)
    last, paths = parameters["generations"], parameters["paths"]
    for i, (name, line) in enumerate(progress(tell, list(LINES.items()))):
        given = UNIT if name == "aug" else {}
        panel = ",".join(f"{key}={value}" for key, value in given.items())
        models = [k for k in log_grid(1, last, parameters["curve"]) if k >= line.first]
        curves.theory(panel, name, line.claim, models)
        curves.theory(panel, f"{name} limit", f"{line.claim}-limit", [models[0], last])
        observable = f"{line.process}.error"
        for k in models:
            mean, square = (exact(observable, suffix, **given, k=k) for suffix in ("", "_second_moment"))
            ends = [end[0] for end in band([mean], mean_variances([mean], [square], paths))]
            curves.add(panel, f"{name} scatter", observable, k, mean, (ends[0], ends[1]))
        some = [k for k in log_grid(1, last, parameters["points"])[i % 2 :: 2] if k >= line.first]
        curves.simulation(panel, f"{name} simulation", observable, some, paths)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel; the name of each limit is written on its line."""
    figure, axes = style.canvas(height=3.6)
    for name, line in LINES.items():
        scatter = pick(table, series=f"{name} scatter")
        colour = style.COLOUR[line.meaning]
        axes.fill_between(scatter["k"], scatter["low"], scatter["high"], color=colour, alpha=0.15, linewidth=0)
        style.curve(axes, pick(table, series=name), "k", line.meaning)
        axes.plot([], [], **style.line(line.meaning, marker=line.marker, label=line.label))
        seen = pick(table, series=f"{name} simulation")
        style.dots(axes, seen, "k", None, fmt=line.marker, color=colour)
        limit = pick(table, series=f"{name} limit")["value"][0]
        axes.axhline(limit, **style.line("guide"))
        place = {"ha": "left", "va": "bottom" if line.above else "top", "fontsize": 6}
        axes.annotate(line.limit, (0.015, limit), xycoords=("axes fraction", "data"), **place)
    axes.set(xlabel="model $k$", ylabel="variance / variance of one real batch", ylim=(0.8, 3.7))
    style.decades(axes, 0.9, 1.1 * parameters["generations"], "x")
    style.legend(figure, axes, 1, handlelength=3.2)
    return figure


SIZES = {"paths": 10000}
PAPER = {**SIZES, "generations": 100, "curve": 30, "points": 17}

FIGURE = Figure(
    name=NAME,
    title="Three ways to accumulate: variance against that of one real batch",
    caption=(
        "Variance of what model k errs by, over the variance of the fit to one real batch, as the number n of points "
        "of a batch grows. aug: fitted to all k batches; sub: to n of their n k points, chosen without replacement; "
        "sub-repl: chosen with replacement. Lines are exact: with H the sum of 1/i² up to k, aug is H, sub is 3H − 2, "
        "sub-repl is 2H − 1/4 if model 1 is fitted to all of batch 1, and 2H if it is resampled, too; divided by its "
        "own model 1, this one is aug. Grey lines: the limits π²/6, π²/2 − 2, π²/3 − 1/4 and π²/3. The paper gives "
        "10000 trials and no other size. Shaded: ±2 standard deviations of a mean over 10000 runs, 1.4% each; of the "
        "paper's ratio of two empirical variances of the same trials, a standard deviation is up to 1.25%, so that aug "
        "cannot be told from its limit once k is about 25. Points: 10000 fresh runs each, bars of 95% that hold at any "
        "number of draws. The paper's axis is called ARE, which is the reciprocal."
    ),
    theorems=("workflow-order", "universality-process"),
    parameters={
        "tiny": {"paths": 400, "generations": 6, "curve": 3, "points": 4},
        "quick": PAPER,
        "paper": PAPER,
    },
    depends=tuple(f"simulators.{line.process}" for line in LINES.values()),
    data=data,
    draw=draw,
    published=Published(ARULANDU, "Figure 6(a)", SIZES, TEXT),
)
