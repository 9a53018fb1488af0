"""A finite sum is smooth where all its terms are: both programs, what they take and what they refuse."""

import pytest
import sympy as sp
from handmade import N, X, certificate_of, node, refused

from proofs_check.rules.leaves import by_derivatives
from proofs_check.rules.statements import NotProved, over

x = sp.Symbol("x", nonnegative=True)
j, k = sp.symbols("j k", integer=True, positive=True)
CONTEXT = over({x: "[0, oo)", k: "[1, oo)"})


def total(term, last=k):
    return sp.Sum(term, (j, 1, last))


def test_a_sum_of_smooth_terms_has_their_slopes():
    assert by_derivatives(0, "<=", total(1 - 1 / (1 + j * x)), x, 1, CONTEXT)


@pytest.mark.parametrize(
    "f",
    [
        total(1 + 1 / (sp.Rational(1, 2) - x)),  # a pole, then less than 0
        total(1 + 1 / (j - sp.Rational(1, 2) - x)),
        total(1 + 1 / (1 - 2 * x), sp.Integer(3)),
        total(2**-j - (2 + x) ** -j, sp.oo),
        total(1 + 0 * j, sp.floor(x) + 1),
    ],
)
def test_a_sum_with_a_pole_in_its_terms_or_without_an_end_is_refused(f):
    with pytest.raises(NotProved):
        by_derivatives(0, "<=", f, x, 1, CONTEXT)


def derived(term, last="k"):
    """0 <= a sum of terms, by the first derivative in x."""
    fold = ["sum", "j", 1, last, term]
    return certificate_of({}, node("derivatives", 0, "<=", fold, {"x": X, "k": N}, symbol="x", order=1))


def one_and_inverse(sign, base):
    return ["+", 1, ["*", sign, ["^", base, -1]]]


def test_the_second_program_takes_slopes_of_sums():
    assert not refused(derived(one_and_inverse(-1, ["+", 1, "x"])))


@pytest.mark.parametrize(
    "certificate",
    [
        derived(one_and_inverse(1, ["+", ["/", 1, 2], ["*", -1, "x"]])),
        derived(one_and_inverse(1, ["+", "j", ["/", -1, 2], ["*", -1, "x"]])),
        derived(one_and_inverse(-1, ["+", 1, "x"]), ["oo"]),
    ],
)
def test_the_second_program_refuses_poles_and_sums_without_an_end(certificate):
    assert refused(certificate)
