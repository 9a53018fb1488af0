"""What is kept: the work of `verify` on the whole registry, with nothing kept, again, and after edits of a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import engineering, table
from theorems import rooms

HERE = Path(__file__).parent.parent

EDITS = {
    "with nothing kept": None,
    "again": None,
    "after an edit of one proof": "proofs_check/poisson/extinction.py",
    "after an edit of one record": "theorems/kde/replace_growth.py",
    "after an edit of one declaration": "theorems/processes/poisson.py",
    "after an edit of a rule of proof": "proofs_check/rules/chains.py",
}
"""What is done in turn to a copy of the rooms; each edit stays."""

RUN = """
import collections, json, sys, time
from harness.judge import verdict
from theorems.door import main

races, found = 0.0, collections.Counter()
race, anew = verdict.race, verdict.anew

def timed(*arguments):
    global races
    began = time.process_time()
    try:
        return race(*arguments)
    finally:
        races += time.process_time() - began

def counted(kind, *arguments):
    found[kind] += 1
    return anew(kind, *arguments)

verdict.race, verdict.anew = timed, counted
code = main(["verify", "--workers", "1", "--json", sys.argv[1]])
print(json.dumps([code, time.process_time() - races, races, found]))
"""


def report() -> str:
    """The table as Markdown."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for room in rooms.PACKAGES:
            shutil.copytree(HERE / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        environment = os.environ | {"PYTHONPATH": place, "THEOREMS_STORE": str(folder / "kept")}
        environment.pop("CI", None)
        for name, file in EDITS.items():
            if file is not None:
                with (folder / file).open("a") as source:
                    source.write("\npass\n")
            command = [sys.executable, "-c", RUN, str(folder / "records.json")]
            done = subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, text=True)
            code, work, races, found = json.loads(done.stdout.splitlines()[-1])
            assert code == 0, done.stdout
            anew = ", ".join(f"{found[kind]} {kind}" for kind in sorted(found)) or "nothing"
            rows.append([name, engineering(work), engineering(races), anew])
    headings = ["`theorems verify`", "work besides the races", "races", "found anew"]
    return "## Evidence that is kept\n\nProcessor time of one thread.\n\n" + table(headings, rows)


if __name__ == "__main__":
    print(report())
