"""Answers about the whole registry: as they were last made, where that is as good as new ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from harness.basics.terminal import say
from harness.run import index

if TYPE_CHECKING:
    from harness.run.store import Store

Rows = list[dict[str, Any]]

NOT_CHECKED = "not checked"
"""Neither a proof nor an exact check of what is there now is kept: no run has come that far since it has changed."""


def answered(file: str, make: Callable[[Store], tuple[Rows, bool]]) -> Rows:
    """What `make` finds by the evidence that is kept, and may itself be kept, if it says so, in a file of that name."""
    fresh = "sympy" not in sys.modules  # where all is loaded, it is quickly made
    known = index.known(file) if fresh else None
    if known is not None:
        return known
    from harness.run.store import Store
    from theorems import rooms
    from theorems.language.registry import packages, unreadable

    with Store(say) as kept:
        found, whole = make(kept)
    ours = [prefix.removesuffix(".") for prefix in packages() if prefix]
    alone = kept.sources.tops() <= {*rooms.PACKAGES, *ours}  # else it rests on modules that no package has
    if fresh and alone and whole and not unreadable():
        index.remember(found, ours, file)
    return found
