"""Mixtures fitted by expectation maximisation: against plain numpy, scikit-learn, integrals and a claim."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from harness.evidence.means import interval
from harness.evidence.sums import block_sums
from paper_figs.numbers import claimed
from simulators import mixture_fitting as fitting
from simulators.engine import Support, fresh_entropy, stream

ALPHA = 1e-9
"""Probability that a test of this file rejects draws that are right."""

CLOSE = 2.0**-26
"""Of two computations of one fit, relative: each step is a contraction near its end, so that roundings do not grow."""

PLANTED = ("", "weights stay", "no regularisation", "diagonal", "shares of the other")


def plain(points, law, steps, planted=""):
    """So many steps in plain numpy, from a model (weights, means, covariances); written from the textbook."""
    weights, means, covariances = (np.array(part) for part in law)
    for _ in range(steps):
        densities = [multivariate_normal(m, c).pdf(points) for m, c in zip(means, covariances, strict=True)]
        joint = weights[:, None] * densities
        shares = joint / joint.sum(axis=0)
        if planted == "shares of the other":
            shares = shares[::-1]
        counts = shares.sum(axis=1)
        if planted != "weights stay":
            weights = counts / len(points)
        means = shares @ points / counts[:, None]
        for i in range(2):
            gap = points - means[i]
            covariances[i] = (shares[i] * gap.T) @ gap / counts[i]
            if planted != "no regularisation":
                covariances[i] += fitting.REGULAR * np.eye(2)
            if planted == "diagonal":
                covariances[i] = np.diag(np.diag(covariances[i]))
    return weights, means, covariances


def parts(law):
    """Weights, means and covariances of our rows."""
    covariances = [[[xx, xy], [xy, yy]] for xx, yy, xy in law[:, 3:]]
    return law[:, 0], law[:, 1:3], np.array(covariances)


def rows(weights, means, covariances):
    return np.column_stack([weights, means, covariances[:, 0, 0], covariances[:, 1, 1], covariances[:, 0, 1]])


START = np.array([[0.3, -1.0, 0.0, 1.0, 2.0, 0.3], [0.7, 1.0, 0.5, 0.5, 1.0, -0.2]])


def improved(points, start, steps, tolerance=0.0):
    """The model after so many steps at most, and how many there were."""
    law, sums = start.copy(), np.zeros((2, fitting.WIDTH))
    for share, row in ((0.5, 0), (0.5, 1)):  # the sums that a fit begins with are of all points together
        for x, y in points:
            sums[row] += share * np.array([1, x, y, x * x, y * y, x * y])
    columns = np.ascontiguousarray(points.T)
    return law, fitting._improved(columns, law, sums, tolerance, steps)


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("steps", [1, 3])
def test_steps_are_those_of_the_textbook(planted, steps):
    points = fitting.real(stream(fresh_entropy(), "textbook", 0), 400, 2.0) * [1e-2, 1.0]
    start = START * [1, 1e-2, 1, 1e-4, 1, 1e-2]
    (ours, _), textbook = improved(points, start, steps), rows(*plain(points, parts(start), steps, planted))
    scale = np.abs(rows(*plain(points, parts(start), steps))).max(axis=0)
    assert (np.abs(ours - textbook) <= CLOSE * scale).all() == (not planted)


def test_a_fit_is_that_of_scikit_learn(entropy):
    """From one start, to the end, with the settings of the paper's notebook."""
    mixture = pytest.importorskip("sklearn.mixture")
    for run in range(4):
        points = fitting.real(stream(entropy, "points", run), 500, 3.0)
        weights, means, covariances = parts(START)
        theirs = mixture.GaussianMixture(
            2, tol=fitting.TOLERANCE, max_iter=fitting.STEPS, reg_covar=fitting.REGULAR, weights_init=weights,
            means_init=means, precisions_init=np.linalg.inv(covariances),
        ).fit(points)  # fmt: skip
        assert theirs.converged_
        law, steps = improved(points, START, fitting.STEPS, fitting.TOLERANCE)
        assert steps == theirs.n_iter_
        assert law == pytest.approx(rows(theirs.weights_, theirs.means_, theirs.covariances_), rel=1e-9, abs=1e-9)


def likelihood(points, weights, means, covariances):
    """The mean log-likelihood of the points."""
    densities = [multivariate_normal(m, c).pdf(points) for m, c in zip(means, covariances, strict=True)]
    return np.log(weights @ densities).mean()


def test_a_fit_ends_where_the_likelihood_stands_still(entropy):
    """At the first step by which it has moved by less than the tolerance, of which roundings are a billionth."""
    points = fitting.real(stream(entropy, "ends", 0), 300, 3.0)
    for tolerance in (1e-2, 1e-5):
        _, steps = improved(points, START, fitting.STEPS, tolerance)
        models = [parts(START)]
        while len(models) < steps:
            models.append(plain(points, models[-1], 1))
        moved = np.abs(np.diff([likelihood(points, *model) for model in models], prepend=-np.inf))
        assert (moved < tolerance).tolist() == [False] * (steps - 1) + [True]
    loose, tight = (fitting.fit(stream(entropy, "fit", 0), points, tolerance)[1] for tolerance in (1e-2, 1e-9))
    assert 0 < loose < tight <= fitting.STEPS


def test_k_means_begins_a_fit_with_the_two_halves(entropy):
    """Of points in two heaps, far apart, each heap is a component, whatever the first two points are."""
    rng = stream(entropy, "heaps", 0)
    points = np.vstack([rng.standard_normal((30, 2)), rng.normal([1000, 0], 1, (10, 2))])
    for run in range(5):
        law, _ = fitting.fit(stream(entropy, "heaps, fit", run), points)
        law = law[np.argsort(law[:, 0])]
        assert law[:, 0] == pytest.approx([0.25, 0.75])
        for row, heap in zip(law, (points[30:], points[:30]), strict=True):
            covariance = np.cov(heap.T, ddof=0)
            assert row[1:3] == pytest.approx(heap.mean(axis=0))
            assert row[3:5] == pytest.approx(np.diag(covariance) + fitting.REGULAR, rel=1e-6)
            assert row[5] == pytest.approx(covariance[0, 1], rel=1e-6, abs=1e-9)


def test_k_means_ends_as_that_of_scikit_learn(entropy):
    """From the same two points. Where points have no two heaps, who waits for the last of them waits for long."""
    cluster = pytest.importorskip("sklearn.cluster")
    for run in range(3):
        points = stream(entropy, "halves", run).standard_normal((5000, 2))
        columns, sums = np.ascontiguousarray(points.T), np.zeros((2, fitting.WIDTH))
        centres = fitting._centres(stream(entropy, "centres", run), columns)
        means = cluster.KMeans(2, init=centres, n_init=1).fit(points)
        fitting._halved(columns, centres.copy(), sums)
        halves = [points[means.labels_ == row] for row in range(2)]
        expected = [[len(half), *half.sum(axis=0), *(half**2).sum(axis=0), half.prod(axis=1).sum()] for half in halves]
        assert sums == pytest.approx(np.array(expected), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, fitting.LANES - 1, fitting.LANES, fitting.LANES + 1, 3 * fitting.LANES + 5])
def test_every_point_is_added_once(n, entropy):
    """Whatever is left over where points are taken side by side."""
    points, sums = stream(entropy, "added once", n).standard_normal((2, n)), np.zeros((2, fitting.WIDTH))
    likelihood = fitting._expected(points, START, sums)
    assert sums[:, 0].sum() == 0  # what the second component loses is what the first one has
    densities = [w * multivariate_normal(m, c).pdf(points.T) for w, m, c in zip(*parts(START), strict=True)]
    shares = np.atleast_1d(densities[0] / sum(densities))
    x, y = points
    assert sums[0] == pytest.approx([(shares * part).sum() for part in (1, x, y, x * x, y * y, x * y)])
    assert likelihood == pytest.approx(np.log(sum(densities)).mean())


def test_a_likelihood_of_very_many_points_has_no_product_too_large():
    points = np.zeros((2, 3 * fitting.FACTORS))
    law = np.array([[0.5, 0, 0, 1, 1, 0]] * 2, dtype=float)  # both components are as likely: every factor is 2
    assert fitting._expected(points, law, np.zeros((2, fitting.WIDTH))) == pytest.approx(-np.log(2 * np.pi))


# -- degenerate data ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "points", [np.zeros((5, 2)), np.ones((2, 2)) * 7.5, np.full((3, 2), 1e6)], ids=["zeros", "two", "far"]
)
def test_points_that_are_all_one_have_one_component(points, entropy):
    law, steps = fitting.fit(stream(entropy, "one point", len(points)), points)
    assert steps == 0
    assert law[:, 0].tolist() == [1.0, 0.0]
    assert (law[0, 1:] == law[1, 1:]).all()
    assert law[0, 1:].tolist() == [*points[0], fitting.REGULAR, fitting.REGULAR, 0.0]


def test_a_component_that_is_gone_leaves_the_normal_law_of_all_points():
    points = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 4.0]])
    sums = np.zeros((2, fitting.WIDTH))
    sums[0] = [3, *points.sum(axis=0), *(points**2).sum(axis=0), (points[:, 0] * points[:, 1]).sum()]
    law = np.full((2, fitting.WIDTH), np.nan)
    assert not fitting._maximised(law, sums, 3)
    covariance = np.cov(points.T, ddof=0)
    expected = [*points.mean(axis=0), *np.diag(covariance) + fitting.REGULAR, covariance[0, 1]]
    assert law[:, 1:].tolist() == pytest.approx(np.array([expected] * 2))
    assert law[:, 0].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("n", [2, 3, 5, 20])
def test_nothing_is_ever_not_a_number(n, entropy):
    """Of few points, for so long that all variance is gone."""
    rng = stream(entropy, "few points", n)
    for law in fitting.models(rng, fitting.real(rng, n, 1.0), [0, 1, 2, 10, 100, 1000, 3000]):
        assert np.isfinite(law).all()
        assert (law[:, 0] >= 0).all()
        assert law[:, 0].sum() == pytest.approx(1)
        assert (law[:, 3:5] >= fitting.REGULAR).all()
        assert (law[:, 5] ** 2 < law[:, 3] * law[:, 4]).all()
        assert fitting.squared_distance(law, law) == 0


@pytest.mark.parametrize(
    "points", [[[0.0, 1.0]], [[0.0], [1.0]], [0.0, 1.0], [[0.0, 1.0], [np.nan, 0.0]], [[0.0, 1.0], [np.inf, 0.0]]]
)
def test_what_are_no_points_is_refused(points, entropy):
    with pytest.raises(ValueError, match="two or more points in the plane"):
        fitting.fit(stream(entropy, "no points", 0), points)


@pytest.mark.parametrize("at", [[], [2, 1], [1, 1], [-1, 0]])
def test_generations_that_do_not_rise_are_refused(at, entropy):
    rng = stream(entropy, "no generations", 0)
    if at:
        with pytest.raises(ValueError, match="that rise"):
            list(fitting.models(rng, np.eye(2), at))
    else:
        assert list(fitting.models(rng, np.eye(2), at)) == []


# -- generations --------------------------------------------------------------------------------------------------


def test_generations_are_the_same_in_one_stretch_or_several(entropy):
    runs = []
    for at in ([6], [0, 1, 4, 6]):
        rng = stream(entropy, "stretches", 0)
        runs.append(list(fitting.models(rng, fitting.real(rng, 50, 2.0), at))[-1])
    assert (runs[0] == runs[1]).all()


def test_points_of_a_model_have_its_moments(entropy):
    """Of 20000 samples, each a mean of 50 points: mean, products, share of the second component."""
    law, n, runs = START, 50, 20_000
    rng, cells = stream(entropy, "sample", 0), []
    for _ in range(runs):
        points, second = fitting.sample(rng, law, n)
        x, y = points.T
        cells.append([x.mean(), y.mean(), (x * x).mean(), (y * y).mean(), (x * y).mean(), second.mean()])
    weights, means, covariances = parts(law)
    squares = [c + np.outer(m, m) for m, c in zip(means, covariances, strict=True)]
    second = np.tensordot(weights, squares, axes=1)
    exact = [*weights @ means, second[0, 0], second[1, 1], second[0, 1], weights[1]]
    support = Support("bounded", -20.0, 20.0)
    for value, truth in zip(np.transpose(cells), exact, strict=True):
        assert np.abs(value).max() < 20
        low, high = interval(support, 0.0, block_sums(support, value), ALPHA / 6)
        assert low <= truth <= high
        assert high - low < 0.2


# -- distances ----------------------------------------------------------------------------------------------------

OTHER = np.array([[0.5, 0.5, 0.1, 0.8, 0.6, 0.1], [0.5, -0.7, 1.0, 1.5, 0.9, 0.4]])


def test_the_distance_is_the_integral():
    """As a sum over a grid, of which the error falls faster than any power of its step."""
    step = 0.1
    grid = np.stack(np.meshgrid(*[np.arange(-14, 14, step)] * 2), axis=-1)
    densities = []
    for law in (START, OTHER):
        laws = zip(*parts(law), strict=True)
        densities.append(sum(w * multivariate_normal(m, c).pdf(grid) for w, m, c in laws))
    integral = np.square(densities[0] - densities[1]).sum() * step**2
    assert fitting.squared_distance(START, OTHER) == pytest.approx(integral, rel=1e-9)
    assert fitting.squared_distance(OTHER, START) == pytest.approx(integral, rel=1e-9)


def test_the_distance_along_a_line_is_that_of_the_claim():
    """Where all components have one law across the line, the squared distance is that on the line times an overlap."""
    w, a, v, u, b, c, s = (Fraction(x) for x in ("1/4", "2", "1/2", "1/3", "1/2", "-1", "1"))
    across = 0.7
    one = [[float(w), 0, 5, float(v), across, 0], [float(1 - w), float(a), 5, float(v), across, 0]]
    two = [[float(u), float(b), 5, float(s), across, 0], [float(1 - u), float(c), 5, float(s), across, 0]]
    line = claimed("mixture-distance/l2", f"w={w},a={a},v={v},u={u},b={b},c={c},s={s},k=1")
    found = fitting.squared_distance(np.array(one, dtype=float), np.array(two, dtype=float))
    assert found == pytest.approx(line / np.sqrt(4 * np.pi * across), rel=1e-12)


def test_the_total_variance_is_the_trace_of_the_covariance(entropy):
    points, _ = fitting.sample(stream(entropy, "spread", 0), START, 10)
    law, _ = fitting.fit(stream(entropy, "spread, fit", 0), points)
    total = np.trace(np.cov(points.T, ddof=0)) + 2 * fitting.REGULAR
    assert fitting.spread(law) == pytest.approx(total, rel=1e-6)
    assert fitting.variance_left(START, law) == pytest.approx(fitting.spread(law) / fitting.spread(START))


def test_members_are_of_the_likelier_component():
    points = np.array([[-3.0, 0.0], [3.0, 0.5], [0.0, 3.0]])
    laws = zip(*parts(START), strict=True)
    first, second = (w * multivariate_normal(m, c).pdf(points) for w, m, c in laws)
    assert fitting.members(START, points).tolist() == (second > first).tolist()
    alone = START.copy()
    alone[:, 0] = 1, 0
    assert not fitting.members(alone, points).any()
