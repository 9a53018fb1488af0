"""Every claim of every theorem: proof, exact check, races, and the slips that would go unnoticed."""

from harness.testing.suite import (  # noqa: F401
    test_every_theorem_can_be_read,
    test_no_slip_in_its_formulas_goes_unnoticed,
    test_simulator_and_twin_are_two_and_agree,
    test_the_claim_comes_out_as_expected,
    test_the_statement_is_sound,
)
from theorems.language.registry import theorems


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
