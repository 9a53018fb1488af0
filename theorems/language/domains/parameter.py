"""What every kind of parameter answers, whatever its values are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theorems.language.domains.entries import DomainError
from theorems.language.text import shortened

Point = Mapping[str, Any]
"""Exact parameter values by name: a sympy rational, for a list `Entries`, for a choice its name."""

BETWEEN = sp.Rational(428571, 1000003)
"""So far from one value of the grid to the next: a fraction with a large denominator, and no whole number."""

NEAR = sp.Rational(1, 1009)
"""So far from an end of the domain to the next value of the grid."""

PERCENT = sp.Rational(1, 20)
"""The size of a small step."""

NOWHERE: Point = {}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a theorem.

    grid: the values at which exact checks are made; it contains the smallest and the largest admissible one (for an
    open end, a value near it), and may be written relative to earlier parameters. default: used where a point does
    not name the parameter. Where `at` is asked for, it gives the values of the parameters declared before; an end
    that names one without a value does not bound.
    """

    name: str
    meaning: str
    grid: tuple[Any, ...]
    default: Any = None

    kind = ""
    whole = False
    """Is a step from one value to the next whole? (Then it moves with the whole ones, off the grid.)"""

    @property
    def symbol(self) -> Any:
        """The sympy symbol with the assumptions that the domain implies."""
        raise NotImplementedError

    @property
    def domain(self) -> str:
        """The domain in words, as error messages and documentation print it."""
        raise NotImplementedError

    @property
    def plain(self) -> str:
        """The domain in words, without an example."""
        return self.domain

    @property
    def said(self) -> str:
        """What the sentence of a claim says of a parameter that is no number."""
        return f"{self.name}, {self.plain}"

    @property
    def uses(self) -> frozenset[str]:
        """Names of the earlier parameters in its ends, its length and its grid."""
        return frozenset()

    def check(self, value: Any, given: str | None = None, at: Point = NOWHERE) -> Any:
        """The value itself; raises DomainError outside the domain, quoting the text that was given."""
        raise NotImplementedError

    def parse(self, text: str, at: Point = NOWHERE) -> Any:
        """The exact value of a text; raises DomainError."""
        raise NotImplementedError

    def values(self, at: Point = NOWHERE) -> tuple[Any, ...]:
        """The grid where the earlier parameters have these values, with the smallest admissible value."""
        return self.grid

    def ends(self, at: Point = NOWHERE) -> list[Any]:
        """The corners of the domain: its ends, or the grid's values next to them."""
        return list(dict.fromkeys((self.values(at)[0], self.values(at)[-1])))

    def between(self, at: Point = NOWHERE) -> list[Any]:
        """Values off the grid that nobody has in mind; none where the domain has no others."""
        return []

    def near(self, value: Any, at: Point = NOWHERE) -> list[Any]:
        """The neighbours of a value: one step away, inside the domain."""
        return []

    @property
    def shifts(self) -> tuple[sp.Expr, ...]:
        """What the symbol may be mistaken for wherever it occurs: its neighbours, for whole numbers."""
        return ()

    def slips(self, node: sp.Basic) -> tuple[sp.Basic, ...]:
        """What a part of an expression that is this parameter, or of it, may be mistaken for at one place."""
        return ()

    @property
    def factors(self) -> tuple[sp.Expr, ...]:
        """Factors that may have been forgotten."""
        return ()

    def contains(self, value: Any, at: Point = NOWHERE) -> bool:
        """Does the domain contain the value?"""
        try:
            self.check(value, at=at)
        except DomainError:
            return False
        return True

    def bound(self, earlier: Mapping[str, Parameter]) -> Parameter:
        """The parameter behind these; raises DomainError where it names one that is not among them."""
        strays = sorted(self.uses - earlier.keys())
        if strays:
            raise DomainError(
                f"the domain or grid of {self.name} names {', '.join(strays)}, which is not declared before it"
            )
        return self

    def refused(self, value: object, why: str = "") -> DomainError:
        """The error that says the domain and repeats the value."""
        return DomainError(f"{self.name} must be {self.domain}: got {shortened(value)}{why}")


Choose = Callable[[Parameter, Point], Iterable[Any]]


def combined(parameters: Sequence[Parameter], choose: Choose, at: Point = NOWHERE) -> Iterator[dict[str, Any]]:
    """All combinations of values that are chosen for each parameter where those before it have theirs."""
    if not parameters:
        yield dict(at)
        return
    first, *rest = parameters
    for value in choose(first, at):
        yield from combined(rest, choose, {**at, first.name: value})
