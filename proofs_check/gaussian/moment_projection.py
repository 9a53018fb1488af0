"""A normal law is determined by its first two moments: fitted to itself it stays what it is."""

from __future__ import annotations

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.leaves import identity
from proofs_check.rules.statements import Proved, Relation


def once(goal: Relation) -> Proved:
    """The fit has the variance of the mixture, which is that within and between its components."""
    return by_moments(goal)


def idempotent(goal: Relation) -> Proved:
    """E e^(s X) is that of a normal law, whose variance does not change."""
    return by_moments(goal)


def fourth(goal: Relation) -> Proved:
    """That of a normal law."""
    return by_moments(goal)


def lost(goal: Relation) -> Proved:
    """The moments of the data, multiplied out."""
    return identity(goal.left, goal.right, goal.context)
