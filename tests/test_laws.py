"""A law says one thing three times: its moments, its masses and its draws agree."""

from math import inf, log, sqrt

import numpy as np
import pytest
import sympy as sp

from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from simulators.engine import Support, stream
from theorems.language.laws import (
    Binomial,
    Finite,
    Gamma,
    MeanChiSquare,
    Mixture,
    NoMoment,
    Normal,
    Occupied,
    Plus,
    Poisson,
)
from theorems.language.pooled import PoolFactor
from theorems.language.readers import ball
from theorems.language.recursion import recursion
from theorems.language.shrinkage import Shrinkage
from theorems.language.uniform import Uniform
from theorems.processes.gaussian_accumulated import FACTORS, F

FALSE_ALARM = 1e-12
"""Of one comparison: there are fewer than 1000 in this file."""

PATHS = 2**16
Q = sp.Rational
COIN = Finite((Q(-1), Q(0), Q(4)), (Q(1, 2), Q(1, 8), Q(3, 8)))
LAWS = [
    Normal(Q(1), Q(2)),
    Normal(Q(-3), Q(1, 9)),
    Uniform(Q(-1, 2), Q(1, 2)),
    Uniform(Q(1), Q(4)),
    MeanChiSquare(Q(3)),
    Gamma(Q(2), Q(3)),
    Gamma(Q(1, 2), Q(1, 5)),
    Binomial(Q(5), Q(1, 3)),
    Binomial(Q(2), Q(1)),
    Occupied(Q(5), Q(3)),
    PoolFactor(Q(2), Q(1)),
    PoolFactor(Q(5), Q(3)),
    Shrinkage(Q(1), Q(3)),
    Shrinkage(Q(4), Q(1, 5)),
    Poisson(Q(2)),
    Poisson(Q(30)),
    COIN,
    Plus(Normal(Q(1), Q(2)), Poisson(Q(3))),
    Plus(COIN, Plus(Binomial(Q(4), Q(1, 4)), Normal(Q(0), Q(1)))),
    Mixture((Q(1, 4), Q(3, 4)), (Normal(Q(0), Q(1)), Normal(Q(5), Q(4)))),
    Mixture((Q(1, 2), Q(1, 3), Q(1, 6)), (Poisson(Q(1)), Normal(Q(-6), Q(1)), Binomial(Q(9), Q(2, 3)))),
    Mixture((Q(1, 2), Q(1, 2)), (Plus(Normal(Q(2), Q(1)), COIN), MeanChiSquare(Q(2)))),
]


def columns(law):
    """Values of the arguments as a simulation has them."""
    return [np.full((PATHS, 1), float(a)) for a in law.arguments]


def odds(values, mean, variance):
    """Evidence against the mean of independent values of this variance, on either side; the bet looks at no value."""
    error = sqrt(2 * log(2 / FALSE_ALARM) * variance / len(values))
    sums = block_sums(Support("real", -inf, inf), values - mean)
    return max(log_evidence(Support("real"), variance, sums, Side(0.0, sign, sign * error)) for sign in (1, -1))


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_draws_have_the_moments(law, entropy):
    drawn = law.draw(stream(entropy, f"draws of {law}", 0), (PATHS, 3), *columns(law))
    assert drawn.shape == (PATHS, 3)
    for column in drawn.T:  # each one a draw of its own
        for j in (1, 2):
            mean, square = (float(ball(law.moment(order), {})) for order in (j, 2 * j))
            variance = max(square - mean**2, 1e-12)
            assert odds(column**j, mean, variance) < log(2 / FALSE_ALARM)
            if variance > 1e-6:
                assert odds(column**j, mean + 0.1 * sqrt(variance), variance) > log(2 / FALSE_ALARM)
    one, other = drawn[:, 0], drawn[:, 1]
    mean, square = (float(ball(law.moment(j), {})) for j in (1, 2))
    spread = max(square - mean**2, 1e-12)
    assert odds((one - mean) * (other - mean), 0.0, spread**2) < log(2 / FALSE_ALARM)


@pytest.mark.parametrize("power", [1, 2, 3, 4])
def test_a_factor_that_is_drawn_has_the_moments_of_the_one_that_a_batch_makes(power):
    made = recursion(FACTORS, F**power)
    for n, k in ((2, 1), (2, 2), (3, 2), (5, 4)):
        drawn = PoolFactor(sp.Integer(n), sp.Integer(k)).moment(power)
        assert made.value(k, {"n": sp.Integer(n)}) == drawn


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_masses_have_the_moments(law):
    arguments = [sp.Rational(a) for a in law.arguments]
    try:
        masses = list(law.masses(*arguments))
    except NoMoment:
        assert not isinstance(law, Binomial | Finite)
        return
    for j in range(6):
        assert sp.Rational(sum(mass * value**j for value, mass in masses)) == law.moment(j)


@pytest.mark.parametrize("degrees", [1, 2, 3, 8])
def test_powers_have_the_moments_where_both_are_known(degrees):
    law = MeanChiSquare(sp.Integer(degrees))
    for j in range(5):
        power, finite = law.power_moment(sp.Integer(j))
        assert finite == sp.true
        assert sp.simplify(power - law.moment(j)) == 0
    assert law.power_moment(sp.Integer(-degrees))[1] == sp.false
