"""A window of batches: what one batch is in later ones, and a weighted mean that is a martingale."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, identity, one_more
from proofs_check.rules.sequences import renewals
from proofs_check.rules.statements import Proved, Relation, over
from theorems.language.renewals import Renewal
from theorems.workflows.window import PARAMETERS, THEOREM, m

n, w, k, sigma0 = PARAMETERS.symbols
WIDTHS = over({w: "[1, oo)"})
LONG = WIDTHS.but({k: "[0, oo)"})
SQUARES = sp.Sum(Renewal(w, m) ** 2, (m, 1, k))


@cache
def error(goal: Relation) -> Proved:
    """What the error of a batch counts for m batches later is a probability of renewals; errors are independent."""
    return by_moments(goal)


@cache
def squares() -> Proved:
    """2 c (U - 1) - c^2 k <= the sum of u_m^2, m = 1..k, for c = 2/(w + 1): U is that of u_m, m = 0..k."""
    total, c = renewals(w, k, LONG).relation.right, 2 / (w + 1)
    y = sp.Symbol("y", real=True)
    square = by_sign(0, "<=", (y - c) ** 2, WIDTHS.but({y: "(-oo, oo)"}))
    goal = Relation(2 * c * (total - 1) - c**2 * k, "<=", SQUARES, LONG)

    def step(known: Proved, j: sp.Symbol) -> Proved:
        here = known.relation.context
        using = [one_more(fold.subs(k, j), j, here) for fold in (total, SQUARES)]
        next_one = substitute(square, {y: Renewal(w, j + 1)}, here)
        left, right = (e.subs(k, j + 1) for e in (goal.left, goal.right))
        return combine(left, "<=", right, known, next_one, using=using, context=here)

    return induction(goal, k, identity(0, 0, WIDTHS), step)


def error_diverges(goal: Relation) -> Proved:
    """Renewals up to k are at least 2 (k + 1)/(w + 1) on average, and squares at least what their sum says."""
    exact, c = error(statement(THEOREM, "error")), 2 / (w + 1)
    unit = sigma0**2 / n
    terms = (exact, -1), (squares(), unit), (renewals(w, k, LONG), 2 * c * unit)
    return combine(goal.left, "<=", goal.right, *terms, context=goal.context)


@cache
def weighted(goal: Relation) -> Proved:
    """What leaves the window counts in the weighted sum as often as it is taken off: once in each generation."""
    return by_moments(goal)


def weighted_diverges(goal: Relation) -> Proved:
    """It grows like this itself."""
    return combine(goal.left, "<=", goal.right, (weighted(statement(THEOREM, "weighted")), -1), context=goal.context)
