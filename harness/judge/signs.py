"""The sign of an expression throughout the domain of a claim: by algebra, else in balls at the points of the grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import product

import sympy as sp

from harness.judge import exact
from harness.judge.case import Case
from proofs_check.rules.claims import narrowed
from proofs_check.rules.means import domain_of
from proofs_check.rules.statements import Lists, NotProved, Range
from theorems.language.domains.numbers import Number
from theorems.language.growth import Sign
from theorems.language.readers import ball

BITS = 40


def sign_on(case: Case, variable: sp.Symbol | None = None) -> Sign:
    """The function that finds signs of expressions without the variable where a claim is made."""
    parameters = [p for p in case.theorem.parameters if isinstance(p, Number) and p.fixed and p.symbol != variable]
    written = [dict(way) for way in product(*(tuple(_written(p, case.claim.when)) for p in parameters))]
    grid = exact.grid(case)

    @cache
    def sign(e: sp.Expr) -> int | None:
        signs = {_algebra(e.subs(way)) for way in written} if e.free_symbols else {_algebra(e)}
        if len(signs) == 1 and None not in signs:
            return signs.pop()
        names = sorted(s.name for s in e.free_symbols)
        try:
            points = dict.fromkeys(tuple((name, point[name]) for name in names) for point in grid)
            seen = {_seen(ball(e, dict(point), BITS)) for point in points}
        except (KeyError, *exact.NO_VALUE):
            return None
        return seen.pop() if len(seen) == 1 else None

    return sign


def _written(parameter: Number, when: sp.Basic) -> Iterator[tuple[sp.Symbol, sp.Expr]]:
    """All values of a parameter as an expression of a nonnegative, or positive, symbol; an end that belongs to it."""
    symbol = parameter.symbol
    ranges: Mapping[sp.Symbol, Range | Lists] = {symbol: domain_of(parameter)}
    for condition in sp.And.make_args(when):  # what else a claim is restricted to only makes the domain smaller
        with suppress(NotProved):  # it leaves no value: a lint says so
            ranges = narrowed(condition, ranges) or ranges
    r = ranges[symbol]
    assert isinstance(r, Range)
    v = sp.Dummy("v", integer=parameter.whole or None, **{"positive" if r.low_open else "nonnegative": True})
    if r.high == sp.oo:
        yield symbol, r.low + v
        return
    yield symbol, r.low + (r.high - r.low) * v / (1 + v)
    if not r.high_open:
        yield symbol, r.high


def _algebra(e: sp.Expr) -> int | None:
    for form in (e, sp.factor(sp.together(e))):
        if form.is_positive:
            return 1
        if form.is_negative:
            return -1
        if form.is_zero:
            return 0
    return None


def _seen(value: object) -> int | None:
    return 1 if value > 0 else -1 if value < 0 else 0 if value.is_zero() else None  # type: ignore[operator,attr-defined]
