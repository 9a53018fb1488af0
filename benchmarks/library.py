"""The library: what its import takes, and values at 10,000 points, read at once, against one ball after the other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.measure import Variant, compare, engineering, table
from benchmarks.startup import spent
from harness.judge.selection import find_case
from theorems import api
from theorems.language.readers import arrays
from theorems.language.readers.interpreter import fractions

POINTS = 10_000
BALLS = 100
"""Points that are read in balls, one after the other: their time is for one point."""

SHARES = np.linspace(0.001, 0.999, POINTS)
GENERATIONS = np.tile(np.arange(1, 51), POINTS // 50)
SIZES = np.repeat(np.arange(50, 250), POINTS // 200)

GRIDS: dict[str, dict[str, Any]] = {
    "bernoulli-absorption/forgotten-upper": {"n": 100, "p0": SHARES, "k": 7},
    "gaussian-collapse/mean": {"n": SIZES, "k": GENERATIONS},
    "gaussian-risk/variance": {"n": SIZES, "k": GENERATIONS},
    "g-iterate/upper": {"k": np.resize(np.arange(1, 201), POINTS)},
}
"""A claim, and where it is asked for. Of the variance of the risk digits cancel: many points take pairs."""

STARTS = {
    "python, nothing": "pass",
    "from theorems import api": "from theorems import api",
    "the first value": 'from theorems import api; api.value("gaussian-risk/variance", n=10, k=3)',
}


def one_by_one(claim: str, given: dict[str, Any]) -> Callable[[], list[float]]:
    """Balls at some of the points, evenly spread, rounded."""
    case = find_case(claim)
    places = np.linspace(0, POINTS - 1, BALLS).astype(int)
    rows = [{n: x[i].item() if isinstance(x, np.ndarray) else x for n, x in given.items()} for i in places]
    points = [
        case.theorem.parameters.complete(
            case.theorem.parameters.read({n: str(x).replace(" ", "") for n, x in row.items()}), set()
        )
        for row in rows
    ]
    return lambda: [arrays.by_ball(case.claim.value, fractions(point)) for point in points]


def report() -> str:
    """Both tables as Markdown."""
    rows = []
    for claim, given in GRIDS.items():
        variants = {
            "at once": Variant(lambda c=claim, g=given: api.value(c, outside="raise", **g), POINTS),
            "one by one": Variant(one_by_one(claim, given), BALLS),
        }
        timings = compare(variants, repeats=5)
        ratio = timings["at once"].faster_than(timings["one by one"])
        found = api.value(claim, **given)
        missing = int(np.isnan(found).sum())
        whole = engineering(timings["at once"].median * POINTS)
        each = [engineering(timings[name].median) for name in ("at once", "one by one")]
        rows.append([claim, whole, *each, f"{ratio:,.0f}", str(missing or "")])
    many = table([f"value at {POINTS:,} points", "seconds", "a point", "a ball", "times as fast", "unknown"], rows)

    def call(code: str) -> object:
        return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    starts = {name: Variant(lambda c=code: call(c), 1, spent) for name, code in STARTS.items()}
    timings = compare(starts, repeats=5)
    start = table(["start", "processor time"], [[name, engineering(t.median)] for name, t in timings.items()])
    return f"## Library\n\n{start}\n{many}"


if __name__ == "__main__":
    print(report())
