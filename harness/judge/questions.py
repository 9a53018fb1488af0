"""The questions of a claim: one at each declared point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from harness.judge.case import Case
from harness.judge.laws import law_question
from harness.judge.means import mean_question
from harness.judge.observed import Uncertified
from harness.judge.question import Known, Question
from simulators.engine import Support
from theorems.language import DomainError, Law, point_text

EFFORTS = {"quick": Fraction(3, 100), "paper": Fraction(1, 100)}
"""Resolution: the relative size of the smallest difference that a race must tell apart."""


def ask(case: Case, resolution: Fraction) -> list[Question]:
    """The questions of one claim, one for each declared point; raises what `build` raises."""
    return [build(case, point, resolution) for point in case.claim.points]


def prepare(case: Case) -> dict[str, Known]:
    """What questions need that no draw and no resolution decides, by point; raises what `build` raises."""
    return {text: build(case, text, EFFORTS["quick"]).known for text in case.claim.points}


def build(case: Case, text: str, resolution: Fraction, prepared: Mapping[str, Known] | None = None) -> Question:
    """The question at a point; raises DomainError (also where the claim does not apply) or Uncertified."""
    known = case.point(text)
    names = (name for name in case.theorem.parameters.names if name in case.used)
    point = {name: known[name] for name in names if name in known}
    if not case.applies(point):
        raise DomainError(f"{case.id} is not claimed at {point_text(point)}: it needs {case.claim.when}")
    assert case.observed is not None
    ready = (prepared or {}).get(text)
    support = case.observed.support(point) if ready is None else Support(*ready["support"])
    if ready is None and (why := unraceable(case, support)):
        raise Uncertified(why)
    if isinstance(case.claim, Law):
        return law_question(case, point, support, ready)
    return mean_question(case, point, support, resolution, ready)


def unraceable(case: Case, support: Support) -> str | None:
    """Why no test has power for a claim of this kind about an observable that is marked so; None if one has."""
    kind, observed = case.claim.kind, case.observed
    if (support.kind == "steps") != (kind == "Step") or (support.kind == "law" and kind != "Law"):
        right = {"Law": "@law", "Step": "@steps"}.get(kind, "@event, @bounded(low, high) or @real")
        return f"{observed} is marked @{support.kind}, but the claim is a {kind}: mark it {right}"
    if support.kind == "real" and kind != "Law" and observed is not None and observed.square is None:
        return observed.unbounded
    return None
