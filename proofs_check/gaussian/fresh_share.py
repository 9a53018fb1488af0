"""Fresh real points in every batch of the Gaussian: a factor and a constant in every generation, and their limit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sympy as sp

from proofs_check.lemmas.shares import near_limit, with_power
from proofs_check.rules.claims import statement
from proofs_check.rules.statements import Proved, Relation
from theorems.gaussian.fresh_share import PARAMETERS, THEOREM, gone, kept
from theorems.language.data import PowerSum

n, r, k, sigma0 = PARAMETERS.symbols


def _sums(goal: Relation, error: sp.Expr) -> Mapping[sp.Expr, sp.Expr]:
    """The mean square of the points stays."""
    (seen,) = goal.left.process.states
    return {PowerSum(seen, 2): n * sigma0**2, PowerSum(seen, 1) ** 2: n**2 * error}


@cache
def variance(goal: Relation) -> Proved:
    """What is left of the real variance is what the error of the mean does not have."""
    return with_power(goal, kept, 1, lambda value: _sums(goal, sigma0**2 - value))


@cache
def mean_error(goal: Relation) -> Proved:
    """A generation multiplies the error by (n - r) (n - r - 1)/n^2 and adds sigma0^2/n."""
    return with_power(goal, kept, 1, lambda value: _sums(goal, value))


def variance_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The power is not negative."""
    exact = variance(statement(THEOREM, "variance"))
    return near_limit(exact, below, above, 1, sigma0**2 * gone, kept, 1)


def mean_error_limit(below: Relation, above: Relation) -> tuple[Proved, Proved]:
    """The power is not negative."""
    exact = mean_error(statement(THEOREM, "mean-error"))
    return near_limit(exact, below, above, -1, sigma0**2 * gone, kept, 1)
