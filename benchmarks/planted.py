"""Edits that the tests must notice, planted one by one in a copy of the repository: `python -m benchmarks.planted`.

Every edit is of a kind that no generator of the suite makes: in streams, verdicts, budgets, keys, rounding, records.
Each is looked for by the test files that are about it; an edit that survives is a hole in the tests.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.planted_cli import CLI_EDITS
from benchmarks.planted_edits import EDITS
from benchmarks.planted_judge import JUDGE_EDITS

ROOT = Path(__file__).parent.parent
COPIED = ("theorems", "simulators", "proofs_check", "harness", "paper_figs", "tests", "examples", "docs", "benchmarks")
SECONDS = 900


class Outcome(NamedTuple):
    """What became of an edit: killed by the first test that failed, or None, it survived."""

    killed_by: str | None
    note: str


def plant(file: str, old: str, new: str, tests: Sequence[str]) -> Outcome:
    """Runs the tests on a copy of the repository with the edit in it; raises ValueError if `old` is not there once."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for part in COPIED:
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
        for path in ROOT.iterdir():
            if path.is_file():
                shutil.copy(path, copy / path.name)
        target = copy / file
        text = target.read_text()
        if text.count(old) != 1:
            raise ValueError(f"{file} has {text.count(old)} times: {old}")
        target.write_text(text.replace(old, new))
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no", "-p", "no:cacheprovider", *tests]
        try:
            done = subprocess.run(
                command,
                cwd=copy,
                env={**os.environ, "PYTHONPATH": name},
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Outcome("out of time", "")
    if done.returncode == 0:
        return Outcome(None, "")
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return Outcome(failed[0].split(" ")[1] if failed else f"exit code {done.returncode}", done.stderr[-200:])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table of the edits and what kills each; exit code 1 if one survives."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description=__doc__)
    parser.add_argument("words", nargs="*", help="only edits whose kind or file contains one of these (default: all)")
    words = parser.parse_args(arguments).words
    every = (*EDITS, *JUDGE_EDITS, *CLI_EDITS)
    chosen = [e for e in every if not words or any(word in f"{e[0]} {e[1]}" for word in words)]
    survivors = 0
    for kind, file, old, new, tests in chosen:
        outcome = plant(file, old, new, tests)
        survivors += outcome.killed_by is None
        print(f"{kind} | {file} | {outcome.killed_by or 'SURVIVES'}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} killed")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())
