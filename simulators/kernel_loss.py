"""What the kernel estimates of several workflows share: the loss at a point, and what is asked of parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel


@kernel
def loss_at_0(points: NDArray[np.float64], h: float) -> float:
    """-ln of the mean over the points x of the normal density of variance h^2 at x: finite however far they are."""
    exponents = np.square(points / h) / 2
    least = exponents.min()
    return least - np.log(np.exp(least - exponents).mean()) + np.log(2 * np.pi) / 2 + np.log(h)


def need_data(k: int) -> None:
    """Raises ValueError for k = 0."""
    if k < 1:
        raise ValueError(f"need k >= 1, got {k}: no batch precedes the first")


def need_frequency(w: float) -> None:
    """Raises ValueError unless 0 < w < oo."""
    if not 0.0 < w < np.inf:
        raise ValueError(f"need 0 < w < oo, got {w}")
