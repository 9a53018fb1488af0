"""Verdicts: draws of a race against the best test of a fixed number of draws, and where the seconds of a run go."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from statistics import mean
from time import perf_counter
from typing import Any

from scipy.stats import binom

from benchmarks.measure import Variant, claims, compare, engineering, table
from harness.judge import exact
from harness.judge.budget import Limits, budget
from harness.judge.means import MeanQuestion
from harness.judge.proof import prove
from harness.judge.questions import EFFORTS, ask, build
from harness.judge.race import race
from harness.judge.selection import chosen, find_case
from simulators.engine import fresh_entropy

RACES = 40


def fixed_sample(p: float, gap: float, alpha: float, beta: float) -> int:
    """Draws of the best fixed-sample pair of exact binomial tests with the race's guarantees, to 0.1%.

    The smallest N with which Clopper-Pearson bounds at level beta exclude both p (1 + gap) and p (1 - gap), so
    that a claim off by the resolution is confirmed with probability at most beta, while a true one fails to be
    confirmed with probability at most alpha.
    """

    def enough(n: int) -> bool:
        most = binom.ppf(beta, n, p * (1 + gap)) - 1  # counts up to this exclude p (1 + gap)
        least = binom.isf(beta, n, p * (1 - gap)) + 1
        return bool(binom.sf(most, n, p) + binom.cdf(least - 1, n, p) <= alpha)

    low, high = 1, 2
    while not enough(high):
        low, high = high, 2 * high
    while high - low > high // 1000:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def draws() -> str:
    """Mean draws of races on true claims about events, against the fixed-sample test."""
    rows = []
    cases = (
        ("bernoulli-absorption/fixation", "n=10,p0=1/3"),
        ("poisson-extinction/survival", "n=3,lambda0=1/2,k=3"),
        ("g-iterate/extinction", "k=10"),
    )
    for claim, point in cases:
        for gap, error in ((Fraction(3, 100), 1e-4), (Fraction(1, 100), 1e-9)):
            question = build(find_case(claim), point, gap)
            assert isinstance(question, MeanQuestion)
            limits = Limits(error, error)
            used = [race(question, limits, fresh_entropy()).draws for _ in range(RACES)]
            p = (question.low or 0.0) / 2 + (question.high or 0.0) / 2
            fixed = fixed_sample(p, question.gap / p, error, error)
            rows.append(
                [
                    question.id,
                    f"{float(gap):.0%}",
                    f"{error:g}",
                    f"{mean(used):,.0f}",
                    f"{max(used):,}",
                    f"{fixed:,}",
                    f"{mean(used) / fixed:.2f}",
                ]
            )
    headings = [
        "question",
        "resolution",
        "both errors",
        "race, mean draws",
        "race, most",
        "fixed sample",
        "mean / fixed",
    ]
    return table(headings, rows)


def parts() -> str:
    """Seconds of every part of a run over the whole registry at quick effort, on one thread, warm."""
    seconds: dict[str, float] = dict.fromkeys(("proofs", "exact checks", "questions", "races", "mutants"), 0.0)
    limits, entropy = budget(), fresh_entropy()
    total = 0

    def timed(part: str, call: Callable[[], Any]) -> Any:
        began = perf_counter()
        result = call()
        seconds[part] += perf_counter() - began
        return result

    for case in chosen(()):
        timed("proofs", partial(prove, case))
        timed("exact checks", partial(exact.check, case))
        for question in timed("questions", partial(ask, case, EFFORTS["quick"])):
            result = timed("races", partial(race, question, limits, entropy))
            timed("mutants", partial(question.nearest, result))
            total += result.draws
    whole = sum(seconds.values())
    rows = [[part, f"{value:.1f}", f"{value / whole:.0%}"] for part, value in seconds.items()]
    return table(["part", "seconds", "share"], [*rows, [f"all ({total:,} draws)", f"{whole:.1f}", "100%"]])


def runs() -> str:
    """Seconds of `theorems verify` in a fresh process, warm: start, all claims, table."""

    def run(workers: int) -> object:
        words = [sys.executable, "-m", "theorems", "verify", "--workers", str(workers)]
        return subprocess.run(words, check=True, capture_output=True)

    variants = {f"--workers {n}": Variant(partial(run, n), 1, perf_counter) for n in (1, 2)}
    rows = [[name, engineering(timing.median)] for name, timing in compare(variants, repeats=3).items()]
    return table(["theorems verify", "seconds"], rows)


def report() -> str:
    """The tables as Markdown."""
    share = f"Where the time of a run over {claims()} claims at quick effort goes, in one process:"
    return f"## Verdicts\n\n{draws()}\n{share}\n\n{parts()}\nThe whole command:\n\n{runs()}"


if __name__ == "__main__":
    print(report())
