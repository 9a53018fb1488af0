"""Processes of any number of symbols: what one symbol sees, sums over symbols, and what is refused."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
import sympy as sp
from flint import arb, fmpq

from harness.author.twin_comparison import disparity
from harness.judge.observed import Observed
from simulators.engine import stream
from theorems.language import Parameters, chains, expectation, supports
from theorems.language.alphabets import NoSymbol, one_symbol, symbolwise
from theorems.language.data import Data
from theorems.language.domains.entries import Entries, Length
from theorems.language.laws import Binomial, Poisson
from theorems.language.literal import simulate
from theorems.language.moments import NotClosed
from theorems.language.processes import Counts, Draw, OverSymbols, Process, event
from theorems.language.recursion import recursion
from theorems.processes import processes

MULTINOMIAL, THREE, BERNOULLI = (processes()[name] for name in ("multinomial", "multinomial3", "bernoulli"))
SHARES = MULTINOMIAL.parameters["p"]
(P,), c = MULTINOMIAL.states, sp.Symbol("c", nonnegative=True)
n, p = MULTINOMIAL.parameters.symbols
POINTS = [("[1/2,1/3,1/6]", 1, 2), ("[1/2,1/3,1/6]", 3, 2), ("[98/100,1/100,1/100]", 4, 3), ("uniform(3)", 2, 5)]


def corpus(**changes):
    """Every symbol's Poisson counts by themselves, with some parts changed."""
    parts = {
        "name": "corpus",
        "parameters": MULTINOMIAL.parameters,
        "start": {P: p},
        "draws": (Draw(c, Poisson(n * P)),),
        "step": {P: c / n},
        "observables": {"distinct": OverSymbols(event(sp.Ne(P, 0)))},
        "alphabet": p,
    }
    return Process(**(parts | changes))


def point(text, size):
    return {"n": sp.Integer(size), "p": SHARES.parse(text)}


def test_one_symbol_of_many_is_the_bernoulli_process():
    one = one_symbol(MULTINOMIAL)
    (start,) = one.start.values()
    assert (one.draws, dict(one.step), one.first) == (BERNOULLI.draws, dict(BERNOULLI.step), BERNOULLI.first)
    assert start == one.parameters.symbols[-1]
    assert one.observables["distinct"] == BERNOULLI.observables["survived"]


DIVERSITY = THREE.observables["diversity"]
OF_THREE = {name: THREE.observables[name] for name in ("diversity", "distinct")} | {"alive": event(sp.Ne(DIVERSITY, 0))}


@pytest.mark.parametrize(("text", "size", "k"), POINTS)
@pytest.mark.parametrize("name", OF_THREE)
def test_sums_over_symbols_have_the_mean_that_the_whole_chain_has(name, text, size, k):
    """All counts of three symbols, enumerated, against what follows from one symbol at a time."""
    at = point(text, size)
    whole = chains.mean(THREE, OF_THREE[name], k, at)
    found = Observed(f"multinomial.{name}").exact(at | {"k": sp.Integer(k)})
    assert found.contains(arb(whole.numerator) / whole.denominator)
    assert found.rad() < 1e-12


@pytest.mark.parametrize(("text", "size", "k"), [*POINTS, ("[1/2,1/3,1/6]", 3, 0)])
def test_the_mean_entropy_is_that_of_the_whole_chain(text, size, k):
    at = point(text, size)
    *_, law = islice(chains.chain(THREE, at), k + 1)
    whole = arb(0)
    for shares, mass in law.items():
        parts = (arb(fmpq(x.numerator, x.denominator)) for x in shares if x)
        whole -= fmpq(mass.numerator, mass.denominator) * sum((x * x.log() for x in parts), arb(0))
    found = Observed("multinomial.entropy").exact(at | {"k": sp.Integer(k)})
    assert found.overlaps(whole)
    assert found.rad() < 1e-12


@pytest.mark.parametrize(("text", "size"), [(text, size) for text, size, _ in POINTS] + [("[1/2,1/3,1/6]", 7)])
def test_the_time_until_one_symbol_is_alone_is_that_of_the_whole_chain(text, size):
    """The counts in decreasing order against all counts, in rationals; the mean square, too."""
    at, time = point(text, size), Observed("multinomial.collapse_time")
    for found, power in ((time.exact(at), expectation.mean), (time.mean_square(at), expectation.mean_square)):
        whole = power(THREE, THREE.observables["collapse_time"])(None, at)
        assert found.overlaps(arb(fmpq(whole.numerator, whole.denominator)))
        assert found.rad() < 1e-12


@pytest.mark.parametrize("name", ["distinct", "diversity"])
def test_the_whole_law_of_three_symbols_is_that_of_three_declared_one_by_one(name, entropy):
    """Literal draws of both; equal laws are told apart with a probability of 1e-12 at most (a test martingale)."""
    given = {"n": 3, "p": np.array([0.5, 0.25, 0.25])}
    one, other = (
        simulate(process, stream(entropy, f"alphabet of {process.name}", 0), 8192, 2, given, process.observables[name])
        for process in (MULTINOMIAL, THREE)
    )
    assert disparity(one, other) < np.log(1e12)
    other[: len(other) // 4] += 0.5
    assert disparity(one, other) > np.log(1e12)


def test_independent_symbols_follow_from_the_extinction_of_one():
    """E distinct of a corpus of Poisson counts: 1 - e^(-n p g_k), added over symbols, g_k by its recursion."""
    at = point("[1/2,3/10,1/10,1/10]", 3)
    g = arb(1)
    for _ in range(3):
        g = 1 - (-g).exp()
    wanted = sum((1 - (-3 * arb(x.numerator) / x.denominator * g).exp() for x in at["p"]), arb(0))
    found = expectation.mean(corpus(), OverSymbols(event(sp.Ne(P, 0))))(4, at)
    assert found.overlaps(wanted)
    assert found.rad() < 1e-30


def test_a_sum_over_symbols_has_a_recursion():
    found = recursion(MULTINOMIAL, MULTINOMIAL.observables["diversity"])
    assert found.step == ({0: (n - 1) / n},)
    assert found.value(2, point("[1/2,1/4,1/4]", 4)) == Fraction(9, 16) * Fraction(5, 8)


def test_equal_shares_are_worked_out_once(monkeypatch):
    """A thousand equal shares cost what one does."""
    asked = []
    known = expectation.probability

    def probability(process, indicator):
        value = known(process, indicator)
        return lambda k, at: asked.append(at) or value(k, at)

    monkeypatch.setattr(expectation, "probability", probability)
    expectation.mean(corpus(), OverSymbols(event(sp.Ne(P, 0))))(3, point("uniform(1000)", 10))
    assert len(asked) == 1


def test_ranges():
    distinct, diversity = (MULTINOMIAL.observables[name] for name in ("distinct", "diversity"))
    assert supports.support(MULTINOMIAL, diversity) == supports.Range("bounded", 0, 1)
    assert supports.support(MULTINOMIAL, distinct).high == sp.oo
    assert supports.support(MULTINOMIAL, distinct, point("uniform(7)", 3)) == supports.Range("bounded", 0, 7)
    free = corpus(observables={"diversity": OverSymbols(P * (1 - P))})
    assert supports.support(free, OverSymbols(P * (1 - P)), point("uniform(7)", 3)).low == -sp.oo
    assert supports.support(free, OverSymbols(P * (1 - P)), point("uniform(7)", 3)).high > 1
    halves = corpus(start={P: sp.Rational(1, 2)}, draws=(Counts(c, n, P),))
    assert supports.support(halves, OverSymbols(P * (1 - P)), point("uniform(7)", 3)).high >= sp.Rational(7, 4)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: corpus(observables={"share": P}), r"share is seen of one symbol: write OverSymbols\(P\)"),
        (lambda: corpus(observables={"half": OverSymbols(P) + P}), "is seen of one symbol"),
        (lambda: corpus(observables={"given": p[0] * P}), "is seen of one symbol"),
        (lambda: corpus(draws=(Draw(Data("x", n), Poisson(n * P)),), step={P: P}), "numbers, not data sets"),
        (lambda: one_symbol(corpus(draws=(Draw(c, Poisson(n / Length(p))),))), "depends on the others"),
        (lambda: one_symbol(corpus(draws=(Draw(c, Poisson(n * OverSymbols(P))),))), "depends on the others"),
        (lambda: one_symbol(BERNOULLI), "bernoulli has no alphabet"),
        (lambda: symbolwise(MULTINOMIAL, OverSymbols(P) ** 2), "no sum over the symbols"),
        (lambda: symbolwise(MULTINOMIAL, OverSymbols(P) + 1), "no sum over the symbols"),
        (lambda: recursion(MULTINOMIAL, OverSymbols(P) ** 2), "no sum over the symbols"),
        (
            lambda: recursion(corpus(draws=(Draw(c, Binomial(n, p)),)), OverSymbols(P)),
            "on the given share of the symbol",
        ),
        (lambda: next(chains.chain(MULTINOMIAL, point("uniform(2)", 2))), "as many numbers as there are symbols"),
    ],
)
def test_what_is_no_sum_over_symbols_is_refused(wrong, message):
    with pytest.raises((NoSymbol, NotClosed, ValueError), match=message):
        wrong()


def test_a_symbol_is_counted_as_several_are():
    assert Counts(c, n, P) == Counts((c,), n, (P,))


def test_the_parameters_of_one_symbol_are_those_of_all_but_for_the_shares():
    one = one_symbol(MULTINOMIAL)
    assert one.parameters.names == ("n", "p_i")
    assert one.parameters == Parameters(MULTINOMIAL.parameters["n"], one.parameters["p_i"])
    assert Entries([1]) in [Entries([x]) for x in one.parameters["p_i"].grid]
