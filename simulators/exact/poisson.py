"""How long a symbol lasts under Poisson sampling: critical Galton-Watson chains of a mean count c = n lambda0.

Generation 1 counts Poisson(c) symbols, the family of each of which dies out within j generations with probability
f^j(0), f(s) = e^(s - 1): so Pr(T > j + 1) = 1 - e^(c (f^j(0) - 1)) for the first generation T without the symbol. Mean
and mean square of T, cut at k + 1, are sums of Pr(T > j).
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, rational


@ctx.workprec(BITS)
def lifetime(*, n: int, lambda0: Real, k: int) -> arb:
    """E min(T, k + 1)."""
    return sum(_present(n, lambda0, k), arb(0))


@ctx.workprec(BITS)
def lifetime_second_moment(*, n: int, lambda0: Real, k: int) -> arb:
    """E min(T, k + 1)^2."""
    return sum(((2 * j + 1) * p for j, p in enumerate(_present(n, lambda0, k))), arb(0))


def _present(n: int, lambda0: Real, k: int) -> list[arb]:
    """Pr(T > j) for j = 0, ..., k."""
    c, died_out, found = arb(n * rational(lambda0)), arb(0), [arb(1)]
    for _ in range(k):
        found.append(-(c * (died_out - 1)).expm1())
        died_out = (died_out - 1).exp()
    return found
