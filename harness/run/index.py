"""Answers about the whole registry as they were last made: as good as new ones while nothing they rest on has changed.

That is compared by content: sources and data of the rooms and of contributed packages, what is installed, and which
evidence is kept. No theorem is read for it, and no heavy library is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from harness.run.entries import FORMAT, NAME, folder, has_changed, read, text
from theorems import rooms

INDEX = "list.json"
"""The file of the list of theorems; every other answer has one of its own."""

HOME = Path(__file__).parents[2]
"""The folder of our rooms."""


def known(file: str = INDEX) -> list[dict[str, Any]] | None:
    """The rows of an answer; None where they must be made anew."""
    with suppress(OSError, RuntimeError, ValueError, LookupError, TypeError):
        entry = read(folder() / file)
        if entry["key"] == key(entry["packages"]):
            return list(entry["rows"])
    return None


def remember(rows: Sequence[dict[str, Any]], packages: Sequence[str], file: str = INDEX) -> None:
    """Keeps the rows, made from our rooms and these contributed packages; not where a file has changed meanwhile."""
    from harness.basics.outputs import Unwritable, write_whole

    with suppress(OSError, RuntimeError, ValueError, Unwritable):  # it is made anew then
        if any(has_changed(path) for package in (*rooms.PACKAGES, *packages) for path in _files(package)):
            return
        entry = {"format": FORMAT, "key": key(packages), "packages": list(packages), "rows": list(rows)}
        write_whole(folder() / file, text(entry))


def key(packages: Sequence[str]) -> str:
    """Digest of all that an answer rests on."""
    names = sorted(name for name in os.listdir(folder()) if NAME.fullmatch(name.removesuffix(".json")))
    found = hashlib.sha256(json.dumps([sys.version, sys.flags.optimize, sorted(_installed()), names]).encode())
    for package in (*rooms.PACKAGES, *packages):
        for path in sorted(_files(package)):
            found.update(f"{package} {path}\0".encode() + hashlib.sha256(Path(path).read_bytes()).digest())
    return found.hexdigest()


def _files(package: str) -> Iterator[str]:
    spec = None if package in rooms.PACKAGES else find_spec(package)
    places = [str(HOME / package)] if spec is None else spec.submodule_search_locations or ()
    for place in places:
        for parent, folders, names in os.walk(place):
            folders[:] = [name for name in folders if name != "__pycache__"]
            yield from (os.path.join(parent, name) for name in names)


def _installed() -> Iterator[tuple[str, float]]:
    """Names of distributions, which have their versions, and when their entry points were written."""
    for place in sys.path:
        with suppress(OSError):
            for name in os.listdir(place or "."):
                if name.endswith((".dist-info", ".egg-info")):
                    points = os.path.join(place, name, "entry_points.txt")
                    yield name, os.stat(points).st_mtime if os.path.exists(points) else 0.0
