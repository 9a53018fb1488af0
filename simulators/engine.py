"""What every process shares: supports of observables, compiled kernels, and streams of random bits.

An observable is a function `f(rng, paths, **parameters) -> array` that returns one value per independent path;
observables of one process are mostly seen in the paths of one simulation (`seen_in`). Three routes lead to the same
quantity: `simulators.P.f` (compiled), the declared process P taken literally, and its exact mean, derived from the
declaration or written in `simulators.exact.P.f`. Where no declaration can carry a process, `simulators.reference.P.f`
(plain numpy, written from the prose alone) stands for the second.
"""

from __future__ import annotations

import hashlib
import inspect
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import inf
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:  # imported where it is used: the names and parameters of observables are known without it
    import numpy as np

BLOCK_PATHS = 4096
"""Paths per block, where an observable does not say otherwise: see `in_blocks_of`."""

FEWEST_PATHS = 64
"""Paths per block at least: the first block of a comparison sets the cells that all others are counted in."""

F = TypeVar("F", bound="Callable[..., np.ndarray]")


@dataclass(frozen=True)
class Support:
    """Where an observable's values lie, which decides how its mean can be tested.

    kind: `event` (0 or 1), `bounded` (in [low, high]), `real` (unbounded: the exact room must give
    `<name>_second_moment`, an upper bound on E X²), `steps` (rows (next, previous) along a path, both
    in [low, high]; the claim predicts E[next | past] = c * previous), `law` (the whole distribution
    is tested; no moment is needed).
    """

    kind: Literal["event", "bounded", "real", "steps", "law"]
    low: float = 0.0
    high: float = 1.0


def _mark(support: Support) -> Callable[[F], F]:
    def mark(function: F | None = None) -> F:
        if function is None:
            raise TypeError("event, real and law take no brackets: write @real")
        function.support = support  # type: ignore[attr-defined]
        return function

    return mark


event = _mark(Support("event"))
real = _mark(Support("real", -inf, inf))
law = _mark(Support("law", -inf, inf))


def bounded(low: float, high: float) -> Callable[[F], F]:
    """The observable lies in [low, high] surely."""
    return _mark(Support("bounded", low, high))


def steps(low: float, high: float) -> Callable[[F], F]:
    """The observable returns rows (next, previous), both in [low, high] surely."""
    return _mark(Support("steps", low, high))


def in_blocks_of(paths: int) -> Callable[[F], F]:
    """The observable is drawn in blocks of so many paths, FEWEST_PATHS to BLOCK_PATHS, as one of them is costly.

    Part of the definition of the numbers, as the support is: never derived from a parameter, a machine or the
    number of workers. Raises ValueError.
    """
    if not isinstance(paths, int) or not FEWEST_PATHS <= paths <= BLOCK_PATHS:
        raise ValueError(f"in_blocks_of: a whole number from {FEWEST_PATHS} to {BLOCK_PATHS}, got {paths!r:.40}")

    def mark(function: F) -> F:
        function.block_paths = paths  # type: ignore[attr-defined]
        return function

    return mark


def seen_in(simulate: Callable[..., Any]) -> Callable[[Callable[..., np.ndarray]], Callable[..., np.ndarray]]:
    """The observable `see(paths, **its parameters)` of the paths that `simulate(rng, paths, **parameters)` returns.

    simulate returns an array, or a tuple of arrays, whose first axis counts paths. Observables of one simulation may be
    judged on the same paths, so `see` leaves them as they are. As any observable it is called with rng, the number of
    paths and the parameters of both.
    """
    of_paths = tuple(parameters_of(simulate))

    def observable_of(see: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
        of_seen = tuple(parameters_of(see))

        @wraps(see)
        def observable(rng: np.random.Generator, paths: int, **parameters: Any) -> np.ndarray:
            if strays := parameters.keys() - {*of_paths, *of_seen}:
                raise TypeError(f"{see.__name__} has no parameter {', '.join(sorted(strays))}")
            made, seen = ({n: parameters[n] for n in names if n in parameters} for names in (of_paths, of_seen))
            return see(observable.simulate(rng, paths, **made), **seen)  # type: ignore[attr-defined, no-any-return]

        both = [*inspect.signature(simulate).parameters.values(), *inspect.signature(see).parameters.values()]
        keywords = {p.name: p for p in both if p.kind is p.KEYWORD_ONLY}
        observable.__signature__ = inspect.Signature([*both[:2], *keywords.values()])  # type: ignore[attr-defined]
        observable.simulate, observable.see = simulate, see  # type: ignore[attr-defined]
        observable.itself = observable  # type: ignore[attr-defined]  # a function around it is another one
        return observable

    return observable_of


def parameters_of(observable: Callable[..., Any]) -> dict[str, bool]:
    """Keyword parameters of an observable: name -> is it required (has it no default)."""
    return {
        p.name: p.default is inspect.Parameter.empty
        for p in inspect.signature(observable).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    }


def fresh_entropy() -> int:
    """128 random bits of the operating system: the entropy of every run that is given none."""
    return secrets.randbits(128)


def stream(entropy: int, name: str, block: int) -> np.random.Generator:
    """The random bits of one block: a pure function of (entropy, name of what is drawn, block number).

    No thread, worker or order enters, so results are bit-identical for any executor. A name says all that
    tells one use of bits from another: the question, or the route, observable and point. Streams of different
    keys are independent of each other, and one key is used for one thing.
    """
    import numpy as np

    digest = hashlib.sha256(name.encode()).digest()
    key = tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy, spawn_key=(*key, block))))
