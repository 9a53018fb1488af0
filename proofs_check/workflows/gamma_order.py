"""The order of workflows for gamma laws: what a pool of points is on average, by induction."""

from __future__ import annotations

import sympy as sp

from proofs_check.lemmas import chosen
from proofs_check.lemmas.chosen import at_each, at_least, c, size, spread_at_least, without
from proofs_check.rules.statements import Proved, Relation
from theorems.processes.compared import OF_GAMMA
from theorems.processes.exponential_families import GAMMA_SUBSAMPLE
from theorems.workflows.gamma_order import PARAMETERS, grown, pooled

n, k, a, mu0 = PARAMETERS.symbols
zero = sp.Integer(0)
(POOL,) = GAMMA_SUBSAMPLE.states
RUN = (GAMMA_SUBSAMPLE, POOL, mu0, zero, 1 / a)
BOOTSTRAP, BESIDE = ((OF_GAMMA, pool, mu0, zero, 1 / a) for pool in OF_GAMMA.states)


def accumulate_below_subsample(goal: Relation) -> Proved:
    """What accumulate errs by, and c (1 - 1/n) times the variance of a real point, are at most M + c D."""
    return at_each(RUN, goal, (at_least(RUN, mu0**2 * pooled, pooled), 1 / size**2), (spread_at_least(RUN), c / size))


def subsample_below_replace(goal: Relation) -> Proved:
    """M + c D grows by less than what replace errs by."""
    return at_each(RUN, goal, without(RUN, mu0**2 * (grown - 1)))


def subsample_below_bootstrap(goal: Relation) -> Proved:
    """Neither M nor D is larger without replacement, and 1/n - c is left of D."""
    return chosen.excess(goal, BOOTSTRAP, BESIDE)
