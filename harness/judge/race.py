"""A race: draws are taken batch by batch until the evidence decides.

* refuted: evidence 2/alpha (1/alpha if one-sided) that the mean is above the claimed interval, or below it;
* confirmed: evidence 1/beta against every mean beyond the interval by the resolution, on each side;
* undecided: neither after CAP times the planned draws, which counts as a failure.
Both error rates hold for every entropy and any stopping rule, by Ville's inequality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import partial
from math import log
from time import perf_counter
from typing import Any

import numpy as np

from harness.judge.budget import Limits
from harness.judge.draws import draw_block
from harness.judge.observed import Observed
from harness.judge.question import Decision, Question, RaceResult


def _summary(
    observed: Observed,
    arguments: dict[str, Any],
    keep: Callable[[np.ndarray], np.ndarray],
    entropy: int,
    name: str,
    block: int,
) -> np.ndarray:
    """What a race keeps of a block; of the question only what can travel to another machine."""
    return keep(draw_block(observed, arguments, entropy, name, block))


def batches(cap: int) -> Iterator[range]:
    """Consecutive ranges of block numbers, growing by a quarter, up to the cap."""
    start = 0
    while start < cap:
        stop = min(cap, start + max(1, start // 4))
        yield range(start, stop)
        start = stop


def totals(question: Question, entropy: int, cap: int, executor: Executor | None) -> Iterator[np.ndarray]:
    """Running totals of what is kept of the blocks, added in block order: the same for every executor."""
    total: np.ndarray | None = None
    summary = partial(_summary, question.observed, question.arguments, question.keep, entropy, question.paths)
    for batch in batches(cap):
        for part in executor.map(summary, batch) if executor else map(summary, batch):
            total = part if total is None else total + part
        assert total is not None
        yield total


def race(
    question: Question,
    limits: Limits,
    entropy: int,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> RaceResult:
    """Race a question; `progress` receives the fraction of the planned draws. Raises BadObservable."""
    began = perf_counter()
    log_limit = log(1 / limits.beta)
    planned = question.planned_draws(log_limit)
    decision: Decision = ("undecided", 0.0, 0.0)
    total = np.zeros(0)
    for total in totals(question, entropy, question.cap(log_limit), executor):
        decision = question.judge(total, limits)
        if progress:
            progress(question.draws(total) / planned)
        if decision[0] != "undecided":
            break
    outcome, odds, needed = decision
    estimate, ends = question.estimate(total)
    return RaceResult(outcome, question.draws(total), estimate, ends, odds, needed, perf_counter() - began)
