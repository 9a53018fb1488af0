"""Chains on finitely many states, in rationals: for small parameters, and for whoever adds a process."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from flint import fmpq

from simulators.exact.balls import binomial_coefficients

S = TypeVar("S", bound=Hashable)


def chain(start: S, k: int, following: Callable[[S], Mapping[S, fmpq]]) -> dict[S, fmpq]:
    """The law of the state after k >= 0 steps; following(state) is the law of the next one. States are hashable."""
    law = {start: fmpq(1)}
    for _ in range(k):
        after: dict[S, fmpq] = {}
        for state, weight in law.items():
            for target, probability in following(state).items():
                after[target] = after.get(target, fmpq(0)) + weight * probability
        law = after
    return law


def binomial(n: int, p: fmpq) -> dict[fmpq, fmpq]:
    """The law of the share of successes in n trials: at m/n, m = 0..n."""
    return {fmpq(m, n): ways * p**m * (1 - p) ** (n - m) for m, ways in enumerate(binomial_coefficients(n))}


def mean(law: Mapping[S, fmpq], value: Callable[[S], fmpq]) -> fmpq:
    """E value(state)."""
    return sum((weight * value(state) for state, weight in law.items()), fmpq(0))
