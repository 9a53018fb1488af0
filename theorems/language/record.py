"""The record of a theorem."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from theorems.language.claims import Claim, X
from theorems.language.parameters import DomainError, Parameters


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
    Raises ValueError when a claim uses an undeclared symbol or a machine number, a name is used twice, a
    point lies outside the domain or an erratum names no correction.
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
        for claim in self.claims:
            for part, expression in (*claim.parts.items(), ("when", claim.when)):
                self._check_expression(f"{self.id}/{claim.name}, {part}", expression)
            worked = {**claim.worked, **getattr(claim, "worked_quantity", {})}
            for text, value in worked.items():
                self._check_expression(f"{self.id}/{claim.name}, worked value at {text}", sp.sympify(value))
            for text in (*claim.points, *worked):
                try:
                    self.parameters.point(text)
                except DomainError as error:
                    raise DomainError(f"{self.id}/{claim.name}, point {text!r}: {error}") from None
            for other in (claim.sharper, claim.corrected_by):
                if other is not None and other not in names:
                    raise ValueError(f"{self.id}/{claim.name} refers to an unknown claim {other!r}")
            if claim.expected == "refuted" and not (claim.corrected_by and claim.counterexample):
                raise ValueError(f"{self.id}/{claim.name} is refuted but names no correction or counterexample")

    def _check_expression(self, where: str, expression: object) -> None:
        """Only declared symbols and exact numbers."""
        if not isinstance(expression, sp.Basic):
            raise ValueError(f"{where}: got {expression!r}, not an expression: write sp.sympify({expression!r})")
        for number in expression.atoms(sp.Float):
            exact = sp.nsimplify(number, rational=True, tolerance=1e-12)
            raise ValueError(f"{where}: {float(number)} is a machine number: write sp.Rational({exact.p}, {exact.q})")
        unknown = expression.free_symbols - {*self.parameters.symbols, X}
        for name in sorted(map(str, unknown)):
            if name in self.parameters.names:
                raise ValueError(f"{where}: this {name} is not the declared one: take it from PARAMETERS.symbols")
            raise ValueError(f"{where}: uses undeclared {name}: the parameters are {', '.join(self.parameters.names)}")

    def claim(self, name: str) -> Claim:
        """The claim of that name; raises KeyError."""
        for claim in self.claims:
            if claim.name == name:
                return claim
        raise KeyError(name)
