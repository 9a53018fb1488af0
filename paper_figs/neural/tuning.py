"""Kazdan et al., Figures 3 and 4: language models that are fine-tuned on their own completions of prompts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from paper_figs.figure import Comparison, Figure, Published, Table, Tell
from paper_figs.neural import telling
from paper_figs.neural.language import drawing
from theorems.language.papers import KAZDAN

NAME = "kazdan-3-tuning"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Losses of every seed and generation."""
    return telling.table(NAME, parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Test loss above, sound stories below."""
    return drawing.stories(table, parameters["workflows"])


QUICK = {
    "workflows": ["replace", "accumulate-subsample", "accumulate"],
    "generations": 3, "tuned": 512, "seeds": 8, "block": 4,
    "width": 32, "layers": 1, "real": 96, "tests": 256, "epochs": 10, "batch": 16, "rate": 0.01,
}  # fmt: skip

FIGURE = Figure(
    name=NAME,
    title="A language model fine-tuned on its own completions",
    caption=(
        "An experiment, outside of the proof system. A transformer (decoder only, 1 layer of width 32) first learns "
        "512 stories of a probabilistic grammar without prompts. From there, in every generation anew, it is "
        "fine-tuned on 96 prompts with stories: a prompt tells a name, a place and a thing, and the story has to be "
        "about these. "
        "Generation 0 has real stories; later ones have those that the last generation drew for the same prompts "
        "(replace), the real ones and those of all generations (accumulate), or 96 drawn from these "
        "(accumulate-subsample); always 10 passes. At effort paper: 2 layers of width 64, 4096 stories first, 1024 "
        "prompts, 7 generations. Above, the test loss, mean of -log p(story | prompt) of 256 real ones, prompts not "
        "counted, and the conditional entropy of a story, which no model can beat. Below, how many of the stories made "
        "the grammar can tell. Medians over 8 seeds with 95% intervals. The paper fine-tunes Gemma-2 (2B, 9B, 27B) on "
        "HelpSteer2 in one pass, and counts the prompts, too."
    ),
    theorems=(),
    parameters={
        "tiny": {
            **QUICK, "generations": 2, "tuned": 32, "seeds": 2, "block": 2, "width": 8, "real": 20, "tests": 16,
            "epochs": 2,
        },
        "quick": QUICK,
        "paper": {
            **QUICK, "generations": 7, "tuned": 4096, "width": 64, "layers": 2, "real": 1024, "batch": 32,
            "rate": 0.003,
        },
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 3", {}),
    simulations=partial(telling.simulations, NAME),
    extra="neural",
    comparisons=(
        Comparison("tuning-replace-loses-more", telling.replace_loses_more),
        Comparison("tuning-subsample-between", telling.subsample_between),
        Comparison("tuning-replace-grows", telling.replace_grows),
    ),
    left_out="Gemma-2 and HelpSteer2: `simulators.neural.hub` loads them where the extra hub is installed",
)  # fmt: skip
