"""Simulations that figures share: each is run once, by whichever process, and read by every figure that asks for it.

What takes long is also kept in a file until it has served (`paper_figs.unfinished`), so that a run which is cut short
loses no more than the calls that it was at.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from harness.basics.outputs import Unwritable, write_whole
from theorems import rooms
from theorems.language.registry import packages

LONG = 1.0
"""Seconds from which on what a call has found is kept in a file."""


class Call(NamedTuple):
    """A function of a module, and what it is given: hashable values, entropy among them. It is pure."""

    function: Callable[..., Any]
    given: tuple[Any, ...]


Found = tuple[float, Any]
"""The seconds that a call took, and its value."""

_found: dict[Call, Found] = {}
_files: dict[Call, Path] = {}


def simulated(function: Callable[..., Any], *given: Any) -> Any:
    """What function(*given) returns, found before or now."""
    call = Call(function, given)
    if call not in _found:
        remember(call, timed(*call))
    return _found[call][1]


def remember(call: Call, found: Found) -> None:
    """What a call has found, here or in another process; kept in its file, if it has one."""
    _found[call] = found
    if call in _files and not _files[call].exists():
        save(_files[call], found)


def known(call: Call) -> Found | None:
    """The seconds that a call took, and its value, if it was found."""
    return _found.get(call)


def timed(function: Callable[..., Any], given: tuple[Any, ...]) -> Found:
    """The seconds that a call takes, and its value."""
    began = perf_counter()
    value = function(*given)
    return perf_counter() - began, value


def attempt(function: Callable[..., Any], given: tuple[Any, ...], file: str = "") -> Found | None:
    """The same as a task; None where it fails: who misses the value fails, too, and says why.

    file: where it is kept on this machine, at once: whoever asked may be busy, or be killed, before he hears of it.
    """
    with suppress(Exception):
        found = timed(function, given)
        if file:
            save(Path(file), found)
        return found
    return None


def blocks(seeds: int, size: int) -> list[tuple[int, ...]]:
    """So many seeds in blocks of a size: one for each call."""
    every = range(seeds)
    return [tuple(every[i:][:size]) for i in every[::size]]


# -- files ----------------------------------------------------------------------------------------------------------


def keep(call: Call, file: Path) -> None:
    """From now on the call has this file; what lies there is known, or goes away if it is not as it was written."""
    _files[call] = file
    found = load(file)
    if found is None:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    elif call not in _found:
        _found[call] = found


def forget(call: Call) -> None:
    """The file of a call goes away."""
    file = _files.pop(call, None)
    if file is not None:
        with suppress(OSError):
            file.unlink(missing_ok=True)
            file.parent.rmdir()  # when it is empty


def save(file: Path, found: Found) -> None:
    """Keeps what took long, whole or not at all; where that is not possible it is found again."""
    if found[0] < LONG:
        return
    content = pickle.dumps(found)
    with suppress(OSError, Unwritable):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, hashlib.sha256(content).digest() + content)


def load(file: Path) -> Found | None:
    """What was kept; None if it is not there, or not as it was written, or no value."""
    with suppress(Exception):
        content = file.read_bytes()
        if content[:32] == hashlib.sha256(content[32:]).digest():
            found: Found = _Values(io.BytesIO(content[32:])).load()
            return found
    return None


ARRAYS = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
}
"""What arrays are made of."""


class _Values(pickle.Unpickler):
    """Reads numbers, texts, arrays and named tuples of ours: a file calls nothing else, whoever has written it."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in ARRAYS:
            return super().find_class(module, name)
        ours = (*(f"{room}." for room in rooms.PACKAGES), *filter(None, packages()))
        found = super().find_class(module, name) if module.startswith(ours) else None
        if isinstance(found, type) and issubclass(found, tuple):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")
