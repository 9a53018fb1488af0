"""What people read: enclosures as decimals, the verdict table, the explanation of a failure, the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, Context, Decimal
from math import isfinite, isinf
from typing import Any

from rich.table import Table

from harness.questions import claimed_interval
from harness.verify import ClaimReport, ProofResult, Run
from theorems.language import Claim, Law, Theorem, point_text

STYLE = {"confirmed": "green", "refuted": "red", "undecided": "yellow", "stated": "dim"}


def decimal_enclosure(ball: Any, digits: int) -> dict[str, str]:
    """A ball as decimal strings {mid, radius}: the interval mid ± radius contains the ball."""
    from flint import arb, ctx

    with ctx.workprec(max(64, int(3.33 * digits) + 64) + 64):
        mid = ball.mid().str(digits, radius=False)
        gap = abs(ball - arb(mid)).upper()
        if gap == 0:
            return {"mid": mid, "radius": "0"}
        exact_upper = Decimal(gap.mid().str(20, radius=False)) * (1 + Decimal(10) ** -15)
        radius = Context(prec=3, rounding=ROUND_CEILING).plus(exact_upper)
    return {"mid": mid, "radius": f"{radius:.2e}"}


def number(x: float) -> str:
    """A float for a table."""
    return f"{x:.5g}" if isfinite(x) else ("inf" if isinf(x) else "-")


def relation_text(claim: Claim, low: Any, high: Any) -> str:
    """The claimed interval in words, from its balls."""
    if isinstance(claim, Law):
        return "a law"
    if low is None:
        return f"at most {high.str(10)}"
    if high is None:
        return f"at least {low.str(10)}"
    return f"equals {low.str(10)}" if low is high else f"between {low.str(10)} and {high.str(10)}"


def verdict_table(reports: Iterable[ClaimReport]) -> Table:
    """One row per claim: evidence, verdict, draws, seconds, nearest mutant."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("theorem", "claim", "proof", "exact", "simulation", "verdict"):
        table.add_column(heading, no_wrap=True)
    table.add_column("draws", justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("nearest mutant", overflow="fold")
    previous = None
    for report in reports:
        evidence = [_evidence(name, report) for name in ("proof", "exact", "simulation")]
        verdict = f"[{STYLE[report.outcome]}]{report.outcome}[/]"
        if not report.as_expected:
            verdict += f" [bold red](expected {report.claim.expected})[/]"
        elif report.claim.published:
            verdict += ", as published" if report.outcome == "confirmed" else ", published"
        nearest = next((r.nearest for r in report.runs if r.nearest), None)
        table.add_row(
            report.theorem.id if report.theorem.id != previous else "",
            report.claim.name,
            *evidence,
            verdict,
            f"{report.draws:,}" if report.draws else "",
            f"{report.seconds:.1f}",
            "" if nearest is None else _nearest(nearest),
        )
        previous = report.theorem.id
    return table


def _evidence(kind: str, report: ClaimReport) -> str:
    found = report.evidence[kind]
    if found is None:
        return "[dim]-[/]"
    if found != report.claim.expected:
        return f"[red]{found}[/]"
    if kind == "proof" and report.proof is not None:
        return f"{len(report.proof.lines)} steps"
    if kind == "exact" and report.exact is not None:
        return f"{report.exact.points} points"
    return f"{len(report.runs)} races"


def _nearest(nearest: tuple[str, float | None]) -> str:
    slip, value = nearest
    return slip if value is None else f"{slip} ({number(value)})"


def explain(report: ClaimReport, effort: str) -> list[str]:
    """Why a claim did not come out as expected: a few plain lines."""
    lines = [f"{report.id}: {report.outcome}, expected {report.claim.expected}"]
    lines += [f"  {kind}: {fault}" for kind, fault in report.faults.items()]
    if report.proof is not None and not report.proof.ok:
        bad = next(line for line in report.proof.lines if not line.result.ok)
        lines.append(f"  proof step fails: {bad.step.name} [{bad.result.method}] {bad.result.detail}")
    if report.exact is not None and report.exact.outcome != report.claim.expected:
        lines.append(f"  exact check: {report.exact.outcome} at {report.exact.where}")
    for run in report.runs:
        if run.result.outcome != report.claim.expected:
            lines += explain_race(run, report.entropy, effort)
    return lines


def explain_race(run: Run, entropy: int, effort: str) -> list[str]:
    """Four lines: the claim and its ball; the estimate; the odds and their limit; what it looks like and the replay."""
    question, result = run.question, run.result
    claim = question.claim
    balls = (None, None) if isinstance(claim, Law) else claimed_interval(claim, question.point)
    looks = f'looks like "{_nearest(run.nearest)}"; ' if run.nearest else ""
    return [
        f"  {question.id} claims: {relation_text(claim, *balls)}",
        f"    estimate {number(result.estimate)} from {result.draws:,} draws, 95% at any time: "
        f"[{number(result.interval[0])}, {number(result.interval[1])}]",
        f"    {result.outcome}: log-odds {result.log_odds:.1f}, needed {result.log_needed:.1f}",
        f"    {looks}replay: theorems verify {question.theorem.id} --effort {effort} --entropy {entropy}",
    ]


def ledger(theorem: Theorem, claim: Claim, proof: ProofResult | None) -> list[str]:
    """The steps of a proof with method, result and seconds, then the facts it cites."""
    if proof is None:
        return [f"{theorem.id}/{claim.name}: no proof"]
    state = "proved" if proof.ok else "NOT PROVED"
    if proof.ok and claim.expected == "refuted":
        state = "negation proved"
    lines = [f"{theorem.id}/{claim.name}: {state}"]
    for i, line in enumerate(proof.lines, 1):
        mark = "ok  " if line.result.ok else "FAIL"
        lines.append(f"  {i:2}. {mark} {line.step.name}  [{line.result.method}, {line.seconds:.2f} s]")
        if not line.result.ok:
            lines.append(f"      {line.result.detail}")
    if proof.cited:
        lines.append("  rests on: " + "; ".join(dict.fromkeys(proof.cited)))
    return lines


def summary(reports: list[ClaimReport], seconds: float) -> str:
    """One line: how many claims came out as they should, by what evidence, in how many draws."""
    good = sum(r.as_expected for r in reports)
    refuted = sum(r.outcome == "refuted" and r.as_expected for r in reports)
    kinds = {
        kind: sum(r.evidence[kind] == r.claim.expected for r in reports) for kind in ("proof", "exact", "simulation")
    }
    draws = sum(r.draws for r in reports)
    return (
        f"{good} of {len(reports)} claims as expected ({refuted} published one{'s' if refuted != 1 else ''} refuted): "
        f"{kinds['proof']} by proof, {kinds['exact']} by exact computation, {kinds['simulation']} by simulation; "
        f"{draws:,} draws, {seconds:.0f} s"
    )


def erratum(theorem: Theorem, claim: Claim) -> list[str]:
    """A refuted published claim with its counterexample and its correction."""
    correction = theorem.claim(claim.corrected_by or "")
    lines = [
        f"{theorem.id}/{claim.name}  ({theorem.source.paper}, {claim.number})",
        f"  published:      {claim.statement}",
        f"  counterexample: {claim.counterexample}",
    ]
    for text in claim.points:
        point = theorem.parameters.complete(theorem.parameters.point(text), set())
        from harness.exact import true_value

        truth = true_value(claim, point)
        low, high = claimed_interval(claim, point)
        claimed = relation_text(claim, low, high)
        lines.append(f"  exactly:        at {point_text(point)} it is {truth.str(8)}; {claimed} was claimed")
    lines.append(f"  correction:     {correction.name}: {correction.statement}")
    return lines
