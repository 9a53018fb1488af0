"""Parameters whose domain ends at an expression in others, as shares that are at most 1 together, in both programs."""

import json

import pytest
import sympy as sp
from handmade import refused

from harness.judge.selection import find_case
from proofs_check.certificate import Writer, concluded
from proofs_check.rules.claims import context_of, statement
from proofs_check.rules.means import domains_of
from proofs_check.rules.moments import closed
from proofs_check.rules.statements import NotProved, Range, over
from theorems.discrete.generational_mixture import PARAMETERS, THEOREM
from theorems.language import Parameters, integer, real
from theorems.processes.discrete import P

n, p0, alpha, gamma, k = PARAMETERS.symbols
GOAL = statement(THEOREM, "error")


A = real("a", "[0, 1]", "", (0, 1))
FROM = real("a", "[2/3, 1]", "", ("2/3", 1))


@pytest.mark.parametrize(
    ("given", "dependent", "outer", "condition"),
    [
        (A, real("c", "[0, 1 - a]", "", (0,)), "[0, 1]", "c <= 1 - a"),
        (A, real("c", "[a, 3)", "", ("a",)), "[0, 3)", "a <= c"),
        (A, real("c", "(-1, a]", "", (0,)), "(-1, 1]", "c <= a"),
        (real("a", "(0, 2)", "", (1,)), real("c", "(a, 2*a + 1)", "", ("a + 1/2",)), "(0, 5]", "a < c"),
        (FROM, real("c", "[1/2, a]", "", ("1/2", "a")), "[1/2, 1]", "c <= a"),
        (FROM, real("c", "[a, 3]", "", ("a", 3)), "[2/3, 3]", "a <= c"),
        (FROM, real("c", "(0, a]", "", ("1/2",)), "(0, 1]", "c <= a"),
        (integer("d", 2, "", (2,)), integer("n", "d + 2", "", ("d + 2",)), "[4, oo)", "d + 2 <= n"),
    ],
)
def test_a_domain_that_depends_on_others_is_a_range_and_conditions(given, dependent, outer, condition):
    parameters = Parameters(given, dependent)  # which know the signs
    found = domains_of(tuple(parameters))
    assert str(found.of[parameters[dependent.name].symbol]) == outer
    names = {s.name: s for s in found.symbols}
    wanted = sp.sympify(condition, locals=names).canonical
    assert wanted in {c.canonical for c in found.given}


def test_a_domain_that_depends_on_what_is_not_there_is_refused():
    with pytest.raises(NotProved, match="nothing is said of alpha"):
        domains_of([PARAMETERS["gamma"]])


def test_a_claim_brings_the_parameters_that_its_domains_depend_on():
    context = context_of(PARAMETERS, frozenset({gamma}), sp.true)
    assert set(context.symbols) == {alpha, gamma}
    assert context.given == {gamma <= 1 - alpha}


def test_a_mean_is_known_only_where_the_weights_are_at_most_one_together():
    others = {P: p0, P**2: p0**2 + GOAL.right}
    assert closed(GOAL.left, GOAL.right, GOAL.context, others=others)
    wider = over({**dict(GOAL.context.ranges), gamma: Range(sp.Integer(0), sp.Integer(1))})
    with pytest.raises(NotProved, match="is needed"):
        closed(GOAL.left, GOAL.right, wider, others=others)


@pytest.fixture(scope="module")
def certificate():
    case = find_case("discrete-generational-mixture/error")
    found = closed(GOAL.left, GOAL.right, GOAL.context, others={P: p0, P**2: p0**2 + GOAL.right})
    assert case.claim.name == "error"
    return json.dumps(Writer().certificate({"it": concluded([GOAL], [found], False)}))


def test_the_second_program_asks_for_the_condition_too(certificate):
    assert refused(json.loads(certificate)) == []
    bare = json.loads(certificate)
    for statement_ in (*bare["nodes"], *(goal for claim in bare["claims"] for goal in claim["goals"])):
        statement_["given"] = []
    assert refused(bare) != []
