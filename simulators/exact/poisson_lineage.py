"""The descendants of one individual, each of whom has Poisson(1) children: a critical Galton-Watson process."""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS


@ctx.workprec(BITS)
def extinct(*, k: int) -> arb:
    """Pr(no descendant is left k generations later): the k-th iterate at 0 of the generating function exp(s - 1)."""
    s = arb(0)
    for _ in range(k):
        s = (s - 1).exp()
    return s
