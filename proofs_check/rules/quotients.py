"""Rational functions as polynomials over the rationals: a numerator, and the factors of a denominator."""

from __future__ import annotations

from collections import Counter

import sympy as sp
from sympy.polys.rings import PolyElement, PolyRing


def quotient(expression: sp.Expr) -> tuple[PolyElement, Counter[PolyElement]]:
    """Numerator, and the factors of the denominator with their powers; common factors may be left.

    Raises PolynomialError unless the expression is made of symbols and rational numbers by sums, products and whole
    powers.
    """
    symbols = sorted(expression.free_symbols, key=sp.default_sort_key)
    ring = PolyRing(symbols or [sp.Dummy()], sp.QQ, sp.lex)
    generators = dict(zip(symbols, ring.gens, strict=False))

    def read(e: sp.Expr) -> tuple[PolyElement, Counter[PolyElement]]:
        if e.is_Rational:
            return ring(sp.QQ(int(e.p), int(e.q))), Counter()
        if e.is_Symbol:
            return generators[e], Counter()
        if isinstance(e, sp.Add):
            parts = [read(a) for a in e.args]
            common: Counter[PolyElement] = Counter()
            for _, below in parts:
                common |= below
            return ring.add(*(above * product(ring, common - below) for above, below in parts)), common
        if isinstance(e, sp.Mul):
            parts = [read(a) for a in e.args]
            return ring.mul(*(above for above, _ in parts)), sum((below for _, below in parts), Counter())
        if isinstance(e, sp.Pow) and e.exp.is_Integer:
            (above, below), power = read(e.base), int(e.exp)
            if power >= 0:
                return above**power, Counter({factor: times * power for factor, times in below.items()})
            if above == 0:
                raise sp.PolynomialError(f"{e} divides by 0")
            factor = above.monic()
            inverse = ring(1 / above.LC**-power) * product(ring, below) ** -power
            return inverse, Counter() if factor == 1 else Counter({factor: -power})
        raise sp.PolynomialError(f"{e} is no sum, product or whole power")

    return read(expression)


def product(ring: PolyRing, factors: Counter[PolyElement]) -> PolyElement:
    """The factors multiplied."""
    return ring.mul(ring(1), *(factor**times for factor, times in factors.items()))
