"""The exponential for kernels, in plain arithmetic: the usual one is called for one number at a time.

A compiler turns loops over this one into vectors, and it has the same bits on every processor.
"""

from __future__ import annotations

from math import factorial, log
from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from simulators.kernels import inlined

VANISHING = -700.0
"""Least exponent: exponentials of smaller ones have no normal machine number."""

PER_LN2, LN2_HIGH, LN2_LOW = 1 / log(2), float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
"""1/ln 2, and ln 2 as a number of so few digits that its multiples by exponents are exact, and the rest."""

C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12 = (1 / factorial(i) for i in range(13))
"""Of the exponential series: at |r| <= ln(2)/2 the next term is below 2e-16."""


@intrinsic
def _float_of_bits(typing: Any, bits: Any) -> Any:
    """The machine number that has these 64 bits."""
    from llvmlite.ir import DoubleType

    return types.float64(types.int64), lambda context, builder, signature, given: builder.bitcast(
        given[0], DoubleType()
    )


@inlined
def exponential(exponent: float) -> float:
    """exp(e) of e <= 700, of VANISHING if e is less: exp(e) = 2^z exp(r), z whole and |r| <= ln(2)/2."""
    e = exponent if exponent > VANISHING else VANISHING
    z = np.rint(e * PER_LN2)
    r = (e - z * LN2_HIGH) - z * LN2_LOW
    p = C12 * r + C11
    p = ((((p * r + C10) * r + C9) * r + C8) * r + C7) * r + C6
    p = (((((p * r + C5) * r + C4) * r + C3) * r + C2) * r + C1) * r + C0
    return p * _float_of_bits((np.int64(z) + 1023) << 52)  # type: ignore[no-any-return, call-arg]
