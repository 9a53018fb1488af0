"""The second program refuses what does not follow: edits of the certificates of proofs, at random and on purpose."""

import json
from copy import deepcopy

import numpy as np
import pytest
from handmade import refused
from replay import Replay
from tampering import at, edits

from harness.judge.proof import prove
from harness.judge.selection import find_case
from proofs_check.certificate import Writer, concluded
from proofs_check.ledger import Derived
from proofs_check.recheck.judge import judge
from proofs_check.rules.claims import statements

PROOFS = (
    "g-iterate/lower",
    "g-iterate/extinction",
    "bernoulli-absorption/survival-lower",
    "bernoulli-absorption/survival-upper",
    "bernoulli-absorption/diversity",
    "bernoulli-interior/seddik-lower",
    "bernoulli-forgetting-time/mean-lower",
    "gaussian-accumulate-limit/variance-gamma",
    "gaussian-collapse/law",
    "gaussian-collapse/rate",
    "gaussian-collapse/rate-upper",
    "gaussian-replace-multivariate/trace-square",
    "gaussian-resting-point/displacement",
    "gaussian-replace-multivariate/singular",
    "kde-given-data/spread",
    "kde-replace-growth/spread-limit",
    "poisson-extinction/survival",
    "workflow-conservation/risk",
)
EDITED, EDITS = 10, 50
"""So many of them, drawn anew in every run, are edited so often."""


@pytest.fixture(scope="module")
def certificates():
    """Of each proof the certificate, and the symbol of each name in it."""
    found = {}
    for name in PROOFS:
        case, writer = find_case(name), Writer()
        ledger = [line.step.proved for line in prove(case).lines if isinstance(line.step, Derived)]
        claim = concluded(statements(case.theorem, case.claim.unfolded()), ledger, False)
        certificate = json.loads(json.dumps(writer.certificate({name: claim})))
        found[name] = certificate, {n: symbol for same in writer.names.values() for symbol, n in same.items()}
    return found


@pytest.mark.parametrize("name", PROOFS)
def test_what_is_written_is_enough_to_derive_it_again(name, certificates, monkeypatch):
    certificate, names = certificates[name]
    Replay(certificate, names).everything(monkeypatch)
    assert not refused(certificate)


def test_no_generation_comes_before_0(certificates):
    edited = deepcopy(certificates["gaussian-replace-multivariate/singular"][0])
    edited["processes"]["gaussian_multivariate_replace"]["first"] = -1
    assert refused(edited)


def test_no_law_is_given_before_the_first_generation(certificates):
    edited = deepcopy(certificates["kde-replace-growth/spread-limit"][0])
    given, *_ = edited["processes"]["kde_replace"]["before"]
    given[0] = given[1]
    assert refused(edited)


@pytest.mark.parametrize("place", range(EDITED))
def test_an_edit_that_is_let_through_leaves_a_true_derivation(place, certificates, monkeypatch, entropy):
    """By one of these criteria, and each is checked:

    * the rules of `proofs_check.rules` derive every edited statement and the claim from the edited certificate
      (`Replay`): so a wider or narrower range, a weaker relation, a premise or an observable that is not needed;
    * the edit is of the table of symbols, which only restricts what statements may say;
    * it is of the multiplier of an equation: whatever multiple of 0 is added, the sum is the same;
    * it calls an equation an identity, which at points it is: no statement is another one, and the second program says
      that this one is seen at points only;
    * it says of a whole number that is never negative that it is at most 0 where it is 0;
    * it is of what a step rests on, and no statement is another one: who may let a step through without one of its
      premises is asked in test_recheck_all.

    There is no false alarm to bound: an edit is refused, or one of them is shown.
    """
    name = np.random.default_rng(entropy).permutation(PROOFS)[place]
    certificate, names = certificates[name]
    rng = np.random.default_rng([entropy, place])
    for path, old, new, edited in edits(certificate, rng, EDITS):
        if refused(edited) or path[0] == "symbols" or of_an_equation(certificate, path):
            continue
        if (old, new) in (("=", "<="), ("<=", "=")) and is_zero_of_a_count(certificate, path):
            continue
        if path[2:] == ("rule",) and new == "identity" and seen_at_points(edited) > seen_at_points(certificate):
            continue
        if path[0] == "nodes" and path[2:3] == ("premises",):
            continue
        try:
            Replay(edited, names).everything(monkeypatch)
        except Exception as error:
            raise AssertionError(f"{name}: {path}: {old} -> {new} is let through, but: {error}") from error


def is_zero_of_a_count(certificate, path):
    """Is a condition edited that compares a count of its statement with 0?"""
    around = [at(certificate, path[:i]) for i in range(len(path))]
    statement = next((part for part in reversed(around) if "for" in part), {"for": {}})
    _, name, number = around[-1] if len(around[-1]) == 3 else (None, None, None)
    return isinstance(name, str) and number == 0 and statement["for"].get(name, [])[:2] == ["whole", 0]


def seen_at_points(certificate):
    """How often something is decided at points only."""
    return sum(verdict.counts[1] for verdict in judge(json.dumps(certificate)))


def of_an_equation(certificate, path):
    """Is it a multiplier of a premise that is an equation?"""
    if path[0] != "nodes" or path[2:4] != ("witness", "multipliers") or len(path) < 5:
        return False
    node = certificate["nodes"][path[1]]
    return certificate["nodes"][node["premises"][path[4]]]["op"] == "="


@pytest.mark.parametrize("name", PROOFS)
def test_another_claim_is_refused(name, certificates):
    """The goal with 1 more on one of its sides, the other relation, or one more value in its range."""
    certificate, _ = certificates[name]
    for path in (("left",), ("right",)):
        edited = json.loads(json.dumps(certificate))
        goal = edited["claims"][0]["goals"][0]
        goal[path[0]] = ["+", goal[path[0]], 1]
        assert refused(edited)
    for premise in at(certificate, ("nodes", -1, "premises")):
        edited = json.loads(json.dumps(certificate))
        edited["nodes"][premise]["right"] = ["+", edited["nodes"][premise]["right"], 1]
        assert refused(edited)


def test_a_reduction_begins_when_its_process_does(certificates):
    certificate = json.loads(json.dumps(certificates["gaussian-collapse/rate"][0]))
    certificate["processes"]["gaussian_sufficient"]["first"] = -1
    assert refused(certificate)


def test_a_reduction_has_the_joint_law_of_what_it_reduces(certificates):
    """Mean and spread depend on each other: a mean that moves by the first spread has the same E M^2, and E T^2."""
    certificate = json.loads(json.dumps(certificates["gaussian-collapse/rate"][0]))
    step = at(certificate, ("processes", "gaussian_sufficient", "states", 0, 3, 2))
    assert step[2] == "T"
    step[2] = "sigma0"
    assert refused(certificate)
