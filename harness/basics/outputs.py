"""Where results go: files whole or not at all, devices and pipes written through, `-` for standard output.

A place is shown to be writable before any work is done for it. What exists is replaced only by a result that its
user has sent there; links are followed, and stay links.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path

from harness.basics.errors import BadInput
from theorems.language.text import shortened

OPEN_ALREADY = ("/dev/fd/", "/dev/std", "/proc/")
"""Names of what a process has open: written through even where it leads to a file."""


class Unwritable(BadInput):
    """A result cannot be written; the message says where, and why."""

    def __init__(self, place: str, error: Exception) -> None:
        super().__init__(f"{place} cannot be written: {why(error)}")


def why(error: Exception) -> str:
    """What the operating system says, without the path that may be as long as it likes."""
    return (isinstance(error, OSError) and error.strerror) or shortened(error)


# -- a result ---------------------------------------------------------------------------------------------------


def writer(option: str, name: str) -> Callable[[str], None]:
    """The function that writes a whole result to the file, device or pipe that an option names.

    Raises BadInput here and now if it could not; the function raises it if it cannot after all (the disk is full).
    """
    if not name:
        raise BadInput(f"{option} must be a file, or - for standard output: got ''")
    place = f"{option}: {shortened(name)}"
    if is_standard_output(name):
        return print_whole
    try:
        if _is_file(name):
            _probe(_target(name))
            return lambda text: write_whole(Path(name), text)
        device = os.open(name, os.O_WRONLY | os.O_APPEND)
    except (OSError, ValueError) as error:
        raise Unwritable(place, error) from None

    def write_through(text: str) -> None:
        try:
            with os.fdopen(device, "w") as file:
                file.write(text)
        except OSError as error:
            raise Unwritable(place, error) from None

    return write_through


def is_standard_output(name: str) -> bool:
    """Is it `-`, or a name of the file or pipe that standard output goes to?"""
    if name in ("-", "/dev/stdout"):
        return True
    try:
        there, here = os.stat(name), os.fstat(1)
    except (OSError, ValueError):
        return False
    return os.path.samestat(there, here) and not stat.S_ISCHR(there.st_mode)


def print_whole(text: str) -> None:
    """Standard output, as every line of a command goes there."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _is_file(name: str) -> bool:
    """A file, or nothing as yet: no device, pipe or folder."""
    return not name.startswith(OPEN_ALREADY) and (os.path.isfile(name) or not os.path.exists(name))


# -- files ------------------------------------------------------------------------------------------------------


def write_whole(path: Path, content: str | bytes) -> None:
    """Replace a file by new content in one step: a reader, or a run cut short, never leaves half of it.

    Where a link leads is replaced, not the link. Raises Unwritable, and then nothing has changed.
    """
    temporary = None
    try:
        target = _target(path)
        temporary = _beside(target)
        temporary.write_bytes(content if isinstance(content, bytes) else content.encode())
        temporary.replace(target)
    except BaseException as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        if isinstance(error, OSError | ValueError):
            raise Unwritable(shortened(path), error) from None
        raise


def write_new(texts: Mapping[Path, str]) -> None:
    """Files that are not there yet, with the folders that they need: all of them or none. Raises Unwritable."""
    made: list[Path] = []
    path = Path()
    try:
        for path, text in texts.items():
            for folder in reversed([parent for parent in path.parents if not parent.exists()]):
                folder.mkdir()
                made.append(folder)
            with path.open("x") as file:
                made.append(path)
                file.write(text)
    except BaseException as error:
        for other in reversed(made):
            with suppress(OSError):
                other.rmdir() if other.is_dir() else other.unlink()
        if isinstance(error, OSError | ValueError):
            raise Unwritable(shortened(path), error) from None
        raise


def picture(option: str, name: str, formats: Collection[str]) -> Path:
    """The file of a picture that an option names, which can be written. Raises BadInput."""
    path = Path(name)
    if path.suffix.removeprefix(".") not in formats:
        raise BadInput(f"{option} must be a file whose name ends in .{', .'.join(formats)}: got '{shortened(name)}'")
    try:
        _probe(_target(path))
    except (OSError, ValueError) as error:
        raise Unwritable(f"{option}: {shortened(name)}", error) from None
    return path


def folder(option: str, name: str) -> Path:
    """The folder that an option names, made if it is not there. Raises BadInput if nothing can be written in it."""
    if not name:
        raise BadInput(f"{option} must be a folder: got ''")
    path = Path(name)
    try:
        path.mkdir(parents=True, exist_ok=True)
        _probe(path / "any")
    except (OSError, ValueError) as error:
        raise Unwritable(f"{option}: the folder {shortened(name)}", error) from None
    return path


def _target(path: str | Path) -> Path:
    """The file that a path leads to, through its links."""
    return Path(os.path.realpath(path))


def _beside(target: Path) -> Path:
    return target.with_name(f".theorems.{os.getpid()}.{secrets.token_hex(4)}")


def _probe(target: Path) -> None:
    """Raises OSError if the file could not be replaced: it is not ours to write, or its folder is not."""
    if target.exists():
        os.close(os.open(target, os.O_WRONLY))
    else:
        with suppress(FileNotFoundError):  # a name that no file can have is said here
            target.lstat()
    temporary = _beside(target)
    temporary.touch(exist_ok=False)
    temporary.unlink()
