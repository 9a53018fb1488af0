"""The command `theorems errata`: what is wrong with what is printed, by paper and kind, and how that was checked."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from harness.basics.terminal import progress, put
from harness.cli.answers import Rows, answered

if TYPE_CHECKING:
    from harness.run.store import Store

FILE = "errata.json"
HEADINGS = {
    "refuted": "Refuted, or to be qualified",
    "notes": "Notes on text, programs and conventions",
    "improved": "True, improved here",
}


def errata(arguments: Namespace) -> int:
    """Published claims that are refuted, those that are true and improved here, and notes."""
    (every,) = answered(FILE, _found)
    if arguments.json:
        from harness.basics.outputs import print_whole  # which loads what a kept answer does without

        print_whole(json.dumps(every, indent=2) + "\n")
        return 0
    for line in lines(every):
        put(line)
    refuted, improved, notes = (len(every[name]) for name in ("refuted", "improved", "notes"))
    plural = "s" if refuted != 1 else ""
    put(f"{refuted} published claim{plural} refuted, {improved} true and improved, {notes} in notes")
    return 0


def _found(kept: Store) -> tuple[Rows, bool]:
    with progress(1) as tell:
        return [found(kept, lambda done, total, what: tell(done / total, what))], True


def found(kept: Store, tell: Callable[[int, int, str], None]) -> dict[str, list[dict[str, Any]]]:
    """All records by heading, in the order of the registry; tell(done, total, what) is called now and then."""
    from harness.cli.known import how
    from harness.judge.errata import erratum, improved, note, note_of_paper
    from harness.judge.selection import chosen
    from theorems.language.registry import theorems
    from theorems.papers import PAPERS

    every = list(chosen(()))
    refuted = [case for case in every if case.claim.expected == "refuted"]
    errata = []
    for done, case in enumerate(refuted):
        tell(done, len(refuted), case.id)
        correction = case.having(case.theorem.claim(case.claim.corrected_by or ""))
        errata.append(erratum(case, how(case, kept), how(correction, kept)))
    better = [improved(case) for case in every if case.claim.published and case.claim.sharper]
    notes = [note(theorem, said) for theorem in theorems().values() for said in theorem.notes]
    notes += [note_of_paper(said) for paper in PAPERS.values() for line in paper.statements for said in line.notes]
    return {"refuted": errata, "improved": better, "notes": notes}


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Paper by paper."""
    from harness.judge.errata import LINES

    for paper, here in by_paper(found):
        yield f"{paper}"
        for name, records in here.items():
            yield from ("", f"{HEADINGS[name]}: {len(records)}")
            for record in records:
                yield from (f"  {line}" for line in LINES[name](record))
        yield ""


def by_paper(found: Mapping[str, Sequence[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, list[dict[str, Any]]]]]:
    """Each paper that has any; of it what is refuted by kind, then the notes by kind, then what is improved."""
    from theorems.language.errata import KINDS
    from theorems.papers import PAPERS

    papers = dict.fromkeys(paper.title for paper in PAPERS.values())
    papers |= dict.fromkeys(record["paper"] for records in found.values() for record in records)
    for paper in papers:
        here = {name: [r for r in found[name] if r["paper"] == paper] for name in HEADINGS}
        if any(here.values()):
            by_kind = {name: sorted(records, key=_place_of_kind(KINDS)) for name, records in here.items() if records}
            yield paper, by_kind


def _place_of_kind(kinds: Sequence[str]) -> Callable[[dict[str, Any]], int]:
    return lambda record: kinds.index(record["kind"]) if "kind" in record else 0
