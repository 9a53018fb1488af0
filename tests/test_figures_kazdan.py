"""Behind the figures of Kazdan et al.: the recursion of moments, the multivariate runs, the kernel sums."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from enclosing import Exact
from scipy.special import digamma, polygamma
from scipy.stats import norm

from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from paper_figs.kazdan import gaussian, kde, kde_top_hat, regression
from paper_figs.kazdan.common import WORKFLOWS
from paper_figs.numbers import medians
from simulators import gaussian_multivariate, kernel_density, least_squares_subsample
from simulators.engine import Support, stream
from simulators.exact import multinomial, partitions, wishart
from simulators.exact.gaussian_workflows import moments
from theorems.language.readers import exact as in_rationals
from theorems.language.registry import find

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
    return simulate(stream(entropy, f"{workflow} {n} {d}", 0), runs, n=n, k=K, lam=np.ones(d))


@pytest.mark.parametrize("n", [2, 5])
def test_the_recursion_of_moments_gives_those_of_the_exact_room(n):
    found = moments("accumulate", n, (1,), 8)
    accumulate = Exact("gaussian_accumulate")
    room = (
        accumulate.mean_error,
        accumulate.variance,
        accumulate.mean_error_second_moment,
        accumulate.variance_second_moment,
    )
    for t, model in enumerate(found, 1):
        assert list(model) == [exact(n=n, k=t) for exact in room]


@pytest.mark.parametrize("lam", [(1, 1), (4, 1, Fraction(1, 4))])
@pytest.mark.parametrize("n", [2, 5])
def test_two_recursions_of_moments_agree(n, lam):
    """Over patterns of points, and over traces of Wishart matrices."""
    last = 6
    for workflow, generations in (
        ("replace", wishart.replace(n, last, 0)),
        ("accumulate", wishart.accumulate(n, last)),
    ):
        other = wishart.moments(n, lam, generations)
        expected = (other.error, other.trace, other.error_square, other.trace_square)
        assert tuple(moments(workflow, n, lam, last)[-1]) == expected


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize(("n", "d"), SIZES)
def test_mean_error_and_variance_add_up(workflow, n, d):
    for model in moments(workflow, n, (1,) * d, 12):
        assert model.error + model.trace == d
        assert model.error_square >= model.error**2


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize(("n", "d"), SIZES)
def test_runs_have_the_moments_of_the_recursion(workflow, n, d, entropy):
    runs, exact = simulated(workflow, n, d, entropy), moments(workflow, n, (1,) * d, K)
    errors = np.sum(runs.means**2, axis=2)
    for t, model in enumerate(exact):
        error, trace, error_square, trace_square = (float(x) for x in model)
        assert agree(errors[:, t], error, error_square - error**2)
        assert agree(runs.traces[:, t], trace, trace_square - trace**2)
    first = exact[0]
    assert not agree(errors[:, 0], 1.3 * float(first.error), float(first.error_square - first.error**2))
    assert np.all(np.isneginf(runs.log_dets)) == (n <= d)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_what_is_kept_of_runs_is_of_the_iterations_that_it_stands_at(workflow, monkeypatch, entropy):
    """Runs whose model t has the mean (t, ..., t), trace t and ln det -t."""

    def counted(rng, runs, n, k, lam):
        t = np.arange(1.0, k + 1)
        means = np.broadcast_to(t[:, None], (runs, k, len(lam)))
        return gaussian_multivariate.Runs(means, np.tile(t, (runs, 1)), np.tile(-t, (runs, 1)))

    monkeypatch.setattr(gaussian_multivariate, workflow.replace("-", "_"), counted)
    iterations, points = 30, 5
    one = gaussian.cell(workflow, 3, 4, iterations, points, 2, entropy)
    t = np.array(one.t)
    assert (t[0], t[-1], len(t)) == (1, iterations, points)
    for found, expected in ((one.errors, 3 * t**2), (one.traces, t), (one.log_dets, -t)):
        assert np.array_equal(found, np.tile(expected, (2, 1)))


def mean_ratio(workflow, n, d, t):
    """E det Sigma_t / E det Sigma_(t-1), as claimed."""
    theorem = find(f"gaussian-{workflow}-multivariate")
    more = ",ddof=0" if workflow == "replace" else ""
    points = [theorem.parameters.point(f"n={n},k={k},lam=constant(1,{d}){more}") for k in (t, t - 1)]
    now, before = (in_rationals(theorem.claim("determinant").value, point) for point in points)
    return now / before


def test_determinants_have_their_exact_means(entropy):
    n, d = 6, 3
    halves = (n - np.arange(1, d + 1)) / 2
    mean, variance = np.sum(digamma(halves) + np.log(2 / n)), np.sum(polygamma(1, halves))
    log_dets = simulated("replace", n, d, entropy).log_dets
    assert all(agree(log_dets[:, i], mean * (i + 1), variance * (i + 1)) for i in range(K))
    assert all(mean_ratio("accumulate", n, 1, t) == 1 - Fraction(1, n * t**2) for t in range(1, K + 1))
    for workflow in ("replace", "accumulate"):
        assert mean_ratio(workflow, n, d, 1) == Fraction(5 * 4 * 3, 6**3)
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
    log_dets = gaussian_multivariate.accumulate(
        stream(entropy, f"ratio {n} {d}", t), 10 * RUNS, n=n, k=t, lam=np.ones(d)
    ).log_dets
    ratios = np.exp(log_dets[:, t - 1] - log_dets[:, t - 2])

    def is_mean(mean):
        return agree(ratios, float(mean), float(square) - float(mean) ** 2)

    assert is_mean(mean_ratio("accumulate", n, d, t))
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
    assert mean_ratio("accumulate", n, 2, t) == mean


@pytest.mark.parametrize("name", ["blobs", "circles", "moons", "swiss_roll"])
def test_the_first_loss_is_that_of_the_real_points_in_every_workflow(name, entropy):
    real, tests = kde.samples(name, stream(entropy, name, 0), (300, 20))
    squares = np.sum((tests[:, None] - real) ** 2, axis=2)
    d, h = real.shape[1], 0.7
    density = np.mean(np.exp(-squares / (2 * h * h)), axis=1) / (2 * math.pi * h * h) ** (d / 2)
    expected = -np.mean(np.log(density))
    for workflow in WORKFLOWS:
        predicted = kernel_density.annealed(real, tests, h, [kde.kernels(workflow, t) for t in (1, 3)])
        actual = list(kernel_density.losses(workflow, stream(entropy, workflow, 0), real, tests, h, [1, 3]))
        assert (actual[0], predicted[0]) == pytest.approx((expected, expected))
        assert len(actual) == 2


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_the_annealed_density_is_the_mean_density_of_runs(workflow, entropy):
    """At one point x the loss is minus the log of the density, which is at most that of one kernel at its centre."""
    real, x, at = np.array([[-1.0], [0.2], [1.5]]), np.array([[0.6]]), [1, 2, 4]
    support = Support("bounded", 0.0, 1 / math.sqrt(2 * math.pi))
    rng = stream(entropy, workflow, 0)
    density = np.exp([[-loss for loss in kernel_density.losses(workflow, rng, real, x, 1.0, at)] for _ in range(RUNS)])
    laws = [kde.kernels(workflow, t) for t in at]
    predicted = np.exp([-loss for loss in kernel_density.annealed(real, x, 1.0, laws)])

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


@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("n", [1, 7, 1024, 2500])
def test_the_sum_of_kernels_is_right_to_its_last_digits_near_and_far(n, d, entropy):
    """Against 40 digits, to 32 units in the last place for the sums and the series, and 8 for each unit of an exponent
    (its square, its width, its reduction): of the exponents on average, as they enter. Far away every kernel is below
    any machine number.
    """
    rng = stream(entropy, f"kernel sums {n} {d}", 0)
    points, width = rng.standard_normal((n, d)), 2.0 ** int(rng.integers(-6, 3))
    tests = np.vstack([points[0], rng.standard_normal((2, d)), 20 * rng.standard_normal((2, d)), np.full((1, d), 1e4)])
    for x, found in zip(tests, kernel_density.log_sum(tests, points, width), strict=True):
        with mpmath.workdps(40):
            squares = [sum((mpmath.mpf(a) - mpmath.mpf(b)) ** 2 for a, b in zip(x, y, strict=True)) for y in points]
            exponents = [-square / (2 * mpmath.mpf(width) ** 2) for square in squares]
            total = mpmath.fsum(map(mpmath.exp, exponents))
            mean = -mpmath.fsum(e * mpmath.exp(e) for e in exponents) / total
            error = abs(mpmath.log(total) - mpmath.mpf(found))
        assert error <= 2.0**-52 * (32 + 8 * mean)


@pytest.mark.parametrize(("n", "d"), [(10, 1), (37, 2), (1000, 3)])
def test_estimated_bandwidths_are_those_of_the_library(n, d, entropy):
    from sklearn.neighbors import KernelDensity

    points = stream(entropy, "estimated", n).standard_normal((n, d))
    for name, rule in kde.RULES.items():
        assert rule(n, d) == pytest.approx(KernelDensity(bandwidth=name).fit(points).bandwidth_)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_the_loss_with_a_rule_is_that_of_the_bandwidth_for_so_many_points(workflow, entropy):
    """Draws and losses by their definition: under accumulate the second model is fitted to twice as many points."""
    real, tests, at, asked = np.array([[-1.0], [0.2], [1.5]]), np.array([[0.6], [4.0]]), [1, 2, 3], []
    rng = stream(entropy, workflow, 0)

    def rule(points):
        return 2 / points

    def draws(points):
        asked.append(points)
        return rule(points) * rng.standard_normal((3, 1))

    found = list(kernel_density.losses(workflow, stream(entropy, workflow, 0), real, tests, rule, at))
    batches = list(kernel_density.fitted_to(workflow, rng, real, at[-1], draws))
    assert asked == [len(batch) for batch in batches[:-1]] == ([3, 6] if workflow == "accumulate" else [3, 3])
    expected = [-np.log(norm.pdf(tests, batch.T, rule(len(batch))).mean(axis=1)).mean() for batch in batches]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_top_hat_is_uniform_in_its_ball_and_covers_what_is_near(d, entropy):
    rng, h, n = stream(entropy, "top hat", d), 0.5, 4000
    real = np.zeros((n, d))
    centre = np.zeros((1, d))
    assert list(kernel_density.uncovered("replace", rng, real, centre, h, [1, 2])) == [0.0, 0.0]
    lengths = np.linalg.norm(kernel_density.top_hat(rng, n, d, h), axis=1)
    assert np.all(lengths <= h)
    for share in (0.25, 0.5, 0.75):  # of the volume, and so of the draws
        assert agree((lengths <= h * share ** (1 / d)).astype(float), share, share * (1 - share))
        assert not agree((lengths <= h * share).astype(float), share, share * (1 - share)) or d == 1
    far = np.full((1, d), 10.0)
    assert kernel_density.beyond(np.vstack([centre, far]), real, h) == 0.5


def lost(tests, points, radius):
    return np.mean(np.linalg.norm(tests[:, None] - points, axis=2).min(axis=1) > radius)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_what_no_kernel_reaches_is_lost(workflow, entropy):
    real, tests = (kde.samples("moons", stream(entropy, "cover", i), (12, 200))[i] for i in (0, 1))
    at, rng = [1, 2, 4, 8, 16], stream(entropy, workflow, 0)
    shares = list(kernel_density.uncovered(workflow, stream(entropy, workflow, 0), real, tests, 0.2, at))
    batches = list(
        kernel_density.fitted_to(workflow, rng, real, at[-1], lambda _: kernel_density.top_hat(rng, 12, 2, 0.2))
    )
    assert shares == [lost(tests, batches[t - 1], 0.2) for t in at]


def test_what_is_lost_in_every_run_is_beyond_the_reach_of_so_many_kernels(entropy):
    found = kde_top_hat.cell("moons", 12, "1/10", 8, 4, 200, 2, entropy)
    rngs = [stream(entropy, "kazdan-top-hat-moons/data[n=12]", run) for run in range(2)]
    batches = [kde.samples("moons", rng, (12, 200)) for rng in rngs]
    expected = [np.mean([lost(tests, real, 0.1 * t) for real, tests in batches]) for t in (1, 2, 4, 8)]
    for series in found.values():
        assert series["never"][0] == pytest.approx(expected)


def test_a_fit_to_rows_that_are_there_several_times_is_least_squares(entropy):
    rng = stream(entropy, "rows", 0)
    rows = rng.standard_normal((7, 3))
    for times in ([1, 2, 0, 3, 1, 0, 2], [4, 0, 0, 0, 2, 0, 1], [3, 0, 4, 0, 0, 0, 0]):
        repeated = np.repeat(np.arange(7), times)
        labels = rng.standard_normal(len(repeated))
        total = np.bincount(repeated, labels, minlength=7)
        expected = np.linalg.pinv(rows[repeated]) @ labels  # the shortest of all that fit best
        assert least_squares_subsample.fit(rows, np.array(times), total) == pytest.approx(expected)


def test_the_first_fit_of_subsampled_regression_has_the_exact_moments(entropy):
    n, d, sigma = 12, 3, 2.0
    found = least_squares_subsample.errors(stream(entropy, "first fit", 0), RUNS, n=n, d=d, k=1, sigma=sigma)[:, 0]
    mean, square = sigma**2 * d / (n - d - 1), sigma**4 * d * (d + 2) / ((n - d - 1) * (n - d - 3))
    assert agree(found, mean, square - mean**2)
    assert not agree(found, 1.3 * mean, square - mean**2)
    with pytest.raises(ValueError, match="1 <= d < n"):
        least_squares_subsample.errors(stream(entropy, "first fit", 1), 1, n=3, d=3, k=1)


def test_a_fit_to_subsamples_is_least_squares_on_labels_of_the_fits_before(entropy):
    n, d, k, sigma = 9, 2, 4, 0.5
    (found,) = least_squares_subsample.errors(stream(entropy, "fits", 0), 1, n=n, d=d, k=k, sigma=sigma)
    rng = stream(entropy, "fits", 0)
    rows, labels, slopes = rng.standard_normal((n, d)), np.empty(0), np.zeros(d)
    for t in range(1, k + 1):
        labels = np.append(labels, rows @ slopes + sigma * rng.standard_normal(n))
        chosen = rng.choice(n * t, n, replace=False)
        slopes = np.linalg.lstsq(np.tile(rows, (t, 1))[chosen], labels[chosen])[0]
        assert found[t - 1] == pytest.approx(slopes @ slopes)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_errors_of_regression_are_in_units_of_the_noise(workflow, entropy):
    n, d = 14, 2
    found = regression.cell(workflow, d, n, "4", 3, 2, RUNS, entropy)
    factors = {1: 1, 3: {"replace": 3, "accumulate": 1 + 1 / 4 + 1 / 9}.get(workflow)}
    assert [*found] == [*factors]
    for t, factor in factors.items():
        if factor is not None:
            mean, square = factor * d / (n - d - 1), factor**2 * d * (d + 2) / ((n - d - 1) * (n - d - 3))
            assert agree(found[t], mean, square - mean**2)
            assert not agree(found[t], 1.3 * mean, square - mean**2)


def test_the_bound_on_the_square_of_a_collapse_time_is_one(monkeypatch):
    shares = [[Fraction(1, m)] * m for m in (2, 3, 4)]
    exact = {(n, len(p)): multinomial.collapse_time_second_moment(n=n, p=p) for n in (2, 3, 6) for p in shares}
    monkeypatch.setattr(partitions, "MOST_STATES", -1)
    partitions._solved.cache_clear()
    for p in shares:
        for n in (2, 3, 6):
            assert multinomial.collapse_time_second_moment(n=n, p=p) > exact[n, len(p)]
    partitions._solved.cache_clear()
