"""A window of w batches, exactly: every mean is a sum of the errors of batches, with coefficients that are followed.

Batch t is the mean of model t - 1 and an error of variance sigma0^2/n more, independent of all others; what was in the
window before the first batch has no error. So means are normal, and E X^4 = 3 (E X^2)^2.
"""

from __future__ import annotations

from functools import lru_cache

from flint import fmpq

from simulators.exact.balls import Real, rational


@lru_cache(maxsize=256)
def _squares(w: int, k: int) -> tuple[fmpq, fmpq]:
    """The mean squares of plain and weighted mean, in the unit of one batch's error."""
    if w < 1 or k < 0:
        raise ValueError(f"need w >= 1, k >= 0, got w={w}, k={k}")
    batches: list[list[fmpq]] = []  # of each batch, by how much it has each error
    for t in range(k):
        seen = batches[-w:]
        model = [sum((b[s] for b in seen if s < len(b)), fmpq(0)) / w for s in range(t)]
        batches.append([*model, fmpq(1)])
    last = [(b, i) for i, b in enumerate(reversed(batches[-w:]))]
    plain = [sum((b[s] for b, _ in last if s < len(b)), fmpq(0)) / w for s in range(k)]
    weighted = [sum(((w - i) * b[s] for b, i in last if s < len(b)), fmpq(0)) / fmpq(w * (w + 1), 2) for s in range(k)]
    return sum((c**2 for c in plain), fmpq(0)), sum((c**2 for c in weighted), fmpq(0))


def _unit(n: int, sigma0: Real) -> fmpq:
    if n < 1:
        raise ValueError(f"need n >= 1, got n={n}")
    return rational(sigma0) ** 2 / n


def error(*, n: int, w: int, k: int, sigma0: Real = 1) -> fmpq:
    """E mu_k^2."""
    return _unit(n, sigma0) * _squares(w, k)[0]


def weighted(*, n: int, w: int, k: int, sigma0: Real = 1) -> fmpq:
    """E N_k^2."""
    return _unit(n, sigma0) * _squares(w, k)[1]


def error_second_moment(*, n: int, w: int, k: int, sigma0: Real = 1) -> fmpq:
    """E mu_k^4."""
    return 3 * error(n=n, w=w, k=k, sigma0=sigma0) ** 2


def weighted_second_moment(*, n: int, w: int, k: int, sigma0: Real = 1) -> fmpq:
    """E N_k^4."""
    return 3 * weighted(n=n, w=w, k=k, sigma0=sigma0) ** 2
