"""What a ridge leaves of the coefficient of one feature: by the density of the chi-square, integrated in balls."""

from __future__ import annotations

from typing import Any

from flint import acb, arb, ctx, fmpq

from simulators.exact.balls import Real, rational

BITS = 128
WIDE = 12
"""So far from the root of n/2 the root of half the chi-square is integrated: beyond there is less than e^-144 of it."""


def square(*, n: int, lam: Real, k: int) -> arb:
    """E (S/(S + lam))^2; for k = 0 S is 1."""
    return _moment(int(n), rational(lam), 2) if k else 1 / (1 + arb(rational(lam))) ** 2


def square_second_moment(*, n: int, lam: Real, k: int) -> arb:
    """E (S/(S + lam))^4."""
    return _moment(int(n), rational(lam), 4) if k else 1 / (1 + arb(rational(lam))) ** 4


@ctx.workprec(BITS)
def _moment(n: int, lam: fmpq, j: int) -> arb:
    half, c = arb(n) / 2, arb(n * lam / 2)

    def term(y: Any, _: Any) -> Any:
        return 2 * y ** (n - 1) * (-y * y - half.lgamma()).exp() * (y * y / (y * y + c)) ** j

    middle = int(float(half) ** 0.5)
    low, high = max(0, middle - WIDE), middle + 1 + WIDE
    outside = 1 - arb(low * low).gamma_upper(half, 1) + arb(high * high).gamma_upper(half, 1)
    return acb.integral(term, low, high).real + arb(0).union(outside)
