"""The report card of a paper: what it states, in its own order; what is true of that, and how tight, as JSON values.

Nothing here is typed: verdicts follow from what claims say of themselves and their siblings, tightness from the exact
value. What is known of a claim by proof or computation is asked of whoever keeps evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from harness.judge import tightness
from harness.judge.case import Case
from harness.judge.selection import find_case
from theorems.language import Claim, Note
from theorems.language.registry import theorems
from theorems.papers import Paper, Statement

Verdict = Literal["true", "sharpened", "false", "qualified"]
"""Of a published claim; what each means is told with the table of all papers (`harness.cli.paper`)."""

Answer = Literal["claims", "process", "figure", "experiment", "cited", "not quantitative", "not yet"]
"""What a line is answered by."""

VERDICTS: Mapping[Verdict, str] = {
    "false": "false",
    "qualified": "qualified",
    "sharpened": "true, sharpened here",
    "true": "true",
}
"""In words; a line has the first of those that its claims have."""

FALSE = ("false", "off by one")
"""Kinds of errata by which a claim is false; by all others it is qualified."""


@dataclass(frozen=True)
class Looked:
    """What is asked of whoever keeps evidence: how a claim is known, in a word; its exact evidence, None if unknown."""

    known: Callable[[Case], str]
    exact: Callable[[Case], Mapping[str, Any] | None]

    def tightness(self, case: Case) -> Mapping[str, Any]:
        """Of the claim and of what sharpens it, as the exact check found it; found now where nothing is kept."""
        found = self.exact(case)
        return tightness.told(case) if found is None else found


def verdict(claim: Claim) -> Verdict:
    """What is to be said of a published claim."""
    if claim.expected == "refuted":
        return "false" if claim.erratum in FALSE else "qualified"
    return "sharpened" if claim.sharper else "true"


def in_words(claim: Claim) -> str:
    """The verdict on a published claim, with the kind of its erratum."""
    words = VERDICTS[verdict(claim)]
    return words if claim.erratum in (None, words) else f"{words} ({claim.erratum})"


def card(paper: Paper, looked: Looked) -> dict[str, Any]:
    """All lines of a paper, and how many there are of each kind; `lost` are claims and notes that no line is of."""
    claims: dict[int | None, list[Case]] = {}
    notes: dict[int | None, list[tuple[str, Note]]] = {}
    for theorem in theorems().values():
        for claim in theorem.claims:
            if claim.source is not None and claim.source.paper == paper.title:
                claims.setdefault(paper.place(claim.source.number), []).append(Case(theorem, claim))
        for said in theorem.notes:
            if said.source.paper == paper.title:
                notes.setdefault(paper.place(said.source.number), []).append((theorem.id, said))
    lines = [_line(line, claims.get(i, []), notes.get(i, []), looked) for i, line in enumerate(paper.statements)]
    lost = [f"{case.id}: {case.claim.source}" for case in claims.get(None, [])]
    lost += [f"{theorem}: {said.source}" for theorem, said in notes.get(None, [])]
    return {"name": paper.name, "paper": paper.title, "counts": counts(lines), "lines": lines, "lost": lost}


def _line(line: Statement, claims: list[Case], notes: list[tuple[str, Note]], looked: Looked) -> dict[str, Any]:
    order = {number: place for place, number in enumerate(line.claims)}
    claims = sorted(claims, key=lambda case: order.get(_number(case), len(order)))
    records = [_published(case, line, looked) for case in claims]
    found = {record["verdict"] for record in records}
    return {
        "number": line.number,
        "says": line.says,
        "kind": line.kind,
        "answer": answer(line, bool(records)),
        "verdict": next((name for name in VERDICTS if name in found), None),
        "claims": records,
        "ours": [_ours(case, looked, looked.tightness(case)["tightness"]) for case in map(find_case, line.by)],
        "processes": list(line.processes),
        "figures": list(line.figures),
        "compared": [{"name": name, "says": says} for name, says in line.compared.items()],
        "notes": [
            {"theorem": theorem, "kind": said.kind, "printed": said.printed, "found": said.found}
            for theorem, said in (*notes, *((None, said) for said in line.notes))
        ],
        "why": line.why,
    }


def _number(case: Case) -> str:
    return case.claim.source.number if case.claim.source is not None else ""


def answer(line: Statement, claimed: bool) -> Answer:
    """What a line is answered by, given whether there are published claims of it."""
    if line.kind in ("experiment", "not quantitative"):
        return line.kind
    if claimed or line.by:
        return "claims"
    if line.figures or line.processes:
        return "figure" if line.figures else "process"
    return "cited" if line.kind == "cited" else "not yet"


def _published(case: Case, line: Statement, looked: Looked) -> dict[str, Any]:
    claim, told = case.claim, looked.tightness(case)
    better = case.having(case.theorem.claim(claim.sharper)) if claim.sharper else None
    return {
        "claim": case.id,
        "number": _number(case),
        "says": line.claims.get(_number(case), ""),
        "sentence": case.sentence,
        "verdict": verdict(claim),
        "words": in_words(claim),
        "erratum": claim.erratum,
        "counterexample": claim.counterexample,
        "correction": claim.corrected_by and f"{case.theorem.id}/{claim.corrected_by}",
        "known": looked.known(case),
        "tightness": told["tightness"],
        "sharper": better and _ours(better, looked, told["sharper"]),
    }


def _ours(case: Case, looked: Looked, tight: Any) -> dict[str, Any]:
    return {"claim": case.id, "sentence": case.sentence, "known": looked.known(case), "tightness": tight}


def counts(lines: list[dict[str, Any]]) -> dict[str, int]:
    """How many places there are, of each answer, and how many published claims, of each verdict."""
    claims = [claim["verdict"] for line in lines for claim in line["claims"]]
    answers = [line["answer"] for line in lines]
    return {
        "places": len(lines),
        "published": len(claims),
        **{name: claims.count(name) for name in VERDICTS},
        **{name: answers.count(name) for name in get_args(Answer)},
    }
