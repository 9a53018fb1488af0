"""What `theorems check` says is true, and says what it did not look at."""

import re
from dataclasses import replace
from itertools import islice
from math import inf

import numpy as np
import pytest
import sympy as sp
from lab import MIXED, forget

from harness.author import independence, proof_strength, twin_comparison
from harness.author.check import Sheet, compare_twin
from harness.author.mutant_table import contradiction
from harness.author.whole_domain import probe
from harness.judge.case import Case
from harness.judge.observed import Observed, room
from harness.judge.selection import find_case
from harness.testing import suite
from harness.testing.session import Run
from proofs_check.rules import claims
from simulators.engine import stream
from theorems.door import main
from theorems.language import registry
from theorems.language.mutants import mutants

PROOF, PROCESS = "proofs_check/harmonic_sums.py", "simulators/power_mean.py"


def run(capsys, *arguments):
    code = main(arguments)
    return code, capsys.readouterr().out


def fresh(root):
    """Files of a package have gone."""
    room.cache_clear()
    forget(root.name)
    registry.look_again()


# -- false neighbours -----------------------------------------------------------------------------------------


def test_a_count_of_false_neighbours_says_that_it_is_a_sample(lab, capsys, monkeypatch, executor):
    """In check, and in the summary of pytest; where all are tried nothing is said."""
    lab()
    theorem = registry.find("fixed-share")
    (claim,) = theorem.claims
    monkeypatch.setattr(proof_strength, "mutants", lambda *of: islice(mutants(*of), 5))  # the count is what is tested
    every = proof_strength.neighbours(Case(theorem, claim), 1, 60.0)
    assert every.tried == every.total == 5
    assert str(every) == "it passes for no false neighbours (all 5 slips tried)"
    none = proof_strength.neighbours(Case(theorem, claim), 1, -1.0)
    assert str(none) == f"it passes for no false neighbours (a sample: 0 of {every.total} slips tried)"
    for module in ("author.check", "testing.suite"):
        monkeypatch.setattr(f"harness.{module}.NEIGHBOUR_SECONDS", -1.0)
    code, out = run(capsys, "check", "fixed-share")
    assert code == 0
    assert str(none) in out
    test = Run("quick", 1, executor)
    suite.test_the_proof_proves_no_false_neighbour(Case(theorem, claim), test)
    assert test.notes == [f"fixed-share/error, the proof: {none}"]
    monkeypatch.setattr("harness.testing.suite.NEIGHBOUR_SECONDS", 60.0)
    suite.test_the_proof_proves_no_false_neighbour(Case(theorem, claim), test)
    assert len(test.notes) == 1


def test_a_proof_that_does_not_depend_on_the_claim_says_how_many_slips_it_was_tried_on(lab, capsys, executor):
    lab({PROOF: [("claim.quantity.subs(k, 1).doit()", "sp.harmonic(1)"), ("last + 1", "k + 1")]}, source=MIXED)
    theorem = registry.find("harmonic-sums")
    found = proof_strength.neighbours(Case(theorem, theorem.claims[0]), 1, 60.0)
    assert found.loose
    with pytest.raises(AssertionError, match=re.escape(str(found))):
        suite.test_the_proof_proves_no_false_neighbour(Case(theorem, theorem.claims[0]), Run("quick", 1, executor))
    code, out = run(capsys, "check", "harmonic-sums")
    assert code == 1
    assert re.search(r"it passes for \d+ false neighbours \((all|a sample: \d+ of) \d+ slips tried\)", out)


def test_rules_that_derive_anything_are_noticed_by_the_slips_that_make_the_claim_false_and_by_no_others(monkeypatch):
    case, derivation = find_case("g-iterate/lower-sharp"), claims.derivation
    slips = [*mutants(case.claim, case.theorem.parameters.items)]
    false = {f"{part}: {slip}" for part, slip, mutant in slips if contradiction(case.having(mutant))}
    assert 0 < len(false) < len(slips)
    assert case.derives
    sound = proof_strength.neighbours(case, 1, inf)
    assert (sound.loose, sound.tried) == ((), sound.total)
    monkeypatch.setattr(claims, "derivation", lambda theorem, _, proof: derivation(theorem, case.claim, proof))
    found = proof_strength.neighbours(case, 1, inf)
    assert {slip for slip in found.loose if not slip.startswith("when: ")} == false


def test_a_proof_that_cannot_be_written_down_for_a_slip_does_not_pass_for_it(lab, capsys):
    """`claim.quantity.limits` of a sum that has become a multiple of one: an AttributeError."""
    lab(source=MIXED)
    code, out = run(capsys, "check", "harmonic-sums")
    assert code == 0, out
    assert re.search(r"it passes for no false neighbours \(\D+\d+.* slips tried\);", out)


# -- what the findings advise ---------------------------------------------------------------------------------

SHARED = {  # the theorem counts from the first fit on; kernel, twin and exact room agree that it is the one after it
    "simulators/fixed_share.py": [("for _ in range(k):", "for _ in range(k + 1):")],
    "simulators/reference/fixed_share.py": [("for _ in range(k):", "for _ in range(k + 1):")],
    "simulators/exact/fixed_share.py": [("chain(p, k,", "chain(p, k + 1,")],
}


@pytest.mark.parametrize("oracle", [True, False])
def test_three_routes_that_share_a_slip_may_be_wrong_together(lab, capsys, oracle):
    """Both possibilities are named: a wrong formula, or one misreading in all that contradicts it."""
    root = lab(SHARED)
    if not oracle:
        (root / "simulators/exact/fixed_share.py").unlink()
        fresh(root)
    code, out = run(capsys, "check", "fixed-share")
    others = "exact, simulator, twin" if oracle else "simulator, twin"
    assert code == 1
    assert f"the formula stands alone against {others}" in out
    assert re.search(r"= try: .*formula", out)
    assert f"= or: {others} agree because they share a misreading of the process, if one person wrote them" in out


def test_the_advice_on_an_identity_is_not_about_a_process(lab, capsys):
    root = lab({"theorems/harmonic_sums.py": [("* harmonic(k) - k", "* harmonic(k) - k + 1")]}, source=MIXED)
    code, out = run(capsys, "check", "harmonic-sums")
    assert code == 1
    assert re.search(rf"formula against quantity\n  --> \S*{root.name}/theorems/harmonic_sums.py:\d+", out), out
    assert "work out both sides by hand" in out
    assert not re.search("process|ddof|what k counts|exact room|race", out), out


def test_the_advice_on_a_blind_slip_in_an_inequality_is_a_worked_value(lab, capsys):
    root = lab(
        {
            "theorems/harmonic_sums.py": [
                ("Identity", "Inequality"),
                ("equals=(k + 1) * harmonic(k) - k,", "at_most=9 * k**2,"),
                ('worked={"quantity": {"k=2": Rational(5, 2), "k=3": Rational(13, 3)}},', ""),
            ]
        },
        source=MIXED,
    )
    (root / PROOF).unlink()
    fresh(root)
    code, out = run(capsys, "check", "harmonic-sums")
    assert code == 1
    assert "would go unnoticed" in out
    assert re.search(r'= try: worked=\{"(quantity|at_most)": \{...\}\}', out)
    assert not re.search("small n|exact room|point at which", out), out


@pytest.mark.parametrize(
    ("pins", "hidden"),
    [
        ('"n=5,d=3,alpha=1/4,p0=1/2,k=1": sp.S(7), "n=9,d=2,alpha=1/4,p0=1/2,k=1": sp.S(11)', True),
        ('"n=5,d=3,alpha=1/4,p0=1/2,k=3": sp.S(9), "n=9,d=2,alpha=1/4,p0=1/2,k=2": sp.S(12)', False),
    ],
)
def test_a_parameter_that_is_one_at_all_worked_values_is_named_where_it_hides_a_slip(lab, capsys, pins, hidden):
    """n + k + 1: at k = 1 a square of k, or k in the place of 1, is the same number."""
    root = lab(
        {
            "theorems/fixed_share.py": [
                ("\nfrom theorems", "\nimport sympy as sp\n\nfrom theorems"),
                (
                    "equals=spread / n * (1 - memory**k) / (1 - memory),",
                    f'at_most=n + k + 1,\n            worked={{"at_most": {{{pins}}}}},',
                ),
            ],
            "simulators/fixed_share.py": [("@bounded(0.0, 2.0)", "@bounded(0.0, 99.0)")],
        }
    )
    (root / "proofs_check/fixed_share.py").unlink()
    fresh(root)
    code, out = run(capsys, "check", "fixed-share")
    said = "a worked value of `at_most` elsewhere: all have k = 1, where this slip changes nothing" in out
    assert said == hidden, out
    assert code == hidden


# -- what was not looked at -----------------------------------------------------------------------------------

STOPS = {  # edits of the example, what is said of its claim
    "a kernel that fails": (
        {"simulators/fixed_share.py": [("    out = np.empty(paths)\n", "    [][0]\n    out = np.empty(paths)\n")]},
        "not looked at before this is mended: twin, exact values, races, false neighbours, slips",
    ),
    "a hole in the twin": (
        {
            "simulators/reference/fixed_share.py": [
                ("    p = np", '    raise NotImplementedError("fill: it")\n    p = np')
            ]
        },
        "not looked at before this is filled: races, false neighbours, slips",
    ),
    "a wrong formula": (
        {"theorems/fixed_share.py": [("1 - memory**k", "1 - memory ** (k + 1)")]},
        "not looked at before this is mended: false neighbours, slips",
    ),
    "a missing process": (
        {"theorems/fixed_share.py": [('of="fixed_share.error"', 'of="fixed_shares.error"')]},
        "stopped at an error: what comes after it is not looked at before this is mended",
    ),
    "a record that cannot be read": (
        {"theorems/fixed_share.py": [("memory = ", "memory = = ")]},
        "nothing else is looked at before the record can be read",
    ),
}


@pytest.mark.parametrize("stop", STOPS)
def test_an_early_stop_is_said(lab, capsys, stop):
    edits, said = STOPS[stop]
    lab(edits)
    code, out = run(capsys, "check", "fixed-share")
    assert code == 1
    assert said in out


def test_nothing_is_left_where_nothing_is_to_mend(lab, capsys, monkeypatch):
    """What the proof is tried on is a sample, as ever; here a small one."""
    monkeypatch.setattr("harness.author.check.NEIGHBOUR_SECONDS", 1.0)
    lab()
    code, out = run(capsys, "check", "fixed-share")
    assert code == 0
    assert "looked at" not in out


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


def test_one_number_computed_in_two_ways_is_one_atom_and_an_atom_elsewhere_is_not(entropy):
    """No probability enters for the first; the second is missed with probability far below 1e-9."""
    coins = stream(entropy, "coins", 0).random((2, 4096)) < 0.3
    assert twin_comparison.disparity(np.full(4096, 0.1 + 0.2), np.full(4096, 0.3)) < 0
    assert twin_comparison.disparity(np.where(coins[0], 0.1 + 0.2, 7.0), np.where(coins[1], 0.3, 7.0)) < 20.7
    assert twin_comparison.disparity(np.where(coins[0], 0.3, 0.7), np.where(coins[1], 0.4, 0.7)) > 20.7
    assert twin_comparison.disparity(np.full(4096, 0.3), np.full(4096, 0.3001)) > 20.7
    counts = np.where(coins, 1e8, 1e8 + 1)
    assert twin_comparison.disparity(counts[0], 2e8 + 1 - counts[1]) > 20.7


def test_what_is_left_of_a_difference_is_one_number_though_few_of_its_digits_are(entropy):
    """A share that hardly leaves its first value, as the weights of new data are small: no probability for the draws,
    which are the same.
    """
    given, weight = 2714287 / 5000015, 2.0**-20
    share = stream(entropy, "shares", 0).binomial(10, given, 4096) / 10
    one = np.square(given + weight * (share - given) - given)
    other = np.square((1 - weight) * given + weight * share - given)
    assert np.max(np.abs(one - other)) > 100 * twin_comparison.ROUNDING * np.max(one)
    assert twin_comparison.disparity(one, other) < 0
    assert twin_comparison.disparity(one, np.square(weight * (share - given) * (1 + 1e-3))) > 20.7


# -- one comparison for all that several claims observe --------------------------------------------------------


def test_simulator_and_twin_are_compared_at_the_points_of_every_claim(court, entropy):
    """Draws that are not random: 9/16 of the twin's are ones at n=3, and nearly 1/2 at n=2, as of the kernel's."""
    court(coins=["tallied"])
    theorem = registry.find("coins")
    cases = [Case(theorem, replace(theorem.claims[0], points=(f"p=1/2,n={n}",))) for n in (2, 3, 2)]
    compare_twin(cases, sheet := Sheet(), entropy, runs=True)
    law, *_ = sheet.findings
    assert law.rule in ("twin", "witness")
    assert "n=3" in "\n".join(law.lines())


@pytest.mark.parametrize("mild", ["elsewhere", "weaker"])
@pytest.mark.parametrize("first", [True, False])
def test_rooms_are_probed_wherever_one_of_the_claims_applies_and_held_against_each(court, entropy, mild, first):
    """Coins that show heads half as often at n=2, and no exact room. A claim that is true of them is blamed with
    probability 3e-9 at most; that the other is false does not show in 512 draws at p=1/2 with one below 1e-9.
    """
    court(coins=["false-first"])
    theorem = registry.find("coins")
    (claim,) = theorem.claims
    n = theorem.parameters["n"].symbol
    other = {
        "elsewhere": replace(claim, name="mild", when=sp.Ne(n, 2), points=("p=1/2,n=1",)),
        "weaker": replace(claim, name="mild", equals=None, at_most=n / n),
    }[mild]
    assert not list(probe([Case(theorem, other)], entropy))
    cases = [Case(theorem, other), Case(theorem, claim)]
    (finding,) = probe(cases if first else cases[::-1], entropy)
    assert "n=2" in "\n".join(finding.lines())
    assert finding.about == f"coins/{claim.name}"


def test_draws_of_what_has_no_bounds_are_held_against_the_exact_value(entropy, monkeypatch):
    """By a bound on their mean square: an exact room that gives a quarter is found where all other rooms agree."""
    case = find_case("gaussian-collapse-mle/square")
    assert case.observed.support().kind == "real"
    monkeypatch.setattr(Observed, "exact", lambda *a, exact=Observed.exact, **more: exact(*a, **more) / 4)
    (finding,) = probe([case], entropy)
    assert "the exact stands alone" in "\n".join(finding.lines())
