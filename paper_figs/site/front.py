"""The front page: what the site is, what was found, and the ways into it; and the theorems by topic."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from harness.judge.card import VERDICTS, verdict
from paper_figs.site.checked import checked
from paper_figs.site.markdown import link, page, plain, table
from paper_figs.site.material import Material, Pages
from theorems.language import Theorem
from theorems.language.registry import modules

CONTENTS = {
    "theorems/index": "every theorem with its claims, by topic",
    "papers/index": "all that four papers state, in their own order, and what is true of it",
    "errata": "what is wrong in print, with counterexamples and corrections",
    "workflows/index": "what a way of training on generated data does to a model",
    "values/index": "what claims say in numbers, at parameters to choose from",
    "questions": "what is not known: limits, rates, bounds that are loose",
    "notation": "the letters, the named functions, the processes and what is observed",
    "guide/index": "how verdicts work, how to add a theorem, how to declare a process",
}
"""The contents of the site, in their order, each with what is found there."""


def pages(material: Material) -> Pages:
    """The front page, and the theorems by topic."""
    return {"index": page(_front(material)), "theorems/index": page(_topics(material))}


def _front(material: Material) -> Iterator[str]:
    published = [case.claim for case in material.cases.values() if case.claim.published]
    found = Counter(verdict(claim) for claim in published)
    yield from ("# Theorems on model collapse", "")
    yield (
        "Papers on recursive training (fit a model, sample from it, fit again) state theorems. Some are exact, some "
        "loose, some wrong. This atlas says of every statement: **is it true, how do we know, how tight is it,** and "
        "what is the value at given parameters?"
    )
    count = (
        f"{len(material.theorems)} theorems make {len(material.cases)} claims; {len(published)} of them are published"
    )
    yield from ("", f"{count}, and of these", "")
    yield from table(("verdict", "published claims"), [[words, str(found[name])] for name, words in VERDICTS.items()])
    yield from (f"What these words mean is told with {link('the papers', 'papers')}.", "")
    known = Counter(map(material.known, material.cases.values()))
    words = ", ".join(f"{count} {word}" for word, count in known.most_common())
    yield from (f"How all claims are known: {plain(words)}.", "", *checked(material), "")
    yield from ("```{toctree}", ":maxdepth: 1", ":hidden:", "", *CONTENTS, "```", "", "## Contents", "")
    yield from (f"- {{doc}}`{name}`: {plain(words)}" for name, words in CONTENTS.items())


def family(theorem: Theorem) -> str:
    """The package that a theorem is in, which is its topic."""
    return modules()[theorem.id].rpartition(".")[0]


def topic(package: str) -> str:
    """What the theorems of a package are about, as it says itself."""
    said = (sys.modules[package].__doc__ or package).partition("\n")[0].removesuffix(".")
    short = said.removeprefix("Theorems about ").removeprefix("Theorems ")
    return short[0].upper() + short[1:]


def _topics(material: Material) -> Iterator[str]:
    yield from ("# Theorems by topic", "")
    for package, _ in Counter(map(family, material.theorems.values())).most_common():
        here = [theorem for theorem in material.theorems.values() if family(theorem) == package]
        yield from ("", f"## {plain(topic(package))}", "")
        rows = []
        for theorem in here:
            cases = material.of(theorem)
            words = Counter(map(material.known, cases))
            refuted = sum(case.claim.expected == "refuted" for case in cases)
            told = ", ".join(f"{count} {word}" for word, count in words.items())
            rows.append([link(plain(theorem.title), theorem.id), str(len(cases)), str(refuted or ""), plain(told)])
        yield from table(("theorem", "claims", "refuted", "how they are known"), rows)
    yield from ("", "```{toctree}", ":maxdepth: 1", ":hidden:", "", *material.theorems, "```")
