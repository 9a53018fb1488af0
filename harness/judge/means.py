"""Questions on a mean: does it lie in the claimed interval?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import inf, log, nextafter
from typing import Any

import numpy as np

from harness.evidence.means import draws_needed, interval, log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from harness.judge.budget import Limits
from harness.judge.case import Case, number_at
from harness.judge.observed import Uncertified
from harness.judge.question import Decision, Known, Question, RaceResult, Slip
from simulators.engine import Support
from theorems.language import Point, Surely, point_text
from theorems.language.mutants import mutants
from theorems.language.readers import Ball

NOTHING = 1e-14
"""A claimed value (or its distance from 1, for an event) below this has no relative resolution."""


Slips = Sequence[tuple[str, float | None, float | None]]
"""Slips of a claim, each with the ends of what it would claim at a point."""


@dataclass(frozen=True)
class MeanQuestion(Question):
    """low and high are floats outside of the claimed interval (None: open side), gap is the absolute resolution.

    second_moment bounds E X^2 (real observables). Of a block the six sums of `block_sums` are kept.
    found: `slips`, where they were found before.
    """

    low: float | None
    high: float | None
    gap: float
    second_moment: float
    found: Slips | None = None

    @property
    def known(self) -> Known:
        return super().known | {"second_moment": self.second_moment, "slips": self.slips}

    def needed(self, log_limit: float) -> float:
        sides = [v for v in (self.low, self.high) if v is not None]
        return max(draws_needed(self.support, self.second_moment, v, self.gap, log_limit) for v in sides)

    @property
    def keep(self) -> Callable[[np.ndarray], np.ndarray]:
        return partial(block_sums, self.support, name=self.observed.name)

    def refutation(self, sums: np.ndarray, low: float | None, high: float | None) -> float:
        """Log-evidence that the mean lies outside of [low, high], the larger of the two sides."""
        return max(
            log_evidence(self.support, self.second_moment, sums, Side(value, sign, value + sign * self.gap))
            for value, sign in ((high, 1), (low, -1))
            if value is not None
        )

    def judge(self, total: np.ndarray, limits: Limits) -> Decision:
        two_sided = self.low is not None and self.high is not None
        to_refute, to_confirm = log((2 if two_sided else 1) / limits.alpha), log(1 / limits.beta)
        against = self.refutation(total, self.low, self.high)
        if against >= to_refute:
            return "refuted", against, to_refute
        support, odds = self.support, inf
        for value, sign in ((self.high, 1), (self.low, -1)):
            if value is None:
                continue
            rival = value + sign * self.gap
            if support.kind == "steps" or support.low <= rival <= support.high:  # else no mean is there
                odds = min(odds, log_evidence(support, self.second_moment, total, Side(rival, -sign, value)))
        return ("confirmed" if odds >= to_confirm else "undecided"), odds, to_confirm

    def estimate(self, total: np.ndarray) -> tuple[float, tuple[float, float]]:
        return float(total[1] / total[2]), interval(self.support, self.second_moment, total)

    def draws(self, total: np.ndarray) -> int:
        return int(total[0])

    def nearest(self, result: RaceResult) -> Slip | None:
        bottom, top = result.interval
        failed = result.outcome != self.case.claim.expected
        claimed = number_at(self.case.claim.value, self.point)
        centre = result.estimate if failed else float("nan") if claimed is None else claimed
        best: tuple[str, float] | None = None
        for slip, low, high in self.slips:
            ends = [end for end in (low, high) if end is not None]
            value = sum(ends) / len(ends)
            excluded = (high is not None and bottom > high) or (low is not None and top < low)
            if (failed or excluded) and (best is None or abs(value - centre) < abs(best[1] - centre)):
                best = (slip, value)
        return best

    @property
    def slips(self) -> Slips:
        """What the claim would say at the point after each slip that it could have."""
        return slips(self.case, self.point) if self.found is None else self.found


def slips(case: Case, point: Point) -> Slips:
    """Each slip that a claim could have, and the ends of what it would claim, where they have values."""
    found = []
    for part, slip, mutated in mutants(case.claim, case.theorem.parameters.items):
        ends = None if part in ("within", "quantity") else case.having(mutated).ends(point)
        if ends is not None:
            found.append((slip, *ends))
    return found


def outward(low: Ball, high: Ball) -> tuple[float | None, float | None]:
    """Floats that enclose the interval of two balls."""
    return (
        None if low is None else nextafter(float(low.lower()), -inf),
        None if high is None else nextafter(float(high.upper()), inf),
    )


def mean_question(
    case: Case, point: dict[str, Any], support: Support, resolution: Fraction, known: Known | None = None
) -> MeanQuestion:
    """The question on the mean at a point; raises Uncertified."""
    found = None if known is None else known["slips"]
    if isinstance(case.claim, Surely):  # the first draw of another kind refutes it
        return MeanQuestion(case, point, support, 1.0, None, float(resolution), 0.0, found)
    low, high = outward(*case.interval(point))
    assert case.observed is not None
    moment = case.observed.second_moment(point) if known is None else known["second_moment"]
    sides = [v for v in (low, high) if v is not None]
    scale = min(min(abs(v), abs(1 - v)) if support.kind == "event" else abs(v) for v in sides)
    if scale < NOTHING:
        raise Uncertified(
            f"{case.id} at {point_text(point)} claims {sides[0]:g}: race it where the "
            "claimed value has a size of which a difference can be a part"
        )
    return MeanQuestion(case, point, support, low, high, float(resolution) * scale, moment, found)
