"""What a sum or product means where it ends below its start: it is empty, 0 or 1.

sympy goes on by another convention (Karr's), in which the sum over i from 3 to 1 is minus the term at 2. The two agree
where the upper end is at least the lower one less 1: only there is sympy let to work out a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

WRITTEN_OUT = 200
"""Sums of so many terms are written out."""


def worked_out(expression: sp.Expr) -> sp.Expr:
    """The expression with sums, products, integrals and derivatives worked out.

    A sum or product stays as it is where its number of terms may be negative for some values of its symbols.
    """
    if not expression.has(sp.Sum, sp.Product):
        return expression.doit()
    if isinstance(expression, sp.Sum | sp.Product):
        return _worked_out(type(expression), expression.function, expression.limits)
    return expression.func(*map(worked_out, expression.args))


def _worked_out(kind: Any, function: sp.Expr, limits: Sequence[Any]) -> sp.Expr:
    if not limits:
        return worked_out(function)
    *inner, (index, *ends) = limits
    if len(ends) == 2:
        low, high = ends
        terms = sp.expand(high - low + 1)
        if terms.is_Integer and terms <= WRITTEN_OUT:
            join = sp.Add if kind is sp.Sum else sp.Mul
            places = ({index: low + i} for i in range(int(terms)))
            return join(*(_worked_out(kind, function.subs(at), [limit.subs(at) for limit in inner]) for at in places))
        if not inner and _nonnegative(terms):
            done = worked_out(function)
            if not done.has(sp.Sum, sp.Product) and all(map(_of_sympy, done.atoms(sp.Function))):
                return kind(done, (index, low, high)).doit()
    return kind(function, *limits)


def _of_sympy(function: sp.Expr) -> bool:
    """Is it a function of which sympy may know sums? It looks long for those of others."""
    return function.func.__module__.startswith("sympy.")


def _nonnegative(terms: sp.Expr) -> bool:
    """Is it never negative, by what is known of its symbols?"""
    positive = [s for s in terms.free_symbols if s.is_integer and s.is_positive]
    shifted = terms.subs({s: 1 + sp.Dummy(s.name, integer=True, nonnegative=True) for s in positive})
    return bool(shifted.is_extended_nonnegative)


def opaque(expression: sp.Expr, plain: bool = False) -> sp.Expr:
    """The expression with a symbol in the place of every sum and product, the same for the same one.

    What is decided then holds for any values of them: no simplification can work them out by another convention. plain:
    nothing is known of the symbols; else, whether they are positive, which takes long to find.
    """
    symbols: dict[sp.Expr, sp.Dummy] = {}

    def hidden(e: sp.Expr) -> sp.Expr:
        if isinstance(e, sp.Sum | sp.Product):
            return symbols.setdefault(e, sp.Dummy(type(e).__name__, positive=None if plain else e.is_positive))
        return e.func(*map(hidden, e.args)) if e.has(sp.Sum, sp.Product) else e

    return hidden(expression)


def alike(expression: sp.Expr) -> sp.Expr:
    """The expression with its sums and products written in one way: so written, equal ones are.

    Their terms are quotients in factors, gamma functions in the place of their logarithms; all have the same index, and
    what does not have it stands before the sum.
    """

    def terms(fold: sp.Expr) -> sp.Expr:
        if len(fold.limits) > 1:
            return fold
        (index, *ends), term = fold.limits[0], fold.function.replace(sp.loggamma, lambda z: sp.log(sp.gamma(z)))
        one = sp.Dummy("i", dummy_index=depth(term), **index.assumptions0)
        term = term.xreplace({index: one})
        term = term if term.has(sp.Sum, sp.Product) else sp.factor(sp.together(term))
        before, rest = term.as_independent(one, as_Add=False) if isinstance(fold, sp.Sum) else (sp.Integer(1), term)
        return before * fold.func(rest, (one, *ends))

    return expression.replace(lambda e: isinstance(e, sp.Sum | sp.Product), terms)


def depth(term: sp.Expr) -> int:
    """How deeply sums and products lie in each other."""
    return max((1 + depth(fold.function) for fold in term.atoms(sp.Sum, sp.Product)), default=0)


def parted(expression: sp.Expr) -> sp.Expr:
    """The expression with a sum of a + b as the sum of a plus that of b, each written as `alike` does."""

    def parts(total: sp.Sum) -> sp.Expr:
        indices = [index for index, *_ in total.limits]
        terms = (term.as_independent(*indices, as_Add=False) for term in sp.Add.make_args(sp.expand(total.function)))
        return sp.Add(*(factor * total.func(term, *total.limits) for factor, term in terms))

    return alike(expression.replace(lambda e: isinstance(e, sp.Sum), parts))


def written_out(expression: sp.Expr) -> sp.Expr:
    """The expression with its sums and products of a known number of terms written out, and no others."""

    def short(fold: sp.Expr) -> bool:
        return isinstance(fold, sp.Sum | sp.Product) and all(end.is_Integer for end in fold.limits[0][1:])

    return expression.replace(short, lambda fold: sp.expand_func(worked_out(fold)))
