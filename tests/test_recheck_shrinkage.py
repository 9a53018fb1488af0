"""The second program on the factor by which a ridge shrinks a coefficient, and on squares that are multiplied out."""

import json
from copy import deepcopy

import pytest
import sympy as sp
from flint import fmpq
from handmade import refused

from harness.judge.proof import prove
from harness.judge.selection import find_case
from proofs_check.certificate import Writer, concluded
from proofs_check.ledger import Derived
from proofs_check.recheck.forms import range_of_mean
from proofs_check.recheck.shrinkage import moment
from proofs_check.recheck.terms import read
from proofs_check.rules.claims import statements
from theorems.language.readers import ball
from theorems.language.shrinkage import ShrinkageMoment


@pytest.mark.parametrize("n", [1, 2, 3, 20, 301])
@pytest.mark.parametrize("lam", [sp.Rational(1, 97), sp.Integer(1), sp.Integer(40)])
def test_both_programs_know_the_same_moments(n, lam):
    for j in (0, 1, 2, 4):
        known = ball(ShrinkageMoment(n, lam, j), {})
        found = moment(fmpq(n), fmpq(int(lam.p), int(lam.q)), fmpq(j))
        assert abs(found - known) < 1e-25
        if j:
            assert not moment(fmpq(n), fmpq(int(lam.p), int(lam.q)), fmpq(j + 1)).overlaps(known)


@pytest.mark.parametrize(("n", "lam", "j"), [(0, 1, 1), (2, 0, 1), (2, -1, 1), (2, 1, -1), (fmpq(1, 2), 1, 1)])
def test_where_there_is_no_moment_there_is_no_number(n, lam, j):
    assert not moment(fmpq(n), fmpq(lam), fmpq(j)).is_finite()


SQUARES = [["^", ["+", 1, ["*", -1, "A"]], 2], ["+", ["^", "A", 2], ["*", -2, "A", "B"], ["^", "B", 2]]]
OTHERS = [["+", 1, "A"], ["+", ["^", "A", 2], -1], ["+", ["^", "A", 2], "A", 1], ["+", ["*", -1, ["^", "A", 2]], "A"]]


@pytest.mark.parametrize("what", [*SQUARES, *OTHERS], ids=str)
def test_the_mean_of_a_square_is_not_negative_however_it_is_written(what):
    low = range_of_mean(read(what))[1]
    assert (low == 0) == (what in SQUARES)


def certificate():
    case = find_case("regression-ridge/every")
    ledger = [line.step.proved for line in prove(case).lines if isinstance(line.step, Derived)]
    claim = concluded(statements(case.theorem, case.claim.unfolded()), ledger, False)
    return json.loads(json.dumps(Writer().certificate({case.id: claim})))


def test_another_ridge_has_another_mean():
    found = certificate()
    assert not refused(found)
    edited = deepcopy(found)
    (declaration,) = edited["processes"].values()
    assert declaration["draws"][0][2] == ["Shrinkage", "n", "lam"]
    declaration["draws"][0][2] = ["Shrinkage", "n", ["*", 2, "lam"]]
    assert refused(edited)
