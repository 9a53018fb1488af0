"""The mean obeys the same recursion."""

from flint import fmpq

from simulators.exact.balls import Real, rational


def share(*, rho: Real, q: Real, x0: Real, k: int) -> fmpq:
    """E X_k, a rational."""
    mean = rational(x0)
    for _ in range(k):
        mean = rational(rho) * mean + (1 - rational(rho)) * rational(q)
    return mean
