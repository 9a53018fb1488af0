"""False statements on means of processes that the rules of probability must refuse, each beside a true one."""

import pytest
import sympy as sp
from made_processes import AGED, GIVEN_BEFORE, HELD, MADE, OWN_SIZE, PAIR, SEEN, TWICE, W, as_if_declared
from rules_lab import told_apart

from proofs_check.rules.algebra import at_value, substitute
from proofs_check.rules.chains import (
    after_a_generation,
    at_start,
    binomial_power,
    first_generation,
    generating,
    on_average,
    optional_stopping,
    outcome,
    outcomes,
    special_case,
)
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.lineages import dual
from proofs_check.rules.means import mean_of
from proofs_check.rules.moments import closed, drift, one_generation
from proofs_check.rules.probability import (
    cauchy_schwarz,
    certain,
    indicator,
    linear,
    mean,
    monotone,
    reduced,
)
from proofs_check.rules.sequences import tends
from proofs_check.rules.statements import Context, NotProved, Range, Relation, over
from proofs_check.rules.times import branches
from theorems.language.data import GENERATION
from theorems.language.laws import Binomial, Poisson
from theorems.language.processes import Finally, event
from theorems.processes.discrete import BERNOULLI, END, P, c
from theorems.processes.gaussian import REFITTED, SUFFICIENT
from theorems.processes.lineages import LINEAGES, D
from theorems.processes.poisson import LINEAGE, POISSON, L, N

n, k = sp.Symbol("n", integer=True, positive=True), sp.Symbol("k", integer=True, nonnegative=True)
p, q, y = sp.Symbol("p0", nonnegative=True), sp.Symbol("q", positive=True), sp.Symbol("y", real=True)
b = sp.Symbol("b", integer=True, positive=True)
x = outcome(Binomial)
DOMAIN = over({n: "[1, oo)", p: "[0, 1]", k: "[0, oo)"})
NO_K = over({n: "[1, oo)", p: "[0, 1]"})
LAW = Binomial(n, p)
PLAIN = Context(())
a, d = PAIR.parameters.symbols
declared = pytest.fixture(autouse=True)(as_if_declared)


def share(what=P, generation=k, **values):
    """The mean of an observable of the chain of shares."""
    return mean_of(BERNOULLI, what)(generation, values.get("n", n), values.get("p0", p))


GAUSS = over({n: "[2, oo)", k: "[0, oo)", sp.Symbol("sigma0", positive=True): "(0, oo)"})


def stopped():
    """Where the chain of shares ends, from 1 - 2^-k <= Pr(ended by k) at k = 0 alone."""
    ended = mean_of(BERNOULLI, Finally(event(sp.Eq(P, 1)), until=END))(k, n, p)
    at_first = by_sign(0, "<=", share(event(END), sp.Integer(0)), NO_K)
    reached = at_value(k, 0, at_first, 1 - 2**-k, "<=", share(event(END)))
    fades = tends(2**-k, k, sp.oo, 0, DOMAIN)
    return optional_stopping(ended, closed(share(), p, DOMAIN), reached, fades, reached.relation.context)


def power(first=1):
    """n p <= E X: h = x, M = 1."""
    drawn = outcomes(LAW, NO_K)
    steps = drawn.but({x: Range(sp.Integer(first), sp.oo, False, True)})
    return binomial_power(LAW, 1, by_sign(x, "<=", x, steps), by_sign(0, "<=", x, drawn), NO_K)


def three_branches():
    """1 where P < 1/4 or P >= 1/2."""
    return sp.Piecewise((1, sp.Lt(P, sp.Rational(1, 4))), (0, sp.Lt(P, sp.Rational(1, 2))), (1, True))


def below_an_event(function, where, op, at_0):
    """f <= 1[y != 0], from f <= 1 and what f is where y = 0."""
    context = over({y: where})
    goal = Relation(function, op, event(sp.Ne(y, 0)), context)
    return branches(goal, sp.Eq(y, 0), y, by_sign(function, op, 1, context), by_sign(at_0, op, at_0, PLAIN))


LOW, HIGH = event(sp.Lt(P, sp.Rational(1, 4))), event(sp.Ge(P, sp.Rational(1, 4)))
SMALL, WIDE = over({P: "[0, 1]"}), over({P: "[0, oo)"})

ROWS = {
    # -- parameters outside of the domain --------------------------------------------------------------------
    "a start that is no share": (
        "the share is not negative, and -1 is",
        lambda: at_start(share(generation=0, p0=-1), over({n: "[1, oo)"})),
        lambda: at_start(share(generation=0, p0=0), over({n: "[1, oo)"})),
    ),
    "a start above 1": (
        "a probability of 2",
        lambda: first_generation(share(generation=k + 1, p0=2), DOMAIN),
        lambda: first_generation(share(generation=k + 1), DOMAIN),
    ),
    "a negative number of trials": (
        "n times a share is negative for n = -1",
        lambda: linear(share(n * P, n=-1), {P: MADE[0]}, DOMAIN),
        lambda: linear(share(MADE[0] * P), {P: MADE[0]}, DOMAIN),
    ),
    "a value outside of the domain": (
        "there is no chain at p0 = 2",
        lambda: closed(share(p0=2), 2, DOMAIN),
        lambda: closed(share(), p, DOMAIN),
    ),
    "one generation of no process": (
        "there is no chain at p0 = 2",
        lambda: one_generation(share(generation=k + 1, p0=2), DOMAIN),
        lambda: one_generation(share(generation=k + 1), DOMAIN),
    ),
    "probabilities of no process": (
        "there is no chain at p0 = -1",
        lambda: certain(share(p0=-1), (LOW, HIGH), DOMAIN),
        lambda: certain(share(), (LOW, HIGH), DOMAIN),
    ),
    "before the first generation": (
        "nothing is seen at k = -1",
        lambda: closed(share(), p, over({n: "[1, oo)", p: "[0, 1]", sp.Symbol("k", integer=True): "[-1, oo)"})),
        lambda: closed(share(), p, over({n: "[1, oo)", p: "[0, 1]", k: "[3, oo)"})),
    ),
    "parameters that change with k": (
        "the size must be the same in every generation",
        lambda: closed(share(P, n=k + 1), p, DOMAIN),
        lambda: closed(share(P, n=7), p, DOMAIN),
    ),
    "drift at no variance": (
        "sigma0 = 0 is no scale",
        lambda: drift(mean(REFITTED, REFITTED.observables["drift"], 0, GAUSS, {"sigma0": 0}), 0, GAUSS),
        lambda: closed(share(), p, DOMAIN),
    ),
    "a state in the place of a parameter": (
        "it would be moved with the state",
        lambda: first_generation(share(generation=k + 1, p0=P), DOMAIN.but({P: "[0, 1]"})),
        lambda: first_generation(share(generation=k + 1, p0=sp.Rational(1, 3)), DOMAIN),
    ),
    "a draw in the place of a parameter": (
        "it would be taken for what is drawn",
        lambda: first_generation(share(generation=k + 1, p0=c), DOMAIN.but({c: "[0, 1]"})),
        lambda: first_generation(share(generation=k + 1, p0=p / 2), DOMAIN),
    ),
    "parameters exchanged": (
        "d L at a = d', d = a' is a' L",
        lambda: must_be(linear(mean_of(PAIR, d * L)(k, d, a), {L: d}, PAIRS), d * mean_of(PAIR, L)(k, d)),
        lambda: must_be(linear(mean_of(PAIR, d * L)(k, d, a), {L: d}, PAIRS), a * mean_of(PAIR, L)(k, d)),
    ),
    # -- wrong values ----------------------------------------------------------------------------------------
    "a wrong value": (
        "the mean of P(1-P) falls by 1 - 1/n",
        lambda: closed(share(P * (1 - P)), p * (1 - p) * (1 - 1 / (n + 1)) ** k, DOMAIN),
        lambda: closed(share(P * (1 - P)), p * (1 - p) * (1 - 1 / n) ** k, DOMAIN),
    ),
    "a value one generation late": (
        "at k = 0 it is p (1-p)",
        lambda: closed(share(P * (1 - P)), p * (1 - p) * (1 - 1 / n) ** (k + 1), DOMAIN),
        lambda: closed(share(P * (1 - P)), p * (1 - p) * (1 - 1 / n) ** k, DOMAIN),
    ),
    "generation and value of one name": (
        "1 as a generation is not 1 as a start",
        lambda: must_be(one_generation(share(generation=1, p0=1), over({n: "[1, oo)"})), share(generation=0, p0=0)),
        lambda: must_be(one_generation(share(generation=1, p0=1), over({n: "[1, oo)"})), share(generation=0, p0=1)),
    ),
    "a coefficient that depends on the state": (
        "E P^2 is not P E P",
        lambda: linear(share(P**2), {P: P}, DOMAIN.but({P: "[0, 1]"})),
        lambda: linear(share(2 * P**2), {P**2: 2}, DOMAIN),
    ),
    "a part left out": (
        "P + P^2 is not P",
        lambda: linear(share(P + P**2), {P: 1}, DOMAIN),
        lambda: linear(share(P + P**2), {P: 1, P**2: 1}, DOMAIN),
    ),
    # -- events ----------------------------------------------------------------------------------------------
    "events that overlap": (
        "1/4 is in both",
        lambda: certain(share(), (event(sp.Le(P, sp.Rational(1, 4))), HIGH), DOMAIN),
        lambda: certain(share(), (LOW, HIGH), DOMAIN),
    ),
    "events that leave a gap": (
        "1/4 is in neither",
        lambda: certain(share(), (LOW, event(sp.Gt(P, sp.Rational(1, 4)))), DOMAIN),
        lambda: certain(share(), (LOW, HIGH), DOMAIN),
    ),
    "an event of three branches": (
        "it holds from 1/2 on, too",
        lambda: certain(share(), (three_branches(), HIGH), DOMAIN),
        lambda: certain(share(), (LOW, HIGH), DOMAIN),
    ),
    "an indicator above its bound": (
        "1 > P/2 where P is 1",
        lambda: indicator(sp.Eq(P, 1), by_sign(0, "<=", P / 2, WIDE), by_sign(1, "<=", P, over({P: "[1, oo)"})), WIDE),
        lambda: indicator(P >= 1, by_sign(0, "<=", P, WIDE), at_least_one(), WIDE),
    ),
    "a bound below an indicator, of another function": (
        "y + 1 is not 0 where y is",
        lambda: below_an_event(y + 1, "[-1, 0]", "<=", 1),
        lambda: below_an_event(y, "[0, 1]", "<=", 0),
    ),
    "monotone on part of the states": (
        "the intensity may be above 1",
        lambda: monotone(
            mean_of(POISSON, L**2)(k, n, q),
            mean_of(POISSON, L)(k, n, q),
            by_sign(L**2, "<=", L, over({L: "[0, 1]"})),
            POSITIVE,
        ),
        lambda: monotone(
            mean_of(POISSON, L)(k, n, q),
            mean_of(POISSON, L + L**2)(k, n, q),
            by_sign(L, "<=", L + L**2, over({L: "[0, oo)"})),
            POSITIVE,
        ),
    ),
    "monotone between two generations": (
        "k and k + 1",
        lambda: monotone(share(), share(2 * P, k + 1), by_sign(P, "<=", 2 * P, WIDE), DOMAIN),
        lambda: monotone(share(), share(2 * P), by_sign(P, "<=", 2 * P, WIDE), DOMAIN),
    ),
    "Cauchy-Schwarz of other functions": (
        "P^2 times 1 is not P squared of something",
        lambda: cauchy_schwarz(share(P), share(P**2), share(P**2), DOMAIN),
        lambda: cauchy_schwarz(share(P**2), share(P**2), share(P**2), DOMAIN),
    ),
    # -- laws of what is drawn -------------------------------------------------------------------------------
    "a probability of 3": (
        "(1 - 3)^2 = 4 is no mean of an indicator",
        lambda: generating(Binomial(2, 3), 0, PLAIN),
        lambda: generating(Binomial(2, sp.Rational(1, 3)), 0, PLAIN),
    ),
    "half a trial": (
        "5/2 trials",
        lambda: generating(Binomial(sp.Rational(5, 2), p), 2, NO_K),
        lambda: generating(Binomial(5, p), 2, NO_K),
    ),
    "a negative intensity": (
        "Poisson(-1)",
        lambda: generating(Poisson(sp.Integer(-1)), sp.Rational(1, 2), PLAIN),
        lambda: generating(Poisson(sp.Integer(1)), sp.Rational(1, 2), PLAIN),
    ),
    "what is drawn as the argument": (
        "E X^X is not (1 - p + p x)^n",
        lambda: generating(LAW, x, NO_K.but({x: "[0, oo)"})),
        lambda: generating(LAW, q, NO_K.but({q: "(0, oo)"})),
    ),
    "on average, for some of what is drawn": (
        "x <= 1 for x = 0, 1 only",
        lambda: on_average(LAW, by_sign(x, "<=", 1, NO_K.but({x: "[0, 1]"})), NO_K),
        lambda: on_average(LAW, by_sign(x, "<=", x + 1, outcomes(LAW, NO_K)), NO_K),
    ),
    "on average, where what is drawn has a range": (
        "the condition x <= 1 would be kept",
        lambda: on_average(
            LAW,
            given(x <= 1, outcomes(LAW, NO_K).but({}, x <= 1)),
            NO_K.but({x: "[0, oo)"}, x <= 1),
        ),
        lambda: on_average(LAW, given(x <= n, outcomes(LAW, NO_K)), NO_K),
    ),
    "power, without the first step": (
        "x = 1 was left out",
        lambda: power(first=2),
        power,
    ),
    # -- chains ----------------------------------------------------------------------------------------------
    "first generation of what depends on time": (
        "the generation is another one",
        lambda: first_generation(share(GENERATION * P, k + 1), DOMAIN),
        lambda: first_generation(share(P, k + 1), DOMAIN),
    ),
    "first generation of a process that ages": (
        "its steps are not alike",
        lambda: first_generation(mean_of(AGED, P)(k + 1, n, p), DOMAIN),
        lambda: first_generation(mean_of(HELD, P)(k + 1, n, p), DOMAIN),
    ),
    "first generation, the state left as it is": (
        "half of it is the start",
        lambda: must_be(first_generation(mean_of(HELD, P)(k + 1, n, p), DOMAIN.but({P: "[0, 0]"})), P),
        lambda: first_generation(mean_of(HELD, P)(k + 1, n, p), DOMAIN),
    ),
    "at the start of what depends on time": (
        "t = 0 there",
        lambda: must_be(at_start(share(P + GENERATION, 0), NO_K.but({GENERATION: "[5, 5]"})), GENERATION),
        lambda: at_start(share(P, 0), NO_K),
    ),
    "after a generation that depends on the state": (
        "half of it is the state",
        lambda: after_a_generation(
            mean_of(HELD, P)(k, n, p),
            mean_of(HELD, P + P**2)(k, n, p),
            by_sign(
                (P + x / n) / 2, "<=", (P + x / n) / 2 + (P + x / n) ** 2 / 4, outcomes(LAW, LATER.but({P: "[0, 0]"}))
            ),
            LATER.but({P: "[0, 0]"}),
        ),
        lambda: after(LATER),
    ),
    "after no generation": ("k may be 0", lambda: after(DOMAIN), lambda: after(LATER)),
    "shares of counts whose number the share decides": (
        "a share of 1/4 counts one sample, one of 3/4 n",
        lambda: dual(mean_of(LINEAGES, (1 - p) ** D)(k, n, p), OWN_SIZE, DOMAIN),
        lambda: dual(mean_of(LINEAGES, (1 - p) ** D)(k, n, p), BERNOULLI, DOMAIN),
    ),
    "a first generation after another one": (
        "the share is 1/3 there, from wherever it starts",
        lambda: first_generation(mean_of(GIVEN_BEFORE, P)(k + 1, n, p), DOMAIN),
        lambda: first_generation(share(P, k + 1), DOMAIN),
    ),
    "stopped by a bound for some k": (
        "the bound says nothing from k = 1 on",
        stopped,
        lambda: closed(share(), p, DOMAIN),
    ),
    # -- other processes -------------------------------------------------------------------------------------
    "a special case at other parameters": (
        "one lineage is Poisson with n = 1",
        lambda: special_case(mean_of(LINEAGE, N)(k), POISSON, {"n": 2, "lambda0": 1}, DOMAIN),
        lambda: special_case(mean_of(LINEAGE, N)(k), POISSON, {"n": 1, "lambda0": 1}, DOMAIN),
    ),
    "a special case that is looked at otherwise": (
        "draws of mean 0 and of mean 5",
        lambda: special_case(mean_of(SEEN[0], W)(k), SEEN[1], {}, DOMAIN),
        lambda: special_case(mean_of(LINEAGE, N)(k), POISSON, {"n": 1, "lambda0": 1}, DOMAIN),
    ),
    "a reduction that nobody declared": (
        "it doubles the scale",
        lambda: reduced(mean(REFITTED, REFITTED.observables["scale"], k, GAUSS), TWICE, GAUSS),
        lambda: reduced(mean(REFITTED, REFITTED.observables["scale"], k, GAUSS), SUFFICIENT, GAUSS),
    ),
    "a symbol that the mean does not show": (
        "E q P would be one number for every q",
        lambda: monotone(share(q * P), share(P), below_itself(), DOMAIN.but({q: "(0, 1]"})),
        lambda: monotone(share(P / 2), share(P), by_sign(P / 2, "<=", P, WIDE), DOMAIN),
    ),
    "another mean put in": (
        "a share beyond 1, through the start",
        lambda: substitute(closed(share(), p, DOMAIN), {p: 2 * p}, DOMAIN),
        lambda: substitute(closed(share(), p, DOMAIN), {p: p / 2}, DOMAIN),
    ),
}
LATER = over({n: "[1, oo)", p: "[0, 1]", k: "[1, oo)"})
POSITIVE = over({n: "[1, oo)", q: "(0, oo)", k: "[0, oo)"})
PAIRS = over({a: "(0, oo)", d: "(0, oo)", k: "[0, oo)"})


def at_least_one():
    return given(P >= 1, over({P: "[0, oo)"}, P >= 1))


def below_itself():
    """q P <= P for q up to 1."""
    return by_sign(q * P, "<=", P, over({P: "[0, oo)", q: "(0, 1]"}))


def after(context):
    """E P <= E (P + P^2) from what holds of all that may be drawn."""
    pointwise = by_sign(x / n, "<=", x / n + x**2 / n**2, outcomes(LAW, context))
    return after_a_generation(share(), share(P + P**2), pointwise, context)


def must_be(proved, part):
    """What a rule says, if that has such a part; else it is not what was asked for."""
    if proved.relation.right.has(part):
        return proved
    raise NotProved(f"it says {proved.relation.right}")


test_false_means_are_refused_and_true_ones_beside_them_proved = told_apart(ROWS)
