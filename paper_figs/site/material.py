"""What pages are made of: the theorems, what is known of them, and the figures that are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.judge.card import Looked
from harness.judge.case import Case
from harness.judge.selection import cases
from harness.run.executors import Workers
from harness.run.store import Store
from harness.run.tasks import as_found
from paper_figs.figure import Figure
from paper_figs.site.facts import Facts, facts
from theorems.language import Theorem

Pages = dict[str, str | Path]
"""Path of a page, from the top of the site and without an ending -> its text in Markdown; or path of a file that pages
show or offer -> the file.
"""


@dataclass(frozen=True, eq=False)
class Material:
    """Everything that pages are made of.

    facts: what is known of each theorem. kept: the evidence that is kept.
    figures: all that there are; drawn: the folder that holds their pictures.
    whole: is the site about all theorems?
    """

    theorems: Mapping[str, Theorem]
    facts: Mapping[str, Facts]
    kept: Store
    figures: Mapping[str, Figure]
    drawn: Path
    whole: bool = True

    @cached_property
    def cases(self) -> dict[str, Case]:
        """All claims that have a place on a page, by `theorem/claim`."""
        return {case.id: case for theorem in self.theorems.values() for case in cases(theorem)}

    def of(self, theorem: Theorem) -> list[Case]:
        """The claims of a theorem."""
        return [self.cases[f"{theorem.id}/{claim.name}"] for claim in theorem.claims]

    def has(self, claim: str) -> bool:
        """Is there a page with the claim `theorem/claim`?"""
        return claim in self.cases

    def about(self, kind: str, case: Case) -> Any:
        """What is known of a claim, by the name that `facts` has for it; None where there is nothing."""
        return self.facts[case.theorem.id][kind].get(case.claim.name)

    def known(self, case: Case) -> str:
        """How a claim is known, in a word."""
        return str(self.about("known", case)) if self.has(case.id) else "not looked at"

    def picture(self, figure: str) -> Path | None:
        """The picture of a figure, if it is drawn."""
        files = (self.drawn / f"{figure}.{suffix}" for suffix in ("svg", "png"))
        return next((file for file in files if file.is_file()), None)

    def pictures(self, figures: Iterable[str]) -> Pages:
        """The pictures of some figures, those that are drawn, as files of the site."""
        found = (file for name in sorted(figures) if (file := self.picture(name)))
        return {f"pictures/{file.name}": file for file in found}

    @property
    def looked(self) -> Looked:
        """What the cards of papers ask. Claims that no page is about are not looked at."""
        nothing = {"tightness": None, "sharper": None}
        return Looked(self.known, lambda case: self.about("tight", case) if self.has(case.id) else nothing)


def gather(
    theorems: Mapping[str, Theorem],
    kept: Store,
    figures: Mapping[str, Figure],
    drawn: Path,
    whole: bool,
    workers: Workers,
    tell: Callable[[float, str], None],
) -> Material:
    """What is known of some theorems, found by several processes if there are many; tell receives how many are done."""
    names = list(theorems)
    known: dict[str, Facts] = {}
    for number, found in as_found(workers, facts, [(name,) for name in names]):
        known[names[number]] = found
        tell(len(known), names[number])
    for name in names:
        if name not in known:
            tell(len(known), name)
            known[name] = facts(name, kept)
    return Material(theorems, known, kept, figures, drawn, whole)
