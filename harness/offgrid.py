"""Points that nobody has in mind: between the values of the grid, near the ends of the domain, fractions of no beauty.

A room, or a formula, that is right on the grid may be wrong, or fail, at every other value: a real parameter that is
rounded, a table of the values that were tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, pairwise, product

import sympy as sp

from theorems.language import DomainError, Point
from theorems.language.parameters import Parameter

BETWEEN = sp.Rational(428571, 1000003)
"""So far from one value of the grid to the next: a fraction with a large denominator, and no whole number."""

NEAR = sp.Rational(1, 1009)
"""So far from an end of the domain to the next value of the grid."""

PLACES = 100
"""At most so many combinations of the others' grid values are tried for a value off the grid."""


def values(parameter: Parameter) -> list[sp.Rational]:
    """Values off the grid: between all neighbours, near the ends of the domain, beyond the grid where it has no end."""
    grid = sorted(set(parameter.grid))
    first, last = grid[0], grid[-1]
    if parameter.kind == "integer":
        found = [a + (b - a) // 2 for a, b in pairwise(grid)]
        found += [last + 1] if parameter.high is None else [parameter.high - 1]
    else:
        width = last - first or sp.Integer(1)
        found = [a + (b - a) * BETWEEN for a, b in pairwise(grid)]
        above, below = next((x for x in grid if x > parameter.low), None), parameter.high
        found.append(parameter.low + ((above or parameter.low + 1) - parameter.low) * NEAR)
        if parameter.high is None:
            found.append(last + width * BETWEEN)
        else:
            below = next((x for x in reversed(grid) if x < parameter.high), parameter.low)
            found.append(parameter.high - (parameter.high - below) * NEAR)
    return [value for value in dict.fromkeys(found) if value not in grid and allowed(parameter, value)]


def allowed(parameter: Parameter, value: sp.Rational) -> bool:
    """Does the domain contain the value?"""
    try:
        parameter.check(value)
    except DomainError:
        return False
    return True


def points(parameters: Sequence[Parameter], applies: Callable[[Point], bool]) -> list[dict[str, sp.Rational]]:
    """First all real parameters go through their values off the grid, the others in the middle of theirs; then all
    whole ones do. Where the claim does not apply there, others are moved, and then one parameter goes at a time.
    """
    ranked = [sorted(enumerate(p.grid), key=lambda item: abs(item[0] - len(p.grid) // 2)) for p in parameters]
    names = [p.name for p in parameters]

    def somewhere(moved: Point) -> dict[str, sp.Rational] | None:
        others = (dict(zip(names, (value for _, value in place), strict=True)) for place in product(*ranked))
        return next((at for p in islice(others, PLACES) if applies(at := {**p, **moved})), None)

    found = []
    for kind in ("real", "integer"):
        moving = {p.name: moves for p in parameters if p.kind == kind and (moves := values(p))}
        for i in range(max(map(len, moving.values()), default=0)):
            moved = {name: moves[i % len(moves)] for name, moves in moving.items()}
            together = somewhere(moved)
            alone = [{name: value} for name, value in moved.items()] if together is None else []
            found += [at for at in (together, *map(somewhere, alone)) if at is not None]
    return found
