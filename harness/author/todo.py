"""The files of a theorem, and the holes that are left in them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from theorems import rooms
from theorems.language.holes import holes
from theorems.language.registry import in_room, modules, packages, short_path, unreadable


@dataclass(frozen=True)
class Hole:
    """A place that is still to be filled."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def file_of(module: str) -> Path | None:
    """The file of a module, which is not imported; None if there is none."""
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def files(name: str) -> Iterator[Path]:
    """The files of a theorem, readable or not: its processes in their rooms, record, proof, figure."""
    module = modules().get(name) or next(problem.module for problem in unreadable() if problem.id == name)
    record = file_of(module)
    if record is None:
        return
    for process in dict.fromkeys(re.findall(r"""\bof=["'](\w+)\.""", record.read_text())):
        wanted = (f"{prefix}{room}.{process}" for prefix in packages() for room in rooms.OF_A_PROCESS)
        yield from filter(None, map(file_of, wanted))
    yield record
    yield from filter(None, (file_of(in_room(module, room)) for room in (rooms.PROOFS, rooms.FIGURES)))


def todo(name: str) -> list[Hole]:
    """What is left to be filled in the files of a theorem."""
    return [Hole(short_path(path), line, what) for path in files(name) for line, what in holes(path)]


def unfilled(function: Callable[..., Any] | None) -> bool:
    """Is the function in a file with holes?"""
    return function is not None and any(holes(Path(inspect.unwrap(function).__code__.co_filename)))
