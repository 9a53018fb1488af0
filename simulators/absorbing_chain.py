"""A chain that leaves its start with probability a for good, with c for a pair of places between which it alternates.

Every observable returns one value per independent path and raises ValueError unless a, c >= 0, a + c <= 1 and k >= 0
(a + c > 0 for the time).
"""

from __future__ import annotations

import numpy as np

from simulators.engine import in_blocks_of
from simulators.gaussian import Array
from simulators.kernels import kernel


@kernel
def _walk(g: np.random.Generator, out: Array, a: float, c: float, k: int) -> None:
    for i in range(out.size):
        out[i] = 0.0
        for _ in range(k):
            u = g.random()
            if u < a + c:  # it leaves its start, and never comes back
                out[i] = 1.0 if u < a else 0.0
                break


def _checked(a: float, c: float) -> None:
    if not (a >= 0.0 and c >= 0.0 and a + c <= 1.0 + 1e-15):
        raise ValueError(f"need a, c >= 0 and a + c <= 1, got a={a}, c={c}")


def absorbed(rng: np.random.Generator, paths: int, *, a: float, c: float, k: int) -> Array:
    """1 where it is in the absorbing place after k steps, else 0."""
    _checked(a, c)
    if k < 0:
        raise ValueError(f"need k >= 0, got {k}")
    out = np.empty(paths)
    _walk(rng, out, float(a), float(c), k)
    return out


@in_blocks_of(256)
def leaving_time(rng: np.random.Generator, paths: int, *, a: float, c: float) -> Array:
    """The step with which it leaves its start."""
    _checked(a, c)
    if not a + c > 0.0:
        raise ValueError(f"need a + c > 0, got a={a}, c={c}: it never leaves")
    return rng.geometric(min(1.0, a + c), paths).astype(float)
