"""A race: draws are taken batch by batch until the evidence decides.

* refuted: evidence 2/alpha (1/alpha if one-sided) that the mean is above the claimed interval, or below it;
* confirmed: evidence 1/beta against every mean beyond the interval by the resolution, on each side;
* undecided: neither after CAP times the planned draws, which counts as a failure.
Both error rates hold for every entropy and any stopping rule, by Ville's inequality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from math import inf, log
from time import perf_counter

import numpy as np

from harness.evidence.martingales import Side, block_sums, check_draws, interval, log_cells, log_evidence, log_ratio
from harness.judge.case import block_paths, simulator
from harness.judge.questions import Question
from simulators.engine import Support, stream
from theorems.language.claims import Outcome

ALPHA_RUN = 1e-9
"""Probability that a run refutes any true claim: shared equally by all questions of the run."""

BETA = 1e-4
"""Probability that a question confirms a claim which is off by the resolution or more."""


@dataclass(frozen=True)
class Limits:
    """Error rates of one question: alpha to refute a true claim, beta to confirm a false one."""

    alpha: float
    beta: float = BETA

    @classmethod
    def shared(cls, questions: int) -> Limits:
        """The budget of a run divided over its questions."""
        return cls(ALPHA_RUN / max(questions, 1))


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


def draw_block(observable: str, arguments: dict[str, float], entropy: int, question: str, block: int) -> np.ndarray:
    """The draws of one block: a pure function of its arguments."""
    return simulator(observable)(stream(entropy, question, block), block_paths(observable), **arguments)


def _summary(
    observable: str,
    arguments: dict[str, float],
    support: Support,
    edges: np.ndarray | None,
    entropy: int,
    question: str,
    block: int,
) -> np.ndarray:
    """What a race keeps of a block; of the question only what can travel to another machine."""
    values = draw_block(observable, arguments, entropy, question, block)
    if edges is None:
        return block_sums(support, values, observable)
    check_draws(support, values, observable)
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=edges.size + 1)


def batches(cap: int) -> Iterator[range]:
    """Consecutive ranges of block numbers, growing by a quarter, up to the cap."""
    start = 0
    while start < cap:
        stop = min(cap, start + max(1, start // 4))
        yield range(start, stop)
        start = stop


def totals(question: Question, entropy: int, cap: int, executor: Executor | None) -> Iterator[np.ndarray]:
    """Running totals of the block summaries, added in block order: the same for every executor."""
    total: np.ndarray | None = None
    summary = partial(
        _summary, question.observable, question.arguments, question.support, question.edges, entropy, question.id
    )
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
    judge = _judge_law if question.cells is not None else _judge_mean
    planned = question.planned_draws(log(1 / limits.beta))
    result: tuple[Outcome, float, float] = ("undecided", 0.0, 0.0)
    total = np.zeros(0)
    for total in totals(question, entropy, question.cap(log(1 / limits.beta)), executor):
        result = judge(question, total, limits)
        if progress:
            progress(_draws(question, total) / planned)
        if result[0] != "undecided":
            break
    outcome, odds, needed = result
    estimate, ends = _estimate(question, total)
    return RaceResult(outcome, int(_draws(question, total)), estimate, ends, odds, needed, perf_counter() - began)


def _draws(question: Question, total: np.ndarray) -> float:
    return float(total.sum() if question.cells is not None else total[0])


def refutation(question: Question, sums: np.ndarray, low: float | None, high: float | None) -> float:
    """Log-evidence that the mean lies outside of [low, high], the larger of the two sides."""
    return max(
        log_evidence(question.support, question.second_moment, sums, Side(value, sign, value + sign * question.gap))
        for value, sign in ((high, 1), (low, -1))
        if value is not None
    )


def _judge_mean(question: Question, sums: np.ndarray, limits: Limits) -> tuple[Outcome, float, float]:
    two_sided = question.low is not None and question.high is not None
    to_refute = log((2 if two_sided else 1) / limits.alpha)
    to_confirm = log(1 / limits.beta)
    against = refutation(question, sums, question.low, question.high)
    if against >= to_refute:
        return "refuted", against, to_refute
    support, moment = question.support, question.second_moment
    odds = inf
    for value, sign in ((question.high, 1), (question.low, -1)):
        rival = None if value is None else value + sign * question.gap
        possible = support.kind == "steps" or (rival is not None and support.low <= rival <= support.high)
        if rival is not None and possible:
            odds = min(odds, log_evidence(support, moment, sums, Side(rival, -sign, value)))  # type: ignore[arg-type]
    return ("confirmed" if odds >= to_confirm else "undecided"), odds, to_confirm


def _judge_law(question: Question, counts: np.ndarray, limits: Limits) -> tuple[Outcome, float, float]:
    assert question.cells is not None
    to_refute, to_confirm = log(1 / limits.alpha), log(1 / limits.beta)
    against = log_cells(counts, question.cells)
    if against >= to_refute:
        return "refuted", against, to_refute
    odds = min((log_ratio(counts, question.cells, q) for _, q in question.rivals), default=inf)
    return ("confirmed" if odds >= to_confirm else "undecided"), odds, to_confirm


def _estimate(question: Question, total: np.ndarray) -> tuple[float, tuple[float, float]]:
    if question.cells is None:
        return float(total[1] / total[2]), interval(question.support, question.second_moment, total)
    shares = total / total.sum()
    worst = int(np.argmax(np.abs(shares - question.cells) / np.sqrt(np.maximum(question.cells, 1e-12))))
    sums = np.array([total.sum(), total[worst], total.sum(), total[worst], total[worst], total.sum()])
    return float(shares[worst]), interval(Support("event"), 0.0, sums, 0.05 / shares.size)  # the worst of them all
