"""The mutant matrix: for every slip that a formula could carry, the check that would notice it.

A slip is caught by the cheapest of
* a worked value: the mutant differs from a value that the record states in closed form;
* the exact check: the mutant contradicts the oracle somewhere on the grid;
* the race: put in the claim's place, the mutant is refuted at some declared point by the claim's own draws.
The last two catch statements that are false. A bound loosened by a slip is still true: only a worked
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

from harness.judge.budget import Limits
from harness.judge.case import Case
from harness.judge.exact import NO_VALUE, check_point, grid, missed_worked_value
from harness.judge.means import MeanQuestion
from harness.judge.question import Question
from harness.judge.race import totals
from theorems.language import Point, X, point_text
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


def contradiction(case: Case, places: Sequence[Point] | None = None) -> str | None:
    """The first grid point at which the exact value refutes the claim; None if there is none.

    places: the grid, where it is known: of a claim and of the slips in its formula it is one.
    """
    if not case.has_oracle:
        return None
    for point in grid(case) if places is None else places:
        try:
            if check_point(case, point) == "refuted":
                return point_text(point)
        except NO_VALUE:
            return f"{point_text(point)} (no value)"
    return None


def raced(
    question: MeanQuestion, rivals: dict[str, Case], entropy: int, limits: Limits, executor: Executor | None
) -> set[str]:
    """Those rivals that the question's own draws refute, each put in the place of the claim."""
    waiting = {key: ends for key, rival in rivals.items() if (ends := rival.ends(question.point)) is not None}
    found: set[str] = set()
    cap = question.cap(log(1 / limits.beta))
    for sums in totals(question, entropy, cap, executor) if waiting else ():
        for key, (low, high) in list(waiting.items()):
            needed = log((2 if low is not None and high is not None else 1) / limits.alpha)
            if question.refutation(sums, low, high) >= needed:
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


def unchanged(case: Case, mutant: Case, places: Sequence[Point]) -> bool:
    """Is every expression of the mutant equal to the claim's on the whole grid (to within balls)?"""
    for place in places:
        point = {**place, X.name: sp.Integer(1)}  # laws have their argument, too
        for before, after in zip(case.claim.parts.values(), mutant.claim.parts.values(), strict=True):
            if differ(before, after, point):
                return False
    return True


def hiding(case: Case, part: str, slip: sp.Expr) -> Iterator[str]:
    """Parameters that are 0, or 1, at every worked value of a part, where a slip in it changes nothing: elsewhere it
    would.
    """
    claim = case.claim
    points = [case.theorem.worked_point(claim, part, text) for text in claim.worked.get(part, {})]
    for parameter in case.theorem.parameters:
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
    case: Case, questions: Sequence[Question], entropy: int, limits: Limits, executor: Executor | None = None
) -> list[Row]:
    """All slips of a claim with the first check that catches each, cheapest check first."""
    slips = mutants(case.claim, case.theorem.parameters.items)
    named = {f"{part}: {slip}": (part, slip, case.having(mutant)) for part, slip, mutant in slips}
    rows: dict[str, Row] = {}
    refuted = case.claim.expected == "refuted"
    places = grid(case)
    for key, (part, slip, mutant) in named.items():
        worked = missed_worked_value(mutant, part)
        exact = None if worked or refuted else contradiction(mutant, places)
        if worked or exact:
            rows[key] = Row(part, slip, worked=worked, exact=exact)
    waiting = {key: mutant for key, (_, _, mutant) in named.items() if key not in rows}
    for question in () if refuted else questions:
        if isinstance(question, MeanQuestion):
            for key in raced(question, waiting, entropy, limits, executor):
                rows[key] = Row(*named[key][:2], raced=question.id)
                del waiting[key]
    for key, mutant in waiting.items():
        part, slip, _ = named[key]
        same = unchanged(case, mutant, places)
        hidden = () if same else tuple(hiding(case, part, mutant.claim.parts[part]))
        rows[key] = Row(part, slip, same=same, hidden=hidden)
    return [rows[key] for key in named]
