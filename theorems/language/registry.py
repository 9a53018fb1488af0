"""Finds every theorem: a module of theorems.<family> with a THEOREM in it is registered by being there."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

from theorems.language.record import Theorem


class UnknownId(LookupError):
    """No theorem, or no claim, has that name; the message offers the nearest ones."""


@cache
def modules() -> dict[str, str]:
    """Theorem id -> name of its module. An id is its module's path: bernoulli/absorption.py."""
    found: dict[str, str] = {}
    package = importlib.import_module("theorems")
    for info in pkgutil.walk_packages(package.__path__, "theorems."):
        if info.ispkg or info.name.startswith("theorems.language") or info.name.endswith("__main__"):
            continue
        theorem = getattr(importlib.import_module(info.name), "THEOREM", None)
        if theorem is not None:
            if theorem.id in found:
                raise ValueError(f"{info.name} and {found[theorem.id]} both define {theorem.id}")
            found[theorem.id] = info.name
    return found


def theorems() -> dict[str, Theorem]:
    """All registered theorems by id."""
    return {name: importlib.import_module(module).THEOREM for name, module in sorted(modules().items())}


def find(name: str) -> Theorem:
    """The theorem of that id; raises UnknownId with the nearest ids."""
    everything = theorems()
    if name not in everything:
        near = difflib.get_close_matches(name, everything, n=3, cutoff=0.3) or sorted(everything)
        raise UnknownId(f"there is no theorem {name!r}: did you mean {' or '.join(near)}?")
    return everything[name]
