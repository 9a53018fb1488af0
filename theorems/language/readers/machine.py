"""Machine numbers: balls, rounded. Nothing is computed in machine arithmetic, which is silently wrong at times."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language.readers.balls import enclosure
from theorems.language.readers.interpreter import NotExact, NoValue, plain

BITS = 60
"""Bits that are asked of a ball; below 2^-BITS what is not told from 0 is 0."""


def floats(expression: sp.Expr, **values: Any) -> Any:
    """Values as machine numbers, for figures and planning, broadcast over arrays of parameter values.

    Lists and names of choices are the same for all. inf where the value is too large for a machine
    number; nan where there is no finite real value, or none that is known to machine precision.
    """
    import numpy as np

    fixed = {name: plain(x) for name, x in values.items() if isinstance(x, tuple | str)}
    names = sorted(values.keys() - fixed.keys())

    def at(*numbers: Any) -> float:
        point = {name: Fraction(_plain(x)) for name, x in zip(names, numbers, strict=True)}
        try:
            value = enclosure(expression, {**fixed, **point}, BITS)
        except (NoValue, NotExact):
            return math.nan
        known = value.rel_accuracy_bits() >= 50 or value.rad() < 2.0**-BITS
        return math.nan if not known else 0.0 if value.contains(0) else float(value.mid())

    given = [values[name] for name in names]
    if not any(hasattr(x, "__len__") for x in given):
        return at(*given)
    result = np.vectorize(at, otypes=[float])(*map(np.asarray, given))
    return result if result.ndim else float(result)


def _plain(x: Any) -> Any:
    return x.item() if hasattr(x, "item") else x
