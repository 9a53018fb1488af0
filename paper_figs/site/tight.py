"""How tight a bound is along one parameter: its values beside the exact ones, and their picture."""

from __future__ import annotations

from typing import Any

from harness.basics.time_limit import OutOfTime, time_limit
from harness.judge import tightness
from harness.judge.case import Case
from paper_figs.ours.tightness import places
from paper_figs.site.chart import chart
from paper_figs.site.markdown import html
from theorems.language import Point, point_text
from theorems.language.readers import ball

SECONDS = 30.0
"""For a claim at a point: what takes longer has no value on any page, which says so."""

LATE = f"not computed within {SECONDS:g} s"

ALONG = (1, 2, 5, 10, 20, 50)
"""Values of the parameter, generations where there are any."""

FEWEST = 3
"""Points of a picture."""


def along(case: Case) -> dict[str, Any] | None:
    """A bound and the exact value along a parameter, as JSON values; None where there is nothing to tell.

    `late` are the values of the parameter at which they are not computed in time.
    """
    claim = case.claim
    if getattr(claim, "relation", "equals") not in ("at_most", "at_least") or claim.expected != "confirmed":
        return None
    if not case.has_oracle:
        return None
    rows, late, name, held = [], [], "", ""
    for name, fixed, more, point in places(case, list(ALONG)):
        held = ", ".join(filter(None, (fixed, more)))
        try:
            with time_limit(SECONDS):
                bound, exact = ball(claim.value, point), case.truth(point)
        except OutOfTime:
            late.append(int(point[name]))
            continue
        except (ArithmeticError, ValueError):
            continue
        if exact is not None and bound.is_finite() and exact.is_finite():
            rows.append([int(point[name]), float(bound.mid()), float(exact.mid())])
    enough = len(rows) >= FEWEST
    return {"along": name, "held": held, "rows": rows if enough else [], "late": late} if enough or late else None


def beside(case: Case, point: Point | None) -> dict[str, str] | None:
    """The tightness of a claim at a point, in time."""
    try:
        with time_limit(SECONDS):
            return tightness.tightness(case, point)
    except OutOfTime:
        at = point_text({name: value for name, value in (point or {}).items() if name in case.used})
        return {"at": at, "value": "", "exact": "", "words": LATE}


def picture(found: dict[str, Any] | None, relation: str) -> list[str]:
    """Both as lines; nothing where there is nothing."""
    if found is None:
        return []
    late = [f"At {found['along']} = {x}: {LATE}." for x in found["late"]]
    if not found["rows"]:
        return late
    series = {f"claimed: {relation}": [(x, y) for x, y, _ in found["rows"]]}
    series["exact"] = [(x, y) for x, _, y in found["rows"]]
    where = f" at {found['held']}" if found["held"] else ""
    shown = html(chart(f"The bound and the exact value{where}", series, found["along"]))
    return shown + late
