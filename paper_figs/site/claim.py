"""A claim on the page of its theorem: its sentence first, what became of it, and the evidence, folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from harness.judge.card import in_words, verdict
from harness.judge.case import Case
from harness.judge.report import number
from harness.judge.values import relation_of
from paper_figs.site.markdown import code, division, folded, label, link, plain, prose, table
from paper_figs.site.material import Material
from paper_figs.site.proof import proof
from paper_figs.site.tight import picture
from theorems.language import Claim

BALL = re.compile(r"\[(\S+) \+/- (\S+)\]")


def badge(claim: Claim) -> str:
    """The verdict on a claim as a mark."""
    return mark(verdict(claim), in_words(claim)) if claim.published else mark("ours", "ours")


def mark(kind: str, words: str) -> str:
    """A verdict that is seen at a glance."""
    return f'<span class="verdict {kind}">{escape(words)}</span>'


def claim_link(material: Material, claim: str, words: str = "") -> str:
    """A link to a claim `theorem/claim`; its name alone where the site has no page with it."""
    return link(words or claim, claim) if material.has(claim) else code(words or claim)


def enclosure(text: str) -> str:
    """An enclosure as it is printed: its middle, and how far the truth may be from it."""
    return BALL.sub(r"\1 ± \2", text)


def claim_lines(case: Case, told: dict[str, Any], material: Material) -> Iterator[str]:
    """Everything about a claim. told: its record, as `theorems show --json` has it."""
    claim = case.claim
    refuted = claim.expected == "refuted"
    yield from ("", label(case.theorem.id, claim.name), f"### {claim.name}{': refuted' if refuted else ''}")
    yield from division(f"sentence{' refuted' if refuted else ''}", [prose(told["sentence"])])
    where = f"{plain(told['source'])}." if claim.published else ""
    yield from ("", f"{badge(claim)} {where}".strip(), "")
    if refuted:
        yield from (f"**Counterexample.** {prose(told['counterexample'])}", "")
        correction = f"{case.theorem.id}/{claim.corrected_by}"
        says = case.having(case.theorem.claim(claim.corrected_by or "")).sentence
        yield from (f"**Correction,** {claim_link(material, correction, claim.corrected_by or '')}: {prose(says)}", "")
        yield from (link("In the list of errata", "erratum", case.id) + ".", "")
    if told["refused"]:
        yield from (f"**Refused**: {plain(told['refused'])}", "")
    if claim.sharper:
        yield from (f"**Sharper:** {claim_link(material, f'{case.theorem.id}/{claim.sharper}', claim.sharper)}.", "")
    yield from _evidence(case, told, material)
    yield from _values(case, material)
    yield from _races(case, material)
    yield from proof(case, material)


def _evidence(case: Case, told: dict[str, Any], material: Material) -> Iterator[str]:
    """What was checked, and when: one line for each kind."""
    when, raced = material.about("when", case), material.about("races", case)
    found = {"Proof": ("proof", told["proof"] or "none"), "Exact computation": ("exact", told["exact_check"] or "none")}
    for name, (kind, words) in found.items():
        day = f" ({when[kind]})" if kind in when and words != "none" else ""
        why = f"; no derivation: {plain(told['underived'])}" if kind == "proof" and told["underived"] else ""
        yield f"- {name}: {prose(words)}{day}{why}"
    if not case.claim.points:
        yield f"- Simulation: none{'; ' + plain(told['unraced']) if told['unraced'] else ''}"
    elif raced is None:
        yield f"- Simulation: {len(case.claim.points)} races declared, not checked"
    else:
        draws = sum(race["draws"] for race in raced["races"])
        words = f"{len(raced['races'])} races, {draws:,} draws, {case.claim.expected} ({raced['when'][:10]}"
        yield f"- Simulation: {prose(words)}, effort {raced['effort']}, entropy {code(raced['entropy'])})"
    yield ""


def _values(case: Case, material: Material) -> Iterator[str]:
    """Theory beside the exact value."""
    found = material.about("values", case)
    if not found:
        return
    relation = relation_of(case.claim)
    rows = [
        [code(v["at"]), enclosure(v["value"]), enclosure(v["exact"]), enclosure(v.get("ratio", "")), plain(v["words"])]
        for v in found
    ]
    shown = table(("at", f"claimed ({relation})", "exact", "ratio", "tightness"), rows)
    shown += picture(material.about("along", case), relation)
    last = found[-1]
    where = f" at {last['at']}" if last["at"] else ""
    yield from folded(f"Claimed and exact values: {escape(last['words'] + where)}", shown, "values")


def _races(case: Case, material: Material) -> Iterator[str]:
    """What simulation gave, point by point."""
    raced = material.about("races", case)
    if raced is None:
        return
    rows = []
    for race in raced["races"]:
        mutant = race["nearest_mutant"]
        value = f" ({number(mutant['value'])})" if mutant and mutant["value"] is not None else ""
        slip = code(mutant["slip"]) + plain(value) if mutant else ""
        low, high = map(number, race["interval"])
        cells = [plain(race["outcome"]), f"{race['draws']:,}", number(race["estimate"]), f"{low} to {high}", slip]
        rows.append([code(race["point"]), *cells])
    head = ("at", "verdict", "draws", "estimate", "95% at any time", "nearest slip of the pen that the data exclude")
    yield from folded(f"Simulation: {len(rows)} races", table(head, rows), "races")


__all__ = ["badge", "claim_lines", "claim_link", "enclosure", "mark"]
