"""What is observed, and the three routes to its values: simulator, independent twin, exact oracle."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import copysign, inf, nextafter
from types import ModuleType
from typing import TYPE_CHECKING, Any

from simulators.engine import BLOCK_PATHS, Support, parameters_of
from theorems import rooms
from theorems.language import Point, expectation, point_text, supports
from theorems.language.domains.entries import Entries, as_machine, as_rational, substituted, symbolic
from theorems.language.domains.parameter import NOWHERE
from theorems.language.laws import NoMoment
from theorems.language.processes import Observable, Process
from theorems.language.readers import Ball
from theorems.language.registry import packages
from theorems.processes import declarations, declared, declaring, routes

if TYPE_CHECKING:
    import numpy as np


class MissingRoom(LookupError):
    """A claim names an observable that no simulator has."""


class Uncertified(ValueError):
    """No test has power: an unbounded observable without a second moment, or a claimed value of zero."""


class WrongMark(ValueError):
    """A kernel is marked with a narrower range than its declared observable has: error rates would not hold."""


@cache
def room(kind: str, process: str) -> ModuleType | None:
    """The module of a process in a room, of whichever package has it; raises MissingRoom if two have."""
    found = []
    for prefix in packages():
        module = f"{prefix}{kind}.{process}"
        try:
            found.append(importlib.import_module(module))
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module}.".startswith(f"{error.name}."):
                raise
    if len(found) > 1:
        names = " and ".join(module.__name__ for module in found)
        raise MissingRoom(f"two packages have a process {process!r}: {names}: rename one of them")
    return found[0] if found else None


def _function(kind: str, observable: str) -> Callable[..., Any] | None:
    process, _, name = observable.partition(".")
    return getattr(room(kind, process), name, None)


SQUARE = "_second_moment"
"""How the name of the oracle ends that bounds the mean square of an unbounded observable."""


@dataclass(frozen=True)
class Observed:
    """An observable `process.name` with its routes.

    The simulator is compiled. Twin and oracle are written by hand in their rooms, or else follow from the declaration
    of the process. Its name is all that travels to another machine.
    """

    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def process(self) -> str:
        """The name of its process, and of a module in the rooms."""
        return self.name.partition(".")[0]

    @property
    def declared(self) -> tuple[Process, Observable] | None:
        """The declared process, and what is observed of it; None where no declaration has it."""
        return declared(self.name)

    @property
    def simulator(self) -> Callable[..., np.ndarray]:
        """The compiled simulator; raises MissingRoom."""
        function = _function(rooms.SIMULATORS, self.name)
        if function is None:
            process, _, name = self.name.partition(".")
            if room(rooms.SIMULATORS, process) is None:
                raise MissingRoom(
                    f"there is no process {process!r}: `of` names an observable of simulators/{process}.py"
                )
            raise MissingRoom(f"there is no simulator {self.name}: define {name} in simulators/{process}.py")
        return function

    @property
    def twin(self) -> Callable[..., np.ndarray] | None:
        """An independent simulator: written by hand in plain numpy, or the declared process taken literally."""
        return _function(rooms.TWINS, self.name) or _literal(self, self.declared)

    @property
    def oracle(self) -> Callable[..., Any] | None:
        """The exact expectation, or a distribution function; None where it is neither written by hand nor derived."""
        return self.written_oracle or _derived(self, expectation.mean, self.declared)

    @property
    def written_oracle(self) -> Callable[..., Any] | None:
        """The oracle that is written by hand."""
        return _function(rooms.ORACLES, self.name)

    @property
    def square(self) -> Callable[..., Any] | None:
        """A bound on the mean square; None where there is none."""
        return _function(rooms.ORACLES, self.name + SQUARE) or _derived(self, expectation.mean_square, self.declared)

    @property
    def has_oracle(self) -> bool:
        """Is there an oracle? Found without loading a kernel."""
        return self.written_oracle is not None or _derivation(self, expectation.mean) is not None

    def support(self, point: Point = NOWHERE) -> Support:
        """Where the values lie: derived from the declaration of the process, or else as the kernel is marked.

        point: parameters whose values may say more than their domains. Raises MissingRoom where nothing says it, and
        WrongMark where a mark claims more than follows from the declaration.
        """
        mark, found = getattr(self.simulator, "support", None), self.declared
        if found is not None:
            support = _support(*found, ())
            if mark is not None and not _contains(mark, support):
                raise WrongMark(
                    f"{self} is marked {_marked(mark)}, but as {found[0].name} is declared it is {_marked(support)}: "
                    "delete the mark, or mend the declaration"
                )
            if support.kind == "real" and point:
                support = _support(*found, supports.known(found[0], point))
            return mark if mark is not None and mark.kind == "law" else support
        if mark is None:
            raise MissingRoom(f"{self} declares no support: mark it with event, bounded, real, steps or law")
        return mark

    @property
    def block_paths(self) -> int:
        """Paths per block, whichever route draws it and for whatever purpose."""
        return getattr(self.simulator, "block_paths", BLOCK_PATHS)

    @property
    def parameters(self) -> dict[str, bool]:
        """Names of the parameters that it depends on; must each be given? A declaration says it without a kernel."""
        return parameters_of(self.simulator) if self.declared is None else _taken(*self.declared)

    def arguments(self, point: Point) -> dict[str, Any]:
        """The point as the simulator's keyword arguments: whole numbers as int, others as float, lists as arrays,
        choices as their names.
        """
        names = parameters_of(self.simulator)
        return {name: as_machine(value) for name, value in point.items() if name in names}

    def text(self, point: Point) -> str:
        """The values of its own parameters: where they are the same, so is all that is drawn or computed of it."""
        return point_text({name: value for name, value in point.items() if name in self.parameters})

    def exact(self, point: Point, **extra: Any) -> Ball:
        """The oracle's value as a ball; None where there is no oracle. Raises what the oracle raises."""
        return _value(self.oracle, point, extra)

    def mean_square(self, point: Point) -> Ball:
        """The bound on the mean square as a ball, maybe infinite; None where there is none. Raises what it raises."""
        from flint import arb

        try:
            return _value(self.square, point, {})
        except NoMoment:
            return arb("inf")

    def second_moment(self, point: Point) -> float:
        """The proved bound on E X^2 that evidence on an unbounded mean needs; 0 where a range will do.

        Raises Uncertified if it needs one and there is none: no interval would be right.
        """
        if self.support(point).kind in ("event", "bounded", "steps"):
            return 0.0
        bound = self.mean_square(point)
        if bound is None:
            raise Uncertified(self.unbounded)
        if not bound.is_finite():
            raise Uncertified(f"{self}{SQUARE} is not finite at {point_text(point)}")
        return above(bound)

    @property
    def unbounded(self) -> str:
        """What an observable that may be anywhere lacks."""
        return f"{self} is unbounded: give {self}{SQUARE} in {rooms.folder(rooms.ORACLES)}"


def above(ball: Ball) -> float:
    """The least machine number that no number in a ball exceeds, or the next."""
    return nextafter(float(ball.upper()), inf)


def _value(function: Callable[..., Any] | None, point: Point, extra: Mapping[str, Any]) -> Ball:
    from flint import ctx

    if function is None:
        return None
    names = parameters_of(function)
    given = {name: as_rational(value) for name, value in point.items() if name in names} | dict(extra)
    return _remembered(function, tuple(given.items()), ctx.prec)


@lru_cache(maxsize=20_000)
def _remembered(function: Callable[..., Any], given: tuple[tuple[str, Any], ...], _: int) -> Ball:
    """Claims, and the slips in their formulas, are compared with the same values; of a caller's precision each."""
    from flint import arb

    return arb(function(**dict(given)))


def _takes(function: Callable[..., Any], observed: Observed) -> Callable[..., Any]:
    """The function, with the parameters of the observable as keywords, and the module of the declaration."""
    function.__module__ = str(declaring(observed.process))
    keywords = (
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, **({} if needed else {"default": None}))
        for name, needed in observed.parameters.items()
    )
    function.__signature__ = inspect.Signature(list(keywords))  # type: ignore[attr-defined]
    return function


@cache
def _taken(process: Process, what: Observable) -> dict[str, bool]:
    return process.takes(what)


Declared = tuple[Process, Observable] | None
"""What `declared` finds: part of the key, as another package may come to have the name."""

Derive = Callable[[Process, Observable], expectation.Value]


@cache
def _literal(observed: Observed, found: Declared) -> Callable[..., np.ndarray] | None:
    if found is None:
        return None
    process, what = found

    def literal(
        rng: np.random.Generator, paths: int, *, k: int | None = None, **parameters: float | np.ndarray
    ) -> np.ndarray:
        from theorems.language.literal import simulate

        given = {name: as_machine(value) for name, value in _with_defaults(process, {}).items()} | parameters
        return simulate(process, rng, paths, k, given, what)

    return _takes(literal, observed)


@cache
def _derived(observed: Observed, derive: Derive, found: Declared) -> Callable[..., Any] | None:
    derivation = _derivation(observed, derive)
    if found is None or derivation is None:
        return None
    process, value = derivation

    def derived(*, k: int | None = None, **given: Any) -> Any:
        exact = {name: Entries(x) if isinstance(x, tuple) else symbolic(x) for name, x in given.items()}
        at = _with_defaults(process, exact)
        at |= {symbol.name: substituted(e, at) for symbol, e in process.values.items()}
        return _flint(value(k, at))

    return _takes(derived, observed)


def _derivation(observed: Observed, derive: Derive) -> tuple[Process, expectation.Value] | None:
    """What the declared process gives, or else a reduction of it."""
    for process, what in routes(observed.name):
        try:
            return process, derive(process, what)
        except expectation.NotDerived:
            continue
    return None


def by_hand(function: Callable[..., Any]) -> bool:
    """Is a twin or oracle written in its room, or does it follow from a declaration?"""
    return function.__module__ not in {module for _, module in declarations().values()}


def _with_defaults(process: Process, values: Mapping[str, Any]) -> dict[str, Any]:
    return {p.name: p.default for p in process.parameters if p.default is not None} | dict(values)


def _flint(value: Any) -> Any:
    """A rational of flint, or the ball."""
    from flint import fmpq

    return fmpq(value.numerator, value.denominator) if isinstance(value, Fraction) else value


@cache
def _support(process: Process, what: Observable, point: tuple[tuple[str, Any], ...]) -> Support:
    found = supports.support(process, what, dict(point))
    low, high = (_outward(end, side) for end, side in ((found.low, -inf), (found.high, inf)))
    return Support(found.kind, low, high) if found.kind != "real" and low < high else Support("real", -inf, inf)


ROUNDING = 2.0**-50
"""By so much values that are made of rounded parameters may be off, where an end is no float itself."""


def _outward(end: Any, side: float) -> float:
    """An end as a float; where it is none, one beyond what values are rounded by."""
    number = float(end)
    exact = not end.is_finite or (end.is_Rational and Fraction(int(end.p), int(end.q)) == Fraction(number))
    return number if exact else nextafter(number + copysign(ROUNDING * number, side), side)


def _contains(mark: Support, support: Support) -> bool:
    """Does the mark promise no more than is derived? That the whole law is tested is promised by nothing."""
    if mark.kind in ("real", "law") and support.kind != "steps":
        return True
    kinds = ("event", "bounded") if mark.kind == "bounded" else (mark.kind,)
    return support.kind in kinds and mark.low <= support.low and support.high <= mark.high


def _marked(support: Support) -> str:
    ends = f"({support.low:g}, {support.high:g})" if support.kind in ("bounded", "steps") else ""
    return f"@{support.kind}{ends}"
