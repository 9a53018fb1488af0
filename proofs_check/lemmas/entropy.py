"""ln z beside its tangent at 1, and z ln z beside its third Taylor polynomial there."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.rules.algebra import cases, combine, substitute
from proofs_check.rules.leaves import by_derivatives
from proofs_check.rules.statements import Proved, over

z, u = sp.Symbol("z", positive=True), sp.Symbol("u", nonnegative=True)


def cubic(at: sp.Expr) -> sp.Expr:
    """The third Taylor polynomial of z ln z at 1."""
    return (at - 1) + (at - 1) ** 2 / 2 - (at - 1) ** 3 / 6


def _on_both_sides(lower: sp.Expr, upper: sp.Expr, order: int) -> Proved:
    """lower <= upper for z > 0, from derivatives at z = 1, upwards and (in u = 1 - z) downwards."""
    above = by_derivatives(lower, "<=", upper, z, order, over({z: "[1, oo)"}))
    turned = by_derivatives(lower.subs(z, 1 - u), "<=", upper.subs(z, 1 - u), u, order, over({u: "[0, 1)"}))
    low = over({z: "(0, 1]"})
    return cases(z, combine(lower, "<=", upper, substitute(turned, {u: 1 - z}, low), context=low), above)


@cache
def log_below_tangent() -> Proved:
    """ln z <= z - 1 for z > 0."""
    return _on_both_sides(sp.log(z), z - 1, 1)


@cache
def entropy_above_cubic() -> Proved:
    """(z - 1) + (z - 1)^2/2 - (z - 1)^3/6 <= z ln z for z > 0: the fourth derivative of z ln z is positive."""
    return _on_both_sides(cubic(z), z * sp.log(z), 4)
