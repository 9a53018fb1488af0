"""What `theorems check` looks at: everything about one theorem in one go, while it is being written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from harness.author import proof_strength, second_moments, twin_comparison
from harness.author.diagnostics import Finding, place, place_in, place_of
from harness.author.disagreement import dissent, strangers
from harness.author.liberties import liberties
from harness.author.lints import lints
from harness.author.mutant_table import matrix
from harness.author.todo import unfilled
from harness.author.whole_domain import probe
from harness.judge import exact
from harness.judge.budget import budget
from harness.judge.case import Case
from harness.judge.error_lines import describe
from harness.judge.proof import prove
from harness.judge.questions import EFFORTS, ask
from harness.judge.report import explain
from harness.judge.selection import find_case
from harness.judge.verdict import ClaimReport, examine
from theorems.language import DomainError, Law, Point, Theorem

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


def plural(count: int, word: str) -> str:
    """`1 race`, `2 races`."""
    return f"{count} {word}{'s' * (count != 1)}"


def statement_sheet(theorem: Theorem) -> Sheet:
    """What was found about the statement of a theorem as a whole."""
    sheet = Sheet()
    with_faults(theorem, "", sheet, lambda: _statement(theorem, sheet))
    return sheet


def claim_sheet(claim: str, entropy: int, executor: Executor | None = None) -> Sheet:
    """What was found about `theorem/claim`: evidence, slips, false neighbours. A pure function, so a task."""
    case, sheet = find_case(claim), Sheet()
    with_faults(case.theorem, case.claim.name, sheet, lambda: _claim(case, sheet, entropy, executor))
    return sheet


def with_faults(theorem: Theorem, claim: str, sheet: Sheet, work: Callable[[], None]) -> None:
    """Does the work; an error in a file of the theorem becomes a finding."""
    try:
        work()
    except Exception as error:
        fault = describe(error)
        if fault is None:
            raise
        sheet.findings.append(faulty(theorem, claim, fault))
        sheet.remarks.append("stopped at an error: what comes after it is not looked at before this is mended")


def faulty(theorem: Theorem, claim: str, fault: str) -> Finding:
    """The finding of a fault in what is said of a claim (empty: of the whole theorem), at the place that its text
    begins with.
    """
    found = re.match(r"(\S+:\d+): (.*)", fault)
    where, what = found.groups() if found else (place_in(theorem, claim), fault)
    return Finding("fault", what, where, f"{theorem.id}/{claim}" if claim else theorem.id)


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
    sheet.findings += liberties(theorem)
    sheet.findings += lints(theorem)


def _claim(case: Case, sheet: Sheet, entropy: int, executor: Executor | None) -> None:
    of, proof, points = case.observed, case.proof, case.claim.points
    simulator, twin, oracle = (of.simulator, of.twin, of.oracle) if of else (None, None, None)
    sheet.findings += probe([case], entropy)
    runs = not sheet.findings and not unfilled(simulator)
    compare_twin([case], sheet, entropy, runs)
    report = ClaimReport(case, entropy)
    complete = not any(map(unfilled, (simulator, twin, oracle, proof)))
    if runs and complete:
        report = examine(case, EFFORTS[EFFORT], entropy, executor)
    elif not sheet.findings and not unfilled(oracle):
        report.exact = report.attempt("exact", lambda: exact.check(case))
    _evidence(report, sheet, entropy)
    if not unfilled(proof):
        _proof(report, sheet)
    sound = complete and report.as_expected and not sheet.findings
    if sound:
        _neighbours(case, sheet, entropy)
        _slips(case, sheet, entropy, executor)
    left = {
        "twin": bool(points) and twin is not None and (not runs or any(f.rule == "copy" for f in sheet.findings)),
        "exact values": case.has_oracle and report.exact is None and "exact" not in report.faults,
        "races": bool(points) and not (runs and complete),
        "false neighbours": proof is not None and not sound,
        "slips": not sound,
    }
    if any(left.values()):
        what = ", ".join(name for name, missing in left.items() if missing)
        sheet.remarks.append(f"not looked at before this is {'mended' if sheet.findings else 'filled'}: {what}")


def compare_twin(cases: Sequence[Case], sheet: Sheet, entropy: int, runs: bool) -> None:
    """Is the twin a copy, and, if both run, has it the law of the simulator, and have both the second moment that races
    rest on? Asked once of what several claims of a theorem observe, at all their points.
    """
    observed = cases[0].observed
    if observed is None:
        return
    points = {observed.text(point): (case, point) for case in cases for point in case.points} if runs else {}
    blocks = twin_comparison.draws(observed, [point for _, point in points.values()], entropy)
    drawn = [(*at, blocks) for at, blocks in zip(points.values(), blocks, strict=True)]
    if observed.twin is not None and not unfilled(observed.twin):
        _two_laws(cases, drawn, sheet, entropy, runs)
    if runs and not unfilled(observed.oracle):
        sheet.findings += second_moments.exceeded(cases, drawn)


def _two_laws(cases: Sequence[Case], drawn: second_moments.Drawn, sheet: Sheet, entropy: int, runs: bool) -> None:
    copies = ((case, twin_comparison.copied(case, entropy, runs)) for case in cases)
    case, why = next(((case, why) for case, why in copies if why), (cases[0], None))
    if why:
        sheet.findings.append(
            Finding(
                "copy",
                "the twin is not independent of the simulator",
                place_of(case.observed.twin),  # type: ignore[union-attr, arg-type]
                case.id,
                (why,),
                "the process a second time, from its prose: a copy repeats the mistakes of the original",
                "plain numpy, all paths at once, drawing what the process draws in the words of its docstring",
            )
        )
        return
    paths = 0
    for case, point, blocks in drawn:
        comparison = twin_comparison.compare(**blocks)
        paths += comparison.paths
        if comparison.differ:
            sheet.findings.append(strangers(case, point, comparison.log_odds, comparison.paths, entropy))
            return
    if paths:
        sheet.remarks.append(f"twin agrees ({paths:,} paths)")


def _evidence(report: ClaimReport, sheet: Sheet, entropy: int) -> None:
    """Exact check and races; where they fail, who contradicts whom."""
    case, claim = report.case, report.case.claim
    for fault in report.faults.values():
        sheet.findings.append(faulty(case.theorem, claim.name, fault))
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
            points.append(case.theorem.parameters.point(report.exact.where))
        except DomainError:  # a worked value: `where` is a sentence
            return
    several = claim.expected == "confirmed" and not isinstance(claim, Law)
    finding = dissent(case, points, entropy) if several else None
    facts = tuple(line.strip() for line in explain(report, EFFORT)[1:])
    sheet.findings.append(
        finding
        or Finding(
            "verdict",
            f"the claim comes out as {report.outcome}",
            place(case),
            case.id,
            facts[:SHOWN],
            claim.expected,
        )
    )


def _proof(report: ClaimReport, sheet: Sheet) -> None:
    case, function = report.case, report.case.proof
    if function is None:
        sheet.remarks.append("no proof yet")
        return
    proof = report.proof or prove(case)
    assert proof is not None
    where, about = place_of(function), case.id
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
    steps = f"proof of {plural(len(proof.lines), 'step')}, {len(proof.cited)} of them cited"
    sheet.remarks.append("proof derived" if proof.derived else steps)
    if proof_strength.ungrounded(case, [line.step for line in proof.lines]):
        sheet.findings.append(
            Finding(
                "proof",
                "no step says how the process enters",
                where,
                about,
                expected="by_moments(goal) where moments close, else a Cites step on the law of one generation",
                advice="if it follows from another claim, begin with the steps of its proof: *other(OTHER)",
            )
        )
    for step, why in proof_strength.toothless([line.step for line in proof.lines]):
        sheet.findings.append(Finding("proof", f"the step {step.name!r} proves nothing: {why}", where, about))


def _neighbours(case: Case, sheet: Sheet, entropy: int) -> None:
    """Would the proof pass for a false claim, too?"""
    function = case.proof
    found = proof_strength.neighbours(case, entropy, NEIGHBOUR_SECONDS, ENOUGH)
    if function is None or found is None:
        return
    if found.total:
        sheet.remarks.append(str(found))
    if found.loose:
        sheet.findings.append(
            Finding(
                "proof",
                "the proof does not depend on the claim: it passes for false ones, too",
                place_of(function),
                case.id,
                tuple(f"with {slip}" for slip in found.loose),
                "every slip in the formula breaks some step",
                "a step is missing that uses claim.value: an Equal or Induction that ends at the claimed formula",
            )
        )


def _slips(case: Case, sheet: Sheet, entropy: int, executor: Executor | None) -> None:
    rows = matrix(case, ask(case, EFFORTS[EFFORT]), entropy, budget(), executor)
    blind = [row for row in rows if row.blind]
    if rows:
        sheet.remarks.append(f"{len(rows) - len(blind)} of {len(rows)} slips caught")
    if blind:
        blind.sort(key=lambda row: not row.hidden)
        slips = [f"{row.part}: {row.slip}" for row in blind[:SHOWN]]
        expressions = case.observed is None or any(row.part == "within" for row in blind)
        loose = expressions or None in case.claim.interval
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
                place(case, "points"),
                case.id,
                (*slips, *([f"and {len(blind) - SHOWN} more"] if len(blind) > SHOWN else [])),
                "every slip is caught by a race, by the exact values or by a worked value",
                advice,
            )
        )
