"""What is wrong with what is printed: kinds of errata, and notes for those that are no statement about a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from theorems.language.sources import Source

ErratumKind = Literal["false", "off by one", "missing hypothesis", "vacuous", "weaker", "convention", "code"]
"""What is printed is false; an index or a count is one too large or too small; it is true under a hypothesis that is
not stated; it says nothing where it is said to say something; it is said to be better, and is no better, than what was
known; two texts, or text and code, mean different things; a program or a figure does not do what is said of it."""

KINDS: tuple[str, ...] = get_args(ErratumKind)


@dataclass(frozen=True, kw_only=True)
class Note:
    """An erratum in words: what is printed, and what is found.

    source: where it is printed. evidence: the claims of the same theorem whose values the note rests on. program: a
    line of Python that shows it, and what it prints. Where there is neither, it rests on reading alone (a program, a
    caption), and `found` says where to read.
    Raises ValueError for an unknown kind, and for a program without what it prints.
    """

    kind: ErratumKind
    source: Source
    printed: str
    found: str
    evidence: tuple[str, ...] = ()
    program: str = ""
    prints: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a note's kind is one of {', '.join(KINDS)}; got {self.kind!r}")
        if bool(self.program) != bool(self.prints):
            raise ValueError(f"{self.source.number}: a program is given with what it prints; got {self.program!r}")
