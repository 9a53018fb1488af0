"""How many kernels lie behind a draw where n of all points are chosen: as many as where all are kept."""

from __future__ import annotations

from flint import fmpq

from simulators.exact import kde_depth_accumulate
from simulators.exact.balls import Real


def depth(*, n: int, k: int, x: Real) -> fmpq:
    """Pr(depth <= x), the draw's own kernel included; n does not enter."""
    return kde_depth_accumulate.depth(n=n, k=k, x=x)
