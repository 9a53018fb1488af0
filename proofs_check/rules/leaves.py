"""Leaves of derivations: identities, signs and definitions, each decided twice."""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.rules import identities, points, signs
from proofs_check.rules.statements import (
    INEQUALITY,
    Context,
    Disagreement,
    NotProved,
    Operator,
    Proved,
    Range,
    Relation,
    _proved,
)
from theorems.language import functions


def identity(left: Any, right: Any, context: Context) -> Proved:
    """left = right, by algebra and in balls at points."""
    relation = signs.valued(Relation(left, "=", right, context))
    identities.zero(relation.left - relation.right, context)
    return _proved("identity", relation, by="algebra, and balls at points")


def by_sign(left: Any, op: Operator, right: Any, context: Context) -> Proved:
    """left <= right (or <): the difference is a rational function with coefficients of one sign, once exponentials,
    roots, means and the like are symbols with their ranges.
    """
    relation = signs.valued(_inequality(left, op, right, context))
    how = signs.sign(relation.right - relation.left, context, op == "<")
    return _proved("sign", relation, by=f"{how}, and balls at points")


def by_derivatives(left: Any, op: Operator, right: Any, symbol: sp.Symbol, order: int, context: Context) -> Proved:
    """left <= right (or <) from the lowest value of a symbol on: the derivatives 0 .. order - 1 of the difference are
    >= 0 there, and the next one is >= 0 throughout. Strict where the symbol's lowest value is left out.
    """
    relation = signs.valued(_inequality(left, op, right, context))
    if symbol.is_integer:  # for all real values: its derivatives are about what lies between
        real, whole = sp.Dummy(symbol.name, real=True), symbol
        left, right = (e.xreplace({whole: real}) for e in (relation.left, relation.right))
        by_derivatives(left, op, right, real, order, Context(context.ranges).renamed(whole, real))
        by = f"derivative {order} for real {symbol}; and balls at points"
        return _proved("derivatives", relation, by=by, symbol=symbol, order=order)
    difference = relation.right - relation.left
    r = context.of[symbol]
    if not r.low.is_finite:
        raise NotProved(f"{symbol} has no lowest value")
    if op == "<" and not r.low_open:
        raise NotProved(f"strict only where {symbol} = {r.low} is left out")
    _smooth_from_the_start(difference, symbol, context)
    start, derivative, strict = context.but({symbol: None}), difference, op == "<"
    for j in range(order):
        at_start = derivative.subs(symbol, r.low)
        try:
            signs.sign(at_start, start, False)
        except NotProved as error:
            if not identities.is_zero(at_start):
                raise NotProved(f"derivative {j} at {symbol} = {r.low}: {error}") from None
        derivative = sp.diff(derivative, symbol)
    how = _last_derivative(derivative, context, strict)
    if seen := signs.seen_negative(difference, context, strict):
        raise Disagreement(f"{relation}: derivatives say so, but {seen}")
    by = f"derivative {order}: {how}; and balls at points"
    return _proved("derivatives", relation, by=by, symbol=symbol, order=order)


def _last_derivative(derivative: sp.Expr, context: Context, strict: bool) -> str:
    """By what it is shown to have its sign: the cheapest means first."""
    if any(signs.shown(form, context, strict) for form in (derivative, sp.factor(derivative))):
        return signs.COEFFICIENTS
    if context.box is not None:
        try:
            return signs.on_box(sp.expand(derivative), context, 4000)
        except NotProved:
            pass
    return signs.sign(derivative, context, strict)


def _smooth_from_the_start(e: sp.Expr, symbol: sp.Symbol, context: Context) -> None:
    """Raises NotProved unless it is smooth in a symbol, also at the lowest end where the range leaves that out."""
    r, x = context.of[symbol], sp.Dummy(symbol.name, real=True)
    others = context.but({symbol: None})
    signs.smooth(e.xreplace({symbol: x}), x, others.but({x: Range(r.low, r.high, False, r.high_open)}))


def by_balls(left: Any, right: Any, context: Context, cells: int = 4000) -> Proved:
    """left < right on a box with finite ends (their closure), by ball arithmetic with bisection."""
    relation = _inequality(left, "<", right, context)
    return _proved("balls", relation, by=signs.on_box(relation.right - relation.left, context, cells))


def given(condition: sp.Basic, context: Context) -> Proved:
    """A condition of the context as a relation."""
    if not isinstance(condition, INEQUALITY):
        raise NotProved(f"not an inequality: {condition}")
    if _on_one_side(condition) not in {_on_one_side(c) for c in context.given if isinstance(c, INEQUALITY)}:
        raise NotProved(f"{condition} is no condition of {context}")
    op: Operator = "<" if isinstance(condition, sp.Gt | sp.Lt) else "<="
    relation = Relation(condition.lts, op, condition.gts, context)
    return _proved("given", relation if condition in context.given else signs.valued(relation))


def _on_one_side(inequality: Any) -> tuple[bool, sp.Expr]:
    """Is it strict, and what is positive (or not negative) then: the same however its terms are arranged."""
    return isinstance(inequality, sp.Gt | sp.Lt), sp.cancel(inequality.gts - inequality.lts)


def definition(function: Any, *arguments: Any, context: Context) -> Proved:
    """f(..., k + 1) = what it is in f(..., k), of a function of the theory that says how it goes on (`unfold`)."""
    *others, k = arguments
    if not any(function is known for known in vars(functions).values()):
        raise NotProved(f"{function} is no function of the theory")
    relation = _at_points(Relation(function(*others, k + 1), "=", function.unfold(*others, k), context))
    return _proved("definition", relation, by=f"{function.__name__}")


def _at_points(equation: Relation) -> Relation:
    """The equation, whose sides have values in its context, equal ones at points."""
    for point in points.points(signs.valued(equation).context, equation.left, equation.right):
        difference = points.value(equation.left - equation.right, point)
        if not difference.contains(0):
            raise Disagreement(f"{equation}: the two sides differ by {difference.str(6)} at {points.at(point)}")
    return equation


def one_more(fold: Any, k: sp.Symbol, context: Context) -> Proved:
    """A product (or sum) up to k + 1 is that up to k, which may be empty, times (plus) its term at k + 1.

    So with k - 1, or another whole number of steps from k, in the place of k.
    """
    if not isinstance(fold, sp.Product | sp.Sum):
        raise NotProved(f"a product or sum is needed: {fold}")
    (index, low, high), *rest = fold.limits
    whole = k.is_integer and low.is_integer and (high - k).is_Integer
    if rest or low.has(k) or fold.function.has(k) or not whole:
        raise NotProved(f"a product or sum up to {k} is needed: {fold}")
    signs.sign(high + 1 - low, context, False)
    term = fold.function.subs(index, high + 1)
    following = fold * term if isinstance(fold, sp.Product) else fold + term
    relation = signs.valued(Relation(fold.subs(k, k + 1), "=", following, context))
    return _proved("one more", relation, symbol=k)


def cycles(term: Any, index: sp.Symbol, ratio: Any, k: sp.Symbol, context: Context) -> Proved:
    """The sum of c(k, j) f(j) over j = 1..k is f(1) (1 + z)/2 ... (k - 1 + z)/k, where f(j + 1) = z f(j) for j >= 1.

    c(k, j): the probability that a permutation of k has j cycles. Schema: generating function of Stirling numbers.
    """
    term, z, m = sp.sympify(term), sp.sympify(ratio), sp.Symbol("m", integer=True, positive=True)
    j = sp.Dummy("j", integer=True, positive=True)
    if not (k.is_integer and index.is_integer) or index in context.of or z.has(index):
        raise NotProved(f"a sum over whole {index} to {k}, of terms whose ratio does not have {index}, is needed")
    signs.sign(k - 1, context, False)
    inside, here = context.but({j: Range(sp.Integer(1), sp.oo, False, True)}), term.subs(index, j)
    for e in (here, z):
        signs.defined(e, inside)
    identities.zero(here.subs(j, j + 1) - z * here, inside)
    value = term.subs(index, 1) * sp.Product((m - 1 + z) / m, (m, 2, k))
    total = sp.Sum(functions.CycleProbability(k, index) * term, (index, 1, k))
    relation = _at_points(Relation(total, "=", value, context))
    return _proved("cycles", relation, schema="generating function of Stirling numbers", term=term, ratio=z)


def mean_cycles(index: sp.Symbol, k: sp.Symbol, context: Context) -> Proved:
    """The sum of j c(k, j) over j = 1..k is H_k = 1 + 1/2 + ... + 1/k.

    Schema: element m opens a cycle with probability 1/m.
    """
    if not (k.is_integer and index.is_integer and index.is_positive) or index in context.of:
        raise NotProved(f"a sum over whole {index} > 0 to {k} is needed")
    signs.sign(k - 1, context, False)
    total = sp.Sum(functions.CycleProbability(k, index) * index, (index, 1, k))
    relation = _at_points(Relation(total, "=", sp.harmonic(k), context))
    return _proved("mean cycles", relation, schema="the mean number of cycles of a permutation")


def below_absolute(expression: Any, context: Context) -> Proved:
    """e <= |e|."""
    relation = signs.valued(Relation(expression, "<=", sp.Abs(expression), context))
    return _proved("absolute value", relation)


def _inequality(left: Any, op: Operator, right: Any, context: Context) -> Relation:
    if op == "=":
        raise NotProved("this rule shows inequalities")
    return Relation(left, op, right, context)
