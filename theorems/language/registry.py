"""Finds every theorem: a module of `theorems` with a THEOREM in it is registered by being there.

Another installed package contributes theorems by an entry point of the group GROUP that names it: it has
the subpackages theorems, simulators (with reference and exact) and proofs_check, laid out as ours. Ids
and names of processes are shared by all packages. A module that cannot be read is kept apart: it does
not stop the others.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from theorems import rooms
from theorems.language.holes import MARK, is_hole
from theorems.language.record import Theorem
from theorems.language.text import nearest, shortened

GROUP = "model_collapse.theorems"

NO_FAMILIES = ("language", "processes", "papers", "door", "api")
"""Packages of the room that hold no theorems."""


ID = re.compile(r"""\bid=["']([^"']+)["']""")
"""How an id is written in the text of its theorem."""


class UnknownId(LookupError):
    """No theorem, or no claim, has that name; the message offers the nearest ones."""


@dataclass(frozen=True)
class Unreadable:
    """A module of theorems that cannot be read: the id in its text, the place and the reason."""

    id: str
    module: str
    file: str
    line: int
    reason: str
    unfinished: bool = False

    def __str__(self) -> str:
        state = "is unfinished" if self.unfinished else "cannot be read"
        return f"{self.id} {state}: {self.file}:{self.line}: {self.reason}"


class UnreadableTheorem(ValueError):
    """The theorem asked for cannot be read; the message says where and why."""


@cache
def packages() -> tuple[str, ...]:
    """What stands before the names of the rooms: nothing for ours, `package.` for each contributed package."""
    return ("", *sorted({f"{point.module}." for point in entry_points(group=GROUP)}))


def package_of(module: str) -> str:
    """The prefix of the package that a module of theorems belongs to."""
    return next(p for p in reversed(packages()) if module.startswith(f"{p}{rooms.RECORDS}."))


def in_room(module: str, room: str) -> str:
    """The module of the same path in another room: theorems.F.T -> proofs_check.F.T."""
    prefix = package_of(module)
    return prefix + room + module[len(f"{prefix}{rooms.RECORDS}") :]


@cache
def _scan() -> tuple[dict[str, str], tuple[Unreadable, ...]]:
    found: dict[str, str] = {}
    unreadable = []
    for prefix in packages():
        try:
            names = list(_names(f"{prefix}{rooms.RECORDS}"))
        except Exception as error:
            unreadable.append(cannot_be_read(f"{prefix}{rooms.RECORDS}", error))
            continue
        for name in names:
            try:
                theorem = getattr(importlib.import_module(name), "THEOREM", None)
                if isinstance(theorem, Theorem) and theorem.id in found:
                    raise ValueError(f"the id {theorem.id!r} is that of {found[theorem.id]}, too: rename one of them")
            except Exception as error:
                unreadable.append(cannot_be_read(name, error))
                continue
            if isinstance(theorem, Theorem):
                found[theorem.id] = name
    return found, tuple(unreadable)


def _names(room: str) -> Iterator[str]:
    """The modules of a room, none of them imported."""
    spec = find_spec(room)
    if spec is None:
        raise ModuleNotFoundError(f"the entry point of group {GROUP} names a package without {room}", name=room)
    folders = [(room, list(spec.submodule_search_locations or ()))]
    while folders:
        name, places = folders.pop(0)
        for info in pkgutil.iter_modules(places, f"{name}."):
            if info.ispkg and info.name.partition(f"{rooms.RECORDS}.")[2] not in NO_FAMILIES:
                folders.append((info.name, [str(Path(place) / info.name.rpartition(".")[2]) for place in places]))
            elif not info.ispkg and not info.name.endswith(".__main__"):
                yield info.name


def cannot_be_read(module: str, error: Exception) -> Unreadable:
    """What is wrong with a module, and where: in the module itself, or in what it imports of its own package."""
    path = _path_of(module)
    named = ID.search(source_of(module))
    frames = [(Path(f.filename), f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((Path(error.filename), error.lineno))
    place, line = next((frame for frame in reversed(frames) if path and _of_its_package(frame[0], path)), (path, 1))
    reason = str(error).removeprefix(MARK) if isinstance(error, ValueError) or is_hole(error) else _typed(error)
    name = named.group(1) if named else module.rpartition(f"{rooms.RECORDS}.")[2].replace(".", "-").replace("_", "-")
    return Unreadable(name, module, short_path(place) if place else module, line or 1, reason, is_hole(error))


def source_of(module: str) -> str:
    """The text of a module, which is not imported; empty where it has none that can be read."""
    path = _path_of(module)
    with suppress(OSError, ValueError):
        return path.read_text() if path else ""
    return ""


def _path_of(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except Exception:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _of_its_package(file: Path, module: Path) -> bool:
    """Is a file the module's own, or another of its room, not one of the language?"""
    room = next((p for p in module.parents if p.name == rooms.RECORDS), module.parent)
    return file.is_relative_to(room) and not file.is_relative_to(Path(__file__).parent)


def _typed(error: Exception) -> str:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {text}".split("\n")[0]


def short_path(path: Path) -> str:
    """The path from the current folder, if it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def look_again() -> None:
    """Forget what was found: packages or their files have changed."""
    packages.cache_clear()
    for found in (_scan, _readable, _written, _places):
        found.cache_clear()


def modules() -> dict[str, str]:
    """Theorem id -> name of its module. An id is its module's path: bernoulli/absorption.py."""
    return _scan()[0]


def unreadable() -> tuple[Unreadable, ...]:
    """The modules that cannot be read: unfinished, faulty, or with an id that another one has."""
    return _scan()[1]


def theorems() -> dict[str, Theorem]:
    """All readable theorems by id."""
    return dict(_readable())


@cache
def _readable() -> dict[str, Theorem]:
    return {name: importlib.import_module(module).THEOREM for name, module in sorted(modules().items())}


def find(name: str) -> Theorem:
    """The theorem of that id; raises UnknownId with the nearest ids, or UnreadableTheorem."""
    alone = _alone(name)
    if alone is not None:
        return alone[0]
    for problem in unreadable():
        if problem.id == name:
            raise UnreadableTheorem(str(problem))
    everything = theorems()
    if name not in everything:
        known = [*everything, *(problem.id for problem in unreadable())]
        raise UnknownId(f"there is no theorem '{shortened(name)}': did you mean {nearest(name, sorted(known))}?")
    return everything[name]


def module_of(name: str) -> str | None:
    """The module of the theorem of that id; None where there is none."""
    alone = _alone(name)
    return modules().get(name) if alone is None else alone[1]


def record_in(module: str) -> Theorem | None:
    """The theorem of a module of records; None where it is no such module, or has none."""
    with suppress(Exception):  # it is told where all are read
        if module in _places():
            theorem = getattr(importlib.import_module(module), "THEOREM", None)
            return theorem if isinstance(theorem, Theorem) else None
    return None


@cache
def _places() -> frozenset[str]:
    """The modules of all rooms of records; a package whose room cannot be read hides those of no other."""
    found: set[str] = set()
    for prefix in packages():
        with suppress(Exception):  # it is told where all are read
            found.update(_names(f"{prefix}{rooms.RECORDS}"))
    return frozenset(found)


def _alone(name: str) -> tuple[Theorem, str] | None:
    """The theorem of that id and its module, if its id is written in that one only: then no other is imported."""
    found = _written().get(name, [])
    if len(found) == 1 and not _scan.cache_info().currsize:
        with suppress(Exception):  # it is told where all are read
            theorem = getattr(importlib.import_module(found[0]), "THEOREM", None)
            return (theorem, found[0]) if isinstance(theorem, Theorem) and theorem.id == name else None
    return None


@cache
def _written() -> dict[str, list[str]]:
    """Ids, and the modules in whose texts they are written: read, but not imported."""
    found: dict[str, list[str]] = {}
    for module in _places():
        for name in set(ID.findall(source_of(module))):
            found.setdefault(name, []).append(module)
    return found
