"""Minus the logarithm of a Gaussian kernel density estimate at one point, for use within compiled kernels."""

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
