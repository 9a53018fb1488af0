"""A page for each paper: all that it states, in its own order, and what became of it; and a table of all papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harness.cli.paper import COLUMNS, MEANING, besides, counted, summary, tight
from harness.judge.card import card
from paper_figs.site.claim import claim_link, mark
from paper_figs.site.markdown import code, label, link, page, plain, prose, table
from paper_figs.site.material import Material, Pages
from paper_figs.site.notation import processes
from theorems.papers import PAPERS

Record = dict[str, Any]


def pages(material: Material) -> Pages:
    """The card of each paper, and the table of them."""
    cards = {name: card(paper, material.looked) for name, paper in PAPERS.items()}
    texts = {f"papers/{name}": page(_lines(told, material)) for name, told in cards.items()}
    drawn = {name for told in cards.values() for line in told["lines"] for name in line["figures"]}
    return {**texts, "papers/index": page(_list(cards)), **material.pictures(drawn)}


def _list(cards: Mapping[str, Record]) -> Iterator[str]:
    yield from (label("papers"), "# Papers", "")
    yield (
        "Every place of these papers that states something has a line on its page: claims with their verdict, how that "
        "is known and how tight they are; or a figure, an experiment, or why there is nothing to check."
    )
    rows = (
        [link(plain(cards[name]["paper"]), "papers", name) if name in cards else name, *numbers]
        for name, *numbers in counted(list(cards.values()))
    )
    yield from table(("paper", *COLUMNS.values()), rows)
    yield MEANING
    yield from ("", "```{toctree}", ":maxdepth: 1", ":hidden:", "", *cards, "```")


def _lines(told: Record, material: Material) -> Iterator[str]:
    yield from (label("papers", told["name"]), f"# {plain(told['paper'])}", "", plain(summary(told["counts"])), "")
    for line in told["lines"]:
        place = line["number"][0].upper() + line["number"][1:]
        yield from ("", f"## {plain(place)}: {prose(line['says'])}", "")
        for claim in line["claims"]:
            yield from _published(claim, material)
        for ours in line["ours"]:
            yield f"- {claim_link(material, ours['claim'])}: {plain(ours['known'] + tight(ours['tightness'], '; '))}"
        yield ""
        if line["processes"]:
            yield f"- declared as {', '.join(_process(name, material) for name in line['processes'])}"
        for name in line["figures"]:
            yield from _figure(name, material)
        yield from (f"- {prose(words)}" for words in besides(line))
    if told["lost"]:
        yield from ("", "## Of no place that is listed", "", *(f"- {prose(words)}" for words in told["lost"]))


def _process(name: str, material: Material) -> str:
    return link(name, "process", name) if name in processes(material) else code(name)


def _figure(name: str, material: Material) -> Iterator[str]:
    """Its picture, where it is drawn; else how to draw it."""
    file = material.picture(name)
    if file is None:
        yield f"- drawn by {code(f'theorems figures {name}')}"
    else:
        yield from ("", f"![{plain(material.figures[name].title)}](../pictures/{file.name})", "")


def _published(claim: Record, material: Material) -> Iterator[str]:
    """What the paper says, what became of it, and what is better."""
    refuted = bool(claim["counterexample"])
    yield from (
        f"{mark(claim['verdict'], claim['words'])} {claim_link(material, claim['claim'])}, {claim['known']}",
        "",
    )
    if claim["says"]:
        yield from (f"The paper: *{prose(claim['says'])}*", "")
    yield from (prose(claim["sentence"]), "")
    if claim["tightness"]:
        yield from (f"{'In numbers' if refuted else 'Tightness'}: {plain(tight(claim['tightness']))}.", "")
    if refuted:
        yield from (f"**But** {prose(claim['counterexample'])}", "")
        yield from (f"Corrected: {claim_link(material, claim['correction'])}.", "")
        if material.has(claim["claim"]):
            yield from (f"{link('In the list of errata', 'erratum', claim['claim'])}.", "")
    if better := claim["sharper"]:
        told = plain(f"{better['known']}{tight(better['tightness'], '; ')}")
        yield from (f"Sharper: {claim_link(material, better['claim'])}: {told}.", "")
