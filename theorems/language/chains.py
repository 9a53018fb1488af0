"""The finite chain of a declared process: exact laws of the state, generation after generation, in rationals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import comb
from typing import Any

import sympy as sp

from theorems.language.data import GENERATION, Data
from theorems.language.laws import NoMoment
from theorems.language.parameters import Point
from theorems.language.processes import Counts, Draw, Process
from theorems.language.readers import exact

Distribution = dict[tuple[Fraction, ...], Fraction]
"""Values of the states, in the order of the declaration, with their probabilities."""


class NotFinite(ValueError):
    """The process is no finite chain; the message says why."""


def chain(process: Process, point: Point) -> Iterator[Distribution]:
    """The law of the state at generations first, first + 1, ...: one law at a time, as they are asked for.

    Raises NotFinite for a process with data sets, or where a law drawn from has no finite support.
    """
    if process.looked_at:
        raise NotFinite(f"{process.name} has draws that are only looked at")
    if any(isinstance(state, Data) for state in process.states):
        raise NotFinite(f"{process.name} carries data sets: its states are too many")
    start = tuple(exact(sp.sympify(given), point) for given in process.start.values())
    law, t = {start: Fraction(1)}, process.first
    homogeneous = not any(e.has(GENERATION) for e in process.expressions)
    known: dict[tuple[Fraction, ...], Distribution] = {}
    while True:
        yield law
        after: Distribution = {}
        for state, mass in law.items():
            if state not in known:
                known[state] = _step(process, point, t, state)
            for then, share in known[state].items():
                after[then] = after.get(then, Fraction(0)) + mass * share
        if not homogeneous:
            known.clear()
        law, t = after, t + 1


def mean(process: Process, expression: sp.Expr, k: int, point: Point) -> Fraction:
    """E of an expression of the state at generation k >= first."""
    laws = chain(process, point)
    for _ in range(process.first, k):
        next(laws)
    return sum(
        (mass * _at(expression, point, k, _named(process, state)) for state, mass in next(laws).items()), Fraction(0)
    )


def _named(process: Process, state: tuple[Fraction, ...]) -> dict[str, Fraction]:
    return {s.name: value for s, value in zip(process.states, state, strict=True)}


def _at(expression: Any, point: Point, t: int, values: Mapping[str, Fraction]) -> Fraction:
    plain = {name: sp.Rational(v.numerator, v.denominator) for name, v in values.items()}
    return exact(sp.sympify(expression), {**point, GENERATION.name: sp.Integer(t), **plain})


def _step(process: Process, point: Point, t: int, state: tuple[Fraction, ...]) -> Distribution:
    ways = [(Fraction(1), _named(process, state))]
    for draw in process.draws:
        ways = [
            (mass * share, {**values, **drawn})
            for mass, values in ways
            for share, drawn in _outcomes(draw, lambda e, values=values: _at(e, point, t, values))
        ]
    law: Distribution = {}
    for mass, values in ways:
        then = tuple(_at(e, point, t, values) for e in process.step.values())
        law[then] = law.get(then, Fraction(0)) + mass
    return law


def _outcomes(draw: Any, at: Any) -> Iterator[tuple[Fraction, dict[str, Fraction]]]:
    """(probability, values by name) of one drawing."""
    if isinstance(draw, Counts):
        yield from _multinomial([s.name for s in draw.what], int(at(draw.size)), [at(p) for p in draw.probabilities])
    elif isinstance(draw, Draw) and not isinstance(draw.what, Data):
        try:
            for value, mass in draw.law.masses(*map(at, draw.law.arguments)):
                yield mass, {draw.what.name: value}
        except NoMoment as error:
            raise NotFinite(str(error)) from None
    else:
        raise NotFinite(f"{draw.what} is a data set")


def _multinomial(names: list[str], n: int, shares: list[Fraction]) -> Iterator[tuple[Fraction, dict[str, Fraction]]]:
    if len(names) == 1:
        yield shares[0] ** n, {names[0]: Fraction(n)}
        return
    for c in range(n + 1):
        mass = comb(n, c) * shares[0] ** c
        if mass:
            for rest, values in _multinomial(names[1:], n - c, shares[1:]):
                yield mass * rest, {names[0]: Fraction(c), **values}
