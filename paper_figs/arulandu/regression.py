"""Arulandu, Figure 6(b): the factor pi^2/6 of accumulated data, in regression and beyond."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from paper_figs import style
from paper_figs.figure import TEXT, Figure, Published, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import in_shares, progress
from theorems.language.papers import ARULANDU

NAME = "arulandu-6b-regression"


class Fit(NamedTuple):
    """What is fitted: the panel of its sizes, process, claim of its error, and the looks of its points."""

    sizes: str
    process: str
    claim: str
    meaning: str
    marker: str
    label: str


FITS = {
    "same rows": Fit(
        "rows", "least_squares_fixed_accumulate", "regression-fixed-design/accumulate", "exact", "o",
        "least squares, the same rows",
    ),
    "new rows": Fit(
        "rows", "least_squares_accumulate", "regression-fresh-design/accumulate", "sharp", "^",
        "least squares, new rows",
    ),
    "logistic": Fit(
        "logistic", "logistic_augment", "universality-logistic/logistic-augment", "other", "s",
        "logistic regression",
    ),
    "median": Fit(
        "median", "median_augment", "universality-logistic/median-augment", "simulation", "D", "sample median",
    ),
}  # fmt: skip
LIMIT = "regression-fixed-design/accumulate-limit"
PRINTED = ("same rows", "new rows")
"""Of these the error is known at every n: drawn as lines."""


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Errors as claimed and simulated, of some up to a `last` model and over `more` runs; the limit of the first."""
    curves = Curves(NAME, "k", entropy)
    last = parameters["generations"]
    for i, (name, fit) in enumerate(progress(tell, list(FITS.items()))):
        panel, end = parameters[fit.sizes], parameters["last"].get(name, last)
        curves.theory(panel, name, fit.claim, log_grid(1, last, parameters["curve"]) if name in PRINTED else [1])
        some = [k for k in log_grid(1, last, parameters["points"])[i :: len(FITS)] if k <= end]
        runs = parameters["more"].get(name, parameters["paths"])
        curves.simulation(panel, f"{name} simulation", f"{fit.process}.error", some, runs)
    curves.theory(parameters["rows"], "limit", LIMIT, [1, last])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Every error over the claimed one of model 1."""
    figure, axes = style.canvas(height=3.2)
    for name, fit in FITS.items():
        theory = pick(table, series=name)
        unit, colour = theory["value"][0], style.COLOUR[fit.meaning]
        if name in PRINTED:
            style.curve(axes, in_shares(theory, unit), "k", fit.meaning)
        look = style.line(fit.meaning) if name in PRINTED else {"color": colour, "linestyle": ""}
        axes.plot([], [], **look, marker=fit.marker, label=fit.label)
        seen = in_shares(pick(table, series=f"{name} simulation"), unit)
        style.dots(axes, seen, "k", None, fmt=fit.marker, color=colour)
        if name == "same rows":
            limit = in_shares(pick(table, series="limit"), unit)["value"][0]
            axes.axhline(limit, **style.line("published", label=r"published bound $\pi^2/6$"))
    axes.set(xlabel="model $k$", ylabel="squared error / that of model 1")
    style.decades(axes, 0.9, 1.1 * parameters["generations"], "x")
    style.legend(figure, axes)
    return figure


SIZES = {"paths": 10000}
PAPER = {
    **SIZES, "rows": "lam=[4,1,1/4],n=12,sigma=1", "logistic": "n=800", "median": "n=101", "generations": 100,
    "last": {"logistic": 20, "median": 10}, "more": {"logistic": 40000}, "curve": 30, "points": 33,
}  # fmt: skip

FIGURE = Figure(
    name=NAME,
    title="π²/6: accumulated data in regression, and beyond",
    caption=(
        "Mean squared error of model k, fitted to batches 1..k (batch 1 real, batch k + 1 labelled or drawn by model "
        "k), over that of model 1. Least squares of d = 3 features and n = 12 rows a batch, whose error is known "
        "exactly: with the same rows in every batch it is the sum of 1/i² up to k, as equation (6) says, and tends to "
        "π²/6; with new rows, which the paper's section 3.2 has, it tends to 1.482. Logistic regression (slope 1/2, "
        "features 1 or 2, n = 800) and the median of n = 101 normal points follow the first line as n grows; here the "
        "unit is the variance of one real batch to first order. Points: 10000 runs each, as in the paper, which gives "
        "no other size (of the logistic fit 40000: its bars are wide above, as all that is known of its squared errors "
        "is that they are at most 1); bars of 95% that hold at any number of draws."
    ),
    theorems=("regression-fixed-design", "regression-fresh-design", "universality-logistic"),
    parameters={
        "tiny": {
            "paths": 300, "rows": "lam=[2,1],n=7,sigma=1", "logistic": "n=800", "median": "n=101", "generations": 8,
            "last": {"median": 4}, "more": {"logistic": 400}, "curve": 3, "points": 6,
        },
        "quick": PAPER,
        "paper": PAPER,
    },
    depends=tuple(
        f"simulators.{room}{fit.process}"
        for room, fits in (("", FITS), ("exact.", PRINTED))
        for fit in map(FITS.__getitem__, fits)
    ),
    data=data,
    draw=draw,
    published=Published(ARULANDU, "Figure 6(b)", SIZES, TEXT),
)  # fmt: skip
