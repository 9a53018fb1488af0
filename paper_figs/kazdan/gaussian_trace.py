"""Kazdan et al., Figure 1 (bottom): the trace of the fitted covariance."""

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
    """Exact and simulated means of the trace ratio."""
    return per_coordinate(parameters, entropy, tell, "trace", "trace", lambda cell: cell.traces)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Linear, so that collapse is a curve that ends at 0."""
    return drawing.by_size(
        table, parameters, rows(parameters), EXACT, label=r"trace ratio, $E\,\mathrm{tr}\,\Sigma_t/d$",
        scale="linear", ylim=(0.0, 1.3),
    )  # fmt: skip


FIGURE = Figure(
    name="kazdan-1-gaussian-trace",
    title="Gaussian fitting: the trace of the covariance",
    caption=SHARED + (
        "Plotted is the mean of tr Σ_t/tr Σ_0 over runs, tr Σ_0 = d. Lines: its expectation, exactly; under accumulate "
        "∏(1 − 1/(n s²)), s up to t, which tends to sin(π/√n)/(π/√n); under the other two from a recursion of moments, "
        "which holds for any choice of training points that does not look at their values. Bars are time-uniform 95% "
        "intervals from the exact second moment. Under replace rare runs carry the mean: a typical run is lower still."
    ),
    theorems=tuple(THEOREMS.values()),
    parameters=PARAMETERS,
    depends=DEPENDS,
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 1 (bottom)", SIZES),
    simulations=simulations,
)  # fmt: skip
