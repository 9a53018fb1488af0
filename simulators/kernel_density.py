"""Gaussian kernel density estimates of given points in d dimensions, refitted to draws from them: test losses.

Batch 1 is real. Model t is the kernel estimate, of bandwidth h, on batch t (replace), on all batches 1..t (accumulate),
or on n points of them without replacement (accumulate-subsample); batch t + 1 is n draws from model t. Kazdan et al.,
arXiv 2410.16713, sections 2.2 and 3. All kernel sums are in logarithms. They are what takes the time, and so have an
exponential of their own, which the compiler turns into vectors: the usual one is called for one number at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import factorial, log, pi
from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from simulators.kernels import in_any_order, kernel

Array = NDArray[np.float64]

CHUNK = 1024
"""Points whose exponents stay in the nearest cache."""

VANISHING = -700.0
"""Least exponent: exponentials of smaller ones have no normal machine number."""

TINY = 1e-250
"""A sum below may be one of terms that vanish: it is taken again in units of its largest term."""

PER_LN2, LN2_HIGH, LN2_LOW = 1 / log(2), float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
"""1/ln 2, and ln 2 as a number of so few digits that its multiples by exponents are exact, and the rest."""

C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12 = (1 / factorial(i) for i in range(13))
"""Of the exponential series: at |r| <= ln(2)/2 the next term is below 2e-16."""


@intrinsic
def _float_of_bits(typing: Any, bits: Any) -> Any:
    """The machine number that has these 64 bits."""
    from llvmlite.ir import DoubleType

    return types.float64(types.int64), lambda context, builder, signature, given: builder.bitcast(
        given[0], DoubleType()
    )


@in_any_order
def _sum_of_exponentials(exponents: Array, largest: float) -> float:
    """sum_j exp(e_j - largest), e_j <= largest: exp(e) = 2^z exp(r), z whole and |r| <= ln(2)/2."""
    total = 0.0
    for j in range(len(exponents)):
        e = exponents[j] - largest
        e = e if e > VANISHING else VANISHING
        z = np.rint(e * PER_LN2)
        r = (e - z * LN2_HIGH) - z * LN2_LOW
        p = C12 * r + C11
        p = ((((p * r + C10) * r + C9) * r + C8) * r + C7) * r + C6
        p = (((((p * r + C5) * r + C4) * r + C3) * r + C2) * r + C1) * r + C0
        total += p * _float_of_bits((np.int64(z) + 1023) << 52)  # type: ignore[call-arg]
    return total


@in_any_order
def _log_sums(tests: Array, points: Array, exponents: Array, out: Array) -> None:
    """ln sum_j exp(-|x - y_j|^2/2) at every row x of `tests`; points: a column for each y; exponents: room for them."""
    for i in range(len(tests)):
        exponents[:] = 0.0
        for c in range(len(points)):
            x = tests[i, c]
            for j in range(len(exponents)):
                distance = points[c, j] - x
                exponents[j] -= 0.5 * distance * distance
        largest, total = 0.0, _sum_of_exponentials(exponents, 0.0)
        if not total > TINY:
            largest = np.max(exponents)
            total = _sum_of_exponentials(exponents, largest)
        out[i] = largest + np.log(total)


def log_sum(tests: Array, points: Array, width: float) -> Array:
    """ln sum_j exp(-|x - x_j|^2/(2 width^2)) at every test point x."""
    x, y = np.ascontiguousarray(tests / width), np.ascontiguousarray((points / width).T)
    total, part = np.full(len(x), -np.inf), np.empty(len(x))
    for start in range(0, len(points), CHUNK):
        some = np.ascontiguousarray(y[:, start : start + CHUNK])
        _log_sums(x, some, np.empty(some.shape[1]), part)
        total = np.logaddexp(total, part)
    return total


def log_mean(sums: Array, points: int, width: float, d: int) -> Array:
    """ln of the density estimate whose kernel sums are given, Gaussian kernel of standard deviation `width`."""
    return sums - log(points) - d * (0.5 * log(2 * pi) + log(width))


Rule = Callable[[int], float]
"""The bandwidth of an estimate, from the number of points that it is fitted to."""


def scott(points: int, d: int) -> float:
    """The bandwidth that scikit-learn calls Scott's: it does not look at the scale of the data."""
    return points ** (-1 / (d + 4))


def silverman(points: int, d: int) -> float:
    """The bandwidth that scikit-learn calls Silverman's: for d = 2 that of `scott`."""
    return (points * (d + 2) / 4) ** (-1 / (d + 4))


def fitted_to(
    workflow: str, rng: np.random.Generator, real: Array, last: int, draws: Callable[[int], Array]
) -> Iterator[Array]:
    """The points that models t = 1..last are fitted to, along one run.

    draws(points): n draws from the kernel of an estimate fitted to so many points.
    """
    n, d = real.shape
    pool = np.empty((n * last, d))
    pool[:n] = batch = real
    for t in range(1, last + 1):
        if t > 1:
            pool[n * (t - 1) : n * t] = batch[rng.integers(len(batch), size=n)] + draws(len(batch))
        if workflow == "replace":
            batch = pool[n * (t - 1) : n * t]
        elif workflow == "accumulate":
            batch = pool[: n * t]
        else:
            batch = pool[rng.choice(n * t, n, replace=False)]
        yield batch


def losses(
    workflow: str, rng: np.random.Generator, real: Array, tests: Array, h: float | Rule, at: list[int]
) -> Iterator[float]:  # fmt: skip
    """Mean negative log-likelihood of the test points under models t in `at`, along one run."""
    n, d = real.shape
    width: Rule = h if callable(h) else lambda _: h

    def smoothed(points: int) -> Array:
        return width(points) * rng.standard_normal((n, d))

    seen, sums = 0, np.full(len(tests), -np.inf)  # points whose kernels are in the running sums, and these
    for t, batch in enumerate(fitted_to(workflow, rng, real, at[-1], smoothed), 1):
        if t in at:
            if callable(h) or workflow != "accumulate":
                seen, sums = 0, np.full(len(tests), -np.inf)
            sums = np.logaddexp(sums, log_sum(tests, batch[seen:], width(len(batch))))
            seen = len(batch)
            yield float(-np.mean(log_mean(sums, seen, width(seen), d)))


@kernel
def _reach(tests: Array, points: Array, square: float, far: NDArray[np.bool_]) -> None:
    """far <- False at every row of `tests` whose squared distance from some point is at most `square`."""
    for i in range(len(tests)):
        for j in range(len(points)):
            if not far[i]:
                break
            distance = 0.0
            for c in range(tests.shape[1]):
                gap = tests[i, c] - points[j, c]
                distance += gap * gap
            far[i] = distance > square


def beyond(tests: Array, points: Array, radius: float) -> float:
    """The share of test points that are further than the radius from every point."""
    far = np.ones(len(tests), dtype=bool)
    _reach(tests, np.ascontiguousarray(points), radius**2, far)
    return float(np.mean(far))


def top_hat(rng: np.random.Generator, n: int, d: int, h: float) -> Array:
    """n draws from the kernel that is uniform in the ball of radius h."""
    directions = rng.standard_normal((n, d))
    lengths = h * rng.random((n, 1)) ** (1 / d)
    return directions * (lengths / np.linalg.norm(directions, axis=1, keepdims=True))


def uncovered(
    workflow: str, rng: np.random.Generator, real: Array, tests: Array, h: float, at: list[int]
) -> Iterator[float]:  # fmt: skip
    """The share of test points where the estimate with a top-hat kernel (uniform in the ball of radius h) is 0."""
    n, d = real.shape
    seen, far = 0, np.ones(len(tests), dtype=bool)
    for t, batch in enumerate(fitted_to(workflow, rng, real, at[-1], lambda _: top_hat(rng, n, d, h)), 1):
        if t in at:
            if workflow != "accumulate":
                seen, far = 0, np.ones(len(tests), dtype=bool)
            _reach(tests, np.ascontiguousarray(batch[seen:]), h**2, far)
            seen = len(batch)
            yield float(np.mean(far))


def annealed(real: Array, tests: Array, h: float, laws: Sequence[Mapping[int, float]]) -> list[float]:
    """Minus the mean log of the density averaged over all runs from this real batch, for each law.

    law: of the number of kernels between a draw and its real ancestor. The density is a mixture of estimates on the
    real batch itself, of bandwidth h sqrt(j) for j kernels.
    """
    d = real.shape[1]
    widths = {j: h * j**0.5 for law in laws for j in law}
    logs = {j: log_mean(log_sum(tests, real, w), len(real), w, d) for j, w in widths.items()}

    def loss(law: Mapping[int, float]) -> float:
        return float(-np.mean(np.logaddexp.reduce([log(p) + logs[j] for j, p in law.items()])))

    return [loss(law) for law in laws]
