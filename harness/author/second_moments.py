"""Is the second moment that an unbounded observable declares a bound on its mean square?

The evidence of `real` observables rests on that bound: were it too small, their error rates would not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from time import process_time

import numpy as np

from harness.author.diagnostics import Finding, label, place_of
from harness.evidence.martingales import Side, block_sums, log_evidence
from harness.judge import case, exact
from harness.judge.questions import second_moment
from harness.judge.race import ALPHA_RUN
from simulators.engine import Support, stream
from theorems.language import Claim, Point, Theorem, point_text

PATHS = 2**18
SECONDS = 1.5
"""Each route draws at most so many paths, in whole blocks, and ends when it has taken so long."""

CUT = 100.0
"""Squares are cut at so many times the bound: they are then bounded, and their mean is no larger."""


def exceeded(theorem: Theorem, claim: Claim, entropy: int) -> Iterator[Finding]:
    """The first place where the bound is refuted: below the square of the exact mean, or below the mean square drawn.

    A bound that holds is refuted with probability ALPHA_RUN at most at each point, by each route.
    """
    observable = claim.observable
    if observable is None or case.support_of(observable).kind != "real":
        return
    bound = case.oracle(f"{observable}_second_moment")
    if bound is None:
        return
    for point in exact.grid(theorem, claim):
        if _below(observable, point):
            yield _finding(theorem, claim, point, "it is smaller than the square of the exact mean")
            return
    for text in claim.points:
        point = theorem.parameters.complete(theorem.parameters.point(text), case.parameters(claim)[1])
        for name, route in (("simulator", case.simulator(observable)), ("twin", case.twin(observable))):
            odds = -np.inf if route is None else log_odds(name, observable, point, entropy)
            if odds >= log(1 / ALPHA_RUN):
                yield _finding(theorem, claim, point, f"squares drawn by the {name} are larger: log-odds {odds:.0f}")
                return


def _below(observable: str, point: Point) -> bool:
    try:
        mean = case.exact_value(observable, point)
        return mean is not None and case.exact_value(observable, point, "_second_moment") < mean**2
    except exact.NO_VALUE:
        return False


def log_odds(name: str, observable: str, point: Point, entropy: int) -> float:
    """Evidence that the mean square of a route's draws exceeds the bound: the largest of a test martingale."""
    route = case.simulator(observable) if name == "simulator" else case.twin(observable)
    assert route is not None
    moment = second_moment(observable, point)
    support, side = Support("bounded", 0.0, CUT * moment), Side(moment, 1, moment)
    sums, largest = np.zeros(6), -np.inf
    began = process_time()
    size = case.block_paths(observable)
    for block in range(PATHS // size):
        rng = stream(entropy, f"square {name} {observable}[{point_text(point)}]", block)
        draws = route(rng, size, **case.for_simulator(observable, point))
        sums += block_sums(support, np.minimum(np.square(draws, dtype=float), support.high), observable)
        largest = max(largest, log_evidence(support, 0.0, sums, side))
        if largest >= log(1 / ALPHA_RUN) or process_time() - began > SECONDS:
            break
    return largest


def _finding(theorem: Theorem, claim: Claim, point: Point, why: str) -> Finding:
    observable = claim.observable or ""
    bound = case.oracle(f"{observable}_second_moment")
    assert bound is not None
    return Finding(
        "second-moment",
        f"{observable}_second_moment is no bound at {point_text(point)}",
        place_of(bound),
        label(theorem, claim),
        (f"it says {case.exact_value(observable, point, '_second_moment').str(8)}", why),
        "E X^2 of the observable, or more: the error rates of its races rest on it",
        "work out the second moment again, or bound it more generously",
    )
