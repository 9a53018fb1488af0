"""Single runs of a one-dimensional Gaussian: what the data steps of three figures share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from paper_figs.numbers import log_grid
from paper_figs.transforms import band, deviation, differences

SIZES = {"sizes": [100, 1000, 10000], "generations": 2000, "drawn": 160, "points": 12}
PARAMETERS = {
    "tiny": {"sizes": [10, 100], "generations": 12, "drawn": 6, "points": 3},
    "quick": SIZES,
    "paper": {**SIZES, "sizes": [100, 1000, 10000, 100000]},
}

NOTEBOOK = {"sizes": [100, 500, 1000, 10000], "generations": 1000}
OF_NOTEBOOK = {
    "tiny": {"sizes": [10, 100], "generations": 12, "drawn": 6, "points": 3},
    "quick": {**NOTEBOOK, "drawn": 250, "points": 16},
    "paper": {**NOTEBOOK, "drawn": 250, "points": 24},
}
"""Of Figures 4 and 6, as the committed notebook has them."""

ERRORS = (
    "A single run for each sample size n = 100, 500, 1000, 10000, started from N(0, 1) and followed for 1000 "
    "generations: thin lines, |μ_k| above and |σ_k − 1| below. Sizes, and "
    "the standard deviation with ddof = 0, are those of the authors' notebook; equation (1) of the paper has the "
    "unbiased variance. "
)

SHARED = (
    "A single run for each sample size n = 100, 1000, 10000 (at paper effort also 100000), started from N(0, 1) and "
    "followed for 2000 generations: jagged lines. The paper gives neither its sizes nor its number of generations. "
)


def drawn(parameters: Mapping[str, Any]) -> list[int]:
    """Generations at which the run is kept."""
    return log_grid(1, parameters["generations"], parameters["drawn"])


def exact(parameters: Mapping[str, Any]) -> list[int]:
    """Generations at which the exact curves are computed."""
    return log_grid(1, parameters["generations"], parameters["points"])


def curve(quantity: str, n: int, source: str, k: Sequence[int], values: Iterable[float]) -> list[dict[str, Any]]:
    """Rows of the table: columns quantity (`mean` or `scale`), n, k, source, value.

    source: `run`; or `low`, `centre`, `high`, the exact curves.
    """
    where = {"quantity": quantity, "n": n}
    return [{**where, "k": t, "source": source, "value": float(x)} for t, x in zip(k, values, strict=True)]


def errors(n: int, source: str, k: Sequence[int], mean: Sequence[float], risk: Sequence[float]) -> list[dict[str, Any]]:
    """Root mean square errors, from E mu_k^2 and from what the mean risk is above it, which is E (sigma_k - 1)^2."""
    both = {"mean": mean, "scale": differences(risk, mean)}
    return [row for quantity, squares in both.items() for row in curve(quantity, n, source, k, deviation(squares))]


def mean_band(n: int, k: Sequence[int], errors: Sequence[float]) -> list[dict[str, Any]]:
    """The band of the mean: ±2 standard deviations, the roots of E mu_k^2."""
    low, high = band([0.0] * len(k), errors)
    return [*curve("mean", n, "low", k, low), *curve("mean", n, "high", k, high)]
