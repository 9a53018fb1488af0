"""The command `theorems check`: everything about one theorem in one go, while it is being written."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from time import perf_counter

from harness.author.check import Sheet, claim_sheet, plural, statement_sheet
from harness.author.diagnostics import Finding
from harness.author.todo import Hole, todo
from harness.basics.terminal import Tell, progress
from harness.judge.case import Case
from harness.judge.selection import cases, find_case
from harness.run.executors import Workers, open_executor
from harness.run.tasks import as_found
from simulators.engine import fresh_entropy
from theorems.language import Theorem
from theorems.language.registry import UnreadableTheorem, find, modules, unreadable


def check_(arguments: Namespace) -> int:
    """Lints, proof, exact values, twin, races and slips of one theorem; exit code 0 if nothing is to mend."""
    began = perf_counter()
    name, _, only = arguments.id.partition("/")
    known = any(problem.id == name for problem in unreadable()) or name in modules()
    left = todo(name) if known else []
    try:
        theorem = find(name)
    except UnreadableTheorem:  # nothing else can be looked at
        for problem in unreadable():
            if problem.id == name and not problem.unfinished:
                finding = Finding("record", problem.reason, f"{problem.file}:{problem.line}", name)
                print("\n".join(finding.lines()))
        if left:
            _list(name, left)
        print(f"{name}: nothing else is looked at before the record can be read")
        return 1
    wanted = [find_case(arguments.id)] if only else cases(theorem)
    findings: list[Finding] = []
    print(f"{theorem.id}: {theorem.title}")
    with open_executor(arguments.executor, arguments.workers) as workers, progress(1 + len(wanted)) as tell:
        for title, sheet in _sheets(theorem, wanted, fresh_entropy(), workers, tell):
            print(f"  {title:{_width(theorem)}}  {'; '.join(sheet.remarks)}", flush=True)
            findings += sheet.findings
    findings = list({(finding.what, finding.about): finding for finding in reversed(findings)}.values())[::-1]
    findings.sort(key=lambda finding: finding.rule != "witness")  # who is wrong, first
    for finding in findings:
        print()
        print("\n".join(finding.lines()))
    print()
    if left:
        _list(name, left)
    count = plural(len(findings), "error") if findings else "nothing to mend" + " so far" * bool(left)
    print(f"{theorem.id}: {count}, {perf_counter() - began:.1f} s")
    return 1 if findings or left else 0


def _list(name: str, left: Sequence[Hole]) -> None:
    print(f"{name}: {plural(len(left), 'hole')} to fill")
    print("\n".join(f"  {hole}" for hole in left))


def _sheets(
    theorem: Theorem, wanted: Sequence[Case], entropy: int, workers: Workers, tell: Tell
) -> Iterator[tuple[str, Sheet]]:
    """The statement as a whole, then claim by claim: (title, what was found); a claim may be a task."""
    tell(0, f"{theorem.id}, its statement")
    yield "statement", statement_sheet(theorem)
    found: dict[int, Sheet] = {}
    for number, sheet in as_found(workers, claim_sheet, [(case.id, entropy) for case in wanted]):
        found[number] = sheet
        tell(len(found), wanted[number].id)
    for number, case in enumerate(wanted):
        tell(max(len(found), number + 1), case.id)
        yield case.claim.name, found[number] if number in found else claim_sheet(case.id, entropy, workers)


def _width(theorem: Theorem) -> int:
    return max(len(name) for name in ("statement", *(claim.name for claim in theorem.claims)))
