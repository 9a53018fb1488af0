"""Machine numbers: balls, rounded; of many points arrays, wherever these are as accurate."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from theorems.language.readers.interpreter import plain

ACCURACY = 2.0**-50
"""How far a value may be off, relatively, and before it is rounded."""


def floats(expression: sp.Expr, **values: Any) -> Any:
    """Values as machine numbers, for figures and planning, broadcast over arrays of parameter values.

    Lists and names of choices are the same for all; a machine number stands for itself. inf where the value is too
    large for a machine number; nan where there is no finite real value, or none that is known to machine precision.
    """
    import numpy as np

    from theorems.language.readers import arrays

    fixed = {name: plain(x) for name, x in values.items() if isinstance(x, tuple | str)}
    given = {name: x for name, x in values.items() if name not in fixed}
    if not any(hasattr(x, "__len__") for x in given.values()):
        return arrays.by_ball(expression, {**fixed, **{name: Fraction(_plain(x)) for name, x in given.items()}})
    shaped = dict(zip(given, np.broadcast_arrays(*map(np.asarray, given.values())), strict=True))
    shape = next(iter(shaped.values())).shape
    columns = {name: arrays.machine(x.reshape(-1)) for name, x in shaped.items()}
    found = arrays.values(expression, {**fixed, **columns}, ACCURACY).reshape(shape)
    return found if found.ndim else float(found)


def _plain(x: Any) -> Any:
    return x.item() if hasattr(x, "item") else x
