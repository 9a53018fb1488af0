"""By how much one workflow errs more than another, exactly; and the fourth moment of the error, at most.

A model of mean theta is fitted to points that are chosen without a look at their values: so the fourth moment of its
error is at most, by Jensen's inequality, that of a point of the batches so far.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from simulators.exact.workflows import Fit, Round, family, fits

ZERO = fmpq(0)


def chosen(n: int, k: int, v2: fmpq, again: bool) -> list[Fit]:
    """Models 1..k of a natural exponential family of variance 1 + v2 (theta - mu0)^2 on average."""
    rounds: Iterator[Round] = ((n, n if t == 1 else 0, 1, False, n, again) for t in range(1, k + 1))
    return list(fits(rounds, family(v2)))


def excess(n: int, k: int, v2: fmpq) -> fmpq:
    """E of the squared error with replacement, less that without, in units of the real variance."""
    if k == 0:
        return ZERO
    return chosen(n, k, v2, True)[-1].error - chosen(n, k, v2, False)[-1].error


def fourth(errors: list[fmpq], about: tuple[fmpq, fmpq, fmpq, fmpq]) -> fmpq:
    """E e_k^4 at most, e_1, e_2, ... the errors of k models; errors: E e_t^2.

    about: how often E e^4, E e^2 and E |e|^3 enter that of a point of the next batch, and what is added. E |e|^3 is at
    most half the sum of the other two.
    """
    power, square, cube, rest = about
    total, mean = ZERO, ZERO
    for t, error in enumerate([ZERO, *errors[:-1]], 1):
        total += power * mean + square * error + cube * (error + mean) / 2 + rest
        mean = total / t
    return mean
