"""Proofs: the processor time of each, all in one process that has proved nothing before.

A lemma counts for the claim that needs it first; a leaf that was decided is not decided again.
"""

from __future__ import annotations

import subprocess
import sys
from time import process_time

from benchmarks.measure import engineering, table

SHOWN = 25
"""Claims with a row of their own: those that take longest."""


def report() -> str:
    """The table as Markdown, measured in a process of its own."""
    return subprocess.run([sys.executable, "-m", __spec__.name], check=True, capture_output=True, text=True).stdout


def measured() -> str:
    """The table, measured here."""
    loaded = process_time()
    from harness.judge.proof import prove
    from harness.judge.selection import chosen

    cases = chosen(())
    loaded = process_time() - loaded
    seconds: dict[str, float] = {}
    for case in cases:
        began = process_time()
        proof = prove(case)
        if proof is not None:
            seconds[case.id] = process_time() - began
            assert proof.ok, case.id
    longest = sorted(seconds, key=seconds.__getitem__, reverse=True)
    rest = [seconds[claim] for claim in longest[SHOWN:]]
    rows = [[claim, engineering(seconds[claim])] for claim in longest[:SHOWN]]
    rows.append([f"{len(rest)} others", engineering(sum(rest))])
    rows.append([f"all {len(seconds)} claims", engineering(sum(seconds.values()))])
    rows.append(["what is imported before", engineering(loaded)])
    return "## Proofs\n\nProcessor time in one process, once.\n\n" + table(["claim", "time"], rows)


if __name__ == "__main__":
    print(measured())
