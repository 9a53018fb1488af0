"""Exact engines: seconds and certified width, beside what simulation would need for 1% by our own kernels."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from flint import fmpq

from benchmarks.measure import Variant, compare, engineering, table
from simulators import bernoulli
from simulators.engine import stream
from simulators.exact import alphabet, workflows
from simulators.exact.backward import TOLERANCE, extinction
from simulators.exact.mellin import product_laws


def chain(n: int, k: int, most: int, tolerance: float = TOLERANCE) -> Callable[[], Any]:
    """Brackets of Pr(forgotten by generation j) for all j <= k and all counts up to `most`, uncached."""
    shares = [fmpq(s, n) for s in range(1, most + 1)]
    return lambda: _uncached(lambda: extinction(n, shares, k, tolerance))


def _uncached(call: Callable[[], Any]) -> Any:
    import simulators.exact.backward as backward

    for function in vars(backward).values():
        if hasattr(function, "cache_clear"):
            function.cache_clear()
    return call()


def width(low: np.ndarray, high: np.ndarray) -> str:
    """The widest bracket."""
    return f"{float(np.max(high - low)):.1e}"


def simulate(n: int, k: int, p: float, truth: float, deviations: float) -> Callable[[], Any]:
    """As many paths as make this many standard errors 1% of the survival probability."""
    paths = int(np.ceil((1 - truth) / truth * (deviations / 0.01) ** 2))
    return lambda: bernoulli.survived(stream(0, "benchmark", 0), paths, n=n, p0=p, k=k)


def report() -> str:
    """The tables as Markdown."""
    rows = []
    for n, k, most in ((100, 600, 99), (10_000, 50, 100), (100_000, 100, 100), (1_000_000, 100, 100)):
        call = chain(n, k, most)
        low, high = call()
        seconds = compare({"chain": Variant(call, 1)}, repeats=3)["chain"].median
        rows.append([f"Bernoulli n={n:,}, all k <= {k}, all counts <= {most}", engineering(seconds), width(low, high)])
    law = compare({"law": Variant(lambda: _laws(9, 200), 1)}, repeats=3)["law"].median
    rows.append(["law of the fitted scale, n=10, all k <= 200, one level", engineering(law), ""])
    counts = np.random.default_rng().zipf(1.3, 100_000).clip(max=10_000).tolist()
    began = perf_counter()
    seen = alphabet.unique(n=sum(counts), k=10, counts=counts)
    rows.append(
        [
            f"distinct symbols, {len(counts):,} types, k <= 10",
            engineering(perf_counter() - began),
            f"{float(seen[-1].rad()):.1e}",
        ]
    )
    began = perf_counter()
    workflows.fits("subsample", n=100, k=100)
    rows.append(["accumulate-subsample moments, n=100, k <= 100, rationals", engineering(perf_counter() - began), "0"])
    first = "## Exact engines\n\n" + table(["answer", "seconds", "certified width"], rows)

    n, k, p = 10_000, 50, 0.001
    low, _ = extinction(n, [fmpq(1, 1000)], k)
    truth = 1.0 - float(low[-1, 0])
    first_time = f"exact, all k, all counts <= 10, bracket of {TOLERANCE:g}"
    timings = compare(
        {
            first_time: Variant(chain(n, k, 10), 1),
            "the same, bracket of 0.0001": Variant(chain(n, k, 10, 1e-4), 1),
            "exact, a further start": Variant(lambda: extinction(n, [fmpq(1, 1000)], k), 1),
            "simulation of k = 50, 95% interval of 1%": Variant(simulate(n, k, p, truth, 1.96), 1),
            "simulation of k = 50, standard error 1%": Variant(simulate(n, k, p, truth, 1.0), 1),
        }
    )
    rows = [[name, engineering(t.median), f"{t.faster_than(timings[first_time]):.2f}"] for name, t in timings.items()]
    heading = ["Bernoulli survival, n=10,000, p0=1/1000, k <= 50", "seconds", "times as fast as exact"]
    return first + "\n" + table(heading, rows)


def _laws(degrees: int, k: int) -> Any:
    if hasattr(product_laws, "cache_clear"):
        product_laws.cache_clear()
    return product_laws(degrees, k, fmpq(1, 100))


if __name__ == "__main__":
    print(report())
