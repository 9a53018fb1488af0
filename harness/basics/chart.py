"""Small charts of one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII = "_.-=+*%#"
"""From small to large, where the output cannot have blocks."""


def spark(values: Sequence[float], width: int) -> str:
    """The values as heights between the smallest and the largest, at most `width` of them, evenly chosen."""
    last = len(values) - 1
    places = range(len(values)) if last < width else [round(i * last / (width - 1)) for i in range(width)]
    low, high = min(values), max(values)
    signs = ASCII
    with suppress(UnicodeEncodeError, LookupError):
        BLOCKS.encode(sys.stdout.encoding or "ascii")
        signs = BLOCKS
    top = len(signs) - 1
    return "".join(signs[round(top * (values[i] - low) / (high - low)) if high > low else 0] for i in places)
