"""The record of a theorem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp

from theorems.language.claims import Claim, Law, Root, X
from theorems.language.errata import KINDS, Note
from theorems.language.parameters import DomainError, Parameters, Point, real
from theorems.language.sources import Source


@dataclass(frozen=True)
class Theorem:
    """One theorem: frozen data.

    id: kebab-case noun. source: where it is stated as a whole; each published claim has its own. statement: process and
    letters, and what the theorem is about, in words. conventions: what is given, what is estimated, ddof, what k
    counts. notation: the letters and indices of the source. symbols: LaTeX of observables in its sentences, by
    `process.observable`, where theorems/processes has none. notes: errata that are no claims.
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
    symbols: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        names = [claim.name for claim in self.claims]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id}: two claims have one name")
        for claim in self.claims:
            for part, expression in (*claim.parts.items(), ("when", claim.when)):
                self._check_expression(f"{self.id}/{claim.name}, {part}", expression)
            self._check_worked(claim)
            if formula := re.search(r"[$\\\\=<>^_]", claim.remark):
                raise ValueError(
                    f"{self.id}/{claim.name}, remark: formulas are printed from the expressions; got {formula[0]!r}"
                )
            if claim.points and claim.observable is None:
                raise ValueError(f"{self.id}/{claim.name} is about expressions and cannot be raced: delete its points")
            if claim.unraced and (claim.points or claim.observable is None):
                raise ValueError(f"{self.id}/{claim.name} says why it is not raced, but has points or no process")
            for text in claim.points:
                try:
                    self.parameters.point(text)
                except DomainError as error:
                    raise DomainError(f"{self.id}/{claim.name}, point {text!r}: {error}") from None
            for other in (claim.sharper, claim.corrected_by):
                if other is not None and other not in names:
                    raise ValueError(f"{self.id}/{claim.name} refers to an unknown claim {other!r}")
            if claim.expected == "refuted" and not (claim.corrected_by and claim.counterexample):
                raise ValueError(f"{self.id}/{claim.name} is refuted but names no correction or counterexample")
            if claim.erratum not in (KINDS if claim.expected == "refuted" else (None,)):
                raise ValueError(
                    f"{self.id}/{claim.name}: a refuted claim, and no other, says what kind of erratum it is, one of "
                    f"{', '.join(KINDS)}; got {claim.erratum!r}"
                )
        for note in self.notes:
            for name in note.evidence:
                if name not in names:
                    raise ValueError(f"{self.id}: a note rests on an unknown claim {name!r}")

    def _check_worked(self, claim: Claim) -> None:
        """Worked values are of a part of the claim, at complete points, and numbers."""
        for part, values in claim.worked.items():
            where = f"{self.id}/{claim.name}, worked"
            if part not in claim.parts or not isinstance(values, Mapping):
                raise ValueError(f"{where}: write {{part: {{point: value}}}}, part one of {', '.join(claim.parts)}")
            for text, value in values.items():
                try:
                    self.worked_point(claim, part, text)
                except DomainError as error:
                    raise DomainError(f"{where} value of {part} at {text!r}: {error}") from None
                self._check_expression(f"{where} value of {part} at {text}", sp.sympify(value))
                if sp.sympify(value).free_symbols:
                    raise ValueError(f"{where} value of {part} at {text}: {value} is not a number")

    def worked_point(self, claim: Claim, part: str, text: str) -> Point:
        """The point of a worked value of a part, with defaults, and for a law its argument x; raises DomainError."""
        parameters = self.parameters
        if isinstance(claim, Law | Root):
            parameters = Parameters(*parameters, real(X.name, "(-1000000, 1000000)", "argument", (1,)))
        return parameters.complete(parameters.point(text), {s.name for s in claim.parts[part].free_symbols})

    def _check_expression(self, where: str, expression: object) -> None:
        """Only declared symbols and exact numbers."""
        if not isinstance(expression, sp.Basic):
            raise ValueError(f"{where}: got {expression!r}, not an expression: write sp.sympify({expression!r})")
        for number in expression.atoms(sp.Float):
            exact = sp.nsimplify(number, rational=True, tolerance=1e-12)
            raise ValueError(f"{where}: {float(number)} is a machine number: write sp.Rational({exact.p}, {exact.q})")
        unknown = expression.free_symbols - {*self.parameters.symbols, X}
        for symbol in sorted(expression.free_symbols & self.parameters.quantified, key=str):
            raise ValueError(f"{where}: what is claimed for every {symbol} cannot depend on which one it is")
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
