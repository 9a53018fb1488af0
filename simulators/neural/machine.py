"""jax, set so that an operation has one thread, and its keys, made of the streams that everything is drawn from.

Import jax from here, and before anything else has used it: XLA reads its settings once, when it first computes. A sum
that several threads share is added in an order that depends on their number; so here no operation is shared, and seeds
go to processes instead. jax takes a GPU by itself where it finds one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

ONE_THREAD = "--xla_cpu_multi_thread_eigen=false"

if ONE_THREAD not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {ONE_THREAD}".strip()

import jax  # noqa: E402


def keys(rngs: Sequence[np.random.Generator], uses: int) -> jax.Array:
    """Keys of jax, (uses, streams): one for each use, from each stream of the suite."""
    first = np.stack([rng.integers(0, 2**32, (uses, 2), dtype=np.uint32) for rng in rngs], 1)
    return jax.random.wrap_key_data(jax.numpy.asarray(first))
