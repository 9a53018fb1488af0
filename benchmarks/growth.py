"""How cost grows with samples and generations: one parameter of one process varied at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.measure import Variant, compare, engineering, table
from simulators import bernoulli, gaussian, gaussian_accumulate, kde_accumulate, kde_replace, poisson
from simulators.engine import BLOCK_PATHS, stream

CASES: dict[str, tuple[Callable[..., np.ndarray], dict[str, float], str, tuple[float, ...]]] = {
    "Bernoulli, p0 = 1/5, k = 50": (bernoulli.forgotten, {"p0": 0.2, "k": 50}, "n", (10, 100, 1000, 10_000)),
    "Bernoulli, n = 100, p0 = 1/5": (bernoulli.forgotten, {"n": 100, "p0": 0.2}, "k", (10, 100, 1000)),
    "Poisson, n = 1, k = 50": (poisson.survival, {"n": 1, "k": 50}, "lambda0", (1.0, 10.0, 100.0, 1000.0)),
    "Gaussian, k = 100": (gaussian.log_scale, {"k": 100}, "n", (2, 10, 100, 1000)),
    "Gaussian accumulate, n = 10": (gaussian_accumulate.variance, {"n": 10}, "k", (10, 100)),
    "KDE replace, k = 5, h = 1": (kde_replace.draw_square, {"k": 5, "h": 1.0}, "n", (2, 10, 100)),
    "KDE accumulate, n = 5, h = 1": (kde_accumulate.draw_square, {"n": 5, "h": 1.0}, "k", (2, 10, 50)),
}


def report() -> str:
    """Time per path and its growth from value to value, as Markdown."""
    rows = []
    for name, (observable, fixed, varied, values) in CASES.items():
        variants = {
            f"{varied} = {value:g}": Variant(
                lambda v=value: observable(stream(0, name, 0), BLOCK_PATHS, **fixed, **{varied: v}),  # noqa: B023
                BLOCK_PATHS,
            )
            for value in values
        }
        timings = compare(variants, repeats=3)
        first = next(iter(timings.values()))
        for label, timing in timings.items():
            rows.append([name, label, engineering(timing.median), f"{1 / timing.faster_than(first):.1f}"])
    return "## Growth\n\n" + table(["process", "at", "per path", "times the first"], rows)


if __name__ == "__main__":
    print(report())
