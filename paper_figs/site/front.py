"""The front page: what the site is, and the ways into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harness.judge.card import VERDICTS, verdict
from paper_figs.site.markdown import link, page, table
from paper_figs.site.material import Material, Pages
from paper_figs.site.theorem import path


def pages(material: Material) -> Pages:
    """The front page, and the list of theorems."""
    return {"index": page(_front(material)), "theorems/index": page(_list(material))}


def _front(material: Material) -> Iterator[str]:
    published = [case.claim for case in material.cases.values() if case.claim.published]
    found = Counter(verdict(claim) for claim in published)
    yield from ("# Theorems on model collapse", "")
    yield (
        "Papers on recursive training (fit a model, sample from it, fit again) state theorems. Some are exact, some "
        "loose, some wrong. This atlas says of every statement: is it true, how do we know, how tight is it?"
    )
    yield from (
        "",
        f"{len(material.theorems)} theorems, {len(material.cases)} claims, {len(published)} of them published:",
    )
    yield from table(("verdict on what is published", "claims"), [[VERDICTS[v], str(found[v])] for v in VERDICTS])
    yield from (
        "```{toctree}",
        ":maxdepth: 1",
        ":hidden:",
        "",
        "theorems/index",
        "values/index",
        "workflows/index",
        "errata",
        "```",
    )


def _list(material: Material) -> Iterator[str]:
    yield from ("# Theorems", "")
    rows = []
    for name, theorem in material.theorems.items():
        words = Counter(material.known(case) for case in material.of(theorem))
        told = ", ".join(f"{count} {word}" for word, count in words.items())
        rows.append([link(theorem.title, name), str(len(theorem.claims)), told])
    yield from table(("theorem", "claims", "known"), rows)
    yield from ("```{toctree}", ":maxdepth: 1", ":hidden:", "")
    yield from (path(name).partition("/")[2] for name in material.theorems)
    yield "```"
