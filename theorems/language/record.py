"""The record of a theorem."""

from __future__ import annotations

from dataclasses import dataclass

from theorems.language.claims import Claim, X
from theorems.language.parameters import Parameters


@dataclass(frozen=True)
class Source:
    """Where a theorem is stated: paper (authors, title, arXiv id), number in it, version read."""

    paper: str
    number: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.paper}, {self.number}" + (f" ({self.version})" if self.version else "")


@dataclass(frozen=True)
class Theorem:
    """One theorem: frozen data.

    id: kebab-case noun. statement: the theorem in words and LaTeX. conventions: what is given, what is
    estimated, ddof, what k counts. notation: the letters and indices of the source.
    Raises ValueError when a claim uses an undeclared symbol, a name is used twice, a point lies outside
    the domain or an erratum names no correction.
    """

    id: str
    title: str
    source: Source
    statement: str
    conventions: tuple[str, ...]
    notation: str
    parameters: Parameters
    claims: tuple[Claim, ...]

    def __post_init__(self) -> None:
        names = [claim.name for claim in self.claims]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id}: two claims have one name")
        declared = {*self.parameters.symbols, X}
        for claim in self.claims:
            for expression in claim.parts.values():
                unknown = expression.free_symbols - declared
                if unknown:
                    raise ValueError(f"{self.id}/{claim.name} uses undeclared {sorted(map(str, unknown))}")
            for text in (*claim.points, *claim.worked, *getattr(claim, "worked_quantity", ())):
                self.parameters.point(text)
            for other in (claim.sharper, claim.corrected_by):
                if other is not None and other not in names:
                    raise ValueError(f"{self.id}/{claim.name} refers to an unknown claim {other!r}")
            if claim.expected == "refuted" and not (claim.corrected_by and claim.counterexample):
                raise ValueError(f"{self.id}/{claim.name} is refuted but names no correction or counterexample")

    def claim(self, name: str) -> Claim:
        """The claim of that name; raises KeyError."""
        for claim in self.claims:
            if claim.name == name:
                return claim
        raise KeyError(name)
