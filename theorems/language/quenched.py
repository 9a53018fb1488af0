"""Quenched processes: the first data are given, and what is left to chance is what the models add.

A claim about a quenched process is about conditional means: E[f(state) | first data], for every list of real points.
Averaged over the real law they are those of the process itself, which are called annealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from theorems.language.data import GENERATION, Data
from theorems.language.domains.sequences import reals
from theorems.language.laws import Given
from theorems.language.parameters import Parameters
from theorems.language.processes import Process, observed

GRID = ("constant(1,n)", "[0]", "[-1,2]", "[0,1,-3]")
"""Points that are tried: one, several, some equal."""


def quenched(process: Process, names: Sequence[str] = ("r",), grid: Sequence[str] = GRID) -> Process:
    """The process given the data that it starts with, which become parameters: lists of these names, one a data set.

    The data sets of the start must have n points, n a parameter. Raises ValueError where there are none, or a name is
    missing. Parameters that only the real law had are dropped.
    """
    first = [state for state in process.start if isinstance(state, Data)]
    if not first or len(first) != len(names):
        raise ValueError(f"{process.name} starts with {len(first)} data sets, and {len(names)} lists are named")
    lists = {
        state: reals(
            name,
            "(-oo, oo)",
            f"the given points{f' of {state}' if first[1:] else ''}",
            tuple(grid),
            str(_size(process, state)),
        )
        for state, name in zip(first, names, strict=True)
    }
    given = {state: Given(points.symbol) for state, points in lists.items()}
    whole = replace(
        process,
        name=f"{process.name}_given",
        parameters=Parameters(*process.parameters, *lists.values()),
        start={**process.start, **given},
        before={},
        reduces=None,
    )
    written = sp.Tuple(*whole.expressions, *map(observed, whole.observables.values()))
    needed = {s.name for s in written.free_symbols} | set(names)
    return replace(whole, parameters=Parameters(*whole.parameters.with_named(needed)))


def _size(process: Process, data: Data) -> sp.Expr:
    """The number of points at the start, a parameter; raises ValueError where it is none."""
    size = data.size.subs(GENERATION, process.first)
    if size not in process.parameters.symbols:
        raise ValueError(f"{process.name} starts with {size} points of {data}: a list has as many as a parameter says")
    return size
