"""A mean that is infinite is no number: were it taken for one, 1 <= 0 would follow. Both programs refuse it."""

import json
from dataclasses import replace

import pytest
import sympy as sp

from harness.judge.case import Case
from proofs_check.certificate import Writer, concluded
from proofs_check.mixture import approximate_estimator, collapse, martingale
from proofs_check.recheck.judge import judge
from proofs_check.rules import chains, probability
from proofs_check.rules.algebra import at_value, combine, raised, substitute
from proofs_check.rules.alphabets import by_symbols
from proofs_check.rules.chains import after_a_generation, first_generation, on_average
from proofs_check.rules.finite import integrable
from proofs_check.rules.leaves import by_balls, by_sign, identity
from proofs_check.rules.losses import between_exponents, every_point
from proofs_check.rules.means import domain_of
from proofs_check.rules.moments import closed, symmetric_step
from proofs_check.rules.probability import cauchy_schwarz, half_square, linear, mean, monotone
from proofs_check.rules.statements import NotProved, over
from theorems.language import Parameters, integer, real
from theorems.language.data import Data, Mean, PowerSum
from theorems.language.laws import Gamma, MeanChiSquare, Normal, Poisson
from theorems.language.processes import Draw, HalfSquare, OverSymbols, Process, event
from theorems.language.registry import find
from theorems.processes import processes
from theorems.processes.gaussian import SUFFICIENT, M, T, V
from theorems.processes.poisson import CORPUS, POISSON, L

n, sigma0, alpha = (SUFFICIENT.parameters[name].symbol for name in ("n", "sigma0", "alpha"))
k, c = (sp.Symbol(name, integer=True, nonnegative=True) for name in "kx")
p0, lam, u = sp.Symbol("p0", nonnegative=True), sp.Symbol("lam", positive=True), sp.Symbol("u", positive=True)
LOG = sp.Symbol("L", real=True)
S, Z, Y = sp.Symbol("S", positive=True), sp.Symbol("Z", real=True), sp.Symbol("Y", real=True)
MANY, FEW = over({n: "[3, oo)", k: "[0, oo)", sigma0: "(0, oo)"}), over({n: "[2, oo)", k: "[0, oo)", sigma0: "(0, oo)"})
POINTS = Data("points", integer("n", 2, "points", (2,)).symbol)
ONE, HALF = sp.Integer(1), sp.Rational(1, 2)
HEAVY = Process(
    "heavy",
    Parameters(integer("n", 2, "points", (2, 3)), real("alpha", "(0, 2]", "power", (1, 2))),
    start={M: sp.Integer(0), V: ONE, L: ONE},
    draws=(Draw(S, MeanChiSquare(ONE)), Draw(Z, Normal(sp.Integer(0), ONE)), Draw(c, Poisson(L))),
    step={M: M + Z / V, V: V * S, L: c},
    looked_at=(Draw(Y, Normal(sp.Integer(0), ONE / V)),),
    first=0,
)
"""It moves, and draws, by inverses of chi-squares of one degree."""
SAMPLED = replace(HEAVY, name="sampled", looked_at=(Draw(POINTS, Normal(sp.Integer(0), 1 / V)),))
COUNTED = Process(
    "counted",
    Parameters(real("p0", "[0, oo)", "start", (0, 1))),
    start={L: p0},
    draws=(Draw(c, Poisson(ONE)),),
    step={L: c},
)
POWERED = replace(
    COUNTED, name="powered", parameters=Parameters(*COUNTED.parameters, real("b", "[0, oo)", "power", (0, 1)))
)


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    made = {process.name: process for process in (HEAVY, SAMPLED, COUNTED, POWERED)}
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), **made})


@pytest.fixture
def trusting(monkeypatch):
    """Rules that take every mean for a number."""
    for module in (probability, chains):
        monkeypatch.setattr(module, "number", lambda *given: None)
    monkeypatch.setattr(chains, "summable", lambda *given: True)


def of(what, context=FEW, process=SUFFICIENT, at=k):
    return mean(process, what, at, context)


def inverse():
    """E 1/T of three points or more."""
    value = ((n - 1) / 2) ** sp.Rational(1, 2) * sp.gamma((n - 2) / 2) / sp.gamma((n - 1) / 2)
    return closed(of(1 / T, MANY), value**k / sigma0, MANY)


STATES = over({T: "(0, oo)", M: "(-oo, oo)"})
DRAWN = over({c: "[0, oo)", lam: "(0, oo)"})


def larger(context, *known):
    return monotone(of(T, context), of(T + 1 / T, context), by_sign(T, "<=", T + 1 / T, STATES), context, *known)


def parted(what, context, *known):
    return linear(of(what + 3, context), {what: 1, ONE: 3}, context, *known)


def spread(power, context):
    return half_square(of(HalfSquare(T**power), context), context)


def schwarz(power):
    return cauchy_schwarz(of(M * T**power), of(M**2), of(T ** (2 * power)), FEW)


def averaged(law, f, context=DRAWN):
    return on_average(law, by_sign(0, "<=", f, context.but({c: "[0, oo)"})), context.but({c: None}))


def begun(at=ONE, start=ONE, power=2):
    """E of a power of a count, of which something is drawn itself."""
    inside, what = DRAWN.but({c: "[0, oo)"}), L ** POWERED.parameters["b"].symbol
    f = mean(POWERED, what, at, inside, {"p0": start, "b": power})
    return on_average(Poisson(lam), identity(f, f, inside), inside.but({c: None}))


def generation(f):
    context = over({lam: "(0, oo)", k: "[0, oo)"})
    return first_generation(mean(POISSON, f, k + 1, context, {"lambda0": lam, "n": 1}), context)


def counted(f, g):
    context = over({p0: "[0, oo)", k: "[1, oo)"})
    pointwise = by_sign(f.subs(L, c), "<=", g.subs(L, c), over({c: "[0, oo)"}))
    return after_a_generation(of(f, context, COUNTED), of(g, context, COUNTED), pointwise, context)


def added_up(f):
    context = over({n: "[1, oo)", k: "[0, oo)", CORPUS.alphabet: domain_of(CORPUS.parameters["p"])})
    return by_symbols(of(OverSymbols(f), context, CORPUS), POISSON, context)


KERNEL = processes()["kde_replace"]
SEEN = next(state for state in KERNEL.states if isinstance(state, Data))
HERE = over({n: "[2, oo)", k: "[1, oo)", sigma0: "(0, oo)", sp.Symbol("h", positive=True): "(0, oo)"})


def loss(data, process):
    return of(-sp.log(Mean(sp.exp(-(data**2)))), HERE, process)


def exponents(data, process):
    return between_exponents(loss(data, process), HERE)


def at_points(data, process):
    """-m^2 <= u^2, whatever u is."""
    one, other = REALS
    any_point = HERE.but(dict.fromkeys(REALS[:2], "(-oo, oo)")).but({SQUARE: "[0, oo)"})
    squares = [(by_sign(0, "<=", (one + side * other) ** 2, any_point), HALF) for side in (1, -1)]
    pointwise = combine(-(other**2), "<=", one**2, *squares, context=any_point)
    return every_point(loss(data, process), (*REALS, SQUARE), pointwise, HERE)


REALS, SQUARE = sp.symbols("u m", real=True), sp.Symbol("v", nonnegative=True)


def moved(power, process):
    context = over({n: "[2, oo)", k: "[0, oo)", sigma0: "(0, oo)"})
    return symmetric_step(of(sp.Abs(M) ** power, context, process, k + 1), context)


def sums(power):
    total = PowerSum(SEEN, power)
    return linear(of(total + 3, HERE, KERNEL), {total: 1, ONE: 3}, HERE)


ROWS = {  # what is infinite; a true neighbour
    "monotone": (lambda: larger(FEW), lambda: monotone(of(T), of(T + T**2), by_sign(T, "<=", T + T**2, STATES), FEW)),
    "linear": (lambda: parted(1 / T, FEW), lambda: parted(T, FEW)),
    "a sum of powers": (lambda: sums(-1), lambda: sums(1)),
    "half a square": (lambda: spread(-1, FEW), lambda: spread(1, FEW)),
    "Cauchy and Schwarz": (lambda: schwarz(-1), lambda: schwarz(1)),
    "on average": (
        lambda: averaged(Poisson(lam), sp.factorial(c) * sp.factorial(c)),
        lambda: averaged(Poisson(lam), c**3 * 2**c),
    ),
    "a power with a count below and above": (
        lambda: averaged(Poisson(lam), (1 + c) ** (c + 1)),
        lambda: averaged(Poisson(lam), 3 ** (2 * c + 1)),
    ),
    "a mean whose power is a count": (lambda: begun(power=c), lambda: begun(start=c)),
    "a mean at a generation that is a count": (lambda: begun(at=c + 1), lambda: begun(at=ONE + 1)),
    "first generation": (lambda: generation(sp.exp(L**2)), lambda: generation(1 + L**2)),
    "after a generation": (
        lambda: counted(L, L + sp.exp(L**2)),
        lambda: counted(L, L + L**2),
    ),
    "by symbols": (lambda: added_up(sp.exp(L**2)), lambda: added_up(L**2)),
    "between exponents": (lambda: exponents(POINTS, SAMPLED), lambda: exponents(SEEN, KERNEL)),
    "every point": (lambda: at_points(POINTS, SAMPLED), lambda: at_points(SEEN, KERNEL)),
    "symmetric step": (lambda: moved(HALF, HEAVY), lambda: moved(HALF, SUFFICIENT)),
}


@pytest.mark.parametrize("row", ROWS)
def test_what_need_not_be_finite_is_refused(row):
    false, true = ROWS[row]
    with pytest.raises(NotProved, match="need not be finite"):
        false()
    assert true()


@pytest.mark.parametrize("row", ROWS)
def test_the_second_program_refuses_it_where_the_rules_are_too_trusting(row, trusting):
    false, true = ROWS[row]
    for build, finite in ((false, False), (true, True)):
        found = build()
        text = json.dumps(Writer().certificate({row: concluded([found.relation], [found], False)}))
        (verdict,) = judge(text)
        assert (verdict.refused is None) is finite, verdict
        assert finite or "need not be finite" in verdict.refused


# -- what is known to be finite ---------------------------------------------------------------------------------


def test_it_is_finite_because_of_what_it_is_known_to_be():
    root = T**-HALF
    factor = ((n - 1) / 2) ** (HALF / 2) * sp.gamma((n - 1 - HALF) / 2) / sp.gamma((n - 1) / 2)
    known = closed(of(root), factor**k / sp.sqrt(sigma0), FEW)
    whole = linear(of(root + 1), {root: 1, ONE: 1}, FEW, known)
    most = combine(of(root + 1), "<=", known.relation.right + 1, whole, known, context=FEW)

    def below(*known):
        return monotone(of(1 / (1 + T)), of(root + 1), by_sign(1 / (1 + T), "<=", root + 1, STATES), FEW, *known)

    found = below(most)
    text = json.dumps(Writer().certificate({"it": concluded([found.relation], [found], False)}))
    assert judge(text)[0].refused is None
    for wrong in ((), (known,)):  # nothing, and what is known of another mean
        with pytest.raises(NotProved, match="need not be finite"):
            below(*wrong)


@pytest.mark.parametrize(
    "name", ["mixture-martingale/weighted", "mixture-collapse/tail", "mixture-approximate-estimator/inconsistent"]
)
def test_no_step_is_taken_from_a_mean_of_which_nothing_is_known(name, monkeypatch):
    """Of these it is known before each step, by induction or at the start."""
    theorem, claim = name.split("/")
    found = find(theorem)
    function = Case(found, found.claim(claim)).proof
    assert function(found.claim(claim))
    for module in (martingale, collapse, approximate_estimator):
        for rule in ("after_a_step", "folded_spread"):
            if hasattr(module, rule):
                real = getattr(module, rule)
                monkeypatch.setattr(module, rule, lambda *given, real=real: real(*given[:6]))
        for cached in vars(module).values():
            getattr(cached, "cache_clear", lambda: None)()
    with pytest.raises(NotProved, match="need not be finite"):
        function(found.claim(claim))


def test_a_bound_that_is_none_says_nothing():
    known = inverse()
    itself = identity(of(1 / T), of(1 / T), FEW)
    below = by_sign(of(1 / T), "<=", of(1 / T) + 1, FEW)
    elsewhere = substitute(known, {}, MANY.but({k: "[1, oo)"}))
    for wrong in (itself, below, elsewhere, by_sign(0, "<=", of(1 / T), FEW)):
        for context in (FEW, MANY):
            with pytest.raises(NotProved):
                parted(1 / T, context, wrong)
    assert parted(1 / T, MANY, known)
    with pytest.raises(NotProved):
        parted(1 / T, FEW, known)


def test_an_infinite_mean_would_prove_anything(trusting):
    """E T^-a <= 1 + E 1/T for every a < 1, two points: the left side is as large as one likes."""
    power, context = alpha / (1 + alpha), over({n: "[2, 2]", k: "[1, 1]", alpha: "[1, oo)"})
    rest, given = context.but({n: None}), {"sigma0": 1}
    low, high, infinite = (mean(SUFFICIENT, what, k, context, given) for what in (T**-power, 1 + 1 / T, 1 / T))
    plane = over({u: "(0, oo)", alpha: "[1, oo)"})
    root = by_sign((1 + u) ** (power - 1), "<=", 1, plane)
    line = combine(u**power, "<=", 1 + u, raised(by_sign(u, "<=", 1 + u, plane), power), (root, 1 + u), context=plane)
    states = over({T: "(0, oo)", alpha: "[1, oo)"})
    pointwise = combine(T**-power, "<=", 1 + 1 / T, substitute(line, {u: 1 / T}, states), context=states)
    known = monotone(low, high, pointwise, context), linear(high, {ONE: 1, 1 / T: 1}, context)
    factor = 2 ** (-power / 2) * (n - 1) ** (power / 2) * sp.gamma((n - 1 - power) / 2) / sp.gamma((n - 1) / 2)
    value, half = closed(low, factor**k, context), 1 / (2 * (1 + alpha))
    first = at_value(k, 1, identity(factor, factor, context.but({k: None})), factor**k, "=", factor)
    of_two = 2 ** (-power / 2) * sp.gamma(half) / sp.sqrt(sp.pi)
    there = at_value(n, 2, identity(factor.subs(n, 2), of_two, rest), factor, "=", of_two)
    parts = (*known, *((equal, -1) for equal in (value, first, there)))
    least = combine(of_two, "<=", 1 + infinite, *parts, context=context)
    gamma = substitute(by_balls(HALF, sp.gamma(1 + u), over({u: "(0, 1/2]"})), {u: half}, context)
    one = combine(1, "<=", 2**half, (by_sign(2**-half, "<=", 1, context), 2**half), context=context)
    scale = 2**half / (half * sp.sqrt(2 * sp.pi))
    more = combine(scale / 2, "<=", 1 + infinite, least, (gamma, scale), context=context)
    line = combine(
        (1 + alpha) / sp.sqrt(2 * sp.pi), "<=", 1 + infinite, more, (one, scale / 2**half / 2), context=context
    )
    end = substitute(line, {alpha: 3 * (1 + infinite)}, context.but({alpha: None}))
    root = sp.sqrt(2 * sp.pi)
    rest = by_sign(0, "<=", (3 - root) * (1 + infinite), context.but({alpha: None}))
    found = combine(1, "<=", 0, (end, root), rest, context=context.but({alpha: None}))
    text = json.dumps(Writer().certificate({"it": concluded([found.relation], [found], False)}))
    assert "need not be finite" in judge(text)[0].refused


# -- by itself ---------------------------------------------------------------------------------------------------


def test_powers_and_events_of_what_has_all_moments_are_integrable():
    finite = (
        M**4 * T**3,
        sp.sqrt(T),
        T**alpha,
        sp.Abs(M) ** alpha,
        event(T > 1),
        1 / (1 + T),
        sp.exp(-(M**2)),
        sp.cos(M),
    )
    assert all(integrable(SUFFICIENT, what) for what in finite)
    assert all(integrable(processes()["gaussian_logarithm"], LOG**power) for power in (1, 2, 4))


def test_inverses_exponentials_and_logarithms_are_not_by_themselves():
    infinite = (1 / T, T**-alpha, sp.exp(M), sp.exp(M**2), sp.log(T), 1 / (1 + M), T / (T - 1), sp.tan(M))
    assert not any(integrable(SUFFICIENT, what) for what in infinite)
    assert not any(integrable(HEAVY, what) for what in (M, M**2, Y**2, M * V))
    assert integrable(HEAVY, V**2)
    assert not integrable(SAMPLED, Mean(POINTS))
    assert not integrable(processes()["gaussian_logarithm"], M)


@pytest.mark.parametrize("law", [Gamma(V, ONE), MeanChiSquare(V), Gamma(ONE, 1 / V)], ids=str)
def test_a_law_whose_shape_is_left_to_chance_need_not_have_moments(law):
    """E X^2 is 1 + 1/V for the first: of a state near 0 it is large."""
    assert not integrable(replace(HEAVY, looked_at=(Draw(Y, law),)), Y**2)
    assert integrable(replace(HEAVY, looked_at=(Draw(Y, Gamma(ONE, V)),)), Y**2)
