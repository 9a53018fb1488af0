"""A finite chain on {0, 1/n, ..., 1}."""

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, rational
from simulators.exact.finite import binomial, chain


@ctx.workprec(BITS)
def power(*, n: int, p0: Real, m: Real, k: int) -> arb:
    """E P_k^m, a ball."""
    law = chain(rational(p0), k, lambda share: binomial(n, share))
    return sum((arb(w) * arb(share) ** arb(rational(m)) for share, w in law.items() if share > fmpq(0)), arb(0))
