"""What pages are made of: the records of the theorems, what is known of their claims, the figures that are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.cli.records import record
from harness.judge.case import Case
from harness.judge.selection import cases
from harness.run.store import Store
from paper_figs.figure import Figure
from theorems.language import Theorem

Pages = dict[str, str]
"""Path of a page, from the top of the site and without an ending -> its text in Markdown."""


@dataclass(frozen=True)
class Material:
    """Everything that pages are made of.

    records: of each theorem, as `theorems show --json` has it. ledgers: the proofs of claims by `theorem/claim`, as
    `theorems prove --json` has them; empty where they are left out. figures: all that there are; drawn: the folder that
    holds their pictures. whole: is the site about all theorems?
    """

    theorems: Mapping[str, Theorem]
    records: Mapping[str, dict[str, Any]]
    cases: Mapping[str, Case]
    kept: Store
    figures: Mapping[str, Figure]
    drawn: Path
    ledgers: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    whole: bool = True

    def of(self, theorem: Theorem) -> list[Case]:
        """The claims of a theorem."""
        return [self.cases[f"{theorem.id}/{claim.name}"] for claim in theorem.claims]

    def has(self, claim: str) -> bool:
        """Is there a page with the claim `theorem/claim`?"""
        return claim in self.cases


def gather(
    theorems: Mapping[str, Theorem], kept: Store, figures: Mapping[str, Figure], drawn: Path, whole: bool
) -> Material:
    """The records of some theorems, and what is known of them: nothing is proved, computed or raced."""
    every = {case.id: case for theorem in theorems.values() for case in cases(theorem)}
    records = {name: record(theorem, True, kept) for name, theorem in theorems.items()}
    return Material(theorems, records, every, kept, figures, drawn, whole=whole)
