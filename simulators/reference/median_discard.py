"""The median of the last batch of normal points of variance 1, each around the median before; batch 1 is around 0.

A declaration knows means of points, and no medians.
"""

import numpy as np


def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> np.ndarray:
    """median^2, or 1 over it if it is more than 1."""
    if n < 1 or k < 0:
        raise ValueError(f"need n >= 1 and k >= 0: got n={n}, k={k}")
    centre = np.zeros(paths)
    for _ in range(k):
        centre = np.median(rng.normal(centre[:, None], 1, (paths, n)), axis=1)
    return np.where(centre**2 <= 1, centre**2, 1 / np.maximum(centre**2, 1))
