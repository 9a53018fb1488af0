"""The rules for times: the hypotheses of `bernoulli-forgetting-time`, each spoilt in one place, are refused."""

import json
from copy import deepcopy
from functools import cache
from unittest import mock

import pytest
import sympy as sp
from handmade import COIN, UNIT, K, N, X, certificate_of, node, refused
from made_processes import HELD, MADE, as_if_declared, chain

from harness.judge.proof import prove
from harness.judge.selection import find_case
from proofs_check.bernoulli import forgetting_time as proofs
from proofs_check.certificate import Writer, concluded
from proofs_check.ledger import Derived
from proofs_check.rules import probability, times
from proofs_check.rules.algebra import combine, substitute
from proofs_check.rules.claims import statement, statements
from proofs_check.rules.leaves import by_sign
from proofs_check.rules.means import Average, mean_of
from proofs_check.rules.statements import Disagreement, NotProved, Range, Relation, _proved, over
from theorems.bernoulli.forgetting_time import THEOREM
from theorems.language.laws import Binomial, Poisson
from theorems.language.processes import Finally, Time
from theorems.processes import processes
from theorems.processes.discrete import BERNOULLI, END, P, c

n, p0 = proofs.n, proofs.p0
x, j = proofs.x, proofs.j
NO = (NotProved, Disagreement)
declared = pytest.fixture(autouse=True)(as_if_declared)


@cache
def hypotheses(name):
    """What the proof of a claim gives to its last rule."""
    whole = getattr(proofs, name.replace("-", "_")).__wrapped__
    rule = {"mean-upper-any": "time_at_most", "mean-lower": "time_at_least"}[name]
    with mock.patch.object(proofs, rule, lambda *given: given):
        return getattr(times, rule), list(whole(statement(THEOREM, name)))


def assumed(relation):
    """Taken for proved, to see what follows from it."""
    return _proved("assumed", relation)


def changed(premise, **parts):
    """A premise with another side, relation or context."""
    r = premise.relation
    old = {"left": r.left, "op": r.op, "right": r.right, "context": r.context}
    return assumed(Relation(**(old | parts)))


@pytest.mark.parametrize("name", ["mean-upper-any", "mean-lower"])
def test_what_the_proofs_give_is_enough(name):
    rule, given = hypotheses(name)
    assert rule(*given).relation == statement(THEOREM, name)


TIME, VALUE, COUNT, BEGINS, GOES, FINITE = range(6)


def spoilt(given, place, new):
    return [new if i == place else old for i, old in enumerate(given)]


def of(process, what):
    return lambda given: spoilt(given, TIME, mean_of(process, what)(*given[TIME].args))


def other(place, **parts):
    return lambda given: spoilt(
        given, place, changed(given[place], **{k: part(given[place].relation) for k, part in parts.items()})
    )


def miscounted(premise):
    """With 1 more beside the mean."""
    r = premise.relation
    side = "left" if r.left.has(Average) else "right"
    return changed(premise, **{side: getattr(r, side) + 1})


SPOILT = {
    "a generation counts otherwise at the start": lambda given: spoilt(given, BEGINS, miscounted(given[BEGINS])),
    "a generation counts otherwise later": lambda given: spoilt(given, GOES, miscounted(given[GOES])),
    "the function is another one": lambda given: spoilt(given, VALUE, 2 * given[VALUE]),
    "the function is another one later": other(GOES, right=lambda r: r.right + 1),
    "nothing is said of j = 1": other(GOES, context=lambda r: r.context.but({j: "[2, oo)", n: "[3, oo)"})),
    "nothing is said of j = n - 1": other(GOES, context=lambda r: r.context.but({}, j <= n - 2)),
    "nothing is said of small samples": other(GOES, context=lambda r: r.context.but({n: "[5, oo)"})),
    "nothing is said of small samples at the start": other(BEGINS, context=lambda r: r.context.but({n: "[5, oo)"})),
    "it is no time": of(BERNOULLI, Finally(P, END)),
    "another condition ends it": of(BERNOULLI, Time(sp.Eq(P, 0))),
    "the chain moves on from where it was": of(HELD, Time(END)),
    "the function has another symbol": lambda given: spoilt(given, VALUE, given[VALUE] + sp.Symbol("y", real=True)),
    "the count is what is drawn": lambda given: spoilt(given, COUNT, x),
    "the count need not be whole": lambda given: spoilt(given, COUNT, sp.Symbol("j", nonnegative=True)),
}


@pytest.mark.parametrize("kind", SPOILT)
@pytest.mark.parametrize("name", ["mean-upper-any", "mean-lower"])
def test_hypotheses_that_say_less_prove_nothing(name, kind):
    rule, given = hypotheses(name)
    with pytest.raises(NO):
        rule(*SPOILT[kind](given))


def test_a_hypothesis_of_an_induction_is_about_one_count_only():
    rule, given = hypotheses("mean-upper-any")
    r = given[GOES].relation
    held = _proved("hypothesis", r, assumed=(r, j), symbol=j)
    with pytest.raises(NotProved, match="stands for one value until the induction ends"):
        rule(*spoilt(given, GOES, held))


def test_a_process_that_has_ended_takes_no_time():
    """A bound from below of the time, for shares that may be 0 or 1: it is 0 there."""
    rule, given = hypotheses("mean-lower")
    wide = given[-1].but({p0: "(0, 1/2]"})
    assert rule(*given[:-1], wide).relation.context == wide
    sure = sp.Symbol("p0", nonnegative=True)
    some = [given[TIME].xreplace({p0: sure}), given[VALUE], j]
    ends = over({n: "[2, oo)", sure: "[0, 1]"})
    begins = assumed(Relation(sp.Integer(1), "<=", given[BEGINS].relation.right.xreplace({p0: sure}), ends))
    finite = assumed(Relation(some[0], "<=", 9 * n, ends))
    with pytest.raises(NotProved, match="may be 0"):
        rule(*some, begins, given[GOES], finite, ends)
    inside = over({n: "[2, oo)", sure: "[1/3, 1/2]"})
    assert rule(*some, begins, given[GOES], finite, inside).relation.left == 1


@pytest.mark.parametrize("what", ["another mean", "a bound from below"])
def test_that_the_time_is_finite_is_shown(what):
    rule, given = hypotheses("mean-lower")
    r = given[FINITE].relation
    parts = {"left": 2 * r.left} if what == "another mean" else {"left": r.right, "right": r.left}
    with pytest.raises(NotProved, match="be infinite"):
        rule(*spoilt(given, FINITE, changed(given[FINITE], **parts)))


STEADY = chain("steady", c, Poisson(MADE[0]))


@pytest.mark.parametrize("process", [HELD, STEADY])
def test_only_binomial_counts_that_lead_to_a_state_by_themselves_have_times_here(process, monkeypatch):
    """Where a generation leads depends on where it began; on infinitely many states a function may have no bound."""
    known = {**processes(), process.name: process}
    monkeypatch.setattr(probability, "processes", lambda: known)
    size, start = MADE
    context = over({size: "[1, oo)", start: "[0, 1]"})
    time, trivial = mean_of(process, Time(END))(sp.oo, size, start), by_sign(0, "<=", 1, context)
    with pytest.raises(NotProved, match="the time of a chain of binomial counts is needed"):
        times.time_at_most(time, P, j, trivial, trivial, context)


# -- what they rest on -----------------------------------------------------------------------------------------

q = sp.Symbol("q", positive=True)
LAW = Binomial(n, q)
HERE = over({n: "[1, oo)", q: "(0, 1)"})


def test_means_of_polynomials_are_those_of_the_law():
    found = times.polynomial_mean(LAW, (x - n * q) ** 2 * sp.log(q), HERE).relation.right
    assert sp.simplify(found - n * q * (1 - q) * sp.log(q)) == 0
    for odd in (sp.log(x + 1), 2**x, 1 / (1 + x), sp.Abs(x - 1)):
        with pytest.raises(NotProved, match="no polynomial"):
            times.polynomial_mean(LAW, odd, HERE)
    with pytest.raises(NotProved):
        times.polynomial_mean(LAW, x * sp.log(q - 1), HERE)
    with pytest.raises(NotProved):
        times.polynomial_mean(Poisson(q - 1), x, HERE)


DRAWN = over({n: "[1, oo)", x: "[0, oo)"}, x <= n)
INNER = over({n: "[1, oo)", x: "[1, oo)"}, x <= n)


def branch(condition=None, elsewhere=None, ends=(0, 1), goal=None, op="<="):
    """1 where x > 0 and x < n, and 0 at the ends, is at most x."""
    condition = sp.Eq(x * (n - x), 0) if condition is None else condition
    goal = Relation(times.ended(condition, 1), op, x, DRAWN) if goal is None else goal
    first = by_sign(1, "<=", x, INNER) if elsewhere is None else elsewhere
    at = (by_sign(0, "<=", 0, over({n: "[1, oo)"})), by_sign(0, "<=", n, over({n: "[1, oo)"})))
    return times.branches(goal, condition, x, first, *(at[i] for i in ends))


def test_a_relation_is_shown_branch_by_branch():
    assert branch().relation.left == times.ended(sp.Eq(x * (n - x), 0), 1)
    assert branch(ends=(1, 0)).relation.op == "<="
    for ends in ((0,), (1,), ()):
        with pytest.raises(NotProved, match="is needed"):
            branch(ends=ends)
    with pytest.raises(NotProved, match="is needed"):
        branch(elsewhere=by_sign(1, "<=", x, over({n: "[1, oo)", x: "[2, oo)"})))
    with pytest.raises(NotProved, match="is needed"):
        branch(elsewhere=by_sign(0, "<=", x, INNER))
    with pytest.raises(NotProved, match="is needed"):
        branch(op="<")
    for odd in (sp.Ne(x * (n - x), 0), sp.Le(x, 0), sp.Eq(x, 1)):
        with pytest.raises(NotProved, match="an equation g = 0 is needed"):
            branch(condition=odd)
    y = sp.Symbol("y", real=True)
    wide = DRAWN.but({y: "[-1, 1]"})
    less = by_sign(x / 2, "<=", x, wide)
    for condition, why in ((sp.Eq(x**2 - y, 0), "is not linear"), (sp.Eq(x * y, 0), "may be 0")):
        goal = Relation(times.ended(condition, x / 2), "<=", x, wide)
        with pytest.raises(NotProved, match=why):
            branch(condition=condition, elsewhere=less, ends=(0,), goal=goal)


# -- the second program -----------------------------------------------------------------------------------------

HALVES = {"x": ["real", 0, 1, False, False]}, {"x": ["whole", 1, ["oo"], False, True]}
AVERAGE = ["average", ["Binomial", "n", "p0"], "x"]
CHANCE = {"n": N, "p0": UNIT}


def zero_or_one(*roots, low=1):
    condition = ["=", ["*", "x", ["+", "n", ["*", -1, "x"]]], 0]
    sizes = {"n": N}
    wide = {"n": N, "x": K}
    within = [["<=", "x", "n"]]
    parts = [
        node("sign", 1, "<=", "x", {"n": N, "x": ["whole", low, ["oo"], False, True]}),
        node("sign", 0, "<=", 0, sizes),
        node("sign", 0, "<=", "n", sizes),
    ]
    last = node(
        "branches", ["if", condition, 0, 1], "<=", "x", wide, [0, *roots], within, condition=condition, symbol="x"
    )
    return [*parts, last]


SECOND = {
    "cases of one kind": [
        [
            node("sign", 0, "<=", "x", HALVES[0]),
            node("sign", 0, "<=", "x", {"x": [kind, 1, ["oo"], False, True]}),
            node("cases", 0, "<=", "x", {"x": X}, [0, 1], symbol="x"),
        ]
        for kind in ("real", "whole")
    ],
    "the mean of a polynomial": [
        [node("polynomial mean", [*AVERAGE, ["^", "x", 2]], "=", ["+", mean, ["*", c, ["^", mean, 2]], left], CHANCE)]
        for mean, left in ((["*", "n", "p0"], ["*", -1, "n", ["^", "p0", 2]]),)
        for c in (1, 2)
    ],
    "no mean of a polynomial": [
        [node("polynomial mean", [*AVERAGE, ["*", c, "x"]], "=", ["*", c, "n", "p0"], CHANCE)]
        for c in (["log", ["+", "n", 1]], ["log", "p0"])
    ],
    "branches": [zero_or_one(1, 2), zero_or_one(1)],
    "branches at the other root": [zero_or_one(2, 1), zero_or_one(2)],
    "branches elsewhere": [zero_or_one(1, 2), zero_or_one(1, 2, low=2)],
}


@pytest.mark.parametrize("kind", SECOND)
def test_the_second_program_tells_what_follows_from_what_does_not(kind):
    true, false = SECOND[kind]
    assert not refused(certificate_of({}, *true))
    assert refused(certificate_of({}, *false))


@pytest.fixture(scope="module")
def certificate():
    case, writer = find_case("bernoulli-forgetting-time/mean-lower"), Writer()
    ledger = [line.step.proved for line in prove(case).lines if isinstance(line.step, Derived)]
    claim = concluded(statements(case.theorem, case.claim.unfolded()), ledger, False)
    return json.loads(json.dumps(writer.certificate({case.id: claim})))


def test_the_second_program_accepts_the_certificate(certificate):
    assert not refused(certificate)


def drifts(certificate, rule):
    return next(v for v in certificate["nodes"] if v["rule"] == rule)


@pytest.mark.parametrize("rule", ["time at most", "time at least"])
@pytest.mark.parametrize(
    "edit",
    [
        lambda v, c: v["witness"].update(value=["*", 2, v["witness"]["value"]]),
        lambda v, c: v["witness"].update(j="n"),
        lambda v, c: v["premises"].__setitem__(1, v["premises"][0]),
        lambda v, c: v["premises"].__setitem__(0, v["premises"][1]),
        lambda v, c: c["nodes"][v["premises"][1]]["for"]["j"].__setitem__(1, 2),
        lambda v, c: c["nodes"][v["premises"][1]]["for"]["n"].__setitem__(1, 3),
        lambda v, c: c["nodes"][v["premises"][0]]["for"]["n"].__setitem__(1, 3),
        lambda v, c: c["processes"]["bernoulli"]["states"][0].__setitem__(3, ["*", "P", "c", ["^", "n", -1]]),
        lambda v, c: c["processes"]["bernoulli"]["draws"][0].__setitem__(2, ["Poisson", "P"]),
        lambda v, c: v["for"]["p0"].__setitem__(3, False),
    ],
)
def test_the_second_program_refuses_other_hypotheses(certificate, rule, edit):
    edited = deepcopy(certificate)
    edit(drifts(edited, rule), edited)
    assert refused(edited)


def test_the_second_program_asks_that_the_time_is_finite(certificate):
    edited = deepcopy(certificate)
    last = drifts(edited, "time at least")
    last["premises"] = [*last["premises"][:2], last["premises"][0]]
    assert any("finite" in why for why in refused(edited))


TOSSED = ["mean", "coin", ["Time", ["=", ["*", "P", ["+", 1, ["*", -1, "P"]]], 0]], ["oo"], "n", "n", "p0", "p0"]


@pytest.mark.parametrize("value", [1, 0])
def test_the_second_program_refuses_a_function_that_is_not_that_of_its_means(value):
    """From 1 + E 0 <= 1 it would follow that one generation is enough: 0 is not V = 1, nor is 1 the value of V = 0."""
    later = {"n": N, "j": N}
    mean, then = [*AVERAGE, 0], ["average", ["Binomial", "n", ["*", "j", ["^", "n", -1]]], "x", 0]
    begins = [
        node("polynomial mean", mean, "=", 0, CHANCE),
        node("combine", ["+", 1, mean], "<=", 1, CHANCE, [0], multipliers=[1]),
    ]
    share = [["p0", ["*", "j", ["^", "n", -1]]]]
    goes = node("substitute", ["+", 1, then], "<=", 1, later, [1], [["<=", "j", "n"]], values=share)
    assert not refused(certificate_of({"coin": COIN}, *begins, goes))
    last = node("time at most", TOSSED, "<=", 1, CHANCE, [1, 2], value=value, j="j")
    assert any("(time at most)" in why for why in refused(certificate_of({"coin": COIN}, *begins, goes, last)))


def test_what_is_claimed_of_a_range_is_claimed_of_all_of_it():
    """A context is no wider than the hypotheses'."""
    with pytest.raises(NotProved):
        combine(
            0, "<=", x, by_sign(1, "<=", x, INNER), context=DRAWN.but({x: Range(sp.Integer(0), sp.oo, False, True)})
        )
    assert substitute(by_sign(1, "<=", x, INNER), {}, INNER).relation.left == 1
