"""Distinct symbols of an alphabet under replace: every symbol's share is a binomial chain of its own.

Generation j + 1 is a sample of n independent symbols from the frequencies of generation j, of which generation 0 is
given: by counts in a corpus, or as shares. A symbol of share p is missing from generation j with the probability
Pr(P_j = 0 | P_0 = p) of the chain n P_(j+1) | P_j ~ Binomial(n, P_j), and expectations add up, whatever the
dependence between symbols. The model of Suresh et al. (arXiv 2412.17646), Corollary 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum

import numpy as np
from flint import arb

from simulators.exact.backward import UNIT, extinction
from simulators.exact.balls import Real, rational


def unique(*, n: int, k: int, counts: Sequence[int] | None = None, shares: Sequence[Real] | None = None) -> list[arb]:
    """E[number of distinct symbols in generation j] at [j], j = 0..k: balls.

    One of counts (of a corpus of any size) and shares. Raises ValueError if the chain is too large to follow.
    """
    if (counts is None) == (shares is None):
        raise ValueError("give the counts of the symbols, or their shares")
    if counts is not None:
        kinds, corpus = Counter[Real](counts), sum(counts)
    else:
        kinds, corpus = Counter(shares), 1
    low, high = extinction(n, [rational(kind) / corpus for kind in kinds], k)
    weight = np.array(list(kinds.values()), dtype=float)
    slack = 4 * UNIT  # 1 - u, times the weight, and their sum: each is rounded once
    return [
        (arb(fsum(weight * (1 - most))) * (1 - slack)).union(arb(fsum(weight * (1 - least))) * (1 + slack))
        for least, most in zip(low, high, strict=True)
    ]
