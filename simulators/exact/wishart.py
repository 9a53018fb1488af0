"""Moments of a Gaussian fit in d dimensions, by the linear recursion that they close under; the start is mean 0.

One generation takes the mean m and the covariance S to

    m + g y,    a S + b W + c y y',    W ~ Wishart_d(n - 1, S) and y ~ N(0, S), independent.

Replace: a = c = 0, b = 1/(n - ddof), g^2 = 1/n. Accumulate, generation t, ddof = 0: a = (t-1)/t, b = 1/(nt),
c = (t-1)/(nt^2), g^2 = 1/(nt^2). Traces of the moments of W and y are those of Wishart and normal variables: with
p = n - 1, T = (tr S)^2 and Q = tr S^2, E (tr W)^2 = p^2 T + 2 p Q, E tr W^2 = p T + p (p + 1) Q, E (y'y)^2 = T + 2 Q.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb
from typing import NamedTuple

from flint import fmpq

from simulators.exact.balls import Real, chi_square_moment, rational


class Coefficients(NamedTuple):
    """Of one generation."""

    a: fmpq
    b: fmpq
    c: fmpq
    g2: fmpq


class Moments(NamedTuple):
    """E of tr S, |m|^2, (tr S)^2, tr S^2, |m|^4, |m|^2 tr S and m'S m."""

    trace: fmpq
    error: fmpq
    trace_square: fmpq
    square_trace: fmpq
    error_square: fmpq
    mixed: fmpq
    quadratic: fmpq


def replace(n: int, k: int, ddof: int) -> Iterator[Coefficients]:
    """The coefficients of generations 1..k."""
    zero = fmpq(0)
    return (Coefficients(zero, fmpq(1, n - ddof), zero, fmpq(1, n)) for _ in range(k))


def accumulate(n: int, k: int) -> Iterator[Coefficients]:
    """The coefficients of generations 1..k."""
    return (
        Coefficients(fmpq(t - 1, t), fmpq(1, n * t), fmpq(t - 1, n * t * t), fmpq(1, n * t * t))
        for t in range(1, k + 1)
    )  # fmt: skip


def moments(n: int, lam: Sequence[Real], generations: Iterator[Coefficients]) -> Moments:
    """After these generations, from a covariance with the eigenvalues lam."""
    eigenvalues = [rational(x) for x in lam]
    trace = sum(eigenvalues, fmpq(0))
    at = Moments(trace, fmpq(0), trace**2, sum((x**2 for x in eigenvalues), fmpq(0)), fmpq(0), fmpq(0), fmpq(0))
    p = n - 1
    for a, b, c, g2 in generations:
        kept = a + b * p
        norm = at.trace_square + 2 * at.square_trace
        at = Moments(
            (kept + c) * at.trace,
            at.error + g2 * at.trace,
            (kept + c) ** 2 * at.trace_square + 2 * (b**2 * p + c**2) * at.square_trace,
            (a**2 + b**2 * p * (p + 1) + 2 * c**2 + 2 * a * b * p + 2 * a * c + 2 * b * c * p) * at.square_trace
            + (b**2 * p + c**2) * at.trace_square,
            at.error_square + 4 * g2 * at.quadratic + g2**2 * norm + 2 * g2 * at.mixed,
            kept * (at.mixed + g2 * at.trace_square) + c * (at.mixed + g2 * norm),
            kept * (at.quadratic + g2 * at.square_trace) + c * (at.quadratic + g2 * norm),
        )
    return at


def eighth(n: int, generations: Iterator[Coefficients]) -> list[fmpq]:
    """E m^(2i) S^(4-i), i = 0, ..., 4, in one dimension, from S = 1."""
    at = [fmpq(1), *[fmpq(0)] * 4]
    for a, b, c, g2 in generations:
        moved = []
        for i in range(5):
            total, square = fmpq(0), 4 - i
            for j in range(i + 1):  # E (m + g y)^(2i) has comb(2i, 2j) m^(2(i-j)) g^(2j) y^(2j)
                for r in range(square + 1):  # and (a S + b W + c y^2)^square has (c y^2)^r
                    rest = sum_moment(a, ((b, n - 1),), square - r)
                    normal = chi_square_moment(1, j + r)
                    total += comb(2 * i, 2 * j) * g2**j * comb(square, r) * c**r * normal * rest * at[i - j]
            moved.append(total)
        at = moved
    return at


def determinant_moment(degrees: int, d: int, power: int) -> fmpq:
    """E |W|^power, W ~ Wishart_d(degrees, I): |W| is a product of independent chi-squares (Bartlett), 0 if too few."""
    if degrees < d:
        return fmpq(0)
    moment = fmpq(1)
    for i in range(d):
        moment *= chi_square_moment(degrees - i, power)
    return moment


def sum_moment(a: fmpq, terms: Sequence[tuple[fmpq, int]], power: int) -> fmpq:
    """E (a + b X + c Y + ...)^power for independent chi-squares X, Y, ...; terms: (b, degrees of X), ..."""
    moments = [a**j for j in range(power + 1)]
    for factor, degrees in terms:
        more = [factor**j * chi_square_moment(degrees, j) for j in range(power + 1)]
        moments = [
            sum((comb(j, i) * moments[j - i] * more[i] for i in range(j + 1)), fmpq(0)) for j in range(power + 1)
        ]
    return moments[power]
