"""Compiled kernels: the two decorators that the numba functions of the suite wear.

numba's own disk cache looks only at the file of the kernel itself, so that an edit of a function it
calls from another file leaves the old machine code in use. Here the cache directory is named by the
sources of all kernels together (those of this folder, of the kernel's own, and of the whole package where
another one contributes it), and by versions: of Python, numba, the compiler behind it, and numpy (numba
copies the variate algorithms of the numpy it finds). Code compiled from anything else is never found.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite
import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent

config: Any = numba.config  # its attributes exist only at run time


@functools.cache
def cache_directory(module: str = __name__, folder: Path = HERE) -> str | None:
    """Directory of the machine code compiled from the present sources; None if it cannot be written.

    module, folder: of the kernel, and where its source is. The directory lies under NUMBA_CACHE_DIR if that is
    set, else under the user's cache directory.
    """
    digest = hashlib.sha256(json.dumps(versions()).encode())
    for source in sorted({*HERE.glob("*.py"), *_own(module, folder)}):
        digest.update(f"{source.parent.name}/{source.name}\0".encode() + source.read_bytes() + b"\0")
    try:
        user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        directory = Path(config.CACHE_DIR or user / "model-collapse-theorems") / digest.hexdigest()[:16]
        directory.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: no home directory
        return None
    return str(directory) if os.access(directory, os.W_OK) else None


def versions() -> list[str]:
    """What machine code depends on besides its source."""
    return [platform.python_version(), numba.__version__, llvmlite.__version__, np.__version__]


def _own(module: str, folder: Path) -> Iterator[Path]:
    """Sources that a kernel may call: our rooms import only themselves and the kernels' room, others anything."""
    spec = find_spec(module.partition(".")[0]) if "." in module else None
    if module.startswith(f"{__package__}.") or spec is None:
        yield from folder.glob("*.py")
    else:
        for place in spec.submodule_search_locations or ():
            yield from Path(place).rglob("*.py")


ANY_ORDER = frozenset({"reassoc", "contract", "nsz"})
"""What a compiler may do to a sum: add in any order, fuse products with it. No value is taken to be finite."""


def kernel(function: F, liberties: frozenset[str] = frozenset()) -> F:
    """Compile with numba, without the GIL, and keep the machine code on disk where that is possible.

    Division by zero gives infinity, as in numpy. A Generator is not locked inside a kernel: never share
    one between threads.
    """
    directory = cache_directory(function.__module__, Path(function.__code__.co_filename).parent)
    chosen, config.CACHE_DIR = config.CACHE_DIR, directory or ""
    try:  # numba reads the directory here, once per function
        compiled: Any = numba.njit(
            nogil=True, error_model="numpy", cache=directory is not None, fastmath=set(liberties)
        )(function)
        compiled._cache.save_overload = _kept_if_possible(compiled._cache.save_overload)
        return cast(F, compiled)
    finally:
        config.CACHE_DIR = chosen


def in_any_order(function: F) -> F:
    """As `kernel`, for sums whose last digits may depend on the processor: no draw may depend on them."""
    return kernel(function, ANY_ORDER)


def _kept_if_possible(save: Callable[..., None]) -> Callable[..., None]:
    """Machine code that cannot be kept, as on a full disk, is compiled again by the next process."""

    def saved(*arguments: object) -> None:
        with suppress(OSError):
            save(*arguments)

    return saved


def inlined(function: F) -> F:
    """Compile into the kernels that call it: a call that passes a Generator costs more than a variate."""
    return cast(F, numba.njit(inline="always")(function))
