"""Shumailov et al., Figure 3: the tails of a histogram are cut off when it is sampled, but not at one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.numbers import exact, mean_of
from paper_figs.shumailov import drawing
from paper_figs.tables import columns
from paper_figs.transforms import in_bins, middles, progress, times
from simulators import bernoulli
from simulators.engine import stream
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-3-tails"
NORMAL, FAT = "normal", "fat tails"
DEGREES = 3
"""Of Student's law, which has fatter tails."""


def shares(law: str, parameters: Mapping[str, Any]) -> tuple[list[float], list[float]]:
    """Middles and shares of the bins."""
    from scipy.stats import norm, t

    edges = np.linspace(-parameters["reach"], parameters["reach"], parameters["bins"] + 1)
    laws = [norm(at) if law == NORMAL else t(DEGREES, at) for at in parameters["centres"]]
    return middles(edges).tolist(), in_bins(laws, edges).tolist()


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Expected counts of bins, the exact probability that a bin is still there, and how often it is in simulations."""
    rows: list[dict[str, Any]] = []
    n, every = parameters["n"], parameters["every"]
    for law in progress(tell, (NORMAL, FAT)):
        x, found = shares(law, parameters)
        counts = times(np.array(found), n)
        where = {"law": law, "k": 0, "source": "expected count"}
        rows += [
            {**where, "x": at, "value": count, "low": count, "high": count}
            for at, count in zip(x, counts.tolist(), strict=True)
        ]
        for k in parameters["at"]:
            for i, (at, share) in enumerate(zip(x, found, strict=True)):
                where = {"law": law, "k": k, "source": "bernoulli.survived", "x": at}
                truth = exact("bernoulli.survived", n=n, p0=share, k=k)
                rows.append({**where, "value": truth, "low": truth, "high": truth})
                if i in range(every // 2, len(x), every):
                    rng = stream(entropy, f"{NAME}/{law}[k={k}]", i)
                    seen = bernoulli.survived(rng, parameters["paths"], n=n, p0=share, k=k).astype(float)
                    cells = mean_of(seen, truth, truth)
                    ends = {name: float(cells[name]) for name in ("value", "low", "high")}
                    rows.append({**where, **ends, "source": "simulation"})
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Expected counts above; below, for each law, which bins are still there."""
    return drawing.tails(table, [NORMAL, FAT], parameters["at"])


QUICK = {"centres": [-4, 4], "n": 10000, "bins": 48, "reach": 12, "at": [1, 10, 100], "every": 4, "paths": 1000}

FIGURE = Figure(
    name=NAME,
    title="Tails of a histogram are lost bin by bin",
    caption=(
        "A histogram with bins of width 1/2 is sampled n = 10000 times, its shares are the new histogram, and so on. "
        "Above, the expected counts of a mixture of two normal laws with means ±4 and variance 1, and of one with "
        "fatter tails (Student's law with 3 degrees of freedom about ±4; the paper says only that they are fatter); "
        "dotted, the count of 1, which is the share 1/n, where the paper cuts off both, so that they look alike. "
        "Below, the exact probability that a bin is still there after k = 1, 10, 100 generations, with 1000 simulated "
        "runs for every fourth bin and time-uniform 95% intervals, and dashed the paper's cut. A bin at the threshold "
        "is kept by the first sample with a probability of 0.63, as discrete-rare-symbol has it; later generations "
        "lose many bins that are well above it. The caption of the paper has log Count ≤ log M for the cut, which is "
        "right only of a histogram with M² entries (theorems errata)."
    ),
    theorems=("discrete-rare-symbol", "bernoulli-absorption"),
    parameters={
        "tiny": {"centres": [-4, 4], "n": 40, "bins": 8, "reach": 8, "at": [1, 3], "every": 4, "paths": 200},
        "quick": QUICK,
        "paper": {**QUICK, "paths": 10000},
    },
    depends=("simulators.bernoulli", "simulators.exact.bernoulli"),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 3", {}, NOWHERE),
)
