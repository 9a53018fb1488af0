"""Kernel density estimates on n of all points, chosen without replacement: the law of a draw from model k.

A point that is chosen lies in each of the batches 1..k with the same probability, as if all points were kept: a draw
has the law that it has there (`kde_accumulate`). Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb

from simulators.exact import kde_accumulate
from simulators.exact.balls import Real


def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k; n does not enter."""
    return kde_accumulate.draw(n=n, k=k, h=h, sigma0=sigma0, x=x)
