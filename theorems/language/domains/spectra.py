"""Spectra: the eigenvalues of a covariance, from the largest to the smallest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from theorems.language.domains.entries import Entries, fraction
from theorems.language.domains.parameter import BETWEEN
from theorems.language.domains.sequences import Sequence, element, entries_of


@dataclass(frozen=True, kw_only=True)
class Spectrum(Sequence):
    """Positive numbers, none larger than the one before: `[3,1,1/2]` or `constant(1,3)`."""

    kind = "spectrum"

    @property
    def plural(self) -> str:
        return "positive and none larger than the one before"

    @property
    def entries(self) -> str:
        return "positive numbers, none larger than the one before"

    def fault(self, entries: Entries) -> str | None:
        return next((f"where {b} follows {a}" for a, b in pairwise(entries) if b > a), None)

    def smallest(self, many: int) -> Entries:
        """There is no smallest; the simplest is that of the unit matrix."""
        return Entries([1] * many, f"constant(1,{many})")

    def _moved(self, value: Entries, place: int) -> Entries:
        """As much larger as the first eigenvalue may get, another one as the one before it lets it."""
        if place == 0:
            return value.but({0: value[0] * (1 + fraction(BETWEEN))})
        return value.but({place: value[place] + (value[place - 1] - value[place]) * fraction(BETWEEN)})


def spectrum(
    name: str, meaning: str, grid: tuple[tuple[Any, ...] | str, ...], length: str | int | None = None
) -> Spectrum:
    """The eigenvalues of a covariance in `length` dimensions; without a grid entry of its own, the unit matrix's."""
    return Spectrum(**entries_of(element(name, "(0, oo)", meaning), grid, length))
