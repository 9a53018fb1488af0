"""The normal model (ddof = 0) under every workflow of a name, model k, k >= 1: means, and bounds on mean squares."""

from __future__ import annotations

from functools import lru_cache

from flint import fmpq

from simulators.exact.balls import Real, rational
from simulators.exact.value_blind import fourth, rounds
from simulators.exact.workflows import Fit, fits, resampling


@lru_cache(maxsize=512)
def _model(workflow: str, n: int, k: int) -> Fit:
    *_, last = fits(rounds(workflow, n, k), resampling())
    return last


def mean_error(*, n: int, k: int, workflow: str, sigma0: Real = 1) -> fmpq:
    """E mu_k^2."""
    return _model(workflow, int(n), int(k)).error * rational(sigma0) ** 2


def variance(*, n: int, k: int, workflow: str, sigma0: Real = 1) -> fmpq:
    """E sigma_k^2."""
    return _model(workflow, int(n), int(k)).variance * rational(sigma0) ** 2


def conserved(*, n: int, k: int, workflow: str, sigma0: Real = 1) -> fmpq:
    """E of both together."""
    return sum(_model(workflow, int(n), int(k)), fmpq(0)) * rational(sigma0) ** 2


def conserved_second_moment(*, n: int, k: int, workflow: str, sigma0: Real = 1) -> fmpq:
    """At least E (mu_k^2 + sigma_k^2)^2: it is the square of the mean of x^2."""
    return fourth(workflow, int(n), int(k)) * rational(sigma0) ** 4


mean_error_second_moment = variance_second_moment = conserved_second_moment


def risk_second_moment(*, n: int, k: int, workflow: str, sigma0: Real = 1) -> fmpq:
    """The risk is at most Q + sigma0^2, Q = mu_k^2 + sigma_k^2 of mean sigma0^2."""
    return (fourth(workflow, int(n), int(k)) + 3) * rational(sigma0) ** 4


risk_and_scale_second_moment = risk_second_moment
