"""Shumailov et al., Figures 10 and 14: perplexity of real text by generation of a language model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import texts
from paper_figs.figure import Comparison, Figure, Published, Table, Tell
from paper_figs.neural import reading
from paper_figs.neural.language import drawing
from theorems.language.papers import SHUMAILOV


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Perplexities of every seed and generation."""
    return reading.table(parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A line for each setting."""
    return drawing.perplexities(table)


FIGURE = Figure(
    name="shumailov-10-perplexity",
    title="A language model that reads its own text",
    caption=(
        "An experiment, outside of the proof system. " + reading.TEXT + "Blocks are continued by a search with 5 "
        "beams: with nothing kept; with every tenth block of the made text put back to a real one; with a penalty "
        "of 2.0 on words that the row has already (log-probabilities are "
        "multiplied by it), nothing kept; or they are drawn at temperature 1. Perplexity of a word of the tests, exp "
        "of the mean loss. Medians over 8 seeds with 95% intervals. At effort paper: 2046 words, blocks of 64 as in "
        "the paper, 2 layers of width 96, 448 blocks, 1000 steps. The paper fine-tunes OPT-125m on wikitext2, and "
        "passes 10 times through the text where a tenth is kept. So small a model, searched with beams, soon says one"
        " phrase only (here the one word that stands for all rare ones), and all of the loss comes in one generation;"
        " drawn texts hardly harm it."
    ),
    theorems=(),
    parameters=reading.PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figures 10 and 14", {}),
    simulations=reading.simulations,
    reads=texts.digest,
    extra="neural",
    comparisons=(
        Comparison("text-nothing-kept-loses", reading.loses),
        Comparison("text-a-tenth-helps", reading.keeping_helps),
        Comparison("text-penalty-is-worse", reading.penalty_is_worse),
        Comparison("text-penalty-doubles", reading.penalty_doubles),
        Comparison(
            "text-drawing-is-milder", reading.drawing_is_milder,
            "texts that are drawn instead of searched with beams lead to a smaller perplexity of the last model",
        ),
    ),
    left_out="OPT-125m and wikitext2: `simulators.neural.hub` loads them where the extra hub is installed",
)  # fmt: skip
