"""Shumailov et al., section 5.1: mixtures fitted to their own points, as figures read them."""

from __future__ import annotations

from collections.abc import Sequence

from paper_figs.transforms import Array
from simulators import mixture_fitting
from simulators.engine import stream

STARTS = {"one Gaussian": 0.0, "two Gaussians": 4.0}
"""How far apart the centres of the real points are: in the paper's program, and as its text says (the 4 is ours)."""


def laws(name: str, start: str, n: int, run: int, at: Sequence[int], entropy: int) -> tuple[Array, list[Array]]:
    """The real points of one run, and the models at the generations `at`."""
    rng = stream(entropy, f"{name}/{start}[n={n}]", run)
    real = mixture_fitting.real(rng, n, STARTS[start])
    return real, list(mixture_fitting.models(rng, real, at))


def measured(
    name: str, start: str, n: int, run: int, at: tuple[int, ...], entropy: int
) -> tuple[list[float], list[float]]:
    """Of one run and each generation: the squared distance from the first model, and the total variance over its."""
    first, *later = laws(name, start, n, run, (0, *at), entropy)[1]
    distance = [mixture_fitting.squared_distance(first, law) for law in later]
    return distance, [mixture_fitting.variance_left(first, law) for law in later]
