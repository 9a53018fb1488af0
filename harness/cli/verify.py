"""The commands that judge claims: verify, prove, plan."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Collection, MutableMapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from math import log
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, TextIO

from harness.basics.errors import BadInput
from harness.basics.outputs import is_standard_output, print_whole, writer
from harness.basics.terminal import Tell, progress, put, say
from harness.judge.case import Case
from harness.judge.selection import chosen
from theorems.language.registry import unreadable

if TYPE_CHECKING:
    from harness.judge.verdict import ClaimReport, Kept
    from harness.run.executors import Workers
    from harness.run.journal import Journal
    from proofs_check.second_opinion import Inequality


def _beside(file: str | None) -> TextIO:
    """Where the table goes: to stderr where the file is standard output."""
    return sys.stderr if file is not None and is_standard_output(file) else sys.stdout


def verify_(arguments: Namespace) -> int:
    """Proof, exact check and races of every claim; exit code 0 if all come out as expected."""
    from harness.run.executors import open_executor
    from harness.run.journal import Asked, open_journal
    from harness.run.store import Store, fresh_here

    chosen(arguments.ids)
    file, log_file = arguments.json, arguments.journal
    if log_file == "":
        raise BadInput("--journal must be a file: got ''")
    if file and log_file and os.path.realpath(file) == os.path.realpath(log_file):
        raise BadInput("--json and --journal name the same file")
    write = None if file is None else writer("--json", file)
    out = _beside(file)
    asked = Asked(arguments.ids, arguments.effort, arguments.entropy)
    path = Path(log_file) if log_file else None
    with (
        open_executor(arguments.executor, arguments.workers) as executor,
        open_journal(asked, path, arguments.resume, say) as journal,
        Store(say, fresh=arguments.fresh or fresh_here()) as kept,
    ):
        selected = chosen(journal.ids)
        put(
            f"effort {journal.effort}, entropy {journal.entropy} (repeat this run with --entropy {journal.entropy})",
            out,
        )
        began = perf_counter()
        with progress(len(selected)) as tell:
            reports = examine_all(selected, journal.effort, journal.entropy, executor, journal, kept, tell)
        good = _tell(reports, journal, perf_counter() - began, out)
        if write:
            write(json.dumps([record for report in reports for record in report.records()], indent=1) + "\n")
    return 0 if good else 1


def _tell(reports: Sequence[ClaimReport], journal: Journal, seconds: float, out: TextIO) -> bool:
    """The table, why claims are not as expected, and the summary; are all as expected, and readable?"""
    from harness.judge.report import explain, summary, verdict_table

    verdict_table(reports, out)
    for report in reports:
        if not report.as_expected:
            for line in explain(report, journal.effort):
                put(line, out)
    unread = () if journal.ids else unreadable()
    for problem in unread:
        put(str(problem), out)
    put(summary(list(reports), seconds), out)
    return all(r.as_expected for r in reports) and not unread


def examine_all(
    cases: Sequence[Case],
    effort: str,
    entropy: int,
    workers: Workers,
    finished: MutableMapping[str, Any],
    kept: Kept | None,
    tell: Tell,
) -> list[ClaimReport]:
    """All evidence on these claims, but for what is finished or kept, by these workers."""
    from harness.judge.questions import EFFORTS
    from harness.judge.verdict import examine
    from harness.run.dependencies import RACES
    from harness.run.tasks import examined_elsewhere

    reports: list[ClaimReport] = []
    resolution = EFFORTS[effort]
    found = examined_elsewhere(cases, resolution, entropy, workers, finished, kept, tell)
    for case in cases:

        def race(fraction: float, what: str = case.id) -> None:
            tell(max(found, len(reports) + min(fraction, 0.99)), what)

        race(0.0)
        report = examine(case, resolution, entropy, workers, race, finished, kept)
        reports.append(report)
        if kept is not None and report.runs and report.as_expected:
            kept.keep(RACES, case, round(report.seconds, 3), _raced(report, effort))
    return reports


def _raced(report: ClaimReport, effort: str) -> dict[str, Any]:
    """What the races of a claim gave, when, and how to repeat them, as JSON values."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return {"when": when, "effort": effort, "entropy": str(report.entropy), "races": report.records()}


def prove_(arguments: Namespace) -> int:
    """The ledger of every proof; exit code 0 if every step checks. Else no certificate is written."""
    from harness.cli import certificates
    from harness.judge.proof import prove
    from harness.judge.report import ledger, ledger_record
    from proofs_check.second_opinion import overheard

    cases, file = chosen(arguments.ids), arguments.certificate
    out = _beside(file)
    if arguments.json and out is sys.stderr:
        raise BadInput("--json and --certificate cannot both be on standard output")
    write = None if file is None else writer("--certificate", file)
    if write is not None:
        cases = certificates.derivations(cases)
    good = True
    proofs = {}
    records: list[dict[str, Any]] = []
    if arguments.z3 and find_spec("z3") is None:
        raise BadInput("--z3 needs z3-solver: pip install 'model-collapse-theorems[recheck]'")
    with progress(len(cases)) as tell, overheard() as inequalities:
        for done, case in enumerate(cases):
            tell(done, case.id)
            proof = prove(case)
            good &= proof is None or proof.ok
            proofs[case.id] = proof
            record = ledger_record(case, proof)
            records.append(record)
            for line in [] if arguments.json else ledger(record, arguments.depth):
                put(line, out)
    if arguments.json:
        print_whole(json.dumps(records, indent=1) + "\n")
    if arguments.z3:
        said = _by_z3(inequalities)
        say(said) if arguments.json else put(said, out)
    if write is not None and good:
        write(certificates.written([(case, proof) for case in cases if (proof := proofs[case.id]) is not None]))
    return 0 if good else 1


def _by_z3(inequalities: Collection[Inequality]) -> str:
    """What z3 says of inequalities that the rules have decided; raises Disagreement where it knows better."""
    from proofs_check.second_opinion import decided

    began, held = process_time(), 0
    with progress(len(inequalities)) as tell:
        for done, inequality in enumerate(inequalities):
            tell(done, "inequalities by z3")
            held += decided(inequality)
    unknown = len(inequalities) - held
    seconds = process_time() - began
    return f"decided again by z3: {len(inequalities)} inequalities, {held} hold, {unknown} unknown; {seconds:.1f} s"


def plan(arguments: Namespace) -> int:
    """Expected draws and seconds per question, from one timed block each; no race is run."""
    from harness.judge.budget import BETA
    from harness.judge.questions import EFFORTS, ask
    from harness.judge.race import draw_block
    from simulators.engine import fresh_entropy

    entropy = fresh_entropy()  # what was drawn before would cost nothing
    cases = chosen(arguments.ids)
    rows: list[dict[str, Any]] = []
    with progress(len(cases)) as tell:
        for done, case in enumerate(cases):
            tell(done, case.id)
            for question in ask(case, EFFORTS[arguments.effort]):
                draw_block(question.observed, question.arguments, entropy, question.id, 0)  # compiles
                began = perf_counter()
                draw_block(question.observed, question.arguments, entropy, question.id, 1)
                draws = question.planned_draws(log(1 / BETA))
                seconds = (perf_counter() - began) * draws / question.observed.block_paths
                rows.append({"question": question.id, "draws": draws, "seconds": round(seconds, 6)})
                if not arguments.json:
                    put(f"{draws:12,} draws {seconds:8.2f} s  {question.id}")
    if arguments.json:
        print_whole(json.dumps(rows, indent=1) + "\n")
    else:
        draws, seconds = sum(row["draws"] for row in rows), sum(row["seconds"] for row in rows)
        put(f"{draws:12,} draws {seconds:8.2f} s  in all, on one core")
    return 0
