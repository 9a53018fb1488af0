"""Kazdan et al., Figure 4, the column of TinyStories: language models that are pretrained on their own stories."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from paper_figs.figure import Comparison, Figure, Published, Table, Tell
from paper_figs.neural import telling
from paper_figs.neural.language import drawing
from theorems.language.papers import KAZDAN

NAME = "kazdan-4-stories"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Losses of every seed and generation."""
    return telling.table(NAME, parameters, entropy, tell)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Test loss above, sound stories below."""
    return drawing.stories(table, parameters["workflows"])


QUICK = {
    "workflows": ["replace", "a tenth real", "accumulate-subsample", "accumulate"],
    "generations": 3, "tuned": 0, "seeds": 8, "block": 4,
    "width": 32, "layers": 1, "real": 80, "tests": 256, "epochs": 16, "batch": 16, "rate": 0.02,
}  # fmt: skip

FIGURE = Figure(
    name=NAME,
    title="A language model pretrained on its own stories",
    caption=(
        "An experiment, outside of the proof system. A transformer (decoder only, 1 layer of width 32, about 16,000 "
        "weights) learns 80 short stories drawn from a probabilistic grammar, and is trained again, from new weights, "
        "on as many stories of the last generation (replace), on these with a tenth put back to real ones, on 80 drawn "
        "from the real ones and those of all generations (accumulate-subsample), or on all of them (accumulate): "
        "always 16 passes, so that accumulate computes more. Stories are drawn token by token at temperature 1. At "
        "effort paper: 2 layers of width 64, 1024 stories, 7 generations. Above, the test loss, mean of -log p of 256 "
        "real stories; no model can have less than the entropy of a story, which the grammar gives exactly. Below, how "
        "many of the stories made the grammar can tell. Medians over 8 seeds with 95% intervals. The paper pretrains "
        "transformers on TinyStories (texts that GPT-3.5 and GPT-4 wrote); ours are smaller by orders of magnitude, "
        "and the language is not English, but its entropy is known."
    ),
    theorems=(),
    parameters={
        "tiny": {**QUICK, "generations": 2, "seeds": 2, "block": 2, "width": 8, "real": 20, "tests": 16, "epochs": 2},
        "quick": QUICK,
        "paper": {**QUICK, "generations": 7, "width": 64, "layers": 2, "real": 1024, "batch": 32, "rate": 0.005},
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 4 (TinyStories)", {}),
    simulations=partial(telling.simulations, NAME),
    extra="neural",
    comparisons=(
        Comparison("stories-replace-loses-more", telling.replace_loses_more),
        Comparison("stories-subsample-between", telling.subsample_between),
        Comparison(
            "stories-a-tenth-helps", telling.a_tenth_helps,
            "a language model that is pretrained on its own stories loses less if a tenth of them are real",
        ),
    ),
    left_out="TinyStories: `simulators.neural.hub` loads them where the extra hub is installed",
)  # fmt: skip
