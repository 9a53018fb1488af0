"""Slope of a logistic regression on the last batch alone: features 1 or 2, labels from the last model.

A declaration knows no estimate that is the root of an equation.
"""

import numpy as np

from simulators.reference.logistic_augment import batch, fit


def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> np.ndarray:
    """min((slope - 1/2)^2, 1)."""
    if n < 1 or k < 0:
        raise ValueError(f"need n >= 1 and k >= 0: got n={n}, k={k}")
    slope = np.full(paths, 0.5)
    for _ in range(k):
        slope = fit(batch(rng, slope, n))
    return np.minimum((slope - 0.5) ** 2, 1)
