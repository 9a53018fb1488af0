"""Points that move together: what the rule proves, and what it refuses."""

from dataclasses import replace as replaced

import pytest
import sympy as sp

from proofs_check.rules import probability
from proofs_check.rules.algebra import combine, raised
from proofs_check.rules.claims import statement
from proofs_check.rules.differences import near_given_differences
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.statements import NotProved, over
from theorems.kde.replace_equivariant import THEOREM
from theorems.language import integer
from theorems.language.data import GENERATION, Likeliest, Mean, Past, Variance
from theorems.language.laws import Choice, Finite, Normal
from theorems.language.uniform import Uniform
from theorems.processes import kde, processes
from theorems.processes.kde_scaled import DELTA, FACTOR, SCALED, floor
from theorems.processes.workflows import accumulate, bootstrap, replace, subsample, window

n, c, sigma0, delta = (*(p.symbol for p in (SCALED.size, FACTOR)), kde.PARAMETERS["sigma0"].symbol, DELTA.symbol)
k = sp.Symbol("k", integer=True, positive=True)
u, V, W = sp.Symbol("u", nonnegative=True), *sp.symbols("V W", positive=True)
HERE = over({n: "[2, oo)", k: "[1, oo)", c: "(0, oo)", sigma0: "(0, oo)", delta: "(0, 1)"})
HALF, ZERO, ONE = sp.Rational(1, 2), sp.Integer(0), sp.Integer(1)
SQUARE = GENERATION**2


def spread(data):
    return c**2 * Variance(data, 1)


def low(data, width, more=ZERO, kernel=None, past=None):
    """Is the loss at 0 as low as it is with the probability delta at most?"""
    past = Past(width) if past is None else past
    seen = kde.density(data, width) if kernel is None else kernel(data, width)
    return probability.event(-sp.log(seen) <= floor(width, past - width) + 2 * sp.log(delta) + more)


def made(width=spread, workflow=replace, real=kde.REAL, fitted=None, size=SCALED.size, **event):
    """A process with such bandwidths, real points and models, and the event."""
    model = replaced(
        SCALED,
        name="made",
        size=size,
        real=real,
        fitted=fitted or (lambda data: Choice(data) + Normal(ZERO, width(data))),
        observe=lambda data: {"low": low(data, width(data), **event)},
        given=lambda _: {},
        letters=lambda _: {},
    )
    return workflow(model)


def proved(monkeypatch, process, width=spread, names=None, context=HERE, bound=delta, at=k, power=HALF, inside=None):
    """The rule, of the event, with a bound on the mean given the differences."""
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), process.name: process})
    data = next(s for s in process.observables["low"].free_symbols if type(s) in map(type, process.states))
    known = {Past(width(data)): u, Variance(data, 1): V} if names is None else names(data)
    there = context.but({s: "(0, oo)" for s in known.values() if s != k} | {u: "[0, oo)"}) if inside is None else inside
    below = by_sign(bound, "<=", bound, there)
    whole = probability.mean(process, process.observables["low"], at, context)
    return near_given_differences(whole, known, below, context, power).relation


def fixed(data):
    return c**2


def faster(data):
    return c**2 * Variance(data, 1) / GENERATION


def chosen(data):
    return Likeliest(data, c * Variance(data, 1), Variance(data, 0) / SQUARE)


def named(width, variance=None):
    return lambda data: {Past(width(data)): u, **({} if variance is None else {variance(data): V})}


TRUE = {
    "a multiple of the deviation": (spread, None),
    "the same for all": (fixed, named(fixed)),
    "of the generation, too": (faster, None),
    "chosen among two": (chosen, named(chosen, chosen)),
    "the widest of all": (
        lambda data: Variance(data, 0) + c,
        lambda data: {Past(Variance(data, 0) + c): u, Variance(data, 0): V},
    ),
}


@pytest.mark.parametrize("kind", TRUE)
def test_bandwidths_of_differences(kind, monkeypatch):
    width, names = TRUE[kind]
    found = proved(monkeypatch, made(width), width, names)
    assert (found.op, found.right) == ("<=", delta)


def test_one_point_has_no_variance_but_may_have_a_bandwidth(monkeypatch):
    size = integer("n", 1, "points", (1, 2))
    one = HERE.but({n: None})
    one = one.but({size.symbol: "[1, oo)"})
    assert proved(monkeypatch, made(fixed, size=size), fixed, named(fixed), context=one).op == "<="
    with pytest.raises(NotProved):
        proved(monkeypatch, made(size=size), context=one)
    population = made(lambda data: Variance(data, 0), size=size)
    with pytest.raises(NotProved):
        proved(
            monkeypatch,
            population,
            names=lambda data: {Past(Variance(data, 0)): u, Variance(data, 0): V},
            context=one,
        )


def distance(data):
    return c**2 * Mean(data**2)


def centre(data):
    return c**2 * Mean(data) ** 2


def both(data):
    return Variance(data, 1) + Mean(data) ** 2


def of_squares(data):
    return Variance(data**2, 1)


def likeliest_of_places(data):
    return Likeliest(data, Variance(data, 1), Mean(data**2))


def shrunk(data):
    return Variance(data, 1) - c


LOOKS = {
    "at the distance from 0": (distance, named(distance, lambda data: Mean(data**2))),
    "at the centre": (centre, named(centre, lambda data: Mean(data) ** 2)),
    "at the centre, too": (both, named(both, lambda data: Variance(data, 1))),
    "at the centre, which is given no name of a variance": (both, named(both, both)),
    "at squares": (of_squares, named(of_squares, of_squares)),
    "at places, among which it chooses": (likeliest_of_places, named(likeliest_of_places, likeliest_of_places)),
    "at what may be negative": (shrunk, named(shrunk, lambda data: Variance(data, 1))),
    "at a variance that has no name": (spread, named(spread)),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_a_bandwidth_that_looks_at_more_than_differences_is_refused(kind, monkeypatch):
    width, names = LOOKS[kind]
    with pytest.raises(NotProved):
        proved(monkeypatch, made(width), width, names)


def leaning(data):
    return Choice(data) + Normal(Mean(data), spread(data))


def not_chosen(data):
    return Normal(Mean(data), spread(data))


def flat(data):
    return Choice(data) + Uniform(-c, c)


def moved_first(process):
    """The first batch is one of the last two."""
    return replaced(process, step={s: (s,) for s in process.states})


OTHERWISE = {
    "real points around 1": made(real=Normal(ONE, sigma0**2)),
    "real points of a flat law": made(real=Uniform(-sigma0, sigma0)),
    "real points of two values": made(real=Finite((-ONE, ONE), (HALF, HALF))),
    "a real point alone": made(real=Normal(ZERO, ZERO)),
    "a kernel that leans": made(fitted=leaning),
    "no copies of points": made(fitted=not_chosen),
    "another kernel": made(fitted=flat),
    "all batches": made(workflow=accumulate),
    "some of all batches": made(workflow=subsample),
    "some of all batches, maybe twice": made(workflow=bootstrap),
    "two batches": made(workflow=window(2)),
    "the same points for ever": moved_first(made()),
}


@pytest.mark.parametrize("kind", OTHERWISE)
def test_points_that_are_made_otherwise_are_refused(kind, monkeypatch):
    with pytest.raises(NotProved):
        proved(monkeypatch, OTHERWISE[kind])


def growing(data, width):
    return Mean(sp.exp(data**2 / (2 * width))) / sp.sqrt(2 * sp.pi * width)


def elsewhere(data, width):
    return kde.density(data, width, ONE)


def of_the_centre(data, width):
    return kde.density(data, width) * (1 + Mean(data) ** 2)


def past_factor(data, width):
    return kde.density(data, width) / Past(ONE)


EVENTS = {
    "what grows with the distance": {"kernel": growing},
    "a density elsewhere": {"kernel": elsewhere},
    "a factor of the centre": {"kernel": of_the_centre},
    "another kernel than that of the width": {"kernel": lambda data, width: kde.density(data, c**2 * Mean(data**2))},
    "a likelier event": {"more": sp.log(2)},
    "another sum over the past": {"past": Past(ONE)},
    "a factor with another sum over the past": {"kernel": past_factor},
    "twice the sum over the past": {"past": 2 * sp.Symbol("past")},
}


@pytest.mark.parametrize("kind", EVENTS)
def test_other_events_are_refused(kind, monkeypatch):
    change = dict(EVENTS[kind])
    if kind.startswith("twice"):
        process = made()
        (data,) = process.states
        change = {"past": 2 * Past(spread(data))}
    with pytest.raises(NotProved):
        proved(monkeypatch, made(**change))


def test_an_event_that_is_less_likely_is_bounded_as_well(monkeypatch):
    assert proved(monkeypatch, made(more=-sp.log(4)), bound=delta / 2).right == delta / 2


SLIPS = {
    "a smaller probability": {"bound": delta / 2},
    "a larger one, which is not what follows": {"bound": 2 * delta},
    "another power": {"power": sp.Rational(1, 3)},
    "a power above 1": {"power": sp.Integer(2)},
    "no power": {"power": ZERO},
    "before the first batch": {"at": k - 1},
    "only where points are apart": {"inside": HERE.but({u: "[0, oo)", V: "[1, oo)"})},
    "only in the first generation": {"inside": HERE.but({u: "[0, 0]", V: "(0, oo)"})},
    "only where the condition holds": {"inside": HERE.but({u: "[0, oo)", V: "(0, oo)"}, u <= V)},
    "the symbol of a parameter": {"names": lambda data: {Past(spread(data)): u, Variance(data, 1): c}},
    "one symbol for two": {"names": lambda data: {Past(spread(data)): V, Variance(data, 1): V}},
    "a whole number": {"names": lambda data: {Past(spread(data)): u, Variance(data, 1): k}},
    "no symbol for the past": {"names": lambda data: {Variance(data, 1): V}},
    "a symbol for another past": {"names": lambda data: {Past(ONE): u, Variance(data, 1): V}},
    "an estimate without points left": {
        "names": lambda data: {Past(spread(data)): u, Variance(data, 1): V, Variance(data, n): W},
    },
}


@pytest.mark.parametrize("kind", SLIPS)
def test_slips_are_refused(kind, monkeypatch):
    with pytest.raises(NotProved):
        proved(monkeypatch, made(), **SLIPS[kind])


def narrow(power):
    """A bound for the event that 4 times the bandwidth times the density is 1 or more, by a power of it."""
    there, most = HERE.but({u: "[0, oo)", V: "(0, oo)"}), n ** (1 - power) * (4 / sp.sqrt(2 * sp.pi)) ** power
    wide = 1 + power * (sigma0**2 + u) / (n * c**2 * V)
    root = raised(by_sign(1, "<=", wide, there), HALF)
    return combine(most / sp.sqrt(wide), "<=", most, (root, most / sp.sqrt(wide)), context=there)


def test_of_powers_up_to_1(monkeypatch):
    """A sum's square is not at most the sum of squares."""
    process = made()
    (data,) = process.states
    event = probability.event(-sp.log(4 * sp.sqrt(spread(data)) * kde.density(data, spread(data))) <= 0)
    process = replaced(process, observables={"low": event})
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), process.name: process})
    whole = probability.mean(process, event, k, HERE)
    names = {Past(spread(data)): u, Variance(data, 1): V}
    for power in (sp.Rational(1, 3), HALF, ONE):
        found = near_given_differences(whole, names, narrow(power), HERE, power).relation
        assert sp.simplify(found.right - n ** (1 - power) * (4 / sp.sqrt(2 * sp.pi)) ** power) == 0
    for power in (sp.Rational(4, 3), sp.Integer(2)):
        with pytest.raises(NotProved, match="-1"):
            near_given_differences(whole, names, narrow(power), HERE, power)


def test_a_condition_that_is_no_event_of_a_loss_is_refused():
    whole = statement(THEOREM, "scaled").left
    (data,) = whole.process.states
    names = {Past(spread(data)): u, Variance(data, 1): V}
    below = given(u <= V, HERE.but({u: "[0, oo)", V: "(0, oo)"}, u <= V))
    for what in (probability.event(sp.Ne(data, 0)), data, probability.event(Mean(data) <= 0)):
        other = probability.mean(whole.process, what, k, HERE)
        with pytest.raises(NotProved):
            near_given_differences(other, names, below, HERE, HALF)
