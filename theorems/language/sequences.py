"""Parameters that are sequences, such as the sizes M[0], M[1], ... of generations."""

from __future__ import annotations

from collections.abc import Sequence as Entries
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from theorems.language.parameters import DomainError, Parameter, integer
from theorems.language.text import shortened


@dataclass(frozen=True)
class Sequence:
    """A parameter of finitely many values, each in the domain of `entry`: written `[5,8,4]`, read as M[0], M[1], ...

    grid: tuples of entries at which exact checks are made.
    """

    entry: Parameter
    grid: tuple[tuple[Any, ...], ...]
    default: None = None
    kind: str = "sequence"

    def __post_init__(self) -> None:
        for values in self.grid:
            self.check(values)

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def meaning(self) -> str:
        return self.entry.meaning

    @cached_property
    def symbol(self) -> sp.IndexedBase:
        return sp.IndexedBase(self.name)

    @property
    def domain(self) -> str:
        return f"a list such as [{','.join(map(str, self.grid[-1]))}], each entry {self.entry.domain}"

    def check(self, values: Entries[Any]) -> tuple[Any, ...]:
        """The tuple itself; raises DomainError where an entry is outside of its domain."""
        return tuple(map(self.entry.check, values))

    def parse(self, text: str) -> tuple[Any, ...]:
        """A tuple of exact values from text such as `[5,8,4]`; raises DomainError."""
        text = text.strip()
        if not (text.startswith("[") and text.endswith("]") and text[1:-1].strip()):
            raise DomainError(f"{self.name} must be {self.domain}: got '{shortened(text)}'")
        return tuple(map(self.entry.parse, text[1:-1].split(",")))


def sizes(name: str, low: int, meaning: str, grid: tuple[tuple[int, ...], ...]) -> Any:
    """A sequence of whole numbers >= low, to stand among `Parameters`."""
    return Sequence(integer(name, low, meaning, (low,)), tuple(tuple(map(sp.Integer, entries)) for entries in grid))
