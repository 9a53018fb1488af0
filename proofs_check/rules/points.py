"""Points of a context at which leaves are decided a second time, in balls.

A point of the context at which an expression has no value counts against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

from proofs_check.rules.means import Average, Expectation
from proofs_check.rules.statements import Context, Lists, NotProved, Range
from theorems.language.domains.sequences import Schedule
from theorems.language.marks import mark
from theorems.language.readers.balls import ExactParts, enclosure
from theorems.language.readers.interpreter import NoValue, UnreadableExpression, fractions
from theorems.language.readers.rationals import holds
from theorems.language.sums import depth

POINTS = 12
"""Points at which an identity or a sign is decided a second time; as many corners of the context at most."""
BITS, FINER = 120, 8
"""Of a value; by how much the working precision grows if it did not suffice: most that need it are 0."""
NO_VALUE = (NoValue, ArithmeticError, ValueError, OverflowError)


def points(context: Context, *about: sp.Basic) -> list[dict[sp.Symbol, Any]]:
    """Points of the context: its smallest values first, then others that the expressions and the context choose.

    Raises NotProved where none is found that meets the conditions.
    """
    chance = Random(f"{mark(sp.Tuple(*about, *context.given))} {[(s.name, str(r)) for s, r in context.ranges]}")
    numbers = [(s, r) for s, r in context.ranges if isinstance(r, Range)]
    lows = [[_near(r, s, 0, chance), _near(r, s, 1, chance)] for s, r in numbers]
    corners = [dict(zip((s for s, _ in numbers), corner, strict=True)) for corner in product(*lows)][: 2**6]
    chance.shuffle(tail := corners[1:])
    found = [p for p in [*corners[:1], *tail[: POINTS - 1]] if _completed(p, context, chance)]
    far = 3 if any(depth(e) > 1 for e in about) else 6  # sums in sums take long
    for _ in range(400):
        if len(found) >= 2 * POINTS:
            break
        point = {s: _near(r, s, chance.randint(1, far), chance) for s, r in numbers}
        if _completed(point, context, chance):
            found.append(point)
    if not found:
        raise NotProved(f"no point is found at which {context} holds")
    return found


def _near(r: Range, symbol: sp.Symbol, far: int, chance: Random) -> Fraction:
    """A value of a range: its end where far = 0 and the end belongs to it, else one further inside for larger far."""
    low, high = _finite_ends(r)
    if low is not None and far == 0 and not r.low_open:
        return low
    if symbol.is_integer:
        if low is None:
            return (high or Fraction(0)) - chance.randint(0, 4 * far)
        top = low + 2 ** (far + 1)
        return Fraction(chance.randint(int(low), int(top if high is None else min(high, top))))
    share = Fraction(chance.randint(1, 96), 97)
    if low is not None and high is not None:
        return low + (high - low) * share
    size = share * Fraction(2) ** (far - 2)
    if low is not None:
        return low + size
    return size * chance.choice((-1, 1)) if high is None else high - size


@cache
def _finite_ends(r: Range) -> tuple[Fraction | None, Fraction | None]:
    low, high = (Fraction(int(e.p), int(e.q)) if e.is_finite else None for e in (r.low, r.high))
    return low, high


def _completed(point: dict[sp.Symbol, Any], context: Context, chance: Random) -> bool:
    """Lists are added to the point, from the grids of their parameters. Does it meet the conditions?"""
    for symbol, r in context.ranges:
        if isinstance(r, Lists):
            values = _lists(r, tuple((s.name, x) for s, x in point.items() if s.name in r.parameter.uses))
            if not values:
                return False
            point[symbol] = chance.choice(values)
            if isinstance(r.parameter, Schedule):
                most = max((x for x in point.values() if isinstance(x, Fraction)), default=Fraction(0))
                point[symbol] = r.parameter.going_on(point[symbol], 2 * int(most) + 4, chance.choice((1, 1, 2, 64)))
    return all(holds(*named(condition, point)) for condition in context.given)


@cache
def _lists(lists: Lists, at: tuple[tuple[str, Fraction], ...]) -> tuple[Any, ...]:
    """Those of the grid, where the earlier parameters that they use have these values."""
    return lists.parameter.values({name: sp.sympify(x) for name, x in at})


def named(expression: sp.Basic, point: Mapping[sp.Symbol, Any]) -> tuple[sp.Basic, dict[str, Any]]:
    """The expression with symbols of names of their own (two may share one, an index too), and values by name."""
    renamed, own = _renamed(expression, tuple(point))
    return renamed, {own[s].name: x for s, x in point.items()}


@cache
def _renamed(expression: sp.Basic, point: tuple[sp.Symbol, ...]) -> tuple[sp.Basic, dict[sp.Basic, sp.Basic]]:
    """For `named`, which asks at every point: nothing else is needed of it than its symbols."""
    lists = {s.name for s in point if isinstance(s, sp.IndexedBase)}
    symbols = [s for s in dict.fromkeys((*point, *expression.atoms(sp.Symbol))) if s.name not in lists]
    if len({s.name for s in symbols}) == len(symbols):
        return expression, {s: s for s in point}
    symbols.sort(key=sp.default_sort_key)
    own = {s: sp.Symbol(f"v {i}", **{**s.assumptions0, "commutative": True}) for i, s in enumerate(symbols)}
    return expression.xreplace(own), {s: own.get(s, s) for s in point}


def value(expression: sp.Expr, point: Mapping[sp.Symbol, sp.Rational]) -> Any:
    """The value as a finite ball; raises NotProved where there is none."""
    renamed, values = named(expression, point)
    try:
        found = enclosure(renamed, fractions(values), BITS, ExactParts, FINER)
    except UnreadableExpression as error:
        raise NotProved(f"no second decision: {error}") from None
    except NO_VALUE as error:
        raise NotProved(f"{expression} has no value at {at(point)}: {error}") from None
    if not found.is_finite():
        raise NotProved(f"{expression} has no value at {at(point)}")
    return found


def at(point: Mapping[sp.Symbol, Any]) -> str:
    """A point in words: `n=2, k=0`."""
    return ", ".join(f"{s}={x}" for s, x in point.items()) or "any point"


@cache
def _plain(mean: Expectation) -> Expectation:
    return mean.func(*map(sp.expand, mean.args))


def free_of_means(expression: sp.Expr, context: Context) -> tuple[sp.Expr, Context]:
    """A symbol in the place of every mean: what holds for all values in its range holds for the mean.

    Means of one observable are one where their arguments are the same once expanded. And a symbol in the place of every
    sum of means, each of which is another one.
    """
    expression = expression.xreplace({e: _plain(e) for e in expression.atoms(Expectation)})
    folds = sorted(
        (f for f in expression.atoms(ExprWithLimits) if f.has(Expectation, Average)), key=sp.default_sort_key
    )
    means = sorted(expression.atoms(Expectation, Average), key=sp.default_sort_key)
    symbols = {e: sp.Dummy(f"E{i}", real=True, nonnegative=e.is_nonnegative) for i, e in enumerate(means)}
    sums = {f: sp.Dummy("sum", real=True) for f in folds}
    ranges = {s: e.range for e, s in symbols.items()} | dict.fromkeys(sums.values(), Range(-sp.oo, sp.oo, True, True))
    return expression.xreplace(symbols | sums), context.but(ranges)


def ends_of(found: Any) -> Range:
    """The ends of a ball as rationals."""

    def exact(x: Any) -> sp.Rational:
        mantissa, exponent = x.man_exp()
        return sp.Integer(int(mantissa)) * sp.Integer(2) ** int(exponent)

    return Range(exact(found.lower()), exact(found.upper()))
