"""Fair timing: every repeat runs every variant once, in shuffled order, and ratios are taken within a repeat.

Single-thread variants are timed by the processor time of their thread, so that other work on the machine
does not count; variants that use several threads, or other processes, by the clock.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Timing:
    """Seconds per unit of work of one variant over the repeats, in the order of the repeats."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """Lower and upper quartile."""
        ordered = sorted(self.seconds)
        return ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]

    def faster_than(self, other: Timing) -> float:
        """How many times less than another variant: the median of the ratios within a repeat."""
        return median(b / a for a, b in zip(self.seconds, other.seconds, strict=True))


@dataclass(frozen=True)
class Variant:
    """A way to do the work. work: what one call does, in units (path-generations, answers). threads: by the clock."""

    call: Callable[[], object]
    work: float
    clock: Callable[[], float] = time.thread_time


def compare(variants: Mapping[str, Variant], repeats: int = 7) -> dict[str, Timing]:
    """Seconds per unit of every variant; each is called once before, to compile and to warm the caches."""
    for variant in variants.values():
        variant.call()
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(repeats):
        for name in random.sample(list(variants), len(variants)):
            variant = variants[name]
            began = variant.clock()
            variant.call()
            seconds[name].append((variant.clock() - began) / variant.work)
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def table(headings: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def claims() -> int:
    """How many there are in the registry that something is measured on."""
    from theorems.language.registry import theorems

    return sum(len(theorem.claims) for theorem in theorems().values())


def engineering(seconds: float) -> str:
    """A duration with three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.2g} ns"
