"""Shumailov et al., Figure 4: a one-dimensional Gaussian fitted to samples of its predecessor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import claimed
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import ERRORS, NOTEBOOK, OF_NOTEBOOK, curve, drawn, errors, exact
from paper_figs.tables import columns
from paper_figs.transforms import distances, progress
from simulators import gaussian_mle
from simulators.engine import stream
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-4-replace"
CLAIMS = {  # source: the claims of the squared error of the mean, and of the risk
    "exact": ("gaussian-collapse-mle/mean-error", "gaussian-collapse-mle/risk"),
    "unbiased": ("gaussian-collapse/wandering", "gaussian-risk/mean"),
}
LABELS = {"run": "a single run", "exact": "exact root mean square", "unbiased": "the same, ddof = 1: eq. (1)"}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Errors of one run for each size, and their exact root mean squares for either estimator."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for n in progress(tell, parameters["sizes"]):
        path = gaussian_mle.walk(stream(entropy, f"{NAME}[n={n}]", 0), n=n, at=kept)
        rows.extend(curve("mean", n, "run", kept, distances((m for m, _ in path), 0)))
        rows.extend(curve("scale", n, "run", kept, distances((s for _, s in path), 1)))
        for source, claims in CLAIMS.items():
            mean, risk = ([claimed(claim, f"n={n},k={k}") for k in some] for claim in claims)
            rows.extend(errors(n, source, some, mean, risk))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Errors beside generations on a logarithmic scale, as in the notebook."""
    return drawing.errors(table, parameters, LABELS)


FIGURE = Figure(
    name=NAME,
    title="A Gaussian fitted to samples of itself",
    caption=ERRORS + (
        "Each generation is fitted to n draws from the one before. Thick lines: root mean squares over all runs, "
        "exactly: (1 − (1 − 1/n)^k)^½ above, which never exceeds 1; below it tends to 1, as σ_k does to 0. Dashed: "
        "the same for ddof = 1, (k/n)^½ above, which grows for ever, as the paper says of its equation (1), carried by "
        "ever rarer runs. Until k is about n/2 the two can hardly be told from each other, nor from a random walk."
    ),
    theorems=("gaussian-collapse-mle", "gaussian-collapse", "gaussian-risk"),
    parameters=OF_NOTEBOOK,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 4", NOTEBOOK),
)  # fmt: skip
