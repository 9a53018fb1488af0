"""Replacing the data by draws of their kernel density estimate (Kazdan et al., Theorem 5).

A draw from model k+1 is a uniformly chosen point of batch k+1 plus h Z, and that point is a draw from model
k: one kernel is added per generation. Moments follow from the declared process.
"""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import below_absolute
from proofs_check.rules.statements import Proved, Relation
from theorems.kde.replace_growth import PARAMETERS, THEOREM

n, k, h, sigma0 = PARAMETERS.symbols


@cache
def annealed_variance(goal: Relation) -> Proved:
    """E draw^2 grows by h^2 in every generation."""
    return by_moments(goal)


@cache
def annealed_law(goal: Relation) -> Proved:
    """E e^(s X) gains the factor e^(s^2 h^2/2) in every generation."""
    return by_moments(goal)


@cache
def spread(goal: Relation) -> Proved:
    """The closed form solves the recursion, from k = 1 on."""
    return by_moments(goal)


@cache
def spread_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The distance from the limit is known exactly: (1-1/n)^k (sigma0^2 - n h^2)."""
    known, context = spread(statement(THEOREM, "spread")), below.context
    distance, rate = sigma0**2 - n * h**2, (1 - 1 / n) ** k
    up, down = below_absolute(distance, context), below_absolute(-distance, context)
    return (
        combine(below.left, "<=", below.right, (known, -1), (down, rate), context=context),
        combine(above.left, "<=", above.right, known, (up, rate), context=context),
    )
