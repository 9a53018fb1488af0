"""Claim kinds. Every kind says which interval of values its quantity may lie in; the rest follows from that.

A quantity is either an expression (`Identity`, `Inequality`) or the mean of an observable of a process,
named `process.observable`. An expression is typed here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

import sympy as sp

from theorems.language.errata import ErratumKind
from theorems.language.parameters import Point
from theorems.language.roots import root
from theorems.language.sources import Source

Interval = tuple[sp.Expr | None, sp.Expr | None]
Outcome = Literal["confirmed", "refuted", "undecided", "stated"]

X = sp.Symbol("x", real=True)
"""The argument of a distribution function in a `Law`."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What every claim says besides its mathematics.

    remark: what there is to add in words, without formulas, to the sentence that is printed from the expressions.
    points: where it is raced, as `n=100,k=50`. unraced: why it is raced nowhere, although it is about a process.
    underived: why its proof is no derivation, but steps. when: a condition on the parameters under which it is claimed.
    worked: for any part of the claim, by the name of its field, values worked out by hand, by point:
    `{"at_most": {"n=2,k=4": exp(-1)}}`; they pin a bound that is true but loose, which no experiment could tell from a
    looser one (of a refuted claim about expressions they are where it fails). source: where it is published; None if it
    is ours. expected: `refuted` for a published error, which must then name its kind (erratum), the claim that corrects
    it, and a counterexample. sharper: the sibling that improves a true published bound.
    """

    name: str
    remark: str = ""
    points: tuple[str, ...] = ()
    unraced: str | None = None
    underived: str | None = None
    when: sp.Basic = sp.true
    worked: Mapping[str, Mapping[str, sp.Expr]] = field(default_factory=dict)
    source: Source | None = None
    expected: Outcome = "confirmed"
    erratum: ErratumKind | None = None
    corrected_by: str | None = None
    counterexample: str | None = None
    sharper: str | None = None

    @property
    def published(self) -> bool:
        """Does a source state it?"""
        return self.source is not None

    @property
    def kind(self) -> str:
        return type(self).__name__

    @property
    def observable(self) -> str | None:
        """`process.observable` whose mean is meant; None for a statement about expressions."""
        return None

    @property
    def interval(self) -> Interval:
        """Where the quantity lies: (low, high), None for an open side."""
        raise NotImplementedError

    @property
    def parts(self) -> dict[str, sp.Expr]:
        """Every expression of the claim, by the name of its field."""
        raise NotImplementedError

    @property
    def value(self) -> sp.Expr:
        """The expression that `theorems value` prints: the equal value, or the bound."""
        raise NotImplementedError

    def unfolded(self) -> Self:
        """The claim with every function that has a `definition` replaced by it."""
        return replace(self, **{name: unfolded(e) for name, e in self.parts.items()})


def unfolded(e: sp.Expr) -> sp.Expr:
    """The expression with every function that has a `definition` replaced by it."""
    return e.replace(lambda part: hasattr(part, "definition"), lambda part: part.definition(*part.args))


@dataclass(frozen=True, kw_only=True)
class Related(Claim):
    """A quantity related to one expression: exactly one of equals, at_most, at_least."""

    equals: sp.Expr | None = None
    at_most: sp.Expr | None = None
    at_least: sp.Expr | None = None
    within: sp.Expr | None = None

    def __post_init__(self) -> None:
        if sum(e is not None for e in (self.equals, self.at_most, self.at_least)) != 1:
            raise ValueError(f"{self.name}: give exactly one of equals, at_most, at_least")

    @property
    def relation(self) -> Literal["equals", "at_most", "at_least"]:
        return "equals" if self.equals is not None else "at_most" if self.at_most is not None else "at_least"

    @property
    def value(self) -> sp.Expr:
        return sp.sympify(getattr(self, self.relation))

    @property
    def interval(self) -> Interval:
        if self.relation == "at_most":
            return None, self.value
        if self.relation == "at_least":
            return self.value, None
        slack = sp.Integer(0) if self.within is None else self.within
        return self.value - slack, self.value + slack

    @property
    def parts(self) -> dict[str, sp.Expr]:
        within = {} if self.within is None else {"within": self.within}
        return {self.relation: self.value, **within}


@dataclass(frozen=True, kw_only=True)
class Identity(Related):
    """Two expressions are equal, up to `within` if that is given."""

    quantity: sp.Expr

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.relation == "equals") == isinstance(self, Inequality):
            raise ValueError(f"{self.name}: an Identity gives equals, an Inequality at_most or at_least")

    @property
    def parts(self) -> dict[str, sp.Expr]:
        return {**super().parts, "quantity": self.quantity}


class Inequality(Identity):
    """An expression is at most, or at least, another."""


@dataclass(frozen=True, kw_only=True)
class Mean(Related):
    """E of an observable equals (within a stated remainder), is at most, or is at least an expression."""

    of: str

    @property
    def observable(self) -> str:
        return self.of


class Probability(Mean):
    """The mean of an event: its observable is 0 or 1."""


class Rate(Mean):
    """An exponential rate: the mean of the one-step increment of a logarithm."""


@dataclass(frozen=True, kw_only=True)
class Limit(Mean):
    """The mean tends to `equals` as `variable` -> infinity, and is always `within` a distance that tends to 0."""

    variable: sp.Symbol

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.equals is None or self.within is None:
            raise ValueError(f"{self.name}: a limit without a rate cannot be tested; give equals and within")


@dataclass(frozen=True, kw_only=True)
class Diverges(Mean):
    """The mean is at least (or equals) an expression that tends to infinity with `variable`."""

    variable: sp.Symbol

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.at_most is not None:
            raise ValueError(f"{self.name}: an upper bound shows no divergence: give at_least or equals")


@dataclass(frozen=True, kw_only=True)
class Summable(Mean):
    """Almost sure convergence to 0 of what a state adds up, whose sum over all generations is finite.

    For the mean of the state, or of a positive power of it, is at most (or equals) an expression that is free of
    `variable`, for every value of it.
    """

    variable: sp.Symbol

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.at_least is not None:
            raise ValueError(f"{self.name}: a lower bound shows no sum to be finite: give at_most or equals")


@dataclass(frozen=True, kw_only=True)
class AlmostSure(Probability):
    """Almost sure convergence: the probability of an event (`at_least`; `at_most` of the opposite) tends to 1.

    by: why the event happens at all large values of `variable`, almost surely. `summable`: the probabilities that it
    does not have a finite sum (Borel-Cantelli). `monotone`: once it has happened it goes on happening.
    """

    variable: sp.Symbol
    by: Literal["summable", "monotone"]

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by not in ("summable", "monotone"):
            raise ValueError(f"{self.name}: by is summable or monotone, got {self.by!r}")


@dataclass(frozen=True, kw_only=True)
class Step(Mean):
    """E[next | past] = equals * previous along a path: predictable means of dependent data."""


@dataclass(frozen=True, kw_only=True)
class Law(Claim):
    """The observable has the distribution function `cdf` (an expression in x).

    Without cdf the distribution function of the exact room is meant, and `mellin` names the claim that
    determines it.
    """

    of: str
    cdf: sp.Expr | None = None
    mellin: str | None = None

    def __post_init__(self) -> None:
        if (self.cdf is None) == (self.mellin is None):
            raise ValueError(f"{self.name}: a law needs its cdf or the claim of its Mellin transform")

    @property
    def observable(self) -> str:
        return self.of

    @property
    def value(self) -> sp.Expr:
        if self.cdf is None:
            raise ValueError(f"{self.name} has no closed distribution function")
        return self.cdf

    @property
    def interval(self) -> Interval:
        return (self.cdf, self.cdf)

    @property
    def parts(self) -> dict[str, sp.Expr]:
        return {} if self.cdf is None else {"cdf": self.cdf}


@dataclass(frozen=True, kw_only=True)
class Surely(Claim):
    """Every draw satisfies it: an event of probability 1. One counterexample refutes it.

    Draws without a counterexample exclude only that it fails with a probability of the resolution or more.
    """

    of: str

    @property
    def observable(self) -> str:
        return self.of

    @property
    def value(self) -> sp.Expr:
        return sp.Integer(1)

    @property
    def interval(self) -> Interval:
        return sp.Integer(1), None

    @property
    def parts(self) -> dict[str, sp.Expr]:
        return {}


@dataclass(frozen=True, kw_only=True)
class Order(Claim):
    """The mean is of the order of `like`, with constants: low * like <= E X <= high * like.

    low and high are free of `variable`, and positive. It is claimed from a start on: `when=k >= 3`.
    """

    of: str
    like: sp.Expr
    low: sp.Expr
    high: sp.Expr
    variable: sp.Symbol

    @property
    def observable(self) -> str:
        return self.of

    @property
    def relation(self) -> Literal["order"]:
        return "order"

    @property
    def value(self) -> sp.Expr:
        return self.like

    @property
    def interval(self) -> Interval:
        return self.low * self.like, self.high * self.like

    @property
    def parts(self) -> dict[str, sp.Expr]:
        return {"like": self.like, "low": self.low, "high": self.high}


@dataclass(frozen=True, kw_only=True)
class Root(Related):
    """The one x between `after` and `before` at which `left` equals `right` (expressions in x), related to a value."""

    left: sp.Expr
    right: sp.Expr
    after: sp.Expr
    before: sp.Expr

    @property
    def parts(self) -> dict[str, sp.Expr]:
        return {**super().parts, "left": self.left, "right": self.right}

    def ball(self, point: Point, bits: int = 100) -> Any:
        """The root at a point, isolated; raises NoValue where it is not."""
        return root(self.left - self.right, X, self.after, self.before, point, bits)
