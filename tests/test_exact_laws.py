"""The law of the fitted scale and the moments of every workflow against closed forms, rationals and each other.

Nothing is compared up to a tolerance chosen here: a ball contains the truth or meets another ball, and its width
is that which its docstring promises.
"""

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import acb, arb, ctx, fmpq

from simulators.engine import stream
from simulators.exact import mellin
from simulators.exact.balls import BITS


@pytest.fixture(autouse=True)
def precision():
    with ctx.workprec(BITS):
        yield


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


def test_a_sum_of_any_coarseness_contains_the_truth(entropy, monkeypatch):
    """Each error of the method in turn is nearly all that is allowed: 500 laws and levels that nobody chose."""
    rng = stream(entropy, "coarse sums", 0)
    for _ in range(500):
        degrees, relative = int(rng.integers(1, 60)), float(rng.choice([0.9, 0.7, 0.3]))
        level = fmpq(max(int(1000 * rng.lognormal()), 1), 1000)
        monkeypatch.setattr(mellin, "RELATIVE", relative)
        (law,) = mellin._laws(degrees, 1, 1, level)
        assert law[0].contains((arb(degrees) * level / 2).gamma_lower(arb(degrees) / 2, regularized=True))


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
