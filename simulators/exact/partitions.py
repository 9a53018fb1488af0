"""The time until one symbol of a small alphabet is alone, by the chain of counts in decreasing order.

Generation j + 1 is a multinomial sample of n from the frequencies of generation j. Which symbol has which count does
not matter for the time, so the states are the partitions of n into two parts or more. m = E T and s = E T^2 from these
solve (1 - Q) m = 1 and (1 - Q) s = 2 m - 1, Q being the chance of a step among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import factorial
from typing import Any

from flint import arb_mat, ctx, fmpq, fmpq_mat

from simulators.exact.balls import BITS, Exact

Partition = tuple[int, ...]
"""Positive counts in decreasing order."""

MOST_STATES = 150
RATIONAL_STATES = 30
"""Systems of so many equations are solved in rationals, larger ones in balls."""


@ctx.workprec(BITS)
def moments(n: int, shares: Sequence[fmpq]) -> tuple[Exact, Exact]:
    """E T and E T^2 from given shares; raises ValueError if the chain is too large to follow."""
    if max(shares) == 1:
        return fmpq(0), fmpq(0)
    states, mean, square = _solved(n, min(n, len(shares)))
    first = _sampled(n, shares)
    later = [
        sum((first.get(state, fmpq(0)) * t for state, t in zip(states, found, strict=True)), fmpq(0))
        for found in (mean, square)
    ]
    return 1 + later[0], 1 + 2 * later[0] + later[1]  # T = 1 + T'


def _sampled(n: int, shares: Sequence[fmpq]) -> dict[Partition, fmpq]:
    """The law of the counts among n draws, in decreasing order: one symbol after the other."""
    law: dict[Partition, fmpq] = {(): fmpq(1)}
    for share, more in Counter(shares).items():
        weights = [share**c / factorial(c) for c in range(n + 1)]
        for _ in range(more):
            after: dict[Partition, fmpq] = {}
            for counts, mass in law.items():
                for c in range(n - sum(counts) + 1):
                    then = tuple(sorted((*counts, c), reverse=True)) if c else counts
                    after[then] = after.get(then, fmpq(0)) + mass * weights[c]
            law = after
    return {counts: mass * factorial(n) for counts, mass in law.items() if sum(counts) == n}


def _partitions(n: int, parts: int, largest: int) -> Iterator[Partition]:
    """The partitions of n into `parts` parts at most, none above `largest`."""
    if n == 0:
        yield ()
    elif parts > 0:
        for first in range(min(n, largest), 0, -1):
            for others in _partitions(n - first, parts - 1, first):
                yield (first, *others)


@lru_cache(maxsize=16)
def _solved(n: int, symbols: int) -> tuple[list[Partition], list[Exact], list[Exact]]:
    """The partitions of n into 2 to `symbols` parts, and E T and E T^2 from each of them."""
    states = list(islice((s for s in _partitions(n, symbols, n) if len(s) > 1), MOST_STATES + 1))
    size = len(states)
    if size > MOST_STATES:
        raise ValueError(f"the counts of {symbols} symbols among n={n} draws are too many to be followed one by one")
    if not size:
        return [], [], []
    laws = [_sampled(n, [fmpq(c, n) for c in state]) for state in states]
    entries = [fmpq(x == y) - law.get(y, fmpq(0)) for x, law in zip(states, laws, strict=True) for y in states]
    kind: Any = fmpq_mat if size <= RATIONAL_STATES else arb_mat
    matrix = kind(fmpq_mat(size, size, entries))
    mean = matrix.solve(kind(fmpq_mat(size, 1, [fmpq(1)] * size)))
    square = matrix.solve(kind(size, 1, [2 * mean[i, 0] - 1 for i in range(size)]))
    return states, [mean[i, 0] for i in range(size)], [square[i, 0] for i in range(size)]
