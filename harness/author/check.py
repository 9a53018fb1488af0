"""The command `theorems check`: everything about one theorem in one go, while it is being written."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter

from harness.author import proof_strength, second_moments, twin_comparison
from harness.author.diagnostics import Finding, label, place, place_of
from harness.author.disagreement import dissent, strangers
from harness.author.lints import lints
from harness.author.mutant_table import matrix
from harness.author.todo import Hole, todo, unfilled
from harness.author.whole_domain import complete, probe
from harness.basics.selection import find_claim
from harness.basics.terminal import Tell, progress
from harness.judge import case, exact
from harness.judge.error_lines import describe
from harness.judge.questions import EFFORTS
from harness.judge.report import explain
from harness.judge.verdict import ClaimReport, ask, budget, examine
from proofs_check.steps import Cites
from simulators.engine import fresh_entropy
from theorems.language import Claim, DomainError, Law, Point, Theorem
from theorems.language.registry import UnreadableTheorem, find, modules, unreadable

EFFORT = "quick"
NEIGHBOUR_SECONDS = 10.0
"""So long a proof is tried on false neighbours of its claim; the tests take longer."""

ENOUGH = 3
"""So many false neighbours that pass are proof that the proof proves nothing."""

SHOWN = 8
"""At most so many slips, or lines of a fact, are listed in one finding."""


@dataclass
class Sheet:
    """What was found about one claim: findings, and short remarks on what holds."""

    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


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
    claims = [find_claim(arguments.id)[1]] if only else theorem.claims
    findings: list[Finding] = []
    print(f"{theorem.id}: {theorem.title}")
    with progress(1 + len(claims)) as tell, ThreadPoolExecutor(os.cpu_count()) as executor:
        for title, sheet in sheets(theorem, claims, fresh_entropy(), executor, tell):
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


def plural(count: int, word: str) -> str:
    """`1 race`, `2 races`."""
    return f"{count} {word}{'s' * (count != 1)}"


def sheets(
    theorem: Theorem, claims: Sequence[Claim], entropy: int, executor: Executor, tell: Tell
) -> Iterator[tuple[str, Sheet]]:
    """The statement as a whole, then claim by claim: (title, what was found)."""
    tell(0, f"{theorem.id}, its statement")
    whole = Sheet()
    with_faults(theorem, None, whole, lambda: _statement(theorem, whole))
    yield "statement", whole
    for done, claim in enumerate(claims, 1):
        tell(done, f"{theorem.id}/{claim.name}")
        sheet = Sheet()
        with_faults(theorem, claim, sheet, lambda c=claim, s=sheet: _claim(theorem, c, s, entropy, executor))  # type: ignore[misc]
        yield claim.name, sheet


def with_faults(theorem: Theorem, claim: Claim | None, sheet: Sheet, work: Callable[[], None]) -> None:
    """Does the work; an error in a file of the theorem becomes a finding."""
    try:
        work()
    except Exception as error:
        fault = describe(error)
        if fault is None:
            raise
        sheet.findings.append(faulty(theorem, claim, fault))
        sheet.remarks.append("stopped at an error: what comes after it is not looked at before this is mended")


def faulty(theorem: Theorem, claim: Claim | None, fault: str) -> Finding:
    """The finding of a fault, at the place that its text begins with."""
    found = re.match(r"(\S+:\d+): (.*)", fault)
    where, what = found.groups() if found else (place(theorem, claim.name if claim else ""), fault)
    return Finding("fault", what, where, label(theorem, claim) if claim else theorem.id)


def _statement(theorem: Theorem, sheet: Sheet) -> None:
    sizes = plural(len(theorem.parameters.items), "parameter"), plural(len(theorem.claims), "claim")
    sheet.remarks.append(", ".join(sizes))
    for stray in proof_strength.strays(theorem):
        names = ", ".join(claim.name.replace("-", "_") for claim in theorem.claims)
        sheet.findings.append(
            Finding(
                "stray",
                f"the function {stray.__name__} proves no claim of the theorem",
                place_of(stray),
                theorem.id,
                expected=f"one of {names}",
            )
        )
    sheet.findings += lints(theorem)


def _claim(theorem: Theorem, claim: Claim, sheet: Sheet, entropy: int, executor: Executor | None) -> None:
    proof = case.proof(modules()[theorem.id], claim)
    of = claim.observable
    simulator, twin, oracle = (case.simulator(of), case.twin(of), case.oracle(of)) if of else (None, None, None)
    sheet.findings += probe(theorem, claim, entropy)
    runs = not sheet.findings and not unfilled(simulator)
    if not unfilled(twin):
        compare_twin(theorem, claim, sheet, entropy, runs)
    if runs and not unfilled(oracle):
        sheet.findings += second_moments.exceeded(theorem, claim, entropy)
    report = ClaimReport(theorem, claim, entropy)
    complete = not any(map(unfilled, (simulator, twin, oracle, proof)))
    if runs and complete:
        report = examine(theorem, claim, EFFORTS[EFFORT], entropy, executor)
    elif not sheet.findings and not unfilled(oracle):
        report.exact = report.attempt("exact", lambda: exact.check(theorem, claim))
    _evidence(report, sheet, entropy)
    if not unfilled(proof):
        _proof(theorem, claim, report, sheet)
    sound = complete and report.as_expected and not sheet.findings
    if sound:
        _neighbours(theorem, claim, sheet, entropy)
        _slips(theorem, claim, sheet, entropy, executor)
    left = {
        "twin": bool(claim.points) and twin is not None and (not runs or any(f.rule == "copy" for f in sheet.findings)),
        "exact values": case.has_oracle(claim) and report.exact is None and "exact" not in report.faults,
        "races": bool(claim.points) and not (runs and complete),
        "false neighbours": proof is not None and not sound,
        "slips": not sound,
    }
    if any(left.values()):
        what = ", ".join(name for name, missing in left.items() if missing)
        sheet.remarks.append(f"not looked at before this is {'mended' if sheet.findings else 'filled'}: {what}")


def compare_twin(theorem: Theorem, claim: Claim, sheet: Sheet, entropy: int, runs: bool) -> None:
    """Is the twin a copy, and, if both run, has it the law of the simulator?"""
    if claim.observable is None or case.twin(claim.observable) is None:
        return
    twin = case.twin(claim.observable)
    assert twin is not None
    why = twin_comparison.copied(theorem, claim, entropy, runs)
    if why:
        sheet.findings.append(
            Finding(
                "copy",
                "the twin is not independent of the simulator",
                place_of(twin),
                label(theorem, claim),
                (why,),
                "the process a second time, from its prose: a copy repeats the mistakes of the original",
                "plain numpy, all paths at once, drawing what the process draws in the words of its docstring",
            )
        )
        return
    paths = 0
    for text in claim.points if runs else ():
        point = complete(theorem, claim, text)
        comparison = twin_comparison.compare(claim.observable, point, entropy)
        assert comparison is not None
        paths += comparison.paths
        if comparison.differ:
            sheet.findings.append(strangers(theorem, claim, point, comparison.log_odds, comparison.paths, entropy))
            return
    if paths:
        sheet.remarks.append(f"twin agrees ({paths:,} paths)")


def _evidence(report: ClaimReport, sheet: Sheet, entropy: int) -> None:
    """Exact check and races; where they fail, who contradicts whom."""
    theorem, claim = report.theorem, report.claim
    for fault in report.faults.values():
        sheet.findings.append(faulty(theorem, claim, fault))
    if report.exact and report.exact.points:
        sheet.remarks.append(f"exact at {plural(report.exact.points, 'point')}")
    if report.runs:
        sheet.remarks.append(f"{plural(len(report.runs), 'race')} {report.evidence['simulation']}")
    bad = [k for k in ("exact", "simulation") if report.evidence[k] not in (None, claim.expected)]
    if not bad or report.faults or any(f.rule in ("witness", "blurred", "twin", "worked") for f in sheet.findings):
        return
    points: list[Point] = [run.question.point for run in report.runs if run.result.outcome != claim.expected]
    if report.exact and report.exact.outcome != claim.expected:
        try:
            points.append(theorem.parameters.point(report.exact.where))
        except DomainError:  # a worked value: `where` is a sentence
            return
    several = claim.expected == "confirmed" and not isinstance(claim, Law)
    finding = dissent(theorem, claim, points, entropy) if several else None
    facts = tuple(line.strip() for line in explain(report, EFFORT)[1:])
    sheet.findings.append(
        finding
        or Finding(
            "verdict",
            f"the claim comes out as {report.outcome}",
            place(theorem, claim.name),
            label(theorem, claim),
            facts[:SHOWN],
            claim.expected,
        )
    )


def _proof(theorem: Theorem, claim: Claim, report: ClaimReport, sheet: Sheet) -> None:
    function = case.proof(modules()[theorem.id], claim)
    if function is None:
        sheet.remarks.append("no proof yet")
        return
    from harness.judge.verdict import prove

    proof = report.proof or prove(theorem, claim)
    assert proof is not None
    where, about = place_of(function), label(theorem, claim)
    for number, line in enumerate(proof.lines, 1):
        if not line.result.ok:
            sheet.findings.append(
                Finding(
                    "proof",
                    f"step {number} of {len(proof.lines)} does not hold: {line.step.name}",
                    place_of(function, line.step.name),
                    about,
                    (f"[{line.result.method}] {line.result.detail}"[:300],),
                    "every step checks",
                )
            )
    if not proof.ok:
        return
    cited = sum(isinstance(line.step, Cites) for line in proof.lines)
    sheet.remarks.append(f"proof of {plural(len(proof.lines), 'step')}, {cited} of them cited")
    if proof_strength.ungrounded(claim, [line.step for line in proof.lines]):
        sheet.findings.append(
            Finding(
                "proof",
                "no step says how the process enters",
                where,
                about,
                expected="by_moments(claim) where moments close, else a Cites step on the law of one generation",
                advice="if it follows from another claim, begin with the steps of its proof: *other(OTHER)",
            )
        )
    for step, why in proof_strength.toothless([line.step for line in proof.lines]):
        sheet.findings.append(Finding("proof", f"the step {step.name!r} proves nothing: {why}", where, about))


def _neighbours(theorem: Theorem, claim: Claim, sheet: Sheet, entropy: int) -> None:
    """Would the proof pass for a false claim, too?"""
    function = case.proof(modules()[theorem.id], claim)
    found = proof_strength.neighbours(theorem, claim, entropy, NEIGHBOUR_SECONDS, ENOUGH)
    if function is None or found is None:
        return
    if found.false or found.tried < found.total:
        sheet.remarks.append(str(found))
    if found.loose:
        sheet.findings.append(
            Finding(
                "proof",
                "the proof does not depend on the claim: it passes for false ones, too",
                place_of(function),
                label(theorem, claim),
                tuple(f"with {slip}" for slip in found.loose),
                "every slip in the formula breaks some step",
                "a step is missing that uses claim.value: an Equal or Induction that ends at the claimed formula",
            )
        )


def _slips(theorem: Theorem, claim: Claim, sheet: Sheet, entropy: int, executor: Executor | None) -> None:
    rows = matrix(theorem, claim, ask(theorem, claim, EFFORTS[EFFORT]), entropy, budget(), executor)
    blind = [row for row in rows if row.blind]
    if rows:
        sheet.remarks.append(f"{len(rows) - len(blind)} of {len(rows)} slips caught")
    if blind:
        blind.sort(key=lambda row: not row.hidden)
        slips = [f"{row.part}: {row.slip}" for row in blind[:SHOWN]]
        expressions = claim.observable is None or any(row.part == "within" for row in blind)
        loose = expressions or None in claim.interval
        advice = (
            f'worked={{"{blind[0].part}": {{...}}}}, two values by hand: what is loose survives many slips'
            if loose
            else "a point at which the slip matters (small n, a parameter away from 0 and 1), or an exact room"
        )
        if hidden := " and ".join(blind[0].hidden):
            advice = (
                f"a worked value of `{blind[0].part}` elsewhere: all have {hidden}, where this slip changes nothing"
            )
        sheet.findings.append(
            Finding(
                "blind",
                "some slips in the formula would go unnoticed",
                place(theorem, claim.name, "points"),
                label(theorem, claim),
                (*slips, *([f"and {len(blind) - SHOWN} more"] if len(blind) > SHOWN else [])),
                "every slip is caught by a race, by the exact values or by a worked value",
                advice,
            )
        )


def _width(theorem: Theorem) -> int:
    return max(len(name) for name in ("statement", *(claim.name for claim in theorem.claims)))
