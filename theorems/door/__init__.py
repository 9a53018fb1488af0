"""The way in: the command and the pytest plugin start here, in a package whose name no other distribution has.

`harness` and `simulators` are names of other distributions, too. Installed beside one of these, the suite would run
their files for its own, with or without an error.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import os
import sys
from argparse import Namespace
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

from theorems import rooms

DISTRIBUTION = "model-collapse-theorems"
ROOMS = tuple(room for room in rooms.PACKAGES if room != rooms.RECORDS)
"""Rooms that another package may stand in for: this one is in the first."""
HOME = Path(__file__).resolve().parents[2]
"""The folder of the rooms."""
REMEMBERED = 20_000
"""Of each function of sympy so many results are remembered, not 1,000: derivations ask the same again, later."""
COLLECTED = 100_000, 20, 20
"""Expressions are many, and few of them are in a cycle: of what is new the garbage collector looks at more at once."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `theorems`; refuses with exit code 2 where another package stands in for a room.

    arguments: None are those of this process.
    """
    remember()
    if arguments is None:
        gc.set_threshold(*COLLECTED)
    if line := intrusion():
        print(f"theorems: {line}", file=sys.stderr)
        return 2
    from harness.cli.main import main as run

    return run(arguments, {"figures": _figures, "workflow": _workflow, "site": _site})


def remember() -> None:
    """Tells sympy, where it is imported from now on, here or by a process that this one starts, how much to remember;
    the environment may say otherwise.
    """
    os.environ.setdefault("SYMPY_CACHE_SIZE", str(REMEMBERED))


def _figures(arguments: Namespace) -> int:
    from paper_figs.command import figures  # a room above the harness, which therefore does not know it

    return figures(arguments)


def _workflow(arguments: Namespace) -> int:
    from harness.cli.workflow import workflow
    from paper_figs.workflow import drawing  # above the harness, too

    return workflow(arguments, drawing)


def _site(arguments: Namespace) -> int:
    from paper_figs.site.command import site  # above the harness, too

    return site(arguments)


def intrusion() -> str | None:
    """One line: which file Python takes for one of ours, whose it is, what to do. None if each file is our own."""
    for room in ROOMS:
        own = HOME / room / "__init__.py"
        found = _origin(room)
        if found != own:
            return _line(room, own, found)
    return next((_line(own.relative_to(HOME).parts[0], own, found) for own, found in _changed()), None)


def _origin(room: str) -> Path | None:
    """The file, or the folder without one, that `import room` takes."""
    module = sys.modules.get(room)
    spec = find_spec(room) if module is None else None
    file = spec.origin if spec else getattr(module, "__file__", None)
    folders = spec.submodule_search_locations if spec else getattr(module, "__path__", None)
    place = file or next(iter(folders or ()), None)
    return Path(place).resolve() if place else None


def _changed() -> Iterator[tuple[Path, Path | None]]:
    """Files of an installed wheel that are not as they were installed, and what is in their place.

    Wheels with a folder of the same name are unpacked into one another: the later overwrites files of the earlier, a
    package `cli/` goes before a module `cli.py`, and who is removed first takes common files along.
    """
    for name, digest in _record():
        own = HOME / name
        if not own.is_file():
            yield own, None
        elif digest != urlsafe_b64encode(hashlib.sha256(own.read_bytes()).digest()).rstrip(b"=").decode():
            yield own, own
        elif own.suffix == ".py" and own.name != "__init__.py":
            spec = PathFinder.find_spec(own.stem, [str(own.parent)])
            if spec is None or spec.origin != str(own):
                yield own, Path(spec.origin) if spec and spec.origin else None


def _record() -> list[tuple[str, str]]:
    """Files of our rooms with their digests as they were installed; none for a source tree, which is edited."""
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return []
    if Path(str(installed.locate_file(rooms.RECORDS))).resolve() != HOME / rooms.RECORDS:
        return []
    rows = csv.reader((installed.read_text("RECORD") or "").splitlines())
    wanted = (row for row in rows if row[0].partition("/")[0] in rooms.PACKAGES)
    return [(name, digest.removeprefix("sha256=")) for name, digest, _ in wanted if digest.startswith("sha256=")]


def _line(room: str, own: Path, found: Path | None) -> str:
    if found in (None, own.parent):
        return f"{own} is missing: install the suite anew, in a virtual environment of its own (python -m venv)"
    others = [name for name in packages_distributions().get(room, ()) if name != DISTRIBUTION]
    whose = " and ".join(sorted({f"{name} {version(name)}" for name in others}))
    if whose:
        return (
            f"{found} is of another package named {room} ({whose}) and goes before this suite's: "
            "install the suite into a virtual environment of its own (python -m venv)"
        )
    if found == own:
        return f"{found} is not as it was installed: install the suite anew, in a virtual environment of its own"
    return f"{found} goes before this suite's own {room}: rename it, or start from another folder"
