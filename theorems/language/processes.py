"""Processes as data: what is given, what is drawn each generation, how the state moves, what is observed.

A step goes from generation t to t + 1. The draws are made in the order in which they are written; the law of each
may depend on the state, on t and on the draws before it. Then all states move at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

import sympy as sp

from theorems.language.data import GENERATION, Data, unfolded
from theorems.language.laws import Law
from theorems.language.parameters import Parameter, Parameters
from theorems.language.selections import Taken

State: TypeAlias = sp.Symbol
"""A number, or a data set (`Data`), that a process carries from one generation to the next."""


@dataclass(frozen=True)
class Draw:
    """A data set of independent points of a law, or (for a plain symbol) one number."""

    what: State
    law: Law


@dataclass(frozen=True)
class Counts:
    """How many of `size` points fall on each symbol of an alphabet: multinomial.

    Of a process with an alphabet: the number for one symbol, whichever, and its probability.
    """

    what: tuple[sp.Symbol, ...]
    size: Any
    probabilities: tuple[Any, ...]

    def __post_init__(self) -> None:
        for name in ("what", "probabilities"):
            given = getattr(self, name)
            object.__setattr__(self, name, given if isinstance(given, tuple) else (given,))


@dataclass(frozen=True)
class Subset:
    """A data set chosen from another one, without replacement."""

    what: Data
    of: Data


@dataclass(frozen=True)
class Join:
    """A data set joined from several: nothing is left to chance."""

    what: Data
    of: tuple[Data, ...]


@dataclass(frozen=True)
class Selected:
    """A data set chosen from another one by a workflow, which looks at no values: any points, some maybe twice.

    by: the workflow, a parameter of the kind `every`; how many they are is `Taken` (theorems/language/selections.py).
    """

    what: Data
    of: Data
    by: sp.Symbol


Drawing = Draw | Counts | Subset | Join | Selected


@dataclass(frozen=True)
class Increment:
    """How much an expression grows in the first generation."""

    of: sp.Expr


@dataclass(frozen=True)
class Steps:
    """The pairs (value at t + 1, value at t) of an expression, t from the first generation to the one before k."""

    of: sp.Expr


@dataclass(frozen=True)
class HalfSquare:
    """(R - R')^2 / 2 of two independent runs, R an expression: its mean is the variance of R."""

    of: sp.Expr


@dataclass(frozen=True)
class Finally:
    """An expression at the first generation at which a condition holds."""

    of: sp.Expr
    until: sp.Basic


@dataclass(frozen=True)
class Time:
    """The first generation at which a condition holds."""

    until: sp.Basic

    @property
    def of(self) -> sp.Expr:
        """The event that ends it."""
        return event(self.until)


Observable: TypeAlias = sp.Expr | Increment | Steps | HalfSquare | Finally | Time
"""What is observed: an expression at generation k, or one of the others."""

AT_NO_GENERATION = (Increment, Finally, Time)
"""What looks at no generation in particular."""


@dataclass(frozen=True, eq=False)
class Process:
    """A process of recursive training.

    parameters: what is given; their grids say where the process is tried. start: each state at generation `first`: an
    expression of the parameters, or, for a data set, the law of its independent points. step: each state after the
    generation: an expression of states and draws, or, for a data set, the tuple of the data sets that are joined.
    looked_at: draws that are made at the generation at which one looks and have no part in the step. observables:
    expressions of the state and of these draws, and what else is made of such. before: what stands in the place of
    estimates, or of draws that are looked at, one generation before the first, where the model is given and there are
    no data: values, or laws. reduces: the process of which this one is a reduction to fewer random
    numbers, and the fact that justifies it; values: what parameters of its own are in those of that process. letters:
    how states, estimates and longer expressions are written in LaTeX, where not as they are: {L: Symbol("Lambda")}.
    spectrum: where points are vectors, the parameter that lists the eigenvalues of their real covariance
    (theorems/language/vectors.py). alphabet: where every symbol has states and draws of its own, the parameter that
    lists the given shares of the symbols (theorems/language/alphabets.py).
    Raises ValueError where a state has no start or no step, a symbol is not declared, or is two things, what is
    only looked at moves a state, or a joined data set has another size than declared.
    """

    name: str
    parameters: Parameters
    start: Mapping[State, Any]
    draws: Sequence[Drawing]
    step: Mapping[State, Any]
    observables: Mapping[str, Observable] = field(default_factory=dict)
    looked_at: Sequence[Drawing] = ()
    first: int = 0
    before: Mapping[sp.Expr, Any] = field(default_factory=dict)
    reduces: tuple[Process, str] | None = None
    values: Mapping[sp.Symbol, sp.Expr] = field(default_factory=dict)
    letters: Mapping[sp.Expr, sp.Expr] = field(default_factory=dict)
    spectrum: sp.IndexedBase | None = None
    alphabet: sp.IndexedBase | None = None

    def __post_init__(self) -> None:
        for name in ("start", "step", "observables", "before", "values", "letters"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        if self.start.keys() != self.step.keys():
            odd = ", ".join(sorted(map(str, self.start.keys() ^ self.step.keys())))
            raise ValueError(f"{self.name}: give {odd} both a start and a step")
        self._of_draws()
        known = {*self.states, *self.drawn, GENERATION}
        for symbol in self.parameters.symbols:
            known |= symbol.free_symbols
        ends = [o.until for o in self.observables.values() if isinstance(o, Finally)]
        for expression in (*self.expressions, *map(observed, self.observables.values()), *ends):
            strays = {s for s in expression.free_symbols - known if not isinstance(s, sp.Indexed)}
            if strays:
                names = ", ".join(sorted(map(str, strays)))
                raise ValueError(f"{self.name}: {names} in {expression} is no parameter, state or draw of it")
        if self.alphabet is not None:
            self._of_symbols()
        for state, parts in self.step.items():
            if isinstance(state, Data):
                then = state.size.subs(GENERATION, GENERATION + 1)
                joined = sp.Add(*(part.size for part in parts))
                more = sp.expand(unfolded(then) - joined)  # nearly always 0: to simplify takes a fiftieth of a second
                if more != 0 and sp.simplify(more) != 0:
                    raise ValueError(f"{self.name}: {state} has {then} points after the step, but {joined} are joined")

    def _of_draws(self) -> None:
        """Raises ValueError unless each symbol is one thing, and what is only looked at moves nothing."""
        for draws in (self.draws, self.looked_at):
            names = [*self.parameters.symbols, *self.states, *_names(draws)]
            if len(set(names)) < len(names):
                raise ValueError(f"{self.name}: one symbol is two parameters, states or draws")
        only_seen = {*_names(self.looked_at)} - {*_names(self.draws)}
        if any(e.free_symbols & only_seen for e in self._moves(self.draws)):
            raise ValueError(f"{self.name}: what is drawn only to be looked at moves nothing")
        for draw in (*self.draws, *self.looked_at):
            if isinstance(draw, Selected) and not (
                draw.by in self.parameters.quantified
                and isinstance(draw.what.size, Taken)
                and draw.what.size.args[::2] == (draw.by, GENERATION)
            ):
                raise ValueError(f"{self.name}: {draw.what} are the points Taken by a parameter of the kind `every`")

    def _of_symbols(self) -> None:
        """Raises ValueError unless every state is a number for each symbol, and what is observed a number for all."""
        if any(isinstance(s, Data) for s in {*self.states, *self.drawn}):
            raise ValueError(f"{self.name}: each symbol of {self.alphabet} has numbers, not data sets")
        for name, of in self.observables.items():
            if self.of_one_symbol(observed(of)):
                raise ValueError(f"{self.name}: {name} is seen of one symbol: write OverSymbols({observed(of)})")

    def of_one_symbol(self, expression: sp.Expr) -> set[sp.Symbol]:
        """What there is in an expression that every symbol of the alphabet has, outside of sums over all of them."""
        if self.alphabet is None:
            return set()
        left = expression.replace(OverSymbols, lambda e: sp.Integer(0))
        return left.free_symbols & {*self.states, *self.drawn, self.alphabet}

    @property
    def drawn(self) -> set[State]:
        """What is drawn, to move on or only to be looked at."""
        return {*_names(self.draws), *_names(self.looked_at)}

    def given_before(self, expression: sp.Expr) -> tuple[sp.Expr, dict[sp.Symbol, Law]] | None:
        """The expression one generation before the first, and the laws of its draws; None where it has no value."""
        values = {what: given for what, given in self.before.items() if not isinstance(given, Law)}
        laws = {what: given for what, given in self.before.items() if isinstance(given, Law)}
        given = expression.xreplace(values)
        if not self.before or given.free_symbols & ({*self.states, *self.drawn} - laws.keys()):
            return None
        return given, {what: law for what, law in laws.items() if what in given.free_symbols}

    def earliest(self, expression: sp.Expr) -> int:
        """The first generation at which the expression has a value."""
        return self.first if self.given_before(expression) is None else self.first - 1

    @property
    def states(self) -> tuple[State, ...]:
        return tuple(self.start)

    def needed(self, *more: sp.Basic) -> tuple[Parameter, ...]:
        """The parameters on which the process, or one of the expressions, depends."""
        used = {s for e in (*self.expressions, *more) for s in e.free_symbols}
        return tuple(p for p in self.parameters if p.symbol.free_symbols & used)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        """Everything that is written in the declaration, but for the observables."""
        return (*self.moves, *_expressions(self.start.values()))

    @property
    def moves(self) -> tuple[sp.Expr, ...]:
        """Everything that is written of a generation: draws, steps, and sizes of data sets."""
        return self._moves((*self.draws, *self.looked_at))

    def _moves(self, draws: Sequence[Drawing]) -> tuple[sp.Expr, ...]:
        written: list[Any] = [then for state, then in self.step.items() if not isinstance(state, Data)]
        data = {s for s in self.states if isinstance(s, Data)}
        for draw in draws:
            if isinstance(draw, Counts):
                written += [draw.size, *draw.probabilities]
            elif isinstance(draw, Draw):
                written.append(draw.law)
            elif isinstance(draw, Selected):
                written.append(draw.by)
            if isinstance(draw, Draw | Subset | Join | Selected) and isinstance(draw.what, Data):
                data.add(draw.what)
        return (*_expressions(written), *(d.size for d in data))

    def takes(self, observable: Observable) -> dict[str, bool]:
        """Names of the parameters that an observable depends on, and `k` where it is seen at a generation; must each be
        given? How much an expression grows in a generation does not depend on the start.
        """
        written = [*self.moves, observed(observable)]
        written += [] if isinstance(observable, Increment) else _expressions(self.start.values())
        written += [observable.until] if isinstance(observable, Finally | Time) else []
        names = {s.name for e in written for s in e.free_symbols if not isinstance(s, sp.Indexed)}
        found = {p.name: p.default is None for p in self.parameters if p.name in names}
        return found if isinstance(observable, AT_NO_GENERATION) else found | {"k": True}


def _names(draws: Sequence[Drawing]) -> list[State]:
    """What is drawn, in its order."""
    return [s for d in draws for s in (d.what if isinstance(d, Counts) else (d.what,))]


def _expressions(written: Iterable[Any]) -> list[sp.Expr]:
    """Those among expressions, laws and data sets, with what the laws depend on."""
    parts = (part for e in written for part in (e.arguments if isinstance(e, Law) else [e]))
    return [sp.sympify(part) for part in parts if not isinstance(part, Data)]


class OverSymbols(sp.Function):
    """OverSymbols(e): the sum over all symbols of what is e of one of them, in a process with an alphabet."""

    nargs = (1,)
    is_real = True

    def _eval_is_nonnegative(self) -> bool | None:
        return True if self.args[0].is_nonnegative else None


def event(condition: sp.Basic) -> sp.Expr:
    """1 where the condition holds, else 0."""
    return sp.Piecewise((1, condition), (0, True))


def observed(observable: Observable) -> sp.Expr:
    """The expression that an observable is made of."""
    return observable if isinstance(observable, sp.Basic) else observable.of


def observable_text(observable: Observable) -> str:
    """The expression, or what is made of it: `Increment(log(T))`."""
    if isinstance(observable, sp.Basic):
        return str(observable)
    return f"{type(observable).__name__}({observable.until if isinstance(observable, Time) else observable.of})"
