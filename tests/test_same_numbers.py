"""The same entropy gives the same numbers, whatever the threads and the order; another entropy gives others."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from harness.judge.selection import find_case
from harness.judge.verdict import examine
from simulators.engine import stream

RESOLUTION = Fraction(3, 100)

CLAIMS = (
    "bernoulli-absorption/fixation",  # event
    "bernoulli-absorption/diversity",  # bounded
    "bernoulli-absorption/diversity-step",  # steps
    "gaussian-accumulate-limit/conservation",  # real
    "kde-replace-growth/annealed-law",  # law
)
"""One of each engine, each of several batches of blocks."""


def results(claims, entropy, workers):
    """Everything that the races found, but for the time they took."""
    with nullcontext() if workers is None else ThreadPoolExecutor(workers) as executor:
        reports = [examine(find_case(claim), RESOLUTION, entropy, executor) for claim in claims]
    return {run.question.id: replace(run.result, seconds=0.0) for report in reports for run in report.runs}


@pytest.fixture(scope="module")
def alone(entropy):
    return results(CLAIMS, entropy, None)


@pytest.mark.parametrize("workers", [None, 1, 2, 5])
def test_races_end_the_same_for_any_number_of_threads_and_any_order_of_claims(workers, alone, entropy):
    again = results(CLAIMS[::-1], entropy, workers)
    assert again == alone
    assert all(result.draws > 4096 for result in alone.values())


def test_streams_differ_by_entropy_question_and_block(entropy):
    # 12 words of 64 bits coincide by chance with probability below 1e-17
    keys = [(entropy + e, q, b) for e in (0, 1) for q in ("a", "b", "ab") for b in (0, 1)]
    assert len({int(stream(*key).integers(2**64, dtype=np.uint64)) for key in keys}) == len(keys)
