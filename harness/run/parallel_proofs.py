"""Proofs on the other cores, while this process computes and simulates.

Computer algebra holds the lock of its interpreter, so that threads do not help it: it needs processes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.pool import AsyncResult
from typing import Any

from harness.basics.interrupts import not_for_children
from harness.judge.case import Case
from harness.judge.verdict import part_name, proof_part

MANY = 16
"""Fewer proofs than this are done before other processes have started."""


@contextmanager
def proofs_ahead(
    cases: Sequence[Case], finished: Container[str], workers: int
) -> Iterator[dict[str, AsyncResult[Any]]]:
    """The proofs that are not finished, by the names of their parts; none where it does not pay.

    What is still running is stopped at the end; a process whose parent is killed ends with its proof.
    """
    names = {part_name("proof", case): case.id for case in cases}
    missing = {name: claim for name, claim in names.items() if name not in finished}
    if workers < 2 or len(missing) < MANY:
        yield {}
        return
    with not_for_children():
        pool = multiprocessing.get_context("spawn").Pool(min(workers, len(missing)), _leave_interrupts_to_the_parent)
    with pool:
        yield {name: pool.apply_async(proof_part, (claim,)) for name, claim in missing.items()}


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
