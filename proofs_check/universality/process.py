"""The limit process: with xi the score of the reference law, W_k = W_(k-1) + (xi_k/J + E_k)/k, or without the 1/k."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.squares import near_their_limit
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.moments import closed, one_generation
from proofs_check.rules.statements import Proved, Relation
from theorems.processes.universality import R, T, W
from theorems.universality.process import PARAMETERS, THEOREM, one, squares

J, r, k = PARAMETERS.symbols


@cache
def augment(goal: Relation) -> Proved:
    """Means of squares and products of the error, the sum of the noise, and the sum of scores, J (k W - R)."""
    error, mixed = one * squares, r * sp.harmonic(k)
    known = {
        W**2: error,
        R**2: k * r,
        R * W: mixed,
        T * W: J * (k * error - mixed),
        R * T: J * (k * mixed - k * r),
        T**2: J**2 * (k**2 * error - 2 * k * mixed + k * r),
    }
    return closed(goal.left, goal.right, goal.context, known)


@cache
def augment_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum of the inverse squares."""
    return near_their_limit(augment(statement(THEOREM, "augment")), below, above, one)


@cache
def discard(goal: Relation) -> Proved:
    """Each fit adds the variance of the first."""
    return by_moments(goal)


def discard_law(goal: Relation) -> Proved:
    """Each fit adds a normal variable."""
    return by_moments(goal)


@cache
def score(goal: Relation) -> Proved:
    """J and, from the second batch on, J^2 times the mean squared error of the last model."""
    earlier = substitute(augment(statement(THEOREM, "augment")), {k: k - 1}, goal.context)
    following = one_generation(goal.left, goal.context)
    return combine(goal.left, "=", goal.right, following, (earlier, J**2), context=goal.context)


def as_printed(_: Relation, above: Relation) -> Proved:
    """What is printed lacks J, wherever it is claimed."""
    positive = by_sign(0, "<", J, above.context)
    exact = score(statement(THEOREM, "score"))
    return combine(above.left, "<", above.right, positive, (exact, -1), context=above.context)
