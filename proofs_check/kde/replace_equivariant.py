"""Bandwidths that are a multiple of the standard deviation: its square is multiplied in the mean."""

from __future__ import annotations

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.statements import Proved, Relation


def spread(goal: Relation) -> Proved:
    """The variance of a draw is n - 1 parts of n of it, and that of the kernel."""
    return by_moments(goal)
