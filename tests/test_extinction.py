"""Generating functions of laws, and what follows: the probability that a branching process is extinct."""

from collections import Counter
from fractions import Fraction
from itertools import islice

import pytest
import sympy as sp
from enclosing import holds

from theorems.language import Parameters, expectation, integer
from theorems.language.chains import chain
from theorems.language.data import GENERATION, Data, Mean
from theorems.language.expectation import NotDerived
from theorems.language.laws import Binomial, Finite, Mixture, NoMoment, Normal, Poisson
from theorems.language.processes import Draw, Process, event
from theorems.processes import processes

SIZE = integer("n", 1, "a number", (1, 3))
n, s = SIZE.symbol, sp.Symbol("s")
X, c = sp.symbols("X c", nonnegative=True)
p, m = sp.Rational(2, 5), sp.Rational(7, 3)
PROCESSES = processes()

LAWS = [
    Binomial(sp.Integer(4), p),
    Poisson(m),
    Finite((0, 1, 5), (p, p / 2, 1 - 3 * p / 2)),
    Binomial(sp.Integer(2), p) + Poisson(m),
    Poisson(m) + Finite((3,), (1,)),
    Mixture((p, 1 - p), (Poisson(m), Binomial(sp.Integer(3), p))),
]


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_the_derivatives_at_one_are_the_factorial_moments(law):
    """Which `moment` has by another way."""
    generating = law.generating(s)
    for j in range(5):
        falling = sp.expand(sp.ff(c, j))
        moment = sum(coefficient * law.moment(i) for (i,), coefficient in sp.Poly(falling, c).terms())
        assert sp.simplify(sp.diff(generating, s, j).subs(s, 1) - moment) == 0


FINITE = [LAWS[0], LAWS[2], LAWS[0] + LAWS[2], Mixture((p, 1 - p), (LAWS[0], LAWS[2] + LAWS[2]))]


@pytest.mark.parametrize("law", FINITE, ids=str)
def test_the_coefficients_are_the_masses(law):
    masses = Counter()
    for value, mass in law.masses(*(Fraction(sp.Rational(a).p, sp.Rational(a).q) for a in law.arguments)):
        masses[value] += mass
    terms = {Fraction(i): Fraction(int(q.p), int(q.q)) for (i,), q in sp.Poly(law.generating(s), s).terms()}
    assert masses == terms


@pytest.mark.parametrize(
    "law", [Normal(sp.Integer(0), sp.Integer(1)), Finite((-1, 1), (p, 1 - p)), Finite((p,), (1,))], ids=str
)
def test_a_law_on_other_numbers_has_no_generating_function(law):
    with pytest.raises(NoMoment, match="generating function"):
        law.generating(s)


def branching(law, scale=1, start=1, first=0):
    return Process("tree", Parameters(SIZE), {X: sp.sympify(start)}, (Draw(c, law),), {X: scale * c}, first=first)


THINNED = [  # finitely many children: every generation has a finite law
    branching(Binomial(2 * X, p)),
    branching(Binomial(n * X, 1 / (n + 1)), start=sp.Integer(2)),
    branching(Binomial(n * X, p) + Binomial(X, p / 2)),
    branching(Mixture((p, 1 - p), (Binomial(2 * X, p), Binomial(2 * X, p)))),
    branching(Binomial(2 * X / n, p), scale=n, start=n),
    branching(Binomial(2 * X, 1 / (GENERATION + 2)), start=sp.Integer(3)),
    branching(Binomial(2 * X / (GENERATION + 1), p), scale=GENERATION + 2, first=0),
    branching(Binomial(X, p), first=2, start=sp.Integer(2)),
]


@pytest.mark.parametrize("process", THINNED)
@pytest.mark.parametrize("size", [1, 2])
def test_extinction_is_that_of_the_chain(process, size):
    """Every law written out, in rationals, where the draws are finite."""
    point = {"n": sp.Integer(size)}
    extinct, alive = (expectation.mean(process, event(relation(X, 0))) for relation in (sp.Eq, sp.Ne))
    for k, law in enumerate(islice(chain(process, point), 4), process.first):
        wanted = law.get((Fraction(0),), Fraction(0))
        for found, truth in ((extinct(k, point), wanted), (alive(k, point), 1 - wanted)):
            assert found == truth if k == process.first else holds(found, truth)
            assert k == process.first or float(found.rad()) < 1e-60


def test_a_start_that_is_no_whole_number_enters_by_its_power():
    process = PROCESSES["poisson"]
    alive = expectation.mean(process, process.observables["survival"])
    one, many = (alive(3, {"n": sp.Integer(1), "lambda0": sp.Rational(x)}) for x in ("1", "5/3"))
    assert ((1 - one) ** 5).overlaps((1 - many) ** 3)


def test_there_is_no_generation_before_the_first():
    extinct = expectation.mean(THINNED[-1], event(sp.Eq(X, 0)))
    for k in (None, 1):
        with pytest.raises(ValueError, match=f"k must be an integer >= 2: got {k}"):
            extinct(k, {})


Y, x = sp.Symbol("Y", nonnegative=True), Data("x", n)
NOT_BRANCHING = [
    (PROCESSES["bernoulli"], event(sp.Eq(PROCESSES["bernoulli"].states[0], 0)), "no sum of P independent numbers"),
    (branching(Poisson(X**2)), event(sp.Eq(X, 0)), "no sum of X independent"),
    (branching(Poisson(X + 1)), event(sp.Eq(X, 0)), "no sum of X independent"),
    (branching(Poisson(X) + Poisson(n)), event(sp.Eq(X, 0)), "no sum of X independent"),
    (branching(Poisson(X), scale=X), event(sp.Eq(X, 0)), "no positive multiple"),
    (branching(Poisson(X), scale=-1), event(sp.Eq(X, 0)), "no positive multiple"),
    (branching(Normal(X, X)), event(sp.Eq(X, 0)), "generating function"),
    (branching(Poisson(X)), event(sp.Eq(X, 1)), "does not say whether the only state is 0"),
    (branching(Poisson(X)), event(X > 0), "does not say whether a state is 0"),
    (branching(Poisson(X)), 1 - event(sp.Eq(X, 0)), "is not a polynomial"),
    (
        Process("two", Parameters(SIZE), {X: 1, Y: 1}, (Draw(c, Poisson(X)),), {X: c, Y: Y}),
        event(sp.Eq(X, 0)),
        "does not say whether the only state is 0",
    ),
    (
        Process("twice", Parameters(SIZE), {X: 1}, (Draw(c, Poisson(X)), Draw(Y, Poisson(X))), {X: c + Y}),
        event(sp.Eq(X, 0)),
        "is not one number that moves by one draw",
    ),
    (
        Process("points", Parameters(SIZE), {X: 1}, (Draw(x, Poisson(X)),), {X: Mean(x)}),
        event(sp.Eq(X, 0)),
        "carries data sets",
    ),
]


@pytest.mark.parametrize(("process", "indicator", "why"), NOT_BRANCHING)
def test_what_does_not_branch_is_not_derived(process, indicator, why):
    with pytest.raises(NotDerived, match=why):
        expectation.mean(process, indicator)
