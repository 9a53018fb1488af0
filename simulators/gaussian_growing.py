"""Gaussian model, replace workflow, sample variance with ddof = 1: generation j + 1 draws m (j + 1)^b samples.

As `simulators.gaussian_schedule`, with these sizes. Every observable raises ValueError unless k and b are >= 0, and m
and the sizes are as there.
"""

from __future__ import annotations

import numpy as np

from simulators import gaussian_schedule
from simulators.gaussian import Array


def risk(rng: np.random.Generator, paths: int, *, m: int, b: int, k: int, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein-2 distance (M_k - M_0)^2 + (Sigma_k - sigma0)^2 to the start: the risk R_k."""
    sizes = [m * (j + 1) ** b for j in range(k)]
    if b < 0 or m < 2 or max(sizes, default=m) > gaussian_schedule.MAX_SIZE:
        raise ValueError(f"need b >= 0, m >= 2 and sizes up to 2^53, got m={m}, b={b}, k={k}")
    n = np.array(sizes, dtype=np.int64)
    return gaussian_schedule.risk(rng, paths, n=n, k=k, sigma0=sigma0)  # type: ignore[call-arg, arg-type]
