"""Shumailov et al., Figure 6: a one-dimensional Gaussian fitted to all data so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import claimed
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import ERRORS, NOTEBOOK, OF_NOTEBOOK, curve, drawn, errors, exact
from paper_figs.tables import columns
from paper_figs.transforms import deviation, distances, progress
from simulators import gaussian_multivariate
from simulators.engine import stream
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-6-pool-fit"
CLAIMS = ("gaussian-accumulate-limit/mean-error", "gaussian-accumulate-risk/risk")
LABELS = {"run": "a single run", "exact": "exact root mean square"}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Errors of one run for each size, and their exact root mean squares."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for n in progress(tell, parameters["sizes"]):
        rng = stream(entropy, f"{NAME}[n={n}]", 0)
        run = gaussian_multivariate.accumulate(rng, 1, n=n, k=parameters["generations"], lam=(1.0,)).at(kept)
        rows.extend(curve("mean", n, "run", kept, distances(run.means[0, :, 0], 0)))
        rows.extend(curve("scale", n, "run", kept, distances(deviation(run.traces[0]), 1)))
        mean, risk = ([claimed(claim, f"n={n},k={k}") for k in some] for claim in CLAIMS)
        rows.extend(errors(n, "exact", some, mean, risk))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """As Figure 4."""
    return drawing.errors(table, parameters, LABELS)


FIGURE = Figure(
    name=NAME,
    title="A Gaussian fitted to all data so far",
    caption=ERRORS + (
        "Each generation is fitted to the n real points and the n points of every generation before it. Thick lines: "
        "root mean squares over all runs, exactly; above the square is 1 − ∏(1 − 1/(n s²)), s up to k, which tends to "
        "1 − sin(π/√n)/(π/√n). Runs settle, as the paper finds, but at a random place: of many points the error is "
        "that of one fit times π/√6, above and below."
    ),
    theorems=("gaussian-accumulate-limit", "gaussian-accumulate-risk"),
    parameters=OF_NOTEBOOK,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 6", NOTEBOOK),
)  # fmt: skip
