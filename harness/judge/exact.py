"""The exact check: oracle against expression, in balls, on a grid that contains the smallest parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

import sympy as sp

from harness.judge import tightness
from harness.judge.case import Case
from theorems.language import Law, Parameters, Point, point_text
from theorems.language.claims import Outcome
from theorems.language.readers import Ball, NoValue, UnreadableExpression, ball

AGREE_BITS = 30
"""An equality counts as seen only where both balls are this precise (relative to the larger of 1 and value)."""

WORKED_PRECISION = 1e-20
"""How closely a claim must reproduce its worked values."""

NO_VALUE = (ArithmeticError, ValueError, UnreadableExpression)
"""What an expression raises where it has no value (a pole, a root of a negative number)."""

GRID_POINTS = 60
"""So many points of a larger grid are looked at."""

GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class ExactResult:
    """outcome over all points, how many were looked at, and the point that spoiled it: a refuted one before others.

    tightness, sharper: how tight the claim is, and the one that sharpens it, as harness.judge.tightness tells.
    """

    outcome: Outcome
    points: int
    where: str = ""
    tightness: dict[str, str] | None = None
    sharper: dict[str, str] | None = None


def compare(low: Ball, high: Ball, truth: Ball) -> Outcome:
    """Does a ball lie in the claimed interval of balls?

    refuted: it is certainly outside. confirmed: certainly inside, or so close to an end that both agree to
    AGREE_BITS bits (equality). undecided: the balls are too wide to tell.
    """
    if (high is not None and truth > high) or (low is not None and truth < low):
        return "refuted"
    for end, inside in ((high, high is None or truth <= high), (low, low is None or truth >= low)):
        if inside:
            continue
        allowed = max(1.0, float(abs(truth).upper())) * 2.0**-AGREE_BITS
        if not (end.overlaps(truth) and float(end.rad()) + float(truth.rad()) <= allowed):
            return "undecided"
    return "confirmed"


def grid(case: Case) -> list[dict[str, Any]]:
    """Where a claim meets its exact values: the grid of the parameters where it applies, smallest values first, points
    off that grid, and the declared points. Of a refuted claim only where it is said to fail.
    """
    chosen: list[dict[str, Any]] = []
    refuted, parameters = case.claim.expected == "refuted", case.theorem.parameters
    if refuted and case.observed is None:
        fails = case.claim.worked.get("quantity", ())
        return [dict(case.theorem.worked_point(case.claim, "quantity", text)) for text in fails]
    if not refuted:  # else every declared point must be a counterexample; the grid need not be
        chosen = _of(case.used, (point for point in parameters.grid(case.used) if case.applies(point)))
        chosen = _of(case.used, (*spread(chosen, parameters), *case.off_grid))
    return chosen + _of(case.used, case.points)


def _of(names: set[str], points: Iterable[Point]) -> list[dict[str, Any]]:
    """The points with the values of these parameters alone, each of them once."""
    return [dict(p) for p in dict.fromkeys(tuple((n, v) for n, v in p.items() if n in names) for p in points)]


def spread(points: list[dict[str, Any]], parameters: Parameters) -> list[dict[str, Any]]:
    """GRID_POINTS of the points at most: both corners, and others by the golden ratio, in step with no parameter.

    Those come first where two values of two parameters meet that met at none before. Parameters that follow others have
    too many values for that.
    """
    if len(points) <= GRID_POINTS:
        return points
    last = len(points) - 1
    met: set[Any] = set()
    known: dict[int, bool] = {}  # in the order in which they are looked at
    for i in (0, last, *sorted(range(1, last), key=lambda i: i * GOLDEN % 1)):
        pairs = set(combinations(((n, v) for n, v in points[i].items() if not parameters[n].uses), 2))
        known[i] = pairs <= met
        met |= pairs
    inner = sorted((i for i in known if 0 < i < last), key=known.__getitem__)[: GRID_POINTS - 2]
    return [points[i] for i in (0, *sorted(inner), last)]


def check_point(case: Case, point: Point) -> Outcome:
    """The exact verdict at one point."""
    if isinstance(case.claim, Law):
        return _check_law(case, point)
    return compare(*case.interval(point), case.truth(point))


def _check_law(case: Case, point: Point) -> Outcome:
    """The claimed distribution function against the oracle's, at a few places."""
    places = [sp.Integer(i) for i in (1, 2, 3)] if case.on_integers else [sp.Rational(i, 4) for i in (-3, 1, 3, 8)]
    assert case.observed is not None
    for x in places:
        claimed = case.cdf(point, x)
        outcome = compare(claimed, claimed, case.observed.exact(point, x=Fraction(int(x.p), int(x.q))))
        if outcome != "confirmed":
            return outcome
    return "confirmed"


def missed_worked_value(case: Case, of: str | None = None) -> str | None:
    """The first worked value that the claim does not reproduce, in words; None if it reproduces all.

    of: the part that is asked, where the others are known to reproduce theirs.
    """
    for part, values in case.claim.worked.items():
        if of not in (None, part):
            continue
        expression = case.claim.parts[part]
        for text, value in values.items():
            point = case.theorem.worked_point(case.claim, part, text)
            try:
                difference = abs(ball(expression - value, point))
            except NO_VALUE:
                return f"`{part}` at {text} has no value, but the worked value is {value}"
            if not difference < WORKED_PRECISION:
                return f"`{part}` at {text} is {ball(expression, point).str(12)}, but the worked value is {value}"
    return None


def check(case: Case) -> ExactResult | None:
    """The exact verdict over the worked values and the grid; None where there are neither."""
    missed = missed_worked_value(case)
    if missed is not None:
        return ExactResult("undecided", 0, missed)
    if not case.has_oracle:
        return None
    found = verdict(case.claim.expected, grid(case), partial(check_point, case))
    return replace(found, **tightness.told(case))


def verdict(expected: Outcome, points: Iterable[Point], check: Callable[[Point], Outcome]) -> ExactResult:
    """What is expected, if the check says so at every point; else the first point against it, or without a verdict."""
    open_point: ExactResult | None = None
    number = 0
    for number, point in enumerate(points, 1):
        try:
            outcome = check(point)
        except NoValue:
            outcome = "undecided"
        if outcome not in (expected, "undecided"):
            return ExactResult(outcome, number, point_text(point))
        if outcome == "undecided" and open_point is None:
            open_point = ExactResult(outcome, number, point_text(point))
    return open_point or ExactResult(expected if number else "undecided", number)


# -- as JSON values, and back ---------------------------------------------------------------------------------


def read_exact(record: dict[str, Any]) -> ExactResult:
    """What asdict wrote."""
    return ExactResult(**record)
