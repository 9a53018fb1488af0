"""Statements of a certificate, and decisions on them: exact, or in balls at points of the context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proofs_check.recheck.balls import NoValue, number, points
from proofs_check.recheck.forms import (
    LISTS,
    Context,
    Range,
    fraction,
    indices,
    is_whole,
    normal,
    range_of,
    shown,
    vanishes,
)
from proofs_check.recheck.terms import (
    ZERO,
    Refused,
    Term,
    free,
    head,
    is_number,
    minus,
    over,
    plus,
    put,
    read,
    swap,
    text,
    times,
    walk,
)

MEANS = ("mean", "average", "GIterate", "DecayIterate", "OccupancyIterate")
OPAQUE = (*MEANS, "sum", "product")


@dataclass
class Node:
    """A relation, or (with a `symbol`) a limit: `left` tends to `right` as the symbol goes to `to`."""

    place: int
    rule: str
    premises: list[Node]
    left: Term
    op: str
    right: Term
    context: Context
    witness: dict[str, Any]
    symbol: str = ""
    to: Term = None
    assuming: frozenset[Node] = frozenset()
    """Hypotheses of inductions that are not finished."""
    facts: tuple[str, ...] = ()

    __hash__ = object.__hash__

    @property
    def difference(self) -> Term:
        return minus(self.right, self.left)


def needs(holds: Any, what: str) -> None:
    if not holds:
        raise Refused(what)


def ranged(value: Any) -> Range:
    """A range from its JSON value; raises Refused."""
    if value[0] == "schedule":
        low = read(value[1])
        needs(is_number(low) and low.q == 1, "a schedule is of whole numbers")
        return ("schedule", low)
    if value[0] == "list":
        needs(len(value) == 4, "a list of so many entries of one range is needed")
        return (*value[:3], ranged(value[3]))
    if value[0] in (*LISTS, "unknown"):
        return tuple(value)
    kind, *parts = value
    low, high = (None if e in (["oo"], ["-oo"]) else read(e) for e in parts[:2])
    good = (
        kind in ("whole", "real") and all(type(out) is bool for out in parts[2:]) and parts[0] != ["oo"] != parts[1:2]
    )
    for e, out in zip((low, high), parts[2:], strict=True):
        good = good and (out if e is None else is_number(e) and (kind == "real" or (e.q == 1 and not out)))
    needs(good and parts[1] != ["-oo"], f"no range: {str(value)[:80]}")
    needs(
        low is None or high is None or low < high or (low == high and not any(parts[2:])), "an empty range says nothing"
    )
    return (kind, low, high, *parts[2:])


class Decisions:
    """Decides, and counts what it has decided exactly, what only at points, and means that it has computed."""

    def __init__(self) -> None:
        self.exact = self.at_points = self.values = 0

    def zero(self, t: Term, context: Context) -> None:
        """Raises Refused unless the term is 0 throughout the context.

        Where its atoms are not told apart so, at points, a symbol in the place of every mean, sum, product and iterate:
        what holds for all values in its range holds for it. Else, as sums are linear, with the values of these.
        """
        if vanishes(t):
            self.exact += 1
            return
        self.at_points += 1
        plain = normal(t)
        if not any(self._zero_at_points(plain, context, opaque) for opaque in (OPAQUE, MEANS)):
            raise Refused(f"not 0: {text(plain)}")

    def _zero_at_points(self, plain: Term, context: Context, opaque: Sequence[str]) -> bool:
        kept = dict.fromkeys(e for e in walk(plain) if head(e) in opaque and free(e) <= context.of.keys())
        parts = {e: f"part {i}" for i, e in enumerate(kept)}
        there, named = context.but({name: range_of(e, context) for e, name in parts.items()}), swap(plain, parts)
        try:
            seen = points(there, plain)
            values = (number(named, at) for at in seen)  # where one is not 0, no other is looked at
            return bool(seen) and all(x == 0 if is_number(x) else x.contains(0) and x.rad() < 1e-30 for x in values)
        except NoValue as error:
            raise Refused(str(error)) from None

    def same(self, a: Term, b: Term, context: Context) -> None:
        if a != b:
            self.zero(minus(a, b), context)

    def sign(self, t: Term, context: Context, strict: bool = False) -> None:
        """Raises Refused unless the term is shown, by coefficients, to be >= 0 (> 0) throughout the context."""
        needs(shown(t, context, strict), f"not shown to be {'> 0' if strict else '>= 0'}: {text(t)}")
        self.exact += 1

    def has_value(self, t: Term, context: Context) -> None:
        """Raises Refused where a logarithm, or a power, in a term need not have a value."""
        if head(t) == "log":
            needs(above(t[1], context, True), f"{text(t)} need not have a value")
        elif head(t) == "^":
            grows = shown(t[2], context, False)
            apart = grows or shown(minus(ZERO, t[1]), context, True)
            real = above(t[1], context, not grows) or any(above(put(t[1], x), c, not grows) for x, c in moved(context))
            needs(real or (is_whole(t[2], context) and apart), f"{text(t)} need not have a value")
        if not isinstance(t, tuple) or len(t) == 1:
            return
        *parts, last = t[1:]
        for part in parts:
            self.has_value(part, context)
        self.has_value(last, context.but({t[1]: indices(t)}) if head(t) in ("sum", "product") else context)

    def less(self, a: Term, op: str, b: Term, context: Context, because: Sequence[Node] = ()) -> None:
        """Raises Refused unless a <= b (or <): because of relations, of a condition, or by its sign."""
        for r in because:
            if r.op != "=" and op in ("<=", r.op) and vanishes(minus(minus(b, a), r.difference)):
                return self.covers(r.context, context)
        for c in context.given:
            slack = minus(c[2], c[1]) if c[0] in ("<", op) else None
            forms = () if slack is None else ((over(minus(b, a), slack), op == "<"), (minus(minus(b, a), slack), False))
            if any(shown(e, context, strict) for e, strict in forms):
                return None
        return self.sign(minus(b, a), context, op == "<")

    def covers(
        self, wide: Context, context: Context, values: Mapping[str, Term] | None = None, because: Sequence[Node] = ()
    ) -> None:
        """Raises Refused unless the values lie in the wide context wherever the other one holds."""
        values = values or {}
        for s, r in wide.ranges:
            e = values.get(s, s)
            needs(e != s or s in context.of, f"{s} has no range")
            if e in context.of and within(context.of[e], r):
                continue
            needs(r[0] in ("real", "whole"), f"nothing but the same list can stand for {s}")
            needs(r[0] == "real" or is_whole(e, context), f"{s} is a whole number: {text(e)} need not be one")
            if r[1] is not None:
                self.less(r[1], "<" if r[3] else "<=", e, context, because)
            if r[2] is not None:
                self.less(e, "<" if r[4] else "<=", r[2], context, because)
        here = {normal(c) for c in context.given} | {("true",)}
        for c in (normal(put(condition, values)) for condition in wide.given):
            if c not in here:
                needs(c[0] in ("<=", "<"), f"{text(c)} is no condition there")
                self.less(c[1], c[0], c[2], context, because)

    def says(self, n: Node, left: Term, op: str, right: Term, *premises: Node) -> None:
        """Raises Refused unless a statement is this relation, and premises are there throughout its context."""
        needs(not n.symbol and (n.op == op or (n.op == "<=" and op in "=<")), f"what follows is {op}, not {n.op}")
        for p in premises:
            self.covers(p.context, n.context)
        self.same(n.left, left, n.context)
        self.same(n.right, right, n.context)


def moved(context: Context) -> Iterator[tuple[dict[str, Term], Context]]:
    """As a <= b, a symbol of b - a may be what it is where they are equal, and something >= 0 more."""
    for c in context.given:
        slack = minus(c[2], c[1]) if c[0] == "<=" else ZERO
        for x in free(slack) & context.of.keys():
            least = normal(minus(x, slack))
            if x not in free(least):
                beyond = f"beyond {x}"
                yield {x: plus(least, beyond)}, context.but({x: None, beyond: ("real", ZERO, None, False, True)})


def above(t: Term, context: Context, strict: bool) -> bool:
    """Is it shown to be >= 0 (> 0), as a whole or term by term? (Of squares the terms are no longer seen.)"""
    terms = t[1:] if head(t) == "+" else ()
    by_terms = all(shown(e, context, False) for e in terms) and any(shown(e, context, strict) for e in terms)
    return by_terms or shown(t, context, strict)


def within(r: Range, other: Range) -> bool:
    """Is every value of a range one of the other?"""
    if {r[0], other[0]} & LISTS:
        return r == other
    (kind, low, high, low_out, high_out), (other_kind, least, most, least_out, most_out) = r, other
    above = least is None or (low is not None and (low > least or (low == least and (low_out or not least_out))))
    below = most is None or (high is not None and (high < most or (high == most and (high_out or not most_out))))
    return above and below and "whole" in (kind, "whole" if other_kind == "real" else "")


def branch(t: Term, known: Mapping[Term, bool]) -> Term:
    """The term where these conditions hold or do not."""
    if head(t) == "if" and (c := normal(t[1])) in known:
        return branch(t[2] if known[c] else t[3], known)
    return (t[0], *(branch(p, known) for p in t[1:])) if isinstance(t, tuple) else t


def root(f: Term) -> dict[str, Term]:
    """Where a factor that is linear in a state is 0."""
    atoms, n, _ = fraction(f)
    for i, a in enumerate(atoms):
        own = [(e, c) for e, c in n.terms() if e[i]]
        if isinstance(a, str) and " of " in a and len(own) == 1 and sum(own[0][0]) == 1:
            return {a: over(minus(times(own[0][1], a), f), own[0][1])}
    raise Refused("an equation that is not linear in a state")
