"""Edits that the tests must notice, planted one by one in a copy of the repository: `python -m benchmarks.planted`.

Every edit is of a kind that no generator of the suite makes: in streams, verdicts, budgets, keys, rounding, records,
kernels, exact rooms, figures. Each is looked for by the tests that are about it; an edit that survives is a hole in
the tests.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.planted_author import AUTHOR_EDITS
from benchmarks.planted_cards import CARD_EDITS
from benchmarks.planted_claims import CLAIM_EDITS
from benchmarks.planted_cli import CLI_EDITS
from benchmarks.planted_domains import DOMAIN_EDITS
from benchmarks.planted_edits import EDITS
from benchmarks.planted_experiments import EXPERIMENT_EDITS
from benchmarks.planted_figures import FIGURE_EDITS
from benchmarks.planted_judge import JUDGE_EDITS
from benchmarks.planted_kernels import KERNEL_EDITS
from benchmarks.planted_library import LIBRARY_EDITS
from benchmarks.planted_processes import PROCESS_EDITS
from benchmarks.planted_rooms import ROOM_EDITS
from benchmarks.planted_rules import RULE_EDITS
from benchmarks.planted_signs import SIGN_EDITS
from benchmarks.planted_startup import STARTUP_EDITS
from benchmarks.planted_store import STORE_EDITS
from benchmarks.planted_tasks import TASK_EDITS
from benchmarks.planted_vectors import VECTOR_EDITS

EVERY = (
    *EDITS,
    *JUDGE_EDITS,
    *CLI_EDITS,
    *PROCESS_EDITS,
    *ROOM_EDITS,
    *FIGURE_EDITS,
    *DOMAIN_EDITS,
    *CARD_EDITS,
    *CLAIM_EDITS,
    *RULE_EDITS,
    *SIGN_EDITS,
    *STORE_EDITS,
    *STARTUP_EDITS,
    *TASK_EDITS,
    *VECTOR_EDITS,
    *AUTHOR_EDITS,
    *EXPERIMENT_EDITS,
    *LIBRARY_EDITS,
    *KERNEL_EDITS,
)
"""(what is wrong then, file, text that is there once, what stands in its place, tests that are about it)."""

ROOT = Path(__file__).parent.parent
COPIED = ("theorems", "simulators", "proofs_check", "harness", "paper_figs", "tests", "examples", "docs", "benchmarks")
SECONDS, MEMORY = 900, 8 << 30
DEVICES = ("/dev/null", "/dev/full", "/dev/zero")


@cache
def red(tests: tuple[str, ...]) -> str | None:
    """The first test that fails without any edit: then nothing that the tests say of an edit counts."""
    return failure("", "", "", tests)


def failure(file: str, old: str, new: str, tests: Sequence[str]) -> str | None:
    """The first test that fails on a copy of the repository with the edit in it (none: no file); None if all pass.

    Raises ValueError if `old` is not there exactly once, SyntaxError if the edited file is no Python.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for part in COPIED:
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
        for path in ROOT.iterdir():
            if path.is_file():
                shutil.copy(path, copy / path.name)
        if file:
            text = (copy / file).read_text()
            if text.count(old) != 1:
                raise ValueError(f"{file} has {text.count(old)} times: {old}")
            edited = text.replace(old, new)
            compile(edited, file, "exec")  # all tests would fail, and tell nothing
            (copy / file).write_text(edited)
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
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
            )
        except subprocess.TimeoutExpired:
            return "no end within the time"
    if done.returncode == 0:
        return None
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].partition(" ")[2].partition(" - ")[0] if failed else f"exit code {done.returncode}"


def _devices() -> list[tuple[bool, int]]:
    found = [os.stat(name) for name in DEVICES if os.path.exists(name)]
    return [(stat.S_ISCHR(each.st_mode), each.st_rdev) for each in found]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table of the edits and what kills each; exit code 1 if one survives."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted", description=__doc__)
    parser.add_argument("words", nargs="*", help="only edits whose kind or file contains one of these (default: all)")
    words = parser.parse_args(arguments).words
    chosen = [e for e in EVERY if not words or any(word in f"{e[0]} {e[1]}" for word in words)]
    killed = 0
    devices = _devices()
    for kind, file, old, new, tests in chosen:
        told = f"NOT JUDGED: without it, too, fails {red(tests)}"
        if red(tests) is None:
            try:
                killer = failure(file, old, new, tests)
                killed += killer is not None
                told = killer or "SURVIVES"
            except (OSError, ValueError, SyntaxError) as error:
                told = f"NOT PLANTED: {error}"
        print(f"{kind} | {file} | {told}", flush=True)
        if _devices() != devices:  # root's edited writer can replace the machine's own; no later verdict counts
            sys.exit(f"this edit replaced one of {', '.join(DEVICES)}: make it again before anything else is run")
    print(f"{killed} of {len(chosen)} killed")
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
