"""Coins that are tossed k times; what is always 1."""

import numpy as np

from simulators.engine import bounded, event, law


@event
def heads(rng, paths, *, p0, k):
    """Heads at the last of k tosses."""
    return rng.random((paths, k))[:, -1] < p0


def _one(rng, paths, *, p0, k):
    return np.ones(paths)


@bounded(0.0, 1.0)
def one(rng, paths, *, p0, k):
    """1, of a number that may be between 0 and 1."""
    return _one(rng, paths, p0=p0, k=k)


@bounded(0.0, 2.0)
def one_of_two(rng, paths, *, p0, k):
    """1, of a number that may be between 0 and 2."""
    return _one(rng, paths, p0=p0, k=k)


@bounded(-1.0, 1.0)
def one_of_minus_one(rng, paths, *, p0, k):
    """1, of a number that may be negative."""
    return _one(rng, paths, p0=p0, k=k)


@bounded(0.5, 1.0)
def one_of_a_half(rng, paths, *, p0, k):
    """1, of a number that is at least 1/2."""
    return _one(rng, paths, p0=p0, k=k)


@bounded(0.0, 1.5)
def one_of_more(rng, paths, *, p0, k):
    """1, of a number that may be 3/2."""
    return _one(rng, paths, p0=p0, k=k)


@law
def walk(rng, paths, *, k):
    """Where a walk of k normal steps is."""
    return rng.normal(size=(paths, k)).sum(axis=1)
