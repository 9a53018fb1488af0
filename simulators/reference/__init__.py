"""Processes that no declaration can carry, once more in plain numpy, written from the prose and nothing else.

None of ours needs it at present: declared processes are simulated literally from their declaration. Nothing here is
clever: every generation draws its samples one by one, stores what the process says is stored, and fits with numpy's own
mean and standard deviation. Slow, and meant to be read at a glance; its only use is to agree with the compiled room in
law. All functions take `(rng, paths, *, parameters)`
and return one value per independent path.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

CHUNK_NUMBERS = 1_000_000
"""Numbers held at once (8 MB per array of doubles; a generation needs a handful of such arrays)."""


def in_chunks(paths: int, numbers: int, simulate: Callable[[int], np.ndarray]) -> np.ndarray:
    """Concatenate `simulate(m)` over chunks of m paths, where one path stores about `numbers` numbers."""
    import numpy as np

    chunk = max(1, CHUNK_NUMBERS // max(1, numbers))
    return np.concatenate([simulate(min(chunk, paths - done)) for done in range(0, paths, chunk)])


def require(condition: bool, domain: str) -> None:
    """Raise ValueError naming the domain of the parameters when they lie outside it."""
    if not condition:
        raise ValueError(f"parameters must satisfy {domain}")
