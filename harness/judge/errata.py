"""What is published and refuted, or improved, or told in a note: as JSON values, and as lines for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from harness.judge.case import Case
from harness.judge.exact import grid
from theorems.language import Note, Source, Theorem, point_text


def erratum(case: Case, checked: str, correction_checked: str) -> dict[str, Any]:
    """A refuted published claim with its counterexample, its correction, and how both were checked, as JSON values."""
    claim = case.claim
    points = [
        {"at": point_text(point), "exactly": truth.str(8), "claimed": case.says(point)}
        for point in grid(case)
        if (truth := case.truth(point)) is not None  # a law is no number
    ]
    return {
        **_printed(case),
        "kind": claim.erratum,
        "counterexample": claim.counterexample,
        "points": points,
        "checked": checked,
        "correction": _sibling(case, claim.corrected_by) | {"checked": correction_checked},
    }


def improved(case: Case) -> dict[str, Any]:
    """A true published claim with the sibling that says more, as JSON values."""
    return {**_printed(case), "improvement": _sibling(case, case.claim.sharper)}


def _printed(case: Case) -> dict[str, Any]:
    """What is published."""
    return {
        "theorem": case.theorem.id,
        "claim": case.claim.name,
        **_place(case.claim.source),
        "sentence": case.sentence,
    }


def _place(source: Source | None) -> dict[str, str]:
    """Where something is printed: the whole source, and its two parts."""
    assert source is not None
    number = source.number + (f" ({source.version})" if source.version else "")
    return {"source": str(source), "paper": source.paper, "number": number}


def _sibling(case: Case, name: str | None) -> dict[str, str]:
    sibling = case.having(case.theorem.claim(name or ""))
    return {"claim": sibling.claim.name, "sentence": sibling.sentence}


def note(theorem: Theorem, said: Note) -> dict[str, Any]:
    """A note of a theorem, as JSON values."""
    return note_of_paper(said) | {"theorem": theorem.id}


def note_of_paper(said: Note) -> dict[str, Any]:
    """A note of no theorem, as JSON values."""
    return {"theorem": None, **asdict(said), **_place(said.source)}


def erratum_lines(record: dict[str, Any]) -> list[str]:
    """An erratum for people."""
    correction = record["correction"]
    return [
        f"{record['theorem']}/{record['claim']}: {record['kind']}  ({record['number']})",
        f"  published:      {record['sentence']}",
        f"  counterexample: {record['counterexample']}",
        *(
            f"  exactly:        at {point['at']} it is {point['exactly']}; {point['claimed']} was claimed"
            for point in record["points"]
        ),
        f"  checked:        {record['checked']}",
        f"  correction:     {correction['claim']}: {correction['sentence']}",
        f"  checked:        {correction['checked']}",
    ]


def improved_lines(record: dict[str, Any]) -> list[str]:
    """A published claim that is improved, for people."""
    return [
        f"{record['theorem']}/{record['claim']}  ({record['number']})",
        f"  published:      {record['sentence']}",
        f"  improvement:    {record['improvement']['claim']}: {record['improvement']['sentence']}",
    ]


def note_lines(record: dict[str, Any]) -> list[str]:
    """A note for people."""
    evidence = ", ".join(f"{record['theorem']}/{name}" for name in record["evidence"])
    about = f"{record['theorem']}: " if record["theorem"] else ""
    return [
        f"{about}{record['kind']}  ({record['number']})",
        f"  printed:        {record['printed']}",
        f"  found:          {record['found']}",
        *([f"  evidence:       {evidence}"] if evidence else []),
        *(
            [f"  recompute:      python -c '{program}' prints {record['prints']}"]
            if (program := record["program"])
            else []
        ),
    ]


LINES: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
    "refuted": erratum_lines,
    "notes": note_lines,
    "improved": improved_lines,
}
"""How the records of each list are written for people."""
