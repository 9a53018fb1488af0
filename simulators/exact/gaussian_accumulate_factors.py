"""What one batch changes when data accumulate (Gaussian, ddof = 0; n >= 2): what is certain of it."""

from __future__ import annotations

from flint import fmpq


def floored(*, n: int, k: int) -> fmpq:
    """Pr(F_k >= (k - 1)/k) = 1: the old points are on average no nearer to the new mean than to their own."""
    if n < 2 or k < 0:
        raise ValueError(f"need n >= 2, k >= 0, got n={n}, k={k}")
    return fmpq(1)
