"""Gaussian model in d dimensions, accumulate-subsample, ddof = 0: moments of the mean and the trace of model k."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flint import fmpq

from simulators.exact import gaussian_workflows
from simulators.exact.balls import Real, rational
from simulators.exact.gaussian_workflows import Moments


@lru_cache(maxsize=512)
def _models(n: int, lam: tuple[Real, ...], k: int) -> list[Moments]:
    return gaussian_workflows.moments("accumulate-subsample", n, lam, k)


def _moments(n: int, k: int, lam: Sequence[Real]) -> Moments:
    """Of model k; model 0 is given."""
    if k == 0:
        trace = sum(map(rational, lam), fmpq(0))
        return Moments(fmpq(0), trace, fmpq(0), trace**2)
    return _models(n, tuple(lam), k)[-1]


def trace(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E tr Sigma_k."""
    return _moments(n, k, lam).trace


def trace_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E (tr Sigma_k)^2."""
    return _moments(n, k, lam).trace_square


def mean_error(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^2."""
    return _moments(n, k, lam).error


def mean_error_second_moment(*, n: int, k: int, lam: Sequence[Real]) -> fmpq:
    """E |mu_k|^4."""
    return _moments(n, k, lam).error_square
