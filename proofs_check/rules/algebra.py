"""Rules of algebra: identities, signs, inequalities from others, induction, limits of sequences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

from proofs_check.rules import identities, limits, points, signs
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
)
from theorems.language.sums import worked_out

Replacement = Mapping[sp.Symbol, Any]


# -- leaves -------------------------------------------------------------------------------------------------


def identity(left: Any, right: Any, context: Context) -> Proved:
    """left = right, by algebra and in balls at points."""
    relation = Relation(left, "=", right, context)
    identities.zero(relation.left - relation.right, context)
    return _proved("identity", relation, by="algebra, and balls at points")


def by_sign(left: Any, op: Operator, right: Any, context: Context) -> Proved:
    """left <= right (or <): the difference is a rational function with coefficients of one sign, once exponentials,
    roots, means and the like are symbols with their ranges.
    """
    relation = _inequality(left, op, right, context)
    how = signs.sign(relation.right - relation.left, context, op == "<")
    return _proved("sign", relation, by=f"{how}, and balls at points")


def by_derivatives(left: Any, op: Operator, right: Any, symbol: sp.Symbol, order: int, context: Context) -> Proved:
    """left <= right (or <) from the lowest value of a symbol on: the derivatives 0 .. order - 1 of the difference are
    >= 0 there, and the next one is >= 0 throughout. Strict where the symbol's lowest value is left out.
    """
    relation = _inequality(left, op, right, context)
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
        if not identities.is_zero(at_start):
            try:
                signs.sign(at_start, start, False)
            except NotProved as error:
                raise NotProved(f"derivative {j} at {symbol} = {r.low}: {error}") from None
        derivative = sp.diff(derivative, symbol)
    how = _last_derivative(derivative, context, strict)
    if seen := signs.seen_negative(difference, context, strict):
        raise Disagreement(f"{relation}: derivatives say so, but {seen}")
    return _proved("derivatives", relation, by=f"derivative {order}: {how}; and balls at points")


def _last_derivative(derivative: sp.Expr, context: Context, strict: bool) -> str:
    """By what it is shown to have its sign: the cheapest means first."""
    if any(signs.shown(form, context, strict) for form in (derivative, sp.factor(derivative))):
        return signs.COEFFICIENTS
    if all(r.low.is_finite and r.high.is_finite for _, r in context.ranges):
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


def from_the_start(function: Any, symbol: sp.Symbol, start: Proved, slope: Proved) -> Proved:
    """From c <= F(low) and 0 <= F' from there on, c <= F. c and the context of `start` do not have the symbol."""
    function, begin, s = sp.sympify(function), start.relation, slope.relation
    low = s.context.of[symbol].low
    if begin.op == "=" or s.op == "=" or s.left != 0 or begin.left.has(symbol):
        raise NotProved(f"c <= F(low) and 0 <= F' are needed: got {begin} and {s}")
    if not identities.is_zero(begin.right - function.subs(symbol, low)):
        raise NotProved(f"at {symbol} = {low} it is {function.subs(symbol, low)}, not {begin.right}")
    identities.zero(sp.diff(function, symbol) - s.right, s.context)
    _smooth_from_the_start(function, symbol, s.context)
    _applies(start, s.context)
    return _proved("from the start", Relation(begin.left, "<=", function, s.context), [start, slope])


def by_balls(left: Any, right: Any, context: Context, cells: int = 4000) -> Proved:
    """left < right on a box with finite ends (their closure), by ball arithmetic with bisection."""
    relation = _inequality(left, "<", right, context)
    return _proved("balls", relation, by=signs.on_box(relation.right - relation.left, context, cells))


def at_integers(left: Any, op: Operator, right: Any, symbol: sp.Symbol, context: Context) -> Proved:
    """left <= right (or <) at every integer of a finite range, each decided in balls; no other symbols."""
    relation = _inequality(left, op, right, context)
    if context.symbols != (symbol,) or not symbol.is_integer:
        raise NotProved(f"every integer of a finite range of one symbol: got {context}")
    for x in signs.whole_numbers(context.of[symbol]):
        difference = (relation.right - relation.left).subs(symbol, x)
        found = points.value(difference, {})
        if not (found > 0 or (op == "<=" and found.contains(0) and identities.is_zero(difference))):
            raise NotProved(f"{relation.left} {op} {relation.right} is not shown at {symbol} = {x}")
    return _proved("integers", relation, by="balls at each")


def given(condition: sp.Basic, context: Context) -> Proved:
    """A condition of the context, or the end of a range, as a relation."""
    if not isinstance(condition, sp.Ge | sp.Gt | sp.Le | sp.Lt):
        raise NotProved(f"not an inequality: {condition}")
    if condition not in context.given and condition.canonical not in {c.canonical for c in context.given}:
        raise NotProved(f"{condition} is no condition of {context}")
    op: Operator = "<" if isinstance(condition, sp.Gt | sp.Lt) else "<="
    return _proved("given", Relation(condition.lts, op, condition.gts, context))


def _inequality(left: Any, op: Operator, right: Any, context: Context) -> Relation:
    if op == "=":
        raise NotProved("this rule shows inequalities")
    return Relation(left, op, right, context)


# -- from relations, others -----------------------------------------------------------------------------------


def combine(
    left: Any,
    op: Operator,
    right: Any,
    *terms: Proved | tuple[Proved, Any],
    using: Sequence[Proved] = (),
    context: Context,
) -> Proved:
    """left op right, as right - left = sum of multiplier (right - left) over the premises, up to what is equal.

    Each premise may come with its multiplier (1 if none), which is >= 0 in the context unless the premise is an
    equation. `using`: equations by which the left sides may be replaced. So one adds, scales, chains and multiplies.
    """
    relation = Relation(left, op, right, context)
    pairs = [term if isinstance(term, tuple) else (term, sp.Integer(1)) for term in terms]
    total, strict = relation.right - relation.left, False
    for premise, multiplier in pairs:
        r = _applies(premise, context)
        total -= sp.sympify(multiplier) * (r.right - r.left)
        if r.op == "=":
            continue
        if op == "=":
            raise NotProved(f"an equation does not follow from an inequality: {r}")
        positive = r.op == "<" and _positive(multiplier, context)
        if not positive and multiplier != 1:
            signs.sign(sp.sympify(multiplier), context, False)
        strict = strict or positive
    if op == "<" and not strict:
        raise NotProved(f"no premise with a positive multiplier is strict: {relation}")
    identities.zero(_replaced(total, using, context), context)
    return _proved("combine", relation, [*(p for p, _ in pairs), *using], by="algebra, and balls at points")


def _positive(multiplier: Any, context: Context) -> bool:
    try:
        signs.sign(sp.sympify(multiplier), context, True)
    except NotProved:
        return False
    return True


def _replaced(expression: sp.Expr, equations: Sequence[Proved], context: Context) -> sp.Expr:
    for equation in equations:
        r = _applies(equation, context)
        if r.op != "=":
            raise NotProved(f"only an equation replaces: {r}")
        expression = expression.xreplace({r.left: r.right})
    return expression


def _applies(premise: Proved, context: Context) -> Relation:
    """The premise's relation, if it holds throughout the context."""
    relation = premise.relation
    _covered({}, relation.context, context, ())
    return relation


def substitute(premise: Proved, values: Replacement, context: Context, *because: Proved) -> Proved:
    """The premise with expressions in the place of symbols, for all values in a context.

    Each expression must lie in the range of its symbol: by its sign, or because of relations `low <= e`, `e < high`.
    """
    replaced = {s: sp.sympify(e) for s, e in values.items()}
    if changed := {s for s in premise.fixed if replaced.get(s, s) != s}:
        raise NotProved(f"{changed} stands for one value until the induction ends")
    _covered(replaced, premise.relation.context, context, because)
    relation = premise.relation
    left, right = (e.subs(replaced, simultaneous=True) for e in (relation.left, relation.right))
    return _proved("substitute", Relation(left, relation.op, right, context), [premise, *because], str(dict(replaced)))


def _covered(values: Replacement, wide: Context, context: Context, because: Sequence[Proved]) -> None:
    """Raises NotProved unless the values lie in the wide context wherever the other context holds."""
    for symbol, r in wide.ranges:
        e = values.get(symbol, symbol)
        if e == symbol:
            if symbol not in context.of:
                raise NotProved(f"{symbol} has no range in {context}")
            if context.of[symbol].within(r):
                continue
        if symbol.is_integer and not e.is_integer:
            raise NotProved(f"{symbol} is a whole number: {e} need not be one")
        for low, is_open, high in ((r.low, r.low_open, e), (e, r.high_open, r.high)):
            if low.is_finite is not False and high.is_finite is not False:
                _less(low, "<" if is_open else "<=", high, context, because)
    for condition in wide.given:
        there = condition.subs(dict(values), simultaneous=True)
        if there in context.given or there == sp.true or there.canonical in {c.canonical for c in context.given}:
            continue
        if not isinstance(there, sp.Ge | sp.Gt | sp.Le | sp.Lt):
            raise NotProved(f"{there} is no condition of {context}")
        _less(there.lts, "<" if isinstance(there, sp.Gt | sp.Lt) else "<=", there.gts, context, because)


def _less(low: sp.Expr, op: Operator, high: sp.Expr, context: Context, because: Sequence[Proved]) -> None:
    for reason in because:
        r = _applies(reason, context)
        if r.op != "=" and (op == "<=" or r.op == "<") and identities.is_zero((high - low) - (r.right - r.left)):
            return
    try:
        signs.sign(high - low, context, op == "<")
    except NotProved as error:
        raise NotProved(f"{low} {op} {high} is needed: {error}") from None


def weaken(premise: Proved) -> Proved:
    """From = or <, the relation <=."""
    r = premise.relation
    return _proved("weaken", Relation(r.left, "<=", r.right, r.context), [premise])


def turned(premise: Proved) -> Proved:
    """From left = right, right = left."""
    r = premise.relation
    if r.op != "=":
        raise NotProved(f"only an equation can be turned: {r}")
    return _proved("turned", Relation(r.right, "=", r.left, r.context), [premise])


def increasing(function: Any, symbol: sp.Symbol, premise: Proved, slope: Proved, *because: Proved) -> Proved:
    """From a <= b, F(a) <= F(b): `slope` says 0 <= F'(x) (or <) for x between them.

    a and b must lie in the range that x has in `slope`; from a < b and 0 < F' follows <.
    """
    function, r, s = sp.sympify(function), premise.relation, slope.relation
    if r.op == "=" or s.op == "=" or s.left != 0:
        raise NotProved(f"a <= b and 0 <= F' are needed: got {r} and {s}")
    inner = r.context.but({symbol: s.context.of[symbol]})
    identities.zero(sp.diff(function, symbol) - s.right, inner)
    signs.smooth(function, symbol, inner)
    for end in (r.left, r.right):
        _covered({symbol: end}, s.context, r.context, because)
    op: Operator = "<" if r.op == s.op == "<" else "<="
    left, right = (function.subs(symbol, e) for e in (r.left, r.right))
    return _proved("increasing", Relation(left, op, right, r.context), [premise, slope, *because], by=f"{function}")


def raised(premise: Proved, exponent: Any, *because: Proved) -> Proved:
    """From 0 <= a <= b, a^e <= b^e for an exponent e >= 0."""
    exponent, r = sp.sympify(exponent), premise.relation
    if r.op == "=":
        raise NotProved(f"an inequality is needed: {r}")
    signs.sign(exponent, r.context, False)
    _less(sp.Integer(0), "<=", r.left, r.context, because)
    return _proved("raised", Relation(r.left**exponent, "<=", r.right**exponent, r.context), [premise, *because])


def largest(*premises: Proved) -> Proved:
    """From a <= q, b <= q, ..., Max(a, b, ...) <= q."""
    first, *others = [premise.relation for premise in premises]
    if any(r.op == "=" or r.right != first.right or r.context != first.context for r in (first, *others)):
        raise NotProved("bounds from below of one quantity in one context are needed")
    least = sp.Max(*(r.left for r in (first, *others)), evaluate=False)
    return _proved("largest", Relation(least, "<=", first.right, first.context), premises)


def cases(symbol: sp.Symbol, *parts: Proved) -> Proved:
    """One relation, proved for ranges of a symbol that follow on each other without a gap, for all of them."""
    first = parts[0].relation
    whole = first.context.of[symbol]
    for part in parts[1:]:
        r, other = part.relation, part.relation.context.of[symbol]
        if (r.left, r.op, r.right) != (first.left, first.op, first.right):
            raise NotProved(f"another relation: {r}")
        _covered({}, r.context, first.context.but({symbol: other}), ())
        gap = other.low - whole.high
        met = gap == 0 and not (whole.high_open and other.low_open)
        if not (met or gap < 0 or (symbol.is_integer and gap == 1)):
            raise NotProved(f"{whole} and {other} leave a gap")
        if other.high >= whole.high:
            whole = Range(whole.low, other.high, whole.low_open, other.high_open)
    return _proved("cases", Relation(first.left, first.op, first.right, first.context.but({symbol: whole})), parts)


def at_value(symbol: sp.Symbol, at: Any, premise: Proved, left: Any, op: Operator, right: Any) -> Proved:
    """A relation at one value of a symbol, from the relation that it becomes there (which does not have the symbol)."""
    at, r = sp.sympify(at), premise.relation
    spot = Range(at, at)
    relation = Relation(left, op, right, r.context.but({symbol: spot}))
    there = [_taken(e, {symbol: at}) for e in (relation.left, relation.right)]
    if op != r.op or not all(
        a == b or identities.is_zero(a - b) for a, b in zip(there, (r.left, r.right), strict=True)
    ):
        raise NotProved(f"at {symbol} = {at} it is {there[0]} {op} {there[1]}, not {r}")
    return _proved("at a value", relation, [premise])


def _taken(e: sp.Expr, values: Replacement) -> sp.Expr:
    return worked_out(e.subs(values, simultaneous=True))


def induction(claim: Relation, k: sp.Symbol, base: Proved, step: Callable[[Proved, sp.Symbol], Proved]) -> Proved:
    """A relation for every whole k from the lowest on: at the lowest k, and at k + 1 if it holds at k.

    `step` is given the relation at a fixed k, for all values of the other symbols, and that k; it returns the one at
    k + 1.
    """
    r = claim.context.of[k]
    if not k.is_integer or not r.low.is_finite or r.high != sp.oo:
        raise NotProved(f"induction is over a whole number from its lowest value on: {k} in {r}")
    now = sp.Dummy(k.name, **{a: v for a, v in k.assumptions0.items() if a in ("integer", "positive", "nonnegative")})
    there = claim.context.renamed(k, now)
    assumption = Relation(claim.left.xreplace({k: now}), claim.op, claim.right.xreplace({k: now}), there)
    following = step(_proved("hypothesis", assumption, assumed=(assumption, now)), now)
    _same(base, claim, {k: r.low}, claim.context.but({k: None}), "the start")
    _same(following, claim, {k: now + 1}, there, "the step")
    return _proved("induction", claim, [base, following], by=f"over {k}", discharged=assumption)


def _same(found: Proved, claim: Relation, values: Replacement, context: Context, what: str) -> None:
    r = found.relation
    wanted = [_taken(e, values) for e in (claim.left, claim.right)]
    if r.op != claim.op and not (claim.op == "<=" and r.op in ("<", "=")):
        raise NotProved(f"{what} shows {r.op}, not {claim.op}")
    for e, w in zip((r.left, r.right), wanted, strict=True):
        if e != w and not identities.is_zero(e - w):
            raise NotProved(f"{what} must be about {w}: got {e}")
    _covered({}, r.context, context, ())


def definition(function: Any, *arguments: Any, context: Context) -> Proved:
    """f(..., k + 1) = what it is in f(..., k), of a function of the theory that says how it goes on (`unfold`)."""
    *others, k = arguments
    relation = Relation(function(*others, k + 1), "=", function.unfold(*others, k), context)
    for point in points.points(context, relation):
        difference = points.value(relation.left - relation.right, point)
        if not difference.contains(0):
            raise Disagreement(f"{relation}: the two sides differ by {difference.str(6)} at {point}")
    return _proved("definition", relation, by=f"{function.__name__}")


def one_more(fold: Any, k: sp.Symbol, context: Context) -> Proved:
    """A product (or sum) up to k + 1 is that up to k, which may be empty, times (plus) its term at k + 1."""
    (index, low, high), *rest = fold.limits
    if rest or high != k or low.has(k) or fold.function.has(k):
        raise NotProved(f"a product or sum up to {k} is needed: {fold}")
    signs.sign(k + 1 - low, context, False)
    term = fold.function.subs(index, k + 1)
    following = fold * term if isinstance(fold, sp.Product) else fold + term
    return _proved("one more", Relation(fold.subs(k, k + 1), "=", following, context))


def below_absolute(expression: Any, context: Context) -> Proved:
    """e <= |e|."""
    return _proved("absolute value", Relation(expression, "<=", sp.Abs(expression), context))


# -- limits ---------------------------------------------------------------------------------------------------


def tends(expression: Any, symbol: sp.Symbol, to: Any, limit: Any, context: Context) -> Proved:
    """expression -> limit as symbol -> to, by sympy's Gruntz algorithm and by values on the way."""
    expression, to, limit = map(sp.sympify, (expression, to, limit))
    if not (to in (sp.oo, -sp.oo) or (to == 0 and context.of[symbol].low == 0)):
        raise NotProved(f"limits are at oo, at -oo, and at 0 from above: got {symbol} -> {to}")
    if to == sp.oo and context.of[symbol].high != sp.oo:
        raise NotProved(f"{symbol} does not go to oo in {context}")
    limits.tends(expression, symbol, to, limit, context)
    return _proved("tends", Tends(expression, symbol, to, limit, context), by="Gruntz, and balls on the way")


def limit_of(function: Any, parts: Mapping[sp.Symbol, Proved], context: Context) -> Proved:
    """F(e, ...) -> F(L, ...), from e -> L for each symbol of F, which must be smooth near the limits."""
    function, known = sp.sympify(function), {s: p.tends for s, p in parts.items()}
    places = {(t.symbol, t.to) for t in known.values()}
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
    return _proved("limit of a function", Tends(whole, symbol, to, limit, context), parts.values(), by=f"{function}")


def rising_from_its_limit(function: Any, symbol: sp.Symbol, slope: Proved, limit: Proved) -> Proved:
    """From 0 <= F' on (0, b] and F -> L at 0 from above, L <= F there."""
    function, s, t = sp.sympify(function), slope.relation, limit.tends
    r = s.context.of[symbol]
    if s.op == "=" or s.left != 0 or (t.symbol, t.to) != (symbol, 0) or r.low != 0 or not r.low_open:
        raise NotProved(f"0 <= F' on (0, b], and F -> L as {symbol} -> 0, are needed: got {s} and {t}")
    identities.zero(sp.diff(function, symbol) - s.right, s.context)
    signs.smooth(function, symbol, s.context)
    if not identities.is_zero(t.expression - function):
        raise NotProved(f"the limit is that of {t.expression}, not of {function}")
    _covered({}, t.context, s.context, ())
    return _proved("rising from its limit", Relation(t.limit, "<=", function, s.context), [slope, limit])


def at_least_its_limit(falls: Proved, limit: Proved, symbol: sp.Symbol) -> Proved:
    """A sequence x(s + 1) <= x(s) is never below its limit: limit <= x(s), for whole steps from any s of its range."""
    r, t = falls.relation, limit.tends
    if r.op == "=" or t.to != sp.oo or t.symbol != symbol:
        raise NotProved(f"x(s + 1) <= x(s), and x(s) -> limit as s -> oo, are needed: got {r} and {t}")
    if not identities.is_zero(r.left - r.right.subs(symbol, symbol + 1)):
        raise NotProved(f"{r.left} is not {r.right} one step later")
    if not identities.is_zero(t.expression - r.right):
        raise NotProved(f"the limit is that of {t.expression}, not of {r.right}")
    if r.context.of[symbol].high != sp.oo:
        raise NotProved(f"{symbol} does not go to oo in {r.context}")
    _covered({}, t.context, r.context, ())
    op: Operator = "<" if r.op == "<" else "<="
    return _proved("limit of a falling sequence", Relation(t.limit, op, r.right, r.context), [falls, limit])


def same_limit(equal: Proved, limit: Proved) -> Proved:
    """From f = e and e -> L, f -> L."""
    r, t = equal.relation, limit.tends
    if r.op != "=" or not identities.is_zero(r.right - t.expression):
        raise NotProved(f"f = {t.expression} is needed: got {r}")
    _covered({}, t.context, r.context, ())
    return _proved("same limit", Tends(r.left, t.symbol, t.to, t.limit, r.context), [equal, limit])


def in_the_limit(premise: Proved, left: Proved, right: Proved) -> Proved:
    """From x(s) <= y(s) for all s, and their limits, the relation <= of the limits."""
    r, a, b = premise.relation, left.tends, right.tends
    if (a.symbol, a.to) != (b.symbol, b.to):
        raise NotProved("two limits in one symbol are needed")
    for e, t in ((r.left, a), (r.right, b)):
        if e != t.expression and not identities.is_zero(e - t.expression):
            raise NotProved(f"the limit is that of {t.expression}, not of {e}")
    context = r.context.but({a.symbol: None})
    for t in (a, b):
        _covered({}, t.context, r.context, ())
    return _proved("in the limit", Relation(a.limit, "<=", b.limit, context), [premise, left, right])
