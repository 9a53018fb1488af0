"""Finds the three functions of one observable: simulator, independent twin, exact oracle.

The simulator is compiled. Twin and oracle are written by hand in their rooms, or else follow from the declaration of
the process.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, wraps
from math import inf, nextafter
from types import ModuleType
from typing import TYPE_CHECKING, Any

from simulators.engine import BLOCK_PATHS, Support, parameters_of
from theorems import rooms
from theorems.language import Claim, Identity, Law, Point, Root, Theorem, expectation, sentences, supports
from theorems.language.domains.entries import Entries, as_machine, as_rational, symbolic
from theorems.language.domains.parameter import NOWHERE
from theorems.language.processes import Observable, Process
from theorems.language.registry import in_room, packages
from theorems.language.writing import observable_latex
from theorems.processes import declarations, declared, routes

if TYPE_CHECKING:
    import numpy as np


class MissingRoom(LookupError):
    """A claim names an observable that no simulator has."""


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


def simulator(observable: str) -> Callable[..., np.ndarray]:
    """The compiled simulator; raises MissingRoom."""
    function = _function(rooms.SIMULATORS, observable)
    if function is None:
        process, _, name = observable.partition(".")
        if room(rooms.SIMULATORS, process) is None:
            raise MissingRoom(f"there is no process {process!r}: `of` names an observable of simulators/{process}.py")
        raise MissingRoom(f"there is no simulator {observable}: define {name} in simulators/{process}.py")
    return function


def twin(observable: str) -> Callable[..., np.ndarray] | None:
    """An independent simulator: the one written by hand in plain numpy, or the declared process taken literally."""
    return _function(rooms.TWINS, observable) or _literal(observable, declared(observable))


def oracle(observable: str) -> Callable[..., Any] | None:
    """The exact expectation, or a distribution function: written by hand, or derived; None where there is neither.

    A name that ends in SQUARE is that of a bound on the mean square.
    """
    return _function(rooms.ORACLES, observable) or _derived(observable, declared(observable.removesuffix(SQUARE)))


SQUARE = "_second_moment"


def _takes(function: Callable[..., Any], observable: str) -> Callable[..., Any]:
    """The function, with the keyword parameters of the simulator and the module of the declaration."""
    function.__module__ = declarations()[observable.partition(".")[0]][1]
    keywords = inspect.signature(simulator(observable)).parameters.values()
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [p for p in keywords if p.kind is inspect.Parameter.KEYWORD_ONLY]
    )
    return function


Declared = tuple[Process, Observable] | None
"""What `declared` finds: part of the key, as another package may come to have the name."""


@cache
def _literal(observable: str, found: Declared) -> Callable[..., np.ndarray] | None:
    if found is None:
        return None
    process, what = found

    def literal(
        rng: np.random.Generator, paths: int, *, k: int | None = None, **parameters: float | np.ndarray
    ) -> np.ndarray:
        from theorems.language.literal import simulate

        given = {name: as_machine(value) for name, value in _with_defaults(process, {}).items()} | parameters
        return simulate(process, rng, paths, k, given, what)

    return _takes(literal, observable)


@cache
def _derived(observable: str, found: Declared) -> Callable[..., Any] | None:
    base = observable.removesuffix(SQUARE)
    derivation = _derivation(base, expectation.mean if base == observable else expectation.mean_square)
    if found is None or derivation is None:
        return None
    process, value = derivation

    def derived(*, k: int | None = None, **given: Any) -> Any:
        exact = {name: Entries(x) if isinstance(x, tuple) else symbolic(x) for name, x in given.items()}
        return _flint(value(k, _with_defaults(process, exact)))

    return _takes(derived, base)


def _derivation(
    observable: str, derive: Callable[[Process, Observable], expectation.Value]
) -> tuple[Process, expectation.Value] | None:
    """What the declared process gives, or else a reduction of it."""
    for process, what in routes(observable):
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


def has_oracle(claim: Claim) -> bool:
    """Is there an exact value to compare a claim with?"""
    if isinstance(claim, Law):  # without a cdf the law is the oracle's own; moments say no law
        return claim.cdf is not None and _function(rooms.ORACLES, claim.of) is not None
    if claim.observable is None or isinstance(claim, Identity | Root):
        return isinstance(claim, Identity | Root)
    if _function(rooms.ORACLES, claim.observable) is not None:
        return True
    return _derivation(claim.observable, expectation.mean) is not None  # found without loading a kernel


def support_of(observable: str, point: Point = NOWHERE) -> Support:
    """Where the observable's values lie: derived from the declaration of the process, or else as the kernel is marked.

    point: parameters whose values may say more than their domains. Raises MissingRoom where nothing says it, and
    WrongMark where a mark claims more than follows from the declaration.
    """
    mark, found = getattr(simulator(observable), "support", None), declared(observable)
    if found is not None:
        support = _support(*found, ())
        if mark is not None and not _contains(mark, support):
            raise WrongMark(
                f"{observable} is marked {_marked(mark)}, but as {found[0].name} is declared it is {_marked(support)}: "
                "delete the mark, or mend the declaration"
            )
        if support.kind == "real" and point:
            support = _support(*found, tuple(point.items()))
        return mark if mark is not None and mark.kind == "law" else support
    if mark is None:
        raise MissingRoom(f"{observable} declares no support: mark it with event, bounded, real, steps or law")
    return mark


@cache
def _support(process: Process, what: Observable, point: tuple[tuple[str, Any], ...]) -> Support:
    found = supports.support(process, what, dict(point))
    low, high = (_outward(end, side) for end, side in ((found.low, -inf), (found.high, inf)))
    return Support(found.kind, low, high) if found.kind != "real" and low < high else Support("real", -inf, inf)


def _outward(end: Any, side: float) -> float:
    """The float next to an end, on the outer side of it."""
    number = float(end)
    exact = not end.is_finite or (end.is_Rational and Fraction(int(end.p), int(end.q)) == Fraction(number))
    return number if exact else nextafter(number, side)


def _contains(mark: Support, support: Support) -> bool:
    """Does the mark promise no more than is derived? That the whole law is tested is promised by nothing."""
    if mark.kind in ("real", "law") and support.kind != "steps":
        return True
    kinds = ("event", "bounded") if mark.kind == "bounded" else (mark.kind,)
    return support.kind in kinds and mark.low <= support.low and support.high <= mark.high


def _marked(support: Support) -> str:
    ends = f"({support.low:g}, {support.high:g})" if support.kind in ("bounded", "steps") else ""
    return f"@{support.kind}{ends}"


def block_paths(observable: str) -> int:
    """Paths per block of an observable, whichever route draws it and for whatever purpose."""
    return getattr(simulator(observable), "block_paths", BLOCK_PATHS)


def parameters(claim: Claim) -> tuple[set[str], set[str]]:
    """Names of the parameters that a claim uses, and of those that must be given."""
    symbols = {s.name for e in claim.parts.values() for s in e.free_symbols} - {"x"}
    symbols |= {s.name for s in claim.when.free_symbols}
    if claim.observable is None:
        return symbols, symbols
    declared = parameters_of(simulator(claim.observable))
    return symbols | set(declared), symbols | {name for name, required in declared.items() if required}


def for_simulator(observable: str, point: Point) -> dict[str, Any]:
    """The point as the simulator's keyword arguments: whole numbers as int, others as float, lists as arrays, choices
    as their names.
    """
    names = parameters_of(simulator(observable))
    return {name: as_machine(value) for name, value in point.items() if name in names}


def exact_value(observable: str, point: Point, suffix: str = "", **extra: Any) -> Any:
    """The oracle's value as a ball; None where the observable has no oracle.

    suffix `_second_moment` selects the bound on E X^2. Raises what the oracle raises.
    """
    from flint import arb

    function = oracle(observable + suffix)
    if function is None:
        return None
    names = parameters_of(function)
    arguments = {name: as_rational(value) for name, value in point.items() if name in names}
    return arb(function(**arguments, **extra))


def sentence(theorem: Theorem, claim: Claim) -> str:
    """What a claim says, printed from its expressions."""
    try:
        used = parameters(claim)[0]
    except MissingRoom:
        used = set(theorem.parameters.names)
    return sentences.sentence(theorem, claim, used, symbols(theorem, claim))


def symbols(theorem: Theorem, claim: Claim) -> dict[str, str]:
    """The LaTeX of the observables of a theorem: of declared ones written from the declaration, else as it is given."""
    observables = {c.observable for c in (*theorem.claims, claim) if c.observable is not None}
    found = {name: declared(name) for name in observables}
    return {**theorem.symbols, **{name: observable_latex(*f) for name, f in found.items() if f is not None}}


def proof(module: str, claim: Claim) -> Callable[[Claim], list[Any]] | None:
    """The proof of a claim of the theorem in theorems.F.T: the function of its name in proofs_check.F.T.

    It is given the claim (or, if it is a derivation, what the claim says) with the functions that have a definition
    replaced by it. A derivation must end in what the claim says.
    """
    from proofs_check.ledger import Derived, Schema, ledger_of
    from proofs_check.rules.claims import derivation

    name = in_room(module, rooms.PROOFS)
    try:
        proofs = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        return None
    function = getattr(proofs, claim.name.replace("-", "_"), None)
    if function is None or inspect.getmodule(function) is not proofs:
        return None

    @wraps(function)
    def of_defined(claim: Claim) -> list[Any]:
        if "claim" in inspect.signature(function).parameters:
            steps = list(function(claim.unfolded()))
            if any(isinstance(step, Derived | Schema) for step in steps):
                raise TypeError("a derivation takes what is to be proved, and returns it: def proof(goal: Relation)")
            return steps
        return ledger_of(derivation(importlib.import_module(module).THEOREM, claim, function))

    return of_defined
