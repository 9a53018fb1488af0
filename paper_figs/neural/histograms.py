"""Shumailov et al., Figures 11, 14 and 15; Arulandu, Figure 3: how likely model 0 finds the texts of later models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import texts
from paper_figs.figure import Comparison, Figure, Published, Table, Tell
from paper_figs.neural import reading
from paper_figs.neural.language import drawing
from theorems.language.papers import SHUMAILOV


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Histograms, and means of every seed."""
    return reading.table(parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A panel for each setting, in it a line for each generation."""
    return drawing.histograms(table, [name for name, *_ in reading.SETTINGS])


FIGURE = Figure(
    name="shumailov-11-histograms",
    title="What model 0 thinks of the texts of later models",
    caption=(
        "An experiment, outside of the proof system: the runs of shumailov-10-perplexity. " + reading.TEXT + "For "
        "each generation k the perplexities of the blocks that model k makes, each by itself, as model 0 sees them: "
        "share of blocks in bins of equal ratio, what lies beyond 1000 in the last one; all 8 seeds together. In grey "
        "the real blocks. A search with 5 beams finds texts that model 0 thinks far more likely than real ones, at "
        "once; drawn texts stay where the real ones are. So the shift to the left is made by the search; the paper "
        "sees it come over generations, and longer tails. At effort paper: sizes as there."
    ),
    theorems=(),
    parameters=reading.PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figures 11, 14 and 15", {}),
    simulations=reading.simulations,
    reads=texts.digest,
    extra="neural",
    comparisons=(
        Comparison("text-made-is-likelier", reading.likelier),
        Comparison("text-tail-is-longer", reading.longer_tail),
        Comparison("text-penalised-is-likelier", reading.likelier_with_penalty),
        Comparison(
            "text-made-is-likelier-than-real", reading.likelier_than_real,
            "what the last model makes is likelier under model 0 than real text",
        ),
    ),
    left_out="OPT-125m and wikitext2: `simulators.neural.hub` loads them where the extra hub is installed",
)  # fmt: skip
