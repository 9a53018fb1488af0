"""What a paper states at one place, and what of this suite answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from theorems.language.errata import Note

StatementKind = Literal["statement", "figure", "experiment", "cited", "not quantitative"]
"""Something that can be true or false, or the definition of a process; a figure of theory; learning machines, data sets
or programs; a theorem of others that the paper quotes and this suite does not prove; what has no number to check: a
schematic, a photograph, a definition, a quotation."""

KINDS: tuple[str, ...] = get_args(StatementKind)


@dataclass(frozen=True)
class Statement:
    """One line of a paper's list.

    number: where it is, as printed; what several places of one section state has several lines. says: what is stated,
    in a line of our own words. claims: the numbers under which claims have it as their source, each with what the paper
    says there, typed from the paper and not from our records. by: claims of ours, as `theorem/claim`, that answer it
    and are nowhere published. processes: the declared ones that it defines. figures: ours that draw it. compared: what
    the paper says that runs of these figures judge: the name of each comparison, and one sentence. also: numbers
    under which notes of theorems have it. notes: errata of no theorem. why: why nothing of this suite answers it;
    shown, and needed, where none does.
    Raises ValueError for an unknown kind, and for a line without any answer.
    """

    number: str
    says: str
    kind: StatementKind = "statement"
    claims: Mapping[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    compared: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.number}: a kind is one of {', '.join(KINDS)}; got {self.kind!r}")
        if not (self.why or self.claims or self.by or self.processes or self.figures):
            raise ValueError(f"{self.number}: nothing answers {self.says!r}, and it does not say why")

    def lists(self, number: str) -> bool:
        """Is a source's number written in this line?"""
        return number in self.claims or number in self.also or number in (said.source.number for said in self.notes)

    def names(self, number: str) -> bool:
        """Is a source's number that of this place, perhaps with more words: `Lemma 5 (its first curve)`?"""
        return re.match(rf"{re.escape(self.number)}(?!\w|\.\d)", number) is not None


@dataclass(frozen=True)
class Paper:
    """A paper, the word that it is asked for by, and what it states, in its own order."""

    name: str
    title: str
    statements: tuple[Statement, ...]

    def place(self, number: str) -> int | None:
        """The line of a source's number: where it is listed, else the one whose place it names most exactly, the first
        of several; None where there is none.
        """
        places = range(len(self.statements))
        listed = (i for i in places if self.statements[i].lists(number))
        named = (i for i in places if self.statements[i].names(number))
        return next(listed, max(named, key=lambda i: len(self.statements[i].number), default=None))
