"""An alphabet's shares: exact numbers that sum to 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, ClassVar

import sympy as sp

from theorems.language.domains.constructors import counts, counts_of, uniform, zipf
from theorems.language.domains.entries import DomainError, Entries, fraction
from theorems.language.domains.parameter import BETWEEN, NOWHERE, PERCENT, Point
from theorems.language.domains.sequences import Sequence, element, entries_of
from theorems.language.notation import latex


@dataclass(frozen=True, kw_only=True)
class Simplex(Sequence):
    """Shares that sum to 1 of `fewest` symbols or more: `p=[1/2,1/4,1/4]`, `uniform(10)`, `zipf(1000,2.7,1)`,
    `counts(7,3,1x12)`, `counts:FILE`. An entry of the simplex is in (0, 1] or [0, 1].
    """

    fewest: int = 1

    kind = "simplex"
    constructors: ClassVar[Mapping[str, Callable[[str], Entries]]] = {
        "uniform": uniform,
        "zipf": zipf,
        "counts": counts,
        "counts:": counts_of,
    }

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.uses:
            return
        if self.length is None and min(map(len, self.values())) > self.fewest:
            raise DomainError(f"the grid of {self.name} lacks shares of {self.fewest} symbols, the fewest admissible")
        if not self.entry.low_open and not any(0 in v for v in self.values()):
            raise DomainError(f"the grid of {self.name} lacks a share of 0, the smallest admissible")

    @property
    def whole(self) -> bool:  # type: ignore[override]
        return False

    @property
    def plain(self) -> str:
        many = f"{self.length}" if self.length is not None else f"{self.fewest} or more" if self.fewest > 1 else ""
        sign = "positive" if self.entry.low_open else "nonnegative"
        return f"{' '.join(filter(None, (many, sign)))} shares that sum to 1"

    @property
    def said(self) -> str:
        return self.plain.replace("shares", f"shares ${latex(sp.Symbol(self.name))}$")

    def check(self, value: Any, given: str | None = None, at: Point = NOWHERE) -> Entries:
        if not isinstance(value, tuple):
            raise self.refused(given or value)
        entries = value if isinstance(value, Entries) else Entries(value)
        small = min(entries.kinds, default=Fraction(1))
        if small < 0 or (small == 0 and self.entry.low_open):
            raise self.refused(given or entries, f", with the share {small}")
        return super().check(entries, given, at)

    def fault(self, entries: Entries) -> str | None:
        common = lcm(*(x.denominator for x in entries.kinds))
        total = sum(times * x.numerator * (common // x.denominator) for x, (_, times) in entries.kinds.items())
        if total != common:
            return f"with the sum {Fraction(total, common)}"
        return f"with {len(entries)} shares" if len(entries) < self.fewest else None

    def read(self, text: str, at: Point) -> sp.Rational:
        """Any number: what is wrong with shares is said of all of them."""
        return self.entry.read(text)

    def smallest(self, many: int) -> Entries | None:
        return Entries([Fraction(1, many)] * many, f"uniform({many})") if self.length is not None else None

    def _moved(self, value: Entries, place: int) -> Entries:
        return _given(value, place, (place + 1) % len(value), fraction(BETWEEN))

    def near(self, value: Entries, at: Point = NOWHERE) -> list[Entries]:
        """5% of the first share given to the last symbol, and the other way round."""
        last = len(value) - 1
        moved = [_given(value, i, j, fraction(PERCENT)) for i, j in ((0, last), (last, 0))]
        return [v for v in dict.fromkeys(moved) if v != value and self.contains(v, at)]


def _given(value: Entries, place: int, to: int, part: Fraction) -> Entries:
    """A part of one share is given to another."""
    moved = value[place] * part
    return value if place == to else value.but({place: value[place] - moved, to: value[to] + moved})


def shares(
    name: str,
    meaning: str,
    grid: tuple[tuple[Any, ...] | str, ...],
    *,
    fewest: int = 1,
    length: str | int | None = None,
    zero: bool = False,
) -> Simplex:
    """An alphabet's shares: positive (with zero=True nonnegative) exact numbers that sum to 1.

    Read as p[0], p[1], ...; `PARAMETERS["p"].size` is the number of symbols in expressions, `len(p)` in ends of other
    domains. length: an earlier parameter that says how many symbols there are. grid: tuples or texts.
    """
    entry = element(name, "[0, 1]" if zero else "(0, 1]", meaning)
    return Simplex(**entries_of(entry, grid, length), fewest=fewest)
