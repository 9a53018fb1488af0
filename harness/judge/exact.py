"""The exact check: oracle against expression, in balls, on a grid that contains the smallest parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

import sympy as sp

from harness.judge import untried_points
from harness.judge.case import exact_value, has_oracle, parameters
from harness.judge.questions import applies, claimed_interval, distribution_function, on_integers
from theorems.language import Claim, Identity, Law, Point, Root, Theorem, point_text
from theorems.language.claims import Outcome
from theorems.language.readers import NoValue, UnreadableExpression, ball

T = TypeVar("T")

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
    """outcome over all points, how many were looked at, and the point that spoiled it: a refuted one before others."""

    outcome: Outcome
    points: int
    where: str = ""


def true_value(claim: Claim, point: Point) -> Any:
    """The exact value of the claim's quantity as a ball, or None where there is no oracle."""
    if isinstance(claim, Identity):
        return ball(claim.quantity, point)
    if isinstance(claim, Root):
        return claim.ball(point)
    if claim.observable is None or isinstance(claim, Law):
        return None
    return exact_value(claim.observable, point)


def compare(low: Any, high: Any, truth: Any) -> Outcome:
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


def grid(theorem: Theorem, claim: Claim) -> list[dict[str, sp.Rational]]:
    """Where a claim meets its exact values: the grid of the parameters where it applies, smallest values first, points
    off that grid, and the declared points.
    """
    used, needed = parameters(claim)
    chosen = [p for p in theorem.parameters.grid(used) if applies(claim, p)]
    chosen = spread(chosen) + off_grid(theorem, claim)
    declared = [theorem.parameters.complete(theorem.parameters.point(t), needed) for t in claim.points]
    if claim.expected == "refuted":  # every declared point must be a counterexample; the grid need not be
        chosen = []
    return [{name: v for name, v in p.items() if name in used} for p in (*chosen, *declared)]


def spread(points: list[T]) -> list[T]:
    """GRID_POINTS of the points at most: both corners, and others by the golden ratio, in step with no parameter."""
    if len(points) <= GRID_POINTS:
        return points
    inner = sorted(range(1, len(points) - 1), key=lambda i: i * GOLDEN % 1)[: GRID_POINTS - 2]
    return [points[i] for i in (0, *sorted(inner), len(points) - 1)]


def off_grid(theorem: Theorem, claim: Claim) -> list[dict[str, sp.Rational]]:
    """Points off the grid where the claim applies: `harness.judge.untried_points`."""
    used = parameters(claim)[0]
    return untried_points.points(theorem.parameters.with_named(used), partial(applies, claim))


def check_point(claim: Claim, point: Point) -> Outcome:
    """The exact verdict at one point."""
    if isinstance(claim, Law):
        return _check_law(claim, point)
    low, high = claimed_interval(claim, point)
    return compare(low, high, true_value(claim, point))


def _check_law(claim: Law, point: Point) -> Outcome:
    """The claimed distribution function against the exact room's, at a few places."""
    places = [sp.Integer(i) for i in (1, 2, 3)] if on_integers(claim) else [sp.Rational(i, 4) for i in (-3, 1, 3, 8)]
    for x in places:
        claimed = distribution_function(claim, point, x)
        truth = exact_value(claim.of, point, x=Fraction(int(x.p), int(x.q)))
        outcome = compare(claimed, claimed, truth)
        if outcome != "confirmed":
            return outcome
    return "confirmed"


def missed_worked_value(theorem: Theorem, claim: Claim) -> str | None:
    """The first worked value that the claim does not reproduce, in words; None if it reproduces all."""
    for part, values in claim.worked.items():
        expression = claim.parts[part]
        for text, value in values.items():
            point = theorem.worked_point(claim, part, text)
            try:
                difference = abs(ball(expression - value, point))
            except NO_VALUE:
                return f"`{part}` at {text} has no value, but the worked value is {value}"
            if not difference < WORKED_PRECISION:
                return f"`{part}` at {text} is {ball(expression, point).str(12)}, but the worked value is {value}"
    return None


def check(theorem: Theorem, claim: Claim) -> ExactResult | None:
    """The exact verdict over the worked values and the grid; None where there are neither."""
    missed = missed_worked_value(theorem, claim)
    if missed is not None:
        return ExactResult("undecided", 0, missed)
    if not has_oracle(claim):
        return None
    return verdict(claim.expected, grid(theorem, claim), partial(check_point, claim))


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
    return open_point or ExactResult(expected, number)
