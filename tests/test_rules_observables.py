"""Means of what is no declared process, or has no value: the rules of probability must refuse them."""

import pytest
import sympy as sp
from made_processes import DOUBLED, MADE, SUMS, as_if_declared
from rules_lab import told_apart

from proofs_check.rules.algebra import combine
from proofs_check.rules.chains import at_start, first_generation, special_case
from proofs_check.rules.claims import narrowed
from proofs_check.rules.leaves import by_sign, identity
from proofs_check.rules.means import mean_of
from proofs_check.rules.moments import closed, over_the_past
from proofs_check.rules.probability import certain, linear, mean, monotone
from proofs_check.rules.statements import over
from theorems.language.data import Past
from theorems.language.functions import OptimalExponent
from theorems.language.processes import event
from theorems.processes import processes
from theorems.processes.discrete import BERNOULLI, P
from theorems.processes.poisson import ALIVE, LINEAGE, POISSON, L, N, c
from theorems.processes.workflows import DRAW

k = sp.Symbol("k", integer=True, nonnegative=True)
n, p = MADE
w, y = sp.Symbol("w", nonnegative=True), sp.Symbol("y", real=True)
third, half = sp.Rational(1, 3), sp.Rational(1, 2)
DOMAIN, LATE = over({n: "[1, oo)", p: "[0, 1]", k: "[0, oo)"}), over({n: "[1, oo)", p: "[0, 1]"})
UNIT, HALF_LINE = over({y: "[0, 1]"}), over({w: "[0, oo)"})
u = sp.Symbol("u", positive=True)
CHAIN, STARTED = over({n: "[1, oo)", u: "(0, oo)", k: "[0, oo)"}), over({n: "[1, oo)", u: "(0, oo)"})
KERNELS = processes()["kde_replace"]
h, sigma0 = (KERNELS.parameters[name].symbol for name in ("h", "sigma0"))
DATA = over({n: "[1, oo)", h: "(0, oo)", sigma0: "(0, oo)", k: "[1, oo)"})
declared = pytest.fixture(autouse=True)(as_if_declared)
ENDS = (event(sp.Eq(P, 0)), event(sp.Ne(P, 0)))


def share(what=P, generation=k):
    return mean_of(BERNOULLI, what)(generation, n, p)


def drawn(context):
    """The square of a draw is at most 1 where the draw lies in [-1, 1]."""
    one, square = (mean(KERNELS, what, k, context) for what in (1 + 0 * DRAW, DRAW**2))
    return monotone(square, one, by_sign(DRAW**2, "<=", 1, over({DRAW: "[-1, 1]"})), context)


def lived(generation, context, says):
    """How long the Poisson chain has lived at a generation, as the rule has it."""
    lifetime = mean_of(POISSON, Past(ALIVE))(generation, n, u)
    return combine(lifetime, "=", says, over_the_past(lifetime, context), context=context)


def alive(generation, what=ALIVE):
    return mean_of(POISSON, what)(generation, n, u)


ROWS = {
    "a sum over the past, before it begins": (
        "k may be 0, and nothing was before that",
        lambda: lived(k, CHAIN, alive(k - 1, Past(ALIVE)) + alive(k)),
        lambda: lived(k + 1, CHAIN, alive(k, Past(ALIVE)) + alive(k + 1)),
    ),
    "a sum over the past, without the present": (
        "it is there now, too",
        lambda: lived(k + 1, CHAIN, alive(k, Past(ALIVE)) + alive(k)),
        lambda: lived(k + 1, CHAIN, alive(k, Past(ALIVE)) + alive(k + 1)),
    ),
    "a sum over the past of what is drawn": (
        "nothing was drawn before the first generation",
        lambda: over_the_past(alive(0, Past(event(sp.Ne(c, 0)))), STARTED),
        lambda: lived(0, STARTED, alive(0)),
    ),
    "no process": (
        "a probability of 4/3",
        lambda: closed(mean_of(DOUBLED, P)(k, n, p), 2**k * p, DOMAIN),
        lambda: closed(share(), p, DOMAIN),
    ),
    "a draw that is looked at, in a range": (
        "it may lie anywhere",
        lambda: drawn(DATA.but({DRAW: "[-1, 1]"})),
        lambda: monotone(
            mean(KERNELS, (1 + DRAW) ** 2, k, DATA),
            mean(KERNELS, 2 * (1 + DRAW) ** 2, k, DATA),
            by_sign((1 + DRAW) ** 2, "<=", 2 * (1 + DRAW) ** 2, over({DRAW: "(-oo, oo)"})),
            DATA,
        ),
    ),
    "at no generation": (
        "a share is seen at a generation, not at the end of all",
        lambda: certain(share(generation=sp.oo), ENDS, LATE),
        lambda: certain(share(), ENDS, DOMAIN),
    ),
    "an observable that need not have a value": (
        "P = 1 with a probability that is not 0",
        lambda: linear(share((P**2 - P) / (P - 1)), {P: 1}, DOMAIN),
        lambda: linear(share((P**2 + P) / (P + 1)), {P: 1}, DOMAIN),
    ),
    "parts that need not have a value": (
        "1/P at 0",
        lambda: linear(share(), {P + 1 / P: 1, 1 / P: -1}, DOMAIN),
        lambda: linear(share(), {P + P**2: 1, P**2: -1}, DOMAIN),
    ),
    "an observable of cases that leave some out": (
        "it has no value from 1/2 on",
        lambda: linear(share(sp.Piecewise((P, half > P))), {P: 1}, DOMAIN),
        lambda: linear(
            share(sp.Piecewise((P, half > P), (0, True))), {sp.Piecewise((P, half > P), (0, True)): 1}, DOMAIN
        ),
    ),
    "at the start, an observable that has no value there": (
        "1/P at 0",
        lambda: at_start(share(1 / P, sp.Integer(0)), LATE),
        lambda: at_start(share(1 / (1 + P), sp.Integer(0)), LATE),
    ),
    "a generation later, of what has no value": (
        "1/P at 0",
        lambda: first_generation(share(1 / P, k + 1), DOMAIN),
        lambda: first_generation(share(1 / (1 + P), k + 1), DOMAIN),
    ),
    "a sum of other laws": (
        "Poisson(L) + Binomial(1, 1/2) varies, and Binomial(L, 1) + Poisson(1/2) less",
        lambda: special_case(mean_of(SUMS[0], L**2)(k), SUMS[1], {}, over({k: "[0, oo)"})),
        lambda: special_case(mean_of(LINEAGE, N)(k), POISSON, {"n": 1, "lambda0": 1}, DOMAIN),
    ),
    "cases that leave some out": (
        "it has no value from 1000 on",
        lambda: identity(sp.Piecewise((w, w < 1000)), sp.Piecewise((w, w < 1000)), HALF_LINE),
        lambda: identity(sp.Piecewise((w, w < 1000), (1, True)), sp.Piecewise((w, w < 1000), (1, True)), HALF_LINE),
    ),
    "a condition that has no value": (
        "1/(y - 1/3) at 1/3",
        lambda: identity(event(1 / (y - third) > 0), event(1 / (y - third) > 0), UNIT),
        lambda: identity(event(1 / (y + third) > 2), event(1 / (y + third) > 2), UNIT),
    ),
    "a function of the theory beyond its domain": (
        "the ratio is negative beyond 1000",
        lambda: by_sign(0, "<=", OptimalExponent(2, 1, 1000 - w), HALF_LINE),
        lambda: by_sign(0, "<=", OptimalExponent(2, 1, 1000 + w), HALF_LINE),
    ),
}


test_false_means_are_refused_and_true_ones_beside_them_proved = told_apart(ROWS)


@pytest.mark.parametrize(
    ("condition", "domain", "left"),
    [
        (y >= 0, "(0, 1]", "(0, 1]"),
        (y <= 1, "(0, 1)", "(0, 1)"),
        (y > 0, "[0, 1]", "(0, 1]"),
        (y < half, "[0, 1]", "[0, 1/2)"),
        (y >= -1, "[0, 1]", "[0, 1]"),
        (k > 2, "[0, oo)", "[3, oo)"),
        (k >= half, "[0, oo)", "[1, oo)"),
        (k < 7, "[0, oo)", "[0, 6]"),
    ],
)
def test_a_condition_makes_a_range_no_wider(condition, domain, left):
    (symbol,) = condition.free_symbols
    assert narrowed(condition, over({symbol: domain}).of) == over({symbol: left}).of
