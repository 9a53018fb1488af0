"""The linear recursion behind a moment of a process, and exact values from it at any generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, cast

import sympy as sp
from sympy.core.symbol import Str

from theorems.language.alphabets import NoSymbol, one_symbol, symbolwise
from theorems.language.data import GENERATION, PowerSum
from theorems.language.factors import FACTORED, factored
from theorems.language.labelled import NoLeastSquares, errors, of_rows
from theorems.language.laws import NoMoment
from theorems.language.moments import (
    MOST_IRRATIONAL,
    MOST_MONOMIALS,
    ONE,
    Algebra,
    Crowded,
    Monomial,
    NotClosed,
    Polynomial,
)
from theorems.language.parameters import Point
from theorems.language.processes import Draw, OverSymbols, Process
from theorems.language.readers import NotExact, NoValue, ball, exact
from theorems.language.readers.rationals import holds
from theorems.language.vectors import (
    NotProjected,
    OverDirections,
    in_direction,
    in_one_dimension,
    is_sum_over_directions,
    summed,
)

BITS = 256
"""Working precision of means in balls."""

SPARE = (0, 6, MOST_IRRATIONAL)
"""For how many irrational factors there is room: most processes have none."""

EXACT_UP_TO = 300
"""After so many generations means are balls, for rationals have become long."""


@dataclass(frozen=True)
class Recursion:
    """E of the quantities at generation t + 1 is `step` times those at t.

    quantities: expressions of the state, the first one the expression asked for; 1 among them where a constant
    enters. start: their means at generation `first`. provided: conditions on the parameters under which all of these
    means are finite a generation later, begun: those under which they are so at first. before: the mean one generation
    earlier, where the model is given and one can look at it. given_state: a step is so for every state that there is at
    generation t, not on average only.
    """

    first: int
    quantities: tuple[sp.Expr, ...]
    step: tuple[Mapping[int, sp.Expr], ...]
    start: tuple[sp.Expr, ...]
    provided: tuple[Any, ...] = ()
    before: sp.Expr | None = None
    begun: tuple[Any, ...] = ()
    given_state: bool = True

    def step_text(self, j: int) -> str:
        """The mean of a quantity one generation later, in words."""
        total = " + ".join(f"({c}) {self.quantities[i]}" for i, c in self.step[j].items()) or "0"
        if self.given_state:
            return f"E[{self.quantities[j]} at t+1 | t] = {total}"
        return f"E[{self.quantities[j]}] at t+1 = E[{total}] at t"

    @property
    def text(self) -> str:
        """All steps in words."""
        return "; ".join(self.step_text(j) for j, q in enumerate(self.quantities) if q != 1)

    def value(self, k: int | None, point: Point) -> Any:
        """E of the expression at generation k: a Fraction, or a ball where a coefficient is irrational or k is large.

        Raises ValueError for k before the first generation at which one can look, NoMoment where a mean is not finite.
        """
        if k is None:
            raise ValueError("k is missing: the mean is that at generation k")
        if k == self.first - 1 and self.before is not None:
            return either(self.before, point)
        if k < self.first:
            raise ValueError(f"k must be an integer >= {self.first}: got {k}")
        for condition in (*self.begun, *self.provided):
            last = k if condition.has(GENERATION) else min(k, self.first + 1)
            for t in range(self.first, max(last, self.first + 1) if condition in self.begun else last):
                if not holds(condition, {**point, GENERATION.name: sp.Integer(t)}):
                    raise NoMoment(f"the mean of {self.quantities[0]} is finite only for {condition}")
        if k <= EXACT_UP_TO:
            try:
                if self._compiled is not None:
                    return self._rational(k, point)
            except ZeroDivisionError:
                pass  # a factor that vanishes above and below: `_value` knows
            try:
                return self._value(k, point, exact)
            except NotExact:
                pass
        from flint import ctx

        with ctx.workprec(BITS + k.bit_length()):
            return self._far(k, point) if k > EXACT_UP_TO and self.constant else self._value(k, point, _ball)

    @cached_property
    def _compiled(self) -> tuple[list[Callable[..., Any]], list[list[tuple[int, Callable[..., Any]]]]] | None:
        """Start and coefficients as functions of rational numbers; None where one is no rational function."""
        try:
            rows = [[(j, _function(c)) for j, c in row.items()] for row in self.step]
            return [_function(e) for e in self.start], rows
        except NotExact:
            return None

    def _rational(self, k: int, point: Point) -> Fraction:
        from flint import fmpq

        assert self._compiled is not None
        start, rows = self._compiled
        numbers = {name: x for name, x in point.items() if not isinstance(x, tuple | str | Str)}
        at = {name: fmpq(int(x.numerator), int(x.denominator)) for name, x in numbers.items()}
        at[GENERATION.name] = fmpq(self.first)
        means = [f(**at) for f in start]
        for t in range(self.first, k):
            at[GENERATION.name] = fmpq(t)
            try:
                means = [sum((c(**at) * means[j] for j, c in row), fmpq(0)) for row in rows]
            except ZeroDivisionError:
                means = [sum((c(**at) * means[j] for j, c in row), fmpq(0)) for row in self._cancelled(t)]
        return Fraction(int(means[0].p), int(means[0].q))

    def _cancelled(self, t: int) -> list[list[tuple[int, Callable[..., Any]]]]:
        """The coefficients of one generation without the factors that vanish above and below.

        0/0 of the shares of so many distinct points among fewer: any finite number will do, as it multiplies a sum over
        no points; the factor that vanishes above and below is the same.
        """
        if t not in self._cancelled_at:
            self._cancelled_at[t] = [
                [(j, _function(sp.cancel(c.subs(GENERATION, t)))) for j, c in row.items()] for row in self.step
            ]
        return self._cancelled_at[t]

    @cached_property
    def _cancelled_at(self) -> dict[int, list[list[tuple[int, Callable[..., Any]]]]]:
        return {}

    @cached_property
    def constant(self) -> bool:
        """Are the coefficients the same in every generation?"""
        return not any(c.has(GENERATION) for row in self.step for c in row.values())

    def _far(self, k: int, point: Point) -> Any:
        from flint import arb_mat

        places = range(len(self.step))
        step = arb_mat([[_ball(row.get(j, sp.Integer(0)), point) for j in places] for row in self.step])
        means = arb_mat([[_ball(e, point)] for e in self.start])
        for bit in bin(k - self.first)[:1:-1]:
            if bit == "1":
                means = step * means
            step = step * step
        return means[0, 0]

    def _value(self, k: int, point: Point, read: Callable[[sp.Expr, Point], Any]) -> Any:
        fixed: dict[sp.Expr, Any] = {}

        def at(expression: sp.Expr, t: int) -> Any:
            if not expression.has(GENERATION):
                if expression not in fixed:
                    fixed[expression] = read(expression, point)
                return fixed[expression]
            here = {**point, GENERATION.name: sp.Integer(t)}
            try:
                return read(expression, here)
            except (ZeroDivisionError, NoValue):  # as in `_cancelled`
                return read(sp.cancel(expression.subs(GENERATION, t)), point)

        means = [at(e, self.first) for e in self.start]
        for t in range(self.first, k):
            means = [sum(at(c, t) * means[j] for j, c in row.items()) for row in self.step]
        return means[0]


def recursion(process: Process, expression: sp.Expr) -> Recursion:
    """A closed set of quantities that the mean of an expression of the state needs.

    Raises NotClosed or NoMoment where there is none.
    """
    found = _found(process, expression)
    if isinstance(found, Exception):
        raise found.with_traceback(None)
    return found


@cache
def _found(process: Process, expression: sp.Expr) -> Recursion | NotClosed | NoMoment:
    """The recursion, or why there is none: it takes as long to find, and is asked for at every point."""
    try:
        return _closed(process, expression)
    except (NotClosed, NoMoment) as why:
        return why


def _closed(process: Process, expression: sp.Expr) -> Recursion:
    if process.spectrum is not None and of_rows(process):
        return _of_least_squares(process, expression)
    if process.spectrum is not None:
        return _over_directions(process, process.spectrum, expression)
    if process.alphabet is not None:
        return _over_symbols(process, process.alphabet, expression)
    for spare in SPARE:
        try:
            return _recursion(Algebra(process, spare), expression)
        except Crowded as error:
            crowded = str(error)
    raise NotClosed(crowded)


def _recursion(algebra: Algebra, expression: sp.Expr) -> Recursion:
    """The basis: the expression itself, then the monomials that conditional means leave over, one after the other."""
    wanted = algebra.without(algebra.read(expression), algebra.process.looked_at)
    limit = 4 * max((_degree(m) for m in wanted), default=0)
    pivots = [m for m, c in wanted.items() if _never_zero(algebra.written(c), algebra.process.first)]
    pivot = max(pivots, key=lambda m: (_degree(m), str(m)), default=None)
    basis: list[Polynomial] = [wanted]
    place: dict[Monomial, int] = {}
    rows: list[dict[int, Any]] = []
    for v in basis:
        then = algebra.conditional_mean(v)
        row: dict[int, Any] = {}
        if pivot is not None and pivot not in place and pivot in then:
            share = then[pivot] / wanted[pivot]
            rest = algebra.add(then, {m: -share * c for m, c in wanted.items()})
            if not rest.keys() & (wanted.keys() - {ONE}):
                row[0], then = share, rest
        for m, c in then.items():
            if m not in place:
                _may_be_needed(algebra, m, limit, v)
                place[m] = len(basis)
                basis.append({m: algebra.domain.one})
            row[place[m]] = c
        rows.append(row)
        if len(basis) > MOST_MONOMIALS:
            raise NotClosed(f"the moments do not close within {MOST_MONOMIALS} monomials")

    def expr(c: Any) -> sp.Expr:
        product = factored(c)  # what stands for an irrational factor may cancel once that is written for it
        return FACTORED(algebra.written(c)) if product.has(*algebra.irrational.values()) else product

    return Recursion(
        algebra.process.first,
        (expression, *(algebra.expression(next(iter(v))) for v in basis[1:])),
        tuple({j: expr(c) for j, c in sorted(row.items())} for row in rows),
        tuple(expr(algebra.start_mean(v)) for v in basis),
        tuple(dict.fromkeys(c for c in algebra.provided if c != sp.true)),
        _before(algebra, expression),
    )


def _never_zero(coefficient: sp.Expr, first: int) -> bool:
    """Is it seen not to vanish at any generation? Its numerator has terms of one sign only, from the first one on."""
    later = sp.Dummy("later")
    above = sp.fraction(sp.together(coefficient))[0].subs(GENERATION, first + later)
    if not above.has(later):
        return True
    if not above.is_polynomial(later):
        return False
    terms = sp.Poly(above, later).all_coeffs()
    signs = ("is_positive", "is_nonnegative"), ("is_negative", "is_nonpositive")
    return any(getattr(terms[-1], strict) and all(getattr(c, weak) for c in terms) for strict, weak in signs)


def _of_least_squares(process: Process, expression: sp.Expr) -> Recursion:
    """Of an error of a fit to labelled rows; raises NotClosed."""
    try:
        found = errors(process, expression)
    except NoLeastSquares as error:
        raise NotClosed(str(error)) from None
    row = {j: sp.factor(c) for j, c in ((0, found.kept), (1, found.added)) if c != 0}
    before, start = process.given_before(expression), (found.start, sp.Integer(1))
    return Recursion(
        process.first,
        (expression, sp.Integer(1)),
        (row, {1: sp.Integer(1)}),
        start,
        found.provided,
        before and before[0],
        found.begun,
        False,
    )


def _over_directions(process: Process, spectrum: sp.IndexedBase, expression: sp.Expr) -> Recursion:
    """Of a sum over all directions of what one of them sees; raises NotClosed where it is no such sum."""
    try:
        one = in_direction(process)
    except NotProjected as error:
        raise NotClosed(str(error)) from None
    if not is_sum_over_directions(expression):
        raise NotClosed(f"{expression} is no sum over all directions of what one of them sees: use Trace, SquaredNorm")
    return _summed(one, in_one_dimension(expression), expression, spectrum, OverDirections)


def _over_symbols(process: Process, alphabet: sp.IndexedBase, expression: sp.Expr) -> Recursion:
    """Of a sum over all symbols of what one of them sees; raises NotClosed where it is no such sum."""
    try:
        seen = sp.Add(*(c * f for f, c in symbolwise(process, expression).items()))
        return _summed(one_symbol(process), seen, expression, alphabet, OverSymbols)
    except NoSymbol as error:
        raise NotClosed(str(error)) from None


def _summed(one: Process, seen: sp.Expr, whole: sp.Expr, listed: sp.IndexedBase, over: type[sp.Function]) -> Recursion:
    """Of a sum of what is seen in many copies of a process: its recursion, begun with the sum of what each begins with.

    The steps are linear, and the same in all copies. Raises NotClosed where they are not the same.
    """
    found, start = recursion(one, seen), one.parameters.symbols[-1]
    if any(c.has(start) for row in found.step for c in row.values()):
        meaning = one.parameters[start.name].meaning.removeprefix("the ")
        raise NotClosed(f"what {one.name} does depends on the {meaning}, {start}, at every step")
    return replace(
        found,
        quantities=(whole, *(over(q) for q in found.quantities[1:])),
        start=tuple(summed(e, start, listed) for e in found.start),
        before=None if found.before is None else summed(found.before, start, listed),
    )


def _before(algebra: Algebra, expression: sp.Expr) -> sp.Expr | None:
    """The mean one generation before the first; None where one cannot look there."""
    before = algebra.process.given_before(expression)
    if before is None:
        return None
    given, laws = before
    mean = algebra.without(algebra.read(given), [Draw(what, law) for what, law in laws.items()])
    if mean.keys() - {ONE}:
        return None
    return algebra.written(mean.get(ONE, algebra.domain.zero)).subs(GENERATION, algebra.process.first - 1)


def _ball(expression: sp.Expr, point: Point) -> Any:
    from flint import ctx

    return ball(expression, point, ctx.prec)


def _function(expression: sp.Expr) -> Callable[..., Any]:
    """A rational function, with the names of its symbols as keywords, in rationals of flint; others are ignored."""
    from flint import fmpq

    names = sorted(s.name for s in expression.free_symbols)
    code = eval(f"lambda {', '.join((*names, '**_'))}: {_written(expression)}", {"Q": fmpq})
    return cast(Callable[..., Any], code)


def _written(expression: sp.Expr) -> str:
    if isinstance(expression, sp.Rational):
        return f"Q({expression.p}, {expression.q})"
    if type(expression) is sp.Symbol and expression.name.isidentifier():
        return expression.name
    if isinstance(expression, sp.Add | sp.Mul):
        sign = " + " if isinstance(expression, sp.Add) else " * "
        return f"({sign.join(map(_written, expression.args))})"
    if isinstance(expression, sp.Pow) and isinstance(expression.exp, sp.Integer):
        return f"{_written(expression.base)} ** ({expression.exp})"
    raise NotExact(f"{expression} is no rational function")


def either(expression: sp.Expr, point: Point) -> Any:
    """The value of an expression: a Fraction where it is rational, else a ball."""
    try:
        return exact(expression, point)
    except NotExact:
        return ball(expression, point, BITS)


def _may_be_needed(algebra: Algebra, m: Monomial, limit: int, v: Polynomial) -> None:
    if _degree(m) > limit:
        raise NotClosed(
            f"the moments do not close: the mean of {algebra.text(v)} after a generation needs that of "
            f"{algebra.expression(m)}, and so on"
        )


def _degree(m: Monomial) -> int:
    """Order of a monomial; a power sum of order j counts j, an exponent that is no number counts nothing."""
    orders = ((x.args[1] if isinstance(x, PowerSum) else 1, e) for x, e in m)
    return int(sum(j * e for j, e in orders if e.is_number))
