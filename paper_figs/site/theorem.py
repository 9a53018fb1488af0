"""The page of a theorem: what is stated, of which process, what became of every claim, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from harness.cli.known import known
from harness.judge.card import in_words, verdict
from harness.judge.case import Case
from paper_figs.site.markdown import code, division, folded, formula, label, link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from paper_figs.site.proof import proof
from paper_figs.site.values import has as has_values
from theorems.language import Theorem
from theorems.language.registry import modules


def pages(material: Material) -> Pages:
    """A page for each theorem."""
    return {path(name): page(_lines(theorem, material)) for name, theorem in material.theorems.items()}


def path(theorem: str) -> str:
    """The page of a theorem."""
    return f"theorems/{theorem}"


def badge(claim: Any) -> str:
    """The verdict on a claim as a mark."""
    kind, words = (verdict(claim), in_words(claim)) if claim.published else ("ours", "ours")
    return f'<span class="verdict {kind}">{escape(words)}</span>'


def claim_link(material: Material, claim: str, words: str = "") -> str:
    """A link to a claim `theorem/claim`; its name alone where the site has no page with it."""
    return link(words or claim, claim) if material.has(claim) else code(words or claim)


def _lines(theorem: Theorem, material: Material) -> Iterator[str]:
    told = material.records[theorem.id]
    yield from (label(theorem.id), f"# {plain(theorem.title)}")
    yield from division("source", [plain(str(theorem.source))])
    yield from ("", prose(theorem.statement), "", "## Conventions", "")
    yield from (f"- {prose(line)}" for line in (*theorem.conventions, theorem.notation))
    for name, lines in told["processes"].items():
        yield from _process(name, lines)
    rows = [[formula(_latex(theorem, p["name"])), code(p["name"]), *_told(p)] for p in told["parameters"]]
    yield from ("", "## Parameters", *table(("", "typed", "meaning", "domain", "default"), rows))
    yield from ("## Claims", "")
    if has_values(theorem):
        yield from (f"In numbers, at points to choose from: {link('values', 'values', theorem.id)}.", "")
    for case, record in zip(material.of(theorem), told["claims"], strict=True):
        yield from _claim(case, record, material)
    if told["symbols"]:
        yield from ("", "## Symbols", "", *(f"- {prose(line)}" for line in told["symbols"]))
    yield from _sources(theorem)


def _latex(theorem: Theorem, name: str) -> str:
    from theorems.language.notation import latex

    return latex(theorem.parameters[name].symbol)


def _told(parameter: dict[str, Any]) -> list[str]:
    default = "" if parameter["default"] is None else code(parameter["default"])
    return [prose(parameter["meaning"]), prose(parameter["domain"]), default]


def _process(name: str, lines: list[str]) -> Iterator[str]:
    """The declaration: its headings, formulas, and what k counts."""
    yield from ("", f"## The process {name}", "")
    *declared, counting = lines
    for line in declared:
        if line.startswith(" "):
            yield f"- {formula(line.strip())}"
        else:
            yield from ("", f"{plain(line)}", "")
    yield from ("", prose(counting), "")


def _claim(case: Case, told: dict[str, Any], material: Material) -> Iterator[str]:
    claim = case.claim
    refuted = claim.expected == "refuted"
    yield from ("", label(case.theorem.id, claim.name), f"### {claim.name}{': refuted' if refuted else ''}")
    yield from division(f"sentence {'refuted' if refuted else ''}".strip(), [prose(told["sentence"])])
    where = f"Published: {plain(told['source'])}." if claim.published else ""
    yield from ("", f"{badge(claim)} {where} Known: **{plain(known(case, material.kept))}**.", "")
    if refuted:
        yield from (f"**Counterexample.** {plain(told['counterexample'])}", "")
        yield from (f"**Corrected by** {claim_link(material, f'{case.theorem.id}/{claim.corrected_by}')}.", "")
    if claim.sharper:
        yield from (f"**Sharpened by** {claim_link(material, f'{case.theorem.id}/{claim.sharper}')}.", "")
    yield from proof(case, material)


def _sources(theorem: Theorem) -> Iterator[str]:
    module = modules()[theorem.id]
    yield from ("", "## Source", "", f"The record is {code(module.replace('.', '/') + '.py')}.")


__all__ = ["badge", "claim_link", "folded", "pages", "path"]
