"""The C chains as Python functions, compiled once into the user's temporary folder; None where there is no gcc."""

from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from simulators.alias import Rows

SOURCE = Path(__file__).with_name("chains.c")


def library() -> ctypes.CDLL | None:
    """The compiled chains.c, seeded; None without gcc."""
    gcc = shutil.which("gcc")
    if gcc is None:
        return None
    name = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    target = Path(tempfile.gettempdir()) / f"chains-{name}.so"
    if not target.exists():
        flags = ["-O3", "-march=native", "-shared", "-fPIC"]
        subprocess.run([gcc, *flags, str(SOURCE), "-o", str(target), "-lm"], check=True)
    loaded = ctypes.CDLL(str(target))
    loaded.tables()
    loaded.seed(ctypes.c_uint64(int(np.random.SeedSequence().generate_state(1)[0])))
    return loaded


def _pointer(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def chain(loaded: ctypes.CDLL, rows: Rows, first: Rows, top: int, k: int, counts: np.ndarray) -> None:
    """Counts after k generations, for every entry of counts (int64); a path ends where it leaves the table."""
    words = np.ascontiguousarray(rows.words)
    start = np.ascontiguousarray(first.words)
    loaded.chain(
        _pointer(words), _pointer(rows.offset), rows.bits, ctypes.c_int64(words.shape[0]),
        _pointer(start), ctypes.c_int64(int(first.offset[0])), first.bits,
        ctypes.c_int64(top), ctypes.c_int64(k), ctypes.c_int64(counts.size), _pointer(counts),
    )  # fmt: skip


def gaussian(loaded: ctypes.CDLL, n: int, k: int, out: np.ndarray) -> None:
    """Variances after k generations, for every entry of out (float64)."""
    loaded.gaussian(ctypes.c_int64(n), ctypes.c_int64(k), ctypes.c_int64(out.size), _pointer(out))
