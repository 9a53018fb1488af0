"""Lists of numbers: sizes of generations, rates, and, with a condition on the whole, shares and spectra."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, ClassVar

import sympy as sp

from theorems.language.domains.constructors import MOST, constant, power
from theorems.language.domains.ends import End, Limit, known, limit, names
from theorems.language.domains.entries import Base, DomainError, Entries, Entry, Length, fraction
from theorems.language.domains.numbers import Number, integer, real
from theorems.language.domains.parameter import BETWEEN, NOWHERE, Parameter, Point
from theorems.language.notation import latex
from theorems.language.text import shortened

LISTED = 100_000
"""The most characters of a list that is typed."""


@dataclass(frozen=True, kw_only=True)
class Sequence(Parameter):
    """Finitely many numbers, each in the domain of `entry`: written `[5,8,4]` or by a constructor, read as M[0], M[1].

    length: how many (None: one or more), or with at_least how many there must be at least. grid: texts, in which
    earlier parameters may stand for numbers: `constant(2, k)`. Where the length is tied to an earlier parameter, the
    list of smallest entries is added to the grid.
    """

    entry: Number
    length: Limit | None = None
    at_least: bool = False

    kind = "sequence"
    constructors: ClassVar[Mapping[str, Callable[[str], Entries]]] = {"constant": constant}

    def __post_init__(self) -> None:
        if self.uses:
            return
        for value in (*self.values(), *([] if self.default is None else [self.default])):
            self.check(value)
        smallest = self.smallest(len(self.values()[0])) if self.values() else None
        if smallest is not None and not any(set(v) == set(smallest) for v in self.values()):
            raise DomainError(f"the grid of {self.name} lacks a list of smallest admissible entries, as {smallest}")

    @property
    def whole(self) -> bool:  # type: ignore[override]
        return self.entry.whole

    @cached_property
    def uses(self) -> frozenset[str]:  # type: ignore[override]
        written = [names(end) for text in self.grid for end in _numbers(text)]
        return self.entry.uses.union(names(self.length), *written)

    @cached_property
    def symbol(self) -> Base:
        return Base(self.name, integer=True) if self.whole else Base(self.name)

    @property
    def size(self) -> sp.Expr:
        """The number of entries, to be used in expressions."""
        return Length(self.symbol)

    @property
    def plural(self) -> str:
        """What the entries are, after their number."""
        return f"each entry {self.entry.domain}"

    @property
    def plain(self) -> str:
        many = "" if self.length is None else f" of {'at least ' if self.at_least else ''}{self.length}"
        return f"a list{many}, {self.plural}"

    @property
    def domain(self) -> str:
        return f"{self.plain}, such as {self.grid[-1]}" if self.grid else self.plain

    @property
    def said(self) -> str:
        many = "" if self.length is None else f"{'at least ' if self.at_least else ''}${self.length}$ "
        return f"every list ${latex(sp.Symbol(self.name))}$ of {many}{self.entries}"

    @property
    def entries(self) -> str:
        """What several entries are, in a sentence."""
        return re.sub("^an? (integer|real number)", r"\1s", self.entry.domain)

    def needed(self, at: Point) -> int | None:
        """How many entries there must be (or must be at least); None where nothing says so."""
        many = None if self.length is None else known(self.length, at)
        return None if many is None else int(many)

    def check(self, value: Any, given: str | None = None, at: Point = NOWHERE) -> Entries:
        if not isinstance(value, tuple):
            raise self.refused(given or value)
        entries = value if isinstance(value, Entries) else Entries(value)
        low, high = (fraction(x) if x.is_finite else x for x in self.entry.interval(at))
        for x in entries.kinds:
            if not self.entry.inside(x, *_finite(low, high, x)):
                self.entry.check(x, at=at)
        many = self.needed(at)
        if not entries or (many is not None and (len(entries) < many if self.at_least else len(entries) != many)):
            raise DomainError(self._of_length(len(entries), many))
        if fault := self.fault(entries):
            raise self.refused(given or entries, f", {fault}")
        return entries

    def _of_length(self, got: int, many: int | None) -> str:
        if many is None:
            return f"{self.name} must be {self.domain}: it is empty"
        size = shortened(many)
        asked = f"{'at least ' * self.at_least}{size}"
        entries = "1 entry" if got == 1 else f"{got} entries"
        why = f"{self.length} = {size} needs {asked}" if isinstance(self.length, End) else f"must have {asked}"
        return f"{self.name} has {entries}, but {why}"

    def fault(self, entries: Entries) -> str | None:
        """What is wrong with the list as a whole."""
        return None

    def parse(self, text: str, at: Point = NOWHERE) -> Entries:
        text = text.strip()
        if text.startswith("[") and text.endswith("]") and text[1:-1].strip():
            if len(text) > LISTED:
                raise self.refused(text, f", a list has at most {LISTED:,} characters")
            return self.check(Entries(self.read(x, at) for x in text[1:-1].split(",")), text, at)
        name, arguments = _constructor(text)
        if name not in self.constructors:
            raise DomainError(f"{self.name} must be {self.domain}: got '{shortened(text)}'")
        try:
            entries = self.constructors[name](arguments)
        except DomainError as error:
            raise DomainError(f"{self.name}: {error}") from None
        return self.check(entries, text, at)

    def read(self, text: str, at: Point) -> sp.Rational:
        """One entry of a list that is typed."""
        return self.entry.parse(text, at)

    def smallest(self, many: int) -> Entries | None:
        """The list of so many smallest entries, where there is one."""
        low = self.entry.interval()[0]
        return None if self.entry.low_open or not low.is_finite else Entries([low] * many, f"constant({low},{many})")

    def values(self, at: Point = NOWHERE) -> tuple[Entries, ...]:
        found = [self._written(text, at) for text in self.grid]
        many = self.needed(at)
        if many is not None and 0 < many <= MOST:
            found.insert(0, self.smallest(many))
        return tuple(v for v in dict.fromkeys(found) if v is not None and (not self.uses or self.contains(v, at)))

    def _written(self, text: str, at: Point) -> Entries | None:
        """The value of a text of the grid, None where it is none at these values of the earlier parameters."""
        ends = [known(end, at) for end in _numbers(text)]
        if None in ends:
            return None
        numbers = ",".join(map(str, ends))
        name, _ = _constructor(text)
        try:
            return self.parse(f"{name}({numbers})" if name else f"[{numbers}]", at)
        except DomainError:
            if self.uses:
                return None
            raise

    def between(self, at: Point = NOWHERE) -> list[Entries]:
        """Each list of the grid with one entry moved, the first, then the second, and so on."""
        grid = self.values(at)
        return [v for i, x in enumerate(grid) if (v := self._moved(x, i % len(x))) not in grid and self.contains(v, at)]

    def _moved(self, value: Entries, place: int) -> Entries:
        x = value[place]
        return value.but({place: x + 1 if self.whole else x + (x or 1) * fraction(BETWEEN)})

    def near(self, value: Entries, at: Point = NOWHERE) -> list[Entries]:
        """The first or the last entry moved one step."""
        places = dict.fromkeys((0, len(value) - 1))
        moved = [value.but({i: fraction(x)}) for i in places for x in self.entry.near(value[i], at)]
        return [v for v in moved if self.contains(v, at)]

    def slips(self, node: sp.Basic) -> tuple[sp.Basic, ...]:
        if not (isinstance(node, Entry) and node.base == self.symbol):
            return ()
        return (node + 1, node - 1, node**2) if self.whole else (node**2,)


@dataclass(frozen=True, kw_only=True)
class Schedule(Sequence):
    """Whole numbers that go on for ever, such as the sizes M[0], M[1], ... of generations: a list gives the first ones,
    at least as many as there are generations.
    """

    kind = "schedule"
    constructors: ClassVar[Mapping[str, Callable[[str], Entries]]] = {"constant": constant, "power": power}

    @property
    def size(self) -> sp.Expr:
        raise DomainError(f"{self.name} is a schedule, which goes on for ever: it has no length")

    def going_on(self, value: Entries, many: int, times: int) -> Entries:
        """The list with all entries so many times as large, repeated until there are so many of them."""
        return Entries(x * times for x in (value * (many // len(value) + 1))[: max(many, len(value))])


def _finite(low: Any, high: Any, x: Fraction) -> tuple[Any, Any]:
    """The ends with a number in place of an infinite one: comparing with that is slow."""
    return (low if isinstance(low, Fraction) else x - 1), (high if isinstance(high, Fraction) else x + 1)


def _constructor(text: str) -> tuple[str, str]:
    """Name and arguments of `name(arguments)`, and of `counts:FILE`; two empty texts where it is neither."""
    if text.startswith("counts:"):
        return "counts:", text.removeprefix("counts:")
    found = re.fullmatch(r"(\w+)\((.*)\)", text.strip(), re.DOTALL)
    return (found[1], found[2]) if found else ("", "")


@cache
def _numbers(text: str) -> tuple[Limit, ...]:
    """The numbers and expressions of a text of the grid."""
    return tuple(limit(x) for x in (_constructor(text)[1] or text.strip()[1:-1]).split(","))


def entries_of(entry: Number, grid: tuple[Any, ...], length: str | int | None) -> dict[str, Any]:
    """The fields of a list: its length as `k`, `3` or `at least k`, its grid as texts."""
    written = "" if length is None else str(length).strip()
    at_least = written.startswith("at least ")
    return {
        "name": entry.name,
        "meaning": entry.meaning,
        "entry": entry,
        "length": limit(written.removeprefix("at least ")) if written else None,
        "at_least": at_least,
        "grid": tuple(v if isinstance(v, str) else f"[{','.join(map(str, v))}]" for v in grid),
    }


def sizes(
    name: str, low: int | str, meaning: str, grid: tuple[tuple[int, ...] | str, ...], length: str | int | None = None
) -> Sequence:
    """Whole numbers >= low, such as the sizes M[0], M[1], ... of generations.

    length: `k`, or `at least k`, for an earlier parameter k: then they are a schedule, which goes on. grid: tuples, or
    texts such as `constant(100, k)`.
    """
    entry = integer(name, low, meaning, (low,))
    fields = entries_of(entry, grid, length)
    return (Schedule if length is None or fields["at_least"] else Sequence)(**fields)


def reals(
    name: str, domain: str, meaning: str, grid: tuple[tuple[Any, ...] | str, ...], length: str | int | None = None
) -> Sequence:
    """Real numbers, each in an interval; length and grid as for `sizes`."""
    return Sequence(**entries_of(element(name, domain, meaning), grid, length))


def element(name: str, domain: str, meaning: str) -> Number:
    """The domain of the real entries of a list: what has no grid of its own."""
    plain = real(name, domain.replace("[", "(").replace("]", ")"), meaning, ())
    left, right = domain.strip()[0] == "(", domain.strip()[-1] == ")"
    return Number(
        name=name, kind="real", meaning=meaning, grid=_closed(plain, left, right), low=plain.low, high=plain.high,
        low_open=left, high_open=right,
    )  # fmt: skip


def _closed(plain: Number, left: bool, right: bool) -> tuple[Limit, ...]:
    ends = ([] if left else [plain.low]) + ([] if right or plain.high is None else [plain.high])
    return tuple(ends)
