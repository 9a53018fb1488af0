"""Points that tests draw: what a parameter may be depends on those before it."""

from functools import cache

import sympy as sp
from hypothesis import reject
from hypothesis import strategies as st

DENOMINATOR = 50
TRIES = 3
"""So often a value is drawn that may lie in no domain before another point is drawn."""

BOOLEANS = st.booleans()
GRID = cache(st.sampled_from)
INTEGERS = cache(st.integers)
FRACTIONS = cache(st.fractions)
"""A strategy that is made anew for every draw is looked through each time."""


@st.composite
def points(draw, parameters, more, reach, applies=lambda _: True):
    """A point of these parameters to which something applies; `more` and `reach` as in `value`.

    What `filter` does, which writes down in words how the strategy is made whenever nothing is found.
    """
    for _ in range(TRIES):
        point = {}
        for parameter in parameters:
            point[parameter.name] = value(draw, parameter, point, more, reach)
        if applies(point):
            return point
    reject()


def value(draw, parameter, point, more, reach):
    """A value of a parameter after others, of its grid (with the smallest admissible value) or of its domain.

    Whole numbers are at most the largest of the grid or the least one and `more`; real ones `reach` in size, where
    the domain has no end.
    """
    grid = parameter.values(point)
    if not hasattr(parameter, "low") or draw(BOOLEANS):
        return draw(GRID(grid))
    low, high = parameter.interval(point)
    if parameter.kind == "integer":
        free = INTEGERS(int(low), int(min(high, max(*grid, low + more))))
    else:
        ends = [e if e.is_finite else sp.sign(e) * reach for e in (low, high)]
        free = FRACTIONS(*map(str, ends), max_denominator=max(DENOMINATOR, *(int(e.q) for e in ends)))
    for _ in range(TRIES):
        found = sp.Rational(*draw(free).as_integer_ratio())
        if parameter.contains(found, point):
            return found
    reject()
