"""Rules for samples: falsehoods beside what they prove are refused, by both programs."""

import json
from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.certificate import Writer, concluded
from proofs_check.lemmas.mixture import NAMES, SAMPLES, A, bounded_noise, s
from proofs_check.mixture.collapse import moment_upper
from proofs_check.recheck.judge import judge
from proofs_check.rules import probability
from proofs_check.rules.algebra import combine
from proofs_check.rules.claims import statement
from proofs_check.rules.leaves import by_sign, given, identity
from proofs_check.rules.means import domain_of
from proofs_check.rules.probability import mean
from proofs_check.rules.samples import after_a_step, branch, every_sample, folded_spread
from proofs_check.rules.statements import NotProved, over
from theorems.language.data import Mean
from theorems.language.laws import MeanChiSquare, Mixture, Normal
from theorems.language.processes import Draw, event
from theorems.mixture.collapse import THEOREM
from theorems.processes.mixture import (
    APPROXIMATE,
    REFITTED,
    SAMPLE,
    L,
    M,
    V,
    W,
    centre,
    eta,
    factor,
    fourth,
    n,
    noise_of,
    power,
    share,
    spread,
    square,
    x,
)

k = sp.Symbol("k", integer=True, nonnegative=True)
mu0, sigma0 = (SAMPLE.parameters[name].symbol for name in ("mu0", "sigma0"))
MODEL = over({n: "[2, oo)", mu0: "[0, oo)", sigma0: "(0, oo)", k: "[0, oo)"})
FITTED = MODEL.but({eta: "(1, oo)", k: "[1, oo)"})
B, C, F, w = sp.symbols("B C F w", positive=True)
D = sp.Symbol("D", real=True)
u, z = sp.Symbol("u", nonnegative=True), sp.Symbol("z", real=True)


def observed(condition, process=SAMPLE, context=MODEL, at=k):
    return mean(process, event(condition), at, context)


def known(low, high, ranges, *conditions):
    """low <= high, a condition or evident, where estimates have these ranges."""
    context = over(ranges, *conditions)
    return given(*conditions, context) if conditions else by_sign(low, "<=", high, context)


POSITIVE = {A: "(0, oo)", B: "(0, oo)"}
JENSEN = ({centre: A, square: B}, lambda: known(A**2, B, POSITIVE, A**2 <= B), ())
"""(mean |x|)^2 <= mean x^2."""


def test_what_holds_for_every_sample_is_sure():
    names, pointwise, points = JENSEN
    assert every_sample(observed(centre**2 <= square), names, pointwise(), points, MODEL).relation.right == 1
    mixed = {centre: A, square: B, spread: s}
    smaller = given(s <= B - A**2, over({**POSITIVE, s: "[0, oo)"}, s <= B - A**2))
    assert every_sample(observed(spread <= square - centre**2), mixed, smaller, (), MODEL)


def by_parts(low, high, context):
    return by_sign(low, "<=", high, context)


@pytest.mark.parametrize(
    ("condition", "names", "pointwise", "points"),
    [
        (centre <= square, {centre: A, square: B}, lambda: known(A, B, POSITIVE, A <= B), ()),  # no fact
        (square <= centre**2, {centre: A, square: B}, lambda: known(B, A**2, POSITIVE, B <= A**2), ()),
        (
            centre**2 <= fourth,
            {centre: A, fourth: F},
            lambda: known(A**2, F, {A: "(0, oo)", F: "(0, oo)"}, A**2 <= F),
            (),
        ),
        (centre**2 <= square, {centre: A, square: B}, lambda: known(A**2, B, {A: "(0, 1]", B: "[1, oo)"}), ()),
        (centre <= 1, {centre: A}, lambda: known(A, 1, {A: "(0, 1]"}), ()),
        (sp.Integer(0) <= Mean(x), {Mean(x): C}, lambda: known(0, C, {C: "(0, oo)"}), ()),
        (centre**2 <= square, {centre: A}, JENSEN[1], ()),  # one has no name
        (
            centre**2 <= square,
            {centre: A, square: V},
            lambda: known(A**2, V, {A: "(0, oo)", V: "(0, oo)"}, A**2 <= V),
            (),
        ),
        (centre**2 <= 2 * square, *JENSEN[:2], ()),  # another event
        (sp.Lt(centre, square + 1), *JENSEN[:2], ()),
        (Mean(sp.log(x)) <= Mean(sp.log(x)), {Mean(sp.log(x)): D}, lambda: known(D, D, {D: "(-oo, oo)"}), ()),
        (square <= square, {square: B, centre: B}, lambda: known(B, B, {B: "(0, oo)"}), ()),
    ],
)
def test_what_does_not_hold_for_every_sample_is_refused(condition, names, pointwise, points):
    whole = observed(condition) if condition not in (True, sp.true) else observed(sp.Le(square, square, evaluate=False))
    with pytest.raises(NotProved):
        every_sample(whole, names, pointwise(), points, MODEL)


def far():
    """u <= u^2 where u is at least 1."""
    context = over({u: "[0, oo)"}, u >= 1)
    return combine(u, "<=", u**2, (given(u >= 1, context), u), context=context)


def circular():
    """u <= A u, where the mean A is at least 1."""
    context = over({u: "[0, oo)", A: "(0, oo)"}, A >= 1)
    return combine(u, "<=", A * u, (given(A >= 1, context), u), context=context)


LINE = {u: "[0, oo)"}


@pytest.mark.parametrize(
    ("point", "names", "condition"),
    [
        (lambda: by_sign(u, "<=", u + u**2, over(LINE)), {centre: A, square: B}, A <= B),  # another mean
        (lambda: by_sign(0, "<=", u, over(LINE)), {Mean(x): D}, D >= 0),  # an odd function
        (lambda: by_sign(u, "<=", u**2, over({u: "[1, oo)"})), {centre: A, square: B}, A <= B),
        (far, {centre: A, square: B}, A <= B),
        (circular, {centre: A}, A <= A**2),
    ],
)
def test_a_fact_about_points_is_one_about_means_for_all_of_them(point, names, condition):
    ranges = {name: "(-oo, oo)" if name is D else "(0, oo)" for name in names.values()}
    pointwise, known_there = given(condition, over(ranges, condition)), point()
    whole = observed(condition.xreplace({name: e for e, name in names.items()}))
    with pytest.raises(NotProved):
        every_sample(whole, names, pointwise, [known_there], MODEL)


def bounded(context=FITTED, at=k, names=NAMES, pointwise=None, condition=factor * W >= V):
    return every_sample(observed(condition, APPROXIMATE, context, at), names, pointwise or bounded_noise(), (), context)


def test_a_fit_is_what_the_step_says_from_the_first_on():
    assert bounded().relation.right == 1
    for change in (
        {"context": FITTED.but({k: "[0, oo)"})},  # of the given model nothing is said
        {"condition": factor * W >= V + M},
        {"condition": factor * W >= 2 * V},
        {"condition": W >= V},
        {"condition": (factor * W >= V + spread)},  # of a sample to come
        {"names": {centre: A}},
    ):
        with pytest.raises(NotProved):
            bounded(**change)


POWERS = statement(THEOREM, "moment-upper")
"""How large these means are at most."""


def falls(change=1, context=FITTED, names=NAMES, by=factor, process=APPROXIMATE, what="scale_power"):
    here = context.but({power: "(0, oo)"})
    later, known = mean(process, process.observables.get(what, V), k + change, here), moment_upper(POWERS)
    finite = [known] if known.relation.left == mean(process, process.observables.get(what, V), k, here) else []
    return folded_spread(later, by, names, bounded_noise(), (), here, *finite)


def test_the_spread_of_two_components_falls_as_a_chi_square():
    assert falls().relation.op == "<="
    for change in (
        {"by": sp.Integer(1)},
        {"by": -factor},
        {"by": factor * M},
        {"what": "above"},
        {"change": -1},
        {"context": FITTED.but({eta: "[1, oo)"})},
    ):
        with pytest.raises(NotProved):
            falls(**change)
    here = FITTED.but({power: "(0, oo)"})
    later, noise = mean(APPROXIMATE, V ** (-power), k + 1, here), bounded_noise()
    with pytest.raises(NotProved):
        folded_spread(later, factor, NAMES, noise, (), here)


HALF = sp.Rational(1, 2)


@pytest.mark.parametrize(
    "law",
    [
        Mixture((HALF, HALF), (Normal(M, V), Normal(M, V))),
        Mixture((HALF / 2, 3 * HALF / 2), (Normal(M, V), Normal(-M, V))),
        Mixture((HALF, HALF), (Normal(M, V), Normal(-M, 2 * V))),
        Mixture((HALF, HALF), (Normal(M, 2 * V), Normal(-M, 2 * V))),
        Normal(M, V),
    ],
)
def test_other_points_have_another_spread(law, monkeypatch):
    made = replace(APPROXIMATE, name="made", draws=(Draw(x, law),))
    monkeypatch.setattr(probability, "processes", lambda: {"made": made})
    with pytest.raises(NotProved, match="mirror"):
        falls(process=made)


def test_a_symbol_of_an_estimate_is_no_number_of_the_statement(monkeypatch):
    """Else E V at k + 1 would be at most a multiple A of E V at k, for every A > 0."""
    made = replace(APPROXIMATE, name="made", step={**APPROXIMATE.step, V: centre * spread})
    monkeypatch.setattr(probability, "processes", lambda: {"made": made})
    here, samples = FITTED.but({power: "(0, oo)", A: "(0, oo)"}), over({A: "(0, oo)", s: "[0, oo)"})
    with pytest.raises(NotProved, match="and no number of"):
        folded_spread(mean(made, V, k + 1, here), A, NAMES, by_sign(A * s, "<=", A * s, samples), (), here)


TOTAL = {square: B, share: w}
STATES = over({n: "[2, oo)", M: "[0, oo)", V: "(0, oo)"})


def second(right=B, average=M**2 + V, states=STATES, ranges=None, at=k + 1, names=TOTAL, what=M**2 + V, op="="):
    """E (mu^2 + sigma^2) at k + 1 is at most its mean a generation before."""
    estimator = REFITTED.parameters["estimator"]
    context = MODEL.but({estimator.symbol: domain_of(estimator)})
    samples = states.but(ranges or {B: "(0, oo)", w: "(0, 1]"})
    pointwise = by_sign(B * (1 - w) + B * w, "<=", right, samples)
    by = identity if op == "=" else lambda a, b, c: by_sign(a, op, b, c)
    return after_a_step(mean(REFITTED, what, at, context), names, pointwise, [], by(average, average, states), context)


def test_a_step_is_bounded_by_what_the_sample_is_on_average():
    assert second().relation.op == "<="
    for change in (
        {"average": M**2 + V / 2},  # less than the mean of x^2
        {"average": 2 * M**2 + V},
        {"right": B + w},  # no moment of the law
        {"right": B + sp.sqrt(B), "average": M**2 + V},
        {"right": B + 1 / B, "average": M**2 + V},
        {"states": STATES.but({V: "(0, 1]"})},
        {"ranges": {B: "[1, oo)", w: "(0, 1]"}},
        {"ranges": {B: "(0, oo)", w: "(0, 1/2]"}},
        {"at": k},
        {"what": M**2 + 2 * V},
        {"what": M**2 + V - L},  # may be negative
        {"names": {square: B}},
    ):
        with pytest.raises(NotProved):
            second(**change)


def test_what_stands_before_an_estimate_is_not_drawn_with_it(monkeypatch):
    """x is N(0, S), and V becomes S mean x^2: E S^2 on average, which is more than (E S)^2."""
    drawn, b = sp.Symbol("S", positive=True), sp.Symbol("b", nonnegative=True)
    draws = (Draw(drawn, MeanChiSquare(n)), Draw(x, Normal(sp.Integer(0), drawn)))
    made = replace(APPROXIMATE, name="made", draws=draws, step={**APPROXIMATE.step, V: drawn * square})
    monkeypatch.setattr(probability, "processes", lambda: {"made": made})
    later = mean(made, V, k + 1, FITTED.but({power: "(0, oo)"}))
    pointwise = by_sign(drawn * b, "<=", drawn * b, over({drawn: "(0, oo)", b: "[0, oo)"}))
    average = by_sign(drawn, "<=", drawn, over({drawn: "(0, oo)"}))
    with pytest.raises(NotProved, match="of the state"):
        after_a_step(later, {square: b}, pointwise, [], average, FITTED)


def test_a_branch_is_taken_where_its_condition_holds_and_no_earlier_one():
    noise = noise_of(factor, A, s)
    first, then = (condition for _, condition in noise.args[:2])
    assert branch(noise, 0, SAMPLES.but({}, first))
    assert branch(noise, 2, SAMPLES.but({}, sp.Not(first), sp.Not(then)))
    wrong = ((0, ()), (1, (then,)), (1, (sp.Not(first),)), (2, (sp.Not(first),)), (0, (then,)), (-1, ()), (3, (first,)))
    for place, conditions in wrong:
        with pytest.raises(NotProved):
            branch(noise, place, SAMPLES.but({}, *conditions))


# -- the second program -----------------------------------------------------------------------------------------


def written(proved, *before):
    """The certificate of one statement."""
    text = Writer().certificate({"made": concluded([proved.relation], [*before, proved], False)})
    return json.loads(json.dumps(text))


def cubic():
    """0 <= mean of (|x| - 1)^2, written out: a fact about points and means."""
    line = by_sign(0, "<=", (u - 1) ** 2, over({u: "[0, oo)"}))
    point = combine(2 * u - 1, "<=", u**2, line, context=over({u: "[0, oo)"}))
    samples = over({A: "(0, oo)", B: "(0, oo)"}, 2 * A - 1 <= B)
    condition = 2 * centre - 1 <= square
    return every_sample(observed(condition), {centre: A, square: B}, given(2 * A - 1 <= B, samples), [point], MODEL)


def squares():
    """(mean x)^2 <= mean x^2."""
    smaller = given(s >= D**2, over({D: "(-oo, oo)", s: "[0, oo)"}, s >= D**2))
    return every_sample(observed(Mean(x) ** 2 <= square), {Mean(x): D, square: s}, smaller, (), MODEL)


@pytest.mark.parametrize(
    "prove", [cubic, squares, bounded, falls, second], ids=["points", "squares", "fits", "spread", "average"]
)
def test_the_second_program_says_the_same(prove):
    (verdict,) = judge(json.dumps(written(prove())))
    assert verdict.refused is None


def last(certificate):
    return certificate["nodes"][certificate["claims"][0]["proved"][0]]


def pointwise_of(certificate):
    return certificate["nodes"][last(certificate)["premises"][0]]


def renamed(certificate, old, new):
    pairs = last(certificate)["witness"]["names"]
    for pair in pairs:
        pair[0] = new if pair[0] == old else pair[0]


def of_logarithms(certificate):
    text = json.dumps(certificate).replace('["Mean", "x"]', '["Mean", ["log", "x"]]')
    certificate.update(json.loads(text.replace('["^", "x", 2]', '["^", ["log", "x"], 2]')))


EDITS = {
    "no value at a point": (squares, of_logarithms),
    "a power that is no square": (
        cubic,
        lambda c: renamed(c, ["Mean", ["^", "x", 2]], ["Mean", ["^", "x", 4]]),
    ),
    "an odd function": (cubic, lambda c: renamed(c, ["Mean", ["abs", "x"]], ["Mean", "x"])),
    "points from 1 on": (
        cubic,
        lambda c: [
            node["for"].update({"u": ["real", 1, ["oo"], False, True]}) for node in c["nodes"] if "u" in node["for"]
        ],
    ),
    "no fact about points": (cubic, lambda c: last(c)["premises"].pop()),
    "a strict condition": (cubic, lambda c: pointwise_of(c)["given"][0].__setitem__(0, "<")),
    "the given model": (bounded, lambda c: last(c)["for"].update({"k": ["whole", 0, ["oo"], False, True]})),
    "a symbol of the statement": (falls, lambda c: last(c)["for"].update({"A": ["real", 0, ["oo"], True, True]})),
    "a smaller factor": (falls, lambda c: last(c)["witness"].update({"factor": 1})),
    "no average": (second, lambda c: last(c)["premises"].pop()),
    "another share": (second, lambda c: pointwise_of(c)["for"].update({"w": ["real", 0, ["/", 1, 2], True, False]})),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_second_program_refuses_what_does_not_follow(edit):
    prove, change = EDITS[edit]
    certificate = written(prove())
    change(certificate)
    for goal in certificate["claims"][0]["goals"]:
        goal.update({part: last(certificate)[part] for part in ("left", "op", "right", "for", "given")})
    (verdict,) = judge(json.dumps(certificate))
    assert verdict.refused is not None
