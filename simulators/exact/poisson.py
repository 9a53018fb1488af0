"""Poisson chain: n Lambda_(j+1) | Lambda_j ~ Poisson(n Lambda_j), Lambda_0 = lambda0 > 0 given.

N_j = n Lambda_j (j >= 1) counts a Galton-Watson process: each of the N_j individuals has Poisson(1)
children, and N_1 ~ Poisson(n lambda0), where n lambda0 need not be an integer. The model of
Suresh et al. (arXiv 2412.17646), Theorem 2; k = 0 is the given start.
"""

from __future__ import annotations

from flint import ctx, fmpq

from simulators.exact.balls import BITS, Exact, Real, rational
from simulators.exact.poisson_lineage import extinct


@ctx.workprec(BITS)
def survival(*, n: int, lambda0: Real, k: int) -> Exact:
    """Pr(Lambda_k != 0): the lineages of the N_1 individuals of generation 1 die out independently."""
    if k == 0:
        return fmpq(lambda0 != 0)
    return 1 - (n * rational(lambda0) * (extinct(k=k - 1) - 1)).exp()
