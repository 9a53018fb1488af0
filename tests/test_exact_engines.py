"""The exact engines against rationals, closed forms and each other: every bracket must contain the truth.

Nothing is compared up to a tolerance chosen here: a bracket contains a rational or meets another bracket, and its
width is that which its docstring promises.
"""

from fractions import Fraction
from itertools import pairwise
from math import log, sqrt

import numpy as np
import pytest
from flint import acb, arb, ctx, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.exact import backward, chains, mellin, window
from simulators.exact import gaussian_accumulate as accumulate
from simulators.exact.alphabet import unique
from simulators.exact.balls import BITS
from simulators.exact.workflows import fits

UNIT = fmpq(1, 2**53)
exactly = settings(max_examples=300, deadline=None, database=None)


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
    rows, at = backward._rows(n, shares, last), 0
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


# -- extinction -----------------------------------------------------------------------------------------------


def lost(n, share, j):
    return chains.forgotten(n, share, j, "rational")


def width(j):
    """What `backward` promises: six roundings a generation on each side, and the window's tolerance."""
    return float((12 * j + 6) * UNIT) + backward.TOLERANCE


@pytest.mark.parametrize("n", [1, 2, 5, 12])
def test_all_starts_and_generations_contain_the_rational_chain(n):
    shares = [fmpq(s, 3 * n) for s in range(3 * n + 1)]
    low, high = backward.extinction(n, shares, 5)
    for j in range(6):
        for i, share in enumerate(shares):
            truth = lost(n, share, j)
            assert fraction(low[j, i]) <= truth <= fraction(high[j, i])
            assert high[j, i] - low[j, i] <= float((12 * j + 6) * UNIT * truth) + 2.0**-60


@pytest.mark.parametrize("last", range(13))
def test_a_window_of_any_size_brackets_the_chain(last):
    n, k = 12, 5
    states = [fmpq(s, n) for s in range(last + 1)]
    rows = backward._rows(n, states, last)
    value, excess = np.zeros(last + 1), np.zeros(last + 1)
    value[0] = 1.0
    for j in range(1, k + 1):
        value, excess = backward._step(rows, value, excess)
        growth = (1 + fmpq(202, 100) * UNIT) ** j
        for state, least, more in zip(states, value, excess, strict=True):
            truth = lost(n, state, j)
            assert fraction(least) / growth <= truth <= (fraction(least) + fraction(more)) * growth
            if last == n:
                assert more <= j * 2.0**-61
            elif last < 7 and state > 0 and j > 1:  # what lies beyond the window does count
                assert fraction(least) * growth < truth


@pytest.mark.parametrize(("n", "share"), [(150, "1/50"), (150, "1/41"), (200, "1/1000"), (120, "119/120")])
def test_a_window_that_ends_before_n_contains_the_rational_chain(n, share):
    share, k = fmpq(*map(int, share.split("/"))), 3
    low, high = backward.extinction(n, [share], k)
    for j in range(k + 1):
        assert fraction(low[j, 0]) <= lost(n, share, j) <= fraction(high[j, 0])
        assert high[j, 0] - low[j, 0] <= width(j)
    assert backward._table(n, 8, 8)[0].shape[1] < n


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
    p = np.array(starts) / n
    g = 1.0
    for j in range(1, k + 1):  # Pr(P_j = 0) lies between (1-p)^(n g + 1) and e^(-n p g), g the j-th of its iterates
        assert (low[j] * (1 - 1e-12) <= np.exp(-n * p * g)).all()
        assert (high[j] * (1 + 1e-12) >= (1 - p) ** (n * g + 1)).all()
        g = 1 - np.exp(-g)


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


def test_distinct_symbols_are_those_of_a_simulated_corpus():
    # Maurer and Pontil's empirical Bernstein interval (COLT 2009, theorem 4) for counts in [0, 20], two-sided at
    # 1e-9 in all; the neighbouring generations must be outside of it
    n, runs, symbols = 40, 40000, 20
    shares = np.arange(1, symbols + 1) / 210
    found = unique(n=n, k=5, shares=[Fraction(i, 210) for i in range(1, symbols + 1)])
    rng = np.random.default_rng(20241217)
    sample = np.broadcast_to(shares, (runs, symbols))
    need = log(4 * 5 / 1e-9)
    for j in range(1, 6):
        sample = rng.multinomial(n, sample) / n
        distinct = (sample > 0).sum(axis=1)
        half = sqrt(2 * distinct.var(ddof=1) * need / runs) + 7 * symbols * need / (3 * (runs - 1))
        inside = [i for i in range(6) if abs(found[i] - distinct.mean()) <= half]
        assert inside == [j]


# -- the law of a product of chi-square ratios ----------------------------------------------------------------

LEVELS = [fmpq(1, 10**6), fmpq(1, 50), fmpq(1, 3), fmpq(1), fmpq(5, 2), fmpq(20)]


def certain(law, rare_width=2.0**-48):
    """Below and above add up to 1, and the rarer one is known to full relative precision."""
    below, above = law
    rare = below if below < above else above
    return (below + above).contains(1) and float(rare.rad() / rare) <= rare_width


@pytest.mark.parametrize("level", LEVELS)
def test_one_factor_is_chi_square(level):
    for degrees in (1, 2, 9, 400):
        law = mellin.product_law(degrees, 1, level)
        lower = (arb(degrees) * level / 2).gamma_lower(arb(degrees) / 2, regularized=True)
        assert law[0].overlaps(lower)
        assert certain(law)
    assert mellin.product_law(2, 1, level)[1].overlaps((-arb(level)).exp())


@pytest.mark.parametrize("relative", [0.5, 0.05, 1e-3])
@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_coarse_sum_pays_for_its_errors(level, relative, monkeypatch):
    monkeypatch.setattr(mellin, "RELATIVE", relative)
    for degrees in (1, 2, 9):
        (law,) = mellin._laws(degrees, 1, 1, level)
        assert law[0].contains((arb(degrees) * level / 2).gamma_lower(arb(degrees) / 2, regularized=True))
        assert not certain(law, relative / 1000)


@pytest.mark.parametrize("level", LEVELS)
def test_two_exponential_factors_have_the_law_of_a_bessel_function(level):
    root = 2 * arb(level).sqrt()
    law = mellin.product_law(2, 2, level)
    assert law[1].overlaps(root * root.bessel_k(1))
    assert certain(law)


@pytest.mark.parametrize("level", LEVELS[1:])
@pytest.mark.parametrize(("degrees", "k"), [(1, 3), (9, 20), (99, 4)])
def test_the_sum_is_the_integral_on_another_line(degrees, k, level):
    # between -a and 0, or beyond it, wherever: the same probability
    a = arb(degrees) / 2

    def integrand(z, _):
        if not (a + z.real) > 0:
            return acb("nan")
        return (k * ((a + z).lgamma() - a.lgamma() - z * a.log()) - z * arb(level).log()).exp() / z

    def at(y):
        return abs(integrand(acb(c, y), False))

    c, end = arb("1.25"), arb(1)
    while at(end) > 1e-25:
        end *= 2
    with ctx.workprec(100):
        line = acb.integral(integrand, acb(c), acb(c, end), rel_tol=2.0**-60, abs_tol=2.0**-60).imag / arb.pi()
        rest = abs(acb(c, end)) * at(end) / (arb.pi() * k * end * (end / (a + c)).atan())
    law = mellin.product_law(degrees, k, level)
    assert law[1].overlaps(line + rest.union(-rest))
    assert certain(law)


@pytest.mark.parametrize(("degrees", "k"), [(1, 40), (9, 70), (999, 20)])
@pytest.mark.parametrize("level", [fmpq(1, 100), fmpq(4, 5), fmpq(9, 4)])
def test_all_numbers_of_factors_at_once(degrees, k, level):
    laws = mellin.product_laws(degrees, k, level)
    assert len(laws) == k
    for j, (below, above) in enumerate(laws, 1):
        one = mellin.product_law(degrees, j, level)
        assert below.overlaps(one[0])
        assert above.overlaps(one[1])
        assert float(below.rad()) <= 2.0**-50
        if j > 1 and degrees < 999:
            assert not below.overlaps(laws[j - 2][0])


def test_the_law_of_the_scale_for_all_generations():
    laws = {x: mellin.scale_laws(n=10, k=30, sigma0=2, x=x) for x in (-1, 0, Fraction(1, 2), 1, 2, 5)}
    assert all(law == 0 for x in (-1, 0) for law in laws[x])
    assert [laws[x][0] for x in (1, 2, 5)] == [0, 1, 1]
    for small, large in pairwise([Fraction(1, 2), 1, 2, 5]):
        assert all(laws[small][j] < laws[large][j] for j in range(1, 31))
    for x in (Fraction(1, 2), 5):
        for j in (1, 2, 3, 4, 17, 30):
            assert laws[x][j].overlaps(mellin.product_law(9, j, fmpq(*((Fraction(x) / 2) ** 2).as_integer_ratio()))[0])


# -- workflows ------------------------------------------------------------------------------------------------

WORKFLOWS = ("replace", "accumulate", "subsample", "bootstrap")


@pytest.mark.parametrize("n", [1, 2, 5])
def test_accumulate_has_the_moments_of_its_own_chain(n):
    expected = [(accumulate.mean_error(n=n, k=t, sigma0=3), accumulate.variance(n=n, k=t, sigma0=3)) for t in range(9)]
    assert fits("accumulate", n=n, k=8, sigma0=3) == expected


@pytest.mark.parametrize("n", [1, 2, 5])
def test_replace_shrinks_by_a_constant_factor(n):
    for t, (centre, spread) in enumerate(fits("replace", n=n, k=8, sigma0=2)):
        assert spread == 4 * (1 - fmpq(1, n)) ** t
        assert centre == 4 - spread


def propagated(workflow, n, k):
    """E mu_t^2, E s_t from the moments of pairs of points: D[s] = E x^2, C[r][s] = E x x' for distinct points.

    Written from the model alone, batch by batch.
    """
    D, C, model = [fmpq(1)], [[fmpq(0)]], []
    for t in range(1, k + 1):
        batches = [t - 1] if workflow == "replace" else range(t)
        points = [(s, i) for s in batches for i in range(n)]
        pairs = [(D[p[0]] if p == q else C[p[0]][q[0]], p == q) for p in points for q in points]
        same = sum((c for c, equal in pairs if equal), fmpq(0)) / len(points)
        both = sum((c for c, _ in pairs), fmpq(0)) / len(pairs)
        distinct = (both * len(pairs) - same * len(points)) / max(len(pairs) - len(points), 1)
        drawn = {"subsample": same / n + (1 - fmpq(1, n)) * distinct, "bootstrap": same / n + (1 - fmpq(1, n)) * both}
        centre = drawn.get(workflow, both)
        model.append((centre, same - centre))
        # a new point with an old one of batch r: the model's mean with it
        row = [sum((D[r] if p == (r, 0) else C[p[0]][r] for p in points), fmpq(0)) / len(points) for r in range(t)]
        D.append(same)
        C = [[*old, new] for old, new in zip(C, row, strict=True)] + [[*row, centre]]
    return model


@pytest.mark.parametrize("workflow", WORKFLOWS)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_two_numbers_do_the_work_of_all_pairs(workflow, n):
    assert fits(workflow, n=n, k=5)[1:] == propagated(workflow, n, 5)


def gammas(t, *places):
    """prod over places of Gamma(t + place)/Gamma(1 + place), with an exponent for each."""
    out = arb(1)
    for place, exponent in places:
        out *= ((t + place).gamma() / (1 + place).gamma()) ** exponent
    return out


def sine_product(x, t):
    """prod_(j <= t) (1 - x^2/j^2) and its limit."""
    return gammas(arb(t) + 1, (-x, 1), (x, 1), (arb(0), -2)), (arb.pi() * x).sin() / (arb.pi() * x)


def subsample_product(n, t):
    e = (arb(3) * (4 * n - 1)).sqrt() / (2 * n)
    inner = 1 - 1 / arb(2 * n)
    value = gammas(arb(t), (inner - e, 1), (inner + e, 1), (arb(0), 1), (-1 / arb(n), -1)) / arb(t + 1).gamma() ** 2
    limit = (1 - 1 / arb(n)) * (2 - 1 / arb(n)).gamma() / ((1 + inner - e).gamma() * (1 + inner + e).gamma())
    return value * (1 - 1 / arb(n)) * fmpq((n - 1) * t, n * t - 1), limit


PLATEAUS = {  # n: the limits of E s_t under accumulate, subsample, bootstrap
    2: (".3581878", ".1645541", ".1501733"),
    5: (".7019980", ".5346665", ".5045512"),
    10: (".8434359", ".7389910", ".7154916"),
    32: (".9493827", ".9116090", ".9018265"),
    100: (".9836316", ".9709971", ".9675858"),
    316: (".9948026", ".9907474", ".9896379"),
    1000: (".9983559", ".9970687", ".9967150"),
}


@pytest.mark.parametrize("n", PLATEAUS)
def test_the_variance_falls_to_its_plateau(n):
    t = 30
    products = {
        "accumulate": sine_product(1 / arb(n).sqrt(), t),
        "subsample": subsample_product(n, t),
        "bootstrap": sine_product(arb(2 * n - 1).sqrt() / n, t),
    }
    for (workflow, (value, limit)), printed in zip(products.items(), PLATEAUS[n], strict=True):
        model = fits(workflow, n=n, k=t)
        assert value.contains(model[t][1])
        assert model[t][0] + model[t][1] == 1
        assert all(later[1] < sooner[1] for sooner, later in pairwise(model))
        assert limit < model[t][1]
        assert abs(limit - fmpq(int(printed[1:]), 10**7)) <= fmpq(1, 2 * 10**7)  # it is printed with 7 digits


def test_many_points_a_round_give_the_rational_ratios():
    # n E mu_t^2 in the limit of large n: 0 < ratio - n E mu_t^2 < ratio^2/n, as each step errs by its own square
    n, k = 10**12, 20
    H2 = [fmpq(0)]
    for j in range(1, k + 1):
        H2.append(H2[-1] + fmpq(1, j * j))
    pool = [fmpq(0)]
    for t in range(1, k + 1):
        pool.append(2 - fmpq(1, t) + sum((fmpq(2 * s - 1, s * (s + 1) ** 2) for s in range(1, t)), fmpq(0)))
    ratios = {"replace": [fmpq(t) for t in range(k + 1)], "accumulate": H2, "subsample": pool}
    ratios["bootstrap"] = [2 * h for h in H2]
    for workflow, ratio in ratios.items():
        for t, (centre, _) in enumerate(fits(workflow, n=n, k=k)):
            assert 0 <= ratio[t] - n * centre <= ratio[t] ** 2 / n
    assert [round(float(pool[t]), 4) for t in (2, 5, 10, 20)] == [1.75, 2.3908, 2.6493, 2.7885]
