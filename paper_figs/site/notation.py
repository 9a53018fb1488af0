"""The notation: letters of parameters, named functions, processes and what is observed of them, from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from paper_figs.site.markdown import code, formula, label, link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from theorems.language.notation import latex
from theorems.language.processes import Process
from theorems.language.writing import declaration
from theorems.processes import declared

MOST = 3
"""Meanings of a letter that are told."""


def pages(material: Material) -> Pages:
    """One page."""
    return {"notation": page(_lines(material))}


def _lines(material: Material) -> Iterator[str]:
    yield from ("(notation)=", "# Notation", "")
    yield (
        "One notation for all papers: each theorem says which letters and indices its source has. A generation is one "
        "fit and one sample; E is the mean over all that is drawn, unless the theorem says what is given."
    )
    yield from ("", "## Parameters", *_parameters(material))
    said = sorted({line for facts in material.facts.values() for line in facts["record"]["symbols"]})
    if said:
        yield from ("", "## Named functions", "", *(f"- {prose(line)}" for line in said))
    yield from _processes(material)


def _parameters(material: Material) -> Iterator[str]:
    meanings: dict[str, Counter[str]] = {}
    symbols = {}
    for theorem in material.theorems.values():
        for parameter in theorem.parameters:
            meanings.setdefault(parameter.name, Counter())[parameter.meaning] += 1
            symbols[parameter.name] = latex(parameter.symbol)
    rows = []
    for name, found in sorted(meanings.items(), key=lambda item: (-item[1].total(), item[0])):
        told = "; ".join(meaning for meaning, _ in found.most_common(MOST)) + "; ..." * (len(found) > MOST)
        rows.append([formula(symbols[name]), code(name), plain(told), str(found.total())])
    yield from table(("letter", "typed", "meaning", "theorems"), rows)


def processes(material: Material) -> dict[str, tuple[Process, dict[str, None]]]:
    """Declared processes that claims are about, by name, each with the theorems of these."""
    found: dict[str, tuple[Process, dict[str, None]]] = {}
    for case in material.cases.values():
        known = case.claim.observable and declared(case.claim.observable)
        if known:
            found.setdefault(known[0].name, (known[0], {}))[1][case.theorem.id] = None
    return found


def _processes(material: Material) -> Iterator[str]:
    """What is observed of them, in letters."""
    yield from ("", "## Processes, and what is observed", "")
    yield "A theorem has the declaration of its processes on its page."
    for name, (process, theorems) in sorted(processes(material).items()):
        yield from ("", label("process", name), f"### {code(name)}", "")
        observed = declaration(process, True).observables
        yield from table(("observed", "what it is"), [[code(what), formula(said)] for what, said in observed.items()])
        yield from ("", "Theorems: " + ", ".join(link(t, t) for t in theorems) + ".")
