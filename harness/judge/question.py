"""A question is a claim at a point, made ready to be raced: certified numbers instead of expressions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import astuple, dataclass
from math import ceil
from typing import Any

import numpy as np

from harness.judge.budget import Limits
from harness.judge.case import Case
from harness.judge.draws import paths_name
from harness.judge.observed import Observed
from simulators.engine import Support
from theorems.language import point_text
from theorems.language.claims import Outcome

CAP = 16
"""A race ends undecided at this multiple of the planned draws: for a true claim about 8 deviations away."""

Decision = tuple[Outcome, float, float]
"""An outcome, the evidence for it (natural log), and what it had to reach."""

Known = dict[str, Any]
"""What a question needs that no draw and no resolution decides, as JSON values."""

Slip = tuple[str, float | None]
"""A slip that the claim could have, and the value that it would claim; of a law none."""


@dataclass(frozen=True)
class RaceResult:
    """What a race found. log_odds: evidence for the outcome (natural log), log_needed: what it had to reach.

    estimate and its time-uniform 95% interval are of the mean; for a law, of the worst cell's share.
    """

    outcome: Outcome
    draws: int
    estimate: float
    interval: tuple[float, float]
    log_odds: float
    log_needed: float
    seconds: float


@dataclass(frozen=True)
class Question(ABC):
    """A case at a point. What is asked, each kind of question knows: its draws, its evidence, its estimate.

    A race keeps of each block of draws one row of numbers, and the question judges the sum of these rows, `total`.
    """

    case: Case
    point: dict[str, Any]
    support: Support

    @property
    def id(self) -> str:
        """`theorem/claim[n=100,k=50]`."""
        return f"{self.case.id}[{point_text(self.point)}]"

    @property
    def known(self) -> Known:
        """What need not be found again for the same question: its support, and what each kind of question adds."""
        return {"support": list(astuple(self.support))}

    @property
    def observed(self) -> Observed:
        """What is drawn."""
        assert self.case.observed is not None
        return self.case.observed

    @property
    def arguments(self) -> dict[str, Any]:
        """What the simulator is called with."""
        return self.observed.arguments(self.point)

    @property
    def paths(self) -> str:
        """The name of the paths that are simulated: the same for all questions on what is seen of them."""
        return paths_name(self.observed, self.arguments)

    def planned_draws(self, log_limit: float) -> int:
        """Expected draws until a true claim is confirmed, as whole blocks."""
        block = self.observed.block_paths
        return max(1, ceil(self.needed(log_limit) / block)) * block

    def cap(self, log_limit: float) -> int:
        """Blocks after which a race ends undecided."""
        return CAP * self.planned_draws(log_limit) // self.observed.block_paths

    @abstractmethod
    def needed(self, log_limit: float) -> float:
        """Expected draws until a true claim is confirmed."""

    @property
    @abstractmethod
    def keep(self) -> Callable[[np.ndarray], np.ndarray]:
        """What is kept of the draws of a block; it travels to other machines, and raises BadObservable."""

    @abstractmethod
    def judge(self, total: np.ndarray, limits: Limits) -> Decision:
        """What the draws so far say."""

    @abstractmethod
    def estimate(self, total: np.ndarray) -> tuple[float, tuple[float, float]]:
        """An estimate with its time-uniform 95% interval."""

    @abstractmethod
    def draws(self, total: np.ndarray) -> int:
        """The number of draws so far."""

    @abstractmethod
    def nearest(self, result: RaceResult) -> Slip | None:
        """The slip closest to the claim that the result excludes; closest to the estimate on a failure."""
