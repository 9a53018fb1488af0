"""Exact rooms of Gaussian fits and kernel draws from outside: brute force that shares no code lies in every ball.

Fits are expanded as polynomials in the normal variables that they are made of, kernel draws are enumerated parent by
parent.
"""

import itertools
import math
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from enclosing import Exact, holds, precision, rational  # noqa: F401
from flint import arb, fmpq

gaussian, gaussian_accumulate = Exact("gaussian"), Exact("gaussian_accumulate")
kde_replace, kde_accumulate = Exact("kde_replace"), Exact("kde_accumulate")

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
    assert room.spread_second_moment(**at) == rational(square)
    variances = {depth: sigma0**2 + depth * h**2 for depth in depths}
    assert room.draw_square(**at) == rational(sum(p * variances[d] for d, p in depths.items()))
    assert room.draw_square_second_moment(**at) == rational(sum(3 * p * variances[d] ** 2 for d, p in depths.items()))
    for x in (Fraction(-9), Fraction(0), Fraction(5, 4)):
        law = sum((rational(p) * tail(x, variances[d]) for d, p in depths.items()), arb(0))
        assert room.draw(**at, x=x).overlaps(law)
        assert float(room.draw(**at, x=x).rad()) < 1e-60
    if pooled:
        for x in range(k + 2):
            assert Exact("kde_depth_accumulate").depth(n=n, k=k, x=x) == rational(
                sum(p for d, p in depths.items() if d <= x)
            )


def tail(x, variance):
    """Pr(N(0, variance) <= x), by the incomplete gamma function."""
    half_square = rational(x * x / (2 * variance))
    inside = arb(half_square).gamma_lower(arb(1) / 2, regularized=True) if x else arb(0)
    return (1 + inside) / 2 if x >= 0 else arb(half_square).gamma_upper(arb(1) / 2, regularized=True) / 2
