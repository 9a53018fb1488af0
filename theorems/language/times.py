"""Mean and mean square of the time at which a finite chain first meets a condition.

From the states x in which the condition does not hold, the number of steps S to the first one in which it does has

    m(x) = E S = 1 + sum Q(x, y) m(y),    s(x) = E S^2 = 2 m(x) - 1 + sum Q(x, y) s(y),

Q being the chance of a step among these states. The system has one solution where every one of them leads, sooner or
later, to a state in which the condition holds; else the mean is infinite.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy as sp

from theorems.language.chains import States, finite, states
from theorems.language.parameters import Point
from theorems.language.processes import Process

MOST_STATES = 200
"""Chains with more states are not solved."""

RATIONAL_STATES = 40
"""Chains with as many states are solved in rationals, others in balls."""

BITS = 256


def moment(process: Process, until: sp.Basic, power: int) -> Callable[[Any, Point], Any]:
    """(k, point) -> E T or E T^2, T the generation at which the condition first holds: a Fraction, or a ball.

    Raises NotFinite where the process is no finite chain that moves alike in every generation. The function raises it
    for too many states, and ValueError where the mean is infinite.
    """
    finite(process)

    def value(_: Any, point: Point) -> Any:
        from flint import ctx

        steps, first = _steps(process, until, tuple(point.items())), process.first
        with ctx.workprec(BITS):
            return first + steps[0] if power == 1 else first**2 + 2 * first * steps[0] + steps[1]

    return value


@lru_cache(maxsize=64)
def _steps(process: Process, until: sp.Basic, point: tuple[tuple[str, Any], ...]) -> tuple[Any, Any]:
    """Mean and mean square of the number of steps from the start."""
    found = states(process, dict(point), until, MOST_STATES)
    if not found.rows:
        return 0, 0
    _leads_to_the_end(process, found, until)
    return _rational(found) if len(found.rows) <= RATIONAL_STATES else _in_balls(found)


def _leads_to_the_end(process: Process, found: States, until: sp.Basic) -> None:
    """Raises ValueError unless the condition is met, sooner or later, from every state."""
    ends = {x for x, row in enumerate(found.rows) if sum(row.values()) < 1}
    into: dict[int, list[int]] = {}
    for x, row in enumerate(found.rows):
        for y in row:
            into.setdefault(y, []).append(x)
    left = list(ends)
    while left:
        for x in into.get(left.pop(), ()):
            if x not in ends:
                ends.add(x)
                left.append(x)
    for x, state in enumerate(found.names):
        if x not in ends:
            where = ", ".join(f"{s}={value}" for s, value in zip(process.states, state, strict=True))
            raise ValueError(f"{process.name} never meets {until} from {where}: the mean is infinite")


def _rational(found: States) -> tuple[Any, Any]:
    from fractions import Fraction

    from flint import fmpq, fmpq_mat

    size = len(found.rows)
    entries = [fmpq(x == y) - _fmpq(row.get(y, Fraction(0))) for x, row in enumerate(found.rows) for y in range(size)]
    matrix = fmpq_mat(size, size, entries)
    means = matrix.solve(fmpq_mat(size, 1, [fmpq(1)] * size))
    squares = matrix.solve(fmpq_mat(size, 1, [2 * means[x, 0] - 1 for x in range(size)]))
    return tuple(Fraction(int(e.p), int(e.q)) for e in (means[0, 0], squares[0, 0]))  # type: ignore[return-value]


def _in_balls(found: States) -> tuple[Any, Any]:
    from flint import arb, arb_mat, ctx

    size = len(found.rows)
    with ctx.workprec(BITS):
        rows = [[arb(x == y) for y in range(size)] for x in range(size)]
        for x, row in enumerate(found.rows):
            for y, mass in row.items():
                rows[x][y] -= arb(_fmpq(mass))
        matrix = arb_mat(rows)
        means = matrix.solve(arb_mat(size, 1, [arb(1)] * size))  # by Arb, whose balls enclose the solution
        squares = matrix.solve(arb_mat(size, 1, [2 * means[x, 0] - 1 for x in range(size)]))
        return means[0, 0], squares[0, 0]


def _fmpq(x: Any) -> Any:
    from flint import fmpq

    return fmpq(x.numerator, x.denominator)
