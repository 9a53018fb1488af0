"""Given the real data, the means of kernel estimates follow from the declared process, with the data as its start."""

from __future__ import annotations

from proofs_check.means import by_moments
from proofs_check.steps import Step, claimed
from theorems.kde.given_data import n
from theorems.language import Mean


def mean_square(claim: Mean) -> list[Step]:
    """One kernel more in every generation."""
    return by_moments(claim)


def spread(claim: Mean) -> list[Step]:
    """The closed form solves the recursion; one point has no variance with the divisor n - 1."""
    return [claimed(claim, n >= 2), *by_moments(claim)]


def mean_square_of_all(claim: Mean) -> list[Step]:
    """The k-th batch is one part in k of what the next one is drawn from."""
    return by_moments(claim)
