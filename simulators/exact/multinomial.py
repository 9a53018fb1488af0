"""An alphabet of any number of symbols: n draws from given shares p, refitted again and again.

The model of Suresh et al. (arXiv 2412.17646), Corollary 1; k = 0 is the given start. Every symbol is a binomial chain
of its own, so expectations add up. Raises ValueError if the chain is too large to follow. Diversity follows from the
declared process.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb

from simulators.exact import alphabet
from simulators.exact.balls import Real


def distinct(*, n: int, p: Sequence[Real], k: int) -> arb:
    """E[number of distinct symbols in generation k]."""
    return alphabet.unique(n=n, k=k, shares=p)[k]
