"""A language model that reads a text, and then what it makes of it: the runs of two experiments, and their table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from harness.basics.errors import BadInput
from paper_figs import texts
from paper_figs.figure import Rows, Table, Tell
from paper_figs.numbers import EMPTY, by_seed, pick
from paper_figs.simulations import Call, blocks, simulated
from paper_figs.tables import columns
from paper_figs.transforms import progress

NOTHING, TENTH, PENALTY, DRAWN = "nothing kept", "a tenth kept", "penalty 2.0", "drawn, nothing kept"
SETTINGS = (
    (NOTHING, "replace", 5, 1.0),
    (TENTH, "a tenth real", 5, 1.0),
    (PENALTY, "replace", 5, 2.0),
    (DRAWN, "replace", 1, 1.0),
)
"""Name, workflow, beams, penalty of repetitions."""

SIZES = (
    "words", "block", "width", "layers", "blocks", "tests", "steps", "epochs", "batch", "rate", "again", "generations",
)  # fmt: skip
QUICK = {
    "words": 254, "block": 16, "width": 32, "layers": 1, "blocks": 96, "tests": 128, "steps": 160, "epochs": 5,
    "batch": 32, "rate": 0.01, "again": 0.003, "generations": 3, "seeds": 8, "per_call": 4,
}  # fmt: skip
PARAMETERS = {
    "tiny": {
        **QUICK, "words": 30, "block": 4, "width": 8, "blocks": 16, "tests": 16, "steps": 8, "epochs": 1,
        "generations": 1, "seeds": 2, "per_call": 2,
    },
    "quick": QUICK,
    "paper": {
        **QUICK, "words": 2046, "block": 64, "width": 96, "layers": 2, "blocks": 448, "tests": 100, "steps": 1000,
        "rate": 0.004, "again": 0.001, "generations": 3,
    },
}  # fmt: skip

TEXT = (
    "The text is that of --text FILE, by default the documentation that ships with Python (65,000 words); its last "
    "tenth is for tests. Words are runs of letters and digits in lower case; all but the 254 most frequent ones are "
    "one word. Model 0, a transformer (decoder only, 1 layer of width 32), reads the text for 160 steps of 32 rows of"
    " 32 words. Then 96 blocks of 16 words, one after another, are each continued by 16 words, and the text of these "
    "makes model k + 1 out of model 0, in 5 passes; always from the same real blocks. "
)


def cell(digest: str, sizes: tuple[Any, ...], seeds: tuple[int, ...], entropy: int) -> Any:
    """Some seeds, in all settings; raises ValueError where another text is read here, BadInput for a short one."""
    from simulators.neural import reading as runs

    text, least = texts.asked(digest), runs.fewest(runs.Sizes(*sizes))
    if len(text.words) < least:
        raise BadInput(f"'{text.name}' has {len(text.words)} words: {least} or more are needed")
    return runs.read("shumailov-10", text.words, SETTINGS, runs.Sizes(*sizes), seeds, entropy)


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The runs."""
    sizes = tuple(parameters[size] for size in SIZES)
    parts = blocks(parameters["seeds"], parameters["per_call"])
    return [Call(cell, (texts.digest(), sizes, seeds, entropy)) for seeds in parts]


def table(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Of each setting and generation the perplexity of real text, and of the blocks made: moments and histogram."""
    from simulators.neural import reading as runs

    calls = progress(tell, simulations(parameters, entropy))
    found = [simulated(call.function, *call.given) for call in calls]
    rows: list[dict[str, Any]] = []
    for setting in found[0]:
        made = np.array([seed for one in found for seed in one[setting]["blocks"].swapaxes(0, 1)])
        series = {"surprise": runs.surprise(made), "tail": runs.tail(made)}
        if setting != "real":
            series["perplexity"] = np.array([seed for one in found for seed in one[setting]["test"].T])
        for quantity, seeds in series.items():
            where = {"setting": setting, "quantity": quantity, "bin": EMPTY}
            rows.extend({**where, **row} for row in by_seed("generation", range(seeds.shape[1]), seeds))
        for k in range(made.shape[1]):
            for edge, share in zip(runs.EDGES[:-1], runs.histogram(made[:, k]), strict=True):
                where = {"setting": setting, "quantity": "histogram", "bin": float(edge), "seed": EMPTY}
                rows.append({**where, "generation": k, "value": float(share), "low": EMPTY, "high": EMPTY})
    return columns(rows)


def ends(rows: Rows, setting: str, quantity: str) -> tuple[float, float]:
    """The first and the last generation of a setting."""
    values = pick(rows, setting=setting, quantity=quantity)["value"]
    return float(values[0]), float(values[-1])


def loses(rows: Rows) -> bool:
    """Nothing kept: the last model has a larger perplexity of real text than model 0."""
    first, last = ends(rows, NOTHING, "perplexity")
    return last > first


def keeping_helps(rows: Rows) -> bool:
    """With a tenth kept the last model has a smaller perplexity of real text than with nothing kept."""
    return ends(rows, TENTH, "perplexity")[1] < ends(rows, NOTHING, "perplexity")[1]


def penalty_is_worse(rows: Rows) -> bool:
    """With the penalty the last model has a larger perplexity of real text than without."""
    return ends(rows, PENALTY, "perplexity")[1] > ends(rows, NOTHING, "perplexity")[1]


def penalty_doubles(rows: Rows) -> bool:
    """With the penalty the last model has at least twice the perplexity that it has without."""
    return ends(rows, PENALTY, "perplexity")[1] >= 2 * ends(rows, NOTHING, "perplexity")[1]


def drawing_is_milder(rows: Rows) -> bool:
    """Texts that are drawn and not searched lead to a smaller perplexity of real text."""
    return ends(rows, DRAWN, "perplexity")[1] < ends(rows, NOTHING, "perplexity")[1]


def likelier(rows: Rows) -> bool:
    """What the last model makes has a smaller mean log perplexity under model 0 than what that makes itself."""
    first, last = ends(rows, NOTHING, "surprise")
    return last < first


def likelier_than_real(rows: Rows) -> bool:
    """What the last model makes has a smaller mean log perplexity under model 0 than real text."""
    return ends(rows, NOTHING, "surprise")[1] < ends(rows, "real", "surprise")[1]


def likelier_with_penalty(rows: Rows) -> bool:
    """The same with the penalty."""
    first, last = ends(rows, PENALTY, "surprise")
    return last < first


def longer_tail(rows: Rows) -> bool:
    """One in a hundred of what the last model makes has a larger perplexity under model 0 than of what that makes."""
    first, last = ends(rows, NOTHING, "tail")
    return last > first
