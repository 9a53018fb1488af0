"""Is the second moment that an unbounded observable declares a bound on its mean square?

The evidence of `real` observables rests on that bound: were it too small, their error rates would not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from harness.author.diagnostics import Finding, place_of
from harness.author.twin_comparison import Draws
from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from harness.judge import exact
from harness.judge.budget import ALPHA_RUN
from harness.judge.case import Case
from harness.judge.observed import SQUARE, Observed
from simulators.engine import Support
from theorems.language import Point, point_text

CUT = 100.0
"""Squares are cut at so many times the bound: they are then bounded, and their mean is no larger."""


Drawn = Sequence[tuple[Case, Point, Draws]]
"""What both routes draw, at which point of which claim."""


def exceeded(cases: Sequence[Case], drawn: Drawn) -> Iterator[Finding]:
    """The first place where the bound is refuted: below the square of the exact mean, or below the mean square drawn.

    cases: claims of one theorem on one observable. A bound that holds is refuted with probability ALPHA_RUN at most at
    each point, by each route.
    """
    observed = cases[0].observed
    if observed is None or observed.support().kind != "real" or observed.square is None:
        return
    places: dict[str, tuple[Case, Point]] = {
        observed.text(point): (case, point) for case in cases for point in exact.grid(case)
    }
    for case, point in places.values():
        if _below(observed, point):
            yield _finding(case, observed, point, "it is smaller than the square of the exact mean")
            return
    for case, point, routes in drawn:
        for name, blocks in routes.items():
            odds = log_odds(observed, point, blocks)
            if odds >= log(1 / ALPHA_RUN):
                yield _finding(case, observed, point, f"squares drawn by the {name} are larger: log-odds {odds:.0f}")
                return


def _below(observed: Observed, point: Point) -> bool:
    try:
        mean = observed.exact(point)
        return mean is not None and observed.mean_square(point) < mean**2
    except exact.NO_VALUE:
        return False


def log_odds(observed: Observed, point: Point, blocks: Sequence[np.ndarray]) -> float:
    """Evidence that the mean square of a route's draws exceeds the bound: the largest of a test martingale."""
    moment = observed.second_moment(point)
    support, side = Support("bounded", 0.0, CUT * moment), Side(moment, 1, moment)
    sums, largest = np.zeros(6), -np.inf
    for block in blocks:
        sums += block_sums(support, np.minimum(np.square(block), support.high), observed.name)
        largest = max(largest, log_evidence(support, 0.0, sums, side))
    return largest


def _finding(case: Case, observed: Observed, point: Point, why: str) -> Finding:
    assert observed.square is not None
    return Finding(
        "second-moment",
        f"{observed}{SQUARE} is no bound at {point_text(point)}",
        place_of(observed.square),
        case.id,
        (f"it says {observed.mean_square(point).str(8)}", why),
        "E X^2 of the observable, or more: the error rates of its races rest on it",
        "work out the second moment again, or bound it more generously",
    )
