"""What the exact rooms of Gaussian kernel estimates share: a bound on the mean square of the loss at 0."""

from __future__ import annotations

from flint import arb, fmpq


def second_moment(kernel: arb | fmpq, fourth: arb | fmpq) -> arb:
    """At least E of the square of -ln f(0). kernel: the variance v of a kernel of the estimate f; fourth: E of the mean
    fourth power of its points, or more.

    The loss lies between c = ln(2 pi v)/2 and c + Q/(2 v), Q the mean square of the points (the logarithm is concave),
    so its square is at most 2 c^2 + Q^2/(2 v^2), and Q^2 at most the mean fourth power.
    """
    return (2 * arb.pi() * kernel).log() ** 2 / 2 + fourth / (2 * kernel**2)


def need_fit(k: int) -> None:
    """Raises ValueError for k = 0."""
    if k < 1:
        raise ValueError(f"need k >= 1, got {k}: model 0 is no estimate")
