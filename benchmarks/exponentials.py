"""Sums of exponentials, which kernel density estimates consist of: ours, and what was tried beside it."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

import numba
import numpy as np

from benchmarks.measure import Timing, Variant, compare, engineering, table
from simulators import kernel_density
from simulators.engine import stream
from simulators.kernel_density import CHUNK, Array, log_sum
from simulators.kernels import kernel

TIMES = 200
"""Sums in one timed call."""

SIZES = ((2, 100), (2, 1000), (3, 10_000))
"""Dimension and number of points of whole kernel sums."""


@kernel
def _one_by_one(exponents: Array, largest: float) -> float:
    total = 0.0
    for j in range(len(exponents)):
        total += exp(exponents[j] - largest)
    return total


def _by_numpy(exponents: Array, largest: float) -> float:
    return float(np.exp(exponents - largest).sum())


def by_products(tests: Array, points: Array, width: float) -> Array:
    """The same as `log_sum`: matrix products and numpy's exponential, 256 points at a time."""
    x = tests / width
    total = np.full(len(x), -np.inf)
    for start in range(0, len(points), 256):
        y = points[start : start + 256] / width
        exponent = x @ y.T
        exponent -= 0.5 * np.sum(y**2, axis=1)
        largest = exponent.max(axis=1)
        exponent -= largest[:, None]
        np.maximum(exponent, -700.0, out=exponent)
        np.exp(exponent, out=exponent)
        total = np.logaddexp(total, largest + np.log(exponent.sum(axis=1)))
    return total - 0.5 * np.sum(x**2, axis=1)


def report() -> str:
    """The tables as Markdown."""
    rng = stream(0, "exponentials", 0)
    exponents = -rng.exponential(10.0, CHUNK)
    ours = kernel_density._sum_of_exponentials
    in_order = numba.njit(nogil=True, error_model="numpy")(ours.py_func)  # type: ignore[attr-defined]  # not from a cache
    sums: dict[str, Callable[[Array, float], float]] = {
        "ours: vectors, added in any order": ours,
        "tried: the same, added in order": in_order,
        "tried: the library's exponential, one by one": _one_by_one,
        "tried: numpy": _by_numpy,
    }
    timings = compare({name: Variant(_repeated(f, exponents), TIMES * CHUNK) for name, f in sums.items()})
    first = next(iter(timings.values()))
    rows = [[name, *_cells(timing, first)] for name, timing in timings.items()]
    whole = []
    for d, n in SIZES:
        tests, points = rng.standard_normal((500, d)), rng.standard_normal((n, d))
        assert np.all(abs(log_sum(tests, points, 0.5) - by_products(tests, points, 0.5)) < log(1 + 1e-9))
        variants = {
            "ours": Variant(lambda t=tests, p=points: log_sum(t, p, 0.5), 500 * n),  # type: ignore[misc]
            "matrix products": Variant(lambda t=tests, p=points: by_products(t, p, 0.5), 500 * n),  # type: ignore[misc]
        }
        found = compare(variants)
        whole += [[f"d = {d}, {n:,} points", name, *_cells(t, found["ours"])] for name, t in found.items()]
    headings = ["each", "times ours"]
    return (
        "## Sums of exponentials\n\nProcessor time of one thread.\n\n"
        + table(["sum", *headings], rows)
        + "\n"
        + table(["kernel sum at 500 points", "variant", *headings], whole)
    )


def _repeated(f: Callable[[Array, float], float], exponents: Array) -> Callable[[], float]:
    return lambda: sum(f(exponents, 0.0) for _ in range(TIMES))


def _cells(timing: Timing, first: Timing) -> list[str]:
    return [engineering(timing.median), f"{1 / timing.faster_than(first):.2f}"]


if __name__ == "__main__":
    print(report())
