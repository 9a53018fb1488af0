"""The law of the fitted scale and the moments of every workflow against closed forms, rationals and each other.

Nothing is compared up to a tolerance chosen here: a ball contains the truth or meets another ball, and its width
is that which its docstring promises.
"""

from fractions import Fraction
from itertools import pairwise

import pytest
from enclosing import Exact
from flint import acb, arb, ctx, fmpq

from simulators.engine import stream
from simulators.exact import mellin
from simulators.exact.balls import BITS
from simulators.exact.workflows import fits


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


# -- workflows ------------------------------------------------------------------------------------------------

WORKFLOWS = ("replace", "accumulate", "subsample", "bootstrap")


@pytest.mark.parametrize("n", [1, 2, 5])
def test_accumulate_has_the_moments_of_its_own_chain(n):
    accumulate = Exact("gaussian_accumulate")
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
