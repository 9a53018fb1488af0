"""Mean and scale of a Gaussian fit have the right law together, at any number of generations, on every route.

Their means alone say little: E M_k^2 = k/n whichever generations' scales the mean has wandered by. So functions of both
are compared with fits computed here, point by point, in plain numpy.
"""

from math import log

import numpy as np
import pytest

from harness.author.twin_comparison import disparity
from simulators import gaussian, gaussian_accumulate
from simulators.engine import stream

ALPHA = 1e-12
"""A comparison refutes equal laws with this probability at most (Ville); there are fewer than 200 in this file."""

PATHS = 2**16
N = 2

TOGETHER = {  # of mean and scale
    "mean": lambda mean, scale: mean,
    "scale": lambda mean, scale: scale,
    "mean over scale": lambda mean, scale: np.abs(mean) / scale,
    "mean times scale": lambda mean, scale: np.abs(mean) * scale,
}


def last_batch(rng, k, divisor=N - 1, late=False):
    """Mean and scale after k fits to the last batch only. Slips: another divisor; a mean moved by the new scale."""
    mean, scale = np.zeros(PATHS), np.ones(PATHS)
    for _ in range(k):
        batch = rng.standard_normal((PATHS, N))
        ratio = np.sqrt(batch.var(axis=1) * N / divisor)
        mean = mean + scale * batch.mean(axis=1) * (ratio if late else 1.0)
        scale = scale * ratio
    return mean, scale


def all_batches(rng, k):
    """Mean and scale (ddof = 0) after k fits to all batches so far."""
    mean, scale, pool = np.zeros(PATHS), np.ones(PATHS), np.empty((PATHS, 0))
    for _ in range(k):
        pool = np.hstack([pool, mean[:, None] + scale[:, None] * rng.standard_normal((PATHS, N))])
        mean, scale = pool.mean(axis=1), pool.std(axis=1)
    return mean, scale


def log_fits(function):
    def fits(rng, k):
        log_ratio, mean = function(rng, PATHS, n=N, k=k)
        return mean, np.exp(log_ratio)

    return fits


def square_fits(function):
    def fits(rng, k):
        mean, variance = function(rng, PATHS, n=N, k=k)
        return mean, np.sqrt(variance)

    return fits


ROUTES = {  # route: its fits, those that they must be, generations (to both sides of blocks of factors)
    "replace": (log_fits(gaussian.fits), last_batch, (1, 2, 16, 17, 18, 33)),
    "replace, samples drawn": (log_fits(gaussian.literal_fits), last_batch, (1, 2, 5)),
    "accumulate": (square_fits(gaussian_accumulate.fits), all_batches, (1, 2, 3, 9)),
    "accumulate, samples drawn": (square_fits(gaussian_accumulate.literal_fits), all_batches, (1, 2, 3, 9)),
}


def odds(one, other):
    """Evidence that two routes have different laws, for each function of mean and scale."""
    return {name: disparity(f(*one), f(*other)) for name, f in TOGETHER.items()}


@pytest.mark.parametrize(("route", "k"), [(route, k) for route, (_, _, at) in ROUTES.items() for k in at])
def test_mean_and_scale_are_together_those_of_drawn_samples(route, k, entropy):
    fits, by_hand, _ = ROUTES[route]
    found, drawn = (stream(entropy, f"{side} of {route} at {k}", 0) for side in ("fits", "samples"))
    assert [name for name, x in odds(fits(found, k), by_hand(drawn, k)).items() if x >= log(1 / ALPHA)] == []


@pytest.mark.parametrize("slip", [{"divisor": N}, {"late": True}], ids=str)
@pytest.mark.parametrize("k", [1, 17])
def test_a_slip_in_the_fit_would_be_noticed(slip, k, entropy):
    right, wrong = (stream(entropy, f"{side} with {slip} at {k}", 0) for side in ("right", "wrong"))
    assert max(odds(last_batch(right, k), last_batch(wrong, k, **slip)).values()) >= log(1 / ALPHA)
