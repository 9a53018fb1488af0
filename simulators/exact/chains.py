"""The chain n P_(j+1) | P_j ~ Binomial(n, P_j) on the shares {0, 1/n, ..., 1}, as a finite Markov chain.

The start share p0 need not be a multiple of 1/n: the first step is taken from p0 itself, the others by
the transition matrix. Three arithmetics, chosen by the caller or by cost: rationals; balls; floats with a
certified error, on the part of the chain that is reached (`window`) or from which it dies out (`backward`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

from flint import arb, arb_mat, ctx, fmpq, fmpz, fmpz_mat, fmpz_poly

from simulators.exact.balls import BITS, Exact, binomial_coefficients

Arithmetic = Literal["rational", "ball", "float"]

RATIONAL_COST = 2e9  # bits of rational arithmetic: some 0.1 s
BALL_COST = 3e7  # products of balls: some 2 s
SHORT_BALL_COST = 1e6  # where floats lose little
BALL_SIZE = 300
SOLVE_SIZE = 200
LARGEST = 10**15  # of what estimates are made for
MAX_STATES = 10**6  # of a function that is evaluated on all states
MAX_POWERS = 3 * 10**4  # of a polynomial with coefficients of as many bits


def expectation(
    n: int, p0: fmpq, k: int, value: Callable[[fmpq], fmpq], cap: fmpq, arithmetic: Arithmetic | None = None
) -> Exact:
    """E value(P_k), for a function value of the share with 0 <= value <= cap.

    Raises ValueError if the chain is too large to follow.
    """
    if k == 0:
        return value(p0)
    _limit(n, MAX_STATES, k)
    arithmetic = arithmetic or _cheapest(n, k, BALL_COST)
    values = [value(fmpq(m, n)) for m in range(n + 1)]
    with ctx.workprec(BITS):
        if arithmetic == "float":
            from simulators.exact import window  # brings numpy

            return window.bracket(n, p0, k, values, cap)
        law, zero = _law(n, p0, k, arithmetic)
        return sum((w * v for w, v in zip(law, values, strict=True)), zero)


def forgotten(n: int, p0: fmpq, k: int, arithmetic: Arithmetic | None = None) -> Exact:
    """Pr(P_k = 0); in floats with an absolute error of some 1e-13. Raises as `expectation` does."""
    if k == 0:
        return fmpq(p0 == 0)
    _limit(n, LARGEST, k)
    arithmetic = arithmetic or _cheapest(n, k, SHORT_BALL_COST)
    if arithmetic == "float":
        from simulators.exact import backward  # brings numba

        return backward.forgotten(n, p0, k)
    return _law(n, p0, k, arithmetic)[0][0]


def absorption_at_one(n: int, p0: fmpq) -> fmpq:
    """Probability that the chain ends at 1, from the linear system that its absorption solves.

    h(i) = sum_m T(i, m) h(m) on the interior states, h(0) = 0, h(n) = 1. Interior states reach {0, n} in
    one step with positive probability, so the solution is unique: for large n it is enough to check
    that one is found in h(i) = i/n, which is done for all rows at once. Raises ValueError if n is too large.
    """
    _limit(n, MAX_POWERS)
    first = _weights(n, p0)
    if n <= SOLVE_SIZE:
        step = _transitions(n)
        interior = range(1, n)
        identity_minus = [n**n * (i == m) - step[i, m] for i in interior for m in interior]
        ends = [fmpq(0), fmpq(1)]
        if n > 1:
            right = fmpz_mat(n - 1, 1, [step[i, n] for i in interior])
            solution = fmpz_mat(n - 1, n - 1, identity_minus).solve(right)
            ends[1:1] = [solution[i, 0] for i in range(n - 1)]
        return sum((w * h for w, h in zip(first, ends, strict=True)), fmpq(0)) / p0.q**n
    if one_step(n, lambda m: m) != [0, n, *[0] * (n - 1)]:
        raise ArithmeticError("i/n does not solve the absorption equations")
    return sum((w * fmpq(m, n) for m, w in enumerate(first)), fmpq(0)) / p0.q**n


def one_step(n: int, value: Callable[[int], int]) -> list[fmpz]:
    """E value(Bin(n, p)) as a polynomial in p: its coefficients in increasing powers, n + 1 of them.

    Raises ValueError if n is too large.
    """
    _limit(n, MAX_POWERS)
    weighted = [c * value(m) for m, c in enumerate(binomial_coefficients(n))]
    # sum_m w_m p^m (1-p)^(n-m) = p^n r(1/p - 1) for r with the coefficients w reversed
    shifted = fmpz_poly(weighted[::-1])(fmpz_poly([-1, 1])).coeffs()
    return [fmpz(0)] * (n + 1 - len(shifted)) + shifted[::-1]


def _limit(n: int, most: int, k: int = 0) -> None:
    if n > most:
        raise ValueError(f"the chain has too many states to be followed one by one: n is more than {most:,}")
    if k > LARGEST:
        raise ValueError(f"the chain has too many generations to be followed: k is more than {LARGEST:,}")


def _cheapest(n: int, k: int, ball_cost: float) -> Arithmetic:
    if (n + 1) ** 2 * k * n * k * n.bit_length() <= RATIONAL_COST:
        return "rational"
    return "ball" if n <= BALL_SIZE and (k + n / 4) * (n + 1) ** 2 <= ball_cost else "float"


def _law(n: int, p0: fmpq, k: int, arithmetic: Arithmetic) -> tuple[list[Any], Exact]:
    """Probabilities of the states 0..n of n P_k, and a zero of their kind."""
    return (_rational_law(n, p0, k), fmpq(0)) if arithmetic == "rational" else (_ball_law(n, p0, k), arb(0))


def _weights(n: int, share: fmpq) -> list[fmpz]:
    """q^n Pr(Bin(n, p/q) = m), m = 0..n: integers."""
    p, q = share.p, share.q
    return [c * p**m * (q - p) ** (n - m) for m, c in enumerate(binomial_coefficients(n))]


@lru_cache(maxsize=4)
def _transitions(n: int) -> fmpz_mat:
    """n^n times the transition matrix."""
    rows = [
        c * fmpz(i) ** m * fmpz(n - i) ** (n - m) for i in range(n + 1) for m, c in enumerate(binomial_coefficients(n))
    ]
    return fmpz_mat(n + 1, n + 1, rows)


@lru_cache(maxsize=64)
def _rational_law(n: int, p0: fmpq, k: int) -> list[fmpq]:
    law = fmpz_mat(1, n + 1, _weights(n, p0))
    for _ in range(k - 1):
        law *= _transitions(n)
    scale = p0.q**n * fmpz(n) ** (n * (k - 1))
    return [fmpq(w, scale) for w in law.entries()]


@lru_cache(maxsize=64)
@ctx.workprec(BITS)
def _ball_law(n: int, p0: fmpq, k: int) -> list[arb]:
    step = arb_mat(_transitions(n)) / fmpz(n) ** n
    law = arb_mat(fmpz_mat(1, n + 1, _weights(n, p0))) / p0.q**n
    for _ in range(k - 1):
        law *= step
    return law.entries()
