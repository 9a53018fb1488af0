"""The mutant matrix: for every slip that a formula could carry, the check that would notice it.

A slip is caught by
* the race: put in the claim's place, the mutant is refuted at some declared point by the claim's own draws;
* the exact check: the mutant contradicts the oracle somewhere on the grid;
* a worked value: the mutant differs from a value that the record states in closed form.
The first two catch statements that are false. A bound loosened by a slip is still true: only a worked
value knows that it is not what was claimed; the same holds for a published formula that is refuted anyway.
A slip that nothing catches is blind, and fails the suite.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import inf, log

import numpy as np
import sympy as sp

from harness.judge.case import has_oracle
from harness.judge.exact import NO_VALUE, check_point, grid, missed_worked_value
from harness.judge.questions import Question, ends_at
from harness.judge.race import Limits, refutation, totals
from theorems.language import Claim, Point, Theorem, X, point_text
from theorems.language.mutants import mutants
from theorems.language.readers import ball


@dataclass(frozen=True)
class Row:
    """One slip, the field it is in, and what catches it; `same` if the formula's values do not change.

    hidden: the parameters, as `sigma0 = 1`, that hide a blind slip at every worked value of the field.
    """

    part: str
    slip: str
    raced: str | None = None
    exact: str | None = None
    worked: str | None = None
    same: bool = False
    hidden: tuple[str, ...] = ()

    @property
    def blind(self) -> bool:
        return not (self.raced or self.exact or self.worked or self.same)


def contradiction(theorem: Theorem, claim: Claim) -> str | None:
    """The first grid point at which the exact value refutes the claim; None if there is none."""
    if not has_oracle(claim):
        return None
    for point in grid(theorem, claim):
        try:
            if check_point(claim, point) == "refuted":
                return point_text(point)
        except NO_VALUE:
            return f"{point_text(point)} (no value)"
    return None


def raced(
    question: Question, rivals: dict[str, Claim], entropy: int, limits: Limits, executor: Executor | None
) -> set[str]:
    """Those rivals that the question's own draws refute, each put in the place of the claim."""
    waiting = {key: ends for key, rival in rivals.items() if (ends := ends_at(rival, question.point)) is not None}
    found: set[str] = set()
    cap = question.cap(log(1 / limits.beta))
    for sums in totals(question, entropy, cap, executor) if waiting else ():
        for key, (low, high) in list(waiting.items()):
            needed = log((2 if low is not None and high is not None else 1) / limits.alpha)
            if refutation(question, sums, low, high) >= needed:
                found.add(key)
                del waiting[key]
        if not any(_beyond(sums, ends) > question.gap / 2 for ends in waiting.values()):
            break
    return found


def _beyond(sums: np.ndarray, ends: tuple[float | None, float | None]) -> float:
    """How far the estimate lies outside of an interval."""
    estimate = sums[1] / sums[2]
    low, high = ends
    return max(-inf if high is None else estimate - high, -inf if low is None else low - estimate)


def unchanged(theorem: Theorem, claim: Claim, mutant: Claim) -> bool:
    """Is every expression of the mutant equal to the claim's on the whole grid (to within balls)?"""
    for place in grid(theorem, claim):
        point = {**place, X.name: sp.Integer(1)}  # laws have their argument, too
        for before, after in zip(claim.parts.values(), mutant.parts.values(), strict=True):
            if differ(before, after, point):
                return False
    return True


def hiding(theorem: Theorem, claim: Claim, part: str, slip: sp.Expr) -> Iterator[str]:
    """Parameters that are 0, or 1, at every worked value of a part, where a slip in it changes nothing: elsewhere it
    would.
    """
    points = [theorem.worked_point(claim, part, text) for text in claim.worked.get(part, {})]
    for parameter in theorem.parameters:
        at = {point.get(parameter.name) for point in points}
        if len(at) != 1 or not at <= {0, 1}:
            continue
        others = (sp.Integer(2), sp.Rational(1, 3))
        moved = [
            {**p, parameter.name: v}
            for p in points
            for v in (*others, *parameter.values(p))
            if v not in (0, 1) and parameter.contains(v, p)
        ]
        if any(differ(claim.parts[part], slip, point) for point in moved):
            yield f"{parameter.name} = {at.pop()}"


def differ(one: sp.Expr, other: sp.Expr, point: Point) -> bool:
    """Are the values certainly two, or is there only one?"""
    try:
        return not ball(one - other, point).contains(0)
    except NO_VALUE:
        return True


def matrix(
    theorem: Theorem,
    claim: Claim,
    questions: Sequence[Question],
    entropy: int,
    limits: Limits,
    executor: Executor | None = None,
) -> list[Row]:
    """All slips of a claim with the first check that catches each, cheapest check first."""
    named = {f"{part}: {slip}": (part, slip, m) for part, slip, m in mutants(claim, theorem.parameters.items)}
    waiting = {key: mutant for key, (_, _, mutant) in named.items()}
    rows: dict[str, Row] = {}
    if claim.expected == "confirmed":
        for question in questions:
            if question.cells is None:
                for key in raced(question, waiting, entropy, limits, executor):
                    rows[key] = Row(*named[key][:2], raced=question.id)
                    del waiting[key]
    for key, mutant in waiting.items():
        part, slip, _ = named[key]
        worked = missed_worked_value(theorem, mutant)
        exact = None if worked or claim.expected == "refuted" else contradiction(theorem, mutant)
        same = not worked and not exact and unchanged(theorem, claim, mutant)
        hidden = () if worked or exact or same else tuple(hiding(theorem, claim, part, mutant.parts[part]))
        rows[key] = Row(part, slip, worked=worked, exact=exact, same=same, hidden=hidden)
    return [rows[key] for key in named]
