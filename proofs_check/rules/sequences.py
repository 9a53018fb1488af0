"""Rules of limits: what tends where, and what follows for a sequence or a function."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import sympy as sp

from proofs_check.rules import identities, points, signs
from proofs_check.rules.algebra import _covered
from proofs_check.rules.statements import (
    Context,
    Disagreement,
    NotProved,
    Operator,
    Proved,
    Range,
    Relation,
    Tends,
    _proved,
    for_all,
)
from theorems.language.functions import BandwidthSum
from theorems.language.growth import Growth, Undecided, by_stirling
from theorems.language.infinite_products import AccumulatedSquare
from theorems.language.readers.interpreter import TheoryFunction
from theorems.language.renewals import Renewal
from theorems.language.series import Polylogarithm

SERIES = (BandwidthSum, Polylogarithm)


def tends(expression: Any, symbol: sp.Symbol, to: Any, limit: Any, context: Context) -> Proved:
    """expression -> limit as symbol -> to: by rules of growth or Gruntz's algorithm, and by values on the way."""
    expression, to, limit = map(sp.sympify, (expression, to, limit))
    if not (to in (sp.oo, -sp.oo) or (to == 0 and context.of[symbol].low == 0)):
        raise NotProved(f"limits are at oo, at -oo, and at 0 from above: got {symbol} -> {to}")
    _goes(symbol, to, context)
    if not limit.is_infinite:
        signs.defined(limit, context.but({symbol: None}))
    how = _decided(expression, symbol, to, limit, context)
    return _proved("tends", Tends(expression, symbol, to, limit, context), by=f"{how}, and balls on the way")


def partial_sums(series: Any, k: sp.Symbol, context: Context) -> Proved:
    """The sum of the first k terms of a series of the theory, all > 0, tends to its value: its definition."""
    s = sp.Symbol("s", integer=True, positive=True)
    if not isinstance(series, SERIES) or not k.is_integer or series.has(k) or s in context.of:
        raise NotProved(f"a series of the theory, and a whole number of terms, are needed: {series}")
    _goes(k, sp.oo, context)
    signs.defined(series, context)
    total = sp.Sum(series.terms(series.args[0], series.args[1], s), (s, 1, k))
    for point in points.points(context, series):
        seen = [points.value(series - total, {**point, k: sp.Integer(few)}) for few in (1, 8, 64)]
        if not seen[0] > seen[1] > seen[2] > 0:
            raise Disagreement(f"{total} does not approach {series} at {points.at(point)}")
    return _proved("partial sums", Tends(total, k, sp.oo, series, context))


def partial_products(value: Any, k: sp.Symbol, context: Context) -> Proved:
    """The product of the first k factors of an infinite product of the theory tends to its value: its definition."""
    t = sp.Symbol("t", integer=True, positive=True)
    if not isinstance(value, AccumulatedSquare) or not k.is_integer or value.has(k) or t in context.of:
        raise NotProved(f"an infinite product of the theory, and a whole number of factors, are needed: {value}")
    _goes(k, sp.oo, context)
    signs.defined(value, context)
    product = sp.Product(value.factor(t), (t, 1, k))
    for point in points.points(context, value):
        seen = [points.value(product / value - 1, {**point, k: sp.Integer(few)}) for few in (1, 8, 64)]
        if not seen[0] > 8 * seen[1] > 64 * seen[2] > 0:
            raise Disagreement(f"{product} does not approach {value} at {points.at(point)}")
    return _proved("partial products", Tends(product, k, sp.oo, value, context))


def euler_product(y: Any, k: sp.Symbol, context: Context) -> Proved:
    """(1 + y)(1 + y/4) ... (1 + y/k^2) tends to sinh(pi sqrt(y))/(pi sqrt(y)), for y > 0. Schema: Euler's product."""
    y, t = sp.sympify(y), sp.Symbol("t", integer=True, positive=True)
    if not k.is_integer or y.has(k) or t in context.of:
        raise NotProved(f"a whole number of factors, and a number that is the same in all, are needed: {y}")
    _goes(k, sp.oo, context)
    signs.sign(y, context, True)
    product, whole = sp.Product(1 + y / t**2, (t, 1, k)), sp.pi * sp.sqrt(y)
    limit = sp.sinh(whole) / whole
    for point in points.points(context, limit):
        seen, most = (points.value(e, {**point, k: sp.Integer(64)}) for e in (limit / product, sp.exp(y / k)))
        if not 1 < seen < most:  # the sum of y/t^2 over all t > k is less than y/k
            raise Disagreement(f"{product} does not approach {limit} at {points.at(point)}")
    return _proved("Euler product", Tends(product, k, sp.oo, limit, context), schema="Euler's product")


def renewals(width: Any, k: Any, context: Context) -> Proved:
    """2 (k + 1)/(w + 1) <= u_0 + ... + u_k, the probabilities of renewals whose gaps are uniform on 1..w.

    Schema: Wald's identity: the first renewal after k, at k + 1 or later, is on average (w + 1)/2 times as far as there
    are renewals up to k, counting that at 0.
    """
    width, k, m = sp.sympify(width), sp.sympify(k), sp.Symbol("m", integer=True, nonnegative=True)
    if not (width.is_integer and k.is_integer) or m in context.of:
        raise NotProved(f"whole numbers are needed: {width}, {k}")
    signs.sign(width - 1, context, False)
    signs.sign(k, context, False)
    most = sp.Sum(Renewal(width, m), (m, 0, k))
    relation = signs.valued(Relation(2 * (k + 1) / (width + 1), "<=", most, context))
    for point in points.points(context, relation.left, most):
        if points.value(relation.left - most, point) > 0:
            raise Disagreement(f"{relation} fails at {points.at(point)}")
    return _proved("renewals", relation, schema="Wald's identity")


def _goes(symbol: sp.Symbol, to: sp.Expr, context: Context) -> None:
    """Raises NotProved unless the symbol's range, under no condition on it, goes on to where the limit is taken."""
    r = context.of[symbol]
    near = r.high == to if to == sp.oo else r.low == to
    if not near or any(c.has(symbol) for c in context.given):
        raise NotProved(f"{symbol} does not go to {to} in {context}")


def limit_of(function: Any, parts: Mapping[sp.Symbol, Proved], context: Context) -> Proved:
    """F(e, ...) -> F(L, ...), from e -> L for each symbol of F, which must be smooth near the limits."""
    parts = dict(parts)
    function, known = sp.sympify(function), {s: p.tends for s, p in parts.items()}
    places = {(t.symbol, t.to) for t in known.values()}
    for premise in parts.values():
        for_all(premise.tends.symbol, premise)
    if len(places) != 1 or any(t.limit.is_infinite for t in known.values()):
        raise NotProved("finite limits at one place are needed")
    ((symbol, to),) = places
    near = sp.Rational(1, 16)
    anywhere = Range(-sp.oo, sp.oo, True, True)
    box = context.but({symbol: None}).but(
        {s: Range(t.limit - near, t.limit + near) if t.limit.is_Rational else anywhere for s, t in known.items()}
    )
    for s, t in known.items():
        signs.smooth(function, s, box)
        _covered({}, t.context, context, ())
    whole = function.subs({s: t.expression for s, t in known.items()}, simultaneous=True)
    limit = function.subs({s: t.limit for s, t in known.items()}, simultaneous=True)
    if function.free_symbols - set(box.symbols):
        raise NotProved(f"{function} has symbols of which nothing is said")
    _goes(symbol, to, context)
    signs.defined(limit, context.but({symbol: None}))
    there = Tends(whole, symbol, to, limit, context)
    given = {"function": function, "symbols": tuple(parts)}
    return _proved("limit of a function", there, parts.values(), by=f"{function}", **given)


def at_least_its_limit(falls: Proved, limit: Proved, symbol: sp.Symbol) -> Proved:
    """A sequence x(s + 1) <= x(s) is never below its limit: limit <= x(s), for whole steps from any s of its range."""
    r, t = falls.relation, limit.tends
    if r.op == "=" or t.to != sp.oo or t.symbol != symbol:
        raise NotProved(f"x(s + 1) <= x(s), and x(s) -> limit as s -> oo, are needed: got {r} and {t}")
    for_all(symbol, falls, limit)
    if not identities.equal(r.left, r.right.subs(symbol, symbol + 1), r.context):
        raise NotProved(f"{r.left} is not {r.right} one step later")
    if not identities.equal(t.expression, r.right, r.context):
        raise NotProved(f"the limit is that of {t.expression}, not of {r.right}")
    if r.context.of[symbol].high != sp.oo:
        raise NotProved(f"{symbol} does not go to oo in {r.context}")
    _covered({}, t.context, r.context, ())
    op: Operator = "<" if r.op == "<" else "<="
    return _proved("limit of a falling sequence", Relation(t.limit, op, r.right, r.context), [falls, limit])


def same_limit(equal: Proved, limit: Proved) -> Proved:
    """From f = e and e -> L, f -> L."""
    r, t = equal.relation, limit.tends
    if r.op != "=" or not identities.equal(r.right, t.expression, r.context):
        raise NotProved(f"f = {t.expression} is needed: got {r}")
    for_all(t.symbol, equal, limit)
    _goes(t.symbol, t.to, r.context)
    _covered({}, t.context, r.context, ())
    return _proved("same limit", Tends(r.left, t.symbol, t.to, t.limit, r.context), [equal, limit])


# -- by what it is decided ----------------------------------------------------------------------------------------

RANGE_ADVICE = "a symbol knows its sign only: write a range into the expression, 0 < r < 1 as 1/(1 + x), x positive"


def _decided(expression: sp.Expr, symbol: sp.Symbol, to: sp.Expr, limit: sp.Expr, context: Context) -> str:
    """By what it is decided that the expression tends to the limit, besides values on the way; or raises NotProved."""
    how = "rules of growth"
    if not _grown(expression, symbol, to, limit, context):
        how = "Gruntz's algorithm"
        others = expression.free_symbols - {symbol}  # what is 0 for some of their values it takes for a number
        known = (*signs.EVERYWHERE, *signs.LEAST, sp.polygamma)
        others |= {f for f in expression.atoms(sp.Function) if not isinstance(f, known)}
        if others:
            raise NotProved(f"no rule of growth shows it for all {', '.join(sorted(map(str, others)))}: {RANGE_ADVICE}")
        try:
            found = sp.limit(expression, symbol, to)
        except (NotImplementedError, ValueError) as error:
            raise NotProved(f"{error}: {RANGE_ADVICE}") from None
        if found.has(sp.sign, sp.AccumBounds) or found is sp.nan:
            raise NotProved(f"the limit is {found}: {RANGE_ADVICE}")
        finite = found.is_finite is not False and limit.is_finite
        if found != limit and not (finite and identities.is_zero(found - limit)):
            raise NotProved(f"the limit is {found}")
    for point in points.points(context.but({symbol: None}), expression)[: points.POINTS]:
        _followed(expression, symbol, to, limit, point)
    return how


def _grown(expression: sp.Expr, symbol: sp.Symbol, to: sp.Expr, limit: sp.Expr, context: Context) -> bool:
    """Do the rules of growth show the limit?"""
    others, y = context.but({symbol: None}), sp.Dummy(positive=True)
    far = symbol if to == sp.oo else 1 / y if to == 0 else -y

    def sign_of(e: sp.Expr) -> int | None:
        if e.free_symbols - set(others.symbols):
            return None
        if identities.is_zero(e):
            return 0
        return next((side for side in (1, -1) if signs.shown(side * e, others, True)), None)

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
    seen = [points.value(e, {**point, symbol: -x if to == -sp.oo else x}) for x in places]
    if limit.is_infinite:
        good = all((b - a) * (1 if limit > 0 else -1) > 0 for a, b in pairwise(seen))
    else:
        near = [abs(x - points.value(limit, point)) for x in seen]
        good = bool(near[-1].lower() <= near[0].upper() * 9 / 10 or near[-1].contains(0))
    if not good:
        raise Disagreement(
            f"{e} -> {limit} at {points.at(point)}? It is {', '.join(x.str(6) for x in seen)} on the way"
        )
