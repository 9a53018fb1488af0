"""What a run draws: a log of the streams that it makes, and observables that cost next to nothing."""

import importlib
import pkgutil
from dataclasses import dataclass, field

import numpy as np
from lab import observables


@dataclass
class Log:
    """Streams that were made, and what was drawn from those that an observable was given, by the purpose of the work.

    made: (purpose, entropy, key). drawn: (purpose, entropy, key) -> (route, observable, arguments, paths) of each draw.
    """

    purpose: str = ""
    made: list[tuple] = field(default_factory=list)
    drawn: dict[tuple, list[tuple]] = field(default_factory=dict)
    stale: list[tuple] = field(default_factory=list)
    """Draws from a generator that was not as its stream begins, but for figures."""

    def since(self, mark):
        return [use[1:] for use in self.made[mark:]]


def routes():
    """(route, module, name) of every observable in both rooms."""
    for room, route in (("simulators", "simulator"), ("simulators.reference", "twin")):
        held = {info.name for info in pkgutil.iter_modules(importlib.import_module(room).__path__)}
        for process, name in (observable.split(".") for observable in observables()):
            if process in held:
                yield route, importlib.import_module(f"{room}.{process}"), name


def key_of(rng):
    seed = rng.bit_generator.seed_seq
    return seed.entropy, seed.spawn_key


def state_of(rng):
    return {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in rng.bit_generator.state["state"].items()}


FEW = 16
"""Paths that are simulated for a block, where the values are not looked at: all others repeat them."""


def few(function, rng, paths, **arguments):
    """As many paths as are asked for, of which FEW are simulated."""
    found = function(rng, min(paths, FEW), **arguments)
    if isinstance(found, tuple):
        return getattr(found, "_make", tuple)(repeated(part, paths) for part in found)
    return repeated(found, paths)


def repeated(few, paths):
    """A path may have several rows."""
    return np.resize(few, (len(few) // min(paths, FEW) * paths, *few.shape[1:]))
