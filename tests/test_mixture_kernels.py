"""The largest root of the joint likelihood equations, against roots in many digits."""

import mpmath as mp
import numpy as np
import pytest

from simulators.engine import stream
from simulators.mixture import ESTIMATORS, likelihood, runs

DIGITS = 50


def fitted(sample):
    """(mu, sigma^2) of the kernel, from |x| alone: sigma^2 as the kernel's callers have it."""
    size = np.abs(np.asarray(sample, dtype=float))
    centre, spread = float(np.mean(size)), float(np.var(size))
    below = likelihood(size, centre, spread)
    return centre - below, spread + below * (2.0 * centre - below)


def is_root(sample, mu, variance, share):
    """Is there a root so near, in c = mu/sigma^2: from the signs, in many digits, a share of c below and above."""
    with mp.workdps(DIGITS):
        points = [mp.mpf(float(x)) for x in sample]
        square = mp.fsum(x * x for x in points) / len(points)

        def excess(c):
            curve = mp.fsum(x * mp.tanh(c * x) for x in points) / len(points)
            return curve - 2 * c * square / (1 + mp.sqrt(1 + 4 * c * c * square))

        c = mp.mpf(mu) / mp.mpf(variance)
        return excess(c * (1 - share)) > 0 > excess(c * (1 + share))


def higher(sample, mu):
    """Is there a root above mu? On a fine grid up to the mean of |x|, beyond which there is none."""
    size = np.abs(np.asarray(sample))
    square, grid = np.mean(size**2), np.linspace(mu, np.mean(size), 2002)[1:-1, None]
    with np.errstate(divide="ignore"):
        left = np.mean(size * np.tanh(size * grid / (square - grid**2)), axis=1) - grid[:, 0]
    return bool(np.any(left[grid[:, 0] > mu * (1 + 1e-6)] > 1e-12))


@pytest.mark.parametrize("sigma", [2.0, 1.0, 0.3, 1e-3])
def test_the_kernel_finds_the_largest_root(sigma, entropy):
    rng = stream(entropy, f"samples {sigma}", 0)
    for _ in range(40):
        sample = np.abs(1.0 + sigma * rng.standard_normal(8))
        mu, variance = fitted(sample)
        assert not higher(sample, mu)
        assert mu < 1e-4 or is_root(sample, mu, variance, 1e-9 / mu**2)


@pytest.mark.parametrize("estimator", ["likelihood", "algorithm", "absolute"])
def test_no_digit_is_lost_where_sigma_is_a_hundred_millionth_of_mu(estimator, entropy):
    """What is added up, times mu, is sigma^2 from the same draws, but for a multiple of sigma/mu."""
    near, far = (
        runs(stream(entropy, "far apart", 0), 64, n=5, k=3, mu0=mu0, estimator=estimator)[1] * mu0 for mu0 in (1e7, 1e8)
    )
    assert np.all(np.abs(far / near - 1.0) < 1e-5)


def with_kurtosis(most):
    """Three points 1 and one further out."""
    b = mp.findroot(lambda y: 4 * (3 + y**4) / (3 + y**2) ** 2 - most, 4.0)
    return np.array([1.0, 1.0, 1.0, float(b)])


@pytest.mark.parametrize("lack", [1e-2, 1e-3, 1e-4])
def test_the_iteration_does_not_stall_where_the_root_is_nearly_triple(lack):
    """Of kurtosis just below 3 the root is small, and the steps of the iteration fall by a factor of nearly 1."""
    sample = with_kurtosis(3 - lack)
    mu, variance = fitted(sample)
    assert mu > 0
    assert is_root(sample, mu, variance, 1e-4)


def test_of_a_large_kurtosis_with_one_root_only_mu_is_none():
    sample = np.array([*[1.0] * 40, 12.0])
    assert fitted(sample)[0] < 1e-9
    assert not higher(sample, 0.01)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_long_runs_end_in_numbers(estimator, entropy):
    square, total = runs(stream(entropy, estimator, 0), 64, n=3, k=400, mu0=1.0, estimator=estimator)
    assert np.all(np.isfinite(square))
    assert np.all(np.isfinite(total))
    assert np.all(total > 0)
