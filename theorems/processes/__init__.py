"""Processes of recursive training, declared as mathematics: one file a model, workflows crossed in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from theorems import rooms
from theorems.language.processes import Observable, Process
from theorems.language.registry import Unreadable, cannot_be_read, packages


def declarations() -> dict[str, tuple[Process, str]]:
    """Every declared process by name, with its module: what modules of theorems/processes list as PROCESSES.

    Those of other packages are found beside their theorems.
    """
    return dict(_declarations(packages())[0])


def unreadable() -> tuple[Unreadable, ...]:
    """The modules of declarations that cannot be read: unfinished, faulty, or with a name that is taken."""
    return _declarations(packages())[1]


@cache
def _declarations(prefixes: tuple[str, ...]) -> tuple[dict[str, tuple[Process, str]], tuple[Unreadable, ...]]:
    found: dict[str, tuple[Process, str]] = {}
    problems = []
    for prefix in prefixes:
        for module in _modules(f"{prefix}{rooms.DECLARATIONS}"):
            try:
                named = {process.name: process for process in getattr(importlib.import_module(module), "PROCESSES", ())}
                if twice := sorted(named.keys() & found.keys()):
                    raise ValueError(f"{found[twice[0]][1]} has a process {twice[0]!r}, too: rename one of them")
            except Exception as error:
                problems.append(replace(cannot_be_read(module, error), id=module.rpartition(".")[2]))
                continue
            found |= {name: (process, module) for name, process in named.items()}
    return found, tuple(problems)


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
