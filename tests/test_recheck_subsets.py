"""The second program on points that are chosen from those so far, with or without replacement."""

import json
from copy import deepcopy

import pytest
from handmade import refused

from harness.judge.proof import prove
from harness.judge.selection import find_case
from proofs_check.certificate import Writer, concluded
from proofs_check.ledger import Derived
from proofs_check.rules.claims import statements


def certificate_of(name):
    case = find_case(name)
    ledger = [line.step.proved for line in prove(case).lines if isinstance(line.step, Derived)]
    claim = concluded(statements(case.theorem, case.claim.unfolded()), ledger, False)
    return json.loads(json.dumps(Writer().certificate({name: claim})))


@pytest.fixture(scope="module")
def certificates():
    """Of the means of the variance, or trace, that is fitted to chosen points; of E e^(s D), D a depth among them."""
    claims = {"subsample": "gaussian-subsample/variance", "bootstrap": "gaussian-bootstrap/variance"}
    claims |= {"vectors": "gaussian-subsample-multivariate/trace", "depths": "kde-subsample/depth-law"}
    return {name: certificate_of(claim) for name, claim in claims.items()}


def edited(certificate, edit, parts):
    """The certificate with other draws of its process, those for the next step or those to look at."""
    found = deepcopy(certificate)
    (declaration,) = found["processes"].values()
    for part in parts:
        declaration[part] = [row for draw in declaration[part] for row in edit(draw)]
    return found


def chosen_by(law):
    return lambda draw: [[*draw[:2], [law, "pool"]] if draw[0] == "seen" else draw]


def of_size(size):
    return lambda draw: [[draw[0], ["points", size], draw[2]] if draw[0] == "seen" else draw]


def deepened(draw):
    """A point that is drawn from an estimate counts two kernels, not one."""
    what, size, (plus, chosen, _) = draw
    return [what, size, [plus, chosen, ["Finite", 2, 1]]]


TWICE, BOTH, NEXT = ["*", 2, "n"], ("draws", "looked at"), ("draws",)
EDITS = {
    "with replacement": ("subsample", "false", chosen_by("Choice"), BOTH),
    "without replacement": ("bootstrap", "false", chosen_by("Subset"), BOTH),
    "another way to look": ("subsample", "one name", chosen_by("Choice"), ("looked at",)),
    "more points than there are": ("subsample", "fewer points", of_size(TWICE), BOTH),
    "one point": ("subsample", "false", of_size(1), BOTH),
    "from no data": ("subsample", "from data", lambda d: [[*d[:2], ["Subset", "n"]] if d[0] == "seen" else d], BOTH),
    "moved by what is only looked at": ("subsample", "nothing", lambda d: [] if d[0] == "seen" else [d], NEXT),
    "vectors with replacement": ("vectors", "fitted", chosen_by("Choice"), BOTH),
    "more vectors than there are": ("vectors", "false", of_size(TWICE), BOTH),
    "two vectors": ("vectors", "false", of_size(2), BOTH),
    "two kernels more": ("depths", "false", lambda d: [d if d[0] == "seen" else deepened(d)], NEXT),
    "drawn twice": ("subsample", "one name", lambda d: [d, d], NEXT),
}


@pytest.mark.parametrize("name", ["subsample", "bootstrap", "vectors", "depths"])
def test_points_that_are_chosen_are_rechecked(name, certificates):
    assert not refused(certificates[name])


@pytest.mark.parametrize("edit", EDITS)
def test_points_that_are_chosen_in_another_way_have_another_mean(edit, certificates):
    """No false alarm to bound: each edit makes another process, of another mean, or none at all."""
    name, word, *change = EDITS[edit]
    (found,) = refused(edited(certificates[name], *change))
    assert word in found
