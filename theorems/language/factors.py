"""Rational functions as products: the factors that sympy finds, found by flint in a fraction of the time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.core.mul import _keep_coeff
from sympy.polys.polyutils import _sort_gens

FACTORED = lru_cache(maxsize=4096)(sp.factor)
"""Of any expression. The means of a quantity and of its square have coefficients in common."""


def factored(element: Any) -> sp.Expr:
    """An element of a field of rational functions over the integers, written as `sympy.factor` writes it.

    The sign of a factor goes by its leading term, and that by the order in which sympy sorts the variables.
    """
    from flint import Ordering, fmpz_mpoly_ctx

    variables = element.field.symbols
    order = [variables.index(variable) for variable in _sort_gens(variables)]
    ring = fmpz_mpoly_ctx.get([f"x{i}" for i in order], Ordering.lex)
    number, product = sp.Integer(1), []
    for polynomial, sign in ((element.numer, 1), (element.denom, -1)):
        terms = {tuple(powers[i] for i in order): int(c) for powers, c in polynomial.items()}
        constant, factors = ring.from_dict(terms).factor()
        number *= sp.Integer(int(constant)) ** sign
        for factor, exponent in factors:
            named = [
                sp.Mul(int(c), *(variables[i] ** int(e) for i, e in zip(order, powers, strict=True)))
                for powers, c in factor.to_dict().items()
            ]
            product.append(sp.Add(*named) ** (sign * exponent))
    return _keep_coeff(number, sp.Mul(*product))
