"""Data steps: rows of a tidy table, each number from the registry, from the exact room or from a simulator."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from math import inf, nextafter
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from harness.evidence.means import interval
from harness.evidence.sums import block_sums
from harness.judge.observed import MissingRoom, Observed
from harness.judge.selection import find_case
from paper_figs.tables import columns
from paper_figs.transforms import THROUGH
from simulators.engine import Support, stream
from theorems.language import Parameters, point_text
from theorems.language.domains.entries import as_rational
from theorems.language.notation import latex
from theorems.language.parameters import split
from theorems.language.readers import ball, floats
from theorems.language.registry import theorems

ERROR = 0.05
"""Error probability of each interval drawn at a simulated point: it holds at any number of draws."""

EMPTY = float("nan")
EVENT = Support("event")
MADE = re.compile(r"\w+=\w+\(")
"""A list that is made by a constructor, such as zipf(1000,1,2): it may be long, and is made once."""
REAL = Support("real", -inf, inf)


class Curves:
    """A table in the making: one row per number, along one parameter.

    Columns: panel (the fixed parameters, as `n=100,p0=1/100`); series (what is plotted); source (the claim
    `theorem/claim`, or the observable `process.name`, that the number is a value of, after `1 - ` if it is
    the complement); the abscissa; value; low and high (where the number lies: rounding of an exact value,
    the time-uniform interval of a simulated mean); draws and square (number of draws and mean of their
    squares, of simulated rows), so that the evidence can be weighed again.

    seeds: has it a column `seed`, of an experiment whose comparisons are judged by seed?

    Where the fixed parameters are long, as those of a corpus, `name` gives their panel a name: a row of the series
    `point` has them in the place of the source.
    """

    def __init__(self, figure: str, along: str, entropy: int, seeds: bool = False) -> None:
        self.figure, self.along, self.entropy, self.seeds = figure, along, entropy, seeds
        self.rows: list[dict[str, Any]] = []
        self.named: dict[str, str] = {}

    @property
    def table(self) -> dict[str, list[Any]]:
        """The rows so far."""
        return columns(self.rows)

    def add(
        self, panel: str, series: str, source: str, at: Any, value: float,
        ends: tuple[float, float] | None = None, draws: float = EMPTY, square: float = EMPTY, seed: float = EMPTY,
    ) -> None:  # fmt: skip
        """One row; without ends the value is taken to be sharp."""
        low, high = (value, value) if ends is None else ends
        where = {"panel": panel, "series": series, "source": source, self.along: at}
        where |= {"seed": seed} if self.seeds else {}
        self.rows.append({**where, "value": value, "low": low, "high": high, "draws": draws, "square": square})

    def name(self, panel: str, parameters: str) -> None:
        """From now on the panel stands for these fixed parameters."""
        self.named[panel] = parameters
        self.add(panel, "point", parameters, EMPTY, EMPTY)

    def ball(
        self, panel: str, series: str, observable: str, at: Any, value: Any, complement: bool = False
    ) -> None:  # fmt: skip
        """One row with the exact mean of an observable, a ball."""
        ends = (nextafter(float(value.lower()), -inf), nextafter(float(value.upper()), inf))
        self.add(panel, series, "1 - " * complement + observable, at, float(value.mid()), ends)

    def theory(
        self, panel: str, series: str, claim: str, at: Iterable[Any],
        complement: bool = False, more: str = "", through: str = "",
    ) -> None:  # fmt: skip
        """The value (or bound) of a claim `theorem/claim`, read from its expression; or one minus it.

        more: parameters that the series has beyond those of its panel. through: a function of THROUGH.
        """
        source = "1 - " * complement + f"{through} " * bool(through) + claim + f"[{more}]" * bool(more)
        at = list(at)
        points = [f"{self.named.get(panel, panel)},{more},{self.along}={x}" for x in at]
        for x, found in zip(at, claimed_at(claim, points), strict=True):
            value = THROUGH[through](found)
            self.add(panel, series, source, x, 1 - value if complement else value)

    def exact(self, panel: str, series: str, observable: str, at: Iterable[Any], complement: bool = False) -> None:
        """The exact mean of an observable, or one minus it; raises MissingRoom if the exact room has none."""
        for x in at:
            ball = Observed(observable).exact(self.point(observable, panel, x))
            if ball is None:
                raise MissingRoom(f"there is no exact value of {observable}: define it in simulators/exact")
            self.ball(panel, series, observable, x, 1 - ball if complement else ball, complement)

    def simulation(
        self, panel: str, series: str, observable: str, at: Iterable[Any], paths: int, complement: bool = False
    ) -> None:  # fmt: skip
        """The simulated mean of an observable, or one minus it, over paths drawn afresh for every abscissa."""
        observed = Observed(observable)
        for x in at:
            point = self.point(observable, panel, x)
            support, sums, most = observed.support(point), np.zeros(6), observed.block_paths
            for block, start in enumerate(range(0, paths, most)):
                rng = stream(self.entropy, f"{self.figure}/{observable}[{point_text(point)}]", block)
                size = min(most, paths - start)
                sums += block_sums(support, observed.simulator(rng, size, **observed.arguments(point)))
            low, high = interval(support, observed.second_moment(point), sums, ERROR)
            draws, mean, square = sums[0], sums[1] / sums[0], sums[3] / sums[0]
            if complement:
                mean, low, high, square = 1 - mean, 1 - high, 1 - low, 1 - 2 * mean + square
            self.add(panel, series, "1 - " * complement + observable, x, mean, (low, high), draws, square)

    def events(self, panel: str, series: str, source: str, x: Any, seen: NDArray[np.bool_]) -> None:
        """The share of runs in which an event is seen, of a simulation that has no observable for it."""
        sums = block_sums(EVENT, seen)
        share = float(sums[1] / sums[0])
        self.add(panel, series, source, x, share, interval(EVENT, 0.0, sums, ERROR), float(sums[0]), share)

    def medians(self, panel: str, series: str, observable: str, at: Iterable[Any], runs: int) -> None:
        """The median of an observable over few runs, drawn afresh for every abscissa, and its time-uniform interval."""
        observed = Observed(observable)
        for x in at:
            point = self.point(observable, panel, x)
            rng = stream(self.entropy, f"{self.figure}/{observable}[{point_text(point)}]", 0)
            found = medians(observed.simulator(rng, runs, **observed.arguments(point)))
            value, *ends = map(float, found)
            self.add(panel, series, f"median of {observable}", x, value, (ends[0], ends[1]))

    def point(self, observable: str, panel: str, x: Any) -> dict[str, Any]:
        """The full point of a row."""
        text = f"{self.named.get(panel, panel)},{self.along}={x}"
        return _point(parameters_of(observable, text), text)


def claimed(claim: str, at: str) -> float:
    """The value (or bound) of a claim `theorem/claim` at a point such as `n=10,k=3`, in machine numbers."""
    value, point = _stated(claim, at)
    return _float(value, point)


def claimed_at(claim: str, points: Sequence[str]) -> list[float]:
    """The same at many points, in which lists and names are the same: an expression is read once for all of them."""
    stated = [_stated(claim, at) for at in points]
    if not stated:
        return []
    value, first = stated[0]
    same = {name: x for name, x in first.items() if isinstance(x, tuple | str)}
    vary = first.keys() - same.keys()
    if not vary or any(point[name] != x for _, point in stated for name, x in same.items()):
        return [_float(value, point) for _, point in stated]
    numbers = {name: np.array([as_rational(point[name]) for _, point in stated], object) for name in vary}
    return [float(x) for x in floats(value, **same, **numbers)]


def _float(value: Any, point: Mapping[str, Any]) -> float:
    """A list stays what it is: it knows which of its entries are equal."""
    given = {name: x if isinstance(x, tuple) else as_rational(x) for name, x in point.items()}
    return float(floats(value, **given))


def claimed_root(claim: str, at: str, order: int) -> float:
    """The root of that order of a claim's positive value, which itself may be too small for machine numbers."""
    value = ball(*_stated(claim, at))
    return float(value.root(order).mid()) if value > 0 else 0.0


def _stated(claim: str, at: str) -> tuple[Any, dict[str, Any]]:
    case = find_case(claim)
    return case.claim.value, case.theorem.parameters.complete(_point(case.theorem.parameters, at), set())


def _point(parameters: Parameters, at: str) -> dict[str, Any]:
    """The point of a text; what a constructor makes is kept for the next one."""
    parts = split(at)
    made = [_made(parameters, part) for part in parts if MADE.match(part)]
    return dict(ChainMap(*made, parameters.point(",".join(part for part in parts if not MADE.match(part)))))


@lru_cache(8)
def _made(parameters: Parameters, part: str) -> dict[str, Any]:
    return parameters.point(part)


def exact(observable: str, suffix: str = "", **point: Any) -> float:
    """The exact mean of an observable (with the suffix `_second_moment` its mean square) in machine numbers.

    A machine number in the point is taken to be exact. Raises MissingRoom where there is none.
    """
    point = {name: Fraction(x) if isinstance(x, float) else x for name, x in point.items()}
    value = Observed(observable).mean_square(point) if suffix else Observed(observable).exact(point)
    if value is None:
        raise MissingRoom(f"there is no exact value of {observable}{suffix}: define it in simulators/exact")
    return float(value.mid())


def mean_of(values: NDArray[np.float64], mean: float, square: float) -> dict[str, float]:
    """The cells of a simulated mean whose exact mean and mean square are known.

    The interval is that of the deviation from the exact mean, whose second moment is the exact variance.
    """
    ends = interval(REAL, square - mean**2, block_sums(REAL, values - mean), ERROR)
    low, high = (mean + end for end in ends)
    return {"value": values.mean(), "low": low, "high": high, "runs": len(values)}


def claimed_with(claim: str, at: str, function: type[sp.Function], bound: str) -> float:
    """The value of a claim in which the bound `theorem/claim` stands in the place of a function of one parameter."""
    value, point = _stated(claim, at)
    put, _ = _stated(bound, at.rpartition(",")[2])
    value = value.replace(function, lambda _: put)
    return _float(value, point)


def number(text: str) -> float:
    """The machine number of a text such as `1/10`."""
    return float(Fraction(text))


def printed(expression: sp.Expr) -> str:
    """LaTeX, the digamma function as psi."""
    return latex(expression.replace(sp.polygamma, lambda _, x: sp.Function("psi")(x)))


def parameters_of(observable: str, point: str) -> Parameters:
    """Those that the observable has, in a theorem that speaks of it and knows every parameter of the point."""
    names = frozenset(part.partition("=")[0] for part in split(point) if part)
    found = _parameters_of(observable, names)
    if found is None:
        raise LookupError(f"no theorem speaks of {observable} at {point}")
    return found


@cache
def _parameters_of(observable: str, names: frozenset[str]) -> Parameters | None:
    for theorem in theorems().values():
        if names <= set(theorem.parameters.names) and any(c.observable == observable for c in theorem.claims):
            return Parameters(*theorem.parameters.with_named({*names, *Observed(observable).parameters}))
    return None


def pick(table: Mapping[str, Any], **where: Any) -> dict[str, np.ndarray]:
    """The rows of a table in which each named column has the given value, as arrays."""
    columns = {name: np.asarray(column) for name, column in table.items()}
    chosen = np.ones(len(next(iter(columns.values()))), dtype=bool)
    for name, value in where.items():
        chosen &= columns[name] == value
    return {name: column[chosen] for name, column in columns.items()}


def grid(first: int, last: int, count: int) -> list[int]:
    """At most `count` integers from first to last, evenly spread, both ends included."""
    return sorted({int(x) for x in np.linspace(first, last, count)})


def log_grid(first: int, last: int, count: int) -> list[int]:
    """At most `count` integers from first to last, evenly spread on a logarithmic scale, both ends included."""
    return sorted({round(x) for x in np.geomspace(first, last, count)})


def medians(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Median over runs (the first axis) and the ends of its time-uniform interval, nan where too few runs end it.

    The interval holds every number that the share of runs below it allows to be the median.
    """
    ordered = np.sort(values, axis=0)
    low, high = _ranks(len(values))
    open_end = np.full(values.shape[1:], np.nan)
    ends = ordered[low - 1] if low else open_end, ordered[high] if high < len(values) else open_end
    return np.median(values, axis=0), *ends


def by_seed(along: str, at: Iterable[Any], values: Any) -> list[dict[str, Any]]:
    """Rows of a quantity: of every seed (the first axis) at these abscissae, and of their median, which has no seed."""
    places, values = list(at), np.asarray(values, float)
    found = [*enumerate((seed, seed, seed) for seed in values), (EMPTY, medians(values))]
    return [
        {"seed": seed, along: x, "value": float(value), "low": float(low), "high": float(high)}
        for seed, ends in found
        for x, value, low, high in zip(places, *ends, strict=True)
    ]


def probability(seen: int, runs: int) -> tuple[float, float]:
    """The time-uniform interval of the probability of an event that is seen in so many of the runs."""
    low, high = interval(EVENT, 0.0, np.array([runs, seen, runs, seen, seen, runs], float), ERROR)
    return float(low), float(high)


@cache
def _ranks(runs: int) -> tuple[int, int]:
    """The least and the largest number of runs that may lie at or below their median."""
    possible = []
    for below in range(runs + 1):
        low, high = probability(below, runs)
        if low <= 0.5 <= high:
            possible.append(below)
    return possible[0], possible[-1]
