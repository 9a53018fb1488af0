"""The command `theorems verify`."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from concurrent.futures import Executor
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from harness.commands import progress_bar, say
from harness.errors import BadInput
from harness.files import write_whole
from harness.selection import chosen
from theorems.language import Claim, Theorem
from theorems.language.registry import unreadable

if TYPE_CHECKING:
    from harness.journal import Journal
    from harness.verify import ClaimReport


def verify_(arguments: Namespace) -> int:
    """Proof, exact check and races of every claim; exit code 0 if all come out as expected."""
    from harness.executors import open_executor
    from harness.journal import Asked, open_journal

    chosen(arguments.ids)
    if arguments.entropy is not None and arguments.entropy < 0:
        raise BadInput(f"--entropy must be an integer >= 0: got {arguments.entropy}")
    for option, file in (("--json", arguments.json), ("--journal", arguments.journal)):
        if file and not Path(file).absolute().parent.is_dir():
            raise BadInput(f"{option}: there is no folder {Path(file).absolute().parent}")
    asked = Asked(arguments.ids, arguments.effort, arguments.entropy)
    path = Path(arguments.journal) if arguments.journal else None
    with (
        open_executor(arguments.executor, arguments.workers) as executor,
        open_journal(asked, path, arguments.resume, say) as journal,
    ):
        return _run(journal, executor, arguments.workers or os.cpu_count() or 1, arguments.json)


def _run(journal: Journal, executor: Executor, workers: int, file: str | None) -> int:
    """Every claim of the journal's run: what is finished from there, the rest on the executor."""
    from rich.console import Console

    from harness.report import explain, summary, verdict_table

    selected = chosen(journal.ids)
    console = Console(width=None if sys.stdout.isatty() else 160)
    again = f"repeat this run with --entropy {journal.entropy}"
    console.print(f"effort {journal.effort}, entropy {journal.entropy} ({again})")
    began = perf_counter()
    reports = _examine_all(selected, journal, executor, workers)
    console.print(verdict_table(reports))
    for report in reports:
        if not report.as_expected:
            for line in explain(report, journal.effort):
                console.print(line, markup=False, highlight=False, soft_wrap=True)
    unread = () if journal.ids else unreadable()
    for problem in unread:
        console.print(problem, markup=False, highlight=False, soft_wrap=True)
    console.print(summary(reports, perf_counter() - began), highlight=False)
    if file:
        records = [record for report in reports for record in report.records()]
        write_whole(Path(file), json.dumps(records, indent=1) + "\n")
    return 0 if all(r.as_expected for r in reports) and not unread else 1


def _examine_all(
    claims: list[tuple[Theorem, Claim]], journal: Journal, executor: Executor, workers: int
) -> list[ClaimReport]:
    from harness.ahead import proofs_ahead
    from harness.questions import EFFORTS
    from harness.verify import examine, proof_name

    reports: list[ClaimReport] = []
    with progress_bar() as bar, proofs_ahead(claims, journal, workers) as proofs:
        task = bar.add_task("preparing", total=len(claims))

        def tell(fraction: float) -> None:
            bar.update(task, completed=len(reports) + min(fraction, 0.99))

        for theorem, claim in claims:
            bar.update(task, description=f"{theorem.id}/{claim.name}")
            name = proof_name(theorem, claim)
            if name in proofs and (proof := proofs[name].get()):
                journal[name] = proof
            resolution = EFFORTS[journal.effort]
            reports.append(examine(theorem, claim, resolution, journal.entropy, executor, tell, journal))
            bar.update(task, completed=len(reports))
    return reports
