"""How tight a claim is: its value beside the exact one, at a typical point."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from harness.judge.case import Case
from theorems.language import DomainError, Law, Point, point_text
from theorems.language.readers import UnreadableExpression, ball

MOST_TRIED = 10_000
"""Points of a grid that are tried for one where a claim applies."""

SHOWN = 5
"""Digits."""

NEAR = 1e-4
"""A ratio that is as near to 1 is told by its distance."""

UNKNOWN = (ArithmeticError, ValueError, UnreadableExpression, DomainError, LookupError)
"""What is raised where an expression, or an exact room, has no value."""


def typical(case: Case) -> Point | None:
    """Where tightness is told: of the points at which a claim is raced, that of most generations; else the middle of
    its grid, or the first of it where the claim applies. Of a refuted claim its first counterexample in numbers.
    """
    claim, parameters = case.claim, case.theorem.parameters
    if claim.expected == "refuted" and not claim.points:
        fails = claim.worked.get("quantity", ())
        return next((dict(case.theorem.worked_point(claim, "quantity", text)) for text in fails), None)
    if claim.points:
        points = [case.point(text) for text in claim.points]
        return points[0] if claim.expected == "refuted" else max(points, key=lambda point: int(point.get("k", 0)))
    middle: dict[str, Any] = {}
    for parameter in parameters.with_named(case.used):
        values = parameter.values(middle)
        middle[parameter.name] = values[len(values) // 2]
    every = (middle, *islice(parameters.grid(case.used), MOST_TRIED))
    return next((dict(point) for point in every if parameters.contains(point) and case.applies(point)), None)


def tightness(case: Case, point: Point | None) -> dict[str, str] | None:
    """Value over exact value at a point, and what that means; None where one of the two is not known, and of a law."""
    if point is None or isinstance(case.claim, Law):
        return None
    try:
        value, exact = ball(case.claim.value, point), case.truth(point)
        if exact is None or not value.is_finite() or not exact.is_finite():
            return None
        record = {"at": point_text({k: v for k, v in point.items() if k in case.used}), "exact": exact.str(SHOWN)}
        record["value"] = value.str(SHOWN)
        if case.claim.expected == "refuted":
            return record | {"words": f"{_short(value)} is claimed, {_short(exact)} is exact"}
        if _says_nothing(case, value):
            return record | {"words": "says nothing there"}
        if value.overlaps(exact):
            return record | {"words": "exact"}
        if exact.contains(0) or not (ratio := value / exact) > 0:
            return record | {"words": f"{_short(value)}, and {_short(exact)} is exact"}
        near = f"within {float(gap.mid()):.0e} of" if (gap := abs(ratio - 1)) < NEAR else f"{_short(ratio)} times"
        return record | {"ratio": ratio.str(SHOWN), "words": f"{near} the exact value"}
    except UNKNOWN:
        return None


def _says_nothing(case: Case, value: Any) -> bool:
    """Is it a bound on a probability that every probability meets?"""
    relation = getattr(case.claim, "relation", "equals")
    event = case.observed is not None and relation != "equals" and case.observed.support().kind == "event"
    return event and bool(value >= 1 if relation == "at_most" else value <= 0)


def _short(value: Any) -> str:
    return f"{float(value.mid()):.{SHOWN}g}"


def told(case: Case, found: Callable[[Case, Point | None], dict[str, str] | None] = tightness) -> dict[str, Any]:
    """Tightness of a claim, and of the one that sharpens it: at the same point, if that can be had there.

    found: what finds it, of a claim at a point.
    """
    at, better = typical(case), case.claim.sharper and case.having(case.theorem.claim(case.claim.sharper))
    if not better:
        return {"tightness": found(case, at), "sharper": None}
    there = at is not None and better.needed <= set(at) and better.applies(at)
    return {"tightness": found(case, at), "sharper": found(better, at if there else typical(better))}
