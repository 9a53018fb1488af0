"""The factor F by which a batch changes the variance of all data: its moments, and the mean of its root.

F = a + b (A + a B) for independent chi-squares, A of n - 1 degrees and B of one, a = 1 - 1/t and b = 1/(nt).
"""

from __future__ import annotations

from functools import cache
from math import ceil, comb, prod
from typing import Any

from flint import arb, ctx, fmpq

BITS = 256


def moment(n: fmpq, t: fmpq, j: int) -> fmpq:
    """E F^j for j >= 0: of a + b (A + a B), term by term."""
    a, b = 1 - 1 / t, 1 / (n * t)

    def of_square(degrees: fmpq, i: int) -> fmpq:
        return prod((degrees + 2 * r for r in range(i)), start=fmpq(1))

    def scatter(i: int) -> fmpq:
        """E (A + a B)^i."""
        return sum((comb(i, r) * of_square(n - 1, i - r) * a**r * of_square(fmpq(1), r) for r in range(i + 1)), fmpq(0))

    return sum((comb(j, i) * (a ** (j - i)) * b**i * scatter(i) for i in range(j + 1)), fmpq(0))


@cache
def root_mean(n: int, t: int) -> Any:
    """E sqrt(F), by the trapezoidal rule for 1/sqrt(pi) times the integral of f(s) = E F e^(-s^2 F) over all s.

    Where |f(x + iy)| has an integral over x of at most M for all |y| < d, the rule of step h is off by no more than
    2 M/(e^(2 pi d/h) - 1). It is at most sqrt(pi) E (1 + F)/2 e^(d^2 F). For real s, f falls as |s| grows, and is at
    most e^(-a s^2), as F >= a and E F <= 1.
    """
    with ctx.workprec(BITS):
        return _root_mean(n, t) if n >= 2 and t >= 1 else arb("nan")


def _root_mean(n: int, t: int) -> Any:
    if t == 1:
        return (arb(fmpq(n, 2)).lgamma() - arb(fmpq(n - 1, 2)).lgamma()).exp() * arb(fmpq(2, n)).sqrt()
    a, b = fmpq(t - 1, t), fmpq(1, n * t)

    def both(u: fmpq) -> tuple[Any, Any]:
        """E e^(-u F) and E F e^(-u F), for u > -1/(2b)."""
        one, other = arb(1 + 2 * b * u), arb(1 + 2 * a * b * u)
        transform = arb(-a * u).exp() * one ** arb(fmpq(1 - n, 2)) / other.sqrt()
        return transform, transform * (a + b * (n - 1) / one + a * b / other)

    d = fmpq(1) if n * t < 16 else fmpq(2)  # d^2 <= nt/4 = 1/(4b)
    most = arb.pi().sqrt() * sum(both(-(d**2))) / 2
    h = fmpq(ceil(2**20 * 2 * 3.1415 * float(d) / (0.6932 * (BITS + 20))), 2**20)
    terms = ceil((0.6932 * (BITS + 20) / float(a)) ** 0.5 / float(h))
    end = terms * h
    total = both(fmpq(0))[1] + 2 * sum((both((i * h) ** 2)[1] for i in range(1, terms + 1)), arb(0))
    cut = arb(-a * end**2).exp() / (a * end)
    off = 2 * most / ((2 * arb.pi() * d / h).exp() - 1)
    return (h * total + cut.union(arb(0)) + off.union(-off)) / arb.pi().sqrt()
