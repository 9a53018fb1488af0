"""A fixed sample of accumulated data in several dimensions: sums over directions."""

from __future__ import annotations

from functools import cache

import sympy as sp

from proofs_check.gaussian.subsample import around, share
from proofs_check.lemmas.means import by_conservation, by_moments
from proofs_check.lemmas.products import near
from proofs_check.rules.algebra import substitute
from proofs_check.rules.claims import statement
from proofs_check.rules.probability import beside
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.subsample_multivariate import THEOREM
from theorems.gaussian.subsample_multivariate import trace as total


@cache
def trace(goal: Relation) -> Proved:
    """The sum of the variances in all directions."""
    return by_moments(goal)


@cache
def mean_error(goal: Relation) -> Proved:
    """What the trace loses: both together do not change."""
    mean = goal.left
    both = beside(mean, mean.process.observables["conserved"])
    conserved = by_moments(Relation(both, "=", total, goal.context))
    return by_conservation(goal, conserved, trace(statement(THEOREM, "trace")))


@cache
def trace_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """As in each direction."""
    return _near(below, above, trace(statement(THEOREM, "trace")), total)


@cache
def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """What the trace lacks."""
    return _near(below, above, mean_error(statement(THEOREM, "mean-error")), -total)


def _near(below: Relation, above: Relation, known: Proved, slope: sp.Expr) -> tuple[Proved, Proved]:
    """c + slope (1 - 1/n) P_k near its limit, for the product P_k of one direction."""
    return near((below, above), substitute(known, {}, below.context), slope * share, around())
