"""A case: a claim of a theorem with all that belongs to it, made once and handed on."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, wraps
from math import isfinite
from typing import Any

import sympy as sp

from harness.judge import untried_points
from harness.judge.observed import MissingRoom, Observed
from theorems import rooms
from theorems.language import Claim, Identity, Law, Point, Root, Theorem, X, sentences
from theorems.language.claims import Related
from theorems.language.domains.entries import fraction, substituted
from theorems.language.readers import Ball, ball, floats
from theorems.language.registry import in_room, module_of
from theorems.language.writing import observable_latex
from theorems.processes import declared

NO_GOAL = "a derivation takes what is to be proved, and returns it: def proof(goal: Relation)"


@dataclass(frozen=True)
class Case:
    """A claim of a theorem, what it observes, and what can be asked of it without drawing."""

    theorem: Theorem
    claim: Claim

    def having(self, claim: Claim) -> Case:
        """The case of another claim of the theorem, or of a mutant of this one."""
        return replace(self, claim=claim)

    @property
    def id(self) -> str:
        """`theorem/claim`."""
        return f"{self.theorem.id}/{self.claim.name}"

    @cached_property
    def observed(self) -> Observed | None:
        """What the claim is about; None where it is about expressions."""
        return None if self.claim.observable is None else Observed(self.claim.observable)

    @cached_property
    def used(self) -> set[str]:
        """Names of the parameters that the claim, or its simulator, depends on; raises MissingRoom."""
        return self.written | (set() if self.observed is None else set(self.observed.parameters))

    @property
    def written(self) -> set[str]:
        """Names of the parameters in the claim's expressions and its condition."""
        symbols = {s.name for e in self.claim.parts.values() for s in e.free_symbols} - {X.name}
        return symbols | {s.name for s in self.claim.when.free_symbols}

    @property
    def named(self) -> set[str]:
        """Those of `used`; without a simulator, of `written`."""
        try:
            return self.used
        except MissingRoom:
            return self.written

    @cached_property
    def needed(self) -> set[str]:
        """Those of `used` that every point must give; raises MissingRoom."""
        required = {} if self.observed is None else self.observed.parameters
        return self.written | {name for name, needed in required.items() if needed}

    def given(self, text: str) -> dict[str, Any]:
        """The point of a text, with defaults."""
        return self.theorem.parameters.complete(self.theorem.parameters.point(text), set())

    def point(self, text: str) -> dict[str, Any]:
        """The point of a text, with defaults; raises DomainError where it lacks a value that the claim needs."""
        return self.theorem.parameters.complete(self.theorem.parameters.point(text), self.needed)

    @property
    def points(self) -> list[dict[str, Any]]:
        """The declared points, with defaults; raises DomainError."""
        return [self.point(text) for text in self.claim.points]

    @cached_property
    def off_grid(self) -> list[dict[str, Any]]:
        """Points off the grid where the claim applies, as several checks want them: harness.judge.untried_points."""
        return untried_points.points(self.theorem.parameters.with_named(self.named), self.applies)

    # -- values -------------------------------------------------------------------------------------------------

    def applies(self, point: Point) -> bool:
        """Does the claim's condition hold at the point?"""
        return bool(substituted(self.claim.when, point))

    def interval(self, point: Point, bits: int = 100) -> tuple[Ball, Ball]:
        """The claimed interval as balls (None: open side)."""
        low, high = self.claim.interval
        if low is not None and low == high:
            both = ball(low, point, bits)
            return both, both
        return (None if low is None else ball(low, point, bits)), (None if high is None else ball(high, point, bits))

    def ends(self, point: Point) -> tuple[float | None, float | None] | None:
        """The claimed interval in machine numbers (None: open side); None where it has no finite value."""
        low, high = self.claim.interval
        values = {e: number_at(e, point) for e in {low, high} if e is not None}  # one, where both ends are the same
        return None if None in values.values() else (values.get(low), values.get(high))

    @property
    def has_oracle(self) -> bool:
        """Is there an exact value to compare the claim with?"""
        claim = self.claim
        if isinstance(claim, Identity | Root) or self.observed is None:
            return isinstance(claim, Identity | Root)
        if isinstance(claim, Law):  # without a cdf the law is the oracle's own; moments say no law
            return claim.cdf is not None and self.observed.written_oracle is not None
        return self.observed.has_oracle

    def truth(self, point: Point) -> Ball:
        """The exact value of the claim's quantity as a ball; None where there is no oracle, and for a law."""
        if isinstance(self.claim, Identity):
            return ball(self.claim.quantity, point)
        if isinstance(self.claim, Root):
            return self.claim.ball(point)
        return None if self.observed is None or isinstance(self.claim, Law) else self.observed.exact(point)

    def cdf(self, point: Point, x: sp.Rational) -> Ball:
        """The claimed Pr(observable <= x) of a law as a ball: the claim's cdf, or the oracle's where it has none."""
        assert isinstance(self.claim, Law)
        if self.claim.cdf is not None:
            return ball(self.claim.cdf, {**point, X.name: x})
        return Observed(self.claim.of).exact(point, x=Fraction(int(x.p), int(x.q)))

    @property
    def on_integers(self) -> bool:
        """Is the law on the integers: is its distribution function a sum up to x?"""
        cdf = self.claim.cdf if isinstance(self.claim, Law) else None
        return cdf is not None and any(X in s.limits[0].free_symbols for s in cdf.atoms(sp.Sum))

    def says(self, point: Point) -> str:
        """The claimed interval at a point in words."""
        if isinstance(self.claim, Law):
            return "a law"
        low, high = self.interval(point)
        if low is None:
            return f"at most {high.str(10)}"
        if high is None:
            return f"at least {low.str(10)}"
        return f"equals {low.str(10)}" if low is high else f"between {low.str(10)} and {high.str(10)}"

    # -- words and proof ----------------------------------------------------------------------------------------

    @property
    def sentence(self) -> str:
        """What the claim says, printed from its expressions."""
        try:
            used = self.used
        except MissingRoom:
            used = set(self.theorem.parameters.names)
        return sentences.sentence(self.theorem, self.claim, used, self.symbols)

    @property
    def quantity(self) -> str:
        """What the claim bounds, or says the value of, in LaTeX."""
        assert isinstance(self.claim, Related)
        return sentences.quantity(self.claim, self.symbols)

    @property
    def symbols(self) -> dict[str, str]:
        """The LaTeX of the observables of the theorem: of declared ones written from the declaration, else as given."""
        observables = {c.observable for c in (*self.theorem.claims, self.claim) if c.observable is not None}
        found = {name: declared(name) for name in observables}
        written = {name: observable_latex(*what) for name, what in found.items() if what is not None}
        return {**self.theorem.symbols, **written}

    @property
    def derives(self) -> bool:
        """Is the proof a derivation, which ends in the claim? Else it is steps, or there is none."""
        return self.proof is not None and "claim" not in inspect.signature(self.proof).parameters

    @property
    def proof(self) -> Callable[[Claim], list[Any]] | None:
        """The proof of the claim: the function of its name in the module of the theorem's path in the room of proofs.

        It is given the claim (or, if it is a derivation, what the claim says) with the functions that have a definition
        replaced by it. A derivation must end in what the claim says; steps may not end in what is derived, as nothing
        ties that to the claim. None where there is none, or the theorem is not registered.
        """
        from proofs_check.ledger import Derived, ledger_of
        from proofs_check.rules.claims import derivation

        module = module_of(self.theorem.id)
        if module is None:
            return None
        name = in_room(module, rooms.PROOFS)
        try:
            proofs = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.".startswith(f"{error.name}."):
                raise
            return None
        function = getattr(proofs, self.claim.name.replace("-", "_"), None)
        if function is None or inspect.getmodule(function) is not proofs:
            return None

        @wraps(function)
        def of_defined(claim: Claim) -> list[Any]:
            if "claim" in inspect.signature(function).parameters:
                steps = list(function(claim.unfolded()))
                if steps and isinstance(steps[-1], Derived):
                    raise TypeError(NO_GOAL)
                return steps
            return ledger_of(derivation(importlib.import_module(module).THEOREM, claim, function))

        return of_defined


def number_at(expression: sp.Expr, point: Point) -> float | None:
    """The value in machine numbers, or None where the expression has no finite real value."""
    try:
        value = floats(expression, **{k: v if isinstance(v, tuple | str) else fraction(v) for k, v in point.items()})
    except (ArithmeticError, ValueError, TypeError, KeyError):
        return None
    return value if isfinite(value) else None
