"""Processes of recursive training, declared as mathematics: one file a model, workflows crossed in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from theorems.language.processes import Process
from theorems.language.registry import packages


@cache
def declarations() -> dict[str, tuple[Process, str]]:
    """Every declared process by name, with its module: what modules of theorems/processes list as PROCESSES.

    Those of other packages are found beside their theorems. Raises ValueError where two have one name.
    """
    found: dict[str, tuple[Process, str]] = {}
    for prefix in packages():
        for module in _modules(f"{prefix}theorems.processes"):
            for process in getattr(importlib.import_module(module), "PROCESSES", ()):
                if process.name in found:
                    raise ValueError(f"two processes are called {process.name}: {found[process.name][1]} and {module}")
                found[process.name] = process, module
    return found


def processes() -> dict[str, Process]:
    """Every declared process by name."""
    return {name: process for name, (process, _) in declarations().items()}


def _modules(package: str) -> Iterator[str]:
    try:
        folder = importlib.import_module(package).__path__
    except ModuleNotFoundError as error:
        if error.name is None or not f"{package}.".startswith(f"{error.name}."):
            raise
        return
    yield from (module.name for module in pkgutil.iter_modules(folder, f"{package}."))
