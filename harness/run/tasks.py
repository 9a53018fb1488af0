"""Tasks: what is found elsewhere, by processes of this machine or by the workers of a cluster.

A task is a pure function of its arguments and the sources, which returns values as JSON has them. So it does not matter
where it is done, and what is lost on the way is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from fractions import Fraction
from typing import Any

from harness.basics.terminal import Tell, say
from harness.judge.case import Case
from harness.judge.verdict import DETERMINISTIC, Kept, keep, known_parts, number_of_parts, part_name, parts_of
from harness.run.executors import Workers


def as_found(
    workers: Workers, task: Callable[..., Any], rows: Sequence[Sequence[Any]], long: bool = False
) -> Iterator[tuple[int, Any]]:
    """The number of each row of arguments and what the task gives, in the order in which it is found.

    Nothing where there are too few rows to pay; two pay if a task is `long`. Where a process of this machine is killed
    the others are stopped, and what they had not found is missing: whoever misses it finds it himself.
    """
    if len(rows) < (min(workers.many, 2) if long and workers.several else workers.many):
        return
    futures = {workers.submit(task, *row): number for number, row in enumerate(rows)}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool:
        say("a process of this run was killed: what is missing is found in this one")


def examined_elsewhere(
    cases: Sequence[Case],
    resolution: Fraction,
    entropy: int,
    workers: Workers,
    finished: MutableMapping[str, Any],
    kept: Kept | None,
    tell: Tell,
) -> int:
    """Adds to the finished parts of a run what other processes find, a claim being a task; how many claims are done."""
    known = [known_parts(case, finished, kept) for case in cases]
    missing = [(case, parts) for case, parts in zip(cases, known, strict=True) if len(parts) < number_of_parts(case)]
    rows = [(case.id, resolution, entropy, parts) for case, parts in missing]
    done = len(cases) - len(missing)
    for number, parts in as_found(workers, parts_of, rows):
        case, _ = missing[number]
        for name, part in parts.items():
            finished[name] = part
        for kind in DETERMINISTIC:
            if part_name(kind, case) in parts:
                keep(kind, case, parts[part_name(kind, case)], kept)
        done += 1
        tell(done, case.id)
    return done
