"""The judge is judged: from evidence to verdict, exit code and a red or green test, with claims made for it.

The claims are those of court.COURT, whose evidence is known in advance. Races of true claims are refuted with
probability 1e-9 in a whole run; races of false ones, 10% or more off, are undecided or confirmed with less.
"""

import json
import re
from itertools import chain, combinations, product
from math import inf
from random import Random

import conftest
import pytest
from court import COURT, as_expected, outcome
from lab import forget

from harness.judge.case import Case
from harness.judge.exact import ExactResult
from harness.judge.proof import LedgerLine, ProofResult
from harness.judge.question import RaceResult
from harness.judge.verdict import ClaimReport, Run
from proofs_check.steps import Result, Step
from theorems import rooms
from theorems.door import main
from theorems.language import Mean

GOOD = ["good", "bound", "both"]
BAD = [name for name in COURT if not as_expected(name)]


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def look_again(root):
    """The files of a package have changed."""
    forget(root.name)
    conftest.look_again()


def verdicts(path):
    """(theorem, claim) -> (the outcome of each of its questions, its evidence) in a JSON file of `verify`."""
    found = {}
    for record in json.loads(path.read_text()):
        outcomes, evidence = found.setdefault((record["theorem"], record["claim"]), ([], record["evidence"]))
        assert evidence == record["evidence"]
        outcomes.append(record["outcome"])
    return found


# -- one report -----------------------------------------------------------------------------------------------

OUTCOMES = ("confirmed", "refuted", "undecided")
PROOFS = (None, (), (True,), (False,), (True, False), (False, True), (False, False, True))
RACES = list(chain.from_iterable(product(OUTCOMES, repeat=size) for size in range(4)))
FAULTS = list(chain.from_iterable(combinations(("exact", "simulation"), size) for size in range(3)))


def report(expected, steps, exact, races, faults):
    """What would be known of a claim with these pieces of evidence."""
    claim = Mean(name="claim", of="a.b", equals=1, expected=expected)
    lines = None if steps is None else tuple(LedgerLine(Step("step"), Result(ok, "", ""), 0.0) for ok in steps)
    raced = [Run(None, RaceResult(one, 1, 0.0, (0.0, 0.0), 0.0, 0.0, 0.0), None) for one in races]
    found = ClaimReport(Case(None, claim), 0, runs=raced, faults=dict.fromkeys(faults, "fails"))
    found.proof = None if lines is None else ProofResult(lines)
    found.exact = None if exact is None else ExactResult(exact, 1)
    return found


@pytest.mark.parametrize("expected", ["confirmed", "refuted"])
def test_a_claim_is_as_expected_if_there_is_evidence_and_all_of_it_says_so(expected):
    for steps, exact, races, faults in product(PROOFS, (None, *OUTCOMES), RACES, FAULTS):
        found = report(expected, steps, exact, races, faults)
        pieces = [*races, *(["undecided"] * len(faults))]
        pieces += [] if exact is None else [exact]
        pieces += [] if steps is None else [expected if steps and all(steps) else "undecided"]
        assert found.as_expected == (bool(pieces) and set(pieces) == {expected}), (steps, exact, races, faults)
        assert found.as_expected == (found.outcome == expected)
        decided = {"confirmed", "refuted"} - {expected}
        if not pieces:
            assert found.outcome == "stated"
        elif not decided & set(pieces) and not found.as_expected:
            assert found.outcome == "undecided"
        elif decided & set(pieces):
            assert found.outcome in decided, "a verdict against what is expected counts more than none"


def test_an_empty_proof_proves_nothing(court, capsys, tmp_path):
    root = court(coins=["unproved"])
    path = root / "proofs_check" / "coins.py"
    path.write_text(path.read_text().replace("return STEPS", "return []"))
    code, out, _ = run(capsys, "verify", "coins")
    assert code == 1, out
    assert run(capsys, "prove", "coins")[0] == 1
    assert run(capsys, "check", "coins")[0] == 1


@pytest.mark.parametrize("place", [0, 1])
def test_a_step_that_fails_to_be_decided_does_not_hold(court, capsys, place):
    """It raises, before or behind a step that holds: the claim is undecided, and the ledger says why."""
    root = court(coins=["unproved"])
    path = root / "proofs_check" / "coins.py"
    steps = ['Equal("one", sp.Integer(1), sp.Integer(1))']
    steps.insert(place, 'Equal("nothing", None, sp.Integer(2))')
    path.write_text(path.read_text().replace("return STEPS", f"return [{', '.join(steps)}]"))
    assert run(capsys, "verify", "coins")[0] == 1
    code, out, _ = run(capsys, "prove", "coins")
    assert code == 1
    assert "coins/unproved: NOT PROVED" in out
    assert re.search(r"FAIL nothing +\[error", out), out


# -- verify ---------------------------------------------------------------------------------------------------


def test_claims_that_come_out_as_expected_are_told_with_exit_code_0(court, capsys, tmp_path):
    court(coins=[*GOOD, "erratum"], dice=GOOD)
    code, out, _ = run(capsys, "verify", "--json", str(tmp_path / "out.json"))
    assert code == 0, out
    assert "7 of 7 claims as expected (1 published one refuted)" in out
    found = verdicts(tmp_path / "out.json")
    wanted = {("coins", "erratum"): {"refuted"}} | {
        (t, name): {"confirmed"} for t in ("coins", "dice") for name in GOOD
    }
    assert {name: set(outcomes) for name, (outcomes, _) in found.items()} == wanted


@pytest.mark.parametrize("bad", BAD)
def test_one_claim_among_others_that_is_not_as_expected_fails_the_run(court, capsys, tmp_path, bad, entropy):
    """Before, amid or behind the others, as is drawn anew in each run: what happens to one claim at one place alone is
    seen with probability 1/3 in a run, what happens to every claim there with 0.999.
    """
    place = Random(f"{bad} {entropy}").randrange(3)
    claims = ["good", "bound"]
    claims.insert(place, bad)
    if place == 1:  # the bad theorem is amid others
        court(aces=GOOD, coins=claims, dice=GOOD)
    else:
        court(coins=claims)
    file = tmp_path / "out.json"
    code, out, _ = run(capsys, "verify", "--json", str(file))
    total = 9 if place == 1 else 3
    assert code == 1, out
    assert f"{total - 1} of {total} claims as expected" in out
    told = [line for line in out.splitlines() if re.match(r"[a-z-]+/[a-z-]+: \w+, expected", line)]
    expected = "refuted" if "erratum" in bad else "confirmed"
    assert told == [f"coins/{bad}: {outcome(bad)}, expected {expected}"]
    row = next(line for line in out.splitlines() if re.search(rf"\b{bad}\b.*\(expected", line))
    assert f"{outcome(bad)} (expected {expected})" in row
    for (theorem, name), (outcomes, evidence) in verdicts(file).items():
        wanted = {kind: COURT[name][2].get(kind) for kind in ("proof", "exact", "simulation")}
        assert evidence == wanted, f"{theorem}/{name}"
        if name != bad:
            assert set(outcomes) == {"confirmed"}
        elif bad in ("false-first", "false-amid", "false-last"):
            where = ["false-first", "false-amid", "false-last"].index(bad)
            assert outcomes == ["refuted" if i == where else "confirmed" for i in range(3)]


def test_all_claims_bad_fail_the_run(court, capsys):
    court(coins=["good", *BAD])
    code, out, _ = run(capsys, "verify")
    assert code == 1
    assert f"1 of {len(BAD) + 1} claims as expected" in out


def test_a_theorem_that_cannot_be_read_fails_a_run_of_all_and_is_named(court, capsys):
    root = court(aces=GOOD, coins=GOOD)
    assert run(capsys, "verify")[0] == 0
    for text, reason in (("1 / 0\n", "ZeroDivisionError"), ("def\n", "SyntaxError")):
        for name in ("a", "z"):  # before all others, and behind them
            path = root / "theorems" / f"{name}.py"
            path.write_text(text)
            look_again(root)
            code, out, _ = run(capsys, "verify")
            assert code == 1, out
            assert "6 of 6 claims as expected" in out
            assert reason in out
            assert run(capsys, "verify", "coins")[0] == 0, "others can still be asked for"
            path.unlink()
    look_again(root)
    assert run(capsys, "verify")[0] == 0


def test_what_is_known_of_one_point_counts_although_another_fails(court, capsys, tmp_path):
    """A room that fails at one point does not hide that the claim is refuted at the next."""
    root = court(coins=["false-amid"])
    process = root / "simulators" / f"{root.name}.py"
    fails = "    assert n != 1\n    return rng.random(paths) < (p / 2"
    process.write_text(process.read_text().replace("    return rng.random(paths) < (p / 2", fails))
    code, out, _ = run(capsys, "verify", "--json", str(tmp_path / "out.json"))
    assert code == 1
    assert "coins/false-amid: refuted, expected confirmed" in out
    assert "AssertionError" in out
    assert verdicts(tmp_path / "out.json")["coins", "false-amid"][0] == ["refuted", "confirmed"]


# -- the other commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 2])
def test_prove_fails_if_one_proof_of_many_fails(court, capsys, place):
    claims = ["good", "bound"]
    claims.insert(place, "unproved")
    court(aces=GOOD, coins=claims, dice=GOOD)
    code, out, _ = run(capsys, "prove")
    assert code == 1
    assert [line for line in out.splitlines() if "NOT PROVED" in line] == ["coins/unproved: NOT PROVED"]
    assert run(capsys, "prove", "aces", "dice")[0] == 0


@pytest.mark.parametrize("bad", [name for name in BAD if name not in ("erratum", "false-erratum")])
def test_check_finds_the_claim_that_is_not_as_expected(court, capsys, bad):
    court(coins=["good", bad, "bound"])
    code, out, _ = run(capsys, "check", "coins")
    assert code == 1
    assert f"(coins/{bad})" in out
    assert "(coins/good)" not in out
    assert run(capsys, "check", f"coins/{bad}")[0] == 1


def test_check_finds_an_erratum_that_is_none(court, capsys):
    court(coins=["good", "false-erratum"], dice=["good", "erratum"])
    code, out, _ = run(capsys, "check", "coins/false-erratum")
    assert code == 1
    assert "the claim comes out as confirmed" in out
    assert "the claim comes out as" not in run(capsys, "check", "dice/erratum")[1]


def test_show_and_list_tell_what_evidence_was_found(court, capsys, monkeypatch):
    monkeypatch.setattr(rooms, "BEGAN", inf)  # the court's files are younger than this process
    court(coins=["good", "unproved", "both", "stated"], dice=["both"])

    def rows():
        return {row["id"]: row for row in json.loads(run(capsys, "list", "--json")[1])}

    assert {row["status"] for row in rows().values()} == {"not checked"}
    assert run(capsys, "verify")[0] == 1
    out = run(capsys, "show", "coins")[1]
    lines = [line.strip() for line in out.splitlines() if "exact check: " in line]
    assert [re.search(r"proof: ([\w ]+)", line)[1] for line in lines] == ["none", "not checked", "none", "none"]
    assert [re.search(r"exact check: ([\w ]+)", line)[1] for line in lines] == ["none", "none", "6 points", "none"]
    assert [int(re.search(r"races: (\d+)", line)[1]) for line in lines] == [2, 1, 1, 0]
    assert rows()["coins"]["checks"] == {"proof": 0, "derived": 0, "exact": 1, "simulation": 3, "unknown": 1}
    assert (rows()["coins"]["status"], rows()["dice"]["status"]) == ("partly checked", "exact")


def test_errata_lists_what_is_expected_to_be_refuted_and_nothing_else(court, capsys):
    court(coins=["erratum", "good", "false"], dice=["good"])
    code, out, _ = run(capsys, "errata")
    assert code == 0
    assert "coins/erratum" in out
    assert "1 published claim refuted" in out
    assert "coins/false" not in out
