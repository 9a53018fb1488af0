"""Kazdan et al., Figure 5: fine-tuning on mixtures of real and made stories; the number or the share?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs.figure import Comparison, Figure, Published, Rows, Table, Tell
from paper_figs.neural import telling
from paper_figs.neural.language import drawing
from paper_figs.numbers import EMPTY, claimed, medians, pick
from paper_figs.simulations import Call, blocks, simulated
from paper_figs.tables import columns
from paper_figs.transforms import progress
from theorems.language.papers import KAZDAN

NAME = "kazdan-5-mixtures"
BIAS = "1/8"
"""Of the maker, in the theory, in standard deviations of a point."""


def cell(
    real: tuple[int, ...], made: tuple[int, ...], sizes: tuple[Any, ...], tuned: int, steps: int,
    seeds: tuple[int, ...], entropy: int,
) -> Any:  # fmt: skip
    """All mixtures of some seeds."""
    from simulators.neural import telling as runs

    return runs.mixtures(NAME, real, made, runs.Sizes(*sizes), tuned, steps, seeds, entropy)


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The runs."""
    mixed = (tuple(parameters["mixed"]), tuple(parameters["made"]))
    sizes = tuple(parameters[size] for size in telling.SIZES)
    given = (*mixed, sizes, parameters["tuned"], parameters["steps"])
    return [Call(cell, (*given, block, entropy)) for block in blocks(parameters["seeds"], parameters["block"])]


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The test loss of every mixture and seed, medians, regressions of every seed and of all, and the theory."""
    from simulators.neural.regressions import regressions

    real, made = parameters["mixed"], parameters["made"]
    calls = progress(tell, simulations(parameters, entropy))
    losses = np.array([of_seed for call in calls for of_seed in simulated(call.function, *call.given)])
    middle, low, high = medians(losses)
    rows = []
    for i, r in enumerate(real):
        for j, s in enumerate(made):
            where = {"quantity": "loss", "real": r, "made": s}
            for seed, loss in enumerate(losses[:, i, j].tolist()):
                rows.append({**where, "seed": float(seed), "value": loss, "low": loss, "high": loss})
            ends = {"value": float(middle[i, j]), "low": float(low[i, j]), "high": float(high[i, j])}
            rows.append({**where, "seed": EMPTY, **ends})
            risk = claimed("workflow-one-shot/risk", f"n0={parameters['real']},b={BIAS},r={r},s={s},sigma0=1,k=1")
            theory = {"quantity": "theory", "real": r, "made": s, "seed": EMPTY}
            rows.append({**theory, "value": risk, "low": risk, "high": risk})
    for which, some in [*enumerate(losses), (EMPTY, losses)]:
        for quantity, value in regressions(real, made, some)._asdict().items():
            where = {"quantity": quantity, "real": EMPTY, "made": EMPTY, "seed": which}
            rows.append({**where, "value": value, "low": value, "high": value})
    least = telling.least_loss(prompt=True)
    ends = {"seed": EMPTY, "value": least, "low": least, "high": least}
    rows.extend({"quantity": "least", "real": EMPTY, "made": s, **ends} for s in (made[0], made[-1]))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Losses above, the theory of means below."""
    return drawing.mixtures(table, parameters["mixed"])


def row(rows: Rows, real: float) -> list[float]:
    """The losses of one number of real stories, by the number of made ones."""
    return [float(value) for value in pick(rows, quantity="loss", real=real)["value"]]


def few_are_helped(rows: Rows) -> bool:
    """With the fewest real stories, the fewest made ones lead to a smaller loss than none.

    One number that is chosen before: the best of several beats none by chance alone.
    """
    none, fewest, *_ = row(rows, min(pick(rows, quantity="loss")["real"]))
    return fewest < none


def many_are_harmed(rows: Rows) -> bool:
    """With the most real stories, the most made ones lead to a larger loss than none."""
    none, *_, most = row(rows, max(pick(rows, quantity="loss")["real"]))
    return most > none


def both_count(rows: Rows) -> bool:
    """Both F tests reject at one in twenty."""
    return all(pick(rows, quantity=name)["value"][0] < 0.05 for name in ("p_number", "p_share"))


QUICK = {
    "mixed": [16, 64, 256], "made": [0, 64, 256, 1024], "tuned": 512, "steps": 64, "seeds": 8, "block": 4,
    "width": 32, "layers": 1, "real": 256, "tests": 256, "epochs": 10, "batch": 16, "rate": 0.01,
}  # fmt: skip

FIGURE = Figure(
    name=NAME,
    title="Real and made stories mixed: the number or the share?",
    caption=(
        "An experiment, outside of the proof system. Above: a transformer (decoder only, 1 layer of width 32) that has "
        "learnt 512 stories of a grammar is fine-tuned on a mixture of r real stories behind prompts and s stories "
        "that were made for such prompts by a model fine-tuned on 256 real ones, those that are mixed among them, as "
        "in the paper; in 64 steps of 16 stories, whatever their number (the paper: one pass). Test loss, mean of "
        "-log p(story | prompt) of 256 real ones, and the conditional entropy, the least there is. Medians over 8 "
        "seeds with 95% intervals. R² of regressions over all mixtures and seeds with r > 0, on 1/√r and on "
        "log(r/(r+s)) (both chosen by us), each with a constant; the F test of each against both has the p-values "
        "p_number and p_share of the table. At effort paper: 2 layers of width 64, r from 16 to 2048, s from 0 to "
        "4096, 256 steps. The paper: Gemma-2-2B on HelpSteer2, 55,000 made answers. Below, the theory of one mean that "
        "is estimated from such a mixture (exact): squared error in units of the variance of a point, where the maker "
        "was fitted to as many real points as above and errs by b = 1/8 besides; there, unlike here, the real points "
        "are not those of the maker. Few real points are helped by made ones, many are harmed."
    ),
    theorems=("workflow-one-shot",),
    parameters={
        "tiny": {
            **QUICK, "mixed": [4, 16], "made": [0, 4, 16], "tuned": 32, "steps": 4, "seeds": 2, "block": 2, "width": 8,
            "real": 20, "tests": 16, "epochs": 2,
        },
        "quick": QUICK,
        "paper": {
            **QUICK, "mixed": [16, 64, 256, 1024, 2048], "made": [0, 16, 64, 256, 1024, 4096], "tuned": 4096,
            "steps": 256, "width": 64, "layers": 2, "real": 2048, "batch": 32, "rate": 0.003,
        },
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 5", {}),
    simulations=simulations,
    extra="neural",
    comparisons=(
        Comparison("mixtures-few-are-helped", few_are_helped),
        Comparison("mixtures-many-are-harmed", many_are_harmed),
        Comparison("mixtures-both-count", both_count),
    ),
    left_out="Gemma-2-2B and HelpSteer2: `simulators.neural.hub` loads them where the extra hub is installed",
)  # fmt: skip
