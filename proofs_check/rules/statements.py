"""What is proved: a relation between two expressions, for all values of their symbols in a context.

A mean over a random process is an expression too (`Expectation`), so that algebra has one kind of statement. A proved
statement (`Proved`) is made by the rules of this folder only; a proof combines what they return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Literal

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

from theorems.language.domains.parameter import Parameter
from theorems.language.domains.sequences import Schedule

Operator = Literal["=", "<=", "<"]

INEQUALITY = sp.Ge | sp.Gt | sp.Le | sp.Lt
"""What a condition is that compares two sides; those two say which is the greater one (`gts`, `lts`)."""


class NotProved(ValueError):
    """A rule refuses; the message says which, and what does not fit."""


class Disagreement(AssertionError):
    """Two independent decisions of one fact contradict each other: an error of the suite, never of an author."""


@dataclass(frozen=True)
class Range:
    """An interval with rational or infinite ends; of a whole number, from its first to its last value."""

    low: sp.Expr
    high: sp.Expr
    low_open: bool = False
    high_open: bool = False

    @cache  # noqa: B019 - of the few ranges that there are
    def __str__(self) -> str:
        return f"{'(' if self.low_open else '['}{self.low}, {self.high}{')' if self.high_open else ']'}"

    def __contains__(self, value: Any) -> bool:
        above = value > self.low or (value == self.low and not self.low_open)
        return bool(above and (value < self.high or (value == self.high and not self.high_open)))

    def within(self, other: Range | Lists) -> bool:
        """Is every value of this range one of the other?"""
        if isinstance(other, Lists):
            return False
        low = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        high = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return bool(low and high)


@dataclass(frozen=True)
class Lists:
    """The lists that a parameter may be, such as given points; they are what they are, nothing is narrower.

    Of a schedule, all that go on for ever: a list gives the sizes up to any k, and a statement has no others.
    """

    parameter: Parameter

    def __str__(self) -> str:
        return self.parameter.plain

    def within(self, other: Range | Lists) -> bool:
        """Are they the lists of the same domain?"""
        return isinstance(other, Lists) and self._domain == other._domain

    @property
    def _domain(self) -> Any:
        p = self.parameter
        return (Schedule, p.entry.domain) if isinstance(p, Schedule) else (p.domain, p.uses)


INTERVAL = re.compile(r"([\[(])\s*([^,]+),\s*([^,]+?)\s*([\])])")


def interval(text: str, whole: bool = False) -> Range:
    """A range from text such as `[1, oo)` or `(0, 1/2]`; of whole numbers with its first and last value."""
    found = re.fullmatch(INTERVAL, text.strip())
    if found is None:
        raise NotProved(f"a range is written as [1, oo) or (0, 1/2]: got {text!r}")
    infinite = {"oo": sp.oo, "-oo": -sp.oo}
    ends = [infinite[end] if end in infinite else sp.Rational(end) for end in (found[2].strip(), found[3].strip())]
    return ranged(ends[0], ends[1], found[1] == "(", found[4] == ")", whole)


def ranged(low: Any, high: Any, low_open: bool, high_open: bool, whole: bool) -> Range:
    """A range with such ends; raises NotProved for an empty one."""
    low, high = sp.sympify(low), sp.sympify(high)
    if whole and low.is_finite:
        low, low_open = (sp.floor(low) + 1 if low_open else sp.ceiling(low)), False
    if whole and high.is_finite:
        high, high_open = (sp.ceiling(high) - 1 if high_open else sp.floor(high)), False
    low_open, high_open = low_open or low == -sp.oo, high_open or high == sp.oo
    if not (low < high or (low == high and not low_open and not high_open)):
        raise NotProved(f"an empty range says nothing: got {Range(low, high, low_open, high_open)}")
    return Range(low, high, low_open, high_open)


@dataclass(frozen=True)
class Context:
    """The values that symbols may have: a range each, and conditions between them.

    Raises NotProved where a symbol is not real, two have one name, a range is empty, has other ends than numbers (of a
    whole number, whole ones that belong to it) or is wider than what sympy was told of its symbol, or a condition has
    other symbols.
    """

    ranges: tuple[tuple[sp.Symbol, Range | Lists], ...]
    given: frozenset[sp.Basic] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "ranges", tuple((s, r) for s, r in self.ranges))  # what is given may be a list
        object.__setattr__(self, "given", frozenset(self.given))
        if any(type(r) not in (Range, Lists) for _, r in self.ranges):
            raise NotProved(f"a range is a Range or Lists: got {self.ranges}")
        names = [(s.name, getattr(s, "dummy_index", None)) for s, _ in self.ranges]
        for name in names:
            if names.count(name) > 1:
                raise NotProved(f"two symbols are called {name[0]}")
        for symbol, range_ in self.ranges:
            if isinstance(range_, Range):
                _allowed(symbol, range_)
        for condition in self.given:
            if strays := condition.free_symbols - set(self.symbols):
                raise NotProved(f"{condition} is about {sorted(map(str, strays))}, which have no range")

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.ranges, self.given))

    @cached_property
    def symbols(self) -> tuple[sp.Symbol, ...]:
        return tuple(s for s, _ in self.ranges)

    @cached_property
    def of(self) -> Mapping[sp.Symbol, Any]:
        return MappingProxyType(dict(self.ranges))

    @cached_property
    def box(self) -> tuple[tuple[sp.Expr, sp.Expr], ...] | None:
        """The ends of all ranges, where all of them are finite."""
        ends = tuple((r.low, r.high) for _, r in self.ranges if isinstance(r, Range))
        finite = len(ends) == len(self.ranges) and all(e.is_finite for pair in ends for e in pair)
        return ends if finite else None

    def __str__(self) -> str:
        parts = [f"{s} in {r}" for s, r in self.ranges]
        return ", ".join((*parts, *sorted(map(str, self.given))))

    def but(self, change: Mapping[sp.Symbol, Range | Lists | str | None], *given: sp.Basic) -> Context:
        """The context with other ranges (None: without the symbol), new symbols, and more conditions."""
        ranges: dict[sp.Symbol, Range | Lists] = dict(self.ranges)
        for symbol, r in change.items():
            if r is None:
                ranges.pop(symbol, None)
            else:
                ranges[symbol] = interval(r, bool(symbol.is_integer)) if isinstance(r, str) else r
        kept = {c for c in self.given if c.free_symbols <= set(ranges)}
        return Context(tuple(ranges.items()), frozenset(kept | set(given) - {sp.true}))

    def renamed(self, old: sp.Symbol, new: sp.Symbol) -> Context:
        """The same with another symbol in the place of one."""
        ranges = tuple((new if s == old else s, r) for s, r in self.ranges)
        return Context(ranges, frozenset(c.xreplace({old: new}) for c in self.given))


def over(ranges: Mapping[sp.Symbol, Range | Lists | str], *given: sp.Basic) -> Context:
    """A context: `over({n: "[2, oo)", p: "(0, 1)"}, 10 * k <= n)`."""
    return Context(()).but(ranges, *given)


TOLD = ("integer", "real", "extended_real", "positive", "nonnegative", "negative", "nonpositive", "nonzero")
"""What sympy may know of a symbol."""


@cache
def _allowed(symbol: sp.Symbol, range_: Range) -> None:
    if not symbol.is_extended_real:
        raise NotProved(f"{symbol} is not known to be real")
    _ends(symbol, range_)
    told = (
        (symbol.is_positive, Range(sp.Integer(0), sp.oo, True, True)),
        (symbol.is_nonnegative, Range(sp.Integer(0), sp.oo, False, True)),
        (symbol.is_negative, Range(-sp.oo, sp.Integer(0), True, True)),
        (symbol.is_nonpositive, Range(-sp.oo, sp.Integer(0), True, False)),
    )
    wider = any(known and not range_.within(least) for known, least in told)
    if wider or (symbol.is_zero is False and 0 in range_):
        raise NotProved(f"the range {range_} of {symbol} is wider than what its symbol may be")
    kept = {a: True for a in TOLD if getattr(symbol, f"is_{a}")}
    if sp.Dummy(**kept).assumptions0 != sp.Dummy(**symbol.assumptions0).assumptions0:
        raise NotProved(f"{symbol} is told more than its sign and that it is whole, which a range does not say")


def _ends(symbol: sp.Symbol, r: Range) -> None:
    """Raises NotProved unless the ends are rational or infinite, those of a whole number its first and last value."""
    if not all(end.is_Rational or end in (sp.oo, -sp.oo) for end in (r.low, r.high)):
        raise NotProved(f"the ends of a range are rational numbers or infinite: got {r} of {symbol}")
    if ranged(r.low, r.high, r.low_open, r.high_open, bool(symbol.is_integer)) != r:
        raise NotProved(f"a range of whole numbers has its first and last value, none is infinite: got {r} of {symbol}")


@dataclass(frozen=True)
class Relation:
    """left op right for all values in the context.

    Raises NotProved for machine numbers, symbols without a range, and an index with the symbol of a range: what is put
    in for the one would be put in for the other.
    """

    left: sp.Expr
    op: Operator
    right: sp.Expr
    context: Context

    def __post_init__(self) -> None:
        for name in ("left", "right"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name), strict=True))  # no text, which is run
        if self.op not in ("=", "<=", "<"):
            raise NotProved(f"a relation is one of =, <=, <: got {self.op!r}")
        both = sp.Tuple(self.left, self.right)
        if both.has(sp.Float, sp.nan, sp.zoo):
            raise NotProved(f"machine numbers prove nothing: {self}")
        if both.has(sp.I, sp.Derivative, sp.Subs, sp.Limit):
            raise NotProved(f"a relation is between real numbers that are given by values of its symbols: {self}")
        if caught := bound(both) & set(self.context.symbols):
            raise NotProved(f"{', '.join(sorted(map(str, caught)))} is an index in {self}, and has a range")
        if strays := both.free_symbols - set(self.context.symbols):
            raise NotProved(f"{', '.join(sorted(map(str, strays)))} in {self.left} {self.op} {self.right} has no range")

    def __str__(self) -> str:
        where = f" for {self.context}" if self.context.ranges else ""
        return f"{self.left} {self.op} {self.right}{where}"


def bound(expression: sp.Basic) -> set[sp.Symbol]:
    """The indices of its sums, products and integrals, and the variables of its functions."""
    return {s for e in expression.atoms(ExprWithLimits, sp.Lambda) for s in e.bound_symbols}


@dataclass(frozen=True)
class Tends:
    """expression -> limit as symbol -> to (oo, -oo, or 0 from above), for all values of the others in the context."""

    expression: sp.Expr
    symbol: sp.Symbol
    to: sp.Expr
    limit: sp.Expr
    context: Context

    def __str__(self) -> str:
        return f"{self.expression} -> {self.limit} as {self.symbol} -> {self.to} for {self.context}"


Statement = Relation | Tends

_RULES_ONLY = object()


@dataclass(frozen=True, eq=False)
class Proved:
    """A statement that a rule has proved, from what, and how.

    by: how a leaf was decided, or with what. schema: the fact of probability theory that the rule stands for. assuming:
    statements of an induction that is not finished yet; their symbols in `fixed` stand for one value. witness: what
    the rule was given besides, for a program that checks it again.
    """

    statement: Statement
    rule: str
    premises: tuple[Proved, ...]
    by: str
    schema: str
    assuming: frozenset[Relation]
    fixed: frozenset[sp.Symbol]
    witness: Mapping[str, Any]
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _RULES_ONLY:
            raise TypeError("a statement is proved by a rule of proofs_check.rules")

    @property
    def relation(self) -> Relation:
        """The statement, where it is a relation."""
        if not isinstance(self.statement, Relation):
            raise NotProved(f"not a relation: {self.statement}")
        return self.statement

    @property
    def tends(self) -> Tends:
        """The statement, where it is a limit."""
        if not isinstance(self.statement, Tends):
            raise NotProved(f"not a limit: {self.statement}")
        return self.statement


def for_all(symbol: sp.Symbol, *premises: Proved, conditions: bool = False, between: bool = False) -> None:
    """For rules that need premises at more than one value of a symbol.

    Raises NotProved where one rests on the hypothesis of an induction over it (which is about one value), or holds
    under a condition on it (unless conditions are taken care of), or is about whole numbers only where values between
    them are needed.
    """
    for p in premises:
        if between and symbol.is_integer:
            raise NotProved(f"{symbol} is a whole number: nothing is known between two of them: {p.statement}")
        if symbol in p.fixed:
            raise NotProved(f"{symbol} stands for one value until the induction ends: {p.statement}")
        if not conditions and any(c.has(symbol) for c in p.statement.context.given):
            raise NotProved(f"between two values of {symbol} the conditions may fail: {p.statement}")


def _proved(
    rule: str,
    statement: Statement,
    premises: Iterable[Proved] = (),
    by: str = "",
    schema: str = "",
    discharged: Relation | None = None,
    assumed: tuple[Relation, sp.Symbol] | None = None,
    **witness: Any,
) -> Proved:
    """For rules only. discharged: the assumption that this step ends; assumed: the one it begins, and its symbol.

    witness: what else the rule was given, which conclusion and premises do not show.
    """
    premises = tuple(premises)
    if any(type(p) is not Proved for p in premises):
        raise TypeError(f"{rule}: a premise is a proved statement")
    if type(statement) not in (Relation, Tends) or type(statement.context) is not Context:
        raise TypeError(f"{rule}: a statement is a relation or a limit, in a context")
    assuming = frozenset[Relation]().union(*(p.assuming for p in premises)) - {discharged}
    fixed = frozenset[sp.Symbol]().union(*(p.fixed for p in premises))
    if assumed is not None:
        assuming, fixed = assuming | {assumed[0]}, fixed | {assumed[1]}
    return Proved(statement, rule, premises, by, schema, assuming, fixed, MappingProxyType(witness), _RULES_ONLY)
