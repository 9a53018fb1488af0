"""A file that one process at a time has."""

from __future__ import annotations

import importlib.util
from typing import IO

LOCKS = importlib.util.find_spec("fcntl") is not None
"""Can processes keep each other from a file?"""


def lock(file: IO[bytes], wait: bool = False) -> bool:
    """Is an open file ours from now on? The lock goes with the file's closing, and with its process, however that ends.

    wait: until it is. True, too, where the system, or the file system, has no such locks.
    """
    if not LOCKS:
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
