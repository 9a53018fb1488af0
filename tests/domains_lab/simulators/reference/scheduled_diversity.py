"""Every draw is made: a uniform number falls into the interval of a symbol."""

import numpy as np


def diversity(
    rng: np.random.Generator, paths: int, *, k: int, M: np.ndarray, p: np.ndarray, source: str, order: str
) -> np.ndarray:
    """1 - sum P_i^2 at generation k."""
    given = np.array(sorted(p, reverse=order == "descending"))
    shares = np.tile(given, (paths, 1))
    for size in M[:k]:
        ends = np.cumsum(shares if source == "last" else np.tile(given, (paths, 1)), axis=1)[:, :-1]
        falls = np.sum(rng.random((paths, size, 1)) > ends[:, None, :], axis=2)
        shares = np.stack([np.mean(falls == i, axis=1) for i in range(len(given))], axis=1)
    return 1 - np.sum(shares**2, axis=1)
