"""What follows from a declaration for an observable: its exact mean and mean square."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import sympy as sp

from theorems.language import extinction, times
from theorems.language.alphabets import NoSymbol, one_symbol, symbolwise
from theorems.language.chains import NotFinite
from theorems.language.data import GENERATION, Data
from theorems.language.domains.entries import symbolic
from theorems.language.laws import NoMoment
from theorems.language.moments import NotClosed
from theorems.language.parameters import Point
from theorems.language.processes import Draw, Finally, HalfSquare, Increment, Observable, Process, Steps, Time, event
from theorems.language.recursion import either, recursion


class NotDerived(ValueError):
    """What is asked for does not follow from the declaration; the message says why."""


Value = Callable[[int | None, Point], Any]
"""(generation k, point) -> a Fraction or a ball; k does not matter where nothing is seen at generation k."""


def mean(process: Process, observable: Observable) -> Value:
    """E of an observable. For `Steps`, the c of E[next | past] = c previous.

    Raises NotDerived; the function raises ValueError for k before the first generation at which one can look.
    """
    if isinstance(observable, Steps):
        return _constant(step_factor(process, observable))
    if isinstance(observable, Increment):
        return _constant(increment(process, observable, 1))
    if isinstance(observable, Finally):
        raise NotDerived("no moment says where a process ends")
    if isinstance(observable, Time):
        return time(process, observable, 1)
    if isinstance(observable, HalfSquare):
        first, second = (moment(process, observable.of, power) for power in (1, 2))

        def variance(k: int | None, point: Point) -> Any:
            mean, square = _alike(first(k, point), second(k, point))
            return square - mean**2

        return variance
    if isinstance(observable, sp.log):
        return walk(process, observable, 1)
    if process.alphabet is not None and observable.has(sp.Piecewise):
        return over_symbols(process, observable)
    if isinstance(observable, sp.Piecewise):
        return probability(process, observable)
    return moment(process, observable, 1)


def over_symbols(process: Process, observable: Observable) -> Value:
    """E of a sum over symbols of what happens to one of them; raises NotDerived."""
    try:
        one, parts = one_symbol(process), symbolwise(process, observable)
    except NoSymbol as error:
        raise NotDerived(str(error)) from None
    alphabet, given = str(process.alphabet), one.parameters.names[-1]
    means = {f: mean(one, f) for f in parts}

    def value(k: int | None, point: Point) -> Any:
        from flint import arb, ctx

        with ctx.workprec(extinction.BITS):
            total = arb(0)
            for share, symbols in Counter[Fraction](point[alphabet]).items():
                here = {**point, given: symbolic(share)}
                total += symbols * sum(_ball(either(c, point)) * _ball(means[f](k, here)) for f, c in parts.items())
        return total

    return value


def _alike(*values: Any) -> tuple[Any, ...]:
    """Fractions, or balls where one is a ball."""
    from flint import ctx

    with ctx.workprec(extinction.BITS):
        return values if all(isinstance(x, Fraction) for x in values) else tuple(map(_ball, values))


def _ball(x: Any) -> Any:
    """A Fraction, or a ball, as a ball."""
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator)) if isinstance(x, Fraction) else x


def mean_square(process: Process, observable: Observable) -> Value:
    """E X^2 of an observable X; raises as `mean` does."""
    if isinstance(observable, Increment):
        return _constant(increment(process, observable, 2))
    if isinstance(observable, Steps | Finally):
        raise NotDerived("steps, and what is seen at the end, lie in a known range")
    if isinstance(observable, HalfSquare):
        powers = [moment(process, observable.of, power) for power in (1, 2, 3, 4)]

        def fourth(k: int | None, point: Point) -> Any:
            """E (R - R')^4 / 4."""
            r = _alike(*(power(k, point) for power in powers))
            return (r[3] - 4 * r[2] * r[0] + 3 * r[1] ** 2) / 2

        return fourth
    if isinstance(observable, Time):
        return time(process, observable, 2)
    if isinstance(observable, sp.log):
        return walk(process, observable, 2)
    return moment(process, observable, 2)


def probability(process: Process, indicator: sp.Piecewise) -> Value:
    """Pr of the event that the state of a branching process is 0, or that it is not; raises NotDerived."""
    condition = indicator.args[0].cond
    if indicator != event(condition) or not isinstance(condition, sp.Eq | sp.Ne):
        raise NotDerived(f"{indicator} does not say whether a state is 0")
    if {condition.lhs, condition.rhs} != {*process.states, sp.Integer(0)}:
        raise NotDerived(f"{condition} does not say whether the only state is 0")
    try:
        return extinction.extinct(process, isinstance(condition, sp.Eq))
    except extinction.NotBranching as error:
        raise NotDerived(str(error)) from None


def time(process: Process, observable: Time, power: int) -> Value:
    """E of the first or second power of the generation at which a finite chain first meets a condition."""
    try:
        return times.moment(process, observable.until, power)
    except NotFinite as error:
        raise NotDerived(str(error)) from None


def moment(process: Process, expression: sp.Expr, power: int) -> Value:
    """E of a power of an expression at generation k."""
    try:
        return recursion(process, expression**power).value
    except (NotClosed, NoMoment) as error:
        raise NotDerived(str(error)) from None


def walk(process: Process, log: sp.Expr, power: int) -> Value:
    """E of the first or second power of a logarithm that starts at a given value and grows by independent steps."""
    if process.spectrum is not None or process.alphabet is not None:
        raise NotDerived(f"what moves in {process.name} is no number")
    start = log.xreplace(dict(process.start))
    if start.free_symbols - {*process.parameters.symbols}:
        raise NotDerived(f"{log} does not start at a given value")
    grown = increment(process, Increment(log), 1)
    steps = sp.Symbol("steps", integer=True, nonnegative=True)
    found = start + steps * grown
    if power == 2:
        found = found**2 + steps * (increment(process, Increment(log), 2) - grown**2)

    def value(k: int | None, point: Point) -> Any:
        if k is None or k < process.first:
            raise ValueError(f"k must be an integer >= {process.first}: got {k}")
        return either(found, {**point, steps.name: sp.Integer(k - process.first)})

    return value


def _constant(expression: sp.Expr) -> Value:
    return lambda _, point: either(expression, point)


def step_factor(process: Process, steps: Steps) -> sp.Expr:
    """The c with E[f at t + 1 | state at t] = c (f at t); raises NotDerived where there is none."""
    try:
        found = recursion(process, steps.of)
    except (NotClosed, NoMoment) as error:
        raise NotDerived(str(error)) from None
    row = found.step[0]
    if row.keys() - {0}:
        raise NotDerived(f"the mean of {steps.of} a generation later is no multiple of it")
    return row.get(0, sp.Integer(0))


@cache
def increment(process: Process, observable: Increment, power: int) -> sp.Expr:
    """E of the first or second power of the growth of a logarithm in one generation.

    Raises NotDerived where the growth depends on the state or on the generation, or its mean is not known.
    """
    moved = observable.of.xreplace({GENERATION: GENERATION + 1}).xreplace(dict(process.step))
    later, now = (sp.expand_log(e, force=True) for e in (moved, observable.of))
    grown = sp.expand(sp.expand_log(later, force=True) - now)
    logs = {sp.log(d.what): d.law for d in process.draws if isinstance(d, Draw) and not isinstance(d.what, Data)}
    shares = {log: grown.coeff(log) for log in logs}
    rest = sp.expand(grown - sp.Add(*(c * log for log, c in shares.items())))
    if sp.Tuple(rest, *shares.values()).free_symbols - {*process.parameters.symbols}:
        raise NotDerived(f"the growth of {observable.of} is no sum of logarithms of numbers that are drawn anew")
    try:
        means = {log: law.log_moment(1) for log, law in logs.items() if shares[log] != 0}
        squares = {log: logs[log].log_moment(2) for log in means} if power == 2 else {}
    except NoMoment as error:
        raise NotDerived(str(error)) from None
    if sp.Tuple(*means.values(), *squares.values()).free_symbols - {*process.parameters.symbols}:
        raise NotDerived(f"how much {observable.of} grows depends on the state or on the generation")
    mean = rest + sp.Add(*(shares[log] * means[log] for log in means))
    return mean if power == 1 else mean**2 + sp.Add(*(shares[x] ** 2 * (squares[x] - means[x] ** 2) for x in means))
