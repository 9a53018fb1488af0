"""Coins that are tossed k times; what is always 1."""

import numpy as np


def heads(rng, paths, *, p0, k):
    """Heads at the last of k tosses."""
    return rng.binomial(1, p0, (paths, k)).astype(bool)[:, 0]


def walk(rng, paths, *, k):
    """Where a walk of k normal steps is."""
    return np.sqrt(k) * rng.standard_normal(paths)


def one(rng, paths, *, p0, k):
    """1."""
    return np.full(paths, 1.0)


one_of_two = one_of_minus_one = one_of_a_half = one_of_more = one
