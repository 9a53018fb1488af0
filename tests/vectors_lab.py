"""Points of processes in several dimensions, and what the exact room says there."""

from importlib import import_module
from itertools import product

import sympy as sp

from theorems.language.domains.entries import Entries, as_rational

Q = sp.Rational
SPECTRA = ((1,), (1, 1, 1), (4, 1, Q(1, 4)), (2, Q(1, 2)))
POINTS = [
    {"n": sp.Integer(n), "lam": Entries(lam), "ddof": sp.Integer(ddof)}
    for n, lam, ddof in product((2, 3, 7), SPECTRA, (0, 1))
]


def written(process, name, k, point):
    """The exact mean from the room of values that are written by hand."""
    function = getattr(import_module(f"simulators.exact.{process.name}"), name)
    return function(k=k, **{x: as_rational(v) for x, v in point.items() if x in process.parameters.names})
