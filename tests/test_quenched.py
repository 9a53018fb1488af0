"""Means given the first data: right for every list of points, and on average those of the process itself."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
import sympy as sp

from harness.author.mutant_table import contradiction
from harness.judge.case import Case
from harness.judge.exact import check_point
from simulators.engine import stream
from theorems.language import DomainError, real
from theorems.language.chains import NotFinite, chain
from theorems.language.data import Data, Mean
from theorems.language.domains.entries import Entries
from theorems.language.laws import Choice, Finite, NoMoment
from theorems.language.literal import simulate
from theorems.language.processes import Draw, Process
from theorems.language.quenched import quenched
from theorems.language.recursion import recursion
from theorems.language.registry import find
from theorems.language.supports import support
from theorems.language.writing import observable_latex
from theorems.processes import processes

PROCESSES = processes()
GIVEN = [name for name in PROCESSES if name.endswith("_given")]
VALUES = (sp.Integer(-1), sp.Integer(2), sp.Rational(1, 2))
SHARES = (sp.Rational(1, 2), sp.Rational(1, 3), sp.Rational(1, 6))


def with_finite_start(name):
    """The process, but its real points have one of three values each."""
    process = PROCESSES[name]
    (seen,) = process.start
    return replace(process, start={seen: Finite(VALUES, SHARES)}, before={})


def point(size, **rest):
    return {"n": sp.Integer(size), "h": sp.Rational(1, 3), "sigma0": sp.Integer(2), **rest}


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize(("size", "k"), [(1, 1), (1, 3), (2, 1), (2, 2), (2, 4), (3, 2)])
def test_means_given_the_data_average_to_those_of_the_process(name, size, k):
    """The tower property, list by list, in rationals: of each observable and of its square."""
    annealed = with_finite_start(name.removesuffix("_given"))
    expressions = (o for o in PROCESSES[name].observables.values() if isinstance(o, sp.Basic))
    for what in (o for o in expressions if not o.has(sp.exp)):  # a density has no moments that close
        for power in (1,) if size == 3 or what == annealed.observables.get("variance_square") else (1, 2):
            mean = recursion(PROCESSES[name], what**power)
            total = Fraction(0)
            for places in product(range(len(VALUES)), repeat=size):
                weight = prod((Fraction(str(SHARES[i])) for i in places), start=Fraction(1))
                total += weight * mean.value(k, point(size, r=Entries(VALUES[i] for i in places)))
            assert total == recursion(annealed, what**power).value(k, point(size)), (what, power)


@pytest.mark.parametrize("name", GIVEN)
def test_at_the_start_nothing_is_left_to_chance(name, entropy):
    """Every path has the points that were given; what is estimated from them is what numpy makes of them."""
    process, x = PROCESSES[name], (0.0, 1.0, -3.0)
    rng = stream(entropy, f"given {name}", 0)
    estimated = {"spread": np.var(x), "variance": np.var(x), "mean_error": np.mean(x) ** 2}
    estimated |= {"mean_square": np.mean(np.square(x)), "centre_square": np.mean(x) ** 2}
    estimated["density"] = np.mean(np.exp(-2 * np.square(x))) * (2 / np.pi) ** 0.5
    estimated["loss"] = -np.log(estimated["density"])
    for what in process.observables.keys() & estimated.keys():
        seen = simulate(process, rng, 7, 1, {"n": 3, "h": 0.5, "r": x}, process.observables[what])
        np.testing.assert_allclose(seen, estimated[what], rtol=1e-12)


def test_closed_forms_say_what_the_data_do():
    """Given the data, kernel estimates add k h^2 (replace) or H_k h^2 (all kept) to the mean square of a draw."""
    x = (Fraction(0), Fraction(1), Fraction(-3), Fraction(5, 2))
    n, h, mean, square = 4, Fraction(1, 3), sum(x) / 4, sum(v * v for v in x) / 4
    at = point(n, r=Entries(x))
    for k in (1, 2, 5):
        kernels = {
            "kde_replace_given": Fraction(k),
            "kde_accumulate_given": sum(Fraction(1, i) for i in range(1, k + 1)),
        }
        for name, many in kernels.items():
            observed = PROCESSES[name].observables
            assert recursion(PROCESSES[name], observed["draw"]).value(k, at) == mean
            assert recursion(PROCESSES[name], observed["draw_square"]).value(k, at) == square + many * h**2
        settled, process = (n - 1) * h**2, PROCESSES["kde_replace_given"]
        spread = recursion(process, process.observables["spread"]).value(k, at)
        assert spread == settled + (1 - Fraction(1, n)) ** (k - 1) * (square - mean**2 - settled)


@pytest.mark.parametrize("x", [(1.0, 2.0), (1.0, float("nan"), 1.0)])
def test_a_list_that_is_not_n_numbers_is_refused(x, entropy):
    process, rng = PROCESSES["kde_replace_given"], np.random.default_rng(entropy)
    with pytest.raises(DomainError, match="r has 2 entries, but n = 3 needs 3" if len(x) == 2 else "r must be"):
        simulate(process, rng, 2, 1, {"n": 3, "h": 1.0, "r": x}, process.observables["spread"])
    with pytest.raises(DomainError, match="r has 2 entries, but n = 3 needs 3"):
        process.parameters.point("n=3,h=1,r=[1,2]")


def test_only_what_is_used_is_a_parameter_and_nothing_comes_before_the_data():
    process = PROCESSES["gaussian_accumulate_given"]
    assert process.parameters.names == ("n", "r")
    assert process.earliest(process.observables["variance"]) == 1
    with pytest.raises(ValueError, match="k must be an integer >= 1: got 0"):
        recursion(process, process.observables["variance"]).value(0, point(1, r=Entries((1,))))


def test_ranges_know_the_points():
    process = PROCESSES["kde_replace_given"]
    (seen,) = process.start
    following = Data("following", seen.size)
    kept = Process("kept", process.parameters, process.start, (Draw(following, Choice(seen)),), {seen: (following,)})
    found = support(kept, Mean(seen), point(3, r=Entries((0, 1, -3))))
    assert (found.kind, found.low, found.high) == ("bounded", -3, 1)
    assert support(kept, Mean(seen)).kind == "real"


def test_two_first_batches_are_two_lists():
    process = quenched(PROCESSES["gaussian_window2"], ("r", "s"))
    assert process.parameters.names == ("n", "r", "s")
    value = recursion(process, process.observables["mean_error"]).value(
        2, point(2, r=Entries((1, 2)), s=Entries((3, 6)))
    )
    assert value == 9


@pytest.mark.parametrize(
    ("name", "names", "why"),
    [
        ("bernoulli", ("r",), "starts with 0 data sets"),
        ("gaussian", (), "starts with 0 data sets"),
        ("gaussian_window2", ("r",), "starts with 2 data sets, and 1 lists are named"),
        ("kde_replace", ("r", "s"), "starts with 1 data sets, and 2 lists are named"),
        ("gaussian_accumulate_sizes", ("r",), "a list has as many as a parameter says"),
        ("kde_replace", ("n",), "two parameters are named n"),
    ],
)
def test_what_has_no_first_data_is_not_quenched(name, names, why):
    with pytest.raises(ValueError, match=why):
        quenched(PROCESSES[name], names)


def test_points_that_are_given_are_no_law_to_draw_from():
    process = PROCESSES["kde_replace_given"]
    (given,) = process.start.values()
    with pytest.raises(NoMoment, match="no moments of Given"):
        given.moment(1)
    with pytest.raises(NotFinite):
        next(chain(process, point(1, r=Entries((1,)))))


def test_numbers_may_lie_on_the_whole_line():
    line = real("y", "(-oo, oo)", "any number", (0, "-7/2", 3))
    assert line.domain == "a real number"
    assert line.parse("-1e30") == -(sp.Integer(10) ** 30)
    assert sp.Rational(-7, 2) in line.values()
    assert all(line.contains(v) for v in (*line.ends(), *line.between(), *line.near(sp.Integer(0))))
    assert line.symbol.is_nonnegative is None
    with pytest.raises(DomainError, match="y must be a real number"):
        line.parse("oo")


@pytest.mark.parametrize(
    ("name", "observable", "written"),
    [
        ("kde_replace_given", "spread", r"s_k^2 \mid \mathrm{seen}_1 = r"),
        ("kde_accumulate_given", "draw_square", r"X_k^2 \mid \mathrm{pool}_1 = r"),
        ("gaussian_accumulate_given", "mean_error", r"\mu_k^2 \mid \mathrm{pool}_1 = r"),
    ],
)
def test_what_is_given_stands_behind_a_bar(name, observable, written):
    process = PROCESSES[name]
    assert observable_latex(process, process.observables[observable]) == written


# -- claims -----------------------------------------------------------------------------------------------------

THEOREM = find("kde-given-data")
n, k, h, r = THEOREM.parameters.symbols
i = sp.Symbol("i", integer=True)
SQUARE, CENTRE = (sp.Sum(r[i] ** power, (i, 0, n - 1)) / n for power in (2, 1))
PLATEAU, SHRUNK = (n - 1) * h**2, (1 - 1 / n) ** k

FALSE = {
    "the average over a real law of variance 1": ("mean-square", 1 + k * h**2),
    "one point in the place of all": ("mean-square", r[0] ** 2 + k * h**2),
    "the points about their mean": ("mean-square", SQUARE - CENTRE**2 + k * h**2),
    "one kernel fewer": ("mean-square", SQUARE + (k - 1) * h**2),
    "the last batch in the place of all": ("mean-square-of-all", SQUARE + k * h**2),
    "all in the place of the last batch": ("mean-square", SQUARE + sp.harmonic(k) * h**2),
    "the divisor n": ("spread", PLATEAU + SHRUNK * (SQUARE - CENTRE**2 - n * h**2)),
    "the data are forgotten": ("spread", PLATEAU),
    "points about 0": ("spread", PLATEAU + SHRUNK * (SQUARE * n / (n - 1) - n * h**2)),
    "a generation later": ("spread", PLATEAU + SHRUNK * (1 - 1 / n) * ((SQUARE - CENTRE**2) * n / (n - 1) - n * h**2)),
}


@pytest.mark.parametrize("what", FALSE)
def test_a_false_claim_about_given_data_is_refuted(what):
    """By the exact mean, at a point of the claim or of the grid."""
    name, formula = FALSE[what]
    claim = replace(THEOREM.claim(name), equals=formula)
    assert check_point(Case(THEOREM, claim), THEOREM.parameters.point("n=3,k=2,h=1,r=[0,1,5]")) == "refuted"
    assert contradiction(Case(THEOREM, claim)) is not None


def test_the_true_claims_stand():
    for claim in THEOREM.claims:
        points = [THEOREM.parameters.point(text) for text in claim.points]
        assert {check_point(Case(THEOREM, claim), at) for at in points} == {"confirmed"}


def test_the_sentence_says_what_is_given():
    assert Case(THEOREM, THEOREM.claim("mean-square")).sentence.startswith(
        r"$E[X_k^2 \mid \mathrm{seen}_1 = r] = h^2 k + \frac{\sum_{i=0}^{n - 1} r_i^2}{n}$"
    )
