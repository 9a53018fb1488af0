"""What `theorems check` says is true, and says what it did not look at."""

import re

import pytest
from lab import MIXED

from harness import independence, proofs, suite
from harness.cli import main
from simulators.engine import stream
from theorems.language import registry

PROOF, PROCESS = "proofs_check/harmonic_sums.py", "simulators/power_mean.py"


def run(capsys, *arguments):
    code = main(arguments)
    return code, capsys.readouterr().out


# -- false neighbours -----------------------------------------------------------------------------------------


def test_a_count_of_false_neighbours_says_that_it_is_a_sample(lab, capsys, monkeypatch):
    """In check, and in the summary of pytest; where all are tried nothing is said."""
    lab()
    theorem = registry.find("fixed-share")
    (claim,) = theorem.claims
    every = proofs.neighbours(theorem, claim, 1, 60.0)
    assert every.tried == every.total > 20
    assert str(every) == f"it fails for {every.false} of {every.false} false neighbours"
    none = proofs.neighbours(theorem, claim, 1, -1.0)
    assert str(none) == f"it fails for 0 of 0 false neighbours (a sample: 0 of {every.total} slips tried)"
    for module in ("check", "suite"):
        monkeypatch.setattr(f"harness.{module}.NEIGHBOUR_SECONDS", -1.0)
    code, out = run(capsys, "check", "fixed-share")
    assert code == 0
    assert str(none) in out
    notes = []
    suite.test_the_proof_proves_no_false_neighbour(theorem, claim, 1, notes.append)
    assert notes == [f"fixed-share/error, the proof: {none}"]
    monkeypatch.setattr("harness.suite.NEIGHBOUR_SECONDS", 60.0)
    suite.test_the_proof_proves_no_false_neighbour(theorem, claim, 1, notes.append)
    assert len(notes) == 1


def test_a_proof_that_does_not_depend_on_the_claim_says_how_many_slips_it_was_tried_on(lab, capsys):
    lab({PROOF: [("claim.quantity.subs(k, 1).doit()", "sp.harmonic(1)"), ("last + 1", "k + 1")]}, source=MIXED)
    theorem = registry.find("harmonic-sums")
    found = proofs.neighbours(theorem, theorem.claims[0], 1, 60.0)
    assert found.loose
    with pytest.raises(AssertionError, match=re.escape(str(found))):
        suite.test_the_proof_proves_no_false_neighbour(theorem, theorem.claims[0], 1, list)
    code, out = run(capsys, "check", "harmonic-sums")
    assert code == 1
    assert re.search(r"it fails for \d+ of \d+ false neighbours", out)


def test_a_proof_that_cannot_be_written_down_for_a_slip_does_not_pass_for_it(lab, capsys):
    """`claim.quantity.limits` of a sum that has become a multiple of one: an AttributeError."""
    lab(source=MIXED)
    code, out = run(capsys, "check", "harmonic-sums")
    assert code == 0, out
    assert "it fails for 25 of 25 false neighbours" in out


# -- paths ----------------------------------------------------------------------------------------------------

PATHS = {  # edits, what is said
    "the same random numbers in every call": ("rng, out", "np.random.default_rng(1), out", "paths depend"),
    "other random numbers than those of the stream": ("rng, out", "np.random.default_rng(), out", "something else"),
    "all paths share their draws": ("return out", "return np.full(paths, out[0])", "paths depend"),
    "neighbours share their draws": ("return out", "return np.repeat(out, 2)[:paths]", "paths depend"),
    "one half repeats the other": ("return out", "return np.resize(out[: (paths + 1) // 2], paths)", "paths depend"),
    "the other half is antithetic": (
        "return out",
        "return np.concatenate([out[: paths // 2], out[: paths - paths // 2][::-1]])",
        "paths depend",
    ),
    "a path too many": ("np.empty(paths)", "np.empty(paths + 1)", "returns an array of shape"),
    "always a block": ("np.empty(paths)", "np.empty(max(paths, 512))", "returns an array of shape"),
}


@pytest.mark.parametrize("mistake", PATHS)
def test_paths_that_are_not_independent_are_noticed(lab, capsys, mistake):
    old, new, message = PATHS[mistake]
    root = lab({PROCESS: [(old, new)]}, source=MIXED)
    code, out = run(capsys, "check", "power-mean")
    assert code == 1
    assert re.search(
        rf"does not return one independent value per path at .*\n  --> \S*{root.name}/{PROCESS}:\d+", out
    ), out
    assert message in out


def test_independent_paths_give_no_evidence(entropy):
    """A supermartingale at a fixed time: the mean of e-values is 1 at most, so 1e9 is reached once in 1e9 runs."""
    for i in range(50):
        draws = stream(entropy, "independent", i).standard_normal((256, 16))
        assert independence.log_odds(draws) < 20.7
        assert independence.log_odds(draws > 0.3) < 20.7
