"""What an expression tends to: by rules of growth or Gruntz's algorithm, and by values on the way."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import sympy as sp

from proofs_check.rules.identities import is_zero
from proofs_check.rules.points import POINTS, at, points, value
from proofs_check.rules.signs import EVERYWHERE, LEAST, shown
from proofs_check.rules.statements import Context, Disagreement, NotProved
from theorems.language.growth import Growth, Undecided, by_stirling
from theorems.language.readers.interpreter import TheoryFunction

RANGE_ADVICE = "a symbol knows its sign only: write a range into the expression, 0 < r < 1 as 1/(1 + x), x positive"


def tends(expression: sp.Expr, symbol: sp.Symbol, to: sp.Expr, limit: sp.Expr, context: Context) -> str:
    """By what it is decided that the expression tends to the limit, besides values on the way; or raises NotProved."""
    how = "rules of growth"
    if not _grown(expression, symbol, to, limit, context):
        how = "Gruntz's algorithm"
        others = expression.free_symbols - {symbol}  # what is 0 for some of their values it takes for a number
        others |= {f for f in expression.atoms(sp.Function) if not isinstance(f, (*EVERYWHERE, *LEAST, sp.polygamma))}
        if others:
            raise NotProved(f"no rule of growth shows it for all {', '.join(sorted(map(str, others)))}: {RANGE_ADVICE}")
        try:
            found = sp.limit(expression, symbol, to)
        except (NotImplementedError, ValueError) as error:
            raise NotProved(f"{error}: {RANGE_ADVICE}") from None
        if found.has(sp.sign, sp.AccumBounds) or found is sp.nan:
            raise NotProved(f"the limit is {found}: {RANGE_ADVICE}")
        if found != limit and not (found.is_finite is not False and limit.is_finite and is_zero(found - limit)):
            raise NotProved(f"the limit is {found}")
    for point in points(context.but({symbol: None}), expression)[:POINTS]:
        _followed(expression, symbol, to, limit, point)
    return how


def _grown(expression: sp.Expr, symbol: sp.Symbol, to: sp.Expr, limit: sp.Expr, context: Context) -> bool:
    """Do the rules of growth show the limit?"""
    others, y = context.but({symbol: None}), sp.Dummy(positive=True)
    far = symbol if to == sp.oo else 1 / y if to == 0 else -y

    def sign_of(e: sp.Expr) -> int | None:
        if e.free_symbols - set(others.symbols):
            return None
        if is_zero(e):
            return 0
        return next((side for side in (1, -1) if shown(side * e, others, True)), None)

    expression, rules = expression.subs(symbol, far), Growth(symbol if to == sp.oo else y, sign_of)
    try:
        if limit.is_infinite:
            return rules.diverges(expression if limit == sp.oo else -expression)
        return rules.vanishes(by_stirling(expression - limit, rules.k))
    except Undecided:
        return False


def _followed(e: sp.Expr, symbol: sp.Symbol, to: sp.Expr, limit: sp.Expr, point: Mapping[sp.Symbol, Any]) -> None:
    """Values at 2^10, 2^40 and 2^80 (or their inverses) come nearer to the limit."""
    powers = [4, 7, 10] if e.has(TheoryFunction, sp.Sum, sp.Product) else [10, 40, 80]
    places = [sp.Integer(2) ** p if to in (sp.oo, -sp.oo) else sp.Rational(1, 2**p) for p in powers]
    seen = [value(e, {**point, symbol: -x if to == -sp.oo else x}) for x in places]
    if limit.is_infinite:
        good = all((b - a) * (1 if limit > 0 else -1) > 0 for a, b in pairwise(seen))
    else:
        near = [abs(x - value(limit, point)) for x in seen]
        good = bool(near[-1].lower() <= near[0].upper() * 9 / 10 or near[-1].contains(0))
    if not good:
        raise Disagreement(f"{e} -> {limit} at {at(point)}? It is {', '.join(x.str(6) for x in seen)} on the way")
