"""What tests of engines and races use: how rarely they fail, and exact tests at that level."""

import numpy as np
from hypothesis import HealthCheck, settings
from scipy.stats import binom

RARE, LEVEL = 1e-9, 0.05
exact_property = settings(max_examples=100, database=None, suppress_health_check=list(HealthCheck))


def assert_at_most(count, races, rate=LEVEL):
    """Fails with probability below 1e-9 if each race counts with probability at most `rate`."""
    assert binom.sf(count - 1, races, rate) >= RARE, f"{count} of {races} races, which should be at most {rate:.1%}"


def once_each(asked, rows):
    """What is asked of each row; once, of those that are alike."""
    different, which = np.unique(rows, axis=0, return_inverse=True)
    return np.array([asked(row) for row in different])[which.reshape(-1)]


def event_sums(n, x):
    return np.stack(np.broadcast_arrays(n, x, n, x, x, n), axis=-1).astype(float)
