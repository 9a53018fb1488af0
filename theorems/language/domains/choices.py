"""One of a few names: a choice, which expressions may ask for, and `every`, which they may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp
from sympy.core.symbol import Str
from sympy.logic.boolalg import BooleanFunction

from theorems.language.domains.entries import DomainError
from theorems.language.domains.parameter import NOWHERE, Parameter, Point
from theorems.language.text import shortened


class Is(BooleanFunction):
    """The condition that a choice has a name: `Piecewise((a, Is(workflow, "replace")), (b, True))`, or in `when`."""

    nargs = 2

    @classmethod
    def eval(cls, choice: Any, name: Any) -> Any:
        if isinstance(choice, Str) and isinstance(name, Str):
            return sp.true if choice == name else sp.false
        return None

    def _sympystr(self, printer: Any) -> str:
        return f"{self.args[0]} = {self.args[1]}"

    def _latex(self, printer: Any) -> str:
        return rf"\mathrm{{{self.args[0]}}} = \mathrm{{{self.args[1]}}}"


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One name of a list, which is also its grid: `workflow=accumulate`."""

    kind = "choice"
    whole = True

    def __post_init__(self) -> None:
        odd = [x for x in self.grid if not re.fullmatch(r"[A-Za-z][\w-]*", str(x))]
        if odd or not self.grid or len(set(self.grid)) < len(self.grid):
            raise DomainError(f"{self.name} is a choice between different words: got {', '.join(map(repr, self.grid))}")
        if self.default is not None:
            self.check(self.default)

    @cached_property
    def symbol(self) -> sp.Symbol:
        return sp.Symbol(self.name)

    @property
    def domain(self) -> str:
        return f"one of {', '.join(self.grid)}"

    def check(self, value: Any, given: str | None = None, at: Point = NOWHERE) -> str:
        if value not in self.grid:
            raise DomainError(f"{self.name} must be {self.domain}: got '{shortened(given or value)}'")
        return str(value)

    def parse(self, text: str, at: Point = NOWHERE) -> str:
        return self.check(text.strip())

    def ends(self, at: Point = NOWHERE) -> list[str]:
        return list(self.grid)

    def near(self, value: str, at: Point = NOWHERE) -> list[str]:
        """All other names."""
        return [name for name in self.grid if name != value]

    def being(self, name: str) -> sp.Basic:
        """The condition that this name is chosen; raises DomainError for a name that is not on the list."""
        return Is(self.symbol, Str(self.check(name)))

    def slips(self, node: sp.Basic) -> tuple[sp.Basic, ...]:
        if not (isinstance(node, Is) and node.args[0] == self.symbol):
            return ()
        return tuple(self.being(name) for name in self.near(str(node.args[1])))


@dataclass(frozen=True, kw_only=True)
class Every(Choice):
    """A universal quantifier, such as `every selector`: what is claimed holds for all there are, not for those named.

    Only a proof speaks for all of them. The instances that are named are what is simulated and computed, one at each
    point; they can refute the claim, never confirm it for others. An expression cannot ask which one it is.
    instances: what some names stand for.
    """

    instances: tuple[tuple[str, Any], ...] = ()

    kind = "every"

    @property
    def domain(self) -> str:
        return f"every one there is; {', '.join(self.grid)} are tried"

    @property
    def plain(self) -> str:
        return "all there are"

    @property
    def said(self) -> str:
        return f"every {self.meaning}"

    def check(self, value: Any, given: str | None = None, at: Point = NOWHERE) -> str:
        if value not in self.grid:
            names = ", ".join(self.grid)
            raise DomainError(f"{self.name} must be one of those tried, {names}: got '{shortened(given or value)}'")
        return str(value)

    def instance(self, name: str) -> Any:
        """What the name stands for, or the name."""
        return dict(self.instances).get(name, name)

    def being(self, name: str) -> sp.Basic:
        raise DomainError(f"what is claimed for every {self.name} cannot ask whether it is {name}")


def choice(name: str, names: tuple[str, ...], meaning: str, default: str | None = None) -> Choice:
    """One of these names. `PARAMETERS["workflow"].being("replace")` is a condition, in `when` or a Piecewise."""
    return Choice(name=name, meaning=meaning, grid=names, default=default)


def every(name: str, instances: tuple[str, ...] | Mapping[str, Any], meaning: str) -> Every:
    """A universal quantifier over more than can be listed.

    instances: those that rooms know by name, maybe with what these stand for where a declaration is taken literally.
    """
    known = tuple(instances.items()) if isinstance(instances, Mapping) else ()
    return Every(name=name, meaning=meaning, grid=tuple(instances), instances=known)
