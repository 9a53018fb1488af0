"""Simulators: the papers' style of loop, vectorised numpy, ours on one and two threads, C, and the exact answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial

import numpy as np

from benchmarks import compiled
from benchmarks.measure import Variant, compare, engineering, table
from harness.judge.observed import Observed
from simulators import bernoulli, gaussian, poisson
from simulators.alias import Rows, binomial_rows, poisson_rows
from simulators.engine import stream
from simulators.exact import bernoulli as exact_bernoulli
from simulators.exact import gaussian as exact_gaussian

BLOCKS = 16
"""Blocks of the two-thread variant."""


def loop(paths: int, k: int, step: Callable[[float], float], start: float) -> None:
    """Paths one after the other, the whole trajectory kept in a list: the style of the published notebooks."""
    for _ in range(paths):
        trajectory = [start]
        for _ in range(k):
            trajectory.append(step(trajectory[-1]))


def bernoulli_step(n: int, rng: np.random.Generator | None, count: np.ndarray) -> object:
    """Next counts; without a generator as the notebooks do it: n draws of 0 or 1, and their mean."""
    if rng is None:
        return n * float(np.mean(np.random.binomial(1, count / n, n)))
    return rng.binomial(n, count / n)


def poisson_step(rng: np.random.Generator | None, count: np.ndarray) -> object:
    """Next counts; without a generator as the notebooks do it: an array of one draw, and its mean."""
    if rng is None:
        return float(np.mean(np.random.poisson(count, 1)))
    return rng.poisson(count)


def gaussian_loop(paths: int, n: int, k: int) -> None:
    """The same for the Gaussian chain: draw, fit, append."""
    for _ in range(paths):
        means, scales = [0.0], [1.0]
        for _ in range(k):
            sample = np.random.normal(means[-1], scales[-1], n)
            means.append(float(np.mean(sample)))
            scales.append(float(np.std(sample, ddof=1)))


def vectorised(paths: int, k: int, step: Callable[[np.ndarray], np.ndarray], start: float, top: float) -> None:
    """All paths together in numpy; those that are absorbed are dropped."""
    state = np.full(paths, start)
    for _ in range(k):
        state = step(state[(state > 0) & (state < top)])


def gaussian_vectorised(rng: np.random.Generator, paths: int, n: int, k: int) -> None:
    """Variances of all paths together, by their sufficient statistic."""
    variance = np.ones(paths)
    for _ in range(k):
        variance *= rng.chisquare(n - 1, paths) / (n - 1)


def threads(draw: Callable[[int], object], pool: ThreadPoolExecutor) -> Callable[[], object]:
    """Blocks drawn by the threads of a pool."""
    return lambda: list(pool.map(draw, range(BLOCKS)))


def row_of(rows: Rows, state: int) -> Rows:
    """One row as a table of its own: the law of the first generation."""
    return Rows(rows.words[state : state + 1], rows.offset[state : state + 1], rows.bits)


def measure(name: str, variants: dict[str, Variant], exact: Callable[[], object]) -> list[list[str]]:
    """Rows of the table: time per path-generation, quartiles, and how many times faster than the papers' loop."""
    timings = compare(variants, repeats=15)
    papers = timings["papers' loop"]
    ours = timings["ours, 1 thread"]
    rows = []
    for variant, timing in timings.items():
        low, high = timing.spread
        rows.append(
            [
                name,
                variant,
                engineering(timing.median),
                f"{engineering(low)} .. {engineering(high)}",
                f"{timing.faster_than(papers):,.0f}",
                f"{timing.faster_than(ours):.2f}",
            ]
        )
    exact()
    began = time.perf_counter()
    exact()
    rows.append([name, "exact, the whole answer", engineering(time.perf_counter() - began), "", "", ""])
    return rows


def discrete(
    name: str,
    loaded: object,
    pool: ThreadPoolExecutor,
    paths: int,
    k: int,
    observable: Callable[..., np.ndarray],
    arguments: dict[str, float],
    step: Callable[..., object],
    start: float,
    top: int,
    rows: Rows,
    exact: Callable[[], object],
) -> list[list[str]]:
    """A chain of counts. start is its initial count, top its upper absorbing state."""
    rng = np.random.Generator(np.random.SFC64())
    few = max(1, paths // 4000)
    counts = np.empty(paths, np.int64)

    def block(i: int) -> object:
        return observable(stream(0, name, i), paths, k=k, **arguments)

    variants = {
        "papers' loop": Variant(partial(loop, few, k, partial(step, None), start), few * k),
        "numpy, vectorised": Variant(partial(vectorised, paths, k, partial(step, rng), start, top), paths * k),
        "ours, 1 thread": Variant(lambda: block(0), paths * k),
        "ours, 2 threads": Variant(threads(block, pool), BLOCKS * paths * k, time.perf_counter),
    }
    if loaded is not None:
        first = row_of(rows, int(start))
        variants["C, same algorithm"] = Variant(
            lambda: compiled.chain(loaded, rows, first, top, k, counts),  # type: ignore[arg-type]
            paths * k,
        )
    return measure(name, variants, exact)


def gaussian_chain(name: str, loaded: object, pool: ThreadPoolExecutor, paths: int, n: int, k: int) -> list[list[str]]:
    """The chain of fitted Gaussians."""
    rng = np.random.Generator(np.random.SFC64())
    few = max(1, paths // 1000)
    out = np.empty(paths)

    def block(i: int) -> object:
        return gaussian.log_scale(stream(0, name, i), paths, n=n, k=k)

    variants = {
        "papers' loop": Variant(partial(gaussian_loop, few, n, k), few * k),
        "numpy, vectorised": Variant(partial(gaussian_vectorised, rng, paths, n, k), paths * k),
        "ours, 1 thread": Variant(lambda: block(0), paths * k),
        "ours, 2 threads": Variant(threads(block, pool), BLOCKS * paths * k, time.perf_counter),
    }
    if loaded is not None:
        variants["C, same algorithm"] = Variant(
            lambda: compiled.gaussian(loaded, n, k, out),  # type: ignore[arg-type]
            paths * k,
        )
    return measure(name, variants, lambda: exact_gaussian.above(n=n, k=k, eps=Fraction(1, 10)))


def report() -> str:
    """The table as Markdown."""
    loaded = compiled.library()
    rows = []
    with ThreadPoolExecutor(2) as pool:
        for n, p0, k, paths in ((100, "1/100", 50, 40_000), (100, "1/5", 600, 4_000), (10_000, "1/1000", 50, 20_000)):
            share = Fraction(p0)
            rows += discrete(
                f"Bernoulli n={n} p0={p0} k={k}", loaded, pool, paths, k, bernoulli.forgotten,
                {"n": n, "p0": float(share)}, partial(bernoulli_step, n), float(n * share), n,
                binomial_rows(n), partial(exact_bernoulli.forgotten, n=n, p0=share, k=k),
            )  # fmt: skip
        for start in (10, 100):
            rows += discrete(
                f"Poisson n lambda0={start} k=500", loaded, pool, 4_000, 500, poisson.survival,
                {"n": start, "lambda0": 1.0}, poisson_step, float(start), 2**62,
                poisson_rows(), partial(Observed("poisson.survival").oracle, n=start, lambda0=Fraction(1), k=500),
            )  # fmt: skip
        for n, k, paths in ((10, 200, 4_000), (100, 200, 4_000)):
            rows += gaussian_chain(f"Gaussian n={n} k={k}", loaded, pool, paths, n, k)
    headings = ["process", "variant", "per path-generation", "quartiles", "against the papers' loop", "against ours"]
    return "## Simulators\n\n" + table(headings, rows)


if __name__ == "__main__":
    print(report())
