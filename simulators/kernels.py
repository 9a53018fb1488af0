"""Compiled kernels: the two decorators that the numba functions of the suite wear.

numba's own disk cache looks only at the file of the kernel itself, so that an edit of a function it
calls from another file leaves the old machine code in use. Here the cache directory is named by the
sources of all kernels together (those of this folder, and of the kernel's own where another package
contributes it), and by the versions of numba and numpy (numba copies the variate algorithms of the numpy
it finds): code compiled from anything else is never found.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent

config: Any = numba.config  # its attributes exist only at run time


@functools.cache
def cache_directory(folder: Path = HERE) -> str | None:
    """Directory of the machine code compiled from the present sources; None if it cannot be written.

    folder: where the kernel's source is. The directory lies under NUMBA_CACHE_DIR if that is set, else
    under the user's cache directory.
    """
    digest = hashlib.sha256(f"numba {numba.__version__} numpy {np.__version__}".encode())
    for source in sorted({*HERE.glob("*.py"), *folder.glob("*.py")}):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    try:
        user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        directory = Path(config.CACHE_DIR or user / "model-collapse-theorems") / digest.hexdigest()[:16]
        directory.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: no home directory
        return None
    return str(directory) if os.access(directory, os.W_OK) else None


def kernel(function: F) -> F:
    """Compile with numba, without the GIL, and keep the machine code on disk where that is possible.

    Division by zero gives infinity, as in numpy. A Generator is not locked inside a kernel: never share
    one between threads.
    """
    directory = cache_directory(Path(function.__code__.co_filename).parent)
    chosen, config.CACHE_DIR = config.CACHE_DIR, directory or ""
    try:  # numba reads the directory here, once per function
        compiled = numba.njit(nogil=True, error_model="numpy", cache=directory is not None)
        return cast(F, compiled(function))
    finally:
        config.CACHE_DIR = chosen


def inlined(function: F) -> F:
    """Compile into the kernels that call it: a call that passes a Generator costs more than a variate."""
    return cast(F, numba.njit(inline="always")(function))
