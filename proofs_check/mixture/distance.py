"""The product of two normal densities is a normal density, times that of the sum of the variances at the distance."""

from __future__ import annotations

import sympy as sp

from proofs_check.steps import Cites, Equal, Step
from theorems.language import Identity, Mean
from theorems.mixture.distance import PARAMETERS
from theorems.mixture.overlap import Overlap
from theorems.processes.mixture_pair import phi

w, a, v, u, b, c, s, k = PARAMETERS.symbols
x, m, n = sp.symbols("x m n", real=True)


def _exponent(density: sp.Expr) -> sp.Expr:
    return density.atoms(sp.exp).pop().args[0]


def _product() -> list[Step]:
    """Of the densities of N(m, v) and N(n, s): what it integrates to."""
    spread, centre = v * s / (v + s), (s * m + v * n) / (v + s)
    parts, product = (phi(x - m, v), phi(x - n, s)), (phi(m - n, v + s), phi(x - centre, spread))
    return [
        Equal(
            "the product of two densities has the exponent of a density of its own, and of one at their distance",
            sp.Add(*map(_exponent, parts)),
            sp.Add(*map(_exponent, product)),
        ),
        Equal(
            "and the factor of these two: by its square, both being positive",
            (2 * sp.pi * v) * (2 * sp.pi * s),
            (2 * sp.pi * (v + s)) * (2 * sp.pi * spread),
        ),
        Cites("so that it integrates to the density at the distance", "a density integrates to 1"),
    ]


def overlap(claim: Identity) -> list[Step]:
    """The components are at 0 and at a."""
    return [
        Equal("what is claimed of is the integral of the product", claim.quantity, Overlap(a, v, s)),
        *_product(),
        Equal("the means are a apart", claim.value, phi(a, v + s)),
    ]


def _named(e: sp.Expr) -> sp.Expr:
    """With a name in the place of every exponential, by its exponent: what is left is a polynomial in them."""
    return e.replace(sp.exp, lambda exponent: sp.Function("e")(sp.factor(exponent)))


def l2(claim: Mean) -> list[Step]:
    """The integral of the squared difference, multiplied out: of every pair of components the overlap."""
    signed = [(w, sp.Integer(0), v), (1 - w, a, v), (-u, b, s), (u - 1, c, s)]
    overlaps = (y * z * phi(at - to, one + other) for y, at, one in signed for z, to, other in signed)
    return [
        Cites("E f(X) is the integral of f times the density of X, so that E D is that of (p - q)^2", "its definition"),
        *_product(),
        Equal(
            "p - q is a sum of four densities; their products in pairs", _named(claim.value), _named(sp.Add(*overlaps))
        ),
    ]
