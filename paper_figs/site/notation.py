"""The notation: letters of parameters, named functions, processes and what is observed of them, from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from paper_figs.site.markdown import code, formula, link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from theorems.language.notation import latex
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


def _processes(material: Material) -> Iterator[str]:
    """Declared processes that claims are about: what is observed, in letters, and the theorems."""
    theorems: dict[str, dict[str, None]] = {}
    processes = {}
    for case in material.cases.values():
        found = case.claim.observable and declared(case.claim.observable)
        if found:
            processes[found[0].name] = found[0]
            theorems.setdefault(found[0].name, {})[case.theorem.id] = None
    yield from ("", "## Processes, and what is observed", "")
    yield "A theorem has the declaration of its processes on its page."
    for name, process in sorted(processes.items()):
        yield from ("", f"### {code(name)}", "")
        observed = declaration(process, True).observables
        yield from table(("observed", ""), [[code(what), formula(said)] for what, said in observed.items()])
        yield from ("", "Theorems: " + ", ".join(link(t, t) for t in theorems[name]) + ".")
