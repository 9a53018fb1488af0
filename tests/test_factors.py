"""Rational functions as products: flint finds what sympy finds, to the last sign."""

from math import prod

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from theorems.language.factors import factored
from theorems.language.recursion import recursion
from theorems.processes import processes

VARIABLES = sp.symbols("t alpha n m p0 sigma0", positive=True)
FIELD = sp.ZZ.frac_field(*VARIABLES)

polynomials = st.dictionaries(
    st.tuples(*[st.integers(0, 2)] * len(VARIABLES)), st.integers(-6, 6).filter(bool), min_size=1, max_size=4
).map(lambda terms: sum((c * FIELD.from_sympy(prod(map(pow, VARIABLES, e))) for e, c in terms.items()), FIELD.zero))


@given(st.lists(polynomials, min_size=1, max_size=3), st.lists(polynomials, min_size=0, max_size=3))
def test_a_rational_function_has_the_factors_that_sympy_finds(above, below):
    function = prod(above, start=FIELD.one) / prod(below, start=FIELD.one)
    assert factored(function) == sp.factor(FIELD.to_sympy(function))


OBSERVED = [("gaussian_sufficient", "risk"), ("gaussian_subsample", "variance"), ("regression_sufficient", "error")]
"""The last one has irrational factors of which only rational powers are left."""


@pytest.mark.parametrize(("process", "name"), OBSERVED)
def test_coefficients_of_recursions_are_written_as_sympy_factors_them(process, name):
    declared = processes()[process]
    for power in (1, 2):
        found = recursion(declared, declared.observables[name] ** power)
        coefficients = [*found.start, *(c for row in found.step for c in row.values())]
        assert coefficients == [sp.factor(c) for c in coefficients]
        assert any(isinstance(c, sp.Mul) for c in coefficients)
        assert not any(c.has(sp.Dummy) for c in coefficients), "what stands for an irrational factor"


def test_a_number_is_its_own_factor():
    for number in (0, 1, -3, sp.Rational(-4, 6)):
        assert factored(FIELD.from_sympy(sp.sympify(number))) == sp.sympify(number)
