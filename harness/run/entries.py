"""The files of evidence that is kept: where they are, and what makes one of them whole. No heavy library is loaded."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from theorems import rooms

FORMAT = "kept evidence of theorems, version 1"

NAME = re.compile("[0-9a-f]{64}")
"""The digest that a file of evidence is named by."""


class Damaged(ValueError):
    """The file is not as it was written."""


def folder() -> Path:
    """Where evidence is kept: the folder THEOREMS_STORE, or one in the user's cache directory.

    Raises RuntimeError if there is no home directory.
    """
    chosen = os.environ.get("THEOREMS_STORE")
    if chosen:
        return Path(chosen)
    user = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(user) / "model-collapse-theorems" / "evidence"


def digest(*facts: Any) -> str:
    """Of values as JSON."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def read(path: Path) -> dict[str, Any]:
    """The entry of a file. Raises OSError, or Damaged or what is raised where it is no such file."""
    found = json.loads(path.read_bytes())
    entry: dict[str, Any] = found["entry"]
    if found["sha256"] != digest(entry) or entry["format"] != FORMAT:
        raise Damaged
    return entry


def text(entry: dict[str, Any]) -> str:
    """What is written of an entry."""
    return json.dumps({"sha256": digest(entry), "entry": entry}) + "\n"


def has_changed(path: Path | str) -> bool:
    """Has a file changed since this process began? Then it may run what was there before. Raises OSError."""
    found = os.stat(path)
    return max(found.st_mtime, found.st_ctime) > rooms.BEGAN - rooms.TICK
