"""Where an observable's values lie, derived from the laws' supports and the domains of the parameters.

Closed hulls: what a state may be is the smallest interval that the start lies in and that no generation leaves, where
an end that keeps moving is given up. Correlations are forgotten, so that a range may be too wide, never too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from typing import Any, Literal, TypeGuard

import sympy as sp

from theorems.language.data import GENERATION, Data, History, Likeliest, Mean, Past, PowerSum, Recent, Variance
from theorems.language.domains.ends import End, less
from theorems.language.domains.numbers import Number
from theorems.language.domains.parameter import NOWHERE, Point
from theorems.language.domains.shares import Simplex
from theorems.language.laws import Law
from theorems.language.processes import (
    Counts,
    Draw,
    Drawing,
    HalfSquare,
    Increment,
    Join,
    Observable,
    OverSymbols,
    Process,
    Steps,
    Time,
    observed,
)
from theorems.language.vectors import Seen

Hull = tuple[Any, Any]
"""The least and the largest value, numbers or infinite."""

Ends = Mapping[sp.Expr, tuple[Any, ...]]
"""Of each symbol, expressions in the symbols before it between the least and the largest of which its values lie."""

ZERO, ONE, EVERYWHERE = sp.Integer(0), sp.Integer(1), (-sp.oo, sp.oo)
ESTIMATES = (Past, Recent, History, Mean, Variance, Likeliest, PowerSum, sp.Piecewise, Seen, OverSymbols)

PATIENCE = 3
"""So often the range of a state may widen before an end that moves is given up."""


@dataclass(frozen=True)
class Range:
    """What is known of the values of an observable: 0 or 1, in [low, high], a real number; of `steps`, of both."""

    kind: Literal["event", "bounded", "real", "steps"]
    low: sp.Expr
    high: sp.Expr


def support(process: Process, observable: Observable, point: Point = NOWHERE) -> Range:
    """The range of an observable at every generation at which it has a value.

    point: values of some parameters; the others may be anything in their domains.
    """
    if isinstance(observable, Time):
        return Range("real", sp.Integer(process.first), sp.oo)
    low, high = _box(process, known(process, point)).observable(observable)
    if isinstance(observable, Steps):
        return Range("steps", low, high)
    if is_event(observed(observable)) and not isinstance(observable, HalfSquare | Increment):
        return Range("event", ZERO, ONE)
    return Range("bounded" if low.is_finite and high.is_finite else "real", low, high)


def known(process: Process, point: Point) -> tuple[tuple[str, Any], ...]:
    """What a range may depend on: no range does on the generation."""
    return tuple((p.name, point[p.name]) for p in process.parameters if p.name in point)


def is_event(what: Observable) -> TypeGuard[sp.Piecewise]:
    """Is it 0 or 1 everywhere, by its conditions?"""
    if not isinstance(what, sp.Piecewise) or what.args[-1].cond != sp.true:
        return False
    return all(value in (0, 1) for value, _ in what.args)


class _Box:
    """The ranges of all that an expression of a process may depend on."""

    def __init__(self, process: Process, point: Point) -> None:
        self.process = process
        self.given: dict[sp.Expr, tuple[Any, ...]] = {}
        symbols = {p.name: p.symbol for p in process.parameters}
        for parameter in process.parameters:
            value, entry = point.get(parameter.name), getattr(parameter, "entry", parameter)  # of a list, its entries
            if value is not None and not isinstance(value, str):
                self.given[parameter.symbol] = tuple(map(sp.Rational, value)) if isinstance(value, tuple) else (value,)
            elif isinstance(entry, Number):
                low, high = (end.at(symbols) if isinstance(end, End) else end for end in (entry.low, entry.high))
                self.given[parameter.symbol] = low, sp.oo if high is None else high
        symbols_there = point.get(str(process.alphabet))
        self.many = sp.oo if symbols_there is None else sp.Integer(len(symbols_there))
        self.given[GENERATION] = (sp.Integer(process.first), sp.oo)
        self.ends: Ends = self.given
        start = {state: self.union(_ends(given)) for state, given in process.start.items()}
        self.ends = self._settled(start)

    def _settled(self, states: Mapping[sp.Symbol, Hull]) -> Ends:
        """The ranges when the states have been widened until no generation leaves them."""
        rounds = 0
        while True:
            self.ends = {**self.given, **states, **_drawn(self.process.draws)}
            moved = {state: self.union(_ends(then)) for state, then in self.process.step.items()}
            wider = {s: _joined((hull, moved[s])) for s, hull in states.items()}
            if wider == states:
                return {**self.ends, **_drawn(self.process.looked_at)}
            if rounds >= PATIENCE:
                wider = {s: _given_up(states[s], hull) for s, hull in wider.items()}
            states, rounds = wider, rounds + 1

    def union(self, expressions: Iterable[Any]) -> Hull:
        """The hull of the values of several expressions."""
        return _joined(self.hull(e) for e in expressions)

    def hull(self, expression: Any) -> Hull:
        """The hull of the values of an expression."""
        expression = sp.sympify(expression)
        known = {e: _number(i) for i, e in enumerate(_outermost(expression))}
        ends, written = dict(self.ends), {}
        for estimate, dummy in known.items():
            written[estimate], ends[dummy] = self._estimate(estimate, dummy)
        expression = expression.xreplace(written)
        for parameter in self.process.parameters:
            if isinstance(parameter, Simplex):
                shares = sorted((e for e in expression.atoms(sp.Indexed) if e.base == parameter.symbol), key=str)
                parts = [_number(i, "share", nonnegative=True) for i in range(len(shares))]
                ends |= _split(parts, ONE, whole=parameter.needed(NOWHERE) == len(parts))
                expression = expression.xreplace(dict(zip(shares, parts, strict=True)))
        return _hull(expression, ends)

    def _estimate(self, estimate: Any, dummy: sp.Dummy) -> tuple[sp.Expr, Hull]:
        """The estimate in terms of a number, and the range of that."""
        if isinstance(estimate, sp.Piecewise):
            return dummy, self.union(value for value, _ in estimate.args)
        if isinstance(estimate, Seen):
            return dummy, (ZERO, sp.oo)
        if isinstance(estimate, OverSymbols):
            return dummy, self._summed(estimate.args[0])
        if isinstance(estimate, PowerSum):
            data, j = estimate.args
            return data.size * dummy, self.hull(data**j)
        if isinstance(estimate, Variance):
            data, ddof = estimate.args
            low, high = self.hull(data)
            return dummy * (1 + ddof / (data.size - ddof)), (ZERO, (high - low) ** 2 / 4)
        if isinstance(estimate, Likeliest):
            return dummy, self.union(estimate.args[1:])
        inside = self.hull(estimate.args[0])
        if isinstance(estimate, Recent):
            return dummy * estimate.args[1], _joined((inside, (ZERO, ZERO)))
        return dummy * (GENERATION + 1) if isinstance(estimate, Past) else dummy, inside

    def _summed(self, of_one: sp.Expr) -> Hull:
        """The hull of a sum over symbols; where shares sum to 1, of P f(P) a mean of f over them."""
        low, high = self.hull(of_one)
        low, high = _times(low, self.many), _times(high, self.many)
        for share in _shares(self.process):
            rest = sp.cancel(of_one / share)
            if rest.is_polynomial(share):
                least, most = self.hull(rest)
                low, high = _largest((low, least)), _least((high, most))
        return low, high

    def observable(self, observable: Observable) -> Hull:
        """The hull of the values of an observable."""
        of = observed(observable)
        if isinstance(observable, Increment):
            return self.hull(sp.expand(sp.expand_log(self._later(of) - of, force=True)))
        low, high = self.hull(of)
        if not of.atoms(Data, Past, Recent) and not self.process.looked_at:  # draws say more than states, one by one
            first = of.xreplace({GENERATION: sp.Integer(self.process.first), **self.process.start})
            begun, moved = self.hull(first), self.hull(self._later(of))
            least, most = _joined((begun, moved))
            low, high = _largest((low, least)), _least((high, most))
        before = self.process.given_before(of)
        if before is not None:
            given, laws = before
            earlier = copy(self)
            earlier.ends = {**self.ends, **{what: law.ends for what, law in laws.items()}}
            low, high = _joined(((low, high), earlier.hull(given)))
        return (ZERO, (high - low) ** 2 / 2) if isinstance(observable, HalfSquare) else (low, high)

    def _later(self, expression: sp.Expr) -> sp.Expr:
        """The expression at generation t + 1, in what there is at t and what is drawn."""
        return expression.xreplace({GENERATION: GENERATION + 1}).xreplace(dict(self.process.step))


@lru_cache(maxsize=512)
def _box(process: Process, known: tuple[tuple[str, Any], ...]) -> _Box:
    """Once for all that is observed."""
    return _Box(process, dict(known))


def _ends(given: Any) -> tuple[Any, ...]:
    """Between what a state lies: of a law, its ends; of data sets that are joined, they themselves."""
    return given.ends if isinstance(given, Law) else given if isinstance(given, tuple) else (given,)


def _drawn(draws: Iterable[Drawing]) -> Ends:
    ends: dict[sp.Expr, tuple[Any, ...]] = {}
    for draw in draws:
        if isinstance(draw, Counts):
            ends |= _split(draw.what, sp.sympify(draw.size), whole=len(draw.what) > 1)
        elif isinstance(draw, Draw):
            ends[draw.what] = draw.law.ends
        else:
            ends[draw.what] = draw.of if isinstance(draw, Join) else (draw.of,)
    return ends


def _split(parts: Iterable[sp.Symbol], total: sp.Expr, whole: bool) -> dict[sp.Expr, tuple[Any, ...]]:
    """The ranges of nonnegative parts of a total, each given those before it; whole: are these all parts?"""
    ends: dict[sp.Expr, tuple[Any, ...]] = {}
    left = total
    for part in parts:
        ends[part], left = (ZERO, left), left - part
    if whole:
        ends[part] = (ends[part][1],)
    return ends


def _shares(process: Process) -> list[sp.Symbol]:
    """The states of a process with an alphabet that sum to 1 over the symbols: given shares, then multinomial ones."""
    shares = {draw.what[0] / draw.size for draw in process.draws if isinstance(draw, Counts)}
    begun = [s for s, given in process.start.items() if process.alphabet is not None and given == process.alphabet]
    return [s for s in begun if process.step[s] in shares]


@cache
def _number(i: int, stands_for: str = "estimate", **known: bool) -> sp.Dummy:
    """A symbol for a part of an expression; the same ones for every expression, of which much is then known."""
    return sp.Dummy(f"{stands_for}{i}", **(known or {"real": True}))


def _outermost(expression: sp.Expr) -> list[sp.Expr]:
    """Estimates, sums over the past and cases that stand in no other."""
    found, walk = [], sp.preorder_traversal(expression)
    for part in walk:
        if isinstance(part, ESTIMATES):
            found.append(part)
            walk.skip()
    return list(dict.fromkeys(found))


def _joined(hulls: Iterable[Hull]) -> Hull:
    lows, highs = zip(*hulls, strict=True)
    return _least(lows), _largest(highs)


def _least(ends: Iterable[Any]) -> Any:
    return reduce(lambda a, b: b if less(b, a) else a, ends)


def _largest(ends: Iterable[Any]) -> Any:
    return reduce(lambda a, b: b if less(a, b) else a, ends)


def _given_up(old: Hull, new: Hull) -> Hull:
    return old[0] if new[0] == old[0] else -sp.oo, old[1] if new[1] == old[1] else sp.oo


# -- expressions ----------------------------------------------------------------------------------------------


def _hull(expression: sp.Expr, ends: Ends) -> Hull:
    """Symbol by symbol, the last one first: where the expression is a parabola in it, its extremes are known."""
    for x in reversed(ends):
        if x in expression.free_symbols:
            values = _extremes(expression, x, tuple(ends[x]))
            if values is not None:
                return _joined(_hull(value, ends) for value in values)
    return _interval(expression, ends)


@lru_cache(maxsize=2**13)
def _extremes(expression: sp.Expr, x: sp.Expr, between: tuple[Any, ...]) -> list[sp.Expr] | None:
    """The expression at the ends of a symbol, and at the vertex; None if that does not bound it."""
    if any(sp.sympify(end).is_infinite for end in between) or isinstance(x, sp.IndexedBase):
        return None
    ends = [expression.xreplace({x: sp.sympify(end)}) for end in between]
    values = [e if e.has(sp.exp) else sp.expand(e) for e in ends]  # that a square is one would be lost in exponents
    if len(between) == 1:
        return values
    if not expression.is_polynomial(x):
        return None
    degree = sp.degree(expression, x)
    if degree == 2:
        square, slope = (sp.expand(expression).coeff(x, i) for i in (2, 1))
        if not square.is_nonzero:
            return None
        vertex = -slope / (2 * square)
        if not (vertex.is_number and all(sp.sympify(e).is_number for e in between)) or (
            min(between) < vertex < max(between)
        ):
            values.append(sp.expand(expression.xreplace({x: vertex})))
    return values if degree <= 2 else None


def _interval(e: sp.Expr, ends: Ends) -> Hull:
    """Interval arithmetic."""
    if e.is_number:
        return (e, e) if e.is_extended_real else EVERYWHERE
    if isinstance(e, sp.Indexed):
        return _joined(_hull(sp.sympify(end), ends) for end in ends[e.base])
    if e in ends:
        return _joined(_hull(sp.sympify(end), ends) for end in ends[e])
    if isinstance(e, sp.Add):
        hulls = [_interval(term, ends) for term in e.args]
        return sp.Add(*(low for low, _ in hulls)), sp.Add(*(high for _, high in hulls))
    if isinstance(e, sp.Mul):
        product = (ONE, ONE)
        for factor in e.args:
            corners = [_times(a, b) for a in product for b in _interval(factor, ends)]
            product = _least(corners), _largest(corners)
        return product
    if isinstance(e, sp.Pow) and e.exp.is_number:
        return _power(_interval(e.base, ends), e.exp)
    if isinstance(e, sp.Pow | sp.exp):
        low, high = _interval(e.exp, ends)
        if isinstance(e, sp.exp) or e.base == sp.E:
            return sp.exp(low), sp.exp(high)
        least, most = _interval(e.base, ends)
        return EVERYWHERE if least < 0 else (ZERO, ONE) if most <= 1 and low >= 0 else (ZERO, sp.oo)
    inside = [_interval(argument, ends) for argument in e.args]
    if isinstance(e, sp.log) and inside[0][0] >= 0:
        low, high = inside[0]
        return sp.log(low) if low > 0 else -sp.oo, sp.log(high) if high > 0 else -sp.oo
    if isinstance(e, sp.Abs):
        low, high = inside[0]
        return _largest((ZERO, low, -high)), _largest((high, -low))
    if isinstance(e, sp.cos):
        return -ONE, ONE
    if isinstance(e, sp.Max | sp.Min):
        pick = _largest if isinstance(e, sp.Max) else _least
        return pick(low for low, _ in inside), pick(high for _, high in inside)
    return EVERYWHERE


def _times(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """The product of two ends; an infinite one is not attained, so that 0 times it is 0."""
    return ZERO if a == 0 or b == 0 else a * b


def _power(base: Hull, exponent: sp.Expr) -> Hull:
    low, high = base
    if exponent < 0:
        if low < 0 <= high or high == 0:
            return EVERYWHERE
        return _power((1 / high, sp.oo if low == 0 else 1 / low), -exponent)
    if low >= 0:
        return low**exponent, high**exponent
    if not exponent.is_Integer:
        return EVERYWHERE
    if exponent % 2:
        return low**exponent, high**exponent
    return ZERO if high > 0 else high**exponent, _largest((low**exponent, high**exponent))
