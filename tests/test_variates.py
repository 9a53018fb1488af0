"""The random variates of the kernels have the laws that their names say, rare values included.

Draws fall into cells of exactly known probability, so that every count is binomial and the judgement needs
no approximation. Cell probabilities come from scipy in double precision: their relative error, below 1e-9,
moves a tail probability of some 1e-11 by far less than a factor 2.
"""

import warnings
from functools import partial
from math import ceil
from random import Random

import numba
import numpy as np
import pytest
from scipy import stats

from simulators import alias, variates
from simulators.bernoulli import survived
from simulators.engine import stream
from simulators.poisson import survival

FALSE_ALARM = 1e-11
"""Probability that the true law is refuted in one test: below 1e-9 for the file, which has some 50."""

MISSED = 1e-9
"""Largest probability that a slip of the kind which a test is meant to see escapes it."""

BLOCK = 2**18
SIZES = [2**i for i in range(18, 22)]
"""Numbers of draws: the first one that has the power."""


def surprise(counts, cells):
    """A p-value (at most a with probability at most a): the least of all binomial tails, times their number.

    A draw in a cell of probability 0 gives 0.
    """
    total = counts.sum()
    tails = np.minimum(stats.binom.cdf(counts, total, cells), stats.binom.sf(counts - 1, total, cells))
    return 2 * cells.size * tails.min()


def missed(total, cells, wrong):
    """Bounds the probability that draws of a wrong law are not refuted, by the cell that shows it best."""
    tail = FALSE_ALARM / (2 * cells.size)
    few = np.maximum(stats.binom.ppf(tail, total, cells) - 2, -1)  # refuted there and below
    many = stats.binom.isf(tail, total, cells) + 2  # refuted there and above
    return (stats.binom.cdf(many - 1, total, wrong) - stats.binom.cdf(few, total, wrong)).min()


def probabilities(law, edges):
    """Of the cells up to the first edge, between the edges (each with its right end), and beyond the last."""
    below, beyond = law.cdf(edges), law.sf(edges)
    left, right = np.diff([0.0, *below, 1.0]), -np.diff([1.0, *beyond, 0.0])
    return np.where([*(below < 0.5), False], left, right)


def edges_of(law):
    """Every value of a discrete law that is not too rare; quantiles of a continuous one, to tails of 1e-4."""
    if isinstance(law.dist, stats.rv_discrete):
        return np.arange(law.ppf(1e-6), law.isf(1e-6) + 1)
    levels = [1e-4, 1e-3, 1e-2, 0.03, *np.arange(0.1, 0.5, 0.1)]
    return np.array([*law.ppf(levels), law.median(), *law.isf(levels[::-1])])


def tally(sample, edges, entropy, name, executor, draws):
    """Counts of the cells, drawn block by block."""

    def count(block):
        values = sample(stream(entropy, name, block), BLOCK)
        return np.bincount(np.searchsorted(edges, values, side="left"), minlength=edges.size + 1)

    return sum(executor.map(count, range(draws // BLOCK)))


@numba.njit
def fill_index(g, out, size):
    for i in range(out.size):
        out[i] = variates.index(g.bit_generator, size)


@numba.njit
def fill_row(g, out, words, offset, bits, row):
    for i in range(out.size):
        out[i] = offset[row] + alias.draw_row(g.bit_generator, words, bits, row)


@numba.njit
def fill_stock_poisson(g, out, rate):
    for i in range(out.size):
        out[i] = g.poisson(rate)


def rigged(word, c=0):
    """A generator whose next 64 bits are `word`: the next output of SFC64 is a + b + w of its words a, b, c, w."""
    bits = np.random.SFC64()
    bits.state = {**bits.state, "state": {"state": np.array([word, 0, c, 0], np.uint64)}}
    return np.random.Generator(bits)


def filled(fill, rng, size, parameters):
    out = np.empty(size, np.int64)
    fill(rng, out, *parameters)
    return out


def poisson(rate):
    return partial(variates.poisson_variates, rate=rate), stats.poisson(rate), stats.poisson(1.03 * rate)


def binomial(n, p):
    wrong = 1.03 * p if p <= 0.5 else 1 - 1.03 * (1 - p)
    return partial(variates.binomial_variates, n=n, p=p), stats.binom(n, p), stats.binom(n, wrong)


def gamma(shape):
    return partial(variates.gamma_variates, shape=shape), stats.gamma(shape), stats.gamma(1.03 * shape)


def chi_square(freedom):
    sample = partial(variates.chi_square_variates, freedom=freedom)
    return sample, stats.chi2(freedom), stats.chi2(1.03 * freedom)


def index(size):
    sample = partial(filled, fill_index, parameters=(size,))
    return sample, stats.randint(0, size), stats.randint(0, size + 1)


def poisson_row(row):
    return partial(filled, fill_row, parameters=(*alias.poisson_rows(), row)), *poisson(row)[1:]


def binomial_row(n, row):
    return partial(filled, fill_row, parameters=(*alias.binomial_rows(n), row)), *binomial(n, row / n)[1:]


LAWS = {
    # below and above 10, where the algorithm changes; from 10 on its squeeze and its exact test
    **{f"poisson({rate})": poisson(rate) for rate in (0.5, 9.9, 10.0, 11.0, 37.0, 200.0)},
    # inversion for n min(p, 1-p) <= 30, else rejection; p above 1/2 is mirrored
    **{
        f"binomial({n}, {p})": binomial(n, p)
        for n, p in (
            (1, 0.3), (2, 0.5), (10, 0.9), (20, 0.4), (100, 0.01), (100, 0.99), (1000, 0.001),
            (100, 0.45), (100, 0.55), (1000, 0.031), (10_000, 0.004), (10_000, 0.996),
        )
    },
    # below 1 by the boost; from 1 on by Marsaglia and Tsang
    **{f"gamma({shape})": gamma(shape) for shape in (1.0, 1.5, 20.0)},
    # one degree of freedom is a squared normal
    **{f"chi-square({freedom})": chi_square(freedom) for freedom in (1, 2, 3, 4, 9, 99)},
    **{f"index({size})": index(size) for size in (1, 2, 3, 7, 100)},
    **{f"poisson row {row}": poisson_row(row) for row in (1, 10, 11, 200, 511)},
    **{
        f"binomial row {row} of {n}": binomial_row(n, row)
        for n, row in ((2, 1), (20, 8), (100, 99), (1000, 255))
    },
}  # fmt: skip


@pytest.mark.parametrize("name", LAWS)
def test_variates_fill_the_cells_of_their_law_and_not_those_of_one_three_percent_off(name, entropy, executor):
    # false alarm: FALSE_ALARM, exactly; power: at least 1 - MISSED, exactly
    sample, law, wrong = LAWS[name]
    edges = edges_of(law)
    cells, others = probabilities(law, edges), probabilities(wrong, edges)
    draws = next(size for size in SIZES if missed(size, cells, others) < MISSED)
    assert surprise(tally(sample, edges, entropy, f"cells of {name}", executor, draws), cells) > FALSE_ALARM


def test_normal_variates_fill_their_cells_to_five_standard_deviations(entropy, executor):
    # false alarm: FALSE_ALARM; a ziggurat without its tail (beyond 3.6541..., or 4), or a scale 1% off, is
    # missed with probability MISSED at most
    ziggurat, draws = 3.6541528853610088, 2**24
    far = np.array([2.5, 3.0, 3.5, ziggurat, 4.0, 4.5, 5.0])
    edges = np.array([*-far[::-1], *stats.norm.ppf(np.arange(1, 20) / 20), *far])
    cells = probabilities(stats.norm(), edges)
    for start in (ziggurat, 4.0):
        inside = probabilities(stats.truncnorm(-start, start), edges)
        assert missed(draws, cells, inside) < MISSED
    assert missed(draws, cells, probabilities(stats.norm(scale=1.01), edges)) < MISSED
    counts = tally(variates.normal_variates, edges, entropy, "normal cells", executor, draws)
    assert surprise(counts, cells) > FALSE_ALARM


AT_ZERO = np.array([0])


def zeros(p):
    """Probabilities of 0 and of anything else."""
    return np.array([p, 1 - p])


def draws_for(p):
    """Whole blocks, with some 350 zeros."""
    return ceil(350 / p / BLOCK) * BLOCK


RARE = {
    **{name: (LAWS[name][0], LAWS[name][1].pmf(0)) for name in (
        "poisson(9.9)", "poisson(10.0)", "poisson(11.0)", "poisson row 10", "binomial row 8 of 20")},
    **{f"poisson.survival from {rate}": (partial(survival, n=10, lambda0=rate / 10, k=1), np.exp(-rate))
       for rate in (10.0, 10.1)},
    **{f"bernoulli.survived from {p}": (partial(survived, n=20, p0=p, k=1), (1 - p) ** 20)
       for p in (0.4, 0.41)},
}  # fmt: skip


@pytest.mark.parametrize("name", RARE)
def test_zero_the_event_of_extinction_has_its_probability_however_rare(name, entropy, executor):
    # probabilities 2e-5 to 5e-5, in the variates and in the chains (from a whole count, and from none); false
    # alarm: FALSE_ALARM; a factor 2 is missed with MISSED at most
    sample, p = RARE[name]
    assert missed(draws_for(p), zeros(p), zeros(2 * p)) < MISSED
    counts = tally(sample, AT_ZERO, entropy, f"zeros of {name}", executor, draws_for(p))
    assert surprise(counts, zeros(p)) > FALSE_ALARM


TABLES = {
    "poisson": (alias.poisson_rows, stats.poisson),
    **{f"binomial of {n}": (partial(alias.binomial_rows, n), lambda s, n=n: stats.binom(n, s / n))
       for n in (1, 2, 3, 10, 100, 256, 257, 1000, 10**6)},
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_an_alias_table_has_its_law(name):
    # no draws: from the thresholds. Total variation 1e-12 is what scipy's own probabilities are good for.
    table, law_of = TABLES[name]
    rows = table()
    for row in range(len(rows.words)):
        law = alias.row_law(rows, row)
        values = rows.offset[row] + np.arange(law.size)
        assert np.abs(law - law_of(row).pmf(values)).sum() < 1e-12


def test_the_check_of_zeros_refutes_numbas_own_poisson_as_long_as_that_truncates(entropy, executor):
    # Whether numba truncates is read off numpy's draws from the same bits: where the two part for the first
    # time, numba returns a 0 that numpy rejects. 16 blocks hold some 70 such places or more, and none with
    # probability e^-70; with them the zeros are doubled, and missed with probability MISSED. At a rate drawn anew in
    # each run.
    rate = Random(entropy).choice([10.0, 11.0])
    name = f"stock poisson({rate})"

    def truncates(block):
        ours = filled(fill_stock_poisson, stream(entropy, name, block), BLOCK, (rate,))
        theirs = stream(entropy, name, block).poisson(rate, BLOCK)
        parted = np.flatnonzero(ours != theirs)
        return parted.size > 0 and ours[parted[0]] == 0

    truncating = any(map(truncates, range(16)))
    p, stock = np.exp(-rate), partial(filled, fill_stock_poisson, parameters=(rate,))
    counts = tally(stock, AT_ZERO, entropy, name, executor, draws_for(p))
    refuted = surprise(counts, zeros(p)) <= FALSE_ALARM
    if not truncating:
        warnings.warn(
            f"Generator.poisson of numba {numba.__version__} does not truncate: it could take the place of "
            "simulators.variates.poisson, and this test shows no power any more",
            stacklevel=1,
        )
    assert refuted == truncating, (
        f"numba {numba.__version__}: Generator.poisson({rate}) "
        + ("returns zeros that numpy rejects" if truncating else "returns no zero that numpy rejects")
        + f", yet the check of zeros {'refutes' if refuted else 'does not refute'} it: counts {counts}"
    )


@pytest.mark.parametrize("rate", [0.0, 0.5, 9.9, 10.0, 11.0, 37.0, 200.0])
def test_poisson_variates_are_numpys_from_the_same_bits(rate, entropy):
    # Both do the same comparisons, but with logarithms and gamma functions of two libraries: their rounding,
    # 1e-13 at most here, decides one in 1e13 draws. Two of 1000 runs of 1000 draws part with probability
    # below 1e-14. Truncation would part 4% of the runs at rate 10, and leave fewer than two with e^-38.
    name = f"poisson({rate}) bit by bit"

    def same(run):
        ours, theirs = stream(entropy, name, run), stream(entropy, name, run)
        return np.array_equal(variates.poisson_variates(ours, 1000, rate), theirs.poisson(rate, 1000))

    assert sum(not same(run) for run in range(1000)) < 2


def test_poisson_variates_of_any_rate_are_numpys_from_the_same_bits(entropy):
    # Each run at a rate of its own, half of them between 10 and 14, where a squeeze is tightest: one that is wrong
    # shows at some rates only, in 1 of 30,000 draws. By the argument above two of the 1000 runs part with
    # probability below 1e-12.
    uniform = stream(entropy, "any rate", 0).random(1000)
    rates = np.where(np.arange(1000) % 2, 10 * 20**uniform, 10 + 4 * uniform)

    def same(run):
        ours, theirs = stream(entropy, "poisson(any rate)", run), stream(entropy, "poisson(any rate)", run)
        drawn = variates.poisson_variates(ours, 10_000, rates[run])
        return np.array_equal(drawn, theirs.poisson(rates[run], 10_000))

    assert sum(not same(run) for run in range(1000)) < 2


NUMPYS = {
    **{f"gamma({shape})": (partial(variates.gamma_variates, shape=shape), "standard_gamma", (shape,))
       for shape in (1.25, 1.5, 4.5, 20.0, 50.0, 1e6)},
    "normal": (variates.normal_variates, "standard_normal", ()),
    **{f"binomial({n}, {p})": (partial(variates.binomial_variates, n=n, p=p), "binomial", (n, p))
       for n, p in ((1, 0.3), (20, 0.4), (20, 0.6), (100, 0.3), (100, 0.301), (1000, 0.5), (10**9, 0.9))},
}  # fmt: skip


@pytest.mark.parametrize("name", NUMPYS)
def test_other_variates_are_numpys_from_the_same_bits(name, entropy):
    # the same algorithms and the same argument as for Poisson variates: no two of 100 runs of 1000 draws part
    ours, theirs, arguments = NUMPYS[name]

    def same(run):
        mine, other = (stream(entropy, f"{name} bit by bit", run) for _ in range(2))
        return np.array_equal(ours(mine, 1000), getattr(other, theirs)(*arguments, size=1000))

    assert sum(not same(run) for run in range(100)) < 2


@pytest.mark.parametrize("rate", [10.0, 11.0, 200.0])
def test_a_uniform_of_exactly_zero_is_survived_as_numpy_survives_it(rate, entropy):
    # once in 2^53 draws: PTRS then divides by zero
    c = stream(entropy, "word of SFC64", 0).integers(2**63, dtype=np.uint64)
    assert rigged(0, c).random() == 0.0
    assert variates.poisson_variates(rigged(0, c), 3, rate).tolist() == rigged(0, c).poisson(rate, 3).tolist()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10**6, 2**31, 2**53 - 1, 2**53])
def test_the_largest_and_the_smallest_uniform_give_the_last_and_the_first_index(size):
    for word, uniform, value in ((2**64 - 1, 1 - 2.0**-53, size - 1), (0, 0.0, 0)):
        assert rigged(word).random() == uniform
        assert filled(fill_index, rigged(word), 1, (size,)).tolist() == [value]


@pytest.mark.parametrize(
    ("sample", "value"),
    [
        (partial(variates.poisson_variates, rate=0.0), 0),
        (partial(variates.chi_square_variates, freedom=0), 0),
        (partial(variates.binomial_variates, n=0, p=0.5), 0),
        (partial(variates.binomial_variates, n=7, p=0.0), 0),
        (partial(variates.binomial_variates, n=7, p=1.0), 7),
        (partial(variates.binomial_variates, n=100, p=1.0), 100),
    ],
)
def test_variates_without_randomness_are_certain(sample, value, entropy):
    assert set(sample(stream(entropy, "certain variates", 0), 1000).tolist()) == {value}


@pytest.mark.parametrize(
    "sample",
    [
        *(partial(variates.poisson_variates, rate=rate) for rate in (-1.0, np.nan, np.inf, 2.0**63)),
        *(partial(variates.gamma_variates, shape=shape) for shape in (0.99, -1.0, np.nan, np.inf)),
        partial(variates.chi_square_variates, freedom=-1),
        partial(variates.binomial_variates, n=-1, p=0.5),
        *(partial(variates.binomial_variates, n=5, p=p) for p in (-0.1, 1.5, np.nan)),
    ],
)
def test_parameters_outside_the_domain_raise_value_error(sample, entropy):
    with pytest.raises(ValueError, match="need "):
        sample(stream(entropy, "bad parameters", 0), 10)
