"""What experiments show of what papers say: a count over independent seeds, and an interval that decides.

Learning machines are outside of the proof system: nothing here is a proof, and no claim rests on it. Seeds are
independent and treated alike, so whether a comparison is true of a seed is an event of one probability. If the
time-uniform interval of that probability lies above one half the comparison is confirmed, below one half refuted: a
comparison that is true of half of the seeds or fewer is confirmed with a probability of at most ERROR / 2.
"""

from __future__ import annotations

from typing import Any

from paper_figs.figure import Comparison, Figure, Table
from paper_figs.numbers import pick, probability
from theorems.papers import PAPERS

HALF = 0.5


def compared(figure: Figure, table: Table) -> list[dict[str, Any]]:
    """Each comparison of an experiment, judged by its table: what is said, counts, interval, verdict."""
    return [_judged(figure, comparison, table) for comparison in figure.comparisons]


def _judged(figure: Figure, comparison: Comparison, table: Table) -> dict[str, Any]:
    seeds = sorted({seed for seed in table["seed"] if seed == seed})
    true = sum(bool(comparison.holds(pick(table, seed=seed))) for seed in seeds)
    low, high = probability(true, len(seeds))
    says, source = said(figure, comparison)
    return {
        "name": comparison.name,
        "says": says,
        "source": source,
        "true": true,
        "seeds": len(seeds),
        "low": round(low, 4),
        "high": round(high, 4),
        "verdict": verdict(low, high),
    }


def verdict(low: float, high: float) -> str:
    """What an interval decides."""
    return "confirmed" if low > HALF else "refuted" if high < HALF else "undecided"


def said(figure: Figure, comparison: Comparison) -> tuple[str, str]:
    """What is said, in a sentence, and by whom. Raises LookupError where no line of a paper has it."""
    if comparison.says:
        return comparison.says, "ours"
    for paper in PAPERS.values():
        for line in paper.statements:
            if figure.name in line.figures and comparison.name in line.compared:
                return line.compared[comparison.name], f"{paper.title}, {line.number}"
    raise LookupError(f"no line of a paper has the figure {figure.name} and compares {comparison.name}")


def in_a_line(told: dict[str, Any]) -> str:
    """A judged comparison for the terminal."""
    counts = f"{told['true']} of {told['seeds']} seeds, {told['low']:.2f} to {told['high']:.2f}"
    return f"{told['name']}: {told['verdict']} ({counts}): {told['says']} [{told['source']}]"
