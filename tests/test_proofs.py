"""Proofs: every step can fail, and a proof is a proof of its claim, not of something near it."""

import pytest

from harness.exact import contradiction
from harness.rooms import proof
from harness.verify import prove
from proofs_check.steps import Cites
from theorems.language import Law
from theorems.language.mutants import mutants
from theorems.language.registry import modules, theorems

PROVED = [
    pytest.param(t, c, id=f"{t.id}/{c.name}")
    for t in theorems().values()
    for c in t.claims
    if proof(modules()[t.id], c) is not None
]


@pytest.mark.parametrize(("theorem", "claim"), PROVED)
def test_every_step_checks_and_no_perturbed_step_does(theorem, claim):
    steps = proof(modules()[theorem.id], claim)(claim)
    failing = [step.name for step in steps if not step.check().ok]
    assert not failing
    for step in steps:
        perturbed = list(step.perturbed())
        assert perturbed or isinstance(step, Cites), f"{step.name} cannot fail"
        for other in perturbed:
            assert not other.check().ok, f"a false version of {step.name!r} passes: {other}"


@pytest.mark.parametrize(("theorem", "claim"), PROVED)
def test_a_false_neighbour_of_the_claim_is_not_proved(theorem, claim):
    """Put every slip that makes the claim false into its proof: some step must fail."""
    if claim.expected == "refuted":
        pytest.skip("its proof is of the negation, which holds for its neighbours, too")
    function = proof(modules()[theorem.id], claim)
    original = function(claim)
    for part, slip, mutant in mutants(claim, theorem.parameters.items):
        if isinstance(claim, Law) or part == "equals" or contradiction(theorem, mutant):
            assert _fails(function, mutant, original), f"the proof also proves the slip {part}: {slip}"


def _fails(function, mutant, original):
    try:
        steps = function(mutant)
    except (ArithmeticError, ValueError, TypeError):
        return True  # the proof cannot even be written down for it
    return any(step not in original and not step.check().ok for step in steps)


def test_every_proof_function_belongs_to_a_claim():
    import importlib
    import inspect
    import pkgutil

    import proofs_check

    claims = {m.replace("theorems.", "proofs_check.", 1): theorems()[i].claims for i, m in modules().items()}
    for info in pkgutil.walk_packages(proofs_check.__path__, "proofs_check."):
        if info.name not in claims:
            continue
        names = {c.name.replace("-", "_") for c in claims[info.name]}
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes_claim = list(inspect.signature(function).parameters) == ["claim"]
            if function.__module__ == info.name and takes_claim and not name.startswith("_"):
                assert name in names, f"{info.name}.{name} proves no claim"


def test_proofs_list_the_facts_they_rest_on():
    theorem = theorems()["gaussian-collapse"]
    assert any("Markov" in fact for fact in prove(theorem, theorem.claim("tail-upper")).cited)
