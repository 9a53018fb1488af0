"""Every claim of every theorem: proof, exact check, races, the slips and false neighbours that would go unnoticed."""

from functools import wraps

import numpy as np
import pytest
from lab import PROVED

from harness.judge import exact, verdict
from harness.judge.case import Case
from harness.judge.proof import prove
from harness.testing import suite
from harness.testing.suite import *  # noqa: F403
from proofs_check.rules import claims
from theorems.language.registry import theorems


@pytest.fixture(autouse=True)
def _what_is_proved_is_known(monkeypatch):
    real = claims.derivation

    def derivation(theorem, claim, function):
        found = real(theorem, claim, function)
        if any(claim is own for own in theorem.claims):  # no slip of it
            PROVED[f"{theorem.id}/{claim.name}"] = found
        return found

    monkeypatch.setattr(claims, "derivation", derivation)


@pytest.fixture(autouse=True)
def _questions_and_limits_do_not_depend_on_draws(monkeypatch):
    """Nor do exact values: while these are found nothing can be drawn. A claim that needs a draw there is undecided."""

    def without_draws(made):
        @wraps(made)
        def asked(*given):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(np.random, "SFC64", None)
                return made(*given)

        return asked

    for module, name in ((verdict, "prepare"), (verdict, "build"), (exact, "check"), (suite, "ask")):
        monkeypatch.setattr(module, name, without_draws(getattr(module, name)))


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
        "bernoulli-interior",
        "kde-given-data",
    }
    assert families <= set(theorems())


def test_proofs_list_the_facts_they_rest_on():
    theorem = theorems()["gaussian-collapse"]
    assert "monotonicity of expectation" in prove(Case(theorem, theorem.claim("tail-upper"))).cited
