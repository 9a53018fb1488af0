"""Behind the figures of Shumailov et al.: the pool of models, one step at a time, and the moments that are drawn."""

from fractions import Fraction

import numpy as np
import pytest
from test_figures_kazdan import agree

from paper_figs.numbers import claimed, exact, pick
from paper_figs.shumailov import pool_fit, pool_sample, replace
from simulators import gaussian_mle, gaussian_multivariate, gaussian_pool
from simulators.engine import stream

SIZES = [(2, 4), (3, 5), (10, 3)]
RUNS = 40_000


def mixture(means, variances):
    """Mean, variance and fourth central moment of the uniform mixture of normal laws (runs, laws), of each run."""
    mean = means.mean(axis=1)
    gap = means - mean[:, None]
    variance = (variances + gap**2).mean(axis=1)
    return mean, variance, (3 * variances**2 + 6 * variances * gap**2 + gap**4).mean(axis=1)


def step(fit, pool, n):
    """What has mean 0 and second moment at most 1, whatever the models (mean, variance) in the pool: name -> values.

    The fit is that of n draws from their mixture. The deviation of its mean is counted towards each model, so that
    a model which is chosen too seldom, or never, shows although the laws are symmetric.
    """
    mean, variance, fourth = mixture(*pool)
    kurtosis = fourth / variance**2
    z = (fit[0] - mean) / np.sqrt(variance / n)
    towards = np.where(pool[0] >= mean[:, None], z[:, None], -z[:, None])
    return {
        **{f"mean towards model {i}": values for i, values in enumerate(towards.T)},
        "mean squared": (z**2 - 1) / np.sqrt((kurtosis + 3 * (n - 1)) / n - 1),
        "variance": (fit[1] / variance - 1) / np.sqrt((kurtosis - (n - 3) / (n - 1)) / n),
    }


def simulated(n, k, entropy):
    """Means and variances of models 0..k (runs, k + 1); model 0 is the real law."""
    means, scales = gaussian_pool.fits(stream(entropy, f"pool {n}", k), RUNS, n=n, k=k)
    return np.hstack([np.zeros((RUNS, 1)), means]), np.hstack([np.ones((RUNS, 1)), scales**2])


def agrees(values):
    return agree(values, 0.0, 1.0)


@pytest.mark.parametrize(("n", "k"), SIZES)
def test_a_model_is_a_fit_to_the_mixture_of_all_before_it(n, k, entropy):
    models = simulated(n, k, entropy)
    for t in range(1, k + 1):
        (mean, variance), pool = [part[:, t] for part in models], [part[:, :t] for part in models]
        assert [name for name, values in step((mean, variance), pool, n).items() if not agrees(values)] == []
        assert not agrees(step((mean, variance * (n - 1) / n), pool, n)["variance"])  # ddof = 0


@pytest.mark.parametrize(("n", "k"), SIZES)
def test_a_step_that_leaves_a_model_out_is_noticed(n, k, entropy):
    pool, rng = simulated(n, k, entropy), stream(entropy, f"step from a pool {n}", k)
    models = {"all": (0, k + 1), "all but the real law": (1, k + 1), "all but the newest": (0, k)}
    for chosen, (first, end) in models.items():
        which = rng.integers(first, end, size=(RUNS, n))
        means, variances = (np.take_along_axis(part, which, axis=1) for part in pool)
        sample = means + np.sqrt(variances) * rng.standard_normal(which.shape)
        fit = sample.mean(axis=1), sample.var(axis=1, ddof=1)
        assert all(map(agrees, step(fit, pool, n).values())) == (chosen == "all"), chosen


@pytest.mark.parametrize("n", [2, 10])
def test_the_moments_that_are_drawn_are_those_of_the_whole_matrix(n):
    """E mu_i mu_j of all models at once, in rationals."""
    last = 30
    product = [[Fraction(0)] * (last + 1) for _ in range(last + 1)]
    variance = [Fraction(1)]
    for t in range(1, last + 1):
        for j in range(t):
            product[t][j] = product[j][t] = sum(product[i][j] for i in range(t)) / t
        centre = sum(product[i][j] for i in range(t) for j in range(t)) / t**2
        variance.append(sum(variance[i] + product[i][i] for i in range(t)) / t - centre)
        product[t][t] = centre + variance[t] / n
    for t in range(1, last + 1):
        error = exact("gaussian_pool.mean_error", n=n, k=t, sigma0=1)
        spread = claimed("gaussian-pool-sample/variance", f"n={n},k={t}")
        assert abs(Fraction(error) / product[t][t] - 1) < Fraction(1, 2**52)  # rounded once
        assert abs(Fraction(spread) / variance[t] - 1) < Fraction(1, 2**52)


def test_what_is_kept_of_a_run_is_of_the_generations_that_it_stands_at(monkeypatch, entropy):
    """Runs whose model k has the mean k and the standard deviation k, or moves by 1 a generation at scale 1."""

    def many(rng, runs, n, k, lam):
        t = np.arange(1.0, k + 1)
        return gaussian_multivariate.Runs(t[None, :, None], t[None] ** 2, t[None])

    def of_a_pool(rng, runs, n, k):
        t = np.arange(1.0, k + 1)
        return t[None], t[None]

    monkeypatch.setattr(gaussian_multivariate, "accumulate", many)
    monkeypatch.setattr(gaussian_pool, "fits", of_a_pool)
    monkeypatch.setattr(gaussian_mle, "fits", lambda rng, runs, n, k: (np.zeros(1), np.array([float(k)])))
    for figure in (pool_fit, pool_sample, replace):
        for points in (6, 12):
            sizes = {"sizes": [10, 20], "generations": 12, "drawn": points, "points": 3}
            table = figure.data(sizes, entropy, lambda _: None)
            for quantity in ("mean", "scale"):
                for n in (10, 20):
                    run = pick(table, quantity=quantity, n=n, source="run")
                    assert (run["k"][0], run["k"][-1]) == (1, 12)
                    off = {"mean": run["k"], "scale": 0 * run["k"] if figure is replace else run["k"] - 1}
                    assert np.array_equal(run["value"], run["k"] if figure is pool_sample else off[quantity])
