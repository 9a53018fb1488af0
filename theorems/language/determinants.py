"""Laws of determinants of random matrices, which are numbers; moments and draws."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Any

import sympy as sp

from theorems.language.laws import Law, NoMoment
from theorems.language.sums import worked_out


@dataclass(frozen=True)
class WishartDeterminant(Law):
    """|W| for W ~ Wishart_d(degrees, I), 0 where degrees < d.

    It is a product of independent chi-squares of degrees, degrees - 1, ..., degrees - d + 1 (Bartlett).
    """

    degrees: Any
    dimensions: Any

    def moment(self, j: int) -> sp.Expr:
        i = sp.Symbol("i", integer=True, nonnegative=True)
        factor = sp.Mul(*(self.degrees - i + 2 * step for step in range(j)))
        return sp.Product(factor, (i, 0, self.dimensions - 1)) if j else sp.Integer(1)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        degrees, dimensions = (int(value.max()) for value in values)
        if degrees < dimensions:
            return 0.0 * rng.chisquare(1, shape)
        product = rng.chisquare(degrees, shape)
        for i in range(1, dimensions):
            product = product * rng.chisquare(degrees - i, shape)
        return product


@dataclass(frozen=True)
class LogWishartDeterminant(Law):
    """ln |W| for W ~ Wishart_d(degrees, I), degrees >= d: a sum of independent logarithms of chi-squares."""

    degrees: Any
    dimensions: Any

    def moment(self, j: int) -> sp.Expr:
        """From the cumulants, derivatives of ln E e^(s X) at s = 0."""
        i = sp.Symbol("i", integer=True, nonnegative=True)
        half, over = (self.degrees - i) / 2, (i, 0, self.dimensions - 1)
        cumulants = [sp.Sum(sp.polygamma(order, half), over) for order in range(j)]
        if sp.sympify(self.dimensions).is_Integer:
            cumulants = list(map(worked_out, cumulants))
        cumulants[:1] = [mean + self.dimensions * sp.log(2) for mean in cumulants[:1]]
        found = [sp.Integer(1)]
        for order in range(j):
            parts = (comb(order, r) * cumulants[r] * found[order - r] for r in range(order + 1))
            found.append(sp.Add(*parts))
        return found[j]

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        import numpy as np

        return np.log(WishartDeterminant(self.degrees, self.dimensions).draw(rng, shape, *values))


@dataclass(frozen=True)
class ShiftedDeterminant(Law):
    """|a I + b W + c z z'| in d dimensions, for W ~ Wishart_d(degrees, I) and an independent z ~ N(0, I).

    It is the sum over j of a^(d-j) times the principal minors of order j of b W + c z z', a sum of degrees + 1 squares
    of independent normal vectors. The mean of a minor is j! times the elementary symmetric function of order j of
    their weights (Cauchy and Binet).
    """

    shift: Any
    scale: Any
    spike: Any
    degrees: Any
    dimensions: Any

    def moment(self, j: int) -> sp.Expr:
        if j > 1:
            raise NoMoment(f"no moments of {type(self).__name__} but its mean are known")
        a, b, c, m, d = self.arguments
        return _minors(a, b, m, d) + c * d * _minors(a, b, m, d - 1) if j else sp.Integer(1)

    def draw(self, rng: Any, shape: tuple[int, int], *values: Any) -> Any:
        import numpy as np

        a, b, c = values[:3]
        degrees, d = (int(value.max()) for value in values[3:])
        x = rng.standard_normal((*shape, degrees + 1, d))
        weights = np.concatenate([np.full(degrees, float(b)), [float(c)]])
        squares = np.swapaxes(x, -1, -2) @ (weights[:, None] * x)
        return np.linalg.det(float(a) * np.eye(d) + squares)


def _minors(a: Any, b: Any, degrees: Any, d: Any) -> sp.Expr:
    """E |a I + b W| in d dimensions, W ~ Wishart_d(degrees, I)."""
    j = sp.Symbol("j", integer=True, nonnegative=True)
    return sp.Sum(sp.binomial(d, j) * sp.binomial(degrees, j) * sp.factorial(j) * a ** (d - j) * b**j, (j, 0, d))
