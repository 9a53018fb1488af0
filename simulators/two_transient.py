"""A chain on two transient places, 1 and 2, and two absorbing ones, A1 and A2, that starts in place 1.

From place i it goes to place j with probability qij, into A1 with ri, into A2 with what is left. Every observable
returns one value per independent path and raises ValueError unless these are probabilities and k >= 0.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import in_blocks_of, seen_in
from simulators.gaussian import Array
from simulators.kernels import kernel

LONGEST = 10**7
"""Steps that are made on the way into an absorbing place; beyond, the paths are taken to stay for ever."""


@kernel
def _walk(g: np.random.Generator, place: Array, steps: Array, chances: Array, k: int) -> None:
    """The place (0 and 1 transient, 2 and 3 absorbing) after at most k steps, and how many were made."""
    for i in range(place.size):
        here, made = 0, 0
        while here < 2 and made < k:
            u = g.random()
            made += 1
            if u < chances[here, 0]:
                here = 0
            elif u < chances[here, 1]:
                here = 1
            elif u < chances[here, 2]:
                here = 2
            else:
                here = 3
        place[i], steps[i] = here, made


def _walked(
    rng: np.random.Generator, paths: int, k: int, q11: float, q12: float, r1: float, q21: float, q22: float, r2: float
) -> tuple[Array, Array]:
    rows = np.array([[q11, q12, r1], [q21, q22, r2]], dtype=float)
    if k < 0 or not (rows >= 0.0).all() or not (rows.sum(axis=1) <= 1.0 + 1e-15).all():
        given = ", ".join(f"{x:g}" for x in rows.ravel())
        raise ValueError(f"need k >= 0 and probabilities, at most 1 together in a row, got k={k} and {given}")
    place, steps = np.empty(paths), np.empty(paths)
    sums = np.cumsum(rows, axis=1)
    sums[1.0 - sums < 1e-15] = 1.0  # nothing is left for A2 but rounding
    _walk(rng, place, steps, sums, k)
    return place, steps


def places(
    rng: np.random.Generator,
    paths: int,
    *,
    q11: float,
    q12: float,
    r1: float,
    q22: float,
    q21: float,
    r2: float,
    k: int,
) -> Array:
    """Where each path is after k steps: 0 and 1 are transient, 2 is A1, 3 is A2."""
    return _walked(rng, paths, k, q11, q12, r1, q21, q22, r2)[0]


@seen_in(places)
def absorbed(place: Array) -> Array:
    """1 in A1, else 0."""
    return (place == 2.0).astype(float)


@seen_in(places)
def on_the_way(place: Array) -> Array:
    """1 in a transient place, else 0."""
    return (place < 2.0).astype(float)


@in_blocks_of(128)
def time(
    rng: np.random.Generator, paths: int, *, q11: float, q12: float, r1: float, q22: float, q21: float, r2: float
) -> Array:
    """How many steps it takes to be absorbed."""
    place, steps = _walked(rng, paths, LONGEST, q11, q12, r1, q21, q22, r2)
    if (place < 2.0).any():
        raise ValueError(f"a path was not absorbed in {LONGEST:,} steps")
    return steps
