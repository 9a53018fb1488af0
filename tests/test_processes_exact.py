"""What is derived from declared processes, held against independent exact computations and published formulas."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice, product
from math import factorial

import pytest
import sympy as sp
from each import of_each
from flint import arb, ctx, fmpq

from harness.judge.observed import Observed
from simulators.exact import gaussian_workflows, workflows
from theorems.language import DomainError, Parameters, integer
from theorems.language.chains import NotFinite, chain, mean
from theorems.language.closed_form import K, NoClosedForm, closed_form
from theorems.language.data import GENERATION, Data, PowerSum
from theorems.language.domains.entries import Entries
from theorems.language.laws import Binomial, Choice, NoMoment, Normal
from theorems.language.literal import simulate
from theorems.language.moments import Algebra, NotClosed
from theorems.language.processes import Draw, Process
from theorems.language.readers import ball
from theorems.language.recursion import recursion
from theorems.processes import processes

PROCESSES = processes()
Q = sp.Rational


def at(**values):
    return {name: sp.Rational(v) if not isinstance(v, tuple) else Entries(v) for name, v in values.items()}


def derived(name, expression, k, **point):
    process = PROCESSES[name]
    return recursion(process, process.observables.get(expression, expression)).value(k, at(**point))


def exact_value(observable, point):
    with ctx.workprec(130):
        return Observed(observable).exact(point)


# -- finite chains, and workflows written by hand ------------------------------------------------------------------


def assert_equal(one, two):
    """Both exact rationals, or balls that meet and are narrow."""
    with ctx.workprec(130):
        balls = [arb(fmpq(x.numerator, x.denominator)) if isinstance(x, Fraction) else arb(x) for x in (one, two)]
    assert balls[0].overlaps(balls[1])
    assert all(float(b.rad()) <= 2.0**-60 * max(1.0, float(abs(b).upper())) for b in balls)


@pytest.mark.parametrize("observable", ["forgotten", "survived", "absorbed"])
@pytest.mark.parametrize("point", [{"n": 1, "p0": Q(1, 3)}, {"n": 6, "p0": Q(1, 6)}])
def test_the_finite_chain_is_that_of_the_exact_room(observable, point):
    for k in (1, 2, 5):
        found = mean(PROCESSES["bernoulli"], PROCESSES["bernoulli"].observables[observable], k, at(**point))
        assert_equal(found, exact_value(f"bernoulli.{observable}", at(k=k, **point)))


SEEN = {  # of model t on batches of n points: the oldest batch, how many points are taken, with replacement
    "replace": lambda t, n: (t, None, False),
    "accumulate": lambda t, n: (1, None, False),
    "subsample": lambda t, n: (1, n, False),
    "bootstrap": lambda t, n: (1, n, True),
}


@pytest.mark.parametrize("workflow", SEEN)
def test_derived_workflows_are_those_of_the_exact_room(workflow):
    for n, k in product((1, 2, 3, 10), (1, 2, 5)):
        rounds = []
        for t in range(1, k + 1):
            oldest, taken, again = SEEN[workflow](t, n)
            rounds.append((n, n if t == 1 else 0, oldest, False, taken, again))
        *_, fit = workflows.fits(rounds, workflows.resampling())
        assert_equal(derived(f"gaussian_{workflow}", "mean_error", k, n=n, sigma0=2), 4 * fit.error)
        assert_equal(derived(f"gaussian_{workflow}", "variance", k, n=n, sigma0=2), 4 * fit.variance)


@pytest.mark.parametrize("workflow", ["replace", "accumulate", "subsample"])
def test_derived_squares_are_those_of_the_exact_room(workflow):
    """Also of so few points that shares of four distinct ones are 0/0."""
    name = {"subsample": "accumulate-subsample"}.get(workflow, workflow)
    for n in (2, 3, 5):
        for k, found in enumerate(gaussian_workflows.moments(name, n, [4], 4), 1):
            assert_equal(derived(f"gaussian_{workflow}", "variance_square", k, n=n, sigma0=2), found.trace_square)


# -- the combinatorics, by enumeration ------------------------------------------------------------------------

POPULATION = (Fraction(-1), Fraction(1, 2), Fraction(3), Fraction(5, 2), Fraction(-2, 3), Fraction(4))
ORDERS = [(1, 1), (2, 2), (1, 1, 2), (1, 3), (1, 1, 1, 1), (4,), (2, 1, 1, 1), (1, 1, 1, 1, 1)]


@pytest.mark.parametrize("orders", ORDERS, ids=str)
@pytest.mark.parametrize("replacement", [True, False])
def test_moments_of_power_sums_are_those_of_the_enumeration(orders, replacement):
    """Choices of 1, 2, 3 of six points: every product of power sums, by formula and one by one."""
    pool, n = Data("pool", len(POPULATION)), integer("n", 1, "points", (1,)).symbol
    chosen = Data("chosen", n)
    process = Process("one", Parameters(integer("n", 1, "points", (1,))), {pool: Normal(0, 1)}, (), {pool: (pool,)})
    algebra = Algebra(process)
    monomial = next(iter(Algebra(process_of(chosen)).read(sp.Mul(*(PowerSum(chosen, j) for j in orders)))))
    over = algebra.points(n, Choice(pool)) if replacement else algebra.subset(n, pool)
    formula = sp.Add(*(algebra.written(c) * algebra.expression(m) for m, c in over(monomial).items()))
    sums = {PowerSum(pool, j): sp.Rational(sum(x**j for x in POPULATION)) for j in range(1, sum(orders) + 1)}
    for size in (1, 2, 3):
        ways = list(product(POPULATION, repeat=size) if replacement else combinations(POPULATION, size))
        total = Fraction(0)
        for points in ways:
            term = Fraction(1)
            for j in orders:
                term *= sum(x**j for x in points)
            total += term
        assert formula.xreplace(sums).subs(n, size) == sp.Rational(total / len(ways))


def process_of(data):
    """Any process in which the data set is random."""
    parameters = Parameters(integer("n", 1, "points", (1,)))
    return Process("any", parameters, {data: Normal(0, 1)}, (), {data: (data,)})


# -- closed forms ---------------------------------------------------------------------------------------------


def form(name, expression):
    process = PROCESSES[name]
    return closed_form(recursion(process, process.observables.get(expression, expression)))


@of_each(
    "name, observable",
    [
        pytest.param(p.name, name, id=f"{p.name}.{name}")
        for p in PROCESSES.values()
        for name in p.observables
        if name != "variance_square" and isinstance(p.observables[name], sp.Basic)
        if p.name != "gaussian_determinant"  # a rising factorial in d, which no number system reads
    ],
)
def test_a_closed_form_solves_its_recursion(name, observable):
    try:
        process, solved = PROCESSES[name], form(name, observable)
        found = recursion(process, process.observables[observable])
    except (NotClosed, NoClosedForm, NoMoment):
        return
    sizes = (2, 5, 3, 4, 7, 2) if SIZES in process.parameters.symbols else 5
    listed, beyond = (
        any(p.name == name and isinstance(p.symbol, sp.IndexedBase) for p in process.parameters) for name in ("r", "m")
    )
    shares = Q(1, 2) if "scale_estimate" in process.name else (Q(1, 2), Q(1, 3), Q(1, 6))
    point = at(n=sizes, sigma0=2, h=Q(1, 2), p0=Q(1, 3), alpha=Q(1, 3), gamma=Q(1, 4), lambda0=Q(1, 2),
               p=shares, sigma=3, mu0=1, kappa=Q(1, 3), a=Q(1, 5), c=Q(1, 7),
               r=(1, -2, 3, 0, 5) if listed else 2,
               lam=Q(1, 4) if process.spectrum is None else (2, Q(1, 4)), det0=2, ddof=0, d=2,
               lam_i=Q(1, 4), excess=3, logdet0=-1, theta=Q(1, 4),
               w=3 if "window" in process.name else Q(1, 3), delta=2, v=Q(1, 4), m=(3, 5, 2, 4) if beyond else 3,
               b=1, n0=3, s=4, spare=9, s2=Q(1, 2), v0=2, J=2)  # fmt: skip
    for k in range(process.first, process.first + 4):
        assert_equal(ball(solved, {**point, K.name: sp.Integer(k)}), found.value(k, point))


n, sigma0, j = PROCESSES["gaussian"].parameters.symbols[0], PROCESSES["gaussian"].parameters.symbols[1], sp.Symbol("j")
spread = PROCESSES["kde_replace"].observables["spread"]
V, M, T = (
    PROCESSES["gaussian_pool"].states[1],
    PROCESSES["gaussian"].states[0],
    PROCESSES["gaussian_sufficient"].states[1],
)


@pytest.mark.parametrize(
    ("name", "expression", "formula"),
    [
        # computed by the authors of Polar's method for n = 10, sigma0 = 1, here for every k
        ("gaussian", V**2, (Q(11, 9)) ** K),
        ("gaussian", M**4, 27 * (5 * 11**K - 9**K * (K + 5)) / (100 * 9**K)),
    ],
)
def test_closed_forms_of_loops_that_polar_solves(name, expression, formula):
    solved = form(name, expression).subs({n: 10, sigma0: 1})
    assert sp.simplify(solved - formula) == 0


i, SIZES = sp.Symbol("i", integer=True), PROCESSES["gaussian_noisy_mean"].parameters["n"].symbol
a, c, kappa = sp.Symbol("a", nonnegative=True), sp.Symbol("c", nonnegative=True), sp.Symbol("kappa", nonnegative=True)


@pytest.mark.parametrize(
    ("name", "observable", "formula"),
    [
        # the sample mean and the noise are uncorrelated: their variances add up
        (
            "gaussian_noisy_mean",
            "mean_error",
            sigma0**2 * sp.Sum(1 / SIZES[i], (i, 0, K - 1))
            + kappa**2 * sigma0**4 * (sp.Product((SIZES[i] + 1) / (SIZES[i] - 1), (i, 0, K - 1)) - 1),
        ),
        ("gaussian_noisy_mean", "variance", sigma0**2),
        ("absorbing_chain", "absorbed", a / (a + c) * (1 - (1 - a - c) ** K)),
        ("absorbing_chain", "paired", c / (a + c) * (1 - (1 - a - c) ** K)),
    ],
)
def test_closed_forms_of_noise_and_of_a_chain_given_by_its_matrix(name, observable, formula):
    point = at(n=(5, 2, 7), sigma0=2, kappa=Q(1, 3), a=Q(1, 5), c=Q(1, 7))
    for k in range(4):
        value = derived(name, observable, k, **{x: point[x] for x in PROCESSES[name].parameters.names})
        assert_equal(ball(formula, {**point, K.name: sp.Integer(k)}), value)
    assert form(name, observable).free_symbols <= formula.free_symbols


def test_a_chain_given_by_its_matrix_has_the_powers_of_the_matrix():
    """Place by place: from the recursion, from the law of the state, and from the matrix itself."""
    process = PROCESSES["absorbing_chain"]
    a, c = Q(1, 5), Q(1, 7)
    matrix = sp.Matrix([[1 - a - c, a, c, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    for k in (0, 1, 2, 5):
        for place, state in enumerate(process.states):
            wanted = Fraction(str((matrix**k)[0, place]))
            assert recursion(process, state).value(k, at(a=a, c=c)) == wanted
            assert mean(process, state, k, at(a=a, c=c)) == wanted
            assert mean(process, state**3, k, at(a=a, c=c)) == wanted


@pytest.mark.parametrize("workflow", ["replace", "accumulate", "subsample", "bootstrap"])
def test_every_workflow_conserves_mean_error_plus_variance(workflow):
    """For all n and k at once: the closed form does not depend on them."""
    assert form(f"gaussian_{workflow}", "conserved") == sigma0**2


def test_published_closed_forms_come_out():
    """Factor by factor, for every n: the pool of models, accumulate with ddof = 1, subsampling, kernel estimates."""
    for size, k in product((2, 5, 10), (1, 2, 5)):
        later = range(2, k + 1)
        pool = sp.prod([1 + Q(1, size * i) - Q(1, size * i**2) for i in later])
        assert derived("gaussian_pool", "variance", k, n=size, sigma0=1) == pool
        unbiased = sp.prod([1 - Q(1, i * (size * i - 1)) for i in later])
        assert derived("gaussian_unbiased_accumulate", "variance", k, n=size, sigma0=1) == unbiased
        boot = sp.prod([1 - Q(2 * size - 1, size**2 * i**2) for i in (1, *later)])
        assert derived("gaussian_bootstrap", "variance", k, n=size, sigma0=1) == boot
        assert derived("kde_accumulate", "draw_square", k, n=size, h=1, sigma0=1) == 1 + sp.harmonic(k)
        assert derived("kde_replace", "draw_square", k, n=size, h=1, sigma0=1) == 1 + k


def test_a_schedule_enters_by_its_reciprocals():
    assert derived("gaussian_schedule", "centre_square", 3, n=(5, 8, 4), sigma0=1) == Q(1, 5) + Q(1, 8) + Q(1, 4)
    with pytest.raises(ArithmeticError, match="n has 3 entries"):
        derived("gaussian_schedule", "centre_square", 4, n=(5, 8, 4), sigma0=1)
    with pytest.raises(DomainError, match=r"n must be an integer >= 2: got 1"):
        PROCESSES["gaussian_schedule"].parameters["n"].parse("[5,1,4]")
    with pytest.raises(DomainError, match=r"n must be a list, .*, such as \[5,8,4\]: got '5'"):
        PROCESSES["gaussian_schedule"].parameters["n"].parse("5")


# -- what is refused ------------------------------------------------------------------------------------------


def one(**rest):
    """A process of one state P in which a slip can be planted."""
    size = integer("n", 1, "trials", (1,))
    P, c = sp.Symbol("P", real=True), sp.Symbol("c")
    given = {"start": {P: Q(1, 2)}, "draws": (Draw(c, Binomial(size.symbol, P)),), "step": {P: c / size.symbol}}
    return Process("one", Parameters(size), **{**given, **rest}), P


def test_a_finite_chain_whose_step_depends_on_the_generation_has_the_mean_of_its_recursion():
    """E P_(t+1) = P_t/(t + 1), from the law of every generation: so E P_k = 1/(2 k!), for any number of trials."""
    process, P = one()
    c, size = process.draws[0].what, process.parameters.symbols[0]
    process, P = one(draws=(Draw(c, Binomial(size, P / (GENERATION + 1))),))
    for k in range(5):
        for n in (1, 3):
            assert mean(process, P, k, at(n=n)) == Fraction(1, 2 * factorial(k))
            assert recursion(process, P).value(k, at(n=n)) == Fraction(1, 2 * factorial(k))


def test_moments_that_do_not_close_are_refused():
    process, P = one()
    squared, _ = one(step={P: process.draws[0].what ** 2 / process.parameters.symbols[0] ** 2})
    with pytest.raises(NotClosed, match="do not close"):
        recursion(squared, P)


def test_a_root_is_taken_of_what_cannot_be_negative_only():
    process, P = one()
    with pytest.raises(NotClosed, match="to be positive"):
        recursion(process, sp.sqrt(P**2 * (P**2 + 1) - P**4, evaluate=False))


def test_an_infinite_mean_has_no_value():
    """E W^4 in regression needs E 1/chi-square^2, which is finite for n > 4 only."""
    process = PROCESSES["regression_sufficient"]
    found = recursion(process, process.states[0] ** 4)
    assert found.value(1, at(n=5, sigma=1)) > 0
    for size in (3, 4):
        with pytest.raises(NoMoment, match="finite only for"):
            found.value(1, at(n=size, sigma=1))


def test_a_declaration_with_a_slip_is_refused():
    process, P = one()
    stray = sp.Symbol("stray")
    with pytest.raises(ValueError, match="is no parameter, state or draw of it"):
        one(step={P: stray})
    with pytest.raises(ValueError, match="both a start and a step"):
        one(step={})
    (draw,), seen = process.draws, sp.Symbol("seen", real=True)
    law = Normal(sp.Integer(0), sp.Integer(1))
    for twice in ((draw, draw), (draw, Draw(P, law)), (draw, Draw(process.parameters.symbols[0], law))):
        with pytest.raises(ValueError, match="is two parameters, states or draws"):
            replace(process, draws=twice)
    for change in ({"step": {P: P + seen}}, {"draws": (Draw(draw.what, Binomial(sp.Integer(1), seen)),)}):
        with pytest.raises(ValueError, match="moves nothing"):
            replace(process, looked_at=(Draw(seen, law),), **change)
    pool, batch = Data("pool", 3), Data("batch", 2)
    with pytest.raises(ValueError, match="3 points after the step, but 5 are joined"):
        Process("two", process.parameters, {pool: law}, (Draw(batch, law),), {pool: (pool, batch)})


def test_a_chain_that_is_not_finite_is_refused():
    for name in ("poisson", "gaussian_accumulate", "gaussian_sufficient"):
        laws = islice(chain(PROCESSES[name], at(n=2, sigma0=1, lambda0=1)), 2)
        with pytest.raises(NotFinite):
            list(laws)


def test_there_is_no_generation_before_the_first(entropy):
    import numpy as np

    process = PROCESSES["kde_replace"]
    with pytest.raises(ValueError, match="k must be an integer >= 1: got 0"):
        derived("kde_replace", "spread", 0, n=2, h=1, sigma0=1)
    with pytest.raises(ValueError, match="k must be an integer >= 1: got 0"):
        simulate(process, np.random.default_rng(entropy), 2, 0, {"n": 2, "h": 1, "sigma0": 1}, spread)


# -- reductions -----------------------------------------------------------------------------------------------


def test_a_reduction_has_the_moments_of_what_it_reduces():
    """Gaussian: E M^a V^b, of the literal sample and by Cochran, for every n (as rational functions) up to order 6."""
    reduced, literal = PROCESSES["gaussian_sufficient"], PROCESSES["gaussian"]
    assert reduced.reduces[0] is literal
    V = literal.states[1]
    for a, b in product(range(0, 5, 2), range(3)):
        if 0 < a + 2 * b <= 6:
            for k in (1, 2, 4):
                point = at(n=3, sigma0=Q(3, 2))
                assert_equal(
                    recursion(literal, M**a * V**b).value(k, point),
                    recursion(reduced, M**a * T ** (2 * b)).value(k, point),
                )


def test_the_variance_within_a_run_of_kernel_estimates_does_not_settle():
    """n = 5, h = 1, k = 200: its mean is (n - 1) h^2 = 4 but its standard deviation is more than 5."""
    first, second = (derived("kde_replace", spread**i, 200, n=5, h=1, sigma0=1) for i in (1, 2))
    assert abs(first - 4) < Fraction(1, 10**15)
    assert 5**2 < second - first**2 < 6**2
