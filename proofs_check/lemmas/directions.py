"""Squares of traces, of Frobenius norms and of errors, from one direction and from the plane of two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from proofs_check.rules.algebra import combine
from proofs_check.rules.directions import square
from proofs_check.rules.moments import closed
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Proved, Relation
from theorems.language.vectors import in_direction, in_one_dimension

Along = Callable[[sp.Symbol], tuple[sp.Expr, dict[sp.Expr, Any] | None]]
"""E f in one direction from the real variance x, and the means of what else its recursion needs (`closed`)."""


def squared(goal: Relation, along: Along, minor: Proved | None = None) -> Proved:
    """E f = value, f = (tr S)^2, |S|_F^2 or |m|^4. minor: E det S in any number of dimensions, for the first two."""
    whole: Any = goal.left
    one = in_direction(whole.process)
    x = one.parameters.symbols[-1]
    context = goal.context.but({whole.process.spectrum: None, x: "(0, oo)"})
    seen = mean(one, in_one_dimension(whole.what), whole.args[0], context)
    found = square(whole, closed(seen, *(along(x)[:1]), context, along(x)[1]), minor, goal.context)
    return combine(whole, "=", goal.right, found, context=goal.context)
