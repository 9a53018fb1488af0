"""Every claim of every theorem: proof, exact check, races, and the slips that would go unnoticed."""

import pytest

from harness.matrix import matrix
from harness.report import explain
from harness.verify import ask, budget, examine
from theorems.language.registry import theorems

CLAIMS = [pytest.param(t, c, id=f"{t.id}/{c.name}") for t in theorems().values() for c in t.claims]


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_the_claim_comes_out_as_expected(theorem, claim, resolution, entropy, executor, record, pytestconfig):
    report = examine(theorem, claim, resolution, entropy, executor)
    record(report)
    if not report.as_expected:
        pytest.fail("\n".join(explain(report, pytestconfig.getoption("--effort"))), pytrace=False)


@pytest.mark.parametrize(("theorem", "claim"), CLAIMS)
def test_no_slip_in_its_formulas_goes_unnoticed(theorem, claim, resolution, entropy, executor):
    rows = matrix(theorem, claim, ask(theorem, claim, resolution), entropy, budget(), executor)
    blind = [f"{row.part}: {row.slip}" for row in rows if row.blind]
    assert not blind, f"nothing would notice {blind} in {theorem.id}/{claim.name}"


def test_every_theorem_family_is_registered():
    families = {
        "bernoulli-absorption",
        "g-iterate",
        "poisson-extinction",
        "gaussian-collapse",
        "kde-replace-growth",
        "kde-accumulate-growth",
        "gaussian-accumulate-limit",
        "gaussian-risk",
    }
    assert families <= set(theorems())
