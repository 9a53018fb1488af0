"""ln z beside its tangent at 1, and polynomials below ln z, for counts, and below z ln z."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.elementary import at_integers
from proofs_check.rules.algebra import cases, combine, substitute
from proofs_check.rules.leaves import by_derivatives, by_sign
from proofs_check.rules.statements import Proved, over

z, u = sp.Symbol("z", positive=True), sp.Symbol("u", nonnegative=True)
c = sp.Symbol("c", integer=True, positive=True)


def count_log_quartic(at: sp.Expr) -> sp.Expr:
    """At most ln c for c = 1, 2, ...: 0 at 1, less by 0.05 at most up to 7, and negative from 12 on."""
    return (at - 1) * (1505 - 346 * at + 42 * at**2 - 2 * at**3) / 1440


def entropy_quintic(at: sp.Expr) -> sp.Expr:
    """At most z ln z for z > 0: its third Taylor polynomial at 1, and two terms more that make the second derivative of
    the difference (z - 1)^2 (1 - 3z/5)^2/z.
    """
    d = at - 1
    return d + d**2 / 2 - d**3 / 6 + 7 * d**4 / 100 - 9 * d**5 / 500


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


def log_quintic(at: sp.Expr) -> sp.Expr:
    """The fifth Taylor polynomial of ln z at 1, at least ln z for z > 0."""
    d = at - 1
    return d - d**2 / 2 + d**3 / 3 - d**4 / 4 + d**5 / 5


@cache
def log_below_quintic() -> Proved:
    """ln z <= log_quintic(z) for z > 0."""
    return _on_both_sides(sp.log(z), log_quintic(z), 1)


@cache
def entropy_above_quintic() -> Proved:
    """entropy_quintic(z) <= z ln z for z > 0."""
    return _on_both_sides(entropy_quintic(z), z * sp.log(z), 2)


@cache
def count_log_above_quartic() -> Proved:
    """count_log_quartic(c) <= ln c for c = 1, 2, ..."""
    low, high, late = count_log_quartic(c), sp.log(c), over({c: "[13, oo)"})
    positive = by_derivatives(0, "<=", high, c, 1, late)
    late_on = combine(low, "<=", high, by_sign(low, "<=", 0, late), positive, context=late)
    return cases(c, at_integers(low, "<=", high, c, over({c: "[1, 12]"})), late_on)
