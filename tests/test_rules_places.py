"""The rule for the time until a chain leaves some of its places: what does not follow is refused, by both programs."""

import json
from dataclasses import replace

import pytest
import sympy as sp
from handmade import refused

from harness.judge.proof import prove
from harness.judge.selection import find_case
from proofs_check.certificate import Writer, concluded
from proofs_check.ledger import Derived
from proofs_check.rules import probability
from proofs_check.rules.claims import statements
from proofs_check.rules.means import mean_of
from proofs_check.rules.statements import Disagreement, NotProved, over
from proofs_check.rules.times import time_of_places
from theorems.language.processes import Time
from theorems.processes import processes
from theorems.processes.discrete import BERNOULLI
from theorems.processes.markov import ABSORBING, B1, B2, A, S, a, c

NO = (NotProved, Disagreement)
INSIDE = over({a: "(0, 1]", c: "[0, 1]"}, c <= 1 - a)
HALVES = over({a: "[0, 1]", c: "[0, 1/2]"}, c <= 1 - a)


def leaving(*places, process=ABSORBING):
    return mean_of(process, Time(sp.Eq(sp.Add(*places), 0)))(sp.oo, a, c)


def test_the_weights_of_places_are_mean_times():
    assert time_of_places(leaving(S), {S: 1 / (a + c)}, INSIDE).relation.right == 1 / (a + c)


@pytest.mark.parametrize(
    ("time", "weights", "context"),
    [
        pytest.param(leaving(S), {S: 2 / (a + c)}, INSIDE, id="another weight"),
        pytest.param(leaving(S), {S: 1 / a}, INSIDE, id="too long"),
        pytest.param(leaving(S), {S: 1 / (a + c), A: 0}, INSIDE, id="places that are left"),
        pytest.param(leaving(S, A), {S: 1 / (a + c)}, INSIDE, id="too few places"),
        pytest.param(leaving(S), {S: 1 / (a + c)}, HALVES, id="it may stay for ever"),
        pytest.param(leaving(A), {A: sp.Integer(1)}, INSIDE, id="a place that is never left"),
        pytest.param(leaving(B1, B2), {B1: sp.Integer(1), B2: sp.Integer(0)}, INSIDE, id="two that alternate"),
        pytest.param(leaving(S), {S: 1 / (a + S)}, INSIDE, id="a weight with a state"),
        pytest.param(leaving(S), {sp.Symbol("S"): 1 / (a + c)}, INSIDE, id="no place"),
    ],
)
def test_what_is_no_mean_time_is_refused(time, weights, context):
    with pytest.raises(NO):
        time_of_places(time, weights, context)


def test_weights_below_zero_are_refused():
    """Between two places that lead to each other the weights could fall for ever."""
    with pytest.raises(NO, match="-1"):
        time_of_places(leaving(B1), {B1: sp.Integer(-1)}, INSIDE)


STARTS = {
    "in two places": {S: sp.Integer(1), A: sp.Integer(1), B1: sp.Integer(0), B2: sp.Integer(0)},
    "in half of one": {S: sp.Rational(1, 2), A: sp.Integer(0), B1: sp.Integer(0), B2: sp.Integer(0)},
}


@pytest.mark.parametrize("start", STARTS)
def test_a_chain_starts_in_one_place(start, monkeypatch):
    odd = replace(ABSORBING, name="odd", start=STARTS[start])
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), "odd": odd})
    with pytest.raises(NotProved, match="starts in one"):
        time_of_places(leaving(S, process=odd), {S: 1 / (a + c)}, INSIDE)


OUT_OF_PLACE = {
    "below zero": ((1 - 2 * a - c, 2 * a, c, 0), 1 / (2 * a + c)),
    "more than one": ((1 - a - c, 2 * a, c, 0), 1 / (a + c)),
}


@pytest.mark.parametrize("fault", OUT_OF_PLACE)
def test_a_place_is_left_with_probabilities(fault, monkeypatch):
    row, time = OUT_OF_PLACE[fault]
    matrix = sp.Matrix([row, (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)])
    draw = replace(ABSORBING.draws[0], probabilities=tuple(sp.Matrix([[S, A, B1, B2]]) * matrix))
    odd = replace(ABSORBING, name="odd", draws=(draw,))
    monkeypatch.setattr(probability, "processes", lambda: {**processes(), "odd": odd})
    with pytest.raises(NO):
        time_of_places(leaving(S, process=odd), {S: time}, INSIDE)


def test_counts_of_an_alphabet_are_no_places():
    (state,) = BERNOULLI.states
    n, p = sp.Symbol("n", integer=True, positive=True), sp.Symbol("p0", real=True)
    time = mean_of(BERNOULLI, Time(sp.Eq(state, 0)))(sp.oo, n, p)
    with pytest.raises(NotProved, match="no chain of places"):
        time_of_places(time, {state: sp.Integer(1)}, over({n: "[1, oo)", p: "[0, 1]"}))


@pytest.fixture(scope="module")
def certificate():
    case, writer = find_case("absorbing-chain/leaving-time"), Writer()
    ledger = [line.step.proved for line in prove(case).lines if isinstance(line.step, Derived)]
    claim = concluded(statements(case.theorem, case.claim.unfolded()), ledger, False)
    return json.loads(json.dumps(writer.certificate({"leaving-time": claim})))


def test_the_second_program_solves_the_equations_itself(certificate):
    """Twice the time, said of everything that has it."""
    assert not refused(certificate)
    text, ((goal,),) = json.dumps(certificate), [claim["goals"] for claim in certificate["claims"]]
    time = json.dumps(goal["right"])
    assert text.count(time) > 1
    assert refused(json.loads(text.replace(time, f'["*", 2, {time}]')))


def test_the_second_program_needs_probabilities_too(certificate):
    """Of the place that is left: another one is gone to twice as often."""
    (law,) = [law for *_, law in certificate["processes"]["absorbing_chain"]["draws"]]
    text, row = json.dumps(certificate), json.dumps(law)
    twice = json.dumps([*law[:3], ["*", 2, law[3]], *law[4:]])
    (reason,) = refused(json.loads(text.replace(row, twice)))
    assert "no law" in reason
