"""What proofs by steps share: the next term of a product or sum, expectations of polynomials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from proofs_check.steps import Cites
from theorems.language.sums import worked_out

Moments = Sequence[sp.Expr | int]
"""The moments of orders 0, 1, 2, ... of a random variable."""

CONDITIONING = Cites(
    "The mean at generation k+1 is the mean of the conditional mean given the past; fresh randomness is "
    "independent of the past, so its moments factor out",
    "tower property; E[f(Y) g(Z)] = E f(Y) E g(Z) for independent Y, Z and integrable f(Y), g(Z)",
)


def at(expression: sp.Expr, *places: Mapping[sp.Symbol, sp.Expr | int]) -> sp.Expr:
    """The expression with symbols replaced, one mapping after the other, finite products and sums done."""
    for place in places:
        expression = expression.subs(place)
    return worked_out(expression)


# -- expectations -------------------------------------------------------------------------------------------


def expectation(polynomial: sp.Expr, moments: Mapping[sp.Symbol, Moments]) -> sp.Expr:
    """E of a polynomial in independent random variables; symbols without moments are constants."""
    variables = list(moments)
    terms = sp.Poly(sp.expand(polynomial), *variables).terms()
    total = sp.Add(
        *(
            coefficient * sp.Mul(*(moments[v][power] for v, power in zip(variables, powers, strict=True)))
            for powers, coefficient in terms
        )
    )
    return sp.factor(total)
