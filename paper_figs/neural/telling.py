"""Language models that learn stories: what two experiments run, and the table of their losses."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from paper_figs.figure import Rows, Table, Tell
from paper_figs.numbers import EMPTY, by_seed, pick
from paper_figs.simulations import Call, blocks, simulated
from paper_figs.tables import columns
from paper_figs.transforms import progress

SIZES = ("width", "layers", "real", "tests", "epochs", "batch", "rate")


def cell(
    name: str, workflows: tuple[str, ...], sizes: tuple[Any, ...], generations: int, tuned: int,
    seeds: tuple[int, ...], entropy: int,
) -> Any:  # fmt: skip
    """Some seeds, in all workflows."""
    from simulators.neural import telling as runs

    return runs.generations(name, workflows, runs.Sizes(*sizes), generations, tuned, seeds, entropy)


def least_loss(prompt: bool) -> float:
    """The entropy of a story, given the words of its prompt or not."""
    from simulators.neural import stories

    return stories.entropy(stories.PROMPT if prompt else ())


def simulations(name: str, parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The runs of an experiment."""
    sizes = tuple(parameters[size] for size in SIZES)
    given = (name, tuple(parameters["workflows"]), sizes, parameters["generations"], parameters["tuned"])
    return [Call(cell, (*given, block, entropy)) for block in blocks(parameters["seeds"], parameters["block"])]


def table(name: str, parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Loss and sound stories by workflow and generation: of each seed, and their median; and the least loss."""
    found: dict[tuple[str, str], list[Any]] = {}
    for call in progress(tell, simulations(name, parameters, entropy)):
        for workflow, quantities in simulated(call.function, *call.given).items():
            for quantity, values in quantities.items():
                found.setdefault((workflow, quantity), []).extend(values.T)
    rows = [
        {"workflow": workflow, "quantity": quantity, **row}
        for (workflow, quantity), seeds in found.items()
        for row in by_seed("generation", range(len(seeds[0])), seeds)
    ]
    least = least_loss(parameters["tuned"] > 0)
    ends = {"seed": EMPTY, "value": least, "low": least, "high": least}
    some = (0, parameters["generations"])
    return columns(rows + [{"workflow": "least", "quantity": "loss", **ends, "generation": k} for k in some])


def last(rows: Rows, workflow: str) -> float:
    """The test loss of the last generation."""
    return float(pick(rows, workflow=workflow, quantity="loss")["value"][-1])


def replace_loses_more(rows: Rows) -> bool:
    """After the last generation the test loss is larger under replace than under accumulate."""
    return last(rows, "replace") > last(rows, "accumulate")


def subsample_between(rows: Rows) -> bool:
    """After the last generation the test loss of accumulate-subsample is between those of the two."""
    return last(rows, "replace") > last(rows, "accumulate-subsample") > last(rows, "accumulate")


def a_tenth_helps(rows: Rows) -> bool:
    """After the last generation the test loss is smaller where a tenth is real than under replace."""
    return last(rows, "a tenth real") < last(rows, "replace")


def replace_grows(rows: Rows) -> bool:
    """Under replace the test loss is larger in every generation than in the one before."""
    values = pick(rows, workflow="replace", quantity="loss")["value"]
    return all(later > before for before, later in pairwise(values))
