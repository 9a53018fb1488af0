"""Proofs: every step can fail, and a proof is a proof of its claim, not of something near it."""

from harness.judge.case import Case
from harness.judge.proof import prove
from harness.testing.suite import (  # noqa: F401
    test_every_step_of_the_proof_can_fail,
    test_the_proof_proves_no_false_neighbour,
)
from theorems.language.registry import theorems


def test_proofs_list_the_facts_they_rest_on():
    theorem = theorems()["gaussian-collapse"]
    assert "monotonicity of expectation" in prove(Case(theorem, theorem.claim("tail-upper"))).cited
