"""What an interrupted run of figures had found: results of its calls, until the figures that need them are made.

Each lies in a file of its own in the user's folder of state, below the entropy of its run. Its name is a digest of all
that the value depends on: function, arguments, the sources behind them, and versions.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from harness.run import journal
from paper_figs import simulations, store
from paper_figs.figure import Figure
from paper_figs.simulations import Call

KEPT = 3
"""Entropies of interrupted runs whose results are kept."""


class Unfinished:
    """The calls of a run, and their files, which go away with the last figure that needs them."""

    def __init__(self, asked: Mapping[str, Sequence[Call]], figures: Iterable[Figure], effort: str, entropy: int):
        self._waiting = {name: set(calls) for name, calls in asked.items()}
        self.files: dict[Call, Path] = {}
        _prune()
        for figure in figures:
            for call in asked.get(figure.name, ()):
                if call not in self.files:
                    self.files[call] = _file(figure, effort, call, entropy)
                    simulations.keep(call, self.files[call])

    def made(self, name: str) -> None:
        """A figure is made, and needs its calls no more."""
        calls = self._waiting.pop(name, set())
        for call in calls.difference(*self._waiting.values()):
            simulations.forget(call)


def entropy(figures: Sequence[Figure], out: Path, effort: str) -> int | None:
    """That of the last run which has left something that one of these figures needs; None if there is none."""
    for folder in _folders():
        for figure in figures:
            with suppress(Exception):  # whoever makes the figure says what is wrong
                number = int(folder.name)
                calls = store.calls(figure, out, effort, number, any_entropy=True)
                if any(_file(figure, effort, call, number).exists() for call in calls):
                    return number
    return None


def _file(figure: Figure, effort: str, call: Call, entropy: int) -> Path:
    return _folder() / str(entropy) / store.call_key(figure, effort, call)


def _folder() -> Path:
    return journal.folder() / "calls"


def _folders() -> list[Path]:
    """The folders of all entropies, that of the last run first."""
    with suppress(OSError):
        found = [path for path in _folder().iterdir() if path.name.isdecimal()]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
    return []


def _prune() -> None:
    for folder in _folders()[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
