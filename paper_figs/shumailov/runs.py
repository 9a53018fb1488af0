"""Single runs of a one-dimensional Gaussian: what the data steps of three figures share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paper_figs.numbers import log_grid

Array = NDArray[np.float64]

SIZES = {"sizes": [100, 1000, 10000], "generations": 2000, "drawn": 160, "points": 12}
PARAMETERS = {
    "tiny": {"sizes": [10, 100], "generations": 12, "drawn": 6, "points": 3},
    "quick": SIZES,
    "paper": {**SIZES, "sizes": [100, 1000, 10000, 100000]},
}

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


class Rows:
    """A table in the making: columns quantity (`mean` or `scale`), n, k, source, value.

    source: `run`; or `low`, `centre`, `high`, the exact curves.
    """

    def __init__(self) -> None:
        self.table: dict[str, list[Any]] = {name: [] for name in ("quantity", "n", "k", "source", "value")}

    def mean_band(self, n: int, k: Sequence[int], errors: Sequence[float]) -> None:
        """The band of the mean: ±2 standard deviations, the roots of E mu_k^2."""
        for source, sign in {"low": -2, "high": 2}.items():
            self.add("mean", n, source, k, [sign * sqrt(error) for error in errors])

    def add(self, quantity: str, n: int, source: str, k: Sequence[int], values: Sequence[float] | Array) -> None:
        """A curve."""
        for generation, value in zip(k, values, strict=True):
            row = (quantity, n, generation, source, float(value))
            for column, x in zip(self.table.values(), row, strict=True):
                column.append(x)
