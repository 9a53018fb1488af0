"""Laws of random variables as data: moments, masses, draws.

The arguments of a law are expressions of parameters, of a process's state, or of estimates from data. Moments are
expressions in the arguments. Draws and masses take the arguments' values instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from math import comb
from typing import Any

import sympy as sp
from sympy.functions.combinatorial.numbers import stirling

from theorems.language.data import GENERATION, Data, History, Past, PowerSum


class NoMoment(ValueError):
    """A moment that is not finite or has no expression here; the message says which."""


def falling(n: Any, j: int) -> sp.Expr:
    """n (n - 1) ... (n - j + 1)."""
    return sp.Mul(*(n - i for i in range(j)))


@dataclass(frozen=True)
class Law:
    """A probability law on the real line."""

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Data sets and expressions that the law depends on."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def ends(self) -> tuple[Any, ...]:
        """Expressions in the arguments, a data set standing for its points: the values lie between the least and the
        largest of them.
        """
        return -sp.oo, sp.oo

    def moment(self, j: int) -> sp.Expr:
        """E X^j for a whole number j >= 0."""
        raise NoMoment(f"no moments of {type(self).__name__} are known")

    def power_moment(self, p: sp.Expr) -> tuple[sp.Expr, Any]:
        """E X^p of a positive X, for real p, and the condition under which it is finite."""
        raise NoMoment(f"{type(self).__name__} has no known moment of order {p}")

    def log_moment(self, j: int) -> sp.Expr:
        """E (ln X)^j of a positive X for j = 1 or 2."""
        raise NoMoment(f"no moments of the logarithm of {type(self).__name__} are known")

    def generating(self, s: sp.Expr) -> sp.Expr:
        """E s^X of a whole number X >= 0."""
        raise NoMoment(f"the generating function of {type(self).__name__} is not known")

    def masses(self, *values: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        """(value, probability) where the support is finite, a value maybe more than once; `values`: the arguments'."""
        raise NoMoment(f"the support of {type(self).__name__} is not finite")

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        """Independent draws, one row a path; `values` are columns (one number a path) or rows (a data set)."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(str, self.arguments))})"

    def __add__(self, other: Law) -> Law:
        """The law of the sum of two independent variables."""
        return Plus(self, other)


class Nonnegative(Law):
    """A law of values >= 0."""

    @property
    def ends(self) -> tuple[Any, ...]:
        return sp.Integer(0), sp.oo


@dataclass(frozen=True)
class Given(Law):
    """Not left to chance: the points are the entries of a list, a parameter. A data set may start so, no draw is so."""

    points: Any

    def __str__(self) -> str:
        return f"the given list {self.points}"

    @property
    def ends(self) -> tuple[Any, ...]:
        return (self.points[sp.Symbol("i", integer=True)],)

    def power_sum(self, j: int, size: sp.Expr) -> sp.Expr:
        """The sum of x^j over the points."""
        i = sp.Symbol("i", integer=True)
        return sp.Sum(self.points[i] ** j, (i, 0, size - 1))

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        import numpy as np

        return np.broadcast_to(values[0], shape)


@dataclass(frozen=True)
class Normal(Law):
    """N(mean, variance)."""

    mean: Any
    variance: Any

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(
            *(
                comb(j, 2 * i) * sp.factorial2(2 * i - 1) * self.variance**i * self.mean ** (j - 2 * i)
                for i in range(j // 2 + 1)
            )
        )

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        mean, variance = values
        return mean + variance**0.5 * rng.standard_normal(shape)


@dataclass(frozen=True)
class MeanChiSquare(Nonnegative):
    """chi-square over its degrees of freedom m: the mean of the squares of m standard normals."""

    degrees: Any

    def moment(self, j: int) -> sp.Expr:
        return sp.Mul(*(self.degrees + 2 * i for i in range(j))) / self.degrees**j

    def power_moment(self, p: sp.Expr) -> tuple[sp.Expr, Any]:
        half = self.degrees / 2
        inverse = (half / (half - i) for i in range(1, 1 - p)) if p.is_Integer and p < 0 else None
        return sp.Mul(*(inverse or [sp.gamma(half + p) / (sp.gamma(half) * half**p)])), half + p > 0

    def log_moment(self, j: int) -> sp.Expr:
        """From the derivatives of ln E X^z at z = 0, its mean and variance."""
        half = self.degrees / 2
        mean = sp.polygamma(0, half) - sp.log(half)
        return mean if j == 1 else mean**2 + sp.polygamma(1, half)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        return rng.chisquare(values[0], shape) / values[0]


@dataclass(frozen=True)
class Gamma(Nonnegative):
    """Gamma of the given shape and mean: its variance is mean^2/shape."""

    shape: Any
    mean: Any

    def moment(self, j: int) -> sp.Expr:
        return sp.Mul(*(self.shape + i for i in range(j))) * (self.mean / self.shape) ** j

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        of_shape, mean = values
        return mean * rng.standard_gamma(of_shape, shape) / of_shape


@dataclass(frozen=True)
class Binomial(Law):
    """The number of successes in `trials` trials."""

    trials: Any
    probability: Any

    @property
    def ends(self) -> tuple[Any, ...]:
        return sp.Integer(0), self.trials

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(*(stirling(j, i) * falling(self.trials, i) * self.probability**i for i in range(j + 1)))

    def generating(self, s: sp.Expr) -> sp.Expr:
        return (1 - self.probability + self.probability * s) ** self.trials

    def masses(self, *values: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        n, p = int(values[0]), values[1]
        masses = ((Fraction(c), comb(n, c) * p**c * (1 - p) ** (n - c)) for c in range(n + 1))
        return ((value, mass) for value, mass in masses if mass)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        return rng.binomial(values[0].astype(int), values[1], shape)


@dataclass(frozen=True)
class Poisson(Nonnegative):
    """Poisson of the given mean."""

    mean: Any

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(*(stirling(j, i) * self.mean**i for i in range(j + 1)))

    def generating(self, s: sp.Expr) -> sp.Expr:
        return sp.exp(self.mean * (s - 1))

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        return rng.poisson(values[0], shape)


@dataclass(frozen=True)
class Occupied(Law):
    """The number of boxes that are not empty when `balls` balls fall into `boxes` boxes, each into any of them."""

    balls: Any
    boxes: Any

    @property
    def ends(self) -> tuple[Any, ...]:
        return sp.Integer(0), self.boxes

    def moment(self, j: int) -> sp.Expr:
        def of_empty(i: int) -> sp.Expr:
            ways = (stirling(i, s) * falling(self.boxes, s) for s in range(i + 1))
            return sp.Add(*(many * (1 - s / self.boxes) ** self.balls for s, many in enumerate(ways)))

        return sp.Add(*(comb(j, i) * (-1) ** i * self.boxes ** (j - i) * of_empty(i) for i in range(j + 1)))

    def masses(self, *values: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        balls, boxes = map(int, values)
        masses = [Fraction(1)]
        for _ in range(balls):  # a ball falls into one of i boxes that are not empty, or into another
            pairs = enumerate(zip([*masses, Fraction(0)], [Fraction(0), *masses], strict=True))
            masses = [old * Fraction(i, boxes) + less * Fraction(boxes - i + 1, boxes) for i, (old, less) in pairs]
        return ((Fraction(i), mass) for i, mass in enumerate(masses) if mass)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        import numpy as np

        balls, boxes = values
        found = np.zeros(shape)
        for ball in range(int(np.max(balls))):
            found += (ball < balls) & (rng.random(shape) * boxes >= found)
        return found


@dataclass(frozen=True)
class Choice(Law):
    """A point of the data, each with the same probability: with replacement, where several are drawn."""

    data: Data

    @property
    def ends(self) -> tuple[Any, ...]:
        return (self.data,)

    def moment(self, j: int) -> sp.Expr:
        return PowerSum(self.data, j) / self.data.size if j else sp.Integer(1)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        rows = rng.integers(0, values[0].shape[1], shape)
        return values[0][range(shape[0]), rows.T].T


@dataclass(frozen=True)
class Finite(Law):
    """Each of the values with its probability."""

    values: tuple[Any, ...]
    probabilities: tuple[Any, ...]

    @property
    def arguments(self) -> tuple[Any, ...]:
        return (*self.values, *self.probabilities)

    @property
    def ends(self) -> tuple[Any, ...]:
        return self.values

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(*(p * sp.sympify(v) ** j for v, p in zip(self.values, self.probabilities, strict=True)))

    def generating(self, s: sp.Expr) -> sp.Expr:
        odd = [v for v in map(sp.sympify, self.values) if not (v.is_integer and v.is_nonnegative)]
        if odd:
            raise NoMoment(f"{odd[0]} is no whole number >= 0: {self} has no generating function")
        return sp.Add(*(p * s ** sp.sympify(v) for v, p in zip(self.values, self.probabilities, strict=True)))

    def masses(self, *values: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        return ((value, mass) for value, mass in self._pairs(values) if mass)

    def _pairs(self, values: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        return zip(values[: len(self.values)], values[len(self.values) :], strict=True)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        uniform, total, below = rng.random(shape), 0.0, 0.0
        for value, mass in self._pairs(values):
            total = total + value * ((below <= uniform) & (uniform < below + mass))
            below = below + mass
        return total


@dataclass(frozen=True)
class Plus(Law):
    """The sum of two independent variables."""

    first: Law
    second: Law

    def __str__(self) -> str:
        return f"{self.first} + {self.second}"

    @property
    def arguments(self) -> tuple[Any, ...]:
        return (*self.first.arguments, *self.second.arguments)

    @property
    def ends(self) -> tuple[Any, ...]:
        pairs = [(sp.sympify(a), sp.sympify(b)) for a in self.first.ends for b in self.second.ends]
        return tuple(a if a.is_infinite else b if b.is_infinite else a + b for a, b in pairs)

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(*(comb(j, i) * self.first.moment(i) * self.second.moment(j - i) for i in range(j + 1)))

    def generating(self, s: sp.Expr) -> sp.Expr:
        return self.first.generating(s) * self.second.generating(s)

    def masses(self, *values: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        split = len(self.first.arguments)
        for a, p in self.first.masses(*values[:split]):
            yield from ((a + b, p * q) for b, q in self.second.masses(*values[split:]))

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        split = len(self.first.arguments)
        return self.first.draw(rng, shape, *values[:split]) + self.second.draw(rng, shape, *values[split:])


@dataclass(frozen=True)
class Mixture(Law):
    """One of several laws, each with its weight."""

    weights: tuple[Any, ...]
    laws: tuple[Law, ...]

    def __str__(self) -> str:
        return " or ".join(f"{law} (probability {w})" for w, law in zip(self.weights, self.laws, strict=True))

    @property
    def arguments(self) -> tuple[Any, ...]:
        return (*self.weights, *(a for law in self.laws for a in law.arguments))

    @property
    def ends(self) -> tuple[Any, ...]:
        return tuple(end for law in self.laws for end in law.ends)

    def moment(self, j: int) -> sp.Expr:
        return sp.Add(*(w * law.moment(j) for w, law in zip(self.weights, self.laws, strict=True)))

    def generating(self, s: sp.Expr) -> sp.Expr:
        return sp.Add(*(w * law.generating(s) for w, law in zip(self.weights, self.laws, strict=True)))

    def masses(self, *values: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
        first = len(self.weights)
        for weight, law in zip(values, self.laws, strict=False):
            last = first + len(law.arguments)
            yield from ((value, weight * mass) for value, mass in law.masses(*values[first:last]) if weight)
            first = last

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        uniform, total, below, first = rng.random(shape), 0.0, 0.0, len(self.weights)
        for weight, law in zip(values[: len(self.weights)], self.laws, strict=True):
            last = first + len(law.arguments)
            chosen = (below <= uniform) & (uniform < below + weight)
            total, below, first = total + chosen * law.draw(rng, shape, *values[first:last]), below + weight, last
        return total


@dataclass(frozen=True)
class OfPast(Law):
    """The law as it was in one of the generations 0..t, each with the same probability."""

    law: Law

    def __str__(self) -> str:
        return f"{self.law} of one of the generations 0..t"

    @property
    def arguments(self) -> tuple[Any, ...]:
        return tuple(History(argument) for argument in self.law.arguments)

    @property
    def ends(self) -> tuple[Any, ...]:
        return tuple(end if sp.sympify(end).is_number else History(end) for end in self.law.ends)

    def moment(self, j: int) -> sp.Expr:
        return Past(sp.expand(self.law.moment(j))) / (GENERATION + 1)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        chosen = rng.integers(0, values[0].shape[1], shape)
        return self.law.draw(rng, shape, *(value[range(shape[0]), chosen.T].T for value in values))
