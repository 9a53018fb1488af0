"""E (Q/(Q + c))^j for a chi-square Q of n degrees, c = n lam: by its density, integrated in balls.

With Q = 2 y^2 the density of y is 2 y^(n-1) e^(-y^2)/Gamma(n/2), and the integrand has its poles off the line.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flint import acb, arb, ctx, fmpq

from proofs_check.recheck.pooled import BITS

WIDE = 12
"""So far from the root of n/2 the density is integrated: beyond there is less than e^-144 of it."""


@cache
def moment(n: fmpq, lam: fmpq, j: fmpq) -> Any:
    """The mean; no number unless n >= 1 and j >= 0 are whole and lam > 0."""
    if n.q != 1 or j.q != 1 or n < 1 or j < 0 or not lam > 0:
        return arb("nan")
    with ctx.workprec(BITS):
        half, c, degree = arb(n) / 2, arb(n * lam / 2), int(n) - 1
        power = int(j)

        def term(y: Any, _: Any) -> Any:
            square = y * y
            return y**degree * (-square).exp() * (square / (square + c)) ** power

        middle = int(float(half) ** 0.5)
        low, high = max(0, middle - WIDE), middle + 1 + WIDE
        below, above = (1 - arb(low * low).gamma_upper(half, 1), arb(high * high).gamma_upper(half, 1))
        return 2 * acb.integral(term, low, high).real / half.gamma() + arb(0).union(below + above)
