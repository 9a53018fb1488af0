"""Processes of recursive training, declared as mathematics: one file a model, workflows crossed in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from theorems import rooms
from theorems.language.holes import is_hole
from theorems.language.processes import Observable, Process
from theorems.language.registry import packages


def declarations() -> dict[str, tuple[Process, str]]:
    """Every declared process by name, with its module: what modules of theorems/processes list as PROCESSES.

    Those of other packages are found beside their theorems. Raises ValueError where two have one name.
    """
    return _declarations(packages())


@cache
def _declarations(prefixes: tuple[str, ...]) -> dict[str, tuple[Process, str]]:
    found: dict[str, tuple[Process, str]] = {}
    for prefix in prefixes:
        for module in _modules(f"{prefix}{rooms.DECLARATIONS}"):
            for process in _listed(module):
                if process.name in found:
                    raise ValueError(f"two processes are called {process.name}: {found[process.name][1]} and {module}")
                found[process.name] = process, module
    return found


def _listed(module: str) -> tuple[Process, ...]:
    """What a module declares; nothing as long as there are holes in it."""
    try:
        return getattr(importlib.import_module(module), "PROCESSES", ())
    except NotImplementedError as error:
        if is_hole(error):
            return ()
        raise


def processes() -> dict[str, Process]:
    """Every declared process by name."""
    return {name: process for name, (process, _) in declarations().items()}


def declared(observable: str) -> tuple[Process, Observable] | None:
    """The process, and what `process.observable` is of it; None where no declaration has it."""
    name, _, what = observable.partition(".")
    process = processes().get(name)
    return None if process is None or what not in process.observables else (process, process.observables[what])


def routes(observable: str) -> Iterator[tuple[Process, Observable]]:
    """The declared process and the observable, then the same in each reduction of the process."""
    found = declared(observable)
    if found is not None:
        yield found
        what = observable.partition(".")[2]
        for process in processes().values():
            if process.reduces and process.reduces[0] is found[0] and what in process.observables:
                yield process, process.observables[what]


def _modules(package: str) -> Iterator[str]:
    try:
        folder = importlib.import_module(package).__path__
    except ModuleNotFoundError as error:
        if error.name is None or not f"{package}.".startswith(f"{error.name}."):
            raise
        return
    yield from (module.name for module in pkgutil.iter_modules(folder, f"{package}."))
