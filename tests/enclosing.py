"""What tests of enclosures share: the working precision, and when a number found holds the true one."""

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from harness.judge.observed import Observed
from simulators.exact.balls import BITS


@pytest.fixture(autouse=True)
def precision():
    """That of the exact rooms."""
    with ctx.workprec(BITS):
        yield


class Exact:
    """The exact means of a process, written by hand or derived: `Exact("gaussian").risk(n=2, k=1)`.

    A name that ends in `_second_moment` is that of a bound on the mean square.
    """

    def __init__(self, process):
        self.process = process

    def __getattr__(self, name):
        observed = Observed(f"{self.process}.{name.removesuffix('_second_moment')}")
        return observed.square if name.endswith("_second_moment") else observed.oracle


def rational(x):
    """The same number for flint."""
    return fmpq(Fraction(x).numerator, Fraction(x).denominator)


def holds(found, truth):
    """Is the truth the rational that was found, or in the ball? A rational is itself made a ball: a finer one."""
    with ctx.workprec(16 * BITS):
        return found.contains(rational(truth)) if isinstance(found, arb) else found == rational(truth)
