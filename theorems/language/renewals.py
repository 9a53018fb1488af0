"""Renewals whose gaps are uniform on 1..w: what of a batch is in each later one where the last w batches are fitted."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from theorems.language.readers import UnreadableExpression
from theorems.language.readers.interpreter import TheoryFunction

STEPS = 2000
"""Renewals are followed so far: their probabilities are exact fractions, which grow."""


class Renewal(TheoryFunction):
    """u_m, the probability that one of the sums of independent uniform numbers of 1..w is m; u_0 = 1.

    It tends to 2/(w + 1), the inverse of the mean gap. Of a batch, it is the weight that the batch m later has, where
    each has the mean of the w batches before it, and an error of its own.
    """

    nargs = (2,)
    least = (1, 0)
    is_positive = True
    where = r"$u_{w,0} = 1$, $u_{w,m} = \frac{1}{w}\sum_{i=1}^{\min(m,w)} u_{w,m-i}$"

    @classmethod
    def eval(cls, w: sp.Expr, m: sp.Expr) -> sp.Expr | None:
        return sp.Integer(1) if w == 1 or m == 0 else 1 / w if m == 1 else None

    def in_rationals(self, w: int, m: int) -> Fraction:
        if m > STEPS:
            raise UnreadableExpression(f"renewals are followed to {STEPS:,} only: got {m}")
        return renewal(w, m)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        w, m = map(printer._print, self.args)
        base = f"u_{{{w},{m}}}"
        return base if exp is None else f"{base}^{{{exp}}}"


def renewal(w: int, m: int) -> Fraction:
    """u_m, of a list that serves all m of one length in binary digits."""
    return renewals(w, 1 << max(5, m.bit_length()))[m]


@lru_cache(maxsize=64)
def renewals(w: int, many: int) -> list[Fraction]:
    """u_0, ..., u_many."""
    found, last = [Fraction(1)], Fraction(1)  # the sum of the last w
    for m in range(1, many + 1):
        found.append(last / w)
        last += found[m] - (found[m - w] if m >= w else 0)
    return found
