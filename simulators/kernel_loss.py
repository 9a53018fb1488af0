"""What the kernel estimates of several workflows share: the loss at a point, and what is asked of parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel
from simulators.variates import SCALES


@kernel
def loss_at_0(points: NDArray[np.float64], h: float) -> float:
    """-ln of the mean over the points x of the normal density of variance h^2 at x: finite however far they are."""
    exponents = np.square(points / h) / 2
    least = exponents.min()
    return least - np.log(np.exp(least - exponents).mean()) + np.log(2 * np.pi) / 2 + np.log(h)


def need_inside(n: int, k: int, h: float, sigma0: float) -> None:
    """Raises ValueError unless n >= 1, k >= 0, and the bandwidth h and the real scale sigma0 are in SCALES."""
    if n < 1 or k < 0 or not all(SCALES[0] <= scale <= SCALES[1] for scale in (h, sigma0)):
        domain = "n >= 1, k >= 0, h and sigma0 between 1e-38 and 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, h={h}, sigma0={sigma0}")


def need_data(k: int) -> None:
    """Raises ValueError for k = 0."""
    if k < 1:
        raise ValueError(f"need k >= 1, got {k}: no batch precedes the first")


def need_frequency(w: float) -> None:
    """Raises ValueError unless 0 < w < oo."""
    if not 0.0 < w < np.inf:
        raise ValueError(f"need 0 < w < oo, got {w}")
