"""The descendants of one individual, each of whom has Poisson(1) children: a critical Galton-Watson process.

n Lambda_1 of them, independent, make up the Poisson chain (`simulators.poisson`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators import poisson


def extinct(rng: np.random.Generator, paths: int, *, k: int) -> NDArray[np.bool_]:
    """No descendant is left at generation k. Raises ValueError unless k >= 0."""
    return ~poisson.survival(rng, paths, n=1, lambda0=1.0, k=k)
