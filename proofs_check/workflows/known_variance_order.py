"""The order of workflows where the variance of a point is known: what a pool of points is on average, by induction."""

from __future__ import annotations

import sympy as sp

from proofs_check.lemmas import chosen
from proofs_check.lemmas.chosen import at_each, at_least, c, size, spread_at_least, without
from proofs_check.rules.statements import Proved, Relation
from theorems.processes.compared import KNOWN
from theorems.processes.known_variance import SUBSAMPLE
from theorems.workflows.known_variance_order import PARAMETERS, squares

n, k, sigma0 = PARAMETERS.symbols
zero, unit = sp.Integer(0), sigma0**2
(POOL,) = SUBSAMPLE.states
RUN = (SUBSAMPLE, POOL, zero, unit, zero)
BOOTSTRAP, BESIDE = ((KNOWN, pool, zero, unit, zero) for pool in KNOWN.states)


def accumulate_below_subsample(goal: Relation) -> Proved:
    """H sigma0^2/n + c (1 - 1/n) sigma0^2 <= M + c D."""
    pooled = at_least(RUN, unit * squares / n, squares)
    return at_each(RUN, goal, (pooled, 1 / size**2), (spread_at_least(RUN), c / size))


def subsample_below_replace(goal: Relation) -> Proved:
    """M + c D <= k sigma0^2/n - (k - 1) sigma0^2/(4 n)."""
    return at_each(RUN, goal, without(RUN, unit * k / n))


def subsample_below_bootstrap(goal: Relation) -> Proved:
    """Neither M nor D is larger without replacement, and 1/n - c is left of D."""
    return chosen.excess(goal, BOOTSTRAP, BESIDE)
