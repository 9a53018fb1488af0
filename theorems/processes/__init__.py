"""Processes of recursive training, declared as mathematics: one file a model, workflows crossed in."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from theorems.language.processes import Process


@cache
def processes() -> dict[str, Process]:
    """Every declared process by name: what the modules of this folder list as PROCESSES."""
    found: dict[str, Process] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for process in getattr(importlib.import_module(module.name), "PROCESSES", ()):
            if process.name in found:
                raise ValueError(f"{module.name}: two processes are called {process.name}")
            found[process.name] = process
    return found
