"""What went wrong in a file of a theorem, in one line for its author: where, what, and what to try."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from theorems import rooms
from theorems.language.holes import MARK, is_hole
from theorems.language.registry import packages, short_path

ROOMS = tuple(room for room in rooms.PACKAGES if room != rooms.HARNESS)
SHARED = (
    "theorems.api", "theorems.door", "theorems.language", "simulators.engine", "simulators.kernels",
    "proofs_check.steps", "proofs_check.rules",
    *(f"{rooms.FIGURES}.{name}" for name in ("command", "figure", "gallery", "numbers", "store", "style", "tables")),
)  # fmt: skip
"""Modules of the rooms that no author of a theorem writes."""


def describe(error: BaseException) -> str | None:
    """The fault in one line; None for an error that no file of a theorem is to blame for."""
    from proofs_check.rules.statements import Disagreement

    if isinstance(error, Disagreement):
        return None
    places = list(_places(error))
    where = f"{places[-1][0]}:{places[-1][1]}: " if places else ""
    if is_hole(error):
        return f"{where}unfinished: {str(error).removeprefix(MARK)}"
    if type(error).__module__.startswith("numba."):
        return _numba(error, where)
    if isinstance(error, SyntaxError) and error.filename:
        where = f"{short_path(Path(error.filename))}:{error.lineno}: "
    elif isinstance(error, _spoken()):
        return str(error)
    elif not places:
        return None
    return f"{where}{_rule(error) or type(error).__name__}: {' '.join(str(error).split())}"


def _rule(error: BaseException) -> str | None:
    """The rule of derivations that was asked for, and refused."""
    from proofs_check.rules.statements import NotProved

    rules = rooms.PROOFS + ".rules"
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    inside = [str(frame.f_globals.get("__name__", "")).startswith(rules) for frame in frames]
    if not isinstance(error, NotProved) or not inside[-1]:
        return None
    first = len(frames) - next((i for i, rule in enumerate(reversed(inside)) if not rule), len(frames))
    return frames[first].f_code.co_name


def _spoken() -> tuple[type[Exception], ...]:
    """Errors of the harness whose message says everything; not loaded, with numpy, before something is wrong."""
    from harness.evidence.sums import BadObservable
    from harness.judge.observed import MissingRoom, Uncertified, WrongMark
    from theorems.language import DomainError
    from theorems.language.expectation import NotDerived
    from theorems.language.literal import NoDraw
    from theorems.language.readers import NotExact, NoValue, UnreadableExpression

    harness = (BadObservable, MissingRoom, Uncertified, WrongMark)
    return *harness, DomainError, NoDraw, NotDerived, NotExact, NoValue, UnreadableExpression


def _places(error: BaseException) -> Iterator[tuple[str, int]]:
    """File and line of every frame in a room, outermost first."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_globals.get("__name__", "")
        for prefix in packages():
            inside = name.removeprefix(prefix)
            if name.startswith(prefix) and inside.startswith(ROOMS) and not inside.startswith(SHARED):
                yield short_path(Path(frame.f_code.co_filename)), line
                break


def _numba(error: BaseException, where: str) -> str:
    """The line of the kernel that does not compile, and numba's reason."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    places = re.findall(r'File "([^"]+)", line (\d+)', text)
    own = [(f, line) for f, line in places if "numba" not in Path(f).parts and "<" not in f]
    if own:
        where = f"{short_path(Path(os.path.abspath(own[-1][0])))}:{own[-1][1]}: "
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    skip = ("Failed in", "File ", "During:", "- ", "This error", "To see", "For more", "- Resolution")
    reasons = [line for line in lines if not line.startswith(skip) and not line.startswith(("<source", "def ", "^"))]
    source = _source(own[-1]) if own else ""
    return f"{where}the kernel does not compile: {reasons[0] if reasons else type(error).__name__}{source}"


def _source(place: tuple[str, str]) -> str:
    try:
        return f" in `{Path(place[0]).read_text().splitlines()[int(place[1]) - 1].strip()}`"
    except (OSError, IndexError):
        return ""
