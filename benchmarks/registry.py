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
from time import perf_counter

from benchmarks.measure import table
from theorems import rooms
from theorems.language.registry import modules, theorems

HERE = Path(__file__).parent.parent

SIZES = (50, 100, 200, 400)

ORDER = (
    *("g-iterate", "bernoulli-absorption", "bernoulli-interior", "poisson-extinction", "gaussian-collapse"),
    *("gaussian-risk", "gaussian-pool-sample", "gaussian-accumulate-limit", "kde-given-data"),
)
"""The first theorems of a copy that is not whole: none before those whose lemmas it uses. Others follow by name."""

RUN = """
import resource, sys
from theorems.door import main
code = main(["verify", "--fresh"])
own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(code, sum(x.ru_utime + x.ru_stime for x in (own, others)), own.ru_maxrss, others.ru_maxrss)
"""


def house(folder: Path, claims: int) -> int:
    """Makes the rooms there, with at least so many claims, in as few theorems as that takes; returns how many."""
    for room in rooms.PACKAGES:
        shutil.copytree(HERE / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    known = theorems()
    whole = sum(len(theorem.claims) for theorem in known.values())
    copies = -(-claims // whole)
    for number in range(2, copies + 1):
        _copy(folder, f"_{number}")
    total, last = whole * copies, f"_{copies}" if copies > 1 else ""
    for name in reversed([*ORDER, *(name for name in known if name not in ORDER)]):
        if total - len(known[name].claims) < claims:
            break
        total -= len(known[name].claims)
        _, family, theorem = modules()[name].split(".")
        for room in (rooms.RECORDS, rooms.PROOFS):
            (folder / room / f"{family}{last}" / f"{theorem}.py").unlink()
    return total


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


def measured(claims: int) -> list[str]:
    """One row: `verify --fresh` on a registry of this size, in a process of its own, and in its workers."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        total = house(folder, claims)
        own = {"PYTHONPATH": place, "THEOREMS_STORE": f"{place}/kept", "XDG_STATE_HOME": f"{place}/state"}
        command = [sys.executable, "-c", RUN]
        began = perf_counter()
        done = subprocess.run(command, cwd=place, env=os.environ | own, check=True, capture_output=True, text=True)
        seconds = perf_counter() - began
    *_, said, last = done.stdout.splitlines()
    code, work, parent, worker = map(float, last.split())
    assert code == 0, done.stdout
    assert f"{total} of {total} claims as expected" in said, said
    races = re.search(r"; races (\d+) s", said)
    assert races is not None
    memory = (parent + (os.cpu_count() or 1) * worker) * (1 if sys.platform == "darwin" else 1024)
    cells = [f"{seconds:.0f} s", f"{races[1]} s", f"{work:.0f} s", f"{work / total:.2f} s", f"{memory / 1e9:.2f} GB"]
    return [str(total), *cells]


def report(sizes: Sequence[int] = SIZES) -> str:
    """The table as Markdown."""
    headings = ["claims", "`verify --fresh`", "of it races", "processor time", "of it per claim", "memory, at most"]
    words = (
        "Today's theorems under new ids. Copies share processes and kernels, as new theorems on known processes do, but"
        " also some of what is found for the same proof and drawn at the same point, as those do not."
    )
    return f"## A larger registry\n\n{words}\n\n" + table(headings, [measured(size) for size in sizes])


if __name__ == "__main__":
    print(report([int(size) for size in sys.argv[1:]] or SIZES))
