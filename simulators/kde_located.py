"""Kernel density estimate on one point x with a Gaussian kernel of the bandwidth |x|, replace workflow.

The next point is a draw from the estimate, x + |x| times a standard normal. The loss at 0 is ln|x|, and a constant.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel
from simulators.variates import normal


@kernel
def _grown(g: np.random.Generator, out: NDArray[np.float64]) -> None:
    source = g.bit_generator
    for i in range(out.size):
        out[i] = np.log(np.abs(1.0 + normal(source)))


def drift(rng: np.random.Generator, paths: int) -> NDArray[np.float64]:
    """By how much the loss grows in a generation."""
    out = np.empty(paths)
    _grown(rng, out)
    return out
