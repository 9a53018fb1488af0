"""The journal of a run: what is finished is on disk before the next part begins.

Lines of JSON that are only ever appended, each flushed and synced: first what the run is and all that its
results depend on, then a line per finished part: proof, exact check, race, figure. Every line bears a digest of
itself and of the lines before it: a journal in which anything differs or is missing is known to be damaged and
is never trusted. Only its end may be torn, the last line of a run that was killed: that line is dropped.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from harness.basics.errors import BadInput
from harness.basics.lock import lock
from harness.basics.outputs import Unwritable, why
from harness.run.fingerprint import differences, fingerprint
from simulators.engine import fresh_entropy
from theorems.language.text import shortened

FORMAT = "journal of theorems, version 2"

START = b'{"sha256":"'
"""The first bytes of every line."""

KEPT = 10
"""Interrupted runs whose journals are kept in the folder of journals."""

Say = Callable[[str], None]
"""Receives a line for the user."""


class Damaged(ValueError):
    """The file is not a journal, or not as it was written; the message says where."""


class Busy(BadInput):
    """Another run is writing the journal."""


@dataclass(frozen=True)
class Asked:
    """What the user asks for: no ids are all of them, None leaves the choice.

    options: further ones of the command, each as it was given and what it is if it was not.
    """

    ids: Sequence[str]
    effort: str | None = None
    entropy: int | None = None
    command: str = "verify"
    options: Mapping[str, tuple[str | None, str]] = field(default_factory=dict)

    def header(self) -> dict[str, Any]:
        """First entry of a new run's journal."""
        entropy = fresh_entropy() if self.entropy is None else self.entropy
        return {
            "format": FORMAT,
            "command": self.command,
            "ids": list(self.ids),
            "effort": self.effort or "quick",
            "entropy": str(entropy),
            "options": {name: default if given is None else given for name, (given, default) in self.options.items()},
            "fingerprint": fingerprint(),
        }

    def must_agree(self, header: Mapping[str, Any]) -> None:
        """Raises BadInput if something else is asked for than what the interrupted run does."""
        for name, asked, begun in (
            ("the command", self.command, header["command"]),
            ("names", " ".join(self.ids), " ".join(header["ids"]) or "all"),
            ("--effort", self.effort, header["effort"]),
            ("--entropy", self.entropy, int(header["entropy"])),
            *((name, given, header["options"][name]) for name, (given, _) in self.options.items()),
        ):
            if asked not in (None, "", begun):
                raise BadInput(
                    f"--resume: the interrupted run has {name} {shortened(begun)}, not {shortened(asked)}: "
                    "leave that out"
                )


class Journal(dict[str, Any]):
    """The finished parts of a run by name, as JSON values: setting one puts it on disk.

    A temporary journal is removed when its run is finished. Without a file nothing is kept.
    """

    def __init__(
        self, path: Path, file: BinaryIO | None, entries: Sequence[Any], digest: str, temporary: bool, say: Say
    ) -> None:  # fmt: skip
        header, *parts = entries
        super().__init__(parts)
        self.ids: list[str] = header["ids"]
        self.effort: str = header["effort"]
        self.entropy = int(header["entropy"])
        self.options: dict[str, str] = header["options"]
        self.command: str = header["command"]
        self._path, self._file, self._digest, self._temporary, self._say = path, file, digest, temporary, say

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if self._file is None:
            return
        self._digest, line = _line(self._digest, [name, value])
        try:
            _append(self._file, line)
        except OSError as error:
            self._say(f"the journal {self._path} ends here, the run goes on: {why(error)}")
            self._close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            return
        self._close()
        if kind is not None:
            where = "" if self._temporary else f" --journal {self._path}"
            self._say(f"what is finished is kept: continue with theorems {self.command} --resume{where}")
        elif self._temporary:
            self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        file, self._file = self._file, None
        with suppress(OSError):  # the disk is full
            file.close()  # type: ignore[union-attr]


# -- beginning and resuming -----------------------------------------------------------------------------------


def open_journal(asked: Asked, path: Path | None, resume: bool, say: Say) -> Journal:
    """The journal of a new run, or that of the interrupted one; raises BadInput.

    path: None is the folder of journals, and there the last run that was interrupted. A run that cannot be
    resumed is begun afresh: from the same entropy where only sources or versions are other ones. A run that
    another process is doing is not done again, and a file that is no journal stays as it is.
    """
    if resume and path:
        with suppress(FileNotFoundError):
            return _resume(asked, path, True, say)
    elif resume:
        busy = None
        for place in _interrupted(asked.command):
            try:
                return _resume(asked, place, False, say)
            except FileNotFoundError:
                continue
            except Busy as error:
                busy = error
        if busy:
            raise busy
    if resume:
        say("there is no interrupted run to resume: this is a fresh run")
    return _begin(asked.header(), path, say)


def _begin(header: dict[str, Any], path: Path | None, say: Say) -> Journal:
    stamp = f"{header['command']}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}"
    place = path or folder() / f"{stamp}.jsonl"
    digest, line = _line("", header)
    try:
        if path is None:
            place.parent.mkdir(parents=True, exist_ok=True)
            _prune(header["command"])
        file = _create(place, line)
    except FileExistsError:
        raise BadInput(f"--journal: {shortened(place)} exists: continue it with --resume, or name another") from None
    except (OSError, ValueError) as error:
        if path:
            raise Unwritable(f"--journal: {shortened(path)}", error) from None
        say(f"this run has no journal: {place.parent} cannot be written: {why(error)}")
        return Journal(place, None, [header], digest, True, say)
    return Journal(place, file, [header], digest, path is None, say)


def _resume(asked: Asked, place: Path, named: bool, say: Say) -> Journal:
    """named: by the user, and not found in the folder of journals. Raises FileNotFoundError, Busy or BadInput."""
    file = _open(place)
    try:
        entries, digest, torn = _read(file)
    except Damaged as damage:
        if named:
            file.close()
            raise BadInput(f"--journal: {shortened(place)} is no journal, or damaged: {damage}") from None
        if not os.fstat(file.fileno()).st_size:  # a run that has only just begun
            file.close()
            raise FileNotFoundError from None
        aside = _set_aside(place, file)
        say(f"the journal {place} is damaged ({damage}): set aside as {aside}; this is a fresh run")
        return _begin(asked.header(), None, say)
    header = entries[0]
    try:
        asked.must_agree(header)
    except BadInput:
        file.close()
        raise
    changed = differences(header["fingerprint"], fingerprint())
    if changed:
        aside = _set_aside(place, file)
        say(f"the interrupted run had other {changed}: set aside as {aside}; begun again with its entropy")
        return _begin(header | {"fingerprint": fingerprint()}, place if named else None, say)
    if torn:
        say("the last line of the journal is torn and dropped: what it was about is done again")
        file.seek(-torn, os.SEEK_END)
        file.truncate()
    say(f"resumed: {len(entries) - 1} finished parts in {place}")
    return Journal(place, file, entries, digest, not named, say)


# -- files ----------------------------------------------------------------------------------------------------


def folder() -> Path:
    """The folder of journals: under the user's state directory."""
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "state"
    return Path(state) / "model-collapse-theorems"


def _interrupted(command: str) -> list[Path]:
    """Journals of a command in the folder, that of the last run first."""
    return sorted(filter(Path.is_file, folder().glob(f"{command}-*.jsonl")), reverse=True)


def _prune(command: str) -> None:
    """Removes all but the last interrupted runs; one that is still going on is none."""
    for path in _interrupted(command)[KEPT:]:
        with suppress(OSError, Busy), path.open("r+b") as file:
            _lock(file, path)
            path.unlink()


def _open(path: Path) -> BinaryIO:
    """A journal to be continued, locked. Raises FileNotFoundError, Busy or BadInput."""
    try:
        if not path.is_file():  # nothing is to be read from a pipe or a device
            raise BadInput(f"--journal: {shortened(path)} is no journal") if path.exists() else FileNotFoundError
        file = path.open("r+b")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BadInput(f"--journal: {shortened(path)} cannot be opened: {why(error)}") from None
    _lock(file, path)
    return file


def _set_aside(path: Path, file: BinaryIO) -> str:
    """Renames a journal that cannot be used, and closes it; returns the new name."""
    number = 1
    while (other := path.with_name(f"{path.name}.aside-{number}")).exists():
        number += 1
    if os.name == "nt":  # a file that is open keeps its name there
        file.close()
    path.rename(other)
    file.close()
    return other.name


def _create(path: Path, line: bytes) -> BinaryIO:
    """A new journal with its first line, or none."""
    file = path.open("x+b")
    try:
        _lock(file, path, wait=True)  # for who looks whether this is a run to resume
        _append(file, line)
    except BaseException:
        with suppress(OSError):  # the disk is full
            path.unlink()
            file.close()
        raise
    return file


def _append(file: BinaryIO, line: bytes) -> None:
    """The line is on disk when this returns."""
    file.write(line)
    file.flush()
    os.fsync(file.fileno())


def _lock(file: BinaryIO, path: Path, wait: bool = False) -> None:
    """One run at a time writes a journal. Raises Busy."""
    if not lock(file, wait):
        file.close()
        raise Busy(f"another process is doing this run: its journal is {shortened(path)}")


# -- lines ----------------------------------------------------------------------------------------------------


def _line(previous: str, entry: Any) -> tuple[str, bytes]:
    """Digest and line of an entry, after a line with the digest `previous`."""
    text = json.dumps(entry, separators=(",", ":"))
    digest = hashlib.sha256((previous + text).encode()).hexdigest()
    return digest, f'{{"sha256":"{digest}","entry":{text}}}\n'.encode()


def _read(file: BinaryIO) -> tuple[list[Any], str, int]:
    """Entries, last digest, and the number of bytes of a torn last line; raises Damaged.

    Of a file that is no journal only the beginning is read.
    """
    start = file.read(len(START))
    if start != START:
        raise Damaged("it does not begin as one")
    *lines, rest = (start + file.read()).split(b"\n")
    entries, digest = [], ""
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)["entry"]
            digest, expected = _line(digest, entry)
        except (ValueError, LookupError, TypeError):
            expected = b""
        if expected != line + b"\n":
            raise Damaged(f"line {number} is not as it was written")
        entries.append(entry)
    if not entries or not isinstance(entries[0], dict) or entries[0].get("format") != FORMAT:
        raise Damaged(f"it does not begin as a {FORMAT}")
    return entries, digest, len(rest)
