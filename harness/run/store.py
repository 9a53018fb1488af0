"""Deterministic evidence that is kept: a file for each piece, named by a digest of all that it depends on.

What is kept came out as expected: a failure is looked at anew in every run. A file is whole or not there, so several
processes may use the store at once, and one that is killed loses what it was writing. A file that is not as it was
written is set aside, and its evidence found again. Evidence is kept only by a process that runs what the files say:
where one of them has changed since the process began, nothing that depends on it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any

from harness.basics.outputs import Unwritable, why, write_whole
from harness.judge.case import Case
from harness.run.dependencies import JUDGES, Sources, behind
from harness.run.entries import FORMAT, NAME, Damaged, digest, folder, has_changed, read, text
from theorems.language import Theorem
from theorems.language.registry import UnknownId, UnreadableTheorem, find

SCANS = "sources.json"
"""What was found in sources, by their digests: it saves reading them again."""

WRITING = 3600.0
"""Seconds after which nobody is still writing a file."""

Say = Callable[[str], None]
"""Receives a line for the user."""


def fresh_here() -> bool:
    """Is all evidence to be found anew, as on a machine that integrates changes (CI is set)?"""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


class Store:
    """The evidence that is kept in a folder.

    fresh: nothing is taken from it. adds: False where tests may have replaced what the files say.
    """

    def __init__(self, say: Say, fresh: bool = False, adds: bool = True, sources: Sources | None = None) -> None:
        self._say, self._fresh, self._adds = say, fresh, adds
        self._behind: dict[tuple[str, str], tuple[str, list[Path]] | None] = {}
        self.folder: Path | None = None
        try:
            self.folder = folder()
        except RuntimeError as error:
            self._give_up(error)
        known = self._scans() if sources is None else {}
        self.sources, self._known = sources or Sources(scans=dict(known)), known

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        """Keeps what was found in sources."""
        found = self.sources.scans
        if self._adds and self.folder is not None and found != self._known and found != self._scans():
            self._write(self.folder / SCANS, {"format": FORMAT, "scans": found})

    # -- evidence -----------------------------------------------------------------------------------------------

    def find(self, kind: str, case: Case) -> list[Any] | None:
        """[seconds that it took, the evidence as JSON values]; None if it is not known."""
        return None if self._fresh else self.valid(kind, case)

    def valid(self, kind: str, case: Case) -> list[Any] | None:
        """The same, whether or not all is to be found anew."""
        path = self.path(kind, case)
        if path is None:
            return None
        try:
            entry = read(path)
            if entry["kind"] != kind or entry["case"] != case.id or entry["key"] != path.stem:
                raise Damaged
            return [entry["seconds"], entry["evidence"]]
        except FileNotFoundError:
            return None
        except OSError as error:
            self._give_up(error)
        except (ValueError, LookupError, TypeError):
            self._damaged(path)
        return None

    def keep(self, kind: str, case: Case, seconds: float, evidence: Any) -> None:
        """Evidence that came out as expected, as JSON values."""
        path = self.path(kind, case) if self._adds else None
        if path is None or self._changed(kind, case.theorem):
            return
        entry = {"format": FORMAT, "kind": kind, "case": case.id, "key": path.stem}
        self._write(path, entry | {"seconds": seconds, "evidence": evidence})

    def path(self, kind: str, case: Case) -> Path | None:
        """The file of a piece of evidence, there or not; None if it cannot be kept.

        Only of a registered claim is anything kept: the sources say nothing of one that a test or a mutant makes up.
        """
        if self.folder is None or not _is_registered(case):
            return None
        found = self._depends(kind, case.theorem)
        return None if found is None else self.folder / f"{digest(FORMAT, kind, case.id, found[0])}.json"

    def _depends(self, kind: str, theorem: Theorem) -> tuple[str, list[Path]] | None:
        """Digest of all that a kind of evidence on a theorem depends on, and the files; None if one cannot be read."""
        name = (kind, theorem.id)
        if name not in self._behind:
            try:
                paths, versions = behind(kind, theorem, self.sources)
                sources = {name: self.sources.digest(path) for name, path in paths.items()}
                self._behind[name] = digest(sources, versions), list(paths.values())
            except (OSError, SyntaxError, ValueError):
                self._behind[name] = None
        return self._behind[name]

    def _changed(self, kind: str, theorem: Theorem) -> bool:
        """Has a file changed since this process began? Then it may run what was there before."""
        found = self._depends(kind, theorem)
        try:
            return found is None or any(map(has_changed, found[1]))
        except OSError:
            return True

    # -- files --------------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Path]:
        """All files of evidence."""
        if self.folder is not None:
            yield from (path for path in self.folder.glob("*.json") if NAME.fullmatch(path.stem))

    def left(self) -> Iterator[Path]:
        """Files that were set aside, and what processes had begun to write that were killed: none that still may."""
        if self.folder is not None:
            yield from (path for path in self.folder.glob("*.damaged") if NAME.fullmatch(path.stem))
            yield from (path for path in self.folder.glob(".theorems.*") if time() - path.stat().st_mtime > WRITING)

    def remove(self, paths: Sequence[Path]) -> int:
        """Removes files; returns how many there were. What is known of other sources is forgotten, too."""
        removed = 0
        for path in paths:
            with suppress(OSError):
                path.unlink()
                removed += 1
        self.sources.forget_others()
        return removed

    def set_aside(self, kind: str, case: Case) -> Path | None:
        """Renames a file that is not to be believed; returns its new name."""
        path = self.path(kind, case)
        return None if path is None else _aside(path)

    def _scans(self) -> dict[str, Any]:
        if self.folder is None:
            return {}
        try:
            return dict(read(self.folder / SCANS)["scans"])
        except OSError:
            return {}
        except (ValueError, LookupError, TypeError):
            self._damaged(self.folder / SCANS)
            return {}

    def _write(self, path: Path, entry: dict[str, Any]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text(entry))
        except (OSError, Unwritable) as error:
            self._give_up(error)

    def _damaged(self, path: Path) -> None:
        with suppress(FileNotFoundError):  # another process was faster
            self._say(f"kept evidence is damaged, and found again: now {_aside(path)}")

    def _give_up(self, error: Exception) -> None:
        """Said once: the run goes on without the store."""
        place = f" in {self.folder}" if self.folder is not None else ""
        reason = str(error) if isinstance(error, Unwritable) else why(error)
        self._say(f"no evidence is kept{place}: {reason}")
        self.folder = None


def _aside(path: Path) -> Path:
    """The new name of a file that is set aside: its own where nothing can be renamed."""
    try:
        return path.replace(path.with_suffix(".damaged"))
    except PermissionError:
        return path


def _is_registered(case: Case) -> bool:
    try:
        registered = find(case.theorem.id)  # no other theorem is read for it
    except (UnknownId, UnreadableTheorem):
        return False
    return registered is case.theorem and any(claim is case.claim for claim in case.theorem.claims)


def every(cases: Sequence[Case]) -> Iterator[tuple[str, Case]]:
    """All pieces of deterministic evidence that there may be on some claims."""
    yield from ((kind, case) for case in cases for kind in JUDGES)
