"""The second program on squares of what is seen of points in several dimensions."""

import json

import pytest
from flint import fmpq
from handmade import refused

from harness.judge.proof import prove
from harness.judge.selection import find_case
from proofs_check.certificate import Writer, concluded
from proofs_check.ledger import Derived
from proofs_check.recheck.decide import Refused
from proofs_check.recheck.declarations import Declaration
from proofs_check.recheck.terms import ONE, ZERO, power
from proofs_check.recheck.vectors import quadratic, second_moments
from proofs_check.rules.claims import statements

NAMES = ("mean-error-square", "error-and-trace")


def certificate_of(name):
    case = find_case(f"gaussian-accumulate-multivariate/{name}")
    ledger = [line.step.proved for line in prove(case).lines if isinstance(line.step, Derived)]
    claim = concluded(statements(case.theorem, case.claim.unfolded()), ledger, False)
    return json.loads(json.dumps(Writer().certificate({name: claim})))


@pytest.mark.parametrize("name", NAMES)
def test_no_other_value_of_a_square_follows(name):
    """That the right one does is asked in test_recheck_all."""
    edited = certificate_of(name)
    (node,) = (node for node in edited["nodes"] if node["rule"] == "square")
    node["right"] = ["*", 2, node["right"]]
    assert refused(edited)


S, M = ("Variance", "x", ZERO), ("Mean", "x")
NORM, TRACE = ("SquaredNorm", M), ("Trace", S)


@pytest.mark.parametrize(
    "what",
    [
        TRACE,
        power(TRACE, 3),
        power(("SquaredFrobenius", S), 2),
        NORM,
        power(("SquaredNorm", S), 2),
        power(("Trace", M), 2),
        power(("SquaredNorm", ZERO), 2),
        ("*", ("SquaredNorm", ("Mean", "y")), TRACE),
        ("*", NORM, TRACE, TRACE),
        ("*", fmpq(2), NORM, TRACE),
    ],
)
def test_no_other_square_is_read(what):
    with pytest.raises(Refused):
        quadratic(what)


def declared(**changes):
    return Declaration("pooled", {**POOLED, **changes})


POOLED = {
    "first": 1,
    "parameters": {"n": ["whole", 2, ["oo"], False, True], "lam": ["spectrum", "eigenvalues"]},
    "states": [["x", ["points", ["*", "n", "t"]], ["Normal", 0, "lam"], ["join", "x", "y"]]],
    "draws": [["y", ["points", "n"], ["Normal", ["Mean", "x"], ["Variance", "x", 0]]]],
    "looked at": [],
    "before": [[["Mean", "x"], 0], [["Variance", "x", 0], "lam"]],
}
LAST = [["x", ["points", "n"], ["Normal", 0, "lam"], ["join", "y"]]]
WITH_REAL = [["x", ["points", ["*", 2, "n", "t"]], ["Normal", 0, "lam"], ["join", "x", "y", "z"]]]
REAL = [["z", ["points", "n"], ["Normal", 0, "lam"]], *POOLED["draws"]]
SMALLER = [["y", ["points", "n"], ["Normal", ["Mean", "x"], ["*", ["/", 1, 2], ["Variance", "x", 0]]]]]
UNBIASED = [["y", ["points", "n"], ["Normal", ["Mean", "x"], ["Variance", "x", 1]]]]


def test_pairs_of_points_keep_what_those_of_two_batches_and_more_do():
    """1 - 1/n of real points; 1 - 1/(4n) more of two batches."""
    n = fmpq(5)
    found = [second_moments(declared(), "x", {"n": n}, fmpq(k)) for k in range(3)]
    assert found == [ONE, ONE - 1 / n, (ONE - 1 / n) * (ONE - 1 / (4 * n))]


@pytest.mark.parametrize(
    "changes",
    [
        {"states": LAST},
        {"states": WITH_REAL, "draws": REAL},
        {"draws": SMALLER, "before": []},
        {"draws": UNBIASED, "before": []},
    ],
    ids=["replaced", "real points, too", "half the covariance", "another divisor"],
)
def test_pairs_of_points_are_counted_only_where_all_points_are_kept_and_fitted(changes):
    with pytest.raises(Refused):
        second_moments(declared(**changes), "x", {"n": fmpq(5)}, fmpq(2))
