"""Given the real data, the means of kernel estimates follow from the declared process, with the data as its start."""

from __future__ import annotations

from functools import cache

from proofs_check.lemmas.means import by_moments
from proofs_check.rules.statements import Proved, Relation


@cache
def mean_square(goal: Relation) -> Proved:
    """One kernel more in every generation."""
    return by_moments(goal)


@cache
def spread(goal: Relation) -> Proved:
    """The closed form solves the recursion."""
    return by_moments(goal)


@cache
def mean_square_of_all(goal: Relation) -> Proved:
    """The k-th batch is one part in k of what the next one is drawn from."""
    return by_moments(goal)
