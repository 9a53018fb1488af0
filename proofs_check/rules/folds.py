"""Products and sums, one term further."""

from __future__ import annotations

from functools import cache

import sympy as sp


@cache
def _atom(fold: sp.Expr) -> sp.Dummy:
    """The symbol that stands for a product or sum; the same for the same expression."""
    return sp.Dummy(type(fold).__name__, real=True)


def unfolded(expression: sp.Expr, k: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """The expression at k and at k + 1, each product and sum whose upper limit is k + const being a symbol.

    At k + 1 a product is that symbol times its new factor; a sum is that symbol, times the factor by which
    all old summands change (nested products), plus the new summand: the definitions, for every k at
    which the upper limit is at least the lower one less 1.
    """
    if not expression.has(sp.Product, sp.Sum):
        return expression, expression.subs(k, k + 1)
    if not isinstance(expression, sp.Product | sp.Sum):
        pairs = [unfolded(argument, k) for argument in expression.args]
        return tuple(expression.func(*part) for part in zip(*pairs, strict=True))  # type: ignore[return-value]
    (index, low, high), *_ = expression.limits
    atom, inner = _atom(expression), expression.function
    if not high.has(k) or high.subs(k, k + 1) != high + 1 or low.has(k):
        return expression, expression.subs(k, k + 1)
    last = inner.subs(k, k + 1).subs(index, high + 1)
    if not inner.has(k):
        return atom, atom * last if isinstance(expression, sp.Product) else atom + last
    now, then = unfolded(inner, k)
    change = sp.cancel(then / now)
    if isinstance(expression, sp.Product) or change.has(index):
        return expression, expression.subs(k, k + 1)
    return atom, change * atom + last
