"""Laws: counts in the cells of a partition, against claimed probabilities of the cells."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np
from scipy.special import gammaln


def log_mixture(counts: np.ndarray) -> Any:
    """Log of the Dirichlet(1/2) mixture of the likelihoods of counts [..., cells]: one for each row.

    The likelihoods are of draws in their order, so they have no multinomial coefficient: over all sequences of draws
    the mixture sums to 1. Krichevsky and Trofimov (1981).
    """
    cells, total = counts.shape[-1], counts.sum(axis=-1)
    return gammaln(cells / 2) - gammaln(total + cells / 2) + np.sum(gammaln(counts + 0.5) - gammaln(0.5), axis=-1)


def log_cells(counts: np.ndarray, probabilities: np.ndarray) -> float:
    """Evidence against the claimed cell probabilities: Dirichlet(1/2) mixture against upper bounds on them."""
    seen = counts > 0
    if np.any(probabilities[seen] <= 0):
        return inf
    return float(log_mixture(counts) - np.sum(counts[seen] * np.log(probabilities[seen])))


def log_ratio(counts: np.ndarray, numerator: np.ndarray, denominator: np.ndarray) -> float:
    """Evidence against the simple law `denominator`, in favour of `numerator` (cell probabilities)."""
    seen = counts > 0
    if np.any(denominator[seen] <= 0):
        return inf
    if np.any(numerator[seen] <= 0):
        return -inf
    return float(np.sum(counts[seen] * np.log(numerator[seen] / denominator[seen])))
