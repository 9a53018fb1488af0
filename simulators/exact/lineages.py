"""The number of ancestors of n individuals, k generations back: its law from the numbers of surjections.

Of i individuals the parents are exactly a given set of j with probability S(i, j) j!/n^i, S being Stirling numbers.
"""

from __future__ import annotations

from functools import lru_cache
from math import perm

from flint import fmpq, fmpz

from simulators.exact.balls import Real, rational

LONGEST = 60
"""Individuals and generations that are followed."""


def ancestors(*, n: int, k: int) -> fmpq:
    """E D_k."""
    return sum((mass * j for j, mass in enumerate(_law(n, k))), fmpq(0))


def ancestors_second_moment(*, n: int, k: int) -> fmpq:
    """E D_k^2."""
    return sum((mass * j * j for j, mass in enumerate(_law(n, k))), fmpq(0))


def unmarked(*, n: int, p0: Real, k: int) -> fmpq:
    """E (1 - p0)^D_k."""
    return sum((mass * (1 - rational(p0)) ** j for j, mass in enumerate(_law(n, k))), fmpq(0))


@lru_cache(maxsize=64)
def _law(n: int, k: int) -> list[fmpq]:
    """Probabilities of D_k = 0, ..., n."""
    if n > LONGEST or k > LONGEST:
        raise ValueError(f"lineages are followed up to n, k = {LONGEST}: got n={n}, k={k}")
    law = [fmpq(i == n) for i in range(n + 1)]
    for _ in range(k):
        after = [fmpq(0)] * (n + 1)
        for i, mass in enumerate(law):
            for j in range(i + 1) if mass != 0 else ():
                after[j] += mass * perm(n, j) * int(fmpz.stirling_s2(i, j)) / n**i
        law = after
    return law
