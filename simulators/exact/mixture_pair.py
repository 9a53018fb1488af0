"""The squared distance of two mixtures of two normal densities, integrated in balls."""

from __future__ import annotations

from math import isqrt
from typing import Any

from flint import acb, arb, ctx

from simulators.exact.balls import Real, rational

BITS = 96


@ctx.workprec(BITS)
def gap(*, w: Real, a: Real, v: Real, u: Real, b: Real, c: Real, s: Real, k: int) -> arb:
    """The integral of (p - q)^2, which is the mean, whichever draws they are."""
    parts = [(w, 0, v), (1 - rational(w), a, v), (-rational(u), b, s), (rational(u) - 1, c, s)]
    components = [(arb(rational(x)), arb(rational(m)), arb(rational(t))) for x, m, t in parts if x != 0]

    def square(x: Any, _: Any) -> Any:
        terms = (c * (-((x - m) ** 2) / (2 * t)).exp() / (2 * arb.pi() * t).sqrt() for c, m, t in components)
        return sum(terms, acb(0)) ** 2

    spread = max(isqrt(int(rational(t).ceil())) + 1 for _, _, t in parts)
    ends = [int(rational(m).floor()) for _, m, _ in parts]
    reach = (isqrt(2 * BITS) + 4) * spread
    low, high = min(ends) - reach, max(ends) + 1 + reach
    inside = acb.integral(square, low, high).real
    # beyond, |p - q| is at most the largest density times the sum of the weights, 2; its integral at most 2 tails
    peak = 2 / (2 * arb.pi() * min((t for _, _, t in components), key=float)).sqrt()
    tail = 2 * (arb(reach) / (2 * max((t for _, _, t in components), key=float)).sqrt()).erfc()
    return inside + arb(0).union(peak * tail)


@ctx.workprec(BITS)
def gap_second_moment(*, w: Real, a: Real, v: Real, u: Real, b: Real, c: Real, s: Real, k: int) -> arb:
    """At least the mean square: all four densities are at most their peaks, and two of them have each sign."""
    peaks = sum((1 / (2 * arb.pi() * arb(rational(t))).sqrt() for t in (v, s)), arb(0))
    return peaks**2
