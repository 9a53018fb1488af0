"""How `verify --fresh` grows with the registry: today's theorems under new ids, as families of their own.

Copies share processes and kernels, as new theorems on known processes do. They also ask for the same proofs and for the
same draws again, of which a process keeps some: the time per claim of the first rows is what new theorems take.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from benchmarks.measure import claims, table
from theorems import rooms
from theorems.language.registry import modules

HERE = Path(__file__).parent.parent

COPIES = (1, 2, 3, 4)

RUN = """
import resource, sys
from theorems.door import main
code = main(["verify", "--fresh"])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def house(folder: Path, copies: int) -> int:
    """Makes the rooms there, with every theorem so many times; returns how many claims there are."""
    for room in rooms.PACKAGES:
        shutil.copytree(HERE / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for number in range(2, copies + 1):
        _copy(folder, f"_{number}")
    return copies * claims()


def _copy(folder: Path, suffix: str) -> None:
    """Copies every family, which speaks of itself and of the other copies then."""
    families = sorted({module.split(".")[1] for module in modules().values()})
    named = re.compile(rf"\b({rooms.RECORDS}|{rooms.PROOFS})\.({'|'.join(families)})\b")
    for room in (rooms.RECORDS, rooms.PROOFS):
        for family in families:
            made = folder / room / f"{family}{suffix}"
            shutil.copytree(HERE / room / family, made, ignore=shutil.ignore_patterns("__pycache__"))
            for path in made.rglob("*.py"):
                text = named.sub(rf"\1.\2{suffix}", path.read_text())
                path.write_text(re.sub(r'(\bid="[^"]+)"', rf'\1{suffix.replace("_", "-")}"', text))


def measured(copies: int) -> list[str]:
    """One row: `verify --fresh` on a registry of this size, in a process of its own, and in its workers."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        total = house(folder, copies)
        own = {"PYTHONPATH": place, "THEOREMS_STORE": f"{place}/kept", "XDG_STATE_HOME": f"{place}/state"}
        command = [sys.executable, "-c", RUN]
        began, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=place, env=os.environ | own, check=True, capture_output=True, text=True)
        seconds, after = perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    *_, said, last = done.stdout.splitlines()
    code, parent = map(int, last.split())
    assert code == 0, done.stdout
    assert f"{total} of {total} claims as expected" in said, said
    races = re.search(r"; races (\d+) s", said)
    assert races is not None
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime  # its workers have ended by then
    most = (parent + (os.cpu_count() or 1) * after.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
    cells = [f"{seconds:.0f} s", f"{races[1]} s", f"{work:.0f} s", f"{work / total:.2f} s", f"{most / 1e9:.2f} GB"]
    return [str(total), *cells]


def report(copies: Sequence[int] = COPIES) -> str:
    """The table as Markdown."""
    headings = ["claims", "`verify --fresh`", "of it races", "processor time", "of it per claim", "memory, at most"]
    words = (
        "Today's theorems under new ids. Copies share processes and kernels, as new theorems on known processes do, but"
        " also some of what is found for the same proof and drawn at the same point, as those do not."
    )
    return f"## A larger registry\n\n{words}\n\n" + table(headings, [measured(number) for number in copies])


if __name__ == "__main__":
    print(report([int(number) for number in sys.argv[1:]] or COPIES))
