"""The page of a theorem: what is stated, of which process, what became of every claim, and how that is known."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.cli.grammar import version
from paper_figs.site.claim import badge, claim_lines
from paper_figs.site.markdown import code, division, formula, label, link, page, plain, prose, sentence, table
from paper_figs.site.material import Material, Pages
from paper_figs.site.values import has as has_values
from theorems import rooms
from theorems.language import Theorem
from theorems.language.notation import latex
from theorems.language.registry import in_room, modules, package_of


def pages(material: Material) -> Pages:
    """A page for each theorem, with the files that it names and the pictures that it shows."""
    found: Pages = {}
    for name, theorem in material.theorems.items():
        found[path(name)] = page(_lines(theorem, material))
        found |= {f"sources/{short}": file for short, file in _files(theorem).items()}
    drawn = {name for theorem in material.theorems.values() for name in _drawing(theorem, material)}
    return found | material.pictures(drawn)


def path(theorem: str) -> str:
    """The page of a theorem."""
    return f"theorems/{theorem}"


def _lines(theorem: Theorem, material: Material) -> Iterator[str]:
    told = material.facts[theorem.id]["record"]
    yield from (label(theorem.id), f"# {plain(theorem.title)}")
    yield from division("source", [f"{code(theorem.id)} · {plain(str(theorem.source))}"])
    yield from ("", prose(theorem.statement), "")
    yield from _glance(theorem, material)
    yield from ("## Conventions", "")
    yield from (f"- {sentence(line)}" for line in (*theorem.conventions, theorem.notation) if line)
    for name, lines in told["processes"].items():
        yield from _process(name, lines)
    rows = [
        [formula(latex(theorem.parameters[p["name"]].symbol)), code(p["name"]), *_told(p)] for p in told["parameters"]
    ]
    yield from ("", "## Parameters", *table(("symbol", "typed", "meaning", "domain", "default"), rows))
    if told["symbols"]:
        yield from ("Symbols in what follows:", "", *(f"- {prose(line)}" for line in told["symbols"]), "")
    yield from ("## Claims", "")
    if has_values(theorem):
        yield from (f"In numbers, at points to choose from: {link('values', 'values', theorem.id)}.", "")
    for case, record in zip(material.of(theorem), told["claims"], strict=True):
        yield from claim_lines(case, record, material)
    if told["notes"]:
        yield from ("", "## Notes on what is printed", "")
        for said in told["notes"]:
            yield from (f"**{plain(said['kind'])}** ({plain(said['source'])}). {prose(said['found'])}", "")
    yield from _figures(theorem, material)
    yield from _citing(theorem)
    yield from _sources(theorem)


def _glance(theorem: Theorem, material: Material) -> Iterator[str]:
    """The claims in a table: verdict, how it is known, how tight."""
    rows = []
    for case in material.of(theorem):
        tight = material.about("tight", case)["tightness"]
        row = [link(case.claim.name, case.id), badge(case.claim), plain(material.known(case))]
        rows.append([*row, plain(tight["words"]) if tight else ""])
    yield from table(("claim", "verdict", "known", "tightness"), rows)


def _told(parameter: dict[str, Any]) -> list[str]:
    default = "" if parameter["default"] is None else code(parameter["default"])
    return [prose(parameter["meaning"]), prose(parameter["domain"]), default]


def _process(name: str, lines: list[str]) -> Iterator[str]:
    """The declaration: its headings, formulas, and what k counts."""
    yield from ("", f"## The process {code(name)}", "")
    *declared, counting = lines
    for line in declared:
        yield from [f"- {formula(line.strip())}"] if line.startswith(" ") else ["", plain(line), ""]
    yield from ("", prose(counting), "")


# -- around the claims ------------------------------------------------------------------------------------------


def _drawing(theorem: Theorem, material: Material) -> list[str]:
    return [name for name, figure in sorted(material.figures.items()) if theorem.id in figure.theorems]


def _figures(theorem: Theorem, material: Material) -> Iterator[str]:
    """What draws from the theorem: pictures that are drawn, and how to draw the others."""
    names = _drawing(theorem, material)
    if not names:
        return
    yield from ("", "## Figures", "")
    missing = []
    for name in names:
        file = material.picture(name)
        if file is None:
            missing.append(name)
        else:
            title = plain(material.figures[name].title)
            yield from (f"![{title}](../pictures/{file.name})", "", f"{title} ({code(name)})", "")
    if missing:
        yield from ("Not drawn here; these commands draw them:", "")
        yield from (f"- {plain(material.figures[name].title)}: {code(f'theorems figures {name}')}" for name in missing)
        yield ""


def _citing(theorem: Theorem) -> Iterator[str]:
    papers = dict.fromkeys(claim.source.paper for claim in theorem.claims if claim.source is not None)
    yield from ("", "## How to cite", "")
    if papers:
        yield from ("What is published:", "", *(f"- {plain(paper)}" for paper in papers), "")
    ours = f"Theorems on model collapse, version {version()}, theorem {theorem.id}"
    yield from (f"What was checked, and what is ours: {plain(ours)}.", "")


def _files(theorem: Theorem) -> dict[str, Path]:
    """The files of a theorem, by their paths in the repository: its record, and its proofs where there are any."""
    module = modules()[theorem.id]
    found = {}
    for name in (module, in_room(module, rooms.PROOFS)):
        top = Path(str(sys.modules[f"{package_of(module)}{rooms.RECORDS}"].__file__)).parents[1]
        short = name.removeprefix(package_of(module)).replace(".", "/") + ".py"
        if (top / short).is_file():
            found[short] = top / short
    return found


def _sources(theorem: Theorem) -> Iterator[str]:
    yield from ("", "## Source", "")
    for kind, short in zip(("record", "proofs"), _files(theorem), strict=False):
        yield f"- {kind}: {{download}}`{short} <../sources/{short}>`"
    yield from ("", "Again, on your machine:", "", f"```sh\ntheorems verify {theorem.id}\n```")
