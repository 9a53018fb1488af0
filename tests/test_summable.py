"""Which bounds of a mean say that a sum over all generations is finite."""

import pytest
import sympy as sp

from harness.judge.obligations import adds_up
from theorems.language.processes import HalfSquare
from theorems.processes.mixture import REFITTED, L, M, T, V, n


@pytest.mark.parametrize("what", [T, L, sp.sqrt(T), T**2, L ** sp.Rational(1, 7)])
def test_a_power_of_a_sum_is_bounded_where_the_sum_is(what):
    assert adds_up(REFITTED, what)


@pytest.mark.parametrize(
    "what",
    [1 / T, 1 / sp.sqrt(L), T**M, T**n, -T, sp.Integer(1), T / (1 + T), sp.exp(-T), V, M, sp.sqrt(V), HalfSquare(T)],
)
def test_what_is_bounded_although_a_sum_is_not_says_nothing_of_it(what):
    assert not adds_up(REFITTED, what)
