"""Autoencoders trained on their own digits: the runs that several experiments read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs.numbers import EMPTY, medians
from paper_figs.simulations import Call, simulated
from paper_figs.tables import columns
from paper_figs.transforms import progress

SIZES = {"generations": 7, "epochs": 10, "seeds": 8, "block": 2, "hidden": 128, "images": 1797, "tests": 360}
PARAMETERS = {
    "tiny": {"generations": 2, "epochs": 1, "seeds": 2, "block": 2, "hidden": 4, "images": 60, "tests": 20},
    "quick": SIZES,
    "paper": {**SIZES, "epochs": 60},
}


def cell(
    variational: bool, hidden: int, images: int, tests: int,
    generations: int, epochs: int, seeds: tuple[int, ...], entropy: int,
) -> dict[str, Any]:  # fmt: skip
    """Some seeds, in all workflows."""
    from simulators.neural import generations as runs
    from simulators.neural.autoencoder import Model
    from simulators.neural.pictures import digits

    model = Model(hidden=hidden, variational=variational)
    name = "arulandu-10-vae" if variational else "arulandu-11-autoencoder"
    return runs.run(
        name,
        model,
        digits()[:images],
        tests=tests,
        generations=generations,
        epochs=epochs,
        seeds=seeds,
        entropy=entropy,
    )


def simulations(variational: bool, parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The runs of a model: one call for every block of seeds."""
    sizes = tuple(parameters[name] for name in ("hidden", "images", "tests", "generations", "epochs"))
    seeds = range(parameters["seeds"])
    blocks = [tuple(seeds[i:][: parameters["block"]]) for i in seeds[:: parameters["block"]]]
    return [Call(cell, (variational, *sizes, block, entropy)) for block in blocks]


def table(variational: bool, parameters: Mapping[str, Any], entropy: int, tell: Any) -> dict[str, list[Any]]:
    """Losses by workflow and generation: of each seed, and their median."""
    found: dict[tuple[str, str], list[Any]] = {}
    for call in progress(tell, simulations(variational, parameters, entropy)):
        for workflow, losses in simulated(call.function, *call.given).items():
            for loss, values in losses.items():
                found.setdefault((workflow, loss), []).extend(values)
    rows: list[dict[str, Any]] = []
    for (workflow, loss), seeds in found.items():
        series = [*enumerate(zip(values, values, values, strict=True) for values in seeds)]
        for seed, ends in [*series, (EMPTY, zip(*medians(np.array(seeds)), strict=True))]:
            for k, (value, low, high) in enumerate(ends, 1):
                where = {"workflow": workflow, "loss": loss, "seed": seed, "generation": k}
                rows.append({**where, "value": float(value), "low": float(low), "high": float(high)})
    return columns(rows)
