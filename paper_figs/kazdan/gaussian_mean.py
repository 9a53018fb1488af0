"""Kazdan et al., Figure 1 (middle): the squared error of the fitted mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.gaussian import (
    DEPENDS,
    EXACT,
    PARAMETERS,
    SHARED,
    SIZES,
    THEOREMS,
    per_coordinate,
    rows,
    simulations,
)
from theorems.language.papers import KAZDAN


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact and simulated means of the squared error, per coordinate."""
    return per_coordinate(parameters, entropy, tell, "mean-error", "mean_error", lambda cell: cell.errors)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Logarithmic in both directions."""
    return drawing.by_size(
        table, parameters, rows(parameters), EXACT, label=r"squared error of the mean, $E\,|\mu_t|^2/d$"
    )


FIGURE = Figure(
    name="kazdan-1-gaussian-mean",
    title="Gaussian fitting: the squared error of the mean",
    caption=SHARED + (
        "Plotted is the mean of |μ_t|²/d over runs. Lines: its expectation, exactly; under accumulate "
        "1 − ∏(1 − 1/(n s²)), s up to t; under the other two from a recursion of moments, which holds for any choice "
        "of training points that does not look at their values. Under replace the error does not diverge, though the "
        "paper says so: with ddof = 0 it tends to 1. Bars are time-uniform 95% intervals from the exact second moment; "
        "under replace they grow with t because ever rarer runs carry the mean."
    ),
    theorems=tuple(THEOREMS.values()),
    parameters=PARAMETERS,
    depends=DEPENDS,
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 1 (middle)", SIZES),
    simulations=simulations,
)  # fmt: skip
