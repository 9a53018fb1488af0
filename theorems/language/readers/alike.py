"""Sums over a list with many equal entries, such as the counts of a corpus: equal entries have equal terms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sympy as sp

from theorems.language.domains.entries import Entries


def alike(expression: Any, places: range, values: Mapping[str, Any]) -> dict[int, int]:
    """Of a sum over a whole list, whose terms have nothing but an entry of the list: first place -> how many are equal.

    Empty where that is not so, or where no two entries are equal.
    """
    name = _only_entries_of(expression) if isinstance(expression, sp.Sum) else None
    entries = values.get(name) if name is not None else None
    if not isinstance(entries, Entries) or places != range(len(entries)) or len(entries.kinds) == len(entries):
        return {}
    return dict(entries.kinds.values())


@cache
def _only_entries_of(expression: sp.Sum) -> str | None:
    """The list whose entry at the one index is all that the terms have of the index."""
    (index, *_), *more = expression.limits
    entries = [e for e in expression.function.atoms(sp.Indexed) if index in e.free_symbols]
    if more or len(entries) != 1 or entries[0].indices != (index,):
        return None
    rest = expression.function.xreplace({entries[0]: sp.Dummy()})
    return None if index in rest.free_symbols else str(entries[0].base.name)
