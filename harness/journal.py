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

from harness.errors import BadInput
from harness.files import write_whole
from harness.fingerprint import differences, fingerprint
from simulators.engine import fresh_entropy

FORMAT = "journal of theorems, version 2"

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
                raise BadInput(f"--resume: the interrupted run has {name} {begun}, not {asked}: leave that out")


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
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._say(f"the journal {self._path} ends here, the run goes on: {error.strerror}")
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
    resumed is begun afresh: from the same entropy where only sources or versions are other ones.
    """
    if resume:
        for place in [path] if path else _interrupted(asked.command):
            try:
                return _resume(asked, place, path, say)
            except Busy:
                if path:
                    raise
            except FileNotFoundError:
                continue
            except Damaged as damage:
                say(f"the journal {place} is damaged ({damage}): set aside as {_set_aside(place)}; this is a fresh run")
                break
        else:
            say("there is no interrupted run to resume: this is a fresh run")
    return _begin(asked.header(), path, say)


def _begin(header: dict[str, Any], path: Path | None, say: Say) -> Journal:
    if path and path.exists():
        raise BadInput(f"--journal: {path} exists: continue it with --resume, or remove it")
    stamp = f"{header['command']}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}"
    place = path or folder() / f"{stamp}.jsonl"
    digest, line = _line("", header)
    file = None
    try:
        if path is None:
            place.parent.mkdir(parents=True, exist_ok=True)
            _prune(header["command"])
        write_whole(place, line)
        file = place.open("r+b")
        _lock(file, place)
        file.seek(0, os.SEEK_END)
    except OSError as error:
        if path:
            raise BadInput(f"--journal: {path} cannot be written: {error.strerror}") from None
        say(f"this run has no journal: {place.parent} cannot be written: {error.strerror}")
    return Journal(place, file, [header], digest, path is None, say)


def _resume(asked: Asked, place: Path, path: Path | None, say: Say) -> Journal:
    try:
        file = place.open("r+b")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise BadInput(f"--journal: {place} cannot be opened: {error.strerror}") from None
    try:
        _lock(file, place)
        entries, digest, torn = _read(file.read())
        header = entries[0]
        asked.must_agree(header)
    except BaseException:
        file.close()
        raise
    changed = differences(header["fingerprint"], fingerprint())
    if changed:
        file.close()
        say(f"the interrupted run had other {changed}: set aside as {_set_aside(place)}; begun again with its entropy")
        return _begin(header | {"fingerprint": fingerprint()}, path, say)
    if torn:
        say("the last line of the journal is torn and dropped: what it was about is done again")
        file.seek(-torn, os.SEEK_END)
        file.truncate()
    say(f"resumed: {len(entries) - 1} finished parts in {place}")
    return Journal(place, file, entries, digest, path is None, say)


# -- files ----------------------------------------------------------------------------------------------------


def folder() -> Path:
    """The folder of journals: under the user's state directory."""
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "state"
    return Path(state) / "model-collapse-theorems"


def _interrupted(command: str) -> list[Path]:
    """Journals of a command in the folder, that of the last run first."""
    return sorted(folder().glob(f"{command}-*.jsonl"), reverse=True)


def _prune(command: str) -> None:
    """Removes all but the last interrupted runs; one that is still going on is none."""
    for path in _interrupted(command)[KEPT:]:
        with suppress(OSError, Busy), path.open("r+b") as file:
            _lock(file, path)
            path.unlink()


def _set_aside(path: Path) -> str:
    """Renames a journal that cannot be used; returns the new name."""
    number = 1
    while (other := path.with_name(f"{path.name}.aside-{number}")).exists():
        number += 1
    path.rename(other)
    return other.name


def _lock(file: BinaryIO, path: Path) -> None:
    """One run at a time writes a journal: the lock goes with its process, however that ends."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy(f"--journal: another run is writing {path}") from None
    except OSError:  # a file system without them
        return


# -- lines ----------------------------------------------------------------------------------------------------


def _line(previous: str, entry: Any) -> tuple[str, bytes]:
    """Digest and line of an entry, after a line with the digest `previous`."""
    text = json.dumps(entry, separators=(",", ":"))
    digest = hashlib.sha256((previous + text).encode()).hexdigest()
    return digest, f'{{"sha256":"{digest}","entry":{text}}}\n'.encode()


def _read(content: bytes) -> tuple[list[Any], str, int]:
    """Entries, last digest, and the number of bytes of a torn last line; raises Damaged."""
    *lines, rest = content.split(b"\n")
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
