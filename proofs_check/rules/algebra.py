"""Rules of algebra: from relations, others. Substitution, sums with multipliers, monotone maps, cases, induction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

from proofs_check.rules import identities, signs
from proofs_check.rules.statements import (
    INEQUALITY,
    Context,
    Lists,
    NotProved,
    Operator,
    Proved,
    Range,
    Relation,
    _proved,
    bound,
    for_all,
)

Replacement = Mapping[sp.Symbol, Any]


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
    relation, using = Relation(left, op, right, context), tuple(using)
    signs.valued(relation)
    pairs = [term if isinstance(term, tuple) else (term, sp.Integer(1)) for term in terms]
    total, strict = relation.right - relation.left, False
    for premise, multiplier in pairs:
        r = _applies(premise, context)
        signs.defined(sp.sympify(multiplier), context)
        total -= sp.sympify(multiplier) * (r.right - r.left)
        if r.op == "=":
            continue
        if op == "=":
            raise NotProved(f"an equation does not follow from an inequality: {r}")
        positive = r.op == "<" and _positive(multiplier, context)
        if not positive and multiplier != 1:
            _because(("the multiplier of", r), signs.sign, sp.sympify(multiplier), context, False)
        strict = strict or positive
    if op == "<" and not strict:
        raise NotProved(f"no premise with a positive multiplier is strict: {relation}")
    _because((relation, "does not follow"), identities.zero, _replaced(total, using, context), context)
    multipliers = tuple(m for _, m in pairs)
    premises = [*(p for p, _ in pairs), *using]
    return _proved("combine", relation, premises, by="algebra, and balls at points", multipliers=multipliers)


def _because(what: Sequence[Any], decide: Callable[..., Any], *arguments: Any) -> None:
    """Decides, or raises NotProved with what it was about before the reason."""
    try:
        decide(*arguments)
    except NotProved as error:
        raise NotProved(f"{' '.join(map(str, what))}: {error}") from None


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
        if bound(expression) & (r.left.free_symbols | r.right.free_symbols):
            raise NotProved(f"{r.left} = {r.right} is not for all values of an index: {expression}")
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
    if strays := [s for s in values if not isinstance(s, sp.Symbol | sp.IndexedBase)]:
        raise NotProved(f"expressions stand for symbols, not for {', '.join(map(str, strays))}")
    replaced = {s: sp.sympify(e) for s, e in values.items() if s in premise.relation.context.of}
    if changed := {s for s in premise.fixed if replaced.get(s, s) != s}:
        raise NotProved(f"{changed} stands for one value until the induction ends")
    _covered(replaced, premise.relation.context, context, because)
    relation = premise.relation
    left, right = (e.xreplace(replaced) for e in (relation.left, relation.right))
    there = Relation(left, relation.op, right, context)
    return _proved("substitute", there, [premise, *because], str(dict(replaced)), values=replaced)


def _covered(values: Replacement, wide: Context, context: Context, because: Sequence[Proved]) -> None:
    """Raises NotProved unless the values lie in the wide context wherever the other context holds."""
    for symbol, r in wide.ranges:
        e = values.get(symbol, symbol)
        if e == symbol:
            if symbol not in context.of:
                raise NotProved(f"{symbol} has no range in {context}")
            if context.of[symbol].within(r):
                continue
        else:
            signs.defined(e, context)
        if isinstance(r, Lists):
            raise NotProved(f"{symbol} is {r}: nothing else can stand for it")
        if symbol.is_integer and not e.is_integer:
            raise NotProved(f"{symbol} is a whole number: {e} need not be one")
        for low, is_open, high in ((r.low, r.low_open, e), (e, r.high_open, r.high)):
            if low.is_finite is not False and high.is_finite is not False:
                _less(low, "<" if is_open else "<=", high, context, because)
    for condition in wide.given:
        there = condition.subs(dict(values), simultaneous=True)
        if there in context.given or there == sp.true or there.canonical in {c.canonical for c in context.given}:
            continue
        if not isinstance(there, INEQUALITY):
            raise NotProved(f"{there} is no condition of {context}")
        _less(there.lts, "<" if isinstance(there, sp.Gt | sp.Lt) else "<=", there.gts, context, because)


def _less(low: sp.Expr, op: Operator, high: sp.Expr, context: Context, because: Sequence[Proved]) -> None:
    if signs.follows(high - low, context, op == "<"):
        return
    for reason in because:
        r = _applies(reason, context)
        if r.op != "=" and (op == "<=" or r.op == "<") and identities.equal(high - low, r.right - r.left, context):
            return
    _because((low, op, high, "is needed"), signs.sign, high - low, context, op == "<")


def increasing(function: Any, symbol: sp.Symbol, premise: Proved, slope: Proved, *because: Proved) -> Proved:
    """From a <= b, F(a) <= F(b): `slope` says 0 <= F'(x) (or <) for x between them.

    a and b must lie in the range that x has in `slope`; from a < b and 0 < F' follows <.
    """
    function, r, s = sp.sympify(function), premise.relation, slope.relation
    if r.op == "=" or s.op == "=" or s.left != 0:
        raise NotProved(f"a <= b and 0 <= F' are needed: got {r} and {s}")
    for_all(symbol, slope, between=True)
    inner = r.context.but({symbol: s.context.of[symbol]})
    slopes = (s.right, "is not the slope of", function)
    _because(slopes, identities.zero, sp.diff(function, symbol) - s.right, inner)
    signs.smooth(function, symbol, inner)
    for end in (r.left, r.right):
        _covered({symbol: end}, s.context, r.context, because)
    op: Operator = "<" if r.op == s.op == "<" else "<="
    left, right = (function.subs(symbol, e) for e in (r.left, r.right))
    relation, premises = signs.valued(Relation(left, op, right, r.context)), [premise, slope, *because]
    return _proved("increasing", relation, premises, by=f"{function}", function=function, symbol=symbol)


def raised(premise: Proved, exponent: Any, *because: Proved) -> Proved:
    """From 0 <= a <= b, a^e <= b^e for an exponent e >= 0."""
    exponent, r = sp.sympify(exponent), premise.relation
    if r.op == "=":
        raise NotProved(f"an inequality is needed: {r}")
    signs.sign(exponent, r.context, False)
    _less(sp.Integer(0), "<=", r.left, r.context, because)
    relation = Relation(r.left**exponent, "<=", r.right**exponent, r.context)
    return _proved("raised", relation, [premise, *because], exponent=exponent)


def summed(premise: Proved, index: sp.Symbol, low: Any, high: Any, context: Context) -> Proved:
    """From f <= g (or =) for every whole index from low to high, the same of their sums, which may be empty."""
    low, high, r = sp.sympify(low), sp.sympify(high), premise.relation
    if not (index.is_integer and low.is_Integer and high.is_integer) or index in context.of or high.has(index):
        raise NotProved(f"a sum over a whole index from a number to {high} is needed, and {index} is that of no range")
    for_all(index, premise, conditions=True)
    inside = context.but({index: Range(low, sp.oo, False, True)}, index <= high)
    _covered({}, r.context, inside, ())
    op: Operator = "=" if r.op == "=" else "<="
    left, right = (sp.Sum(e, (index, low, high)) for e in (r.left, r.right))
    return _proved("summed", signs.valued(Relation(left, op, right, context)), [premise])


def largest(*premises: Proved) -> Proved:
    """From a <= q, b <= q, ..., Max(a, b, ...) <= q."""
    first, *others = [premise.relation for premise in premises]
    if any(r.op == "=" or r.right != first.right or r.context != first.context for r in (first, *others)):
        raise NotProved("bounds from below of one quantity in one context are needed")
    least = sp.Max(*(r.left for r in (first, *others)), evaluate=False)
    return _proved("largest", Relation(least, "<=", first.right, first.context), premises)


def maximum(expression: Any, at: Any, context: Context, *because: Proved) -> Proved:
    """Max(a, b, ...) = a, where b <= a for every other one: by its sign, or because of relations."""
    at = sp.sympify(at)
    if not isinstance(expression, sp.Max) or at not in expression.args:
        raise NotProved(f"{at} is none of the numbers of which {expression} is the largest")
    relation = signs.valued(Relation(expression, "=", at, context))
    for other in expression.args:
        if other != at:
            _less(other, "<=", at, context, because)
    return _proved("maximum", relation, because)


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
    relation = Relation(first.left, first.op, first.right, first.context.but({symbol: whole}))
    return _proved("cases", relation, parts, symbol=symbol)


def either(condition: sp.Basic, holds: Proved, fails: Proved, context: Context) -> Proved:
    """A relation, proved where an inequality holds and where it does not, for all values of a context."""
    r = holds.relation
    if not isinstance(condition, INEQUALITY):
        raise NotProved(f"not an inequality: {condition}")
    signs.valued(Relation(condition.lts, "<=", condition.gts, context))
    for part, here in ((holds, condition), (fails, sp.Not(condition))):
        found = _applies(part, context.but({}, here))
        if (found.left, found.op, found.right) != (r.left, r.op, r.right):
            raise NotProved(f"another relation: {found}")
    relation = Relation(r.left, r.op, r.right, context)
    return _proved("either", relation, [holds, fails], condition=condition)


def at_value(symbol: sp.Symbol, at: Any, premise: Proved, left: Any, op: Operator, right: Any) -> Proved:
    """A relation at one value of a symbol, from the relation that it becomes there (which does not have the symbol)."""
    at, r = sp.sympify(at), premise.relation
    if symbol in r.context.of:
        raise NotProved(f"{symbol} is a symbol of {r}")
    spot = Range(at, at)
    relation = signs.valued(Relation(left, op, right, r.context.but({symbol: spot})))
    there = [e.subs(symbol, at) for e in (relation.left, relation.right)]
    if op != r.op or not all(identities.equal(*pair, r.context) for pair in zip(there, (r.left, r.right), strict=True)):
        raise NotProved(f"at {symbol} = {at} it is {there[0]} {op} {there[1]}, not {r}")
    return _proved("at a value", relation, [premise], symbol=symbol)


def induction(claim: Relation, k: sp.Symbol, base: Proved, step: Callable[[Proved, sp.Symbol], Proved]) -> Proved:
    """A relation for every whole k from the lowest on: at the lowest k, and at k + 1 if it holds at k.

    `step` is given the relation at a fixed k, for all values of the other symbols, and that k; it returns the one at
    k + 1.
    """
    r = claim.context.of[k]
    if not k.is_integer or not r.low.is_finite or r.high != sp.oo:
        raise NotProved(f"induction is over a whole number from its lowest value on: {k} in {r}")
    for condition in claim.context.given:
        _held_before(condition, k, claim.context)
    now = sp.Dummy(k.name, **{a: v for a, v in k.assumptions0.items() if a in ("integer", "positive", "nonnegative")})
    there = claim.context.renamed(k, now)
    assumption = Relation(claim.left.xreplace({k: now}), claim.op, claim.right.xreplace({k: now}), there)
    following = step(_proved("hypothesis", assumption, assumed=(assumption, now), symbol=now), now)
    _same(base, claim, {k: r.low}, claim.context.but({k: None}), "the start")
    _same(following, claim, {k: now + 1}, there, "the step")
    return _proved("induction", claim, [base, following], by=f"over {k}", discharged=assumption, symbol=k, fixed=now)


def _held_before(condition: sp.Basic, k: sp.Symbol, context: Context) -> None:
    """Raises NotProved unless a condition that holds at k + 1 holds at k: else the step does not reach k + 1."""
    if not condition.has(k):
        return
    if not isinstance(condition, INEQUALITY):
        raise NotProved(f"{condition} need not hold at k where it holds at k + 1")
    slack = condition.gts - condition.lts
    signs.defined(slack, context)
    signs.sign(slack - slack.subs(k, k + 1), context, False)


def _same(found: Proved, claim: Relation, values: Replacement, context: Context, what: str) -> None:
    r = found.relation
    wanted = [e.subs(values, simultaneous=True) for e in (claim.left, claim.right)]
    if r.op != claim.op and not (claim.op == "<=" and r.op in ("<", "=")):
        raise NotProved(f"{what} shows {r.op}, not {claim.op}")
    for e, w in zip((r.left, r.right), wanted, strict=True):
        if not identities.equal(e, w, context):
            raise NotProved(f"{what} must be about {w}: got {e}")
    _covered({}, r.context, context, ())
