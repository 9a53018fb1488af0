"""Tasks: what is found elsewhere, by processes of this machine or by the workers of a cluster.

A task is a pure function of its arguments and the sources, which returns values as JSON has them. So it does not matter
where it is done, and what is lost on the way is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from fractions import Fraction
from itertools import groupby
from typing import Any

from harness.basics.terminal import Tell, say
from harness.judge.case import Case
from harness.judge.verdict import DETERMINISTIC, Kept, keep, known_parts, number_of_parts, part_name, parts_of
from harness.run.executors import TASKS, Workers


def as_found(
    workers: Workers, task: Callable[..., Any], rows: Sequence[Sequence[Any]], long: bool = False
) -> Iterator[tuple[int, Any]]:
    """The number of each row of arguments and what the task gives, in the order in which it is found.

    Nothing where there are too few rows to pay; two pay if a task is `long`. Where a process of this machine is killed
    the others are stopped, and what they had not found is missing: whoever misses it finds it himself.
    """
    if len(rows) < (min(workers.many, 2) if long and workers.at_once > 1 else workers.many):
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
    """Adds to the finished parts of a run what other processes find; how many claims are done.

    Claims of a theorem are one task, as most of them are about one process: its moments are derived once. They are
    several tasks where else there would be too few for all workers.
    """
    known = [known_parts(case, finished, kept) for case in cases]
    missing = [(case, parts) for case, parts in zip(cases, known, strict=True) if len(parts) < number_of_parts(case)]
    most = max(1, len(missing) // max(workers.many, TASKS * workers.at_once))
    theorems = [[*of] for _, of in groupby(missing, lambda one: one[0].theorem.id)]
    together = [of[start : start + most] for of in theorems for start in range(0, len(of), most)]
    rows = [({case.id: parts for case, parts in some}, resolution, entropy) for some in together]
    done = len(cases) - len(missing)
    for number, found in as_found(workers, parts_of_each, rows):
        for name, part in found.items():
            finished[name] = part
        for case, _ in together[number]:
            for kind in DETERMINISTIC:
                if part_name(kind, case) in found:
                    keep(kind, case, found[part_name(kind, case)], kept)
            done += 1
            tell(done, case.id)
    return done


def parts_of_each(known: Mapping[str, Mapping[str, Any]], resolution: Fraction, entropy: int) -> dict[str, Any]:
    """The parts of a run that are about these claims, by `theorem/claim`, but for those that are known of each."""
    return {
        name: part
        for claim, parts in known.items()
        for name, part in parts_of(claim, resolution, entropy, parts).items()
    }
