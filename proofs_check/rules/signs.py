"""Is an expression >= 0, or > 0, throughout a context? By coefficients, smoothness, boxes of balls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import sympy as sp
from sympy.core.relational import Relational
from sympy.polys.rings import PolyElement

from proofs_check.rules.means import Average, Expectation, domain_of
from proofs_check.rules.points import at, ends_of, free_of_means, named, points, value
from proofs_check.rules.quotients import quotient
from proofs_check.rules.statements import INEQUALITY, Context, Disagreement, NotProved, Range, Relation
from theorems.language.domains.entries import Length
from theorems.language.domains.sequences import Schedule
from theorems.language.functions import CycleProbability
from theorems.language.processes import OverSymbols
from theorems.language.readers import box_ball
from theorems.language.readers.interpreter import TheoryFunction
from theorems.language.vectors import Seen

COEFFICIENTS = "coefficients of one sign"
LISTENERS: list[Callable[[sp.Expr, sp.Expr, Context, bool], None]] = []
"""Are told of every rational function that is decided to be >= 0 (> 0, if strict): numerator, denominator, the box."""


class HeldGamma(sp.Function):
    """The gamma function, not worked out."""

    nargs = (1,)
    is_real = True


@cache
def sign(expression: sp.Expr, context: Context, strict: bool) -> str:
    """By what the expression is shown to be >= 0 (> 0 if strict) in the context; raises NotProved.

    Exponentials, roots, means and the like are replaced by symbols with their ranges; what is left is a rational
    function, whose coefficients after a change of variables must have one sign.
    """
    second = seen_negative(expression, context, strict)
    for form in (lambda e: e, sp.factor, sp.expand, sp.simplify):
        try:
            rational, box = abstracted(form(expression), context)
            if _rational(rational, box, strict):
                if second:
                    raise Disagreement(f"{expression}: algebra says it is not negative, but {second}")
                return COEFFICIENTS
        except (sp.PolynomialError, _Unknown):
            continue
    raise NotProved(second or f"the sign is not evident: {expression}, {'> 0' if strict else '>= 0'}, {context}")


@cache
def seen_negative(expression: sp.Expr, context: Context, strict: bool) -> str | None:
    """A point at which the expression is certainly negative (not positive, if strict), in words."""
    expression, context = free_of_means(expression, context)
    for point in points(context, expression):
        found = value(expression, point)
        if found < 0 or (strict and found <= 0):
            return f"{expression} is {found.str(6)} at {at(point)}"
    return None


class _Unknown(ValueError):
    """Nothing is known of the range of a part."""


def abstracted(expression: sp.Expr, context: Context) -> tuple[sp.Expr, Context]:
    """A rational function of symbols, each for a part that is none, with the range of that part."""
    parts: dict[sp.Expr, sp.Dummy] = {}
    ranges: dict[sp.Symbol, Range] = {}

    def visit(e: sp.Expr) -> sp.Expr:
        if e.is_Rational or (e.is_Symbol and e in context.of):
            return e
        if isinstance(e, sp.Add | sp.Mul):
            return e.func(*map(visit, e.args))
        if isinstance(e, sp.Pow) and e.exp.is_Integer and not e.is_number:
            square = e.exp.is_even and e.exp > 0 and isinstance(e.base, sp.Add)
            if not square or any(shown(side * e.base, context, False) for side in (1, -1)):
                return visit(e.base) ** e.exp
        if e not in parts:
            parts[e] = sp.Dummy(f"part{len(parts)}", real=True)
            ranges[parts[e]] = _range(e, context)
        return parts[e]

    found = visit(sp.sympify(expression))
    return found, context.but(ranges)


def _range(e: sp.Expr, context: Context) -> Range:
    """Where a part that is no rational function lies."""
    zero_up, above_zero, anywhere = over_range(0, False), over_range(0, True), Range(-sp.oo, sp.oo, True, True)
    if e.is_number:
        return ends_of(value(e, {}))
    if isinstance(e, Expectation | Average):
        return e.range
    if isinstance(e, sp.Indexed) and e.base in context.of:
        return domain_of(context.of[e.base].parameter.entry)  # type: ignore[return-value]
    if isinstance(e, Length):
        return over_range(1, False)
    if isinstance(e, sp.Product | sp.Sum):
        terms, ((_, low, high), *inner) = _terms(e, context), e.limits
        some = isinstance(e, sp.Product) or (not inner and follows(high - low, context, False))
        if terms and some and shown(*terms, True):
            return above_zero
        return zero_up if terms and isinstance(e, sp.Sum) and shown(*terms, False) else anywhere
    if isinstance(e, sp.exp):
        for side, low, high in ((1, sp.Integer(1), sp.oo), (-1, sp.Integer(0), sp.Integer(1))):
            if shown(side * e.args[0], context, False):
                strictly = shown(side * e.args[0], context, True)
                return Range(low, high, strictly or side < 0, strictly or side > 0)
        return above_zero
    if isinstance(e, sp.Pow) and e.exp.is_Integer and e.exp.is_even and e.exp > 0:
        return zero_up
    if isinstance(e, sp.Pow) and shown(e.base, context, False):
        positive, grows = shown(e.base, context, True), shown(e.exp, context, False)
        if grows and shown(1 - e.base, context, False):
            below = shown(1 - e.base, context, True) and shown(e.exp, context, True)
            return Range(sp.Integer(0), sp.Integer(1), positive, below)
        if shown(-e.exp, context, False) and shown(e.base - 1, context, False):
            below = shown(e.base - 1, context, True) and shown(-e.exp, context, True)
            return Range(sp.Integer(0), sp.Integer(1), True, below)
        if positive or grows:
            return above_zero if positive else zero_up
    if isinstance(e, sp.log) and shown(e.args[0] - 1, context, False):
        return over_range(0, shown(e.args[0] - 1, context, True))
    if isinstance(e, sp.gamma | HeldGamma | sp.factorial) and follows(e.args[0], context, e.func != sp.factorial):
        return above_zero
    if isinstance(e, sp.cosh) or (isinstance(e, sp.harmonic) and shown(e.args[0] - 1, context, False)):
        return over_range(1, False)
    if isinstance(e, sp.tanh):
        nonnegative = shown(e.args[0], context, False)
        return Range(sp.Integer(0 if nonnegative else -1), sp.Integer(1), not nonnegative, True)
    if isinstance(e, sp.Abs) or (isinstance(e, sp.sinh) and shown(e.args[0], context, False)):
        return zero_up
    if isinstance(e, TheoryFunction):  # its docstring says so, and readers of it are tested
        cycles = isinstance(e, CycleProbability) and (e.args[1] - 1, e.args[0] - e.args[1])
        positive = e.is_positive or (cycles and all(follows(d, context, False) for d in cycles))
        return above_zero if positive else zero_up if e.is_nonnegative else anywhere
    return anywhere


def over_range(low: int, is_open: bool) -> Range:
    """From a number to infinity."""
    return Range(sp.Integer(low), sp.oo, is_open, True)


@cache
def shown(e: sp.Expr, context: Context, strict: bool) -> bool:
    try:
        rational, box = abstracted(e, context)
        return _rational(rational, box, strict)
    except (_Unknown, sp.PolynomialError, NotProved):
        return False


def _rational(expression: sp.Expr, context: Context, strict: bool) -> bool:
    """Is a rational function >= 0 (> 0) in the box? Its denominator must have a strict sign, ends included."""
    numerator, denominator = quotient(expression)
    for factor, times in denominator.items():
        side = next((s for s in (1, -1) if _polynomial(s * factor, context, True)), None)
        if side is None:
            return False
        numerator *= side**times
    holds = _polynomial(numerator, context, strict)
    for tell in LISTENERS if holds else ():
        above, below = sp.fraction(sp.together(expression))  # not by `quotient`: it may be what is wrong
        tell(above, below, context, strict)
    return holds


def _polynomial(polynomial: PolyElement, context: Context, strict: bool) -> bool:
    """Is a polynomial >= 0 (> 0) in the box? Each range is moved to [0, oo), where no coefficient is negative.

    On [a, b) by x = (a + b y)/(1 + y); b itself by continuity, or (strict) on its own.
    """
    ring, moved = polynomial.ring, polynomial
    inner = set()
    for i, (symbol, y) in enumerate(zip(ring.symbols, ring.gens, strict=True)):
        degree = polynomial.degree(y)
        if degree <= 0:
            continue
        r = context.of[symbol]
        if not (r.low.is_finite or r.high.is_finite):
            raise _Unknown(f"{symbol} may be anything")
        low, high = (sp.QQ(int(e.p), int(e.q)) if e.is_finite else None for e in (r.low, r.high))
        above, below = ring(1), ring(1)  # x = above/below
        if low == high:
            moved = moved.subs(y, low)
            continue
        if low is not None and high is not None:
            if strict and not r.high_open and not _polynomial(polynomial.subs(y, high), context, True):
                return False
            above, below = low + high * y, 1 + y
        elif low is not None:
            above = low + y
        else:
            above = high - y
        if r.low_open if low is not None else r.high_open:
            inner.add(i)
        powers: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, c in moved.terms():
            powers.setdefault(exponents[i], {})[(*exponents[:i], 0, *exponents[i + 1 :])] = c
        moved = ring.add(*(ring(c) * above**j * below ** (degree - j) for j, c in powers.items()))
    terms = moved.terms()
    if any(c < 0 for _, c in terms):
        return False
    return not strict or any(all(i in inner for i, power in enumerate(powers) if power) for powers, c in terms if c)


# -- where there is a value -----------------------------------------------------------------------------------

EVERYWHERE = (
    *(sp.Add, sp.Mul, sp.exp, sp.sinh, sp.cosh, sp.tanh, sp.sin, sp.cos, sp.atan, sp.erf),
    *(sp.Abs, sp.sign, sp.floor, sp.ceiling, sp.Max, sp.Min, Seen, OverSymbols),
)
"""Real functions that have a value for all real arguments."""
LEAST = {
    sp.log: (0, True),
    sp.gamma: (0, True),
    sp.loggamma: (0, True),
    sp.factorial: (0, False),
    sp.harmonic: (0, False),
}
"""From where on others are sure to have one, and whether that value is left out."""


def valued(relation: Relation) -> Relation:
    """The relation; raises NotProved unless both sides have a real value throughout the context."""
    for side in (relation.left, relation.right):
        defined(side, relation.context)
    return relation


@cache
def defined(e: sp.Basic, context: Context) -> None:
    """Raises NotProved unless the expression has a finite real value throughout the context."""
    if isinstance(e, Length) and isinstance(getattr(context.of[e.args[0]], "parameter", None), Schedule):
        raise NotProved(f"{e.args[0]} goes on for ever: it has no length")
    if e in context.of or e.is_Rational or isinstance(e, sp.Indexed | Length):
        return
    parts = e.args
    if isinstance(e, Average):
        parts = parts[1:]
    elif isinstance(e, Expectation):
        parts = [a for a in parts if a != sp.oo]
    elif isinstance(e, sp.Sum | sp.Product):
        terms = _terms(e, context)
        return defined(*terms) if terms else None
    elif isinstance(e, sp.Piecewise):
        if e.args[-1].cond != sp.true:
            raise NotProved(f"{e} has no value where none of its conditions holds")
        parts = [side for condition in e.atoms(Relational) for side in condition.args if isinstance(side, sp.Expr)]
        inside = context
        for branch, condition in e.args:
            defined(branch, inside)
            inside = _otherwise(condition, inside)
    elif isinstance(e, TheoryFunction):
        for i, (argument, least) in enumerate(zip(e.args, e.least, strict=True)):
            if least is not None and not (argument.is_integer and follows(argument - least, context, False)):
                raise NotProved(f"{e} need not have a value: {argument} may be less than {least}")
            if i in e.above_zero and not follows(argument, context, True):
                raise NotProved(f"{e} need not have a value: {argument} may be 0 or negative")
    elif isinstance(e, sp.Pow):
        _power(e, context)
    elif isinstance(e, sp.binomial):
        if not (e.args[1].is_integer and follows(e.args[1], context, False)):
            raise NotProved(f"{e} need not be what it is to algebra: {e.args[1]} may be negative")
    elif isinstance(e, sp.polygamma):
        if not (e.args[0].is_Integer and e.args[0] >= 0 and follows(e.args[1], context, True)):
            raise NotProved(f"{e} need not have a value: {e.args[1]} may be 0 or negative")
    elif type(e) in LEAST or isinstance(e, HeldGamma):
        least, strict = LEAST.get(type(e), (0, True))
        if len(parts) != 1 or not follows(parts[0] - least, context, strict):
            raise NotProved(f"{e} need not have a value: {parts[0]} may be {'0 or ' if strict else ''}negative")
    elif e.is_number:
        value(e, {})
        return
    elif not isinstance(e, EVERYWHERE):
        raise NotProved(f"nothing is known of where {type(e).__name__} has a value: {e}")
    for part in parts:
        defined(part, context)


def _otherwise(condition: sp.Basic, context: Context) -> Context:
    """The context where it does not hold that a number is the least of its range."""
    if not isinstance(condition, sp.Eq) or condition.lhs.is_integer:
        return context
    r = context.of.get(condition.lhs)
    if not isinstance(r, Range) or condition.rhs != r.low or r.low == r.high:
        return context
    return context.but({condition.lhs: Range(r.low, r.high, True, r.high_open)})


def _power(e: sp.Pow, context: Context) -> None:
    base, exponent = e.args
    if exponent.is_integer and (exponent.is_nonnegative or follows(exponent, context, False)):
        return
    if follows(base, context, True) or (exponent.is_integer and follows(-base, context, True)):
        return
    if follows(base, context, False) and follows(exponent, context, False):
        return
    raise NotProved(f"{e} need not have a value: {base} may be 0 or negative")


def follows(e: sp.Expr, context: Context, strict: bool) -> bool:
    """Is it >= 0 (> 0) by coefficients and by the conditions of the context?"""
    if any(shown(form(e), context, strict) for form in (lambda e: e, sp.factor, sp.expand)):
        return True
    return any(follows(less, left, strict and not apart) for less, left, apart in _relaxed(sp.expand(e), context))


def _relaxed(e: sp.Expr, context: Context) -> Iterator[tuple[sp.Expr, Context, bool]]:
    """What is no larger than e (is it smaller?) by a condition, a symbol being gone; the context without it."""
    for condition in context.given:
        if isinstance(condition, INEQUALITY):
            slack = sp.expand(condition.gts - condition.lts)
            for symbol in (slack.free_symbols | slack.atoms(Length)) & (e.free_symbols | e.atoms(Length)):
                times = sp.cancel(e.coeff(symbol) / slack.coeff(symbol)) if slack.coeff(symbol) != 0 else -1
                if times != 0 and shown(times, context, False):
                    apart = isinstance(condition, sp.Gt | sp.Lt) and shown(times, context, True)
                    yield sp.expand(e - times * slack), Context(context.ranges, context.given - {condition}), apart


def _terms(fold: Any, context: Context) -> tuple[sp.Expr, Context] | None:
    """The terms of a sum or product, with ranges of its indices, which are whole numbers; None where there are none."""
    for index, *ends in reversed(fold.limits):
        if len(ends) != 2 or not (index.is_integer or all(e.is_integer for e in ends)):
            raise NotProved(f"{index} runs over whole numbers in {fold}")
        least = (sp.Integer(i) for i in (2, 1, 0) if follows(ends[0] - i, context, False))
        low = ends[0] if ends[0].is_Integer else next(least, -sp.oo)
        high = ends[1] if ends[1].is_Integer else sp.oo
        for end in ends:
            defined(end, context)
        inside = sp.Dummy(index.name, integer=True)
        fold = fold.func(fold.function, *fold.limits).xreplace({index: inside})
        if low > high:
            return None
        context = context.but({inside: Range(low, high, low == -sp.oo, high == sp.oo)}, inside <= ends[1])
    return fold.function, context


# -- smooth functions, boxes ----------------------------------------------------------------------------------


def smooth(e: sp.Expr, symbol: sp.Symbol, context: Context) -> None:
    """Raises NotProved unless the expression is analytic in the symbol throughout the context."""
    if not e.has(symbol) or isinstance(e, sp.Symbol):
        return
    if isinstance(e, sp.Pow):
        whole = e.exp.is_Integer and e.exp >= 0
        negative = e.exp.is_Integer and shown(-e.base, context, True)
        if not (whole or negative or shown(e.base, context, True)):
            raise NotProved(f"{e} need not be smooth: {e.base} may be 0 or negative")
    elif isinstance(e, sp.log | sp.gamma | sp.loggamma | sp.polygamma):
        *orders, argument = e.args
        if any(order.has(symbol) for order in orders) or not shown(argument, context, True):
            raise NotProved(f"{e} need not be smooth: {argument} may be 0 or negative")
    elif isinstance(e, sp.Sum) and not sp.Tuple(*e.limits).has(symbol, sp.oo, -sp.oo):
        terms = _terms(e, context)
        return smooth(terms[0], symbol, terms[1]) if terms else None
    elif not isinstance(e, sp.Add | sp.Mul | sp.exp | sp.sinh | sp.cosh | sp.tanh | sp.sin | sp.cos | sp.erf):
        raise NotProved(f"nothing is known of the smoothness of {type(e).__name__}: {e}")
    for part in e.args:
        smooth(part, symbol, context)


def on_box(expression: sp.Expr, context: Context, cells: int) -> str:
    """By how many boxes the expression is > 0 on the closure of the context; raises NotProved."""
    from flint import arb, fmpq

    symbols = list(context.symbols)
    if context.box is None:
        raise NotProved(f"balls need ranges without infinite ends: {context}")
    boxes = [context.box]
    used = 0
    while boxes:
        box = boxes.pop()
        used += 1
        if used > cells:
            raise NotProved(f"undecided after {cells} boxes, at {box}")
        ends = [[arb(fmpq(int(v.p), int(v.q))) for v in pair] for pair in box]
        if box_ball(*named(expression, {s: a.union(b) for s, (a, b) in zip(symbols, ends, strict=True)})) > 0:
            continue
        middle = {s: (a + b) / 2 for s, (a, b) in zip(symbols, box, strict=True)}
        at_middle = box_ball(*named(expression, {s: arb(fmpq(int(x.p), int(x.q))) for s, x in middle.items()}))
        if not at_middle > 0 and at_middle.rad() < 1e-9:
            raise NotProved(f"{expression} is {at_middle.str(6)} at {at(middle)}")
        widest = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
        a, b = box[widest]
        if a == b:
            raise NotProved(f"not decided at {box}")
        for part in ((a, (a + b) / 2), ((a + b) / 2, b)):
            boxes.append((*box[:widest], part, *box[widest + 1 :]))
    return f"balls ({used} boxes)"
