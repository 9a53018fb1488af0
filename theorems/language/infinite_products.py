"""Infinite products of rational factors, whose values are Gamma functions of complex numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp

from theorems.language.readers.interpreter import TheoryFunction


class AccumulatedSquare(TheoryFunction):
    """The product of all 1 - (4t - 3)/(n^2 t^4), t >= 1, for n >= 2: what the mean square of a variance keeps.

    As the four numbers r with r^4 - 4r/n^2 + 3/n^2 = 0 add up to 0, it is the inverse of the product of all
    Gamma(1 - r) (Weierstrass). Two of them are not real.
    """

    nargs = (1,)
    least = (2,)
    is_positive = True
    where = (
        r"$Q_n = \prod_{t \ge 1} \left(1 - \frac{4t - 3}{n^2 t^4}\right) = \prod_{i=1}^4 \Gamma(1 - r_i)^{-1}$, "
        r"$r_i$ the roots of $r^4 - \frac{4r}{n^2} + \frac{3}{n^2}$"
    )

    def factor(self, t: sp.Expr) -> sp.Expr:
        """The t-th."""
        (n,) = self.args
        return 1 - (4 * t - 3) / (n**2 * t**4)

    def in_balls(self, n: int) -> Any:
        from flint import ctx

        return _by_gammas(n, ctx.prec)

    def in_mpmath(self, n: int) -> Any:
        import mpmath as mp

        roots = mp.polyroots([n * n, 0, 0, -4, 3], maxsteps=200, extraprec=4 * mp.mp.prec)
        return mp.re(mp.gammaprod([], [1 - r for r in roots]))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        base = f"Q_{{{printer._print(self.args[0])}}}"
        return base if exp is None else f"{base}^{{{exp}}}"


@lru_cache(maxsize=64)
def _by_gammas(n: int, precision: int) -> Any:
    from flint import acb, ctx, fmpz_poly

    with ctx.workprec(precision + 30):
        roots: Any = fmpz_poly([3, -4, 0, 0, n * n]).complex_roots()
        product = acb(1)
        for root, _ in roots:  # they differ, for n >= 2
            product *= (1 - root).rgamma()
    return product.real
