"""Is what a simulator returns one value per path, each independent of all others, and made of its stream alone?

Every error rate rests on that, and a mean cannot show it: paths that share draws have the right mean.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np
from scipy.special import betaln

from harness.judge.observed import Observed
from simulators.engine import stream
from theorems.language import Point, point_text

CALLS = 128
"""Calls for a few paths each: paths of one call are compared with paths of the next.

So many tell what wins five comparisons of six, at a limit of 1e-9: paths that share their draws win all.
"""

PATHS = 16
PAIRS = ((0, 1), (2, 10), (3, 12), (5, 14))
"""Paths of one call that may share draws: neighbours, the two halves, mirror images, two that are far apart."""


def fault(
    route: str, function: Callable[..., Any], observed: Observed, point: Point, entropy: int, limit: float
) -> str | None:
    """What is wrong with the paths of a route, in words; None where nothing is.

    Independent paths are said to depend with probability `limit` at most.
    """

    def draw(paths: int, call: int) -> np.ndarray:
        rng = stream(entropy, f"paths {route} {observed}[{point_text(point)}]", call)
        return np.asarray(function(rng, paths, **observed.arguments(point)))

    calls = [draw(PATHS, call) for call in range(CALLS)]
    for paths in (1, 2, PATHS + 1):
        shape = draw(paths, CALLS + paths).shape
        rows = calls[0].shape[0] // PATHS * paths  # a path of dependent steps has several rows
        if shape != (rows, *calls[0].shape[1:]):
            return f"asked for {paths} paths it returns an array of shape {shape}, not {(rows, *calls[0].shape[1:])}"
    if not np.array_equal(calls[0], draw(PATHS, 0)):
        return "from the same stream it draws something else the second time: it uses other random numbers, or a state"
    ends = np.array([call.reshape(PATHS, -1)[:, -1 if call.ndim == 1 else -2] for call in calls])
    odds = log_odds(ends)
    if odds >= log(1 / limit):
        return f"paths depend on each other: log-odds {odds:.0f}"
    return None


def log_odds(values: np.ndarray) -> float:
    """Evidence that values of shape (calls, PATHS) are not independent draws of one law.

    Of independent x, y, z the pair x, y is as often nearer than x, z as it is farther. Each value is used once, so
    the comparisons that are not tied are fair coins; the evidence is the mean of one mixture for each kind of pair.
    """
    values = np.asarray(values, dtype=float)
    following = np.roll(values, -1, axis=0)[:-1]
    values = values[:-1]
    kinds = []
    for third, (one, other) in zip((6, 7, 8, 9), PAIRS, strict=True):
        near = np.abs(values[:, one] - values[:, other]) - np.abs(values[:, one] - following[:, third])
        wins, losses = np.sum(near < 0), np.sum(near > 0)
        kinds.append(betaln(wins + 0.5, losses + 0.5) - betaln(0.5, 0.5) + (wins + losses) * log(2))
    return float(np.logaddexp.reduce(kinds) - log(len(kinds)))
