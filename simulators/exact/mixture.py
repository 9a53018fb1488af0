"""Bounds on mean squares for two symmetric normal components, refitted, whatever splits the mean of x^2.

Given a model, the mean of x^2 over n draws has the mean Q = mu^2 + sigma^2, and its variance is at most 2 Q^2/n: it is
(4 mu^2 sigma^2 + 2 sigma^4)/n.
"""

from __future__ import annotations

from flint import fmpq

from simulators.exact.balls import Real, rational


def second_moment_second_moment(*, n: int, k: int, mu0: Real, estimator: str, sigma0: Real = 1) -> fmpq:
    """At least E (mu_k^2 + sigma_k^2)^2, which grows by a factor of at most 1 + 2/n, whatever the estimator is."""
    given: fmpq = rational(mu0) ** 2 + rational(sigma0) ** 2
    return given**2 * (1 + fmpq(2, n)) ** k


def total_second_moment(*, n: int, k: int, mu0: Real, estimator: str, sigma0: Real = 1) -> fmpq:
    """At least E L^2: each of the k terms of L is at most the root of Q, and E Q is that of the given model."""
    return k**2 * (rational(mu0) ** 2 + rational(sigma0) ** 2)


def noise_root_second_moment(*, n: int, k: int, mu0: Real, estimator: str, sigma0: Real = 1) -> fmpq:
    """At least E (sigma_0^2 + ... + sigma_(k-1)^2): each of the k terms is at most Q."""
    return k * (rational(mu0) ** 2 + rational(sigma0) ** 2)
