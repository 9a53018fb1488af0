"""Points that tests draw: what a parameter may be depends on those before it."""

import sympy as sp
from hypothesis import strategies as st

DENOMINATOR = 50


@st.composite
def points(draw, parameters, more, reach):
    """A point of these parameters, whose conditions it need not meet; `more` and `reach` as in `values`."""
    point = {}
    for parameter in parameters:
        point[parameter.name] = draw(values(parameter, point, more, reach))
    return point


def values(parameter, point, more, reach):
    """Values of a parameter after others, its grid (with the smallest admissible value) included.

    Whole numbers are at most the largest of the grid or the least one and `more`; real ones `reach` in size, where
    the domain has no end.
    """
    grid = parameter.values(point)
    if not hasattr(parameter, "low"):
        return st.sampled_from(grid)
    low, high = parameter.interval(point)
    if parameter.kind == "integer":
        free = st.integers(int(low), int(min(high, max(*grid, low + more)))).map(sp.Integer)
    else:
        ends = [e if e.is_finite else sp.sign(e) * reach for e in (low, high)]
        finest = max(DENOMINATOR, *(int(e.q) for e in ends))
        free = st.fractions(*map(str, ends), max_denominator=finest).map(lambda f: sp.Rational(*f.as_integer_ratio()))
    return st.sampled_from(grid) | free.filter(lambda v: parameter.contains(v, point))
