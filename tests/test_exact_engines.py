"""The engines of the binomial chain against rationals, closed forms and each other: brackets contain the truth.

Nothing is compared up to a tolerance chosen here: a bracket contains a rational or meets another bracket, and its
width is that which its docstring promises.
"""

from fractions import Fraction
from itertools import pairwise
from math import log, sqrt

import numpy as np
import pytest
from flint import arb, ctx, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.engine import stream
from simulators.exact import backward, chains, window
from simulators.exact.alphabet import unique
from simulators.exact.balls import BITS

UNIT = fmpq(1, 2**53)
exactly = settings(max_examples=300, database=None)


def fraction(x):
    return fmpq(*float(x).as_integer_ratio())


@pytest.fixture(autouse=True)
def precision():
    with ctx.workprec(BITS):
        yield


# -- error-free arithmetic ------------------------------------------------------------------------------------

integers = st.integers(-(2**53), 2**53)
floats = st.builds(lambda m, e: m * 2.0**e, integers, st.integers(-300, 300))


@exactly
@given(floats, floats)
def test_a_product_and_its_error_are_exact(a, b):
    product, error = backward.two_product(a, b)
    assert product == a * b
    assert fraction(product) + fraction(error) == fraction(a) * fraction(b)


@exactly
@given(integers, integers)
def test_a_product_of_integers_and_its_error_are_integers(a, b):
    product, error = backward.two_product(float(a), float(b))
    assert int(product) + int(error) == a * b


@exactly
@given(floats, floats)
def test_a_sum_and_its_error_are_exact(a, b):
    total, error = backward.two_sum(a, b)
    assert total == a + b
    assert fraction(total) + fraction(error) == fraction(a) + fraction(b)


positive = st.builds(lambda m, e: m * 2.0**e, st.integers(2**52, 2**53 - 1), st.integers(-60, 60))
pairs = st.builds(lambda high, low: (high, high * 2.0**-53 * low), positive, st.floats(-1, 1))


@exactly
@given(pairs, pairs)
def test_double_double_operations_keep_their_error_bounds(a, b):
    x, y = (sum(map(fraction, pair), fmpq(0)) for pair in (a, b))
    for result, truth, bound in (
        (backward._times(*a, *b), x * y, 6),
        (backward._over(*a, b[0]), x / fraction(b[0]), 5),
        (backward._plus(*a, *b), x + y, 3),
    ):
        assert abs(sum(map(fraction, result), fmpq(0)) - truth) <= bound * UNIT**2 * truth


# -- rows -----------------------------------------------------------------------------------------------------


def binomial(n, share):
    """Pr(Bin(n, share) = m), m = 0..n."""
    law, coefficient = [], fmpz(1)
    for m in range(n + 1):
        law.append(coefficient * arb(share) ** m * arb(1 - share) ** (n - m))
        coefficient = coefficient * (n - m) // (m + 1)
    return law


SHARES = {
    1: ["0", "1/3", "1"],
    7: ["0", "1/7", "1/2", "999/1000", "1"],
    400: ["1/1000000", "1/400", "1/3", "399/400"],
    3000: ["1/3000", "1/70"],
}


@pytest.mark.parametrize("n", SHARES)
@pytest.mark.parametrize("last", [0, 2, 30, 10**9])
def test_a_row_is_rounded_once_and_accounts_for_all_its_mass(n, last):
    shares = [fmpq(*map(int, (share + "/1").split("/")[:2])) for share in SHARES[n]]
    last = min(last, n)
    rows, at = backward.transitions(n, shares, last), 0
    for r, share in enumerate(shares):
        truth = binomial(n, share)
        kept = range(rows.start[r], rows.start[r] + rows.size[r])
        for m in kept:
            weight = fraction(rows.weights[at])
            assert abs(weight - truth[m]) <= fmpq(1001, 1000) * UNIT * truth[m]
            at += 1
        below = sum((truth[m] for m in range(last + 1) if m not in kept), arb(0))
        above = sum(truth[last + 1 :], arb(0))
        beyond, outside = fraction(rows.beyond[r]), fraction(rows.outside[r])
        assert below <= outside <= fmpq(1, 2**61)
        assert above <= beyond + outside
        assert beyond <= above * (1 + (2 * n + 12) * UNIT)
    assert at == rows.weights.size


def test_a_generation_rounds_twice_and_pays_for_what_is_beyond(entropy):
    n, last = 3000, 1000
    rng = stream(entropy, "a generation of the backward chain", 0)
    value, excess = rng.random(last + 1), 1e-3 * rng.random(last + 1)
    rows = backward.transitions(n, [fmpq(1, 3), fmpq(1, 4), fmpq(1, 700)], last)
    next_value, next_excess = backward.step(rows, value, excess)
    top, at = fraction(value[last]) + fraction(excess[last]), 0
    for r in range(3):
        targets = range(rows.start[r], rows.start[r] + rows.size[r])
        assert rows.size[r] > (10 if r == 2 else 200)
        weights = [fraction(w) for w in rows.weights[at : at + len(targets)]]
        total, over = (
            sum((w * fraction(x[m]) for w, m in zip(weights, targets, strict=True)), fmpq(0)) for x in (value, excess)
        )
        over += fraction(rows.beyond[r]) * top + fraction(rows.outside[r])
        assert abs(fraction(next_value[r]) - total) <= fmpq(1001, 1000) * UNIT * total
        assert over * (1 + 2 * UNIT) <= fraction(next_excess[r]) <= over * (1 + 4 * (rows.size[r] + 10) * UNIT)
        at += len(targets)


# -- extinction -----------------------------------------------------------------------------------------------


def lost(n, share, j):
    return chains.forgotten(n, share, j, "rational")


def width(j, tolerance=backward.TOLERANCE):
    """What `backward` promises: six roundings a generation on each side, and the window's tolerance."""
    return float((12 * j + 6) * UNIT) + tolerance


@pytest.mark.parametrize("n", [1, 2, 5, 12])
def test_all_starts_and_generations_contain_the_rational_chain(n):
    shares = [fmpq(s, 3 * n) for s in range(3 * n + 1)]
    low, high = backward.extinction(n, shares, 5)
    for j in range(6):
        for i, share in enumerate(shares):
            truth = lost(n, share, j)
            assert fraction(low[j, i]) <= truth <= fraction(high[j, i])
            assert high[j, i] - low[j, i] <= float((12 * j + 6) * UNIT * truth) + 2.0**-60
            assert fraction(high[j, i]) - fraction(low[j, i]) >= 4 * j * UNIT * truth or high[j, i] == 1  # as it may be


@pytest.mark.parametrize("last", range(9))
def test_a_window_of_any_size_brackets_the_chain(last):
    n, k = 8, 30
    states = [fmpq(s, n) for s in range(last + 1)]
    rows = backward.transitions(n, states, last)
    value, excess = np.zeros(last + 1), np.zeros(last + 1)
    value[0] = 1.0
    for j in range(1, k + 1):
        value, excess = backward.step(rows, value, excess)
        growth = (1 + fmpq(202, 100) * UNIT) ** j
        for state, least, more in zip(states, value, excess, strict=True):
            truth = lost(n, state, j)
            assert fraction(least) / growth <= truth <= (fraction(least) + fraction(more)) * growth
            if last == n:
                assert more <= j * 2.0**-61
            elif last < n - 1 and state > 0 and j > 1:  # what lies beyond the window does count
                assert fraction(least) * growth < truth


def test_a_window_that_was_guessed_too_narrow_is_widened(monkeypatch):
    monkeypatch.setattr(backward, "log", lambda _: -4.0)  # the guess is made for a tolerance of e^-4
    backward._table.cache_clear()
    excess = backward._table(500, 16, 16)[1]
    backward._table.cache_clear()
    assert excess[:, :17].max() <= backward.TOLERANCE
    assert excess.shape[1] < 501


@pytest.mark.parametrize("guess", [1.5, 3, 6.5, 20])
def test_a_bracket_is_as_narrow_as_was_asked_also_for_starts_beyond_its_window(guess, monkeypatch):
    """Whatever window is guessed first, and widened from there: at many tolerances, each with its own last width."""
    n, k = 400, 8
    monkeypatch.setattr(backward, "log", lambda _: -guess)
    for tolerance in 10.0 ** -np.arange(0.5, 12, 0.1):
        low, high = backward.extinction(n, [fmpq(1, 2), fmpq(1, 5), fmpq(1, 20)], k, float(tolerance))
        assert (high - low).max() <= width(k, tolerance)
    backward._table.cache_clear()


@pytest.mark.parametrize(("n", "share"), [(150, "1/50"), (150, "1/41"), (200, "1/1000"), (120, "119/120")])
@pytest.mark.parametrize("tolerance", [backward.TOLERANCE, 1e-4, 0.5])
def test_a_window_that_ends_before_n_contains_the_rational_chain(n, share, tolerance):
    share, k = fmpq(*map(int, share.split("/"))), 3
    low, high = backward.extinction(n, [share], k, tolerance)
    for j in range(k + 1):
        assert fraction(low[j, 0]) <= lost(n, share, j) <= fraction(high[j, 0])
        assert high[j, 0] - low[j, 0] <= width(j, tolerance)
    sizes = [backward._table(n, 8, 8, t)[0].shape[1] for t in (tolerance, backward.TOLERANCE)]
    assert sizes[0] <= sizes[1] < n


@pytest.mark.parametrize(("n", "s"), [(1000, 1), (1000, 12), (20000, 3)])
def test_two_generations_are_a_sum_over_the_first(n, s):
    share = fmpq(s, n) / 3
    law = arb(1 - share) ** n
    total = law
    for m in range(1, n + 1):
        law *= arb(fmpq(n - m + 1, m)) * share / (1 - share)
        total += law * (1 - arb(m) / n) ** n
    low, high = backward.extinction(n, [share], 2)
    assert low[1, 0] <= (1 - arb(share)) ** n <= high[1, 0]
    assert low[2, 0] <= total <= high[2, 0]
    assert max(high[:, 0] - low[:, 0]) <= width(2)


@pytest.mark.parametrize(("n", "share", "k"), [(400, "1/40", 30), (1000, "1/3000", 20), (10**5, "1/5000", 6)])
def test_forward_and_backward_brackets_meet(n, share, k):
    share = fmpq(*map(int, share.split("/")))
    gone, alone = (chains.forgotten(n, p, k, "float") for p in (share, 1 - share))
    forward = window.bracket(n, share, k, [fmpq(m == 0) for m in range(n + 1)], fmpq(1))
    ends = window.bracket(n, share, k, [fmpq(m in (0, n)) for m in range(n + 1)], fmpq(1))
    assert gone.overlaps(forward)
    assert (gone + alone).overlaps(ends)
    # they would not meet one generation later
    assert not gone.overlaps(window.bracket(n, share, k + 1, [fmpq(m == 0) for m in range(n + 1)], fmpq(1)))


def test_a_hundred_generations_of_a_hundred_thousand():
    n, k, starts = 10**5, 100, [1, 2, 10, 50, 99, 100]
    low, high = backward.extinction(n, [fmpq(s, n) for s in starts], k)
    assert (high - low).max() < 1e-12
    assert (low[:-1] <= high[1:]).all()  # the dead stay dead
    assert (low[:, 1:] <= high[:, :-1]).all()  # more copies live longer
    assert (low[5:, :-1] > high[5:, 1:]).all()
    g = arb(1)
    for j in range(1, k + 1):  # Pr(P_j = 0) lies between (1-p)^(n g + 1) and e^(-n p g), g the j-th of its iterates
        for i, s in enumerate(starts):
            assert low[j, i] <= (-s * g).exp()
            assert high[j, i] >= (1 - arb(s) / n) ** (n * g + 1)
        g = 1 - (-g).exp()


def test_shares_next_to_the_ends_are_no_trouble():
    tiny = fmpq(1, 10**400)
    low, high = backward.extinction(50, [fmpq(0), tiny, 1 - tiny, fmpq(1)], 3)
    assert (high[:, 0] == 1).all()
    assert (high[1:, 1] == 1).all()
    assert (low[:, 2:] == 0).all()
    for j in (1, 2, 3):
        assert fraction(low[j, 1]) <= lost(50, tiny, j)
        assert fraction(high[j, 2]) >= lost(50, 1 - tiny, j)
    assert ((high - low).max(axis=1) <= [width(j) for j in range(4)]).all()


def test_in_the_long_run_the_share_is_the_probability_to_survive():
    n, k = 6, 150
    low, high = backward.extinction(n, [fmpq(s, n) for s in range(n + 1)], k)
    for s in range(n + 1):
        limit, slowest = 1 - fmpq(s, n), fmpq(n**2, n - 1) * fmpq(s * (n - s), n * n) * (1 - fmpq(1, n)) ** k
        assert fraction(low[k, s]) <= limit
        assert fraction(high[k, s]) >= limit - slowest


@pytest.mark.parametrize(("n", "k"), [(12, 5), (40, 2), (100, 1)])
def test_the_three_arithmetics_agree(n, k):
    p0 = fmpq(1, 7)
    truth = chains.forgotten(n, p0, k, "rational")
    for arithmetic in ("ball", "float"):
        assert chains.forgotten(n, p0, k, arithmetic).contains(truth)

    def diversity(p):
        return p * (1 - p)

    truth = chains.expectation(n, p0, k, diversity, fmpq(1, 4), "rational")
    for arithmetic in ("ball", "float"):
        assert chains.expectation(n, p0, k, diversity, fmpq(1, 4), arithmetic).contains(truth)


def test_a_chain_that_is_too_large_is_refused():
    with pytest.raises(ValueError, match="too long"):
        backward.forgotten(10**7, fmpq(1, 2), 10**5)


# -- distinct symbols -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [[3, 2, 1], [1] * 6, [6], [4, 1, 1, 0]])
def test_distinct_symbols_contain_the_rational_sum(counts):
    n = 7
    found = unique(n=n, k=4, counts=counts)
    again = unique(n=n, k=4, shares=[Fraction(count, sum(counts)) for count in counts])
    for j in range(5):
        truth = sum((1 - lost(n, fmpq(count, sum(counts)), j) for count in counts), fmpq(0))
        assert found[j].contains(truth)
        assert again[j].contains(truth)
        assert float(found[j].rad()) <= float((6 * j + 8) * UNIT) * len(counts) + 2.0**-60


def test_distinct_symbols_need_one_start():
    for given_twice in ({}, {"counts": [1], "shares": [1]}):
        with pytest.raises(ValueError, match="counts"):
            unique(n=3, k=1, **given_twice)


def test_a_large_alphabet_sums_its_symbols():
    counts = [1] * 60000 + [2] * 30000 + [5] * 9999 + [70005]
    n, k = sum(counts), 10
    found = unique(n=n, k=k, counts=counts)
    low, high = backward.extinction(n, [fmpq(c, n) for c in (1, 2, 5, 70005)], k)
    for j in range(k + 1):
        least = sum((m * (1 - fraction(u)) for m, u in zip((60000, 30000, 9999, 1), high[j], strict=True)), fmpq(0))
        most = sum((m * (1 - fraction(u)) for m, u in zip((60000, 30000, 9999, 1), low[j], strict=True)), fmpq(0))
        assert found[j].contains(least)
        assert found[j].contains(most)
        assert float(found[j].rad()) <= 1e5 * (width(j) + float(8 * UNIT))
    assert all(later < sooner for sooner, later in pairwise(found))


def test_distinct_symbols_are_those_of_a_simulated_corpus(entropy):
    # Maurer and Pontil's empirical Bernstein interval (COLT 2009, theorem 4) for counts in [0, 20], two-sided at
    # 1e-9 in all; the neighbouring generations must be outside of it
    n, runs, symbols = 40, 40000, 20
    shares = np.arange(1, symbols + 1) / 210
    found = unique(n=n, k=5, shares=[Fraction(i, 210) for i in range(1, symbols + 1)])
    rng = stream(entropy, "distinct symbols", 0)
    sample = np.broadcast_to(shares, (runs, symbols))
    need = log(4 * 5 / 1e-9)
    for j in range(1, 6):
        sample = rng.multinomial(n, sample) / n
        distinct = (sample > 0).sum(axis=1)
        half = sqrt(2 * distinct.var(ddof=1) * need / runs) + 7 * symbols * need / (3 * (runs - 1))
        inside = [i for i in range(6) if abs(found[i] - distinct.mean()) <= half]
        assert inside == [j]
