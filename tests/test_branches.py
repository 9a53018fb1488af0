"""Rare rows and rare branches of the kernels, by starting in them; and the extremes of every domain.

Counts fall into cells of exactly known probability, and are judged by binomial tails (test_variates); means are
weighed by a test martingale with the exact second moment (test_figures_kazdan). A right kernel fails with
probability 1e-9 at most in the whole file: shared as stated below.
"""

from math import inf, log, sqrt

import numpy as np
import pytest
import sympy as sp
from each import of_each
from flint import arb, fmpq
from scipy import stats

from harness.evidence.means import log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import block_sums
from harness.judge.case import Case
from harness.judge.observed import Observed
from simulators import alias, bernoulli, counts, gaussian, gaussian_multivariate, triangles, variates
from simulators.engine import Support, parameters_of, stream
from simulators.exact import mellin
from simulators.exact.gaussian_workflows import moments
from theorems.language.domains.sequences import Schedule
from theorems.language.registry import theorems

FALSE_ALARM = 1e-13
"""Of one look: there are fewer than 10,000 in this file."""


def fits(found, law, lowest, highest):
    """Can these whole numbers, in lowest..highest, be independent draws of the law (of scipy)?

    The least of all binomial tails of its values, those rarer than 1e-6 together; false alarm: FALSE_ALARM.
    """
    values = np.arange(max(lowest, law.ppf(1e-6)), min(highest, law.isf(1e-6)) + 1)
    cells = np.array([law.cdf(values[0] - 1), *law.pmf(values), law.sf(values[-1])])
    tally = np.array([np.sum(found < values[0]), *((found == v).sum() for v in values), np.sum(found > values[-1])])
    if np.any(found < lowest) or np.any(found > highest):
        return False
    total = found.size
    tails = np.minimum(stats.binom.cdf(tally, total, cells), stats.binom.sf(tally - 1, total, cells))
    return 2 * cells.size * tails.min() > FALSE_ALARM


def is_mean(values, mean, second_moment, kind="real"):
    """Are independent values compatible with this mean? Log-evidence on either side stays below its limit (Ville)."""
    support = Support(kind, -inf, inf) if kind == "real" else Support(kind)
    spread = sqrt(max(second_moment - mean**2, 0.0))
    centred, variance = (values - mean, spread**2) if kind == "real" else (values, second_moment)
    reach = spread * sqrt(2 * log(2 / FALSE_ALARM) / len(values))
    at = 0.0 if kind == "real" else mean
    sums = block_sums(support, centred)
    odds = [log_evidence(support, variance, sums, Side(at, sign, at + sign * reach)) for sign in (1, -1)]
    return max(odds) < log(2 / FALSE_ALARM)


# -- chains of counts: every kind of start ------------------------------------------------------------------------

SIZES = (1, 2, 3, 255, 256, 257, 512, 513, 1000)
STARTS = (0, 1, 2, 3, 128, 254, 255, 256, 257, 511, 512)
BINOMIAL = [(n, s) for n in SIZES for s in sorted({*STARTS, n - 1, n}) if s <= n]
POISSON = [1, 2, 3, 9, 10, 11, 255, 256, 510, 511, 512, 513, 1000]
PATHS = 2**14


def binomial_walk(rng, paths, n, share, k):
    return counts.walk(rng, paths, n, share, k, alias.binomial_rows(n))


def poisson_walk(rng, paths, rate, k):
    return counts.walk(rng, paths, counts.POISSON, float(rate), k, alias.poisson_rows())


@pytest.mark.parametrize(("n", "s"), BINOMIAL)
def test_a_generation_of_a_bernoulli_chain_has_its_law_from_every_kind_of_state(n, s, entropy):
    """From the state itself, and (rows of a step) after a first generation that led there."""
    drawn = binomial_walk(stream(entropy, f"from {s} of {n}", 0), PATHS, n, s / n, 1)
    assert fits(drawn, stats.binom(n, s / n), 0, n)
    if 0 < s < n:
        rows = np.empty((PATHS, 2, 2))
        start = (s + 0.25) / n if s + 1 < n else s / n
        bernoulli._walk_rows(stream(entropy, f"steps from {s} of {n}", 0), rows, n, start, *alias.binomial_rows(n))
        first, before, second, after = (np.rint(rows[:, i, j] * n) for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)))
        assert set(before) == {np.rint(start * n)}
        assert np.array_equal(first, after)
        assert fits(first, stats.binom(n, start), 0, n)
        for state in np.unique(first):
            if np.sum(first == state) > 50:
                assert fits(second[first == state], stats.binom(n, state / n), 0, n)


@pytest.mark.parametrize("rate", POISSON)
def test_a_generation_of_a_poisson_chain_has_its_law_from_every_kind_of_state(rate, entropy):
    drawn = poisson_walk(stream(entropy, f"from {rate}", 0), PATHS, rate, 1)
    assert fits(drawn, stats.poisson(rate), 0, inf)


@pytest.mark.parametrize(
    ("n", "s"), [*((n, s) for n, s in BINOMIAL if 0 < s < min(n, 256)), *((-1, s) for s in POISSON if s < 512)]
)
def test_a_count_that_has_a_row_takes_one_word_and_no_more(n, s, entropy):
    """The first row and the last: the generator then stands where it stands after so many words."""
    paths = 2 * counts.LANES + 5
    drawing, counting = (stream(entropy, f"words from {s} of {n}", 0) for _ in range(2))
    if n > 0:
        binomial_walk(drawing, paths, n, s / n, 1)
    else:
        poisson_walk(drawing, paths, s, 1)
    counting.bit_generator.random_raw(paths)
    assert drawing.integers(2**64, dtype=np.uint64) == counting.integers(2**64, dtype=np.uint64)


LANES = counts.LANES


@pytest.mark.parametrize("paths", [1, 2, LANES - 1, LANES, LANES + 1, 2 * LANES - 1, 2 * LANES, 2 * LANES + 1])
@pytest.mark.parametrize("start", [0.25, 0.3])
def test_every_path_has_the_law_however_many_there_are(paths, start, entropy):
    """Three generations of 4 draws, absorbed paths among them: position by position, in whatever lane."""
    repeats = 3000
    rng = stream(entropy, f"{paths} paths from {start}", 0)
    drawn = np.array([binomial_walk(rng, paths, 4, start, 3) for _ in range(repeats)])
    cells = chain(4, start, 3)
    law = stats.rv_discrete(values=(np.arange(5), cells))
    assert all(fits(column, law, 0, 4) for column in drawn.T)
    assert not fits(drawn[:, 0], stats.rv_discrete(values=(np.arange(5), chain(4, start, 2))), 0, 4)


def chain(n, share, k):
    """The law of n P_k, by its transition matrix."""
    step = np.array([stats.binom.pmf(np.arange(n + 1), n, i / n) for i in range(n + 1)])
    law = stats.binom.pmf(np.arange(n + 1), n, share)
    for _ in range(k - 1):
        law = law @ step
    return law / law.sum()


@pytest.mark.parametrize("kind", ["bernoulli", "poisson"])
def test_a_chain_that_crosses_the_end_of_its_table_keeps_its_mean_and_variance(kind, entropy):
    """From the last rows, over ten generations, so that most paths pass the end of the table back and forth."""
    n, k = 2000, 10
    if kind == "bernoulli":
        drawn = binomial_walk(stream(entropy, "across", 0), PATHS, n, 255 / n, k) / n
        mean, decay = 255 / n, (1 - 1 / n) ** k
        square = mean**2 * decay + mean * (1 - decay)
    else:
        drawn = poisson_walk(stream(entropy, "across", 1), PATHS, 511, k).astype(float)
        mean, square = 511.0, 511.0**2 + 511 * k
    assert is_mean(drawn, mean, square)
    variance = square - mean**2
    assert is_mean(np.minimum((drawn - mean) ** 2, 40 * variance), variance, 4 * variance**2)
    assert not is_mean((drawn - mean) ** 2, 1.2 * variance, 5 * variance**2)


# -- Gaussian chains ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 4, 30])
@pytest.mark.parametrize("k", [1, 15, 16, 17, 31, 32, 33, 5000])
def test_the_log_scale_has_its_mean_and_square_whatever_the_number_of_factors(n, k, entropy):
    """At ends of blocks of factors, next to them, and where the scale itself is far below the smallest float."""
    paths = 400 if k > 1000 else 20_000
    drawn = gaussian.log_scale(stream(entropy, f"log {n} {k}", 0), paths, n=n, k=k)
    point = {"n": sp.Integer(n), "k": sp.Integer(k)}
    mean = float(Observed("gaussian.log_scale").exact(point).mid())
    square = float(Observed("gaussian.log_scale").mean_square(point).upper())
    variance = square - mean**2
    assert np.all(np.isfinite(drawn))
    assert is_mean(drawn, mean, square)
    away = mean + 1.5 * sqrt(variance)
    assert not is_mean(drawn, away, away**2 + variance)
    assert is_mean((drawn - mean) ** 2, variance, 7 * variance**2)  # the kurtosis of ln chi-square is at most 7


def test_no_product_of_factors_underflows_before_its_logarithm_is_taken():
    """Its law for n = 2, the widest: exact probability that BLOCK factors together are below the smallest float."""
    lost, _ = mellin.product_law(1, gaussian.BLOCK, fmpq(1, 2**1022))
    assert lost < arb(10) ** -40
    assert mellin.product_law(1, 400, fmpq(1, 2**1022))[0] > arb(10) ** -9  # what so many factors would do


@pytest.mark.parametrize("workflow", ["replace", "accumulate", "accumulate_subsample"])
@pytest.mark.parametrize(("n", "d"), [(2, 1), (2, 2), (3, 2), (4, 4), (5, 4), (2, 5)])
def test_the_trace_of_the_first_and_second_fit_has_its_mean_for_every_rank(workflow, n, d, entropy):
    """E tr Sigma_1 = d (1 - 1/n); then that times 1 - 1/n, 1 - 1/(4 n), or what a subsample of the pool makes of it.

    The variances are those of the recursion of moments.
    """
    runs, exact = 20_000, moments(workflow.replace("_", "-"), n, (1,) * d, 2)
    simulate = getattr(gaussian_multivariate, workflow)
    found = simulate(stream(entropy, f"{workflow} {n} {d}", 0), runs, n=n, k=2, lam=np.ones(d))
    first = d * (1 - 1 / n)
    second = {
        "replace": first * (1 - 1 / n),
        "accumulate": first * (1 - 1 / (4 * n)),
        "accumulate_subsample": subsampled(n) * d,
    }[workflow]
    for t, mean in enumerate((first, second)):
        variance = float(exact[t].trace_square) - float(exact[t].trace) ** 2
        assert is_mean(found.traces[:, t], mean, mean**2 + variance)
        assert not is_mean(found.traces[:, t], 1.3 * mean, (1.3 * mean) ** 2 + variance)
        assert np.all(np.isneginf(found.log_dets[:, t])) == (n <= d)
    assert is_mean(np.sum(found.means[:, 0] ** 2, axis=1), d / n, (d / n) ** 2 * (1 + 2 / d))


@pytest.mark.parametrize("triangle", [triangles.orthogonalize, triangles.triangle_of])
@pytest.mark.parametrize("d", [2, 3, 8])
def test_points_that_nearly_lie_in_a_line_have_a_triangle(d, triangle, entropy):
    """What is left of their squares is rounding, which may be below 0: a root of it is no number."""
    rng = stream(entropy, f"a line in {d}", 0)
    for width in np.logspace(-18, 0, 100):
        rows, factor = np.outer(rng.standard_normal(d + 1), np.ones(d)), np.zeros((d, d))
        rows += width * rng.standard_normal(rows.shape)
        squares, rounding = rows.T @ rows, 100 * d**2 * np.finfo(float).eps
        triangle(rows, factor)
        assert np.all(np.diag(factor) >= 0)
        assert np.all(np.abs(factor.T @ factor - squares) <= rounding * squares.max())


@pytest.mark.parametrize("d", [1, 3, 4, 5, 16, 17, 35])
@pytest.mark.parametrize("more", [0, 1, 2, 3, 60])
def test_triangles_and_products_are_those_of_the_library(d, more, entropy):
    """Whatever is left over where rows are taken by fours, and loops begin at a multiple of a vector."""
    rng = stream(entropy, f"triangles {d} {more}", 0)
    rows, factor, scale = rng.standard_normal((d + more, d)), np.full((d, d), np.nan), np.logspace(-30, 30, d)
    triangles.triangle_of(rows * scale, factor)
    expected = np.linalg.qr(rows, mode="r")
    expected *= np.sign(np.diag(expected))[:, None] * scale
    rounding = 1e-12 * np.linalg.cond(rows) ** 2
    assert np.all(np.tril(factor, -1) == 0)
    assert np.all(np.abs(factor - expected) <= rounding * np.sqrt(d + more) * scale)
    target, weights = rng.standard_normal(d), rng.standard_normal(d)
    product = target.copy()
    triangles.add_product(product, weights, factor / scale)
    assert product == pytest.approx(
        target + weights @ (factor / scale), rel=1e-12, abs=1e-12 * (1 + abs(factor / scale).max())
    )


def test_a_square_of_which_little_is_left_is_found_by_gram_and_schmidt(entropy):
    """Of two columns that differ by 1e-9 Cholesky would know no digit of the second entry."""
    rows = stream(entropy, "little is left", 0).standard_normal((50, 2)) * [1, 1e-9]
    rows[:, 1] += rows[:, 0]
    factor = np.empty((2, 2))
    expected = abs(np.linalg.qr(rows, mode="r")[1, 1])
    triangles.triangle_of(rows, factor)
    assert factor[1, 1] == pytest.approx(expected, rel=1e-5)


def subsampled(n):
    """E s_2 of n of the 2n points of two batches, without replacement, ddof = 0, sigma0 = 1: by the pool's moments."""
    first = 1 - 1 / n  # E s_1; E mu_1^2 = 1/n; a point of batch 2 has mean square 1
    square, both = 1.0, (1 / n + (1 / n + first / n) + 2 / n) / 4  # of the pool: mean square, squared mean
    centre = both + (square - both) / n * (2 * n - n) / (2 * n - 1)
    return square - centre


# -- extremes of the domains --------------------------------------------------------------------------------------

LAST = "9007199254740991/9007199254740992"  # the largest share below 1
EXTREMES = [  # observable, point, and its mean where the exact room cannot follow so many states
    ("bernoulli.share", "n=1000000000,p0=1/2,k=3", 0.5),
    ("bernoulli.share", "n=9007199254740992,p0=1/3,k=2", 1 / 3),
    ("bernoulli.share", "n=3,p0=1/10**300,k=2", None),
    ("bernoulli.forgotten", "n=1000000000,p0=1/1000000000,k=1", (1 - 1e-9) ** 10**9),
    ("bernoulli.forgotten", "n=7,p0=1/10**300,k=2", None),
    ("bernoulli.absorbed", f"n=40,p0={LAST},k=2", None),
    ("bernoulli.diversity", f"n=50,p0={LAST},k=1", None),
    ("bernoulli.diversity", "n=1000000000,p0=1/5,k=2", 4 / 25),
    ("bernoulli.fixation", "n=2,p0=1/10**300", None),
    ("bernoulli.fixation", f"n=2,p0={LAST}", None),
    ("poisson.survival", "n=1000000000,lambda0=1/1000000000,k=2", None),
    ("poisson.survival", "n=1,lambda0=2**40,k=1", None),
    ("poisson.intensity", "n=1,lambda0=2**40,k=2", None),
    ("poisson.intensity", "n=1000000000,lambda0=1000,k=2", None),
    ("poisson.intensity", "n=5,lambda0=1/10**100,k=3", None),
    ("gaussian.scale", "n=1000000000,k=3,sigma0=1", None),
    ("gaussian.centre_square", "n=9007199254740992,k=2,sigma0=1", None),
    ("gaussian.risk", "n=1000000000000,k=3,sigma0=1", None),
    ("gaussian.log_scale", "n=2,k=2000,sigma0=1/10**38", None),
    ("gaussian.log_scale", "n=9007199254740992,k=2,sigma0=3", None),
    ("gaussian.above", "n=2,k=1,eps=1/10**38,sigma0=1/10**38", None),
    ("gaussian.above", "n=2,k=3000,eps=1/10**300,sigma0=1", None),
    ("gaussian_accumulate.mean_error", "n=9007199254740992,k=2,sigma0=1", None),
    ("gaussian_accumulate.conserved", "n=1000000000,k=3,sigma0=1", None),
    ("kde_accumulate.draw_square", "n=2,k=3,h=1/10**38,sigma0=10**38", None),
    ("kde_accumulate.draw_square", "n=2,k=3,h=10**38,sigma0=1/10**38", None),
    *(
        (observable, f"{at},sigma0={sigma0}", None)
        for sigma0 in ("1/10**38", "10**38")
        for observable, at in {
            "gaussian.scale": "n=2,k=1", "gaussian.scale_square": "n=5,k=2", "gaussian.centre_square": "n=5,k=2",
            "gaussian.risk": "n=5,k=2", "gaussian.risk_variance": "n=9,k=1", "gaussian.log_scale": "n=2,k=3",
            "gaussian_accumulate.variance_square": "n=2,k=2", "gaussian_accumulate.mean_error": "n=1,k=2",
            "kde_replace.draw_square": "n=2,k=2,h=1",
        }.items()
    ),
]  # fmt: skip


@pytest.mark.parametrize(("observable", "text", "truth"), EXTREMES)
def test_at_the_extremes_of_the_domain_means_are_the_exact_ones(observable, text, truth, entropy):
    point = {name: sp.sympify(value, rational=True) for name, value in (part.split("=") for part in text.split(","))}
    support = Observed(observable).support()
    truth = float(Observed(observable).exact(point).mid()) if truth is None else truth
    arguments = {name: int(v) if name in "nk" else float(v) for name, v in point.items()}
    drawn = (
        Observed(observable).simulator(stream(entropy, f"{observable} {text}", 0), 20_000, **arguments).astype(float)
    )
    assert np.all(np.isfinite(drawn))
    assert np.all((drawn >= support.low) & (drawn <= support.high))
    if support.kind == "real":
        square = float(Observed(observable).mean_square(point).upper())
        assert 0 < square < inf
        scale = sqrt(square)  # evidence is weighed among numbers of ordinary size
        assert is_mean(drawn / scale, truth / scale, 1.0)
    elif support.kind == "event":
        assert is_mean(drawn, truth, truth, "event")
    else:  # of values in [0, 1] the second moment is at most the mean
        assert is_mean(drawn, truth, truth)


@pytest.mark.parametrize("rate", [1e6, 1e9, 1e12, 2.0**40])
def test_large_poisson_variates_have_mean_variance_and_normal_cells(rate, entropy):
    """Cells of standard deviations; of a Poisson law the normal limit is off by (2 pi rate)^-1/2 at most (1e-4)."""
    drawn = variates.poisson_variates(stream(entropy, f"rate {rate}", 0), 2**18, rate)
    z = (drawn - rate) / sqrt(rate)
    assert is_mean(z, 0.0, 1.0)
    assert is_mean(z**2, 1.0, 3 + 1 / rate)
    edges = np.array([-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0])
    found = np.bincount(np.searchsorted(edges, z), minlength=edges.size + 1)
    cells = np.diff([0.0, *stats.norm.cdf(edges), 1.0])
    off = 0.8 / sqrt(rate)
    for count, cell in zip(found, cells, strict=True):
        assert stats.binom.sf(count - 1, z.size, min(cell + off, 1.0)) > FALSE_ALARM
        assert stats.binom.cdf(count, z.size, max(cell - off, 0.0)) > FALSE_ALARM


CLAIMED = sorted({c.observable for t in theorems().values() for c in t.claims if c.observable})
ORDINARY = {"n": 3, "k": 1, "p0": 0.5, "lambda0": 1.0, "sigma0": 1.0, "h": 1.0, "eps": 0.5, "alpha": 0.5,
            "lam": (1.0, 0.5), "ddof": 0, "p": (0.5, 0.25, 0.25), "r": (1.0, 0.0, 4.0), "kappa": 0.5,
            "gamma": 0.25, "a": 0.25, "c": 0.5, "q11": 0.25, "q12": 0.25, "r1": 0.25, "q21": 0.5, "q22": 0.25,
            "r2": 0.25, "w": 0.25, "delta": 2.0, "v": 0.5, "theta": 0.25, "z": 0.5, "m": 3, "b": 1.0}  # fmt: skip
ALIKE = ("n", "k", "p0", "lambda0", "sigma0", "h", "eps", "alpha", "lam", "ddof", "p")
"""Letters that mean the same everywhere."""
OUTSIDE = {
    "n": [0, -1], "k": [-1], "p0": [-1e-300, 1 + 2**-52, np.nan], "lambda0": [0.0, -1e-300, 2.0**41, np.nan],
    "sigma0": [0.0, 1e-300, 1e300, np.nan], "h": [0.0, 1e-300, 1e300, np.nan], "eps": [0.0, np.nan],
    "lam": [(), (0.0,), (1e300,), (1.0, np.nan), 0.0, 1e300, np.nan], "ddof": [-1, 2],
    "p": [(), (0.5, 0.4), (1.5, -0.5), (1.0, np.nan), (0.5, 0.5, 1e-9)],
    "kappa": [-1e-300, np.inf, np.nan], "gamma": [-1e-300, 0.75, np.nan],
    **{name: [-1e-300, 1.0, np.nan] for name in ("a", "c", "q11", "q12", "r1", "q21", "q22", "r2")},
    "w": [-1e-300, 1 + 2**-52, np.nan], "delta": [-1e-300, 1e300, np.nan], "v": [0.0, 1e-300, 1e300, np.nan],
    "theta": [-1e-300, 1 + 2**-52, np.nan], "z": [0.0, -1e-300, np.inf, np.nan], "m": [1, 2**53 + 2], "b": [-1],
}  # fmt: skip
SIZES, NO_SIZES = np.array([3, 3]), [np.array([1]), np.array([2, 0])[:0], np.array([2**53 + 2]), np.array([3.0]), 3]
"""Of generations, where n is a list."""


@of_each("observable", CLAIMED)
def test_what_no_float_holds_is_one_clear_error_and_never_another_number(observable, entropy):
    function, large = Observed(observable).simulator, observable.startswith(("bernoulli.", "gaussian"))
    declared = Observed(observable).declared
    first = next(Case(t, c) for t in theorems().values() for c in t.claims if c.observable == observable)
    domains = {p.name: p for p in (declared[0] if declared else first.theorem).parameters}
    scheduled = {name: p.entry.low for name, p in domains.items() if isinstance(p, Schedule)}
    claimed = first.observed.arguments(first.given(first.claim.points[0])) if first.claim.points else {}
    theirs = {name: x for name, x in claimed.items() if np.ndim(x) == 0}
    other = {name for name in theirs if name not in ALIKE or np.ndim(ORDINARY[name])}  # a list is meant elsewhere
    of_kernel = [name for name in parameters_of(function) if name in claimed or name in ORDINARY]
    arguments = {name: theirs[name] if name in other else ORDINARY[name] for name in of_kernel}
    arguments |= dict.fromkeys(scheduled, SIZES)
    try:
        function(stream(entropy, "inside", 0), 4, **arguments)
    except ValueError:  # a domain depends on other parameters
        arguments |= {name: x for name, x in theirs.items() if name in arguments}
        function(stream(entropy, "inside", 0), 4, **arguments)
    outside = OUTSIDE | ({"n": [*OUTSIDE["n"], 2**53 + 2, 10**30]} if large else {})
    for name, low in scheduled.items():
        outside |= {name: [bad for bad in NO_SIZES if not (low == 1 and np.array_equal(bad, [1]))]}
    for name in arguments:
        for bad in outside.get(name, ()):
            if np.ndim(bad) != np.ndim(arguments[name]) and name not in scheduled:
                continue
            if (
                name in domains
                and name not in (*ALIKE, *scheduled)
                and np.isfinite(bad)
                and domains[name].contains(sp.Rational(bad))
            ):
                continue  # there the letter stands for something else
            with pytest.raises(ValueError, match="need "):
                function(stream(entropy, "outside", 0), 4, **arguments | {name: bad})
