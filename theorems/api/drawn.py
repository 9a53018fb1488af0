"""Simulations: the draws that races have, as an array."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from harness.basics.errors import BadInput
from harness.cli.grammar import MOST_WORKERS
from harness.judge.draws import draw_block, paths_name
from harness.judge.observed import Observed
from simulators.engine import fresh_entropy
from theorems.api.given import name_of, number, text_of
from theorems.language import Parameters, integer, point_text
from theorems.language.processes import AT_NO_GENERATION
from theorems.language.registry import theorems
from theorems.language.text import nearest, shortened
from theorems.processes import declared, processes

MOST_PATHS = 10**8


class Draws(np.ndarray):
    """Draws of an observable. What is computed of them is a plain array, or a number; a part of them are draws, too.

    entropy: repeats them. observable: `process.name`. at: the exact point.
    """

    entropy: int
    observable: str
    at: dict[str, Any]

    def __array_finalize__(self, other: Any) -> None:
        for name in ("entropy", "observable", "at"):
            if hasattr(other, name):
                setattr(self, name, getattr(other, name))

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        plain = np.asarray(array)
        return plain[()] if return_scalar else plain

    def __reduce__(self) -> Any:
        return _again, (np.asarray(self), dict(self.__dict__))

    def __repr__(self) -> str:
        if not hasattr(self, "entropy"):
            return repr(np.asarray(self))
        mean = f", mean {np.mean(self):.6g}" if self.size and self.ndim == 1 else ""
        return f"{len(self):,} draws of {self.observable} at {point_text(self.at)}{mean}; entropy {self.entropy}"


def _again(values: NDArray[Any], known: Mapping[str, Any]) -> Draws:
    """Draws that have been pickled."""
    draws = values.view(Draws)
    draws.__dict__.update(known)
    return draws


def simulate(name: str, paths: int, entropy: int | None, workers: int | None, parameters: Mapping[str, Any]) -> Draws:
    """See `theorems.api.simulate`."""
    observed = _observed(name_of("an observable is named process.name, as 'gaussian.risk'", name))
    paths = number("paths", paths, 1, MOST_PATHS)
    workers = os.cpu_count() or 1 if workers is None else number("workers", workers, 1, MOST_WORKERS)
    seed = fresh_entropy() if entropy is None else number("entropy", entropy, 0)
    known = _parameters(observed)
    point = known.complete(
        known.read({name: text_of(value) for name, value in parameters.items()}),
        {name for name, needed in observed.parameters.items() if needed},
    )
    point = {p.name: point[p.name] for p in known if p.name in point and p.name in observed.parameters}
    arguments = observed.arguments(point)
    draw = partial(draw_block, observed, arguments, seed, paths_name(observed, arguments))
    blocks = range(-(-paths // observed.block_paths))
    if workers == 1 or len(blocks) == 1:
        found = _together(map(draw, blocks), paths)
    else:
        draw(0)  # compiles
        with ThreadPoolExecutor(workers) as threads:
            found = _together(threads.map(draw, blocks), paths)
    draws = found.view(Draws)
    draws.entropy, draws.observable, draws.at = seed, name, point
    return draws


def _together(blocks: Iterable[NDArray[Any]], paths: int) -> NDArray[Any]:
    """So many of the paths of the blocks, in their order."""
    found: NDArray[Any] | None = None
    done = 0
    for block in blocks:
        if found is None:
            found = np.empty((paths, *block.shape[1:]), block.dtype)
        part = block[: paths - done]
        found[done : done + len(part)] = part
        done += len(part)
    assert found is not None
    return found


def _observed(name: str) -> Observed:
    """The observable of that name, which has a simulator; raises BadInput with the nearest names."""
    if name in _observables() or declared(name) is not None:
        return Observed(name)
    known = {f"{process.name}.{what}" for process in processes().values() for what in process.observables}
    raise BadInput(f"there is no observable '{shortened(name)}': did you mean {nearest(name, sorted(known))}?")


def _observables() -> dict[str, Parameters]:
    """What theorems speak of."""
    return {c.observable: t.parameters for t in theorems().values() for c in t.claims if c.observable is not None}


def _parameters(observed: Observed) -> Parameters:
    """Those of its process as declared, with the generation; else of a theorem that speaks of it."""
    found = observed.declared
    if found is None:
        return Parameters(*_observables()[observed.name].with_named({*observed.parameters}))
    process, what = found
    if isinstance(what, AT_NO_GENERATION):
        return process.parameters
    low = process.earliest(what) if isinstance(what, sp.Basic) else process.first
    return Parameters(*process.parameters, integer("k", low, "generation", (low,)))
