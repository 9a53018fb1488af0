"""Workflows as data, and the moments that one recursion gives all of them, against every pair of points."""

from fractions import Fraction
from itertools import pairwise

import pytest
import sympy as sp
from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS
from simulators.exact.workflows import family, fits, resampling, unbiased
from theorems.language import DomainError
from theorems.language.recursion import recursion
from theorems.language.workflows import Workflow
from theorems.processes import processes

WRITTEN = (
    "replace",
    "accumulate",
    "subsample",
    "bootstrap",
    "window(2)",
    "window(3)",
    "last half",
    "synthetic only",
    "replace + fresh(1/4)",
    "accumulate + fresh(1/2)",
    "bootstrap + fresh(3/4)",
    "replace + fixed(1/4)",
    "replace + fresh(1/3) + fixed(1/4)",
    "accumulate, sizes n*t",
    "window(2), sizes n+4-t",
    "subsample, sizes n*t",
    "replace + fresh(1/4), sizes n*(t^2-t+2)/2",
)
SPREADS = {
    "known variance": family(0),
    "exponential": family(1),
    "binomial": family(Fraction(-1, 3)),
    "normal": resampling(),
    "kernel": resampling(Fraction(1, 2)),
    "unbiased": unbiased,
}


@pytest.fixture(autouse=True)
def precision():
    with ctx.workprec(BITS):
        yield


def by_pairs(rounds, spread):
    """E theta_t^2 and the variance of a draw, from E x y of every pair of points, each by itself."""
    products, batches = [], []  # products[i][j] = E x_i x_j
    seen, error, drawn = [], fmpq(0), fmpq(1)
    for size, real, oldest, keeps, taken, replacement in rounds:
        start = len(products)
        for i in range(size):
            with_model = [sum((products[j][x] for x in seen), fmpq(0)) / max(len(seen), 1) for j in range(start)]
            with_batch = [error if min(i, j) >= real else fmpq(0) for j in range(i)]
            row = ([fmpq(0)] * start if i < real else with_model) + with_batch + [fmpq(1) if i < real else drawn]
            products = [[*old, x] for old, x in zip(products, row, strict=False)] + [row]
        batches.append(range(start, start + size))
        seen = [x for t, batch in enumerate(batches, 1) if t >= oldest or (keeps and t == 1) for x in batch]
        same = sum((products[x][x] for x in seen), fmpq(0)) / len(seen)
        apart = [products[x][y] for x in seen for y in seen if x != y]
        distinct = sum(apart, fmpq(0)) / max(len(apart), 1)
        m = taken or len(seen)
        picks = same / len(seen) + distinct * (len(seen) - 1) / len(seen)
        error = same / m + (picks if replacement else distinct) * (m - 1) / m
        drawn = error + spread(error, same, m)
        yield error, drawn - error


@pytest.mark.parametrize("spread", SPREADS.values(), ids=SPREADS)
@pytest.mark.parametrize("written", WRITTEN)
def test_few_numbers_do_the_work_of_all_pairs(written, spread):
    rounds = list(Workflow.parse(written).rounds(8, 3))
    assert list(fits(rounds, spread)) == list(by_pairs(rounds, spread))


@pytest.mark.parametrize("name", ["replace", "accumulate", "subsample", "bootstrap", "window(2)"])
def test_declared_processes_have_the_same_moments(name):
    """The recursion that follows from the declaration, started later where a window begins with real batches."""
    first = 2 if name.startswith("window") else 1
    process = processes()[f"gaussian_{Workflow.parse(name).process}"]
    error = recursion(process, process.observables["mean_error"])
    variance = recursion(process, process.observables["variance"])
    for n in (1, 3):
        rounds = list(Workflow.parse(name).rounds(n, 6))
        rounds = [(size, size if t < first else real, *rest) for t, (size, real, *rest) in enumerate(rounds)]
        for t, fit in enumerate(fits(rounds, resampling()), 1):
            point = {"n": sp.Integer(n), "sigma0": sp.Integer(1)}
            if t >= first:
                assert [Fraction(str(x)) for x in fit] == [error.value(t, point), variance.value(t, point)]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_replace_shrinks_by_a_constant_factor(n):
    for t, (centre, spread) in enumerate(gaussian("replace", n, 8), 1):
        assert spread == (1 - fmpq(1, n)) ** t
        assert centre == 1 - spread


@pytest.mark.parametrize("n", [2, 5])
def test_an_unbiased_variance_stays_and_the_mean_walks(n):
    fitted = fits(Workflow.parse("replace").rounds(n, 6), unbiased)
    assert list(fitted) == [(fmpq(t, n), 1) for t in range(1, 7)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("accumlate", "a workflow is one of replace, accumulate"),
        ("window", "a workflow is one of"),
        ("window(0)", "a workflow is one of"),
        ("accumulate(2)", "a workflow is one of"),
        ("replace + fresh(2)", "fresh is a share in (0, 1)"),
        ("replace + fixed(x)", "fixed is a share in (0, 1)"),
        ("replace + fresh(1/2) + fresh(1/2)", "given once each"),
        ("accumulate + fixed(1/2)", "fixed is a share of n points where the last batch is replaced"),
        ("replace + fixed(1/2), sizes n*t", "fixed is a share of n points"),
        ("replace, sizes m*t", "sizes are an expression in n and t"),
        ("replace, sizes n+", "no expression"),
    ],
)
def test_what_is_no_workflow_is_told(written, said):
    with pytest.raises(DomainError, match=said.replace("(", r"\(").replace(")", r"\)")):
        Workflow.parse(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("replace + fresh(1/3)", "the fresh share 1/3 of 10 points must be a whole number"),
        ("replace, sizes n-5*t", "the size n-5\\*t of batch 2 must be a whole number >= 1"),
        ("accumulate, sizes n/(t-2)", "the size n/\\(t-2\\) of batch 1"),
    ],
)
def test_numbers_of_points_are_whole(written, said):
    with pytest.raises(DomainError, match=said):
        list(Workflow.parse(written).rounds(10, 3))


@pytest.mark.parametrize("written", WRITTEN)
def test_a_workflow_is_written_as_it_is_read(written):
    assert str(Workflow.parse(written)) == written
    assert Workflow.parse(written.replace(" ", "").replace("lasthalf", "last half").replace("only", " only")) == (
        Workflow.parse(written)
    )


def test_sizes_are_rounded_up():
    rounds = Workflow.parse("replace, sizes n*t^(1/2)").rounds(3, 4)
    assert [size.size for size in rounds] == [3, 5, 6, 6]


def test_a_selection_that_cannot_be_made_is_refused():
    with pytest.raises(ValueError, match="round 1 has 2 points: 3 cannot be taken"):
        list(fits([(2, 2, 1, False, 3, False)], family(0)))
    with pytest.raises(ValueError, match="round 1 cannot be"):
        list(fits([(2, 1, 1, False, None, False)], family(0)))
    with pytest.raises(ValueError, match="needs 2 points: got 1"):
        list(fits([(1, 1, 1, False, None, False)], unbiased))


# -- closed forms and limits ------------------------------------------------------------------------------------


def gaussian(workflow, n, k):
    """The fits of models 1..k to normal data, ddof = 0."""
    return list(fits(Workflow.parse(workflow).rounds(n, k), resampling()))


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
        model = gaussian(workflow, n, t)
        assert value.contains(model[-1].variance)
        assert model[-1].error + model[-1].variance == 1
        assert all(later.variance < sooner.variance for sooner, later in pairwise(model))
        assert limit < model[-1].variance
        assert abs(limit - fmpq(int(printed[1:]), 10**7)) <= fmpq(1, 2 * 10**7)  # it is printed with 7 digits


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8])
def test_a_window_errs_more_by_a_martingale_in_every_round(width):
    """Known variance: 4/((w + 1)^2 n) a round in the long run."""
    n, k = 7, 40 * width
    errors = [model.error for model in fits(Workflow.parse(f"window({width})").rounds(n, k), family(0))]
    assert abs((errors[-1] - errors[-2]) * n - fmpq(4, (width + 1) ** 2)) < fmpq(1, 10**6)
    assert all(later > sooner for sooner, later in pairwise(errors))


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
        for t, (centre, _) in enumerate(gaussian(workflow, n, k), 1):
            assert 0 <= ratio[t] - n * centre <= ratio[t] ** 2 / n
    assert [round(float(pool[t]), 4) for t in (2, 5, 10, 20)] == [1.75, 2.3908, 2.6493, 2.7885]
