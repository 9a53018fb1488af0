"""Small charts of one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII = "_.-=+*%#"
"""From small to large, where the output cannot have blocks."""


T = TypeVar("T")


def spaced(values: Sequence[T], most: int) -> list[T]:
    """At most so many of the values, evenly spaced, with the first and the last; if one, that in the middle."""
    last = len(values) - 1
    if last < most:
        return list(values)
    return [values[last // 2]] if most == 1 else [values[round(i * last / (most - 1))] for i in range(most)]


def spark(values: Sequence[float], width: int) -> str:
    """The values as heights between the smallest and the largest, at most `width` of them, evenly chosen."""
    low, high = min(values), max(values)
    signs = ASCII
    with suppress(UnicodeEncodeError, LookupError):
        BLOCKS.encode(sys.stdout.encoding or "ascii")
        signs = BLOCKS
    top = len(signs) - 1
    return "".join(signs[round(top * (x - low) / (high - low)) if high > low else 0] for x in spaced(values, width))
