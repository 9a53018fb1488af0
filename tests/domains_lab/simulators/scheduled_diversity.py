"""Frequencies of M_0, M_1, ... draws from an alphabet, fitted again and again."""

import numpy as np

from simulators.engine import bounded


@bounded(0.0, 1.0)
def diversity(
    rng: np.random.Generator, paths: int, *, k: int, M: np.ndarray, p: np.ndarray, source: str, order: str
) -> np.ndarray:
    """1 - sum P_i^2 at generation k."""
    given = np.sort(p) if order == "ascending" else np.sort(p)[::-1]
    shares = np.tile(given, (paths, 1))
    for j in range(k):
        shares = rng.multinomial(M[j], shares if source == "last" else np.tile(given, (paths, 1))) / M[j]
    return 1 - np.sum(shares**2, axis=1)
