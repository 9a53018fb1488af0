"""What a workflow says of sizes, as symbols: functions of the workflow, of the size n of a batch, and of t.

The workflow is a parameter of the kind `every`; each instance that is tried stands for a `Workflow`, which knows the
numbers. Batch 1 is real, model t is fitted to points of batches 1..t, and what is not real of batch t + 1 is drawn from
model t.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

from theorems.language.workflows import Round, Workflow

if TYPE_CHECKING:
    import numpy as np


class OfWorkflow(sp.Function):
    """A whole number that a workflow says, of (workflow, n, t)."""

    nargs = (3,)
    is_integer = True
    is_nonnegative = True


class Made(OfWorkflow):
    """Points of batch t + 1 that are drawn from model t; of batch 1 there are none."""


class Real(OfWorkflow):
    """Points of batch t + 1 that are real; all those of batch 1 are."""


class Taken(OfWorkflow):
    """Points that model t is fitted to, a point that is taken twice counting twice."""

    is_positive = True


@cache
def _round(workflow: Workflow, n: int, t: int) -> Round:
    *_, last = workflow.rounds(n, t)
    return last


def made(workflow: Workflow, n: int, t: int) -> int:
    """The number that Made is."""
    following = _round(workflow, n, t + 1)
    return following.size - following.real


def real(workflow: Workflow, n: int, t: int) -> int:
    """The number that Real is."""
    return _round(workflow, n, t + 1).real


def taken(workflow: Workflow, n: int, t: int) -> int:
    """The number that Taken is."""
    return _round(workflow, n, t).taken or len(_seen(workflow, n, t))


def places(rng: np.random.Generator, paths: int, workflow: Workflow, n: int, t: int) -> np.ndarray:
    """Where in the pool, batch after batch, the points lie that model t is fitted to: (paths, taken)."""
    import numpy as np

    (*_, many, replacement), seen = _round(workflow, n, t), np.array(_seen(workflow, n, t))
    if many is None:
        return np.tile(seen, (paths, 1))
    if replacement:
        return seen[rng.integers(0, seen.size, (paths, many))]
    return rng.permuted(np.tile(seen, (paths, 1)), axis=1)[:, :many]


@cache
def _seen(workflow: Workflow, n: int, t: int) -> tuple[int, ...]:
    """The places of all points of the batches that model t may see."""
    last, places, end = _round(workflow, n, t), list[int](), 0
    for s in range(1, t + 1):
        start, end = end, end + _round(workflow, n, s).size
        if s >= last.oldest or (last.keeps and s == 1):
            places += range(start, end)
    return tuple(places)
