"""The engines of the races: each is a supermartingale, keeps its error rates, has power, and agrees with scipy.

Every statistical assertion is an exact binomial tail: if it is true, it fails with probability at most 1e-9.
"""

from collections import namedtuple
from fractions import Fraction
from math import exp, inf, isfinite, log, nan, nextafter, sqrt

import numpy as np
import pytest
import sympy as sp
from evidence_lab import LEVEL, RARE, assert_at_most, event_sums, exact_property, once_each
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.special import betaincinv
from scipy.stats import binom, binomtest

from harness.evidence import cells
from harness.evidence.means import draws_needed, excluded, interval, log_evidence
from harness.evidence.side import Side
from harness.evidence.sums import BadObservable, block_sums
from harness.judge.question import CAP
from simulators.engine import Support, stream

LIMIT, FEW = log(20), 4
EVENT, UNIT, SIGNED = Support("event"), Support("bounded", 0, 1), Support("bounded", -2, 3)
STEPS, REAL = Support("steps", 0, 0.25), Support("real", -inf, inf)


def assert_most(count, races):
    """Proves by an exact test at 1e-9 that more than half count; if 90% do, 300 races fail it w. p. < 1e-15."""
    assert binom.sf(count - 1, races, 0.5) < RARE, f"only {count} of {races} races"


# -- every bet is fair or worse under its null, exactly -------------------------------------------------------

GRID = 64  # draws and thresholds are multiples of 1/64, so that all sums are exact in floats


def draws_of(support):
    low, high = max(support.low, -8), min(support.high, 8)
    inner = st.integers(int(low * GRID), int(high * GRID)).map(lambda i: i / GRID)
    return st.sampled_from([low, high]) | inner if support.kind != "event" else st.sampled_from([0.0, 1.0])


@st.composite
def nulls(draw, support):
    """Sums of past draws, the previous state (1 but for steps), a bound on the second moment, and a side."""
    past = np.array(draw(st.lists(draws_of(support), max_size=5)) * draw(st.sampled_from([1, 10, 100])))
    sign, previous, ends = draw(st.sampled_from([1, -1])), 1.0, (max(support.low, -8), min(support.high, 8))
    if support.kind == "steps":
        previous, ends = draw(draws_of(support)), (0, 2)
        past = np.column_stack([past, np.resize(draw(st.lists(draws_of(support), min_size=1)), past.size)])
    threshold = draw(st.integers(int(ends[0] * GRID) + 1, int(ends[1] * GRID) - 1)) / GRID
    assume(threshold * previous <= support.high)
    gap, variance = draw(st.integers(1, GRID)) / GRID, draw(st.integers(1, 4 * GRID)) / GRID
    return block_sums(support, past), previous, threshold**2 + variance, Side(threshold, sign, threshold + sign * gap)


@pytest.mark.parametrize("support", [EVENT, UNIT, SIGNED, STEPS, REAL], ids=lambda s: f"{s.kind}{s.low:+.0f}")
@exact_property
@given(data=st.data())
def test_under_the_worst_law_of_the_null_no_draw_gains_on_average(support, data):
    sums, previous, moment, side = data.draw(nulls(support))
    before = log_evidence(support, moment, sums, side)
    assume(isfinite(before))  # an event that the null excludes, or evidence too far below 1 for a float
    x = np.array([0.0, 1.0])
    if support.kind != "event":
        x = np.append(np.linspace(max(support.low, -8), min(support.high, 8), 33), side.threshold * previous)
    rows = np.stack([x, np.full(x.size, previous)], axis=1)[:, None] if support.kind == "steps" else x[:, None]
    after = [log_evidence(support, moment, sums + block_sums(support, row), side) for row in rows]
    bounds = [side.sign * side.threshold * previous, moment if support.kind == "real" else 99]
    worst = linprog(-np.exp(np.array(after) - before), [side.sign * x, x * x], bounds, [x**0], [1])  # over all laws
    assert -worst.fun <= 1 + 1e-5, "gains on average (the solver is exact to 1e-7 times the largest gain)"
    if side.sign * (sums[1] - side.threshold * sums[2]) <= 0:
        assert before <= 1e-9, "evidence although the estimate is in the null"


@exact_property
@given(st.floats(0.01, 1))
def test_draws_at_the_end_of_their_support_are_no_evidence_against_themselves(low):
    support = Support("bounded", low, 2)
    sums, above = 20 * block_sums(support, np.full(4096, low)), nextafter(low, 2)  # a claim of `low`, rounded up
    assert log_evidence(support, 0, sums, Side(above, 1, 1.03 * above)) <= 0


@exact_property
@given(st.lists(st.integers(1, 20), min_size=2, max_size=6), st.data())
def test_a_claimed_law_makes_fair_games_of_its_cells(weights, data):
    p = np.array(weights) / sum(weights)
    counts = np.array(data.draw(st.lists(st.integers(0, 200), min_size=p.size, max_size=p.size)))
    rival = np.array(data.draw(st.permutations(p)))
    for fair in (lambda c: cells.log_cells(c, p), lambda c: cells.log_ratio(c, rival, p)):
        after = [fair(counts + one) + log(q) for one, q in zip(np.eye(p.size, dtype=int), p, strict=True)]
        assert np.logaddexp.reduce(after) == pytest.approx(fair(counts), abs=1e-9, rel=1e-11)
        assert fair(0 * counts) == 0


@exact_property
@given(st.integers(0, 60), st.integers(0, 60))
def test_the_mixture_of_two_cells_is_the_mean_likelihood(i, j):
    """Of shares with density 1/(pi sqrt(p(1 - p))): Gauss's sum at Chebyshev's points, exact for this degree."""
    p = np.cos((np.arange(i + j + 1) + 0.5) * np.pi / (2 * (i + j + 1))) ** 2
    mean = np.mean(p**i * (1 - p) ** j)
    assert cells.log_mixture(np.array([i, j])) == pytest.approx(log(mean), rel=1e-9, abs=1e-12)


@exact_property
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_the_mixture_is_the_product_of_what_is_predicted_draw_by_draw(counts):
    """In fractions: a cell that c of t draws fell into has the next with (c + 1/2)/(t + cells/2)."""
    product, drawn = Fraction(1), 0
    for count in counts:
        for c in range(count):
            product *= Fraction(2 * c + 1, 2 * drawn + len(counts))
            drawn += 1
    rows = np.array([counts, [0] * len(counts)])
    expected = [log(product.numerator) - log(product.denominator), 0]
    assert cells.log_mixture(rows) == pytest.approx(expected, rel=1e-11, abs=1e-11)


@exact_property
@given(st.sampled_from([1, -1]), st.integers(1, 999), st.integers(1, 999), st.integers(1, 60))
def test_the_counts_engine_is_a_fair_game_at_its_threshold(sign, theta, gap, n):
    theta, target = theta / 1000, (theta + sign * gap) / 1000
    assume(0 < target < 1)
    x = np.arange(n + 1.0)
    logs = [log_evidence(EVENT, 0, event_sums(n, i), Side(theta, sign, target)) for i in x]
    assert np.logaddexp.reduce(logs + binom.logpmf(x, n, theta)) == pytest.approx(0, abs=1e-8)


def test_the_inequalities_behind_the_bets_are_proved():
    y = sp.Symbol("y", real=True)
    delyon = sp.log(1 + y + y**2 / 3) - (y - y**2 / 6)  # 0 at 0, and its derivative has the sign of y
    assert sp.simplify(sp.diff(delyon, y) - y**3 / 9 / (1 + y + y**2 / 3)) == 0
    assert delyon.subs(y, 0) == 0 > sp.discriminant(1 + y + y**2 / 3, y)
    b, c = sp.symbols("b c", positive=True)
    bet = sp.log(1 + y) - (y - c * y**2)  # for c > 1/2: rises up to 1/(2c) - 1 < 0, falls to 0 at 0, rises
    assert sp.simplify(sp.diff(bet, y) - 2 * c * y * (y - (1 / (2 * c) - 1)) / (1 + y)) == 0
    cost = (-b - sp.log(1 - b)) / b**2  # = 1/2 + b/3 + b^2/4 + ...; so bet >= 0 for y >= -b, as it is 0 at -b
    assert sp.simplify(bet.subs({c: cost, y: -b})) == 0


@exact_property
@given(st.data(), st.sampled_from([EVENT, UNIT, SIGNED, STEPS, REAL]))
def test_sums_of_blocks_add_up_in_any_order(data, support):
    values = np.array(data.draw(st.lists(draws_of(support), min_size=2, max_size=40)))
    if support.kind == "steps":
        values = np.column_stack([values, values[::-1]])
    mixed = values[data.draw(st.permutations(range(len(values))))]
    parts = block_sums(support, mixed[:1]) + block_sums(support, mixed[1:])
    assert np.array_equal(parts, block_sums(support, values))


@pytest.mark.parametrize(
    ("support", "draw"),
    [
        (EVENT, 0.5), (EVENT, 2), (EVENT, -1), (EVENT, nan), (UNIT, inf), (REAL, inf), (REAL, nan),
        (SIGNED, -2.001), (SIGNED, 3.001), (SIGNED, nan), (STEPS, [0.26, 0.1]), (STEPS, [-0.01, 0.1]),
        (STEPS, [nan, 0.1]), (STEPS, [0.1, 0.26]), (STEPS, [0.1, -0.01]), (STEPS, [0.1, nan]),
    ],
    ids=lambda v: v.kind if isinstance(v, Support) else str(v),
)  # fmt: skip
def test_a_draw_outside_its_support_is_refused(support, draw):
    allowed = [[0.0, 0.25]] if support.kind == "steps" else [0.0, 1.0]
    assert block_sums(support, np.array(allowed))[0] == len(allowed)
    with pytest.raises(BadObservable):
        block_sums(support, np.array([*allowed, draw], dtype=float))


# -- calibration: truth at the edge of the null, evidence at many times ---------------------------------------
Data = namedtuple("Data", "support mean gap moment draw")  # independent draws, or paths, of exactly known mean


def blocks(data, rng, races, looks):
    """For every look, the new draws of every race, up to as many as a race may take."""
    cap = int(CAP * draws_needed(data.support, data.moment, data.mean, data.gap, LIMIT))
    if data.support.kind == "steps":  # a look is a generation of all paths; new paths every 6 generations
        for generation in range(looks):
            before = after if generation % 6 else data.draw(rng, (races, cap // looks))  # noqa: F821
            after = rng.binomial(FEW, before) / FEW
            yield np.stack([after * (1 - after), before * (1 - before)], axis=2)
    else:
        for size in np.diff(np.unique(np.geomspace(2, cap, looks).astype(int)), prepend=0):
            yield data.draw(rng, (races, size))


def points(support, values, shares, gap):
    table, ends = np.array(values, dtype=float), np.cumsum(shares)[:-1]
    return Data(support, table @ shares, gap, 0, lambda rng, shape: table[np.searchsorted(ends, rng.random(shape))])


DATA = {
    "rare event": points(EVENT, [0, 1], [0.97, 0.03], 0.02),
    "fair coin": points(EVENT, [0, 1], [0.5, 0.5], 0.06),
    "nearly sure event": points(EVENT, [0, 1], [0.03, 0.97], 0.02),
    "rare large values": points(UNIT, [0, 0.1, 1], [0.9, 0.09, 0.01], 0.03),
    "negative mean": points(SIGNED, [-2, 0, 3], [0.6, 0.39, 0.01], 0.3),
    "diversity of Wright-Fisher paths": Data(STEPS, 1 - 1 / FEW, 0.1, 0, lambda rng, shape: np.full(shape, 0.5)),
    "lognormal": Data(REAL, exp(0.5), 0.4, exp(2), lambda rng, shape: np.exp(rng.standard_normal(shape))),
    "minus squared normal": Data(REAL, -1, 0.3, 3, lambda rng, shape: -(rng.standard_normal(shape) ** 2)),
    "Student t with 5 degrees": Data(REAL, 0.2, 0.2, 5 / 3 + 0.04, lambda rng, shape: 0.2 + rng.standard_t(5, shape)),
}


def sums_of(support, block):
    """The six sums of the new draws of every race; those of the first one as `block_sums` has them."""
    x, s = np.moveaxis(block, 2, 0) if support.kind == "steps" else (block, np.ones_like(block))
    products = (np.einsum("ij,ij->i", *two) for two in ((x, x), (x, s), (s, s)))
    found = np.column_stack([np.full(len(x), x.shape[1]), x.sum(axis=1), s.sum(axis=1), *products])
    assert found[0] == pytest.approx(block_sums(support, block[0]), rel=1e-9, abs=1e-9)
    return found


def reached(data, sides, rng, races, looks):
    """How many races ever reach the limit on each side."""
    sums, crossed = np.zeros((races, 6)), np.zeros((len(sides), races), dtype=bool)
    for block in blocks(data, rng, races, looks):
        sums += sums_of(data.support, block)
        for i, side in enumerate(sides):
            ahead = side.sign * (sums[:, 1] - side.threshold * sums[:, 2]) > 0  # else there is none, as tested above
            if (asked := ahead & ~crossed[i]).any():
                logs = once_each(lambda row, s=side: log_evidence(data.support, data.moment, row, s), sums[asked])
                crossed[i, asked] = logs >= LIMIT
    return crossed.sum(axis=1)


@pytest.mark.parametrize("name", DATA)
def test_a_true_null_is_rejected_in_at_most_five_percent_of_races(name, entropy):
    data, races = DATA[name], 2000
    sides = [Side(data.mean, sign, data.mean + sign * data.gap) for sign in (1, -1)]
    for count in reached(data, sides, stream(entropy, f"calibration of {name}", 0), races, looks=12):
        assert_at_most(count, races)


@pytest.mark.parametrize("name", DATA)
def test_most_races_detect_a_difference_before_the_cap(name, entropy):
    data, races = DATA[name], 300
    sides = [Side(data.mean - sign * data.gap, sign, data.mean) for sign in (1, -1)]
    for count in reached(data, sides, stream(entropy, f"power for {name}", 0), races, looks=6):
        assert_most(count, races)


def test_true_laws_are_rejected_in_at_most_five_percent_of_races_and_false_ones_in_most(entropy):
    races, rng = 2000, stream(entropy, "calibration of cells", 0)
    p, q = np.array([0.9, 0.05, 0.03, 0.02]), np.array([0.9, 0.06, 0.03, 0.01])
    totals, hits = np.zeros((2, races, p.size), dtype=int), np.zeros((2, 2, races), dtype=bool)
    for size in np.diff(np.geomspace(2, 20000, 14).astype(int), prepend=0):
        for law, counts, hit in zip((p, q), totals, hits, strict=True):
            counts += rng.multinomial(size, law, races)
            hit[0] |= once_each(lambda c: cells.log_cells(c, p) >= LIMIT, counts)
            hit[1] |= once_each(lambda c: cells.log_ratio(c, q, p) >= LIMIT, counts)
    for wrong, right in hits.sum(axis=2).T:  # of the same engine at the true law and at the rival
        assert_at_most(wrong, races)
        assert_most(right, races)


@pytest.mark.parametrize("error", [0.2, 0.05, 1e-6])
@pytest.mark.parametrize("n", [1, 2, 7, 50, 1000, 10**6])
def test_the_interval_lies_between_two_exact_binomial_intervals(n, error):
    # Inside: exact p-values are at most 1 / evidence (Markov, as it rises with x). Outside: the Jeffreys mixture is
    # within 2 sqrt(n) of the best likelihood ratio, the halves cost another 4, and Pr(X = x) is at least
    # exp(-n KL) / sqrt(2 n); together 8 sqrt(2) n < 12 n. scipy finds its ends to 2e-12.
    for x in sorted({0, 1, n // 10, n // 2, n - 1, n}):
        low, high = np.clip(interval(EVENT, 0, event_sums(n, x), error), 0, 1)
        inner = binomtest(x, n).proportion_ci(1 - error, method="exact")
        outer = [betaincinv(y, n - y + 1, error / (24 * n)) if y else 0 for y in (x, n - x)]  # Clopper-Pearson
        assert outer[0] - 1e-15 <= low <= inner.low + 1e-11
        assert inner.high - 1e-11 <= high <= 1 - outer[1] + 1e-15


@pytest.mark.parametrize("support", [EVENT, UNIT, SIGNED], ids=lambda s: f"{s.kind}{s.low:+.0f}")
def test_the_interval_stays_in_the_support_and_ends_at_evidence_two_over_error(support):
    for end in (support.low, support.high):
        low, high = interval(support, 0, block_sums(support, np.full(20, end)))
        assert support.low <= low <= end <= high <= support.high
    if support.kind == "bounded":
        sums = block_sums(support, np.resize([support.low, support.high], 1000))
        for end, sign in zip(interval(support, 0, sums, LEVEL), (1, -1), strict=True):
            assert log_evidence(support, 0, sums, Side(end, sign, end)) == pytest.approx(log(2 / LEVEL), rel=1e-3)


@pytest.mark.parametrize("support", [EVENT, UNIT, SIGNED, Support("real", -inf, inf)], ids=lambda s: s.kind)
def test_what_is_excluded_lies_outside_of_the_interval_and_all_that_lies_there_is(support, entropy):
    # the interval ends where its bisection does, within 1e-6 of the evidence; looks from an end of the range may miss
    # an interval that ends within a sixteenth of the way
    rng = stream(entropy, f"excluded {support}", 0)
    for size, share, error in [(512, 0, 1e-12), (512, 0.01, 1e-4), (512, 0.5, 0.05), (4096, 0.98, 1e-12)]:
        low, high = (-1.5, 1.5) if support.kind == "real" else (support.low, support.high)
        sums = block_sums(support, np.where(rng.random(size) < share, high, low))
        ends = interval(support, 4.0, sums, error)
        for place in [*np.linspace(low - 1, high + 1, 21), low, high, sums[1] / size, *ends]:
            near = abs(sums[1] / size - place) / 16 if place in (support.low, support.high) else 1e-6
            for sign, beyond in ((1, ends[0] - place), (-1, place - ends[1])):
                if abs(beyond) > near:
                    assert excluded(support, 4.0, sums, place, sign, error) == (beyond > 0)


@pytest.mark.parametrize("theta", [0.01, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("n", [1, 5, 30, 200, 5000])
def test_where_the_counts_reject_the_exact_binomial_test_rejects(n, theta):
    for x in np.unique(np.linspace(0, n, 25).astype(int)):
        for sign, alternative in ((1, "greater"), (-1, "less")):
            exact = binomtest(int(x), n, theta, alternative).pvalue
            for target in (theta * 1.03, theta * 0.97, 0.02, 0.95):
                odds = log_evidence(EVENT, 0, event_sums(n, x), Side(theta, sign, target))
                assert exact * exp(min(odds, 700)) <= 1 + 1e-9


@pytest.mark.parametrize("p", [0.5, 0.02])
def test_the_interval_holds_at_all_times_together(p, entropy):
    races, rng = 2000, stream(entropy, f"coverage at {p}", 0)
    times = (16 * 1.25 ** np.arange(90)).astype(int)
    ones, missed = np.zeros(races), np.zeros(races, dtype=bool)
    for n, new in zip(times, np.diff(times, prepend=0), strict=True):
        ones += rng.binomial(new, p, races)
        far = abs(ones - n * p) > 2.5 * sqrt(n * p * (1 - p))  # the others are taken to be covered
        for count in np.unique(ones[far & ~missed]):
            low, high = interval(EVENT, 0, event_sums(n, count), LEVEL)
            missed |= (ones == count) & (not low <= p <= high)
    assert_at_most(missed.sum(), races)
