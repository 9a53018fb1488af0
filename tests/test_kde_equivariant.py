"""Bandwidths that look at differences: long runs, in which the points draw together or apart beyond machine numbers."""

import numpy as np
import pytest

from simulators import kde_equivariant
from simulators.engine import stream
from simulators.kde_cross_validated_replace import MULTIPLES

LONG = [(2, 1000, (0.5,)), (2, 300, (1e-6,)), (10, 300, (0.1,)), (2, 2000, MULTIPLES), (2, 2000, (1e38,))]


@pytest.mark.parametrize(("n", "k", "multiples"), LONG)
def test_long_runs_end_in_numbers(n, k, multiples, entropy):
    rng = stream(entropy, f"long {n} {k}", 0)
    _, losses, floors = kde_equivariant.runs(rng, 64, n, k, multiples, 1.0)
    assert np.isfinite(losses).all()
    assert np.isfinite(floors).all()


def test_runs_do_not_depend_on_the_unit_of_length(entropy):
    """Variances are in its square; losses and their bounds grow by its logarithm."""
    one, other = (kde_equivariant.runs(stream(entropy, "unit", 0), 64, 3, 5, MULTIPLES, unit) for unit in (1.0, 1e30))
    assert other[0] == pytest.approx(1e60 * one[0])
    for before, after in zip(one[1:], other[1:], strict=True):
        assert after == pytest.approx(before + 30 * np.log(10), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("n", "k", "multiples", "sigma0"),
    [(1, 1, (1.0,), 1.0), (2, 0, (1.0,), 1.0), (2, 1, (1e-7,), 1.0), (2, 1, (1.0, 1e39), 1.0), (2, 1, (1.0,), 0.0)],
)
def test_what_is_no_run_is_refused(n, k, multiples, sigma0, entropy):
    with pytest.raises(ValueError, match="need n >= 2"):
        kde_equivariant.runs(stream(entropy, "refused", 0), 1, n, k, multiples, sigma0)
