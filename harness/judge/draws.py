"""Blocks of draws. A block of paths is simulated once, and shown to every question on what is seen of it.

Questions may share their draws: each has its own capital and its own share of the error rates, and a union of errors is
at most as likely as their sum, whatever depends on what.
"""

from __future__ import annotations

import hashlib
import inspect
from collections import OrderedDict
from collections.abc import Callable, Mapping
from fractions import Fraction
from threading import Lock
from typing import Any

import numpy as np

from harness.judge.observed import Observed
from simulators.engine import stream

MOST_BYTES = 2**26
"""Of the blocks that are kept, the latest ones: a theorem's claims are raced one after another."""

_kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_bytes = 0
_lock = Lock()


def paths_name(observed: Observed, arguments: Mapping[str, Any]) -> str:
    """Of which simulated paths the draws of an observable are: function, parameters, paths per block."""
    simulate = _simulation(observed)
    given = ",".join(f"{name}={_exactly(value)}" for name, value in sorted(_those_of(simulate, arguments).items()))
    return f"{simulate.__module__}.{simulate.__qualname__}[{given}] by {observed.block_paths}"


def draw_block(observed: Observed, arguments: Mapping[str, Any], entropy: int, name: str, block: int) -> np.ndarray:
    """The draws of one block: a pure function of its arguments, not to be written to.

    name: of the stream. It is `paths_name` where draws are shared.
    """
    simulator, simulate = observed.simulator, _simulation(observed)
    given = _those_of(simulate, arguments)
    key = (simulate, entropy, name, block, observed.block_paths, *map(_exactly, given.values()))
    paths = _once(key, lambda: simulate(stream(entropy, name, block), observed.block_paths, **given))
    if simulate is simulator:
        return paths  # type: ignore[no-any-return]
    see = simulator.see  # type: ignore[attr-defined]
    return see(paths, **_those_of(see, arguments))  # type: ignore[no-any-return]


def _simulation(observed: Observed) -> Callable[..., Any]:
    """What simulates the paths that the observable is seen in; the observable itself where it shares them with none."""
    simulator = observed.simulator
    shares = getattr(simulator, "itself", None) is simulator  # no function around one that does
    return simulator.simulate if shares else simulator  # type: ignore[attr-defined, no-any-return]


def _those_of(function: Callable[..., Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of the function: as given, else its defaults."""
    parameters = inspect.signature(function).parameters.values()
    known = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY} | dict(arguments)
    own = (p.name for p in parameters if p.kind is p.KEYWORD_ONLY)
    return {name: known[name] for name in own if known[name] is not inspect.Parameter.empty}


def _exactly(value: Any) -> str:
    """A text that equal values have and no others, be a number whole or a machine number."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()}"
    return repr(value) if isinstance(value, str) else str(Fraction(value))


def _once(key: tuple[Any, ...], simulate: Callable[[], Any]) -> Any:
    """What was simulated under a key, while it is kept, else anew. Its arrays cannot be written to."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    paths = simulate()
    parts = _arrays(paths)
    if not all(isinstance(part, np.ndarray) for part in parts):
        return paths  # not as an observable's draws must be: whoever judges them says so
    for part in parts:
        part.flags.writeable = False
    global _bytes
    with _lock:
        if key not in _kept:
            _kept[key] = paths
            _bytes += _size(paths)
        while _bytes > MOST_BYTES:
            _bytes -= _size(_kept.popitem(last=False)[1])
    return paths


def _arrays(paths: Any) -> tuple[Any, ...]:
    return paths if isinstance(paths, tuple) else (paths,)


def _size(paths: Any) -> int:
    return sum(part.nbytes for part in _arrays(paths))
