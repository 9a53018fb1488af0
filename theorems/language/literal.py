"""A declared process simulated as it is written, in plain numpy: every point is drawn, every estimate computed.

Slow and without art: it is what compiled kernels are compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from theorems.language.data import GENERATION, Data, History
from theorems.language.laws import Law
from theorems.language.processes import Counts, Draw, Drawing, Join, Process, Subset

Values = dict[str, Any]
"""By name: of states and draws a column, one number a path; of data sets a row of points a path; parameters."""


def _mean(x: np.ndarray) -> np.ndarray:
    return np.mean(x, axis=1, keepdims=True)


def _variance(x: np.ndarray, ddof: int) -> np.ndarray:
    return np.var(x, axis=1, ddof=ddof, keepdims=True)


def _power_sum(x: np.ndarray, j: int) -> np.ndarray:
    return np.sum(x**j, axis=1, keepdims=True)


@cache
def _compiled(expression: sp.Expr) -> tuple[tuple[sp.Symbol, ...], Callable[..., Any]]:
    symbols = tuple(sorted((s for s in expression.free_symbols if not isinstance(s, sp.Indexed)), key=str))
    functions = {"Mean": _mean, "Variance": _variance, "PowerSum": _power_sum}
    return symbols, sp.lambdify(symbols, expression, modules=[functions, "numpy"])


def value(expression: Any, values: Values) -> Any:
    """The value of an expression where its symbols have these."""
    symbols, function = _compiled(sp.sympify(expression))
    return function(*(values[str(s)] for s in symbols))


class _Run:
    """Paths of a process, side by side, at one generation."""

    def __init__(self, process: Process, rng: np.random.Generator, paths: int, parameters: Mapping[str, Any]) -> None:
        self.process, self.rng, self.paths = process, rng, paths
        self.parameters: Values = {name: np.asarray(v) for name, v in parameters.items()}
        self.past: list[Values] = []
        self.t = process.first
        self.values: Values = {**self.parameters, GENERATION.name: self.t}
        start = {
            state.name: self._points(state, given) if isinstance(given, Law) else self._column(given)
            for state, given in process.start.items()
        }
        self._enter(self.t, start)

    def _enter(self, t: int, states: Values) -> None:
        self.t = t
        self.values = {**self.parameters, GENERATION.name: t, **states}
        self.past.append(self.values)

    def _column(self, expression: Any) -> np.ndarray:
        return np.broadcast_to(np.asarray(self._value(expression), dtype=float), (self.paths, 1))

    def _value(self, expression: Any) -> Any:
        if isinstance(expression, Data):
            return self.values[expression.name]
        if isinstance(expression, History):
            return np.hstack([np.broadcast_to(value(expression.args[0], then), (self.paths, 1)) for then in self.past])
        return value(expression, self.values)

    def _points(self, what: sp.Symbol, law: Law) -> np.ndarray:
        size = int(self._value(what.size)) if isinstance(what, Data) else 1
        return law.draw(self.rng, (self.paths, size), *map(self._value, law.arguments))

    def step(self) -> None:
        self._draw(self.process.draws)
        states = {
            state.name: np.hstack([self.values[part.name] for part in then])
            if isinstance(state, Data)
            else self._column(then)
            for state, then in self.process.step.items()
        }
        self._enter(self.t + 1, states)

    def look(self, expressions: Sequence[sp.Expr]) -> list[np.ndarray]:
        self._draw(self.process.looked_at)
        return [np.ravel(self._column(expression)) for expression in expressions]

    def _draw(self, draws: Sequence[Drawing]) -> None:
        for draw in draws:
            if isinstance(draw, Draw):
                self.values[draw.what.name] = self._points(draw.what, draw.law)
            elif isinstance(draw, Subset):
                places = self.rng.permuted(
                    np.tile(np.arange(self.values[draw.of.name].shape[1]), (self.paths, 1)), axis=1
                )
                chosen = places[:, : int(self._value(draw.what.size))]
                self.values[draw.what.name] = np.take_along_axis(self.values[draw.of.name], chosen, axis=1)
            elif isinstance(draw, Join):
                self.values[draw.what.name] = np.hstack([self.values[part.name] for part in draw.of])
            else:
                self._count(draw)

    def _count(self, draw: Counts) -> None:
        shares = np.hstack([self._column(p) for p in draw.probabilities])
        counts = self.rng.multinomial(int(self._value(draw.size)), shares)
        for place, what in enumerate(draw.what):
            self.values[what.name] = counts[:, place : place + 1].astype(float)


def simulate(
    process: Process, rng: np.random.Generator, paths: int, k: int, parameters: Mapping[str, Any], *observed: sp.Expr
) -> list[np.ndarray]:
    """Values of expressions of the state at generation k, one per path; `parameters` are values by name.

    Raises ValueError for k before the first generation.
    """
    if k < process.first:
        raise ValueError(f"k must be an integer >= {process.first}: got {k}")
    run = _Run(process, rng, paths, parameters)
    for _ in range(process.first, k):
        run.step()
    return run.look(observed)
