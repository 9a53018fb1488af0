"""What people read: the verdict table, the explanation of a failure, the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite, isinf
from typing import Any, TextIO

from rich.markup import escape

from harness.basics.terminal import columns
from harness.judge.case import Case
from harness.judge.proof import ProofResult
from harness.judge.verdict import ClaimReport, Run

STYLE = {"confirmed": "green", "refuted": "red", "undecided": "yellow", "stated": "dim"}


def number(x: float) -> str:
    """A float for a table."""
    return f"{x:.5g}" if isfinite(x) else ("inf" if isinf(x) else "-")


ENDLESS = 10_000
"""Columns of what is not a terminal."""

HEADINGS = ("theorem", "claim", "proof", "exact", "simulation", "verdict", "draws", "seconds", "nearest mutant")


def verdict_table(reports: Iterable[ClaimReport], stream: TextIO) -> None:
    """A row per claim: evidence, verdict, draws, seconds, nearest mutant; a few lines each where that is too wide."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    console = Console(file=stream, width=columns(stream) or ENDLESS)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in HEADINGS:
        table.add_column(heading, no_wrap=True, justify="right" if heading in ("draws", "seconds") else "left")
    rows = [_row(report) for report in reports]
    previous = None
    for row in rows:
        table.add_row(row[0] if row[0] != previous else "", *row[1:])
        previous = row[0]
    with console.capture() as drawn:  # so that what cannot be written is our error to handle, not rich's
        if console.measure(table, options=console.options.update(width=ENDLESS)).maximum <= console.width:
            console.print(table)
        else:
            for theorem, claim, proof, exact, simulation, verdict, draws, seconds, nearest in rows:
                kinds = f"proof {proof}, exact {exact}, simulation {simulation}"
                console.print(f"[bold]{theorem}/{claim}[/]: {verdict}", overflow="fold", highlight=False)
                cost = f"draws {draws or 0}, seconds {seconds}"
                for line in (kinds, cost, *([f"nearest mutant {nearest}"] if nearest else [])):
                    console.print(Padding(line, (0, 0, 0, 4)), overflow="fold", highlight=False)
    stream.write(drawn.get())


def _row(report: ClaimReport) -> tuple[str, ...]:
    """The cells of a report, with rich's markup."""
    verdict = f"[{STYLE[report.outcome]}]{report.outcome}[/]"
    if not report.as_expected:
        verdict += f" [bold red](expected {report.case.claim.expected})[/]"
    elif report.case.claim.published:
        verdict += ", as published" if report.outcome == "confirmed" else ", published"
    nearest = next((r.nearest for r in report.runs if r.nearest), None)
    return (
        report.case.theorem.id,
        report.case.claim.name,
        *(_evidence(name, report) for name in ("proof", "exact", "simulation")),
        verdict,
        f"{report.draws:,}" if report.draws else "",
        f"{report.seconds:.1f}",
        "" if nearest is None else escape(_nearest(nearest)),
    )


def _evidence(kind: str, report: ClaimReport) -> str:
    found = report.evidence[kind]
    if found is None:
        return "[dim]-[/]"
    if found != report.case.claim.expected:
        return f"[red]{found}[/]"
    kept = ", kept" if kind in report.kept else ""
    if kind == "proof" and report.proof is not None:
        return ("derived" if report.proof.derived else f"{len(report.proof.lines)} steps") + kept
    if kind == "exact" and report.exact is not None:
        return f"{report.exact.points} points{kept}"
    return f"{len(report.runs)} races"


def _nearest(nearest: tuple[str, float | None]) -> str:
    slip, value = nearest
    return slip if value is None else f"{slip} ({number(value)})"


def explain(report: ClaimReport, effort: str) -> list[str]:
    """Why a claim did not come out as expected: a few plain lines."""
    lines = [f"{report.case.id}: {report.outcome}, expected {report.case.claim.expected}"]
    lines += [f"  refused: {report.refused}"] if report.refused else []
    lines += [f"  {kind}: {fault}" for kind, fault in report.faults.items()]
    if report.proof is not None and not report.proof.ok:
        bad = next(line for line in report.proof.lines if not line.result.ok)
        lines.append(f"  proof step fails: {bad.step.name} [{bad.result.method}] {bad.result.detail}")
    if report.exact is not None and report.exact.outcome != report.case.claim.expected:
        lines.append(f"  exact check: {report.exact.outcome} at {report.exact.where}")
    for run in report.runs:
        if run.result.outcome != report.case.claim.expected:
            lines += explain_race(run, report.entropy, effort)
    return lines


def explain_race(run: Run, entropy: int, effort: str) -> list[str]:
    """Four lines: the claim and its ball; the estimate; the odds and their limit; what it looks like and the replay."""
    question, result = run.question, run.result
    looks = f'looks like "{_nearest(run.nearest)}"; ' if run.nearest else ""
    return [
        f"  {question.id} claims: {question.case.says(question.point)}",
        f"    estimate {number(result.estimate)} from {result.draws:,} draws, 95% at any time: "
        f"[{number(result.interval[0])}, {number(result.interval[1])}]",
        f"    {result.outcome}: log-odds {result.log_odds:.1f}, needed {result.log_needed:.1f}",
        f"    {looks}replay: theorems verify {question.case.id} --effort {effort} --entropy {entropy}",
    ]


STEPS = "steps check"
"""The state of a proof whose steps hold, but do not end in the claim: it is no derivation. The claim says why."""


def ledger_record(case: Case, proof: ProofResult | None) -> dict[str, Any]:
    """A proof as JSON values: its state, its steps, and the facts it cites."""
    shown = "negation proved" if case.claim.expected == "refuted" else "proved"
    state = "no proof" if proof is None else "NOT PROVED" if not proof.ok else shown if proof.derived else STEPS
    return {
        "theorem": case.theorem.id,
        "claim": case.claim.name,
        "state": state,
        "underived": case.claim.underived,
        "steps": [
            {
                "step": line.step.name,
                "ok": line.result.ok,
                "method": line.result.method,
                "detail": line.result.detail,
                "seconds": round(line.seconds, 3),
                "premises": None if line.premises is None else [place + 1 for place in line.premises],
            }
            for line in (proof.lines if proof else ())
        ],
        "cites": list(dict.fromkeys(proof.cited)) if proof else [],
    }


def roots(steps: list[dict[str, Any]]) -> list[int]:
    """Places, from 1, of the statements of a derivation that no other rests on; none if it fails, or is none."""
    if not all(step["ok"] and step["premises"] is not None for step in steps):
        return []
    used = {place for step in steps for place in step["premises"]}
    return [place for place in range(1, len(steps) + 1) if place not in used]


def ledger(record: dict[str, Any], depth: int) -> list[str]:
    """A proof for people: what is derived as a tree of so many levels below what is claimed; else step by step."""
    why = f" (no derivation: {record['underived']})" if record["underived"] else ""
    lines = [f"{record['theorem']}/{record['claim']}: {record['state']}{why}"]
    steps = record["steps"]
    tops = roots(steps)
    seen: set[int] = set()
    for place in tops:
        lines += _tree(steps, place, depth, 1, seen)
    if not tops:
        for i, step in enumerate(steps, 1):
            mark = "ok  " if step["ok"] else "FAIL"
            lines.append(f"  {i:2}. {mark} {step['step']}  [{step['method']}, {step['seconds']:.2f} s]")
            if not step["ok"]:
                lines.append(f"      {step['detail']}")
    if record["cites"]:
        lines.append("  rests on: " + "; ".join(record["cites"]))
    return lines


def _tree(steps: list[dict[str, Any]], place: int, depth: int, level: int, seen: set[int]) -> Iterator[str]:
    """A statement, and what it rests on, further to the right; what has been shown is not shown again."""
    step = steps[place - 1]
    again = place in seen and bool(step["premises"])
    seen.add(place)
    how = step["method"] if not step["detail"] else f"{step['method']}: {step['detail']}"
    yield f"{'  ' * level}{place}. {step['step']}  [{'as above' if again else how}]"
    if again or not step["premises"]:
        return
    if level > depth:
        hidden = len(step["premises"])
        yield f"{'  ' * (level + 1)}... from {hidden} more (--depth {depth + 1} shows them)"
        return
    for premise in step["premises"]:
        yield from _tree(steps, premise, depth, level + 1, seen)


def summary(reports: list[ClaimReport], seconds: float) -> str:
    """One line: how many claims came out as they should, by what evidence, in how many draws."""
    good = sum(r.as_expected for r in reports)
    refuted = sum(r.outcome == "refuted" and r.as_expected for r in reports)
    kinds = {
        kind: sum(r.evidence[kind] == r.case.claim.expected for r in reports)
        for kind in ("proof", "exact", "simulation")
    }
    draws = sum(r.draws for r in reports)
    races = sum(run.result.seconds for r in reports for run in r.runs)
    derived = sum(r.proof is not None and r.proof.ok and r.proof.derived for r in reports)
    kept = sum(kind in r.kept and r.evidence[kind] is not None for r in reports for kind in ("proof", "exact"))
    return (
        f"{good} of {len(reports)} claims as expected ({refuted} published one{'s' if refuted != 1 else ''} refuted): "
        f"{kinds['proof']} by proof ({derived} derived), {kinds['exact']} by exact computation, "
        f"{kinds['simulation']} by simulation; "
        f"{draws:,} draws; races {races:.0f} s over all workers, {seconds:.0f} s in all"
        + (f"; {kept} proofs and exact checks are kept ones (--fresh does them again)" if kept else "")
    )
