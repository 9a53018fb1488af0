"""Bandwidths that depend on differences: the square is multiplied in the mean; what is left to chance is the centre."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.differences import near_given_differences
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.statements import Proved, Relation
from theorems.kde.replace_equivariant import delta
from theorems.language.data import Past, Variance
from theorems.processes import kde_scaled

u, V = sp.Symbol("u", nonnegative=True), sp.Symbol("V", positive=True)


def spread(goal: Relation) -> Proved:
    """The variance of a draw is n - 1 parts of n of it, and that of the kernel."""
    return by_moments(goal)


def _near(goal: Relation, width: sp.Expr, names: Mapping[sp.Expr, sp.Symbol]) -> Proved:
    """Of the root of the density, by Markov's inequality: its mean, given the differences, is no more than delta.

    width: the square of the bandwidth.
    """
    named, here = {Past(width): u, **names}, goal.context.but({u: "[0, oo)", V: "(0, oo)"})
    below = by_sign(delta, "<=", delta, here)
    return near_given_differences(goal.left, named, below, goal.context, sp.Rational(1, 2))  # type: ignore[arg-type]


def scaled(goal: Relation) -> Proved:
    """The bandwidth is a multiple of the standard deviation."""
    (data,) = kde_scaled.REPLACED.states
    return _near(goal, kde_scaled.width_square(data), {Variance(data, 1): V})  # type: ignore[arg-type]


def cross_validated(goal: Relation) -> Proved:
    """The bandwidth is one of several such multiples."""
    (data,) = kde_scaled.CHOSEN.states
    width = kde_scaled.chosen_square(data)  # type: ignore[arg-type]
    return _near(goal, width, {width: V})
