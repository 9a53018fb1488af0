"""Draws verdicts.svg: the evidence in races of a true claim and of one that is a little off.

Run it by `python docs/verdicts_figure.py`; the numbers are drawn afresh each time.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.judge.budget import Limits, budget
from harness.judge.means import MeanQuestion
from harness.judge.questions import build
from harness.judge.race import totals
from harness.judge.selection import find_case
from simulators.engine import BLOCK_PATHS, fresh_entropy

CLAIM, POINT = "poisson-extinction/survival", "n=3,lambda0=1/2,k=3"
RESOLUTION = Fraction(3, 100)
FACTORS = {"a true claim": 1, "a claim that is 3% too large": Fraction(103, 100)}
AGAINST, ABOVE, BELOW = "against the claim", "against 3% more", "against 3% less"
COLOUR = {AGAINST: "#D55E00", ABOVE: "#0072B2", BELOW: "#009E73"}


def question(factor: Any) -> MeanQuestion:
    """The claim at the point, its value multiplied by a factor."""
    case = find_case(CLAIM)
    asked = build(case.having(replace(case.claim, equals=case.claim.value * factor)), POINT, RESOLUTION)  # type: ignore[call-arg]
    assert isinstance(asked, MeanQuestion)
    return asked


def trace(asked: MeanQuestion, limits: Limits) -> dict[str, np.ndarray]:
    """Draws and log10 evidence of one race, batch by batch, up to its decision."""
    rows = []
    assert asked.low is not None
    assert asked.high is not None
    for sums in totals(asked, fresh_entropy(), 1000, None):
        above, below = (Side(v + s * asked.gap, -s, v) for v, s in ((asked.high, 1), (asked.low, -1)))
        sides = [log_evidence(asked.support, asked.second_moment, sums, side) for side in (above, below)]
        rows.append((sums[0], asked.refutation(sums, asked.low, asked.high), *sides))
        if rows[-1][1] >= log(2 / limits.alpha) or min(sides) >= log(1 / limits.beta):
            break
    draws, *evidence = np.array([(0.0, 0.0, 0.0, 0.0), *rows]).T
    return {"draws": draws, **{k: v / log(10) for k, v in zip((AGAINST, ABOVE, BELOW), evidence, strict=True)}}


def draw(races: int, path: Path) -> None:
    """Some races of each claim, in one picture."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    limits = budget()
    figure = Figure(figsize=(7.2, 3.0), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    for axes, (title, factor) in zip(panels, FACTORS.items(), strict=True):
        asked = question(factor)
        for i in range(races):
            run = trace(asked, limits)
            for name in (ABOVE, BELOW, AGAINST):
                axes.plot(run["draws"] / 1000, run[name], color=COLOUR[name], lw=0.9, label=None if i else name)
        axes.axhline(np.log10(2 / limits.alpha), color=COLOUR[AGAINST], ls=(0, (5, 2)), lw=0.8)
        axes.axhline(np.log10(1 / limits.beta), color="#555555", ls=(0, (5, 2)), lw=0.8)
        axes.set_title(title, fontsize=10)
        axes.set_xlabel(f"thousand draws (in blocks of {BLOCK_PATHS})")
        axes.set_ylim(-6, 15)
    for height, words in ((np.log10(2 / limits.alpha), "refuted"), (np.log10(1 / limits.beta), "confirmed")):
        panels[1].annotate(words, (1.01, height), xycoords=("axes fraction", "data"), va="center", fontsize=9)
    panels[0].set_ylabel("evidence, powers of ten")
    panels[0].legend(fontsize=8, frameon=False, loc="upper left")
    with mpl.rc_context({"svg.hashsalt": "verdicts", "svg.fonttype": "none"}):
        figure.savefig(path, format="svg", metadata={"Date": None})


if __name__ == "__main__":
    draw(8, Path(__file__).with_name("verdicts.svg"))
