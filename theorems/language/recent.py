"""Sums over the last generations as polynomials: what joins such a sum in a generation, and what leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy as sp

from theorems.language.data import GENERATION, Recent
from theorems.language.monomials import NotClosed, Polynomial, monomial

if TYPE_CHECKING:
    from theorems.language.moments import Algebra


class Leaving(sp.Function):
    """Leaving(expression, w): the term that Recent(expression, w) loses in the next generation; 0 if none.

    What it is a generation later is not worked out: the mean of a polynomial closes where it cancels.
    """

    nargs = (2,)
    is_real = True


def read(algebra: Algebra, recent: Recent) -> Polynomial:
    """A sum over the last generations, in sums of t^i times a monomial; raises NotClosed."""
    of, width = recent.args
    if width.free_symbols & algebra.random or width.has(GENERATION):
        raise NotClosed(f"{recent} is a sum over so many generations as depend on the run")
    total = []
    for m, c in algebra.read(of).items():
        written = algebra.written(c)
        if not all(isinstance(x, sp.Symbol) for x, _ in m) or not written.is_polynomial(GENERATION):
            raise NotClosed(f"{recent} is no sum of monomials in numbers, times powers of t")
        for (power,), share in sp.Poly(written, GENERATION).terms():
            each = Recent(GENERATION**power * algebra.expression(m), width)
            total.append(algebra.multiply(algebra.constant(share), {monomial({each: 1}): algebra.domain.one}))
    return algebra.add(*total)


def moved(algebra: Algebra, recent: Recent | Leaving) -> Polynomial:
    """It a generation later, before the mean is taken over what is drawn in it; raises NotClosed."""
    if isinstance(recent, Leaving):
        raise NotClosed(f"{recent} a generation later is not worked out")
    of, width = recent.args
    step = {s: e for s, e in algebra.process.step.items() if s in of.free_symbols}
    joins = algebra.read(of.xreplace({GENERATION: GENERATION + 1}).xreplace(step))
    power = of.as_powers_dict()[GENERATION]
    leaves = {monomial({Leaving(of / GENERATION**power, width): 1}): algebra.domain.one}
    then = algebra.constant(-((GENERATION + 1 - width) ** power))
    return algebra.add({monomial({recent: 1}): algebra.domain.one}, joins, algebra.multiply(then, leaves))


def begun(algebra: Algebra, recent: Recent) -> Polynomial:
    """At the first generation it has one term."""
    of, _ = recent.args
    return algebra.read(of.xreplace({GENERATION: sp.Integer(algebra.process.first)}).xreplace(algebra.process.start))
