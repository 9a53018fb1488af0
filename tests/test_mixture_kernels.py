"""The largest root of the joint likelihood equations, against roots in many digits."""

import mpmath as mp
import numpy as np
import pytest

from simulators.engine import stream
from simulators.mixture import ESTIMATORS, estimates, fits, likelihood
from simulators.mixture_sample import approximate_curve, circle, samples

DIGITS = 50
ROUNDING = 2.0**-48
"""Of a mean of eight numbers and what is taken from it, relative to the mean: 32 units in the last place."""


def fitted(sample):
    """(mu, sigma^2) of the kernel, from |x| alone: sigma^2 as the kernel's callers have it."""
    size = np.abs(np.asarray(sample, dtype=float))
    centre, spread = float(np.mean(size)), float(np.var(size))
    below = likelihood(size, centre, spread)
    return centre - below, spread + below * (2.0 * centre - below)


def is_root(sample, mu, variance, share):
    """Is there a root so near, in c = mu/sigma^2: from the signs, in many digits, a share of c below and above? Or is
    what should be 0 less than rounding leaves, as near mu = 0?
    """
    with mp.workdps(DIGITS):
        points = [mp.mpf(float(x)) for x in sample]
        square = mp.fsum(x * x for x in points) / len(points)

        def excess(c):
            curve = mp.fsum(x * mp.tanh(c * x) for x in points) / len(points)
            return curve - 2 * c * square / (1 + mp.sqrt(1 + 4 * c * c * square))

        c = mp.mpf(mu) / mp.mpf(variance)
        near = excess(c * (1 - share)) > 0 > excess(c * (1 + share))
        return near or abs(excess(c)) <= ROUNDING * mp.fsum(points) / len(points)


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
        assert is_root(sample, mu, variance, 1e-9)


@pytest.mark.parametrize("estimator", ["likelihood", "algorithm", "absolute"])
def test_no_digit_is_lost_where_sigma_is_a_hundred_millionth_of_mu(estimator, entropy):
    """What is added up, times mu, is sigma^2 from the same draws, but for a multiple of sigma/mu."""
    near, far = (
        fits(stream(entropy, "far apart", 0), 64, n=5, k=3, mu0=mu0, estimator=estimator)[2] * mu0 for mu0 in (1e7, 1e8)
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
    found = fits(stream(entropy, estimator, 0), 64, n=3, k=400, mu0=1.0, estimator=estimator)
    assert all(np.all(np.isfinite(part)) for part in found)
    assert all(np.all(part > 0) for part in found[2:])


@pytest.mark.parametrize(("n", "mu0"), [(5, 2.0), (10, 1.0), (10, 0.0), (1000, 3.0)])
def test_the_approximate_curve_meets_the_circle_where_the_algorithm_is(n, mu0, entropy):
    """And has the value of the curve at both ends: the mean of |x| at 0, that of x^2 times 1/alpha far out."""
    points = samples(stream(entropy, f"approximation {n} {mu0}", 0), 64, n=n, k=0, mu0=mu0)
    mu, variance = estimates(points, "algorithm", 2.0)
    for sample, m, v in zip(points, mu, variance, strict=True):
        square = np.mean(sample**2)
        assert m**2 + v == pytest.approx(square)
        assert approximate_curve(sample[None], v / m, 2.0)[0] == pytest.approx(m)
        assert circle(sample[None], v / m)[0] == pytest.approx(m)
        assert approximate_curve(sample[None], 1e-12, 2.0)[0] == pytest.approx(np.mean(sample))
        assert approximate_curve(sample[None], 1e12, 2.0)[0] * 1e12 == pytest.approx(square)


def test_estimates_are_those_of_the_kernels_and_those_of_a_generation(entropy):
    points = np.abs(stream(entropy, "estimates", 0).standard_normal((20, 7)) + 1)
    for sample, mu, variance in zip(points, *estimates(points, "likelihood"), strict=True):
        assert (mu, variance) == pytest.approx(fitted(sample))
    mu, _ = estimates(samples(stream(entropy, "no mean", 0), 2000, n=7, k=0, mu0=1), "likelihood")
    assert 0 < np.mean(mu == 0) < 0.5
    assert (mu[mu > 0] > 1e-5).all()  # and none is what rounding leaves
    mu, variance = estimates(points, "absolute")
    assert mu == pytest.approx(points.mean(axis=1))
    assert variance == pytest.approx(points.var(axis=1))
    for bad in (points[0], points[:, :1]):
        with pytest.raises(ValueError, match="rows of 2 points"):
            estimates(bad, "noise")
    with pytest.raises(ValueError, match="eta"):
        estimates(points, "algorithm", 1.0)
    with pytest.raises(ValueError, match="likelihood"):
        estimates(points, "none")
