"""Proofs on the other cores, while this process computes and simulates.

Computer algebra holds the lock of its interpreter, so that threads do not help it: it needs processes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.pool import AsyncResult
from typing import Any

from harness.basics.interrupts import not_for_children
from harness.judge.case import Case
from harness.judge.verdict import part_name, proof_part

MANY = 16
"""Fewer proofs than this are done before other processes have started."""


@dataclass(frozen=True)
class OfTheorem:
    """One of the proofs of a theorem, which are found together."""

    proofs: AsyncResult[list[Any]]
    place: int

    def get(self) -> Any:
        """The proof, once all of the theorem are there."""
        return self.proofs.get()[self.place]


@contextmanager
def proofs_ahead(cases: Sequence[Case], finished: Container[str], workers: int) -> Iterator[dict[str, OfTheorem]]:
    """The proofs that are not finished, by the names of their parts; none where it does not pay.

    Those of one theorem are found in one process, as they share lemmas. What is still running is stopped at the end; a
    process whose parent is killed ends with its theorem.
    """
    names = {part_name("proof", case): case for case in cases}
    missing = {name: case for name, case in names.items() if name not in finished}
    theorems: dict[str, list[str]] = {}
    for name, case in missing.items():
        theorems.setdefault(case.theorem.id, []).append(name)
    if workers < 2 or len(missing) < MANY:
        yield {}
        return
    with not_for_children():
        pool = multiprocessing.get_context("spawn").Pool(min(workers, len(theorems)), _leave_interrupts_to_the_parent)
    with pool:
        proofs: dict[str, OfTheorem] = {}
        for parts in theorems.values():
            found = pool.apply_async(_proved, ([missing[name].id for name in parts],))
            proofs |= {name: OfTheorem(found, place) for place, name in enumerate(parts)}
        yield proofs


def _proved(claims: Sequence[str]) -> list[Any]:
    return [proof_part(claim) for claim in claims]


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
