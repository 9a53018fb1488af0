"""What a message repeats of what somebody typed: short, and on one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

SHOWN = 160
"""Characters of a text that a message repeats: a path of usual length is whole."""


OFFERED = 8
"""Names that a message offers where none looks like what was typed."""


def shortened(text: object) -> str:
    """The text as a message repeats it: its beginning and its length if it is long, no control characters.

    Nothing is looked at beyond what is shown, so that a text of any size costs nothing.
    """
    whole = str(text)
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in whole[:SHOWN])
    return shown if max(len(whole), len(shown)) <= SHOWN else f"{shown[:SHOWN]}... ({len(whole):,} characters)"


def nearest(word: str, known: Iterable[str]) -> str:
    """Those of the known names that look most like the word, or the first ones: `one or another`."""
    names = list(known)
    close = difflib.get_close_matches(word[:SHOWN], names, n=3, cutoff=0.3) or names[:OFFERED]
    return " or ".join(close)
