"""A derivation proves its claim and no other: what is changed in a claim, its proof does not show."""

import importlib
import random
from dataclasses import replace
from pathlib import Path

import pytest
import sympy as sp
from derived_lab import DERIVED, proof_of, proved
from each import of_each

from harness.judge.case import Case
from proofs_check.ledger import ledger_of
from proofs_check.rules.algebra import induction
from proofs_check.rules.claims import NoStatement, derivation, proves, statements
from proofs_check.rules.leaves import by_sign, given
from proofs_check.rules.points import points
from proofs_check.rules.signs import follows
from proofs_check.rules.statements import Disagreement, NotProved, Proved, Range, over
from theorems import rooms
from theorems.language import Inequality, Parameters, Source, Theorem, real
from theorems.language.claims import Law, Mean, Related
from theorems.language.expectation import NotDerived, mean
from theorems.language.mutants import mutants
from theorems.language.readers import NoValue
from theorems.language.registry import in_room, modules
from theorems.processes import declared

ROOT = Path(__file__).parent.parent
REFUSED = (NotProved, NoStatement, Disagreement, ValueError, TypeError, AttributeError, KeyError, AssertionError)
"""What a proof may end in instead of a proved statement: of another claim it need not even know the parts."""
OPPOSITE = {"at_most": "at_least", "at_least": "at_most"}


REFUTED = [name for name, (_, claim) in DERIVED.items() if claim.expected == "refuted"]
RELATED = [name for name, (_, claim) in DERIVED.items() if isinstance(claim, Related) and name not in REFUTED]
BOUNDS = [name for name in RELATED if DERIVED[name][1].relation != "equals"]
MEANS = [name for name, (_, claim) in DERIVED.items() if isinstance(claim, Mean)]


def refused(name, **changes):
    theorem, claim = DERIVED[name]
    with pytest.raises(REFUSED):  # or there is no such claim
        derivation(theorem, replace(claim, **changes), proof_of(theorem, claim))


def test_most_proofs_are_derivations():
    assert len(DERIVED) > 40


@of_each("name", DERIVED)
def test_the_claim_itself_is_proved(name):
    assert all(not p.assuming for p in proved(name))


@of_each("name", BOUNDS)
def test_the_reversed_bound_is_not_proved(name):
    claim = DERIVED[name][1]
    bound = getattr(claim, claim.relation)
    refused(name, **{claim.relation: None, OPPOSITE[claim.relation]: bound})


@of_each("name", BOUNDS)
def test_the_bound_is_not_proved_as_the_value(name):
    theorem, claim = DERIVED[name]
    goals = tuple(replace(goal, op="=") for goal in statements(theorem, claim.unfolded()))
    for found, goal in zip(proved(name), goals, strict=True):
        with pytest.raises(NotProved):
            proves(found, goal)


@of_each("name", MEANS)
def test_no_other_observable_is_proved(name, entropy):
    """One of m others, drawn anew in every run: what is proved of it is seen with probability 1/m."""
    claim = DERIVED[name][1]
    process, what = declared(claim.of)
    others = [o for o, e in process.observables.items() if e != what and type(e) is type(what)]
    random.Random(f"{entropy} {name}").shuffle(others)
    for other in others:
        if not _of_one_mean(process, what, process.observables[other]):
            return refused(name, of=f"{process.name}.{other}")


def _of_one_mean(process, *observables):
    """Then what is claimed of one is true of the others, and a proof may show it."""
    point = {p.name: p.grid[min(1, len(p.grid) - 1)] for p in process.parameters}
    try:
        first, *rest = (mean(process, e)(process.first + 2, point) for e in observables)
    except (NotDerived, NoValue, TypeError):
        return False
    return all(value == first for value in rest)


LAWS = [name for name, (_, claim) in DERIVED.items() if isinstance(claim, Law) and claim.cdf is not None]


@pytest.mark.parametrize("name", LAWS)
def test_no_slip_in_a_distribution_function_is_proved(name):
    theorem, claim = DERIVED[name]
    slips = list(mutants(claim, theorem.parameters.items))
    assert slips
    for _, _, slip in slips:
        refused(name, cdf=slip.cdf)


@of_each("name", DERIVED)
def test_no_proof_of_another_claim_is_taken(name):
    theorem, claim = DERIVED[name]
    own = statements(theorem, claim.unfolded())
    for other in DERIVED:
        if other == name or not other.startswith(f"{theorem.id}/"):
            continue
        found = proved(other)
        if [(p.relation.left, p.relation.right) for p in found] == [(goal.left, goal.right) for goal in own]:
            continue  # a law is what its transform says
        with pytest.raises(NotProved):
            derivation(theorem, claim, lambda *goals, found=found: found)


@of_each("name", DERIVED)
def test_nothing_is_proved_beyond_what_was_shown(name):
    """Each end of each range of what is proved, moved outwards, is refused."""
    for found in proved(name):
        context = found.relation.context
        for symbol, r in context.ranges:
            if not isinstance(r, Range):
                continue
            for wider, end in outwards(r):
                try:
                    goal = replace(found.relation, context=context.but({symbol: wider}))
                    points(context.but({symbol: Range(end, end)}), symbol)
                except (NotProved, NoValue):
                    continue  # its symbol is not that, or the conditions do not hold there, or say nothing
                with pytest.raises(NotProved):
                    proves(found, goal)
        for condition in context.given:
            less = type(context)(context.ranges, context.given - {condition})
            if follows(condition.gts - condition.lts, less, isinstance(condition, sp.Gt | sp.Lt)):
                continue  # by the others: nothing is said without it that is not said with it
            with pytest.raises(NotProved):
                proves(found, replace(found.relation, context=less))


def outwards(r):
    """Wider ranges, each with an end that is new."""
    if r.low.is_finite:
        yield Range(r.low - 1, r.high, False, r.high_open), r.low - 1
    if r.high.is_finite:
        yield Range(r.low, r.high + 1, r.low_open, False), r.high + 1
    if r.low_open and r.low.is_finite:
        yield Range(r.low, r.high, False, r.high_open), r.low
    if r.high_open and r.high.is_finite:
        yield Range(r.low, r.high, r.low_open, False), r.high


@of_each("name", DERIVED)
def test_a_proof_that_returns_nothing_proves_nothing(name):
    theorem, claim = DERIVED[name]
    for empty in ((), [], None, statements(theorem, claim.unfolded())):
        with pytest.raises(NotProved):
            derivation(theorem, claim, lambda *goals, empty=empty: empty)


# -- what is refuted ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REFUTED)
def test_the_proof_of_a_refuted_claim_says_more_than_the_most_or_less_than_the_least(name):
    low, high = DERIVED[name][1].unfolded().interval
    (found,) = proved(name)
    r = found.relation
    assert r.op == "<"
    assert r.left == high or r.right == low


@pytest.mark.parametrize("name", REFUTED)
def test_what_is_refuted_is_not_proved(name):
    refused(name, expected="confirmed")


@pytest.mark.parametrize("name", REFUTED)
def test_what_contradicts_nothing_that_is_claimed_refutes_nothing(name):
    theorem, claim = DERIVED[name]
    (found,) = proved(name)
    others = [p for other in DERIVED if other != name and other.startswith(f"{theorem.id}/") for p in proved(other)]
    for wrong in (*others, (), None, (found, found), statements(theorem, claim.unfolded())):
        with pytest.raises(NotProved):
            derivation(theorem, claim, lambda *goals, wrong=wrong: wrong)
    for part, value in claim.parts.items():  # of a claim that allows for more nothing follows
        with pytest.raises(NotProved):
            derivation(theorem, replace(claim, **{part: 2 * value}), lambda *goals: found)


UNITS = Parameters(real("p", "(0, 1]", "any", (1,)), real("q", "(0, 1]", "any", (1,)))


def refuting(proof, quantity, at_most, when=sp.true):
    """A proof against quantity <= at_most, for p and q in (0, 1]."""
    (p, q), source = UNITS.symbols, Source("a paper", "1")
    values = {"expected": "refuted", "erratum": "false", "counterexample": "any", "corrected_by": "right"}
    values["source"] = source
    wrong = Inequality(name="wrong", quantity=quantity(p, q), at_most=at_most(p, q), when=when(p, q), **values)
    right = Inequality(name="right", quantity=p, at_most=sp.Integer(1))
    theorem = Theorem("any", "any", source, "any", (), "any", UNITS, (wrong, right))
    return derivation(theorem, wrong, lambda goal: proof(goal, p, q))


def test_a_counterexample_lies_where_the_claim_is_made():
    """Of p <= q where 2q <= 1: at p = 1 and q in (0, 1/2] it fails; where q is more nothing is claimed."""

    def at(inside):
        def proof(goal, p, q):
            return by_sign(goal.left, "<", goal.right, over({p: "[1, 1]", q: inside}))

        return refuting(proof, lambda p, q: p, lambda p, q: q, lambda p, q: 2 * q <= 1)

    assert [str(found.relation) for found in at("(0, 1/2]")] == ["q < p for p in [1, 1], q in (0, 1/2]"]
    for beyond in ("[1/2, 3/4]", "[3/4, 4/5]", "(0, 3/4]"):
        with pytest.raises(NotProved):
            at(beyond)


def test_no_counterexample_is_none():
    """p <= q where p <= q: under conditions that no point meets anything follows."""

    def proof(goal, p, q):
        return given(q < p, goal.context.but({}, q < p))

    with pytest.raises(NotProved, match="no point is found"):
        refuting(proof, lambda p, q: p, lambda p, q: q, lambda p, q: p <= q)


def test_a_hypothesis_refutes_nothing():
    """That of an induction, p > 1, taken out of it, against p <= 1."""
    known = []

    def proof(goal, p, q):
        k = sp.Symbol("k", integer=True, nonnegative=True)
        every = goal.context.but({k: "[0, oo)"})
        with pytest.raises(NotProved):
            induction(
                replace(goal, context=every), k, by_sign(0, "<", 1, over({})), lambda it, j: known.append(it) or it
            )
        return known[0]

    with pytest.raises(NotProved, match="assumes"):
        refuting(proof, lambda p, q: p, lambda p, q: sp.Integer(1), lambda p, q: sp.true)


class Claimed(Proved):
    """A proved statement that says what it is asked for."""

    relation = None


def test_only_what_the_rules_made_is_taken():
    theorem, claim = DERIVED["bernoulli-absorption/share"]

    def forged(goal):
        made = Claimed.__new__(Claimed)
        made.__dict__.update(proved("bernoulli-absorption/share")[0].__dict__, relation=goal)
        return made

    with pytest.raises(NotProved):
        derivation(theorem, claim, forged)


def test_steps_may_not_end_in_what_is_derived(monkeypatch):
    """Nothing would tie it to the claim: here it is a derivation of another one."""
    theorem, _ = DERIVED["bernoulli-absorption/diversity"]
    proofs = importlib.import_module(in_room(modules()[theorem.id], rooms.PROOFS))

    def share(claim):
        return ledger_of(proved("bernoulli-absorption/diversity"))

    share.__module__ = proofs.__name__
    monkeypatch.setattr(proofs, "share", share)
    case = Case(theorem, theorem.claim("share"))
    with pytest.raises(TypeError, match="takes what is to be proved, and returns it"):
        case.proof(case.claim)
