"""The square of a trace, from one direction and from the plane of two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.directions import square_of_trace
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Proved, Relation
from theorems.language.vectors import in_direction


def trace_square(goal: Relation, along: Callable[[sp.Symbol], sp.Expr], minor: Proved) -> Proved:
    """E (tr S)^2 = value. along: E (u'Su)^2 from the real variance x; minor: E det S in any number of dimensions."""
    whole: Any = goal.left
    one = in_direction(whole.process)
    x = one.parameters.symbols[-1]
    context = goal.context.but({whole.process.spectrum: None, x: "(0, oo)"})
    square = mean(one, whole.what.base.args[0] ** 2, whole.args[0], context)
    found = square_of_trace(whole, by_moments(Relation(square, "=", along(x), context)), minor, goal.context)
    return combine(whole, "=", goal.right, found, context=goal.context)
