"""The engines of the races: each is a supermartingale, keeps its error rates, has power, and agrees with scipy.

Every statistical assertion is an exact binomial tail: it fails with probability at most 1e-9 when what it
asserts is true, for any entropy.
"""

import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import exp, inf, log, nan, sqrt
from types import ModuleType

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from harness import evidence, race as racing
from harness.cli import parser
from harness.evidence import BadObservable, Side, block_sums, draws_needed, interval, log_evidence
from harness.questions import CAP, build
from harness.race import Limits, batches, race
from harness.report import explain_race, number
from harness.verify import Run, nearest_mutant
from simulators.engine import BLOCK_PATHS, Support, bounded, event, law, real, stream
from theorems.language import Law, Mean, Parameters, Probability, Source, Theorem, X, real as real_parameter

RARE = 1e-9
LEVEL = 0.05
LIMIT = log(1 / LEVEL)
exact_property = settings(max_examples=300, deadline=None, database=None)


def assert_at_most(count, races, rate=LEVEL):
    """Fails with probability below 1e-9 if each race counts with probability at most `rate`."""
    assert binom.sf(count - 1, races, rate) >= RARE, f"{count} of {races} races, which should be at most {rate:.1%}"


def assert_most(count, races):
    """Proves by an exact test at 1e-9 that more than half count; if 95% do, 300 races fail it w. p. < 1e-30."""
    assert binom.sf(count - 1, races, 0.5) < RARE, f"only {count} of {races} races"


# -- every bet is fair or worse under its null, exactly -------------------------------------------------------

EVENT, UNIT, SIGNED = Support("event"), Support("bounded", 0, 1), Support("bounded", -2, 3)
STEPS, REAL = Support("steps", 0, 1), Support("real", -inf, inf)
GRID = 64  # draws are multiples of 1/64 and means of 1/4096, so that all sums are exact in floats


def draws_of(support):
    low, high = max(support.low, -8), min(support.high, 8)
    inner = st.integers(int(low * GRID), int(high * GRID)).map(lambda i: i / GRID)
    return st.sampled_from([0.0, 1.0]) if support.kind == "event" else st.sampled_from([low, high]) | inner


@st.composite
def nulls(draw, support):
    """Past draws, and the law of the next one: values, probabilities, and a side whose null contains the law."""
    values = np.array(draw(st.lists(draws_of(support), min_size=3, max_size=3)))
    weights = draw(st.lists(st.integers(0, GRID - 1), min_size=2, max_size=2).map(sorted))
    shares = np.diff([0, *weights, GRID]) / GRID
    past = np.array(draw(st.lists(draws_of(support), max_size=5)) * draw(st.sampled_from([1, 10, 100])))
    sign, previous = draw(st.sampled_from([1, -1])), 1.0
    if support.kind == "steps":
        previous = draw(st.integers(1, GRID)) / GRID
        past = np.column_stack([past, np.resize(draw(st.lists(draws_of(support), min_size=1)), past.size)])
    bound = np.floor(sign * shares @ values / previous * -4096) / -4096  # at least sign * mean
    threshold = sign * (bound + draw(st.just(0) | st.integers(0, 4096)) / 4096)
    moment = shares @ values**2 + draw(st.just(0) | st.integers(0, GRID)) / GRID
    gap = draw(st.integers(1, GRID)) / GRID
    return past, values, shares, previous, moment, Side(threshold, sign, threshold + sign * gap)


@pytest.mark.parametrize("support", [EVENT, UNIT, SIGNED, STEPS, REAL], ids=lambda s: f"{s.kind}{s.low:+.0f}")
@exact_property
@given(data=st.data())
def test_no_draw_of_the_null_gains_on_average(support, data):
    past, values, shares, previous, moment, side = data.draw(nulls(support))
    before_sums = block_sums(support, past) if past.size else np.zeros(evidence.SUMS)

    def after(x):
        row = np.array([[x, previous]]) if support.kind == "steps" else np.array([x])
        return log_evidence(support, moment, before_sums + block_sums(support, row), side)

    before = log_evidence(support, moment, before_sums, side)
    logs = np.array([after(x) for x in values[shares > 0]])
    mean = np.logaddexp.reduce(logs + np.log(shares[shares > 0]))
    assert before == inf or mean <= before + 1e-9 * (1 + abs(before)), f"{mean} on average after {before}"


@exact_property
@given(st.lists(st.integers(1, 20), min_size=2, max_size=6), st.data())
def test_a_claimed_law_makes_fair_games_of_its_cells(weights, data):
    p = np.array(weights) / sum(weights)
    counts = np.array(data.draw(st.lists(st.integers(0, 200), min_size=p.size, max_size=p.size)))
    rival = np.array(data.draw(st.permutations(p)))
    for fair in (lambda c: evidence.log_cells(c, p), lambda c: evidence.log_ratio(c, rival, p)):
        after = [fair(counts + one) + log(q) for one, q in zip(np.eye(p.size, dtype=int), p, strict=True)]
        assert np.logaddexp.reduce(after) == pytest.approx(fair(counts), abs=1e-9, rel=1e-11)
        assert fair(0 * counts) == 0


@pytest.mark.parametrize("sign", [1, -1])
@exact_property
@given(theta=st.integers(1, 999), gap=st.integers(1, 999), n=st.integers(1, 60))
def test_the_counts_engine_is_a_fair_game_at_its_threshold(sign, theta, gap, n):
    theta, target = theta / 1000, (theta + sign * gap) / 1000
    if not 0 < target < 1:
        return
    x = np.arange(n + 1.0)
    logs = [log_evidence(EVENT, 0, np.array([n, i, n, i, i, n]), Side(theta, sign, target)) for i in x]
    assert np.logaddexp.reduce(logs + binom.logpmf(x, n, theta)) == pytest.approx(0, abs=1e-8)


def test_the_inequalities_behind_the_bets_are_proved():
    y = sp.Symbol("y", real=True)
    delyon = sp.log(1 + y + y**2 / 3) - (y - y**2 / 6)  # 0 at 0, and its derivative has the sign of y
    assert delyon.subs(y, 0) == 0
    assert sp.simplify(sp.diff(delyon, y) - y**3 / 9 / (1 + y + y**2 / 3)) == 0
    assert sp.discriminant(1 + y + y**2 / 3, y) < 0
    b, c = sp.symbols("b c", positive=True)
    bet = sp.log(1 + y) - (y - c * y**2)  # for c > 1/2: rises up to 1/(2c) - 1 < 0, falls to 0 at 0, rises
    assert sp.simplify(sp.diff(bet, y) - 2 * c * y * (y - (1 / (2 * c) - 1)) / (1 + y)) == 0
    cost = (-b - sp.log(1 - b)) / b**2  # so it is positive for y >= -b if it vanishes at -b and c > 1/2
    assert sp.simplify(bet.subs({c: cost, y: -b})) == 0
    assert all(k >= sp.Rational(1, 2) for k in sp.series(cost, b, 0, 1).removeO().as_coefficients_dict().values())


@exact_property
@given(st.data(), st.sampled_from([EVENT, UNIT, SIGNED, STEPS, REAL]))
def test_sums_of_blocks_add_up_in_any_order(data, support):
    values = np.array(data.draw(st.lists(draws_of(support), min_size=2, max_size=40)))
    if support.kind == "steps":
        values = np.column_stack([values, values[::-1]])
    cut = data.draw(st.integers(1, len(values) - 1))
    parts = block_sums(support, values[:cut]) + block_sums(support, values[cut:])
    assert np.array_equal(parts, block_sums(support, values))
    assert np.array_equal(parts, block_sums(support, np.random.permutation(values)))
    columns = values.T if support.kind == "steps" else np.array([values, np.ones(values.size)])
    x, s = columns
    assert parts.tolist() == [x.size, x.sum(), s.sum(), (x * x).sum(), (x * s).sum(), (s * s).sum()]


@pytest.mark.parametrize(
    ("support", "draws"),
    [
        (EVENT, [0.5]), (EVENT, [2]), (EVENT, [-1]), (EVENT, [nan]),
        (SIGNED, [-2.001]), (SIGNED, [3.001]), (SIGNED, [nan]), (UNIT, [inf]), (REAL, [inf]), (REAL, [nan]),
        (Support("steps", 0, 0.25), [[0.26, 0.1]]), (Support("steps", 0, 0.25), [[-0.01, 0.1]]),
        (Support("steps", 0, 0.25), [[0.1, 0.26]]), (Support("steps", 0, 0.25), [[0.1, -0.01]]),
        (Support("steps", 0, 0.25), [[0.1, nan]]), (Support("steps", 0, 0.25), [[nan, 0.1]]),
    ],
    ids=lambda v: v.kind if isinstance(v, Support) else str(v),
)  # fmt: skip
def test_a_draw_outside_its_support_is_refused(support, draws):
    allowed = np.array([[0.0, 0.25]]) if support.kind == "steps" else np.array([0.0, 1.0])
    block_sums(support, allowed)
    with pytest.raises(BadObservable):
        block_sums(support, np.concatenate([allowed, np.array(draws, dtype=float)]))


# -- calibration: truth at the edge of the null, evidence at many times ---------------------------------------


@dataclass(frozen=True)
class Data:
    """Independent draws, or paths, of exactly known mean (or ratio) and second moment."""

    support: Support
    mean: float
    gap: float
    moment: float
    draw: Callable[[np.random.Generator, tuple[int, int]], np.ndarray]

    @property
    def horizon(self) -> int:
        """As long as a race may last."""
        return int(CAP * draws_needed(self.support, self.moment, self.mean, self.gap, LIMIT))

    def blocks(self, rng: np.random.Generator, races: int, looks: int) -> Iterator[np.ndarray]:
        """For every look, the new draws of every race."""
        if self.support.kind == "steps":  # a generation of all paths is a look; new paths every 10 generations
            paths = self.horizon // looks
            for generation in range(looks):
                p = self.draw(rng, (races, paths)) if generation % 10 == 0 else after
                after = rng.binomial(20, p) / 20
                yield np.stack([after * (1 - after), p * (1 - p)], axis=2)
        else:
            times = np.unique(np.geomspace(2, self.horizon, looks).astype(int))
            for size in np.diff(times, prepend=0):
                yield self.draw(rng, (races, size))


def coin(p, gap):
    return Data(EVENT, p, gap, 0, lambda rng, shape: rng.random(shape) < p)


def three_points(support, values, shares, gap):
    mean = float(np.dot(values, shares))
    steps = np.cumsum(shares)[:-1]
    return Data(
        support, mean, gap, 0, lambda rng, shape: np.asarray(values, float)[np.searchsorted(steps, rng.random(shape))]
    )


DATA = {
    "rare event": coin(0.03, 0.02),
    "fair coin": coin(0.5, 0.06),
    "nearly sure event": coin(0.97, 0.02),
    "rare large values": three_points(UNIT, [0, 0.1, 1], [0.9, 0.09, 0.01], 0.03),
    "rare small values": three_points(SIGNED, [-2, 2, 3], [0.02, 0.9, 0.08], 0.3),
    "negative mean": three_points(SIGNED, [-2, 0, 3], [0.6, 0.39, 0.01], 0.3),
    "diversity of Wright-Fisher paths": Data(STEPS, 0.95, 0.1, 0, lambda rng, shape: np.full(shape, 0.5)),
    "lognormal": Data(REAL, exp(0.5), 0.4, exp(2), lambda rng, shape: np.exp(rng.standard_normal(shape))),
    "minus squared normal": Data(REAL, -1, 0.3, 3, lambda rng, shape: -(rng.standard_normal(shape) ** 2)),
    "Student t with 5 degrees": Data(REAL, 0.2, 0.2, 5 / 3 + 0.04, lambda rng, shape: 0.2 + rng.standard_t(5, shape)),
}


def reached(data, sides, rng, races, looks=14):
    """How many races ever reach the limit on each side."""
    sums = np.zeros((races, evidence.SUMS))
    crossed = np.zeros((len(sides), races), dtype=bool)
    for block in data.blocks(rng, races, looks):
        sums += [block_sums(data.support, row) for row in block]
        for i, side in enumerate(sides):
            ahead = side.sign * (sums[:, 1] - side.threshold * sums[:, 2]) > 0  # see the next test
            for r in np.flatnonzero(ahead & ~crossed[i]):
                crossed[i, r] = log_evidence(data.support, data.moment, sums[r], side) >= LIMIT
    return crossed.sum(axis=1)


@pytest.mark.parametrize("support", [EVENT, UNIT, SIGNED, STEPS, REAL], ids=lambda s: f"{s.kind}{s.low:+.0f}")
@exact_property
@given(data=st.data())
def test_there_is_no_evidence_while_the_estimate_is_in_the_null(support, data):
    past, _, _, _, moment, side = data.draw(nulls(support))
    if past.size:
        sums = block_sums(support, past)
        if side.sign * (sums[1] - side.threshold * sums[2]) <= 0 and moment >= side.threshold**2:
            assert log_evidence(support, moment, sums, side) <= 1e-12


@pytest.mark.parametrize("name", DATA)
def test_a_true_null_is_rejected_in_at_most_five_percent_of_races(name, entropy):
    data, races = DATA[name], 2000
    sides = [Side(data.mean, sign, data.mean + sign * data.gap) for sign in (1, -1)]
    for count in reached(data, sides, stream(entropy, f"calibration of {name}", 0), races):
        assert_at_most(count, races)


@pytest.mark.parametrize("name", DATA)
def test_most_races_detect_a_difference_before_the_cap(name, entropy):
    data, races = DATA[name], 300
    sides = [Side(data.mean - sign * data.gap, sign, data.mean) for sign in (1, -1)]
    for count in reached(data, sides, stream(entropy, f"power for {name}", 0), races, looks=10):
        assert_most(count, races)


P = np.array([0.9, 0.05, 0.03, 0.02])
Q = np.array([0.9, 0.06, 0.03, 0.01])


def test_true_laws_are_rejected_in_at_most_five_percent_of_races_and_false_ones_in_most(entropy):
    races = 3000
    rng = stream(entropy, "calibration of cells", 0)
    truth, rival = np.zeros((races, P.size), dtype=int), np.zeros((races, P.size), dtype=int)
    hits = np.zeros((4, races), dtype=bool)
    for size in np.diff(np.geomspace(2, 20000, 25).astype(int), prepend=0):
        truth += rng.multinomial(size, P, races)
        rival += rng.multinomial(size, Q, races)
        for i, counts in enumerate((truth, rival)):
            hits[i] |= [evidence.log_cells(c, P) >= LIMIT for c in counts]
            hits[2 + i] |= [evidence.log_ratio(c, Q, P) >= LIMIT for c in counts]
    for wrong, right in hits.reshape(2, 2, races).sum(axis=2):
        assert_at_most(wrong, races)
        assert_most(right, races)


# -- agreement with scipy's exact intervals -------------------------------------------------------------------


def event_sums(n, x):
    return np.array([n, x, n, x, x, n], dtype=float)


CASES = [(n, x) for n in (1, 2, 7, 50, 1000, 10**6) for x in sorted({0, 1, n // 10, n // 2, n - 1, n})]


@pytest.mark.parametrize("error", [0.2, 0.05, 1e-6])
@pytest.mark.parametrize(("n", "x"), CASES)
def test_the_interval_lies_between_two_exact_binomial_intervals(n, x, error):
    # Inside: p-value <= 1 / evidence (Markov, as evidence rises with x). Outside: the Jeffreys mixture is within
    # 2 sqrt(n) of the best likelihood ratio, our halves cost another 4, and Pr(X = x) is at least
    # exp(-n KL) / sqrt(2 n); together 8 sqrt(2) n < 12 n.
    low, high = interval(EVENT, 0, event_sums(n, x), error)
    inner = binomtest(x, n).proportion_ci(1 - error, method="exact")
    outer = [binom_end(n, x, error / (24 * n)), 1 - binom_end(n, n - x, error / (24 * n))]
    rounding = 1e-12
    assert outer[0] - rounding <= low <= inner.low <= x / n <= inner.high <= high <= outer[1] + rounding


def binom_end(n, x, tail):
    """The p at which Pr(Bin(n, p) >= x) = tail: the lower Clopper-Pearson end."""
    from scipy.special import betaincinv

    return 0.0 if x == 0 else betaincinv(x, n - x + 1, tail)


@pytest.mark.parametrize("n", [1, 5, 30, 200, 5000])
@pytest.mark.parametrize("theta", [0.01, 0.3, 0.5, 0.9])
def test_where_the_counts_reject_the_exact_binomial_test_rejects(n, theta):
    for x in np.unique(np.linspace(0, n, 25).astype(int)):
        for sign, alternative in ((1, "greater"), (-1, "less")):
            exact = binomtest(int(x), n, theta, alternative).pvalue
            for target in (theta * 1.03, theta * 0.97, 0.02, 0.95):
                odds = log_evidence(EVENT, 0, event_sums(n, x), Side(theta, sign, target))
                assert odds <= -log(max(exact, 1e-300)) + 1e-9


@pytest.mark.parametrize("p", [0.5, 0.02])
def test_the_interval_holds_at_all_times_together(p, entropy):
    races, rng = 2000, stream(entropy, f"coverage at {p}", 0)
    times = (16 * 1.25 ** np.arange(90)).astype(int)
    ones, missed = np.zeros(races), np.zeros(races, dtype=bool)
    for n, new in zip(times, np.diff(times, prepend=0), strict=True):
        ones += rng.binomial(new, p, races)
        far = abs(ones - n * p) > 2.5 * sqrt(n * p * (1 - p))  # the others are taken to be covered
        for r in np.flatnonzero(far & ~missed):
            low, high = interval(EVENT, 0, event_sums(n, ones[r]), LEVEL)
            missed[r] = not low <= p <= high
    assert_at_most(missed.sum(), races)
