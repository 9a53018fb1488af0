"""Least squares on the same rows: what a fit moves by is independent of all before, and its covariance is known."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.lemmas.convergent import short_of_its_limit
from proofs_check.lemmas.least_squares import near_limit, scaled
from proofs_check.lemmas.means import by_moments
from proofs_check.lemmas.squares import FROM_ONE, inverse_squares
from proofs_check.lemmas.squares import k as last
from proofs_check.rules.algebra import combine, induction, substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import identity, one_more
from proofs_check.rules.statements import Proved, Relation, over
from theorems.regression.fixed_design import PARAMETERS, THEOREM, once

lam, n, sigma, k, i = PARAMETERS.symbols
later = sp.Symbol("r", integer=True, nonnegative=True)


def estimate(goal: Relation) -> Proved:
    """k - i later fits, in each of which it has the weight 1/i already."""
    (total,) = goal.left.atoms(sp.Sum)
    added = total.subs(k, i + later)

    def step(so_far: Proved, many: sp.Symbol) -> Proved:
        here = so_far.relation.context
        more = one_more(added.subs(later, many), many, here)
        return combine(added.subs(later, many + 1), "=", (many + 1) / i, so_far, more, context=here)

    batches = over({i: "[1, oo)"})
    every = Relation(added, "=", later / i, batches.but({later: "[0, oo)"}))
    known = substitute(induction(every, later, identity(0, 0, batches), step), {later: k - i}, goal.context)
    return combine(goal.left, "=", goal.right, (known, 1 / k), context=goal.context)


@cache
def replace(goal: Relation) -> Proved:
    """Every fit moves as the first one does."""
    return by_moments(goal)


@cache
def accumulate(goal: Relation) -> Proved:
    """Fit k is to k copies of the rows, one of which has new labels."""
    return by_moments(goal)


def accumulate_upper(goal: Relation) -> Proved:
    """The sum of the inverse squares is at most pi^2/6."""
    known = accumulate(statement(THEOREM, "accumulate"))
    squares = substitute(inverse_squares(FROM_ONE), {last: k}, over({k: "[1, oo)"}))
    return combine(goal.left, "<=", goal.right, known, scaled(squares, once, goal.context), context=goal.context)


def accumulate_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The sum of the inverse squares lacks at most 1/k of pi^2/6."""
    known = accumulate(statement(THEOREM, "accumulate"))
    total, left = FROM_ONE.subs(last, k), sp.polygamma(1, k + 1)
    parts = short_of_its_limit(total, left, sp.pi**2 / 6, 1 / k, k, 1)
    return near_limit(known, below, above, once, parts)
