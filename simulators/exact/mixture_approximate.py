"""Bounds on mean squares for two symmetric normal components, refitted by the approximate estimator.

sigma^2 of the next model is at most 1 + kappa times the variance of |x|, which is at most sigma^2/n times a chi-square
of n - 1 degrees of freedom.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, rational


@ctx.workprec(BITS)
def scale_power_second_moment(*, n: int, k: int, mu0: Real, eta: Real, alpha: Real, sigma0: Real = 1) -> arb:
    """At least E sigma_k^(2 alpha), whatever mu0 is."""
    half, slack, power = fmpq(n - 1, 2), rational(eta), rational(alpha)
    kappa = arb((1 - 1 / slack) * (1 / (2 * half) - 1 / (4 * half + 8 * slack))).exp()
    factor = (2 * kappa / n) ** arb(power) * arb(half + power).gamma() / arb(half).gamma()
    return arb(rational(sigma0)) ** arb(2 * power) * factor**k


def scale_second_moment(*, n: int, k: int, mu0: Real, eta: Real, sigma0: Real = 1) -> arb:
    """At least E sigma_k^2."""
    return scale_power_second_moment(n=n, k=k, mu0=mu0, eta=eta, alpha=1, sigma0=sigma0)


def variance_second_moment(*, n: int, k: int, mu0: Real, eta: Real, sigma0: Real = 1) -> arb:
    """At least E sigma_k^4."""
    return scale_power_second_moment(n=n, k=k, mu0=mu0, eta=eta, alpha=2, sigma0=sigma0)


def bounded(*, n: int, k: int, mu0: Real, eta: Real, sigma0: Real = 1) -> fmpq:
    """In every branch of the algorithm sigma^2 is at most 1 + kappa times var |x|; the given model has no sample."""
    if n < 2 or k < 0 or rational(eta) <= 1:
        raise ValueError(f"need n >= 2, k >= 0, eta > 1, got n={n}, k={k}, eta={eta}")
    return fmpq(k >= 1)
