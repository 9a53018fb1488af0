"""Exact rooms from outside: brute force that shares no code with them lies in every ball, and is every rational.

Chains are pushed forward state by state in whole numbers, Gaussian fits are expanded as polynomials in the normal
variables that they are made of, kernel draws are enumerated parent by parent. A ball must contain the value that
is known exactly, or the interval that is: one that leaves out what its engine dropped does not.
"""

import itertools
import math
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from simulators.exact import (
    bernoulli,
    chains,
    finite,
    gaussian,
    gaussian_accumulate,
    kde_accumulate,
    kde_replace,
    poisson,
    window,
)
from simulators.exact.balls import BITS


@pytest.fixture(autouse=True)
def precision():
    with ctx.workprec(BITS):
        yield


def rational(x):
    """The same number for flint."""
    return fmpq(Fraction(x).numerator, Fraction(x).denominator)


def holds(found, truth):
    """Is the truth the rational that was found, or in the ball? A rational is itself made a ball: a finer one."""
    with ctx.workprec(16 * BITS):
        return found.contains(rational(truth)) if isinstance(found, arb) else found == rational(truth)


# -- the binomial chain -------------------------------------------------------------------------------------------


def chain(n, p0, k):
    """Pr(n P_k = m), m = 0..n: whole numbers over one denominator, row by row."""
    p0 = Fraction(p0)
    p, q = p0.numerator, p0.denominator
    ways = [math.comb(n, m) for m in range(n + 1)]
    law, scale = [ways[m] * p**m * (q - p) ** (n - m) for m in range(n + 1)], q**n
    for _ in range(k - 1):
        law = [ways[m] * sum(w * i**m * (n - i) ** (n - m) for i, w in enumerate(law) if w) for m in range(n + 1)]
        scale *= n**n
    return [Fraction(weight, scale) for weight in law]


CHAINS = [(1, "1/3", 3), (2, "1/2", 4), (7, "2/9", 3), (30, "1/100", 2), (40, "1/40", 3), (60, "1/2", 2)]
CHAINS += [(60, "59/60", 3), (400, "1/2", 1), (400, "1/1000", 1), (150, "149/150", 2)]
CHAINS += [
    (40, "1/100000000", 1),
    (40, "1/100000000", 2),
    (40, "1/10000000000", 1),
]  # what floats can hardly tell from 0
ARITHMETICS = ("rational", "ball", "float")


@pytest.mark.parametrize("arithmetic", ARITHMETICS)
@pytest.mark.parametrize(("n", "p0", "k"), CHAINS)
def test_the_probability_of_every_state_is_enclosed_however_rare(n, p0, k, arithmetic):
    """Also where all of it went through states, or lies beyond a row, that floats do not follow."""
    law, share = chain(n, p0, k), fmpq(*map(int, p0.split("/")))
    for m in sorted({*range(0, n + 1, max(1, n // 40)), 1, n - 1, n} & {*range(n + 1)}):
        found = chains.expectation(n, share, k, lambda p, m=m: fmpq(p * n == m), fmpq(1), arithmetic)
        assert holds(found, law[m]), m
        assert arithmetic == "rational" or float(found.rad()) <= 1e-13 * k
    assert holds(chains.forgotten(n, share, k, arithmetic), law[0])


@pytest.mark.parametrize(("n", "p0", "k"), CHAINS[:6])
def test_expectations_are_those_of_the_chain(n, p0, k):
    law, at = chain(n, p0, k), {"n": n, "p0": Fraction(p0), "k": k}
    states = [Fraction(m, n) for m in range(n + 1)]
    for found, value in (
        (bernoulli.forgotten, lambda p: p == 0),
        (bernoulli.survived, lambda p: p != 0),
        (bernoulli.absorbed, lambda p: p in (0, 1)),
        (bernoulli.share, lambda p: p),
        (bernoulli.diversity, lambda p: p * (1 - p)),
    ):
        assert holds(found(**at), sum(w * value(p) for w, p in zip(law, states, strict=True))), found
    assert finite.chain(rational(p0), k, lambda p: finite.binomial(n, p)) == {
        rational(p): rational(w) for p, w in zip(states, law, strict=True)
    }


@pytest.mark.parametrize("drop", [1e-21, 1e-6, 1e-2])
@pytest.mark.parametrize(("n", "p0", "k"), CHAINS)
def test_a_window_is_as_wide_as_the_mass_that_it_lost(n, p0, k, drop, monkeypatch):
    """For functions that are large on one state, at one end, every other state, or where the law is small."""
    monkeypatch.setattr(window, "DROP", drop)
    window._law.cache_clear()
    law, share = chain(n, p0, k), fmpq(*map(int, p0.split("/")))
    for some in (lambda m: m == 0, lambda m: m == n, lambda m: m % 2, lambda m: law[m] < 10 * drop, lambda m: True):
        for cap in (Fraction(1, 4), Fraction(1), Fraction(1000)):
            chosen = [rational(cap * bool(some(m))) for m in range(n + 1)]
            found = window.bracket(n, share, k, chosen, rational(cap))
            truth = sum((w for m, w in enumerate(law) if some(m)), Fraction(0))
            assert holds(found, cap * truth)
            wide = float(cap) * (k * (n + 1) * drop + k * (n + 50) * 2.0**-48)
            assert float(found.rad()) <= wide  # and no wider than that
    window._law.cache_clear()


@pytest.mark.parametrize("keep", [0.0, 0.2, 0.7, 1.0])
@pytest.mark.parametrize(("n", "p0", "k"), [chain for chain in CHAINS if chain[0] < 100])
def test_what_a_row_says_to_be_missing_is_paid_for(n, p0, k, keep, monkeypatch):
    """Rows that give up all but a share of their states, from above or from below."""
    real, law, share = window._row, chain(n, p0, k), fmpq(*map(int, p0.split("/")))
    for from_below in (False, True):

        def cut(n, share, from_below=from_below):
            start, row, missing, roundings = real(n, share)
            size = math.ceil(keep * row.size)
            kept = slice(row.size - size, row.size) if from_below else slice(0, size)
            return start + kept.start, row[kept], missing + 1.0001 * (row.sum() - row[kept].sum()) + 1e-15, roundings

        monkeypatch.setattr(window, "_row", cut)
        window._law.cache_clear()
        for m in range(n + 1):
            assert holds(window.bracket(n, share, k, [fmpq(m == i) for i in range(n + 1)], fmpq(1)), law[m])
    window._law.cache_clear()


@pytest.mark.parametrize(
    ("n", "p0"), [(1, "1/3"), (60, "1/2"), (2000, "1/2"), (2000, "1/50"), (2000, "49/50"), (9, "1/9")]
)
def test_a_row_of_a_window_accounts_for_its_roundings_and_for_the_mass_elsewhere(n, p0):
    share = fmpq(*map(int, p0.split("/")))
    start, row, missing, roundings = window._row(n, share)
    law, end = chain(n, p0, 1), start + row.size
    elsewhere = sum(law[:start], Fraction(0)) + sum(law[end:], Fraction(0))
    assert elsewhere * Fraction(1, 1) <= Fraction(missing) <= 2 * elsewhere + Fraction(1, 10**40)
    assert 2000 not in (n,) or elsewhere > 0
    assert (
        max(abs(Fraction(w) / law[m] - 1) for m, w in enumerate(row, start) if law[m] > 1e-290) <= roundings * 2.0**-53
    )
    # ratios of neighbours are multiplied up to an end, each of three roundings and one more: in an entry and in the sum
    mode = max(range(n + 1), key=law.__getitem__)
    assert roundings >= 8 * max(mode - start, end - 1 - mode)


@pytest.mark.parametrize(("n", "k"), [(60, 2), (60, 30), (12, 200)])
def test_the_ball_of_a_window_grows_with_the_roundings_of_every_generation(n, k):
    """Each generation adds up n products or so, of entries that went through 8 roundings a step."""
    share, half = fmpq(1, 2), [fmpq(m > n // 2) for m in range(n + 1)]
    found = window.bracket(n, share, k, half, fmpq(1))
    assert float(found.rad()) >= float(found.mid()) * (k - 1) * 8 * (n // 4) * 2.0**-53


@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_absorption_and_one_generation_are_those_of_the_chain(n):
    """A chain of j generations has passed all but n (1 - 1/n)^j of its way to the ends."""
    p0 = Fraction(2, 7)
    late = 120 if n > 1 else 1
    end = chain(n, p0, late)[n]
    assert end <= Fraction(int(bernoulli.fixation(n=n, p0=p0).p), int(bernoulli.fixation(n=n, p0=p0).q))
    assert rational(end) >= bernoulli.fixation(n=n, p0=p0) - n * fmpq(n - 1, n) ** late
    for i in range(n + 1):
        law = chain(n, Fraction(i, n), 1)
        diversity = sum(w * Fraction(m * (n - m), n * n) for m, w in enumerate(law))
        assert rational(diversity) == bernoulli.diversity_step(n=n, p0=p0, k=3) * fmpq(i * (n - i), n * n)


# -- the Poisson chain --------------------------------------------------------------------------------------------


def poisson_chain(start, k, reach=120):
    """(Pr(N_k = m), m < reach) from a rate `start`, pushed forward in balls, and a bound on the mass that was lost."""
    law, lost, rate = [arb(0)] * reach, arb(0), {start: arb(1)}
    for _ in range(k):
        law = [arb(0)] * reach
        for mean, weight in rate.items():
            term = (-arb(mean)).exp()
            kept = arb(0)
            for m in range(reach):
                law[m] += weight * term
                kept += term
                term *= arb(mean) / (m + 1)
            lost += abs(weight * (1 - kept)).upper()
        rate = {fmpq(m): weight for m, weight in enumerate(law)}
    return law, lost


@pytest.mark.parametrize(("n", "lambda0", "k"), [(1, "1/2", 1), (3, "1/2", 2), (2, "5/3", 3), (5, "1/1000", 3)])
def test_poisson_survival_and_intensity_are_those_of_the_chain(n, lambda0, k):
    law, lost = poisson_chain(rational(lambda0) * n, k)
    at = {"n": n, "lambda0": Fraction(lambda0), "k": k}
    assert lost < 1e-24
    survives = sum(law[1:], arb(0))
    assert poisson.survival(**at).overlaps(survives.union(survives + lost))
    assert float(poisson.survival(**at).rad()) < 1e-60
    for found, power in ((poisson.intensity, 1), (poisson.intensity_second_moment, 2)):
        seen = sum((w * fmpq(m**power, n**power) for m, w in enumerate(law)), arb(0))
        # what was lost adds at most sqrt(E N^4 lost), N = n Lambda_k (Cauchy and Schwarz), and E N^4 < 1e6
        assert seen.lower() <= found(**at) <= seen.upper() + 1e-9
    if k > 1:
        lineage = poisson_chain(fmpq(1), k)[0][0]
        assert poisson.lineage_extinct(k=k).overlaps(lineage.union(lineage + lost))


# -- Gaussian fits as polynomials in normal variables -------------------------------------------------------------


class Polynomial(dict):
    """Exponents of independent standard normal variables -> coefficient."""

    def __add__(self, other):
        out = defaultdict(Fraction, self)
        for key, value in other.items():
            out[key] += value
        return Polynomial(out)

    def __mul__(self, other):
        if not isinstance(other, Polynomial):
            return Polynomial({key: value * other for key, value in self.items()})
        out = defaultdict(Fraction)
        for (a, x), (b, y) in itertools.product(self.items(), other.items()):
            out[tuple(map(sum, zip(a, b, strict=True)))] += x * y
        return Polynomial(out)

    def __pow__(self, power):
        out = Polynomial({(0,) * len(next(iter(self))): Fraction(1)})
        for _ in range(power):
            out = out * self
        return out

    def mean(self):
        """The expectation: E Z^(2i) = 1 3 5 .. (2i - 1)."""
        return sum(
            (value * math.prod(math.prod(range(1, e, 2)) for e in key)
             for key, value in self.items() if not any(e % 2 for e in key)), Fraction(0),
        )  # fmt: skip


def variables(count):
    return [Polynomial({tuple(int(i == j) for j in range(count)): Fraction(1)}) for i in range(count)]


def average(values):
    return sum(values[1:], values[0]) * Fraction(1, len(values))


def fitted(values, ddof):
    """Mean and variance of values that are polynomials."""
    centre = average(values)
    squares = [(value + centre * Fraction(-1)) ** 2 for value in values]
    return centre, average(squares) * Fraction(len(values), max(len(values) - ddof, 1))


@pytest.mark.parametrize("n", [1, 2])
def test_accumulated_fits_have_the_moments_of_their_polynomials(n):
    """Batch 2 is mu_1 + r z with r^2 = s_1: of r only even powers have a mean, and those are polynomials."""
    x, z = (variables(2 * n + 1)[part] for part in (slice(0, n), slice(n, 2 * n)))
    r = variables(2 * n + 1)[2 * n]
    mu, s = fitted(x, 0)
    assert_moments(n, 1, mu, s, lambda p: p.mean())
    later, spread = fitted([*x, *(mu + r * one for one in z)], 0)

    def mean(polynomial):
        total = Fraction(0)
        for key, value in polynomial.items():
            if key[-1] % 2 == 0:
                rest = Polynomial({(*key[:-1], 0): value})
                total += (rest * s ** (key[-1] // 2)).mean()
        return total

    assert_moments(n, 2, later, spread, mean)


def assert_moments(n, k, mu, s, mean):
    for name, polynomial, power in (
        ("variance", s, 2), ("variance_second_moment", s**2, 4), ("variance_square", s**2, 4),
        ("variance_square_second_moment", s**4, 8), ("mean_error", mu**2, 2), ("mean_error_second_moment", mu**4, 4),
        ("conserved", mu**2 + s, 2), ("conserved_second_moment", (mu**2 + s) ** 2, 4),
    ):  # fmt: skip
        for sigma0 in (1, Fraction(3, 2)):
            found = getattr(gaussian_accumulate, name)(n=n, k=k, sigma0=sigma0)
            assert holds(found, mean(polynomial) * sigma0**power), name


def scales(n, k):
    """E V^a P^b with V = (P_0 + .. + P_(k-1))/n, for whole b: by sums over all products of P's, b may be half."""
    shape = arb(n - 1) / 2

    def step(power):  # E S^power
        return (shape + power).gamma() / (shape.gamma() * shape**power)

    def moment(a, b):
        total = arb(0)
        for chosen in itertools.product(range(k), repeat=a):
            exponents = [sum((arb(1) for j in chosen if j > i), arb(b)) for i in range(k)]  # of the factor S_(i+1)
            total += math.prod((step(e) for e in exponents), start=arb(1))
        return total / n**a

    return moment


def half(i):
    return fmpq(i, 2)


@pytest.mark.parametrize(("n", "k"), [(2, 1), (2, 3), (3, 2), (9, 4)])
def test_moments_of_the_replaced_fits_are_sums_over_all_products_of_scales(n, k):
    """R = V Z^2 + (sqrt(P) - 1)^2 to the power 1, 2, 3 and 4, each term by itself."""
    moment, sigma0 = scales(n, k), Fraction(2, 3)
    at, by = {"n": n, "k": k, "sigma0": sigma0}, rational(sigma0)

    def risk(power):
        total = arb(0)
        for j in range(power + 1):
            for i in range(2 * (power - j) + 1):
                sign = (-1) ** i * math.comb(power, j) * math.comb(2 * (power - j), i)
                total += sign * math.prod(range(1, 2 * j, 2)) * moment(j, half(i))
        return total * by ** (2 * power)

    copies = sum(((-1) ** i * math.comb(4, i) * risk(i) * risk(4 - i) for i in range(5)), arb(0)) / 4
    for name, truth in {
        "scale": by * moment(0, half(1)),
        "scale_second_moment": by**2 * moment(0, 1),
        "scale_square": by**2 * moment(0, 1),
        "scale_square_second_moment": by**4 * moment(0, 2),
        "centre_square": by**2 * moment(1, 0),
        "centre_square_second_moment": 3 * by**4 * moment(2, 0),
        "risk": risk(1),
        "risk_second_moment": risk(2),
        "risk_variance": risk(2) - risk(1) ** 2,
        "risk_variance_second_moment": copies,
    }.items():
        found = arb(getattr(gaussian, name)(**at))
        assert found.overlaps(truth), name
        assert found.rad() + truth.rad() < 1e-50, name
    for alpha in (Fraction(-1, 3), Fraction(5, 2)):
        for name, power in (("scale_power", alpha), ("scale_power_second_moment", 2 * alpha)):
            if n - 1 + power > 0:
                found = getattr(gaussian, name)(**at, alpha=alpha)
                assert found.overlaps(arb(by) ** arb(rational(power)) * moment(0, rational(power) / 2)), name


@pytest.mark.parametrize(("n", "k"), [(2, 1), (3, 4), (50, 3)])
def test_the_mean_and_the_square_of_the_log_scale_are_derivatives_of_its_moments(n, k):
    """E ln and E ln^2 from E Sigma^t at t = -h, 0, h, with remainders E |ln Sigma|^3 and 4 times powers of h."""
    h, sigma0 = fmpq(1, 10**12), Fraction(5, 4)
    at = {"n": n, "k": k, "sigma0": sigma0}
    up, down = (gaussian.scale_power(**at, alpha=Fraction(sign, 10**12)) for sign in (1, -1))
    first, second = (up - down) / (2 * arb(h)), (up + down - 2) / arb(h) ** 2
    assert abs(gaussian.log_scale(**at) - first) < 1e-18
    assert abs(gaussian.log_scale_second_moment(**at) - second) < 1e-18
    assert gaussian.drift(n=n).overlaps(gaussian.log_scale(n=n, k=1, sigma0=1))
    assert gaussian.drift_second_moment(n=n).overlaps(gaussian.log_scale_second_moment(n=n, k=1, sigma0=1))


@pytest.mark.parametrize("k", [0, 1, 3])
@pytest.mark.parametrize("n", [2, 7])
def test_both_sides_of_the_law_of_the_scale_add_up(n, k):
    for ratio in (Fraction(1, 50), Fraction(1), Fraction(3, 2)):
        at = {"n": n, "k": k, "sigma0": Fraction(7, 3)}
        x = ratio * at["sigma0"]
        below, above = gaussian.collapsed(**at, eps=x), gaussian.above(**at, eps=x)
        assert arb(below + above).contains(1)
        assert arb(gaussian.scale_law(**at, x=x)).overlaps(arb(below))
        if k == 1:
            degrees = arb(n - 1)
            lower = (degrees * arb(rational(ratio)) ** 2 / 2).gamma_lower(degrees / 2, regularized=True)
            assert arb(below).overlaps(lower)


# -- kernel draws, parent by parent -------------------------------------------------------------------------------


def genealogies(n, k, pooled):
    """Every way in which the points of batches 1..k choose their parents, of equal probability within a batch.

    Yields its probability and the points of the last batch (or of all): each the tuple of variables it adds up,
    the first of which is a real point, the others kernels.
    """
    names = itertools.count()

    def grow(batches, weight):
        if len(batches) == k:
            yield weight, [point for batch in (batches if pooled else batches[-1:]) for point in batch]
            return
        parents = [point for batch in (batches if pooled else batches[-1:]) for point in batch]
        for chosen in itertools.product(range(len(parents)), repeat=n):
            batch = [(*parents[i], f"kernel {next(names)}") for i in chosen]
            yield from grow([*batches, batch], weight / len(parents) ** n)

    yield from grow([[(f"real {i}",) for i in range(n)]], Fraction(1))


def spread_moments(points, h, sigma0):
    """E V and E V^2 of the variance V of points that are sums of independent normals: Isserlis."""
    size = len(points)
    variance = {"real": sigma0**2, "kernel": h**2}

    def covariance(a, b):
        return sum((variance[x.split()[0]] for x in set(a) & set(b)), Fraction(0))

    raw = [[covariance(a, b) for b in points] for a in points]
    row = [sum(r, Fraction(0)) / size for r in raw]
    whole = sum(row, Fraction(0)) / size
    centred = [[raw[i][j] - row[i] - row[j] + whole for j in range(size)] for i in range(size)]
    trace = sum(centred[i][i] for i in range(size)) / size
    square = sum(c * c for r in centred for c in r) / size**2
    return trace, trace**2 + 2 * square


@pytest.mark.parametrize(("room", "pooled"), [(kde_replace, False), (kde_accumulate, True)])
@pytest.mark.parametrize(("n", "k"), [(1, 1), (1, 4), (2, 1), (2, 2), (2, 3), (3, 2)])
def test_kernel_draws_have_the_laws_of_their_genealogies(room, pooled, n, k):
    h, sigma0 = Fraction(1, 2), Fraction(4, 3)
    at = {"n": n, "k": k, "h": h, "sigma0": sigma0}
    depths, mean, square = Counter(), Fraction(0), Fraction(0)
    for weight, points in genealogies(n, k, pooled):
        for point in points:
            depths[len(point)] += weight / len(points)  # one kernel more than the point has
        first, second = spread_moments(points, h, sigma0)
        mean, square = mean + weight * first, square + weight * second
    assert sum(depths.values()) == 1
    assert room.spread(**at) == rational(mean)
    bound = room.spread_second_moment(**at)
    assert bound == rational(square) if (n * k if pooled else n) == 2 else bound >= rational(square)
    variances = {depth: sigma0**2 + depth * h**2 for depth in depths}
    assert room.draw_square(**at) == rational(sum(p * variances[d] for d, p in depths.items()))
    assert room.draw_square_second_moment(**at) == rational(sum(3 * p * variances[d] ** 2 for d, p in depths.items()))
    for x in (Fraction(-9), Fraction(0), Fraction(5, 4)):
        law = sum((rational(p) * tail(x, variances[d]) for d, p in depths.items()), arb(0))
        assert room.draw(**at, x=x).overlaps(law)
        assert float(room.draw(**at, x=x).rad()) < 1e-60
    if pooled:
        for x in range(k + 2):
            assert kde_accumulate.depth(n=n, k=k, x=x) == rational(sum(p for d, p in depths.items() if d <= x))


def tail(x, variance):
    """Pr(N(0, variance) <= x), by the incomplete gamma function."""
    half_square = rational(x * x / (2 * variance))
    inside = arb(half_square).gamma_lower(arb(1) / 2, regularized=True) if x else arb(0)
    return (1 + inside) / 2 if x >= 0 else arb(half_square).gamma_upper(arb(1) / 2, regularized=True) / 2
