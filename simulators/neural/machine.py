"""jax, set so that it finds the same numbers again, and its keys, made of the streams that everything is drawn from.

Import jax from here, and before anything else has used it: XLA reads its settings once, when it first computes. A sum
that several threads share is added in an order that depends on their number; so here no operation is shared, and seeds
go to processes instead. jax takes a GPU by itself where it finds one: there, sums in whichever order they come are
switched off, too, and processes that share one take its memory as they need it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

SAME_AGAIN = ("--xla_cpu_multi_thread_eigen=false", "--xla_gpu_deterministic_ops=true")

given = os.environ.get("XLA_FLAGS", "").split()
os.environ["XLA_FLAGS"] = " ".join([*given, *(flag for flag in SAME_AGAIN if flag not in given)])
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax  # noqa: E402


def keys(rngs: Sequence[np.random.Generator], uses: int) -> jax.Array:
    """Keys of jax, (uses, streams): one for each use, from each stream of the suite."""
    first = np.stack([rng.integers(0, 2**32, (uses, 2), dtype=np.uint32) for rng in rngs], 1)
    return jax.random.wrap_key_data(jax.numpy.asarray(first))
