"""The normal model in d dimensions (ddof = 0) under every workflow of a name, model k, k >= 1.

A direction sees the model in one dimension.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from simulators.exact import gaussian_value_blind
from simulators.exact.balls import Real, rational
from simulators.exact.value_blind import fourth


def _trace(lam: Sequence[Real]) -> fmpq:
    return sum(map(rational, lam), fmpq(0))


def mean_error(*, n: int, k: int, lam: Sequence[Real], workflow: str) -> fmpq:
    """E |mu_k|^2."""
    return gaussian_value_blind.mean_error(n=n, k=k, workflow=workflow) * _trace(lam)


def conserved(*, n: int, k: int, lam: Sequence[Real], workflow: str) -> fmpq:
    """E (|mu_k|^2 + tr Sigma_k)."""
    return gaussian_value_blind.conserved(n=n, k=k, workflow=workflow) * _trace(lam)


def conserved_second_moment(*, n: int, k: int, lam: Sequence[Real], workflow: str) -> fmpq:
    """At least E (|mu_k|^2 + tr Sigma_k)^2."""
    return fourth(workflow, int(n), int(k)) * _trace(lam) ** 2


mean_error_second_moment = conserved_second_moment
