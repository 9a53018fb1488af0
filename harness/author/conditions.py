"""Is the condition of a claim, its `when`, needed, and is its edge part of what is claimed?"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from harness.author.diagnostics import Finding, place
from harness.judge import exact
from harness.judge.case import Case
from theorems.language import DomainError, Point
from theorems.language.domains.entries import substituted
from theorems.language.mutants import widened


def conditions(case: Case) -> Iterator[Finding]:
    """A condition that the claim does not need, or that could be narrower and nobody would notice."""
    claim, where, about = case.claim, place(case, "when"), case.id
    for relation in sp.And.make_args(claim.when):
        if isinstance(relation, sp.Ge | sp.Le) and not any(_attains(relation, p) for p in declared(case)):
            yield Finding(
                "edge",
                f"no point or worked value of the claim is at the edge of {relation}",
                where,
                about,
                expected="a point with equality: else a narrower condition would pass as this one",
                advice="a point, or a worked value, at the smallest value that the condition allows",
            )
    if claim.expected != "confirmed" or not case.has_oracle:
        return
    for slip, mutant in widened(claim):
        wider = case.having(mutant)
        gained = [p for p in case.theorem.parameters.grid(case.used) if wider.applies(p) and not case.applies(p)]
        if not any(_fails(wider, point) for point in gained):
            yield Finding(
                "needless",
                f"{slip} the claim holds at the {len(gained)} points of the grid that are gained",
                where,
                about,
                expected="a condition without which the claim fails somewhere on the grid",
                advice="delete the condition, or give the grids of the parameters values at which it is needed",
            )


def declared(case: Case) -> Iterator[Point]:
    """The points and the points of worked values, with defaults."""
    yield from map(case.given, case.claim.points)
    for part, values in case.claim.worked.items():
        for text in values:
            yield case.theorem.worked_point(case.claim, part, text)


def _attains(relation: sp.Rel, point: Point) -> bool:
    """Are both sides of a relation equal at a point?"""
    return bool(substituted(relation.lhs - relation.rhs, point) == 0)


def _fails(case: Case, point: Point) -> bool:
    """Is the claim false at a point, or has it no value there?"""
    try:
        return exact.check_point(case, point) == "refuted"
    except (*exact.NO_VALUE, DomainError):
        return True
