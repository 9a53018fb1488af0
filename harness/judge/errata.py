"""What is published and refuted, or improved, or told in a note: as JSON values, and as lines for people."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from harness.judge.case import Case
from theorems.language import Note, Theorem, point_text


def erratum(case: Case) -> dict[str, Any]:
    """A refuted published claim with its counterexample and its correction, as JSON values."""
    claim = case.claim
    points = [
        {"at": point_text(point), "exactly": truth.str(8), "claimed": case.says(point)}
        for point in case.points
        if (truth := case.truth(point)) is not None  # a law is no number
    ]
    return {
        **_printed(case),
        "kind": claim.erratum,
        "counterexample": claim.counterexample,
        "points": points,
        "correction": _sibling(case, claim.corrected_by),
    }


def improved(case: Case) -> dict[str, Any]:
    """A true published claim with the sibling that says more, as JSON values."""
    return {**_printed(case), "improvement": _sibling(case, case.claim.sharper)}


def _printed(case: Case) -> dict[str, Any]:
    """What is published."""
    return {
        "theorem": case.theorem.id,
        "claim": case.claim.name,
        "source": str(case.claim.source),
        "sentence": case.sentence,
    }


def _sibling(case: Case, name: str | None) -> dict[str, str]:
    sibling = case.having(case.theorem.claim(name or ""))
    return {"claim": sibling.claim.name, "sentence": sibling.sentence}


def note(theorem: Theorem, said: Note) -> dict[str, Any]:
    """A note of a theorem, as JSON values."""
    return {"theorem": theorem.id, **asdict(said), "source": str(said.source)}


def erratum_lines(record: dict[str, Any]) -> list[str]:
    """An erratum for people."""
    return [
        f"{record['theorem']}/{record['claim']}: {record['kind']}  ({record['source']})",
        f"  published:      {record['sentence']}",
        f"  counterexample: {record['counterexample']}",
        *(
            f"  exactly:        at {point['at']} it is {point['exactly']}; {point['claimed']} was claimed"
            for point in record["points"]
        ),
        f"  correction:     {record['correction']['claim']}: {record['correction']['sentence']}",
    ]


def improved_lines(record: dict[str, Any]) -> list[str]:
    """A published claim that is improved, for people."""
    return [
        f"{record['theorem']}/{record['claim']}  ({record['source']})",
        f"  published:      {record['sentence']}",
        f"  improvement:    {record['improvement']['claim']}: {record['improvement']['sentence']}",
    ]


def note_lines(record: dict[str, Any]) -> list[str]:
    """A note for people."""
    evidence = ", ".join(f"{record['theorem']}/{name}" for name in record["evidence"])
    return [
        f"{record['theorem']}: {record['kind']}  ({record['source']})",
        f"  printed:        {record['printed']}",
        f"  found:          {record['found']}",
        *([f"  evidence:       {evidence}"] if evidence else []),
    ]
