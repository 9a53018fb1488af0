"""The risk of the Gaussian fitted to all data so far, in balls: mean and a bound on the mean square; n >= 2.

Model t multiplies the variance by F = a + b (A + a B), a = 1 - 1/t, b = 1/(nt), for independent chi-squares, A of
n - 1 degrees and B of one. A + a B is a mixture of a times chi-squares of n + 2m degrees, with the probabilities of a
negative binomial m (H. Ruben, Annals of Mathematical Statistics 33, 1962, 542-570); and for a chi-square X of 2c
degrees, E sqrt(1 + b X) = z^c U(c, c + 3/2, z), z = 1/(2b), with Tricomi's function U (DLMF 13.4.4). As the pool's mean
square is sigma0^2 on average, E R_k = 2 sigma0 (sigma0 - E sigma_k). Kazdan et al. (arXiv 2410.16713), section 2.1.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, factorial

from flint import arb, ctx, fmpq

from simulators.exact.balls import Real, rational
from simulators.exact.gaussian_workflows import moments

BITS = 128


@lru_cache(maxsize=1024)
@ctx.workprec(2 * BITS)
def _root(n: int, t: int) -> arb:
    """E sqrt(F)."""
    if t == 1:
        return (arb(fmpq(n, 2)).lgamma() - arb(fmpq(n - 1, 2)).lgamma()).exp() * arb(fmpq(2, n)).sqrt()
    a, b, half, z = fmpq(t - 1, t), fmpq(1, n * t), fmpq(n - 1, 2), fmpq(n * t, 2)
    mass, total, m = arb(a) ** half, arb(0), 0
    while True:
        # from here on masses fall by this factor or more, and sqrt(1 + b X) <= 1 + b X, in the mean 1 + b (n + 2m)
        fall = max((half + m) / (m + 1), fmpq(1)) / t * (1 + fmpq(2, n + 2 * m))
        if fall < 1:
            rest = mass * (1 + b * (n + 2 * m)) / (1 - fall)
            if rest < arb(2) ** -BITS:
                return arb(a).sqrt() * (total + rest.union(arb(0)))
        c = fmpq(n, 2) + m
        total += mass * arb(z) ** c * arb(z).hypgeom_u(c, c + fmpq(3, 2))
        mass *= (half + m) / (m + 1) / t
        m += 1


def risk(*, n: int, k: int, sigma0: Real = 1) -> arb:
    """E R_k, R_k = (mu_k - mu_0)^2 + (sigma_k - sigma0)^2."""
    kept = arb(1)
    for t in range(1, k + 1):
        kept *= _root(n, t)
    return 2 * rational(sigma0) ** 2 * (1 - kept)


def _fourth(n: int, k: int) -> fmpq:
    """E (s_k - 1)^4 at sigma0 = 1, from E F^j = mean of (a + b (A + a B))^j by cumulants."""
    powers = [fmpq(1)] * 5
    for t in range(1, k + 1):
        a, b = fmpq(t - 1, t), fmpq(1, n * t)
        c1, c2, c3, c4 = (
            2 ** (j - 1) * factorial(j - 1) * b**j * (n - 1 + a**j) + (a if j == 1 else 0) for j in (1, 2, 3, 4)
        )
        raw = [fmpq(1), c1, c2 + c1**2, c3 + 3 * c2 * c1 + c1**3]
        raw.append(c4 + 4 * c3 * c1 + 3 * c2**2 + 6 * c2 * c1**2 + c1**4)
        powers = [p * f for p, f in zip(powers, raw, strict=True)]
    return sum((comb(4, j) * (-1) ** j * p for j, p in enumerate(powers)), fmpq(0))


def risk_second_moment(*, n: int, k: int, sigma0: Real = 1) -> arb:
    """E R_k^2 is at most this.

    At mu_0 = 0 and sigma0 = 1 the square (sigma - 1)^2 is at most s + 1, and at most (s - 1)^2, s = sigma^2; then by
    Minkowski's inequality.
    """
    if k == 0:
        return arb(0)
    found = moments("accumulate", n, [1], k)[-1]
    centre = arb(found.error_square).sqrt()
    wide, narrow = arb(found.trace_square).sqrt() + 1, arb(_fourth(n, k)).sqrt()
    return (rational(sigma0) ** 2 * (centre + wide.min(narrow))) ** 2
