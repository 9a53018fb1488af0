"""Means that the engine of moments must not derive, each beside one that it must."""

import pytest
import sympy as sp
from rules_lab import told_apart

from proofs_check.rules import probability
from proofs_check.rules.moments import closed, drift, one_generation, one_step
from proofs_check.rules.probability import mean
from proofs_check.rules.statements import Disagreement, Lists, NotProved, over
from theorems.language import Parameters, integer, real
from theorems.language.chains import mean as chain_mean
from theorems.language.closed_form import K, NoClosedForm, closed_form
from theorems.language.data import GENERATION, Mean, Past, PowerSum, Variance
from theorems.language.laws import Finite
from theorems.language.moments import NotClosed
from theorems.language.processes import Draw, Increment, Process, Steps
from theorems.language.recursion import recursion
from theorems.processes import gaussian, processes
from theorems.processes.discrete import c
from theorems.processes.many_points import ERROR, SUBSAMPLE, D, M
from theorems.processes.workflows import DRAW, OTHER

k = sp.Symbol("k", integer=True, nonnegative=True)
n = sp.Symbol("n", integer=True, positive=True)
h, sigma0 = sp.symbols("h sigma0", positive=True)
half = sp.Rational(1, 2)
SYMBOLS = processes()["multinomial3"]
SHARE, WEIGHTS = SYMBOLS.states[0], SYMBOLS.parameters["p"]
ALPHABET = over({n: "[1, oo)", WEIGHTS.symbol: Lists(WEIGHTS), k: "[0, oo)"})
KERNELS = processes()["kde_accumulate"]
POOL = next(iter(KERNELS.states))
DATA = over({n: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)", k: "[1, oo)"})
MODELS = processes()["gaussian_pool"]
V = next(s for s in MODELS.states if s.name == "V")
FITS = over({n: "[2, oo)", sigma0: "(0, oo)", k: "[0, oo)"})
T, T_FITTED = sp.Symbol("T", nonnegative=True), sp.Symbol("T", positive=True)


def later(process, what, context):
    """What the mean is one generation on."""
    return one_generation(mean(process, what, k + 1, context), context)


def known(process, what, value, context):
    return closed(mean(process, what, k, context), value, context)


def diversity_step(value):
    """The factor by which the mean of P (1 - P) falls in a generation: 1 - 1/n."""
    process, what = processes()["bernoulli"], processes()["bernoulli"].observables["diversity_step"]
    context = over({n: "[1, oo)", sp.Symbol("p0", nonnegative=True): "[0, 1]"})
    return one_step(mean(process, what, sp.oo, context), value, context)


def shrunk(value, context):
    """The factor by which the mean of 1/T^2 changes in a generation."""
    process = processes()["gaussian_sufficient"]
    return one_step(mean(process, Steps(T_FITTED**-2), sp.oo, context), value, context)


def grown(of, more):
    """How much something grows, ln T by E ln S/2, S of n - 1 degrees of freedom."""
    freedom = (n - 1) / 2
    value = (sp.polygamma(0, freedom) - sp.log(freedom)) / 2 + more
    return drift(mean(processes()["gaussian_sufficient"], Increment(of), sp.oo, FITS), value, FITS)


def still(first):
    """A number that stays what it is, 1."""
    return Process("still", Parameters(), start={T: sp.Integer(1)}, draws=(), step={T: T}, first=first)


def stretched():
    """Each generation is a^2 times the one before, a of either sign."""
    parameters = Parameters(real("a", "(-oo, oo)", "factor", (-1, 1)), integer("b", 1, "power", (1, 2)))
    a = parameters.symbols[0]
    return Process("stretched", parameters, start={T: sp.Integer(1)}, draws=(), step={T: a**2 * T})


def exact(process, what, **point):
    """The mean at generation 3, from the recursion."""
    return recursion(process, what).value(3, {name: sp.Integer(x) for name, x in point.items()})


def must_be(found, value):
    if found != value:
        raise NotProved(f"it is {found}")


def begun(process, what, value, context, **given):
    """A mean at the first generation."""
    whole = mean(process, what, sp.Integer(process.first), context, given)
    found = one_generation(whole, context).relation
    if sp.simplify(found.right - value) != 0:
        raise NotProved(f"it is {found.right}")


def no_argument(what):
    """In a process that has a parameter of the name s, s is no argument of a moment generating function."""
    process, context = processes()["one_shot"], over({sp.Symbol("s", real=True): "[-1/64, 1/64]"})
    one = sp.Integer(1)
    given = {"n0": one, "b": one, "r": one, "s": one, "sigma0": one}
    begun(process, what, what.xreplace({process.states[0]: 0}), context, **given)


ROWS = {
    "a draw of which nothing is said before the first fit": (
        "of the two that are looked at one is real at generation 0, the other is nothing",
        lambda: known(KERNELS, OTHER, 0, DATA.but({k: "[0, oo)"})),
        lambda: known(KERNELS, DRAW, 0, DATA.but({k: "[0, oo)"})),
    ),
    "the argument of a transform that a mean does not depend on": (
        "E (M + s) would be one number for every s",
        lambda: no_argument(next(iter(processes()["one_shot"].states)) + sp.Symbol("s", real=True)),
        lambda: no_argument(next(iter(processes()["one_shot"].states)) + 3),
    ),
    "a square and an exponential of twice the same": (
        "E e^(2 x) is not E x^2",
        lambda: begun(KERNELS, sp.exp(2 * DRAW) + Mean(POOL**2), sigma0**2 * (sp.exp(2 * h**2) + 1), DATA),
        lambda: begun(KERNELS, sp.exp(2 * DRAW) + Mean(POOL**2), sp.exp(2 * (h**2 + sigma0**2)) + sigma0**2, DATA),
    ),
    "a power that changes from generation to generation": (
        "E T^(t + 1) is not that of the factor to the power t times E T^t",
        lambda: later(processes()["gaussian_sufficient"], T_FITTED**GENERATION, FITS),
        lambda: later(processes()["gaussian_sufficient"], GENERATION * T_FITTED**half, FITS),
    ),
    "what is drawn only to move on, at the start": (
        "E e^(Z/2) E e^(-Z/2) would be 0, and is at least 1",
        lambda: begun(processes()["gaussian_sufficient"], sp.exp(gaussian.Z / 2), 0, FITS),
        lambda: begun(processes()["gaussian_sufficient"], T_FITTED**2, sigma0**2, FITS),
    ),
    "the factor of a step that is infinite": (
        "E 1/chi-square is infinite at n = 2, not -1",
        lambda: shrunk((n - 1) / (n - 3), FITS.but({n: "[2, 2]"})),
        lambda: shrunk((n - 1) / (n - 3), FITS.but({n: "[4, oo)"})),
    ),
    "the growth of the generation itself": (
        "t + ln T grows by 1 more than ln T",
        lambda: grown(sp.log(T_FITTED) + GENERATION, 0),
        lambda: grown(sp.log(T_FITTED) + GENERATION, 1),
    ),
    "a variance with the divisor 0": (
        "0/0 at n = 1, though it cancels in the mean",
        lambda: begun(KERNELS, Variance(POOL, 1), sigma0**2, DATA),
        lambda: begun(KERNELS, Variance(POOL, 1), sigma0**2, DATA.but({n: "[2, oo)"})),
    ),
    "the past of what is drawn anew to be looked at": (
        "E X^2 is not E X",
        lambda: begun(gaussian.REFITTED, Past(gaussian.X**2), 0, FITS),
        lambda: begun(gaussian.REFITTED, gaussian.X**2 + Past(gaussian.M**2), sigma0**2, FITS),
    ),
    "the root of a count": (
        "E sqrt(P) is not n^(-1/2): at n = 1 it is E P",
        lambda: later(SYMBOLS, sp.sqrt(SHARE), ALPHABET),
        lambda: later(SYMBOLS, SHARE**2, ALPHABET),
    ),
    "the inverse of a count": (
        "1/P is not 0, and has no value at P = 0",
        lambda: later(SYMBOLS, 1 / SHARE, ALPHABET),
        lambda: later(SYMBOLS, SHARE, ALPHABET),
    ),
    "a power of a count that is no number": (
        "a polynomial has whole powers",
        lambda: later(SYMBOLS, SHARE**n, ALPHABET),
        lambda: later(SYMBOLS, SHARE**3, ALPHABET),
    ),
    "the factor of a step, with a hole": (
        "0/0 at n = 1000",
        lambda: diversity_step((n**2 - 1001 * n + 1000) / (n**2 - 1000 * n)),
        lambda: diversity_step((n**2 + 999 * n - 1000) / (n**2 + 1000 * n)),
    ),
    "an exponential of a count": (
        "it is no polynomial in the counts",
        lambda: later(SYMBOLS, sp.exp(SHARE), ALPHABET),
        lambda: later(SYMBOLS, SHARE + SHARE**2, ALPHABET),
    ),
    "a sum of roots of points": (
        "sqrt(x) is not x^0, and has no value below 0",
        lambda: known(KERNELS, PowerSum(POOL, half), n * k, DATA),
        lambda: known(KERNELS, PowerSum(POOL, 0), n * k, DATA),
    ),
    "a sum of inverses of points": (
        "1/x is not integrable about 0",
        lambda: later(KERNELS, PowerSum(POOL, -1), DATA),
        lambda: later(KERNELS, PowerSum(POOL, 1), DATA),
    ),
    "a sum over the past of the generations themselves": (
        "0 + 1 + 2 + 3 = 6, not 3 times 4",
        lambda: must_be(exact(still(0), Past(GENERATION)), 12),
        lambda: must_be(exact(still(0), (GENERATION + 1) * Past(T)), 16),
    ),
    "a past that does not begin at 0": (
        "generations 1, 2, 3 are three",
        lambda: must_be(exact(still(1), Past(sp.Integer(1))), 4),
        lambda: must_be(exact(still(0), Past(sp.Integer(1))), 4),
    ),
    "the root of a square": (
        "(a^2)^(1/2) is |a|, here 2, and 8 after three generations",
        lambda: must_be(exact(stretched(), T ** (sp.Symbol("b", integer=True, positive=True) / 2), a=-2, b=1), -8),
        lambda: must_be(exact(stretched(), T, a=-2, b=1), 64),
    ),
    "forms from a generation at which they do not hold yet": (
        "model 0 has no error, and 3 H - 2 = -2 there",
        lambda: chosen(0, "[0, oo)"),
        lambda: chosen(0),
    ),
    "forms that solve the recursion from another start": (
        "model 1 has the error 1, not 2",
        lambda: chosen(1),
        lambda: chosen(0, "[2, oo)"),
    ),
    "a part of the mean from another start": (
        "model 1 is fitted to all of batch 1",
        lambda: chosen(0, noise=1),
        lambda: chosen(0, "[7, oo)"),
    ),
}


def chosen(more, ks="[1, oo)", noise=0):
    """The error of the mean of n of many points, and how it comes about."""
    squares = 3 * sp.Sum(1 / sp.Symbol("t", integer=True) ** 2, (sp.Symbol("t", integer=True), 1, k))
    context = over({k: ks})
    return closed(
        mean(SUBSAMPLE, ERROR, k, context),
        squares - 2 + more,
        context,
        {M**2: squares - 3 + 1 / k + more, D**2: 1 - 1 / k + noise},
    )


X = sp.Symbol("X", real=True)


def walk(step):
    """A number that starts at 2 and moves by draws of 0 and 3."""
    draw = Draw(c, Finite((sp.Integer(0), sp.Integer(3)), (half, half)))
    return Process("walk", Parameters(), start={X: sp.Integer(2)}, draws=(draw,), step={X: step})


def test_a_step_that_has_no_value_at_the_first_generation_says_nothing_there(monkeypatch):
    """X/t at t = 0."""
    process = walk(X / GENERATION)
    monkeypatch.setattr(probability, "processes", lambda: {process.name: process})
    with pytest.raises((NotProved, Disagreement)):
        later(process, X, over({k: "[0, oo)"}))
    later(process, X, over({k: "[1, oo)"}))
    with pytest.raises((NotProved, Disagreement)):
        closed(mean(process, X, k, over({k: "[1, oo)"})), 2 / sp.gamma(k), over({k: "[1, oo)"}), {})


@pytest.mark.parametrize("what", [GENERATION * X, GENERATION * X + 1, GENERATION * (X**2 - X), (GENERATION - 1) * X])
@pytest.mark.parametrize("step", [X + c, X / 2 + c, c, X * c - GENERATION])
def test_a_factor_that_vanishes_at_a_generation_has_the_mean_of_the_chain(step, what):
    found = recursion(walk(step), what)
    for generation in range(5):
        assert found.value(generation, {}) == chain_mean(walk(step), what, generation, {})


@pytest.mark.parametrize("what", [X, X**2, X**2 * GENERATION + X, (X - 2) ** 3])
@pytest.mark.parametrize("step", [X + c, X / 2 + c, c, c**2 - X, 2 - X])
def test_a_closed_form_is_the_mean_of_the_chain_or_there_is_none(step, what):
    """Also where nothing is left of the past after a generation."""
    try:
        form = closed_form(recursion(walk(step), what))
    except NoClosedForm:
        return
    for generation in range(5):
        assert form.subs(K, generation).doit() == chain_mean(walk(step), what, generation, {})


@pytest.mark.parametrize("what", ["Y", "Y**2", "X*Y", "(X - Y)**2"])
def test_what_is_forgotten_two_generations_later_has_no_closed_form(what):
    """Y is what X was, and X is drawn anew: the starts are seen at generations 0 and 1 only."""
    late = sp.Symbol("Y", real=True)
    draw = Draw(c, Finite((sp.Integer(0), sp.Integer(3)), (half, half)))
    start, step = {X: sp.Integer(2), late: sp.Integer(7)}, {X: c, late: X + c}
    process = Process("late", Parameters(), start=start, draws=(draw,), step=step)
    observable = sp.sympify(what, locals={"X": X, "Y": late})
    with pytest.raises(NoClosedForm):
        closed_form(recursion(process, observable))
    found = recursion(process, observable)
    assert all(found.value(t, {}) == chain_mean(process, observable, t, {}) for t in range(4))


test_false_means_are_not_derived_and_true_ones_beside_them_are = told_apart(ROWS, NotClosed)


def test_a_root_of_a_square_is_the_absolute_value():
    b = sp.Symbol("b", integer=True, positive=True)
    assert exact(stretched(), T ** (b / 2), a=-2, b=1) == 8
    assert exact(stretched(), T ** (b / 2), a=2, b=3) == 512
