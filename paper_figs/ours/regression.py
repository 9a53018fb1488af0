"""Ours: least squares on generated labels, test error against training error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import progress

NAME = "ours-regression-errors"
ERROR, TRAINING = "excess test error", "training error"
SERIES = {  # panel, name: process, observable, claim, meaning of the curve, marker
    (ERROR, "replace, new rows"): ("replace", "error", "fresh-design/replace", "exact", "o"),
    (ERROR, "accumulate, the same rows"): ("fixed_accumulate", "error", "fixed-design/accumulate", "published", "s"),
    (ERROR, "accumulate, new rows"): ("accumulate", "error", "fresh-design/accumulate", "sharp", "^"),
    (TRAINING, "replace, new rows"): ("replace", "training_error", "training-error/replace", "exact", "o"),
    (TRAINING, "accumulate, the same rows"): (
        "fixed_accumulate", "training_error", "training-error/accumulate-fixed", "published", "s",
    ),
    (TRAINING, "accumulate, new rows"): ("accumulate", "training_error", "training-error/accumulate", "sharp", "^"),
}  # fmt: skip
LIMITS = {"the same rows": "fixed-design/accumulate-limit", "new rows": "fresh-design/accumulate-limit"}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Both errors of fit k, as claimed and simulated, and the limits of the test error."""
    curves = Curves(NAME, "k", entropy)
    point, last = parameters["point"], parameters["generations"]
    fits, some = (log_grid(1, last, parameters[name]) for name in ("curve", "points"))
    for (panel, name), (process, observable, claim, *_) in progress(tell, list(SERIES.items())):
        curves.theory(point, f"{panel}, {name}", f"regression-{claim}", fits)
        source = f"least_squares_{process}.{observable}"
        curves.simulation(point, f"{panel}, {name} simulation", source, some, parameters["paths"])
    for name, claim in LIMITS.items():
        curves.theory(point, f"limit, {name}", f"regression-{claim}", fits)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel for each error."""
    figure, axes = style.canvas(2, height=4.4, sharex=True)
    for place, panel in zip(axes, (ERROR, TRAINING), strict=True):
        for (where, name), (*_, meaning, marker) in SERIES.items():
            if where == panel:
                style.curve(place, pick(table, series=f"{panel}, {name}"), "k", meaning, name)
                style.dots(place, pick(table, series=f"{panel}, {name} simulation"), "k", None, fmt=marker)
        place.set(ylabel=panel)
        style.decades(place, 0.9, 1.1 * parameters["generations"], "x")
    for name in LIMITS:
        style.curve(axes[0], pick(table, series=f"limit, {name}"), "k", "guide", "limit")
    axes[0].set(yscale="log")
    axes[1].set(xlabel="fit $k$")
    style.legend(figure, axes)
    return figure


QUICK = {"point": "lam=[4,1,1/4],n=12,sigma=1", "generations": 100, "curve": 40, "points": 7, "paths": 20000}

FIGURE = Figure(
    name=NAME,
    title="Regression on generated labels: test error and training error",
    caption=(
        "Least squares, d = 3 features and n = 12 rows per batch, the labels of batch k + 1 being those of fit k, with "
        "new noise of variance 1. Above, the excess test error: replaced labels let it grow for ever; accumulated ones "
        "keep it below π²/6 times that of one fit if the same rows come again, as Arulandu's (6) has it, and below "
        "1.482 times if the rows are new. Below, the training error: under replace it is the same in every generation, "
        "and under accumulate it rises to the noise level, the same way for old and new rows. Lines are exact; 20000 "
        "runs per point (paper effort: 200000), with time-uniform 95% intervals."
    ),
    theorems=("regression-fixed-design", "regression-fresh-design", "regression-training-error"),
    parameters={
        "tiny": {"point": "lam=[2,1],n=7,sigma=1", "generations": 4, "curve": 3, "points": 2, "paths": 1000},
        "quick": QUICK,
        "paper": {**QUICK, "paths": 200000},
    },
    depends=tuple(
        f"simulators.{room}least_squares_{process}"
        for room in ("", "exact.")
        for process in ("replace", "accumulate", "fixed_accumulate")
    ),
    data=data,
    draw=draw,
)
