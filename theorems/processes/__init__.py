"""Processes of recursive training, declared as mathematics: one file a model, workflows crossed in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache

from theorems import rooms
from theorems.language.processes import Observable, Process
from theorems.language.registry import Unreadable, cannot_be_read, packages, source_of


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
    found = _found(name)
    return None if found is None or what not in found[0].observables else (found[0], found[0].observables[what])


def declaring(name: str) -> str | None:
    """The module that declares a process; None where none does."""
    found = _found(name)
    return None if found is None else found[1]


def _found(name: str) -> tuple[Process, str] | None:
    return _alone(packages(), name) or _declarations(packages())[0].get(name)


@cache
def _alone(prefixes: tuple[str, ...], name: str) -> tuple[Process, str] | None:
    """The process and its module, if it is in one that has the name in quotes, or the first words of the name.

    These are imported one by one until it is found: first those that have more words of it, of these ours of that
    name. No others are, which takes longer than all else that is done to give a value.
    """
    texts = {module: source_of(module) for p in prefixes for module in _modules(f"{p}{rooms.DECLARATIONS}")}
    words = name.split("_")
    for begins in ("_".join(words[:i]) for i in range(len(words), 0, -1)):
        having = [module for module, text in texts.items() if f'"{begins}"' in text]
        for module in sorted(having, key=lambda module: module != f"{rooms.DECLARATIONS}.{begins}"):
            with suppress(Exception):  # it is told where all are read
                found = {process.name: process for process in getattr(importlib.import_module(module), "PROCESSES", ())}
                if name in found:
                    return found[name], module
    return None


def routes(observable: str) -> Iterator[tuple[Process, Observable]]:
    """The declared process and the observable, then the same in each reduction of it: first those beside it."""
    found = declared(observable)
    if found is not None:
        yield found
        name, _, what = observable.partition(".")
        beside = importlib.import_module(str(declaring(name))).PROCESSES
        yield from _reductions(found[0], beside, what)
        yield from _reductions(found[0], (p for p in processes().values() if p not in beside), what)


def _reductions(process: Process, among: Iterable[Process], what: str) -> Iterator[tuple[Process, Observable]]:
    for other in among:
        if other.reduces and other.reduces[0] is process and what in other.observables:
            yield other, other.observables[what]


def _modules(package: str) -> Iterator[str]:
    try:
        folder = importlib.import_module(package).__path__
    except ModuleNotFoundError as error:
        if error.name is None or not f"{package}.".startswith(f"{error.name}."):
            raise
        return
    yield from (module.name for module in pkgutil.iter_modules(folder, f"{package}."))
