"""The simulator against its independent twin: the same law, from another text."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from time import process_time
from types import ModuleType
from typing import Any

import numpy as np

from harness.author.todo import unfilled
from harness.evidence.cells import log_mixture
from harness.evidence.sums import check_draws
from harness.judge.budget import ALPHA_RUN
from harness.judge.case import Case
from harness.judge.observed import Observed, by_hand, room
from simulators.engine import stream
from theorems import rooms
from theorems.language import Point, point_text

CELLS = 8
ROUNDING, CANCELLED = 1e-12, 1e-6
"""Numbers that differ by less are one number computed in two ways: by ROUNDING, relative to the largest; or, as what is
left of a difference has few digits, by CANCELLED, relative to themselves and to the range of all.
"""

PATHS = 2**17
SECONDS = 0.1
"""At a point each route draws at most so many paths, in whole blocks, and one block more, which sets the cells; at all
points of an observable together the routes take so long, or as long as two blocks of each take.

Of normal draws, by simulation: PATHS tell scales apart that differ by 8%, 16,384 paths by 20%, and 4,096, the fewest in
blocks of the usual size, by 30% in half of the tries. Means are told apart by races, down to their resolution.
"""

SAME_TEXT = 40
"""Functions of fewer nodes than this may be alike without one being copied from the other."""


@dataclass(frozen=True)
class Comparison:
    """log_odds: evidence that the two have different laws (natural log), from so many paths of each."""

    paths: int
    log_odds: float

    @property
    def differ(self) -> bool:
        return self.log_odds >= log(1 / ALPHA_RUN)


Draws = dict[str, list[np.ndarray]]
"""By route, simulator and, if there is one, twin: blocks of one value per path, as many of the one as of the other."""


def routes(observed: Observed) -> dict[str, Callable[..., np.ndarray]]:
    """Simulator and twin, where they are there and without holes."""
    both = {"simulator": observed.simulator, "twin": observed.twin}
    return {name: function for name, function in both.items() if function and not unfilled(function)}


def draws(observed: Observed, points: Sequence[Point], entropy: int) -> Iterator[Draws]:
    """What both routes draw at each point, once, whatever is asked of it. Raises BadObservable."""
    functions, left = routes(observed), SECONDS
    for place, point in enumerate(points):
        began, blocks = process_time(), Draws((name, []) for name in functions)
        for block in range(PATHS // observed.block_paths + 1):
            if block > 1 and process_time() - began > left / (len(points) - place):
                break
            for name, function in functions.items():
                blocks[name].append(_draw(name, function, observed, point, entropy, block))
        left -= process_time() - began
        yield blocks


def compare(simulator: Sequence[np.ndarray], twin: Sequence[np.ndarray]) -> Comparison:
    """Counts of the blocks of both in cells between the quantiles of their first blocks, which are not counted.

    The evidence is a ratio: the Dirichlet mixtures of both counts, over the largest likelihood of one common law. It is
    at most a martingale if the laws are equal, so it is looked at after every block, and the first that tells decides.
    """
    edges = _edges(simulator[0], twin[0])
    counts = np.zeros((2, edges.size + 1))
    paths, odds = 0, -np.inf
    for pair in zip(simulator[1:], twin[1:], strict=True):
        counts += [_counts(x, edges) for x in pair]
        paths += pair[0].size
        odds = _log_homogeneity(counts)
        if odds >= log(1 / ALPHA_RUN):
            break
    return Comparison(paths, odds)


def _draw(
    route: str, function: Callable[..., np.ndarray], observed: Observed, point: Point, entropy: int, block: int
) -> np.ndarray:
    rng = stream(entropy, f"{route} {observed}[{point_text(point)}]", block)
    values = function(rng, observed.block_paths, **observed.arguments(point))
    check_draws(observed.support(point), values, f"the {route} of {observed}")
    return last(values, observed)


def last(values: np.ndarray, observed: Observed) -> np.ndarray:
    """One value per path of a block: the last step, where a path has several, as these depend on each other."""
    if observed.support().kind == "steps":
        values = np.asarray(values).reshape(observed.block_paths, -1, 2)[:, -1, 0]
    return np.asarray(values, dtype=float)


def disparity(one: np.ndarray, other: np.ndarray) -> float:
    """Evidence that two samples have different laws, in cells that the first eighth of each sets."""
    start = one.size // CELLS
    edges = _edges(one[:start], other[:start])
    return _log_homogeneity(np.array([_counts(x, edges) for x in (one[start:], other[start:])], dtype=float))


def _edges(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The quantiles of both: those of one alone would not see an atom that the other has elsewhere.

    An atom has a cell of its own: else what lies below it, and is rarer than 1/CELLS, would share its cell. It is as
    wide as two ways to compute one number may round apart.
    """
    quantiles = np.unique(np.quantile([one, other], np.arange(1, CELLS) / CELLS, axis=1))
    both = np.concatenate([one, other])
    cancelled = CANCELLED * np.minimum(np.abs(quantiles), np.ptp(both))
    apart = np.maximum(ROUNDING * np.max(np.abs(both)), cancelled)
    atom = np.mean(np.abs(both - quantiles[:, None]) <= apart[:, None], axis=1) >= 1 / CELLS**2
    return np.unique([*(quantiles + apart), *(quantiles - apart)[atom]])


def _counts(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=edges.size + 1)


def _log_homogeneity(counts: np.ndarray) -> float:
    pooled = counts.sum(axis=0)
    seen = pooled > 0
    return float(np.sum(log_mixture(counts)) - np.sum(pooled[seen] * np.log(pooled[seen] / pooled.sum())))


# -- copies -------------------------------------------------------------------------------------------------


def copied(case: Case, entropy: int, runs: bool = True) -> str | None:
    """Why a twin written by hand is not independent: it uses the simulator, has its text, or repeats its draws.

    runs: may both be run?
    """
    observed = case.observed
    other = None if observed is None else observed.twin
    if observed is None or other is None or not by_hand(other):
        return None
    kernels, twins = room(rooms.SIMULATORS, observed.process), inspect.getmodule(other)
    assert kernels is not None
    assert twins is not None
    for name in _imports(twins):
        if name == "numba" or name.endswith("simulators.kernels") or name == kernels.__name__:
            return f"it imports {name}"
    mine, theirs = dict(_texts(kernels)), dict(_texts(twins))
    for text in mine.keys() & theirs.keys():
        return f"its {theirs[text]} is the simulator's {mine[text]}, but for names"
    if runs and _repeats(case, observed, other, entropy):
        return "from the same random bits it makes the same draws, one by one"
    return None


def _imports(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _texts(module: ModuleType) -> Iterator[tuple[str, str]]:
    """The functions of a module without names, types and prose: (text, name)."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef):
            size = sum(1 for statement in _body(node) for _ in ast.walk(statement))
            if size >= SAME_TEXT:
                yield _Bare().text(node), node.name


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) else function.body


class _Bare(ast.NodeTransformer):
    """Numbers the variables in the order in which they appear; drops docstrings, types and decorators."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def text(self, function: ast.FunctionDef) -> str:
        for argument in (*function.args.args, *function.args.kwonlyargs):
            self._number(argument.arg)
        return "\n".join(ast.dump(self.visit(statement)) for statement in _body(function))

    def _number(self, name: str) -> str:
        return self.names.setdefault(name, f"v{len(self.names)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self._number(node.id))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is None:
            return None
        return self.visit(ast.Assign([node.target], node.value))


def _repeats(case: Case, observed: Observed, other: Callable[..., np.ndarray], entropy: int) -> bool:
    """Do both return the same values from the same stream, wherever there is anything random?"""
    same = []
    for point in case.points:
        arguments = observed.arguments(point)
        key = f"copy {observed}[{point_text(point)}]"  # the same bits for both, here alone
        a, b = (
            np.asarray(function(stream(entropy, key, 0), 256, **arguments), dtype=float)
            for function in (observed.simulator, other)
        )
        if np.unique(a).size > 1:
            same.append(a.shape == b.shape and bool(np.all(a == b)))
    return bool(same) and all(same)
