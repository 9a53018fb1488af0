"""Slope of a logistic regression on all batches: features 1 or 2, labels from the last model, real slope 1/2.

A declaration knows no estimate that is the root of an equation.
"""

import numpy as np


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1/(1 + e^-x)."""
    return 1 / (1 + np.exp(-x))


def batch(rng: np.random.Generator, slope: np.ndarray, n: int) -> np.ndarray:
    """(paths, 4): how many pairs are (1, 0), (1, 1), (2, 0), (2, 1)."""
    one, two = sigmoid(slope), sigmoid(2 * slope)
    return rng.multinomial(n, np.stack([(1 - one) / 2, one / 2, (1 - two) / 2, two / 2], axis=1))


def fit(counts: np.ndarray) -> np.ndarray:
    """The slope in [-3, 4] at which the score, which falls in it, is 0: by halving."""
    low, high = np.full(len(counts), -3.0), np.full(len(counts), 4.0)
    for _ in range(50):
        slope = (low + high) / 2
        score = counts @ [0, 1, 0, 2] - (counts @ [1, 1, 0, 0]) * sigmoid(slope)
        score = score - 2 * (counts @ [0, 0, 1, 1]) * sigmoid(2 * slope)
        low, high = np.where(score > 0, slope, low), np.where(score > 0, high, slope)
    return (low + high) / 2


def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> np.ndarray:
    """min((slope - 1/2)^2, 1)."""
    if n < 1 or k < 0:
        raise ValueError(f"need n >= 1 and k >= 0: got n={n}, k={k}")
    slope, seen = np.full(paths, 0.5), np.zeros((paths, 4))
    for _ in range(k):
        seen = seen + batch(rng, slope, n)
        slope = fit(seen)
    return np.minimum((slope - 0.5) ** 2, 1)
