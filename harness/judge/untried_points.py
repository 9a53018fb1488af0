"""Points that nobody has in mind: between the values of the grid, near the ends of the domain, fractions of no beauty.

A room, or a formula, that is right on the grid may be wrong, or fail, at every other value: a real parameter that is
rounded, a table of the values that were tried. What lies off the grid, each kind of parameter says (`between`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from theorems.language import Point
from theorems.language.domains.parameter import Parameter, combined

PLACES = 100
"""At most so many combinations of the others' grid values are tried for a value off the grid."""


def ranked(parameter: Parameter, at: Point) -> list[Any]:
    """The values of the grid, those in its middle first."""
    grid = parameter.values(at)
    return [v for _, v in sorted(enumerate(grid), key=lambda item: abs(item[0] - len(grid) // 2))]


def points(parameters: Sequence[Parameter], applies: Callable[[Point], bool]) -> list[dict[str, Any]]:
    """First all parameters that are not whole go through their values off the grid, the others in the middle of theirs;
    then all whole ones do. Where the claim does not apply there, others are moved, and then one parameter goes at a
    time.
    """

    def somewhere(moving: set[str], i: int) -> dict[str, Any] | None:
        def choose(parameter: Parameter, at: Point) -> list[Any]:
            off = parameter.between(at) if parameter.name in moving else []
            return [off[i % len(off)]] if off else ranked(parameter, at)

        return next((at for at in islice(combined(parameters, choose), PLACES) if applies(at)), None)

    middle = next(combined(parameters, ranked), {})
    found = []
    for whole in (False, True):
        moves = {p.name: len(p.between(middle)) for p in parameters if p.whole is whole}
        moving = {name for name, many in moves.items() if many}
        for i in range(max(moves.values(), default=0)):
            together = somewhere(moving, i)
            alone = [somewhere({name}, i) for name in moves if name in moving] if together is None else []
            found += [at for at in (together, *alone) if at is not None]
    return found
