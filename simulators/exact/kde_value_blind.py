"""The Gaussian kernel estimate under every workflow of a name, model k, k >= 1.

A draw is a real point and a normal variable of variance D h^2 more, D <= k kernels lying between.
"""

from __future__ import annotations

from flint import fmpq

from simulators.exact.balls import Real, rational
from simulators.exact.value_blind import rounds
from simulators.exact.workflows import fits, resampling


def draw_square(*, n: int, k: int, h: Real, workflow: str, sigma0: Real = 1) -> fmpq:
    """E x^2 of a draw from model k."""
    *_, last = fits(rounds(workflow, int(n), int(k)), resampling(rational(h) / rational(sigma0)))
    return sum(last, fmpq(0)) * rational(sigma0) ** 2


def draw_square_second_moment(*, n: int, k: int, h: Real, workflow: str, sigma0: Real = 1) -> fmpq:
    """At least E x^4, whatever n and the workflow are."""
    return 3 * (rational(sigma0) ** 2 + int(k) * rational(h) ** 2) ** 2
