"""Fitted Gaussians in several dimensions: sums over directions, and products of independent chi-squares."""

from __future__ import annotations

import sympy as sp

from proofs_check.gaussian import directions, moments
from proofs_check.gaussian.directions import det0, dimensions, mean_is, over_directions
from proofs_check.steps import Cites, Equal, Induction, Positive, Step, claimed
from theorems.gaussian.replace_multivariate import PARAMETERS, d, i, j
from theorems.language.claims import Mean, Surely
from theorems.language.expectation import increment
from theorems.language.processes import Increment
from theorems.language.recursion import recursion
from theorems.language.sums import worked_out
from theorems.processes.gaussian_multivariate import DETERMINANT, DIRECTION, D, V

n, k, lam, ddof = PARAMETERS.symbols
variance0 = DIRECTION.parameters["lam"].symbol
"""The variance of the real law in a direction."""

TRACE = sp.Sum(lam[i], (i, 0, d - 1))
SQUARE = sp.Sum(lam[i] ** 2, (i, 0, d - 1))
WISHART = Cites(
    "(n - ddof) Sigma_{k+1} = R'WR with R'R = Sigma_k and W ~ Wishart_d(n-1, I) independent of the past, so that "
    "det Sigma_{k+1} = det Sigma_k |W|/(n - ddof)^d; |W| is a product of independent chi-squares, 0 if n <= d",
    "Cochran's theorem; Bartlett's decomposition of a Wishart matrix",
)


def _factor(quantity: sp.Expr) -> sp.Expr:
    """By how much the mean of a quantity grows in one generation, from the moments of its process."""
    found = recursion(DETERMINANT if quantity.has(D) else DIRECTION, quantity)
    return found.step[0][0]


def trace(claim: Mean) -> list[Step]:
    """The sum of the variances in all directions."""
    return over_directions("gaussian_direction.variance", variance0 * _factor(V) ** k, variance0, TRACE, claim)


def mean_error(claim: Mean) -> list[Step]:
    """The sum of the squared errors in all directions."""
    value = variance0 / n * sp.Sum(_factor(V) ** j, (j, 0, k - 1))
    return over_directions("gaussian_direction.mean_error", value, variance0, TRACE, claim)


def determinant(claim: Mean) -> list[Step]:
    """A product of independent factors."""
    value = det0 * _factor(D) ** k
    start = sp.Product(lam[i], (i, 0, d - 1))
    return [
        WISHART,
        *mean_is("gaussian_determinant.determinant", value),
        Equal("det Sigma_0 is the product of its eigenvalues", value.subs({dimensions: d, det0: start}), claim.value),
    ]


def trace_square(claim: Mean) -> list[Step]:
    """Means over directions, and minors of order 2."""
    of, along = "gaussian_direction.variance_square", variance0**2 * _factor(V**2) ** k
    across = det0 * _factor(D) ** k
    in_plane = worked_out(_factor(D).subs(dimensions, 2)) ** k
    return [
        WISHART,
        *mean_is("gaussian_determinant.determinant", across),
        Equal("In a plane", worked_out(across.subs(dimensions, 2)), det0 * in_plane),
        *directions.trace_square(of, along, variance0, in_plane, (TRACE, SQUARE), claim),
    ]


def log_determinant(claim: Mean) -> list[Step]:
    """A random walk whose steps are sums of independent logarithms."""
    a, u = moments.a, sp.Symbol("u", positive=True)
    grown = increment(DETERMINANT, Increment(sp.log(D)), 1).subs(dimensions, d)
    index = sp.Symbol("i", integer=True, nonnegative=True)
    digamma = sp.polygamma(0, a)
    of_each = sp.Sum(digamma.subs(a, (n - 1 - index) / 2), (index, 0, d - 1)) + d * sp.log(2)
    return [
        claimed(claim, n >= d + 1),
        WISHART,
        moments.factor_moment(2 * (u - a)),
        Equal(
            "X chi-square with 2a degrees of freedom, S = X/(2a): E ln X = ln(2a) + E ln S = psi(a) + ln 2, the "
            "derivative of E S^(u-a) at u = a",
            sp.log(2 * a) + sp.diff(moments.scale_moment(2 * (u - a)), u).subs(u, a),
            digamma + sp.log(2),
        ),
        Cites(
            "E S^t is finite for every t > -a",
            "if E e^(tY) is finite for t in a neighbourhood of 0, then Y is integrable and E Y is its derivative at 0",
        ),
        Equal(
            "ln det Sigma grows on average by the sum over degrees n-1, ..., n-d", of_each - d * sp.log(n - ddof), grown
        ),
        Induction(
            "For all k >= 0: E ln det Sigma_k is the value",
            Equal("At k = 0 it is the sum of ln lam_i", claim.value.subs(k, 0), sp.Sum(sp.log(lam[i]), (i, 0, d - 1))),
            Equal("From k to k+1", claim.value.subs(k, k + 1), claim.value + grown),
        ),
    ]


def singular(claim: Surely) -> list[Step]:
    """n points and their mean span n - 1 directions at most."""
    many, excess = sp.Symbol("d", positive=True), sp.Symbol("y", nonnegative=True)
    return [
        claimed(claim, n <= d),
        claimed(claim, k >= 1),
        Cites("Sigma_k has rank at most n - 1", "n vectors that sum to 0 span at most n - 1 dimensions"),
        Positive(
            "n - 1 < d: put d = n + y",
            (many - (n - 1)).subs(many, n + excess),
            {n: (2, sp.oo), excess: (0, sp.oo)},
            strict=True,
        ),
    ]
