"""The finite chain of a declared process: exact laws of the state, generation after generation, in rationals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import sympy as sp

from theorems.language.data import GENERATION, Data
from theorems.language.laws import Law, NoMoment
from theorems.language.parameters import Point
from theorems.language.processes import Counts, Draw, Process, event
from theorems.language.readers import NotExact, exact

Distribution = dict[tuple[Fraction, ...], Fraction]
"""Values of the states, in the order of the declaration, with their probabilities."""


class NotFinite(ValueError):
    """The process is no finite chain; the message says why."""


def chain(process: Process, point: Point) -> Iterator[Distribution]:
    """The law of the state at generations first, first + 1, ...: one law at a time, as they are asked for.

    Raises NotFinite for a process with data sets, or where a law drawn from has no finite support.
    """
    _of_numbers(process)
    law, t = {_start(process, point): Fraction(1)}, process.first
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


@dataclass(frozen=True)
class States:
    """The states in which a condition does not hold, the start first, and the chances to go from one to another.

    names: of each, the values of the process's states. rows: of each, the chance of every one by its place; what a row
    lacks to 1 is the chance that the condition holds a generation later. Both are empty if it holds at the start.
    """

    names: list[tuple[Fraction, ...]]
    rows: list[dict[int, Fraction]]


def finite(process: Process) -> None:
    """Raises NotFinite unless a generation has finitely many outcomes, and their chances stay what they are."""
    _of_numbers(process)
    if any(e.has(GENERATION) for e in process.expressions):
        raise NotFinite(f"{process.name} moves otherwise in every generation")
    for draw in process.draws:
        if isinstance(draw, Counts):
            continue
        if not isinstance(draw, Draw) or isinstance(draw.what, Data):
            raise NotFinite(f"{draw.what} is a data set")
        if type(draw.law).masses is Law.masses:
            raise NotFinite(f"the support of {type(draw.law).__name__} is not finite")


def states(process: Process, point: Point, until: sp.Basic, most: int) -> States:
    """The states that a chain may reach before a condition holds; raises NotFinite where they are more than `most`."""

    def goes_on(state: tuple[Fraction, ...]) -> bool:
        return _at(event(until), point, process.first, _named(process, state)) == 0

    start = _start(process, point)
    found = States([start] if goes_on(start) else [], [])
    places, ended = dict.fromkeys(found.names, 0), set[tuple[Fraction, ...]]()
    for state in found.names:  # which grows
        row: dict[int, Fraction] = {}
        for then, mass in _step(process, point, process.first, state).items():
            if mass == 0:
                continue
            if then not in places and then not in ended:
                if not goes_on(then):
                    ended.add(then)
                elif len(places) == most:
                    raise NotFinite(f"{process.name} may be in more than {most} states before {until}")
                else:
                    places[then] = len(places)
                    found.names.append(then)
            if then in places:
                row[places[then]] = mass
        found.rows.append(row)
    return found


def _of_numbers(process: Process) -> None:
    if process.looked_at:
        raise NotFinite(f"{process.name} has draws that are only looked at")
    if any(isinstance(state, Data) for state in process.states):
        raise NotFinite(f"{process.name} carries data sets: its states are too many")
    if process.alphabet is not None:
        raise NotFinite(f"{process.name} has as many numbers as there are symbols: its states are too many")


def _start(process: Process, point: Point) -> tuple[Fraction, ...]:
    try:
        return tuple(exact(sp.sympify(given), point) for given in process.start.values())
    except NotExact as error:
        raise NotFinite(f"{process.name} starts at no rational number: {error}") from None


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
