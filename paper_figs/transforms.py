"""What a figure does with numbers that it is given: roots, bands, units, gaps. No formula of a theorem is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import exp, log, sqrt
from typing import Any, TypeVar

import numpy as np
from flint import arb
from numpy.typing import NDArray

from paper_figs.figure import Tell

T = TypeVar("T")
Array = NDArray[np.float64]

THROUGH: Mapping[str, Callable[[float], float]] = {"": float, "sqrt": sqrt, "-sqrt": lambda x: -sqrt(x), "exp": exp}
"""Functions of a value, by the name that the source of a row has before that of the value."""

BAND = 2
"""Standard deviations on each side of a band."""


def progress(tell: Tell, items: Sequence[T]) -> Iterator[T]:
    """The items one by one, each reported as done when the next is asked for."""
    for done, item in enumerate(items, 1):
        yield item
        tell(done / len(items))


def deviation(variance: Any) -> Any:
    """The standard deviation, of a number or an array."""
    return np.sqrt(np.maximum(variance, 0.0))


def band(centre: Sequence[float], variance: Sequence[float]) -> tuple[list[float], list[float]]:
    """The ends of centre -+ BAND standard deviations."""
    spread = [BAND * float(deviation(v)) for v in variance]
    return tuple([c + sign * s for c, s in zip(centre, spread, strict=True)] for sign in (-1, 1))  # type: ignore[return-value]


def variances(means: Sequence[float], squares: Sequence[float]) -> list[float]:
    """E X^2 - (E X)^2."""
    return [square - mean * mean for mean, square in zip(means, squares, strict=True)]


def mean_variances(means: Sequence[float], squares: Sequence[float], runs: int) -> list[float]:
    """Of the mean over so many runs of what has E X and E X^2."""
    return [variance / runs for variance in variances(means, squares)]


def distances(values: Iterable[float], truth: float) -> list[float]:
    """How far each value is off."""
    return [abs(x - truth) for x in values]


def per_dimension(values: Any, d: int, power: int = 1) -> Any:
    """A sum over d dimensions, or its `power`, as the mean over them."""
    return values / d**power


def geometric_mean(logarithm: Any, d: int) -> Any:
    """exp(x/d): the d-th root of what has the logarithm x."""
    return np.exp(np.asarray(logarithm) / d)


def times(values: Any, factor: float) -> Any:
    """A value, or an array, scaled."""
    return values * factor


def over(values: Any, unit: float) -> Any:
    """Values in this unit."""
    return values / unit


def relative_gap(bound: Any, truth: Any) -> Any:
    """|bound/truth - 1|, of balls, numbers or arrays."""
    return abs(bound / truth - 1)


def excess(value: Any, truth: Any) -> Any:
    """value/truth - 1: by what share of the truth a value is above it."""
    return value / truth - 1


def in_bins(laws: Sequence[Any], edges: Array) -> Array:
    """The share that a mixture of equally many points of each law has between each two edges."""
    return np.mean([np.diff(law.cdf(edges)) for law in laws], axis=0)


def middles(edges: Array) -> Array:
    """Of the bins between the edges."""
    return (edges[1:] + edges[:-1]) / 2


def gap_of_balls(bound: Any, truth: Any) -> Any:
    """Their relative gap; where the truth is zero, or not told from it, infinite unless the bound is zero, too."""
    if truth == 0 or arb(truth).contains(0):
        return arb(0) if bound == 0 else arb("inf")
    return relative_gap(bound, truth)


def in_units(rows: Mapping[str, Any], along: str, power: float, unit: float = 1.0) -> dict[str, Any]:
    """The rows with value, low and high divided by (abscissa/unit)^power."""
    scale = (rows[along] / unit) ** power
    return {**rows, **{name: rows[name] / scale for name in ("value", "low", "high")}}


def in_shares(rows: Mapping[str, Any], whole: float) -> dict[str, Any]:
    """The rows with value, low and high as shares of a whole."""
    return {**rows, **{name: rows[name] / whole for name in ("value", "low", "high")}}


def roots(rows: Mapping[str, Any]) -> dict[str, Any]:
    """The rows with the roots of value, low and high."""
    return {**rows, **{name: deviation(rows[name]) for name in ("value", "low", "high")}}


def geometric(ends: Sequence[float], count: int) -> list[float]:
    """So many numbers from the first end to the last, evenly spread on a logarithmic scale."""
    return [float(x) for x in np.geomspace(ends[0], ends[-1], count)]


def differences(larger: Iterable[float], smaller: Iterable[float]) -> list[float]:
    """One number less another."""
    return [one - other for one, other in zip(larger, smaller, strict=True)]


def minus_log(rows: Mapping[str, Any]) -> dict[str, Any]:
    """The rows with -ln of value, low and high; low and high change places."""
    return {**rows, **{to: -np.log(rows[of]) for to, of in (("value", "value"), ("low", "high"), ("high", "low"))}}


def root_mean(squares: Sequence[float]) -> float:
    """The root of the mean of squares."""
    return sqrt(sum(squares) / len(squares))


def half_above(values: Sequence[float], ground: float) -> float:
    """Half of the sum of what values have above the logarithm of a ground."""
    return sum(value - log(ground) for value in values) / 2


def grey(pixels: Sequence[float]) -> str:
    """Values from 0 to 1 as two hexadecimal digits each, after a `#`, so that a picture is one cell of a table."""
    return "#" + "".join(f"{min(max(round(255 * float(x)), 0), 255):02x}" for x in pixels)
