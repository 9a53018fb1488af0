"""The page of errata: what is wrong in print, paper by paper; each has a number that is its own for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from harness.cli.errata import HEADINGS, by_paper
from harness.judge.errata import note_of_paper
from paper_figs.site.claim import claim_link, enclosure
from paper_figs.site.markdown import code, label, link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from theorems.papers import PAPERS


def pages(material: Material) -> Pages:
    """One page."""
    return {"errata": page(_lines(material))}


def identity(record: dict[str, Any]) -> str:
    """What makes an erratum this one and no other: the claim, or where the note says that something is printed."""
    if "claim" in record:
        return f"{record['theorem']}/{record['claim']}"
    return f"{record['source']}: {record['kind']}"


def permanent(record: dict[str, Any]) -> str:
    """The number of an erratum: of its identity alone, so that it stays when others come or go."""
    return f"{int(hashlib.sha256(identity(record).encode()).hexdigest()[:12], 16) % 10**6:06}"


def found(material: Material) -> dict[str, list[dict[str, Any]]]:
    """All records, as `theorems errata --json` has them; of some theorems, if the site is of some."""
    listed: dict[str, list[dict[str, Any]]] = {name: [] for name in HEADINGS}
    for facts in material.facts.values():
        listed["refuted"] += facts["erratum"].values()
        listed["improved"] += facts["improved"].values()
        listed["notes"] += facts["record"]["notes"]
    if material.whole:
        lines = (line for paper in PAPERS.values() for line in paper.statements)
        listed["notes"] += [note_of_paper(said) for line in lines for said in line.notes]
    return listed


def _lines(material: Material) -> Iterator[str]:
    every = found(material)
    refuted, notes, improved = (len(every[name]) for name in ("refuted", "notes", "improved"))
    yield from ("(errata)=", "# Errata", "")
    yield (
        f"What is wrong in print: {refuted} published claims that are refuted or to be qualified, {notes} notes on "
        f"texts, programs and conventions. {improved} published claims are true, and improved here."
    )
    yield "The number of an erratum is its own: it stays the same when others are added, and can be cited."
    for paper, here in by_paper(every):
        yield from ("", f"## {plain(paper)}")
        for name, records in here.items():
            yield from ("", f"### {HEADINGS[name]}: {len(records)}", "")
            for record in records:
                yield from WRITERS[name](record, material)


def _head(record: dict[str, Any]) -> Iterator[str]:
    """The number with its anchor, where it is printed, and what is wrong."""
    if "claim" in record:
        yield from (label("erratum", record["theorem"], record["claim"]), "")
    yield label("erratum", permanent(record))
    yield from (f"#### {permanent(record)}: {plain(record['number'])}, {plain(record['kind'])}", "")


def _refuted(record: dict[str, Any], material: Material) -> Iterator[str]:
    claim = f"{record['theorem']}/{record['claim']}"
    yield from _head(record)
    yield from (f"**Published,** {claim_link(material, claim)}: {prose(record['sentence'])}", "")
    yield from (f"**Counterexample.** {prose(record['counterexample'])}", "")
    if record["points"]:
        rows = [
            [code(p["at"]), plain(enclosure(p["claimed"])), plain(enclosure(p["exactly"]))] for p in record["points"]
        ]
        yield from table(("at", "claimed", "exact"), rows)
    better = record["correction"]
    other = f"{record['theorem']}/{better['claim']}"
    yield from (f"**Correction,** {claim_link(material, other)}: {prose(better['sentence'])}", "")
    yield from (f"Checked: {plain(record['checked'])}. The correction: {plain(better['checked'])}.", "")


def _note(record: dict[str, Any], material: Material) -> Iterator[str]:
    yield from _head(record)
    yield from (f"**Printed.** {prose(record['printed'])}", "", f"**Found.** {prose(record['found'])}", "")
    if record["theorem"]:
        claims = ", ".join(claim_link(material, f"{record['theorem']}/{name}") for name in record["evidence"])
        about = claims or link(record["theorem"], record["theorem"])
        yield from (f"Evidence: {about}." if claims else f"About {about}.", "")
    if record["program"]:
        yield from ("This line of Python shows it:", "", "```python", record["program"], "```", "")
        yield from (f"It prints {code(record['prints'])}.", "")


def _improved(record: dict[str, Any], material: Material) -> Iterator[str]:
    better = record["improvement"]
    yield from (label("improved", record["theorem"], record["claim"]), f"#### {plain(record['number'])}", "")
    claim, other = (f"{record['theorem']}/{name}" for name in (record["claim"], better["claim"]))
    yield from (f"**Published,** {claim_link(material, claim)}: {prose(record['sentence'])}", "")
    yield from (f"**Improved,** {claim_link(material, other)}: {prose(better['sentence'])}", "")


WRITERS = {"refuted": _refuted, "notes": _note, "improved": _improved}
