"""Simulations that figures share: each is run once, by whichever process, and read by every figure that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Any, NamedTuple


class Call(NamedTuple):
    """A function of a module, and what it is given: hashable values, entropy among them. It is pure."""

    function: Callable[..., Any]
    given: tuple[Any, ...]


_found: dict[Call, tuple[float, Any]] = {}


def simulated(function: Callable[..., Any], *given: Any) -> Any:
    """What function(*given) returns, found before or now."""
    call = Call(function, given)
    if call not in _found:
        remember(call, timed(*call))
    return _found[call][1]


def remember(call: Call, found: tuple[float, Any]) -> None:
    """What another process has found: the seconds that it took, and the value."""
    _found[call] = found


def known(call: Call) -> tuple[float, Any] | None:
    """The seconds that a call took, and its value, if it was found."""
    return _found.get(call)


def timed(function: Callable[..., Any], given: tuple[Any, ...]) -> tuple[float, Any]:
    """The seconds that a call takes, and its value."""
    began = perf_counter()
    value = function(*given)
    return perf_counter() - began, value


def attempt(function: Callable[..., Any], given: tuple[Any, ...]) -> tuple[float, Any] | None:
    """The same as a task; None where it fails: who misses the value fails, too, and says why."""
    with suppress(Exception):
        return timed(function, given)
    return None
