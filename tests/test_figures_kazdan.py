"""Behind the figures of Kazdan et al.: the recursion of moments, the multivariate runs, the kernel sums."""

import math
from fractions import Fraction

import numpy as np
import pytest
from enclosing import Exact
from scipy.special import digamma, polygamma

from harness.evidence.martingales import Side, block_sums, log_evidence
from paper_figs.kazdan import gaussian, kde
from paper_figs.kazdan.common import WORKFLOWS, medians
from paper_figs.kazdan.gaussian_determinant import mean_ratio
from paper_figs.kazdan.moments import moments
from simulators import gaussian_multivariate
from simulators.engine import Support, stream

ALPHA = 1e-9
"""Probability that these tests reject a true mean, shared by fewer than LOOKS looks."""

LOOKS = 1000
LIMIT = math.log(2 * LOOKS / ALPHA)
SIZES = [(2, 1), (3, 4), (6, 2)]
RUNS = 4000
K = 4


def agree(values, mean, variance):
    """Are independent values of at most this variance compatible with this mean?

    The bet is best for the least error that so many values can show; it does not look at them.
    """
    sums = block_sums(Support("real", -np.inf, np.inf), values - mean)
    error = math.sqrt(2 * LIMIT * variance / len(values))
    odds = [log_evidence(Support("real"), variance, sums, Side(0.0, sign, sign * error)) for sign in (1, -1)]
    return max(odds) < LIMIT


def simulated(workflow, n, d, entropy, runs=RUNS):
    simulate = getattr(gaussian_multivariate, workflow.replace("-", "_"))
    return simulate(stream(entropy, f"{workflow} {n} {d}", 0), runs, n=n, k=K, d=d)


@pytest.mark.parametrize("n", [2, 5])
def test_the_recursion_of_moments_gives_those_of_the_exact_room(n):
    found = moments("accumulate", n, 1, 8)
    accumulate = Exact("gaussian_accumulate")
    room = (
        accumulate.mean_error,
        accumulate.variance,
        accumulate.mean_error_second_moment,
        accumulate.variance_second_moment,
    )
    for column, exact in zip(found, room, strict=True):
        assert column == pytest.approx([float(exact(n=n, k=t)) for t in range(1, 9)], rel=1e-12)


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize(("n", "d"), SIZES)
def test_mean_error_and_variance_add_up(workflow, n, d):
    found = moments(workflow, n, d, 30)
    assert found.error + found.trace == pytest.approx(np.full(30, d), rel=1e-12)
    assert np.all(found.error_square >= found.error**2)


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize(("n", "d"), SIZES)
def test_runs_have_the_moments_of_the_recursion(workflow, n, d, entropy):
    runs, exact = simulated(workflow, n, d, entropy), moments(workflow, n, d, K)
    errors = np.sum(runs.means**2, axis=2)
    for t in range(K):
        assert agree(errors[:, t], exact.error[t], exact.error_square[t] - exact.error[t] ** 2)
        assert agree(runs.traces[:, t], exact.trace[t], exact.trace_square[t] - exact.trace[t] ** 2)
    assert not agree(errors[:, 0], 1.3 * exact.error[0], exact.error_square[0] - exact.error[0] ** 2)
    assert np.all(np.isneginf(runs.log_dets)) == (n <= d)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_what_is_kept_of_runs_is_of_the_iterations_that_it_stands_at(workflow, monkeypatch, entropy):
    """Runs whose model t has the mean (t, ..., t), trace t and ln det -t; and the exact moments at the same t."""

    def counted(rng, runs, n, k, d):
        t = np.arange(1.0, k + 1)
        means = np.broadcast_to(t[:, None], (runs, k, d))
        return gaussian_multivariate.Runs(means, np.tile(t, (runs, 1)), np.tile(-t, (runs, 1)))

    monkeypatch.setattr(gaussian_multivariate, workflow.replace("-", "_"), counted)
    iterations, points = 30, 5
    one = gaussian.cell.__wrapped__(workflow, 3, 4, iterations, points, 2, entropy)
    t, exact = np.array(one.t), moments(workflow, 4, 3, iterations)
    assert (t[0], t[-1], len(t)) == (1, iterations, points)
    for found, expected in ((one.errors, 3 * t**2), (one.traces, t), (one.log_dets, -t)):
        assert np.array_equal(found, np.tile(expected, (2, 1)))
    for found, all_of_them in zip(one.exact, exact, strict=True):
        assert np.array_equal(found, all_of_them[t - 1])


def test_determinants_have_their_exact_means(entropy):
    n, d, t = 6, 3, np.arange(1, K + 1)
    halves = (n - np.arange(1, d + 1)) / 2
    mean, variance = np.sum(digamma(halves) + np.log(2 / n)), np.sum(polygamma(1, halves))
    log_dets = simulated("replace", n, d, entropy).log_dets
    assert all(agree(log_dets[:, i], mean * (i + 1), variance * (i + 1)) for i in range(K))
    assert [mean_ratio("accumulate", n, 1, i) for i in t] == pytest.approx(np.log(1 - 1 / (n * t**2)))
    for workflow in ("replace", "accumulate"):
        assert mean_ratio(workflow, n, d, 1) == pytest.approx(math.log(5 * 4 * 3 / 6**3))
        first = np.exp(simulated(workflow, n, d, entropy).log_dets[:, 0])
        square = math.prod((n - i) * (n - i + 2) for i in range(1, d + 1)) / n ** (2 * d)
        assert agree(first, 60 / 216, square - (60 / 216) ** 2)


RATIOS = [(3, 2, 2), (4, 3, 3), (6, 3, 2), (6, 3, 5)]


@pytest.mark.parametrize(("n", "d", "t"), RATIOS)
def test_under_accumulate_determinants_shrink_by_independent_factors_of_known_mean(n, d, t, entropy):
    """det Sigma_t / det Sigma_{t-1} = det [(1-s) I + (s/n) (B'B + (1-s) zz')], s = 1/t.

    It is at most (trace/d)^d, the trace being (1-s) d + (s/n) (X + (1-s) Y), X and Y chi-square with (n-1) d and d
    degrees of freedom: so E (trace/d)^(2d) bounds its second moment.
    """
    s, power = Fraction(1, t), 2 * d
    square = sum(
        math.comb(power, i) * math.comb(power - i, j) * (1 - s) ** (power - i - j) * (s / (n * d)) ** (i + j)
        * (1 - s) ** j * chi_square_moment((n - 1) * d, i) * chi_square_moment(d, j)
        for i in range(power + 1)
        for j in range(power + 1 - i)
    )  # fmt: skip
    log_dets = gaussian_multivariate.accumulate(stream(entropy, f"ratio {n} {d}", t), 10 * RUNS, n=n, k=t, d=d).log_dets
    ratios = np.exp(log_dets[:, t - 1] - log_dets[:, t - 2])

    def is_mean(mean):
        return agree(ratios, float(mean), float(square) - float(mean) ** 2)

    assert is_mean(math.exp(mean_ratio("accumulate", n, d, t)))
    minors = [math.comb(d, j) * (1 - s) ** (d - j) * (s / n) ** j * math.perm(n - 1, j) for j in range(d + 1)]
    assert not is_mean(sum(minors))  # what it would be without zz'


def chi_square_moment(freedom, power):
    """E X^power, X chi-square."""
    return math.prod(freedom + 2 * i for i in range(power))


@pytest.mark.parametrize(("n", "t"), [(3, 1), (3, 2), (5, 3), (40, 17)])
def test_in_the_plane_the_mean_determinant_is_a_polynomial(n, t):
    """det (aI + bM) = a^2 + ab tr M + b^2 det M, and det (W + czz') = det W + c z'adj(W)z, tr adj(W) = tr W."""
    s = Fraction(1, t)
    a = c = 1 - s
    b = s / n
    mean = a**2 + a * b * 2 * (n - 1 + c) + b**2 * ((n - 1) * (n - 2) + 2 * c * (n - 1))
    found = Fraction(math.exp(mean_ratio("accumulate", n, 2, t)))
    # fewer than 60 roundings, all of positive numbers; only 1/s - 1 enlarges a relative error, and at most doubles it
    assert abs(found / mean - 1) < Fraction(64, 2**53)


@pytest.mark.parametrize("name", ["blobs", "circles", "moons", "swiss_roll"])
def test_the_first_loss_is_that_of_the_real_points_in_every_workflow(name, entropy):
    real, tests = kde.samples(name, stream(entropy, name, 0), (300, 20))
    squares = np.sum((tests[:, None] - real) ** 2, axis=2)
    d, h = real.shape[1], 0.7
    density = np.mean(np.exp(-squares / (2 * h * h)), axis=1) / (2 * math.pi * h * h) ** (d / 2)
    expected = -np.mean(np.log(density))
    for workflow, predicted in zip(WORKFLOWS, kde.annealed(real, tests, h, [1, 3]), strict=True):
        actual = list(kde.losses(workflow, stream(entropy, workflow, 0), real, tests, h, [1, 3]))
        assert (actual[0], predicted[0]) == pytest.approx((expected, expected))
        assert len(actual) == 2


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_the_annealed_density_is_the_mean_density_of_runs(workflow, entropy):
    """At one point x the loss is minus the log of the density, which is at most that of one kernel at its centre."""
    real, x, at = np.array([[-1.0], [0.2], [1.5]]), np.array([[0.6]]), [1, 2, 4]
    support = Support("bounded", 0.0, 1 / math.sqrt(2 * math.pi))
    rng = stream(entropy, workflow, 0)
    density = np.exp([[-loss for loss in kde.losses(workflow, rng, real, x, 1.0, at)] for _ in range(RUNS)])
    predicted = np.exp([-loss for loss in kde.annealed(real, x, 1.0, at)[WORKFLOWS.index(workflow)]])

    def odds(values, mean):
        sums = block_sums(support, values)
        return max(log_evidence(support, 0.0, sums, Side(mean, sign, mean)) for sign in (1, -1))

    for i in (1, 2):
        assert odds(density[:, i], predicted[i]) < LIMIT
        assert odds(density[:, i], 1.2 * predicted[i]) > LIMIT


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_the_number_of_kernels_has_a_law(workflow):
    law = kde.kernels(workflow, 9)
    assert sum(law.values()) == pytest.approx(1.0)
    harmonic = sum(1 / i for i in range(1, 10))
    assert sum(j * p for j, p in law.items()) == pytest.approx(9 if workflow == "replace" else harmonic)


def test_medians_cover(entropy):
    """The interval of 40 standard normal values misses their median 0 in fewer than one of 20 trials."""
    low, high = medians(stream(entropy, "medians", 0).standard_normal((40, 4000)))[1:]
    assert np.mean((low <= 0) & (high >= 0)) > 0.95
    assert all(np.isnan(end).all() for end in medians(np.zeros((3, 2)))[1:])
