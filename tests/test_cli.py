"""The command line as a user meets it."""

import json
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import pytest

from harness.cli.grammar import EXAMPLES
from theorems.door import main
from theorems.language.registry import theorems


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_shows_an_example(capsys, command):
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert EXAMPLES[command] in out


def test_python_m_theorems_is_the_same_command():
    done = subprocess.run([sys.executable, "-m", "theorems", "list"], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in theorems())


def test_list_as_json_has_every_theorem(capsys):
    code, out, _ = run(capsys, "list", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert code == 0
    assert set(rows) == set(theorems())
    for name, row in rows.items():
        assert row["claims"] == len(theorems()[name].claims)
        assert row["status"] == "not checked"


def test_show_names_conventions_domains_and_errata(capsys):
    code, out, _ = run(capsys, "show", "gaussian-risk", "--latex")
    assert code == 0
    assert "ddof = 1" in out
    assert "an integer >= 2" in out
    assert "REFUTED" in out
    assert r"\sigma_0" in out


def test_value_encloses_what_can_be_worked_out_by_hand(capsys):
    code, out, _ = run(
        capsys, "value", "bernoulli-absorption/forgotten-lower-occupancy", "--at", "n=3,p0=1/2,k=1", "--json"
    )
    record = json.loads(out)
    assert code == 0
    assert set(record) == {"theorem", "claim", "at", "value", "exact", "ratio", "note"}
    for part in ("value", "exact"):
        mid, radius = Fraction(record[part]["mid"]), Fraction(record[part]["radius"])
        assert abs(mid - Fraction(1, 8)) <= radius


def test_more_digits_narrow_the_enclosure_around_the_same_value(capsys):
    enclosures = []
    for digits in ("5", "15", "50"):
        _, out, _ = run(
            capsys, "value", "poisson-extinction/survival", "--at", "n=10,lambda0=1,k=30", "--digits", digits, "--json"
        )
        value = json.loads(out)["value"]
        mid, radius = Fraction(value["mid"]), Fraction(value["radius"])
        enclosures.append((mid - radius, mid + radius))
    for (low, high), (inner_low, inner_high) in pairwise(enclosures):
        assert low <= inner_low <= inner_high <= high
    assert enclosures[-1][1] - enclosures[-1][0] < Fraction(1, 10**48)


def test_a_limit_has_a_value_without_a_generation_and_a_truth_with_one(capsys):
    _, out, _ = run(capsys, "value", "gaussian-accumulate-limit/variance-limit", "--at", "n=4", "--json")
    assert json.loads(out)["exact"] is None
    _, out, _ = run(capsys, "value", "gaussian-accumulate-limit/variance-limit", "--at", "n=4,k=1", "--json")
    truth = json.loads(out)["exact"]
    assert abs(Fraction(truth["mid"]) - Fraction(3, 4)) <= Fraction(truth["radius"])


@pytest.mark.parametrize(
    ("claim", "at", "message"),
    [
        ("bernoulli-absorption/forgotten-upper", "n=0,p0=1/2,k=1", "n must be an integer >= 1: got 0"),
        ("bernoulli-absorption/forgotten-upper", "n=5,p0=1.2,k=1", "p0 must be a real number in [0, 1): got 1.2"),
        ("bernoulli-absorption/forgotten-upper", "n=5,p0=1/2,k=-1", "k must be an integer >= 1: got -1"),
        ("bernoulli-absorption/forgotten-upper", "n=5,p0=abc,k=1", "got 'abc'"),
        ("bernoulli-absorption/forgotten-upper", "n=5,k=1", "p0 is missing"),
        ("bernoulli-absorption/forgoten-upper", "n=5", "did you mean bernoulli-absorption/forgotten-upper"),
        ("bernouli-absorption/forgotten-upper", "n=5", "did you mean bernoulli-absorption"),
        ("bernoulli-absorption", "n=5", "has no claim"),
        ("bernoulli-absorption/survival-upper", "n=1,p0=1/2,k=1", "is claimed for n >= 2"),
        ("gaussian-collapse/law", "n=3,k=2", "give the argument x"),
    ],
)
def test_bad_input_gets_one_clear_line_and_exit_code_2(capsys, claim, at, message):
    code, out, err = run(capsys, "value", claim, "--at", at)
    assert code == 2
    assert out == ""
    assert message in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nothing-like-it"),
        ("verify", "nothing-like-it"),
        ("verify", "g-iterate", "--workers", "0"),
        ("verify", "g-iterate", "--workers", "1025"),
        ("verify", "g-iterate", "--entropy", "-1"),
        ("verify", "g-iterate", "--json", "/no/such/folder/file.json"),
        ("prove", "nothing-like-it"),
        ("plan", "nothing-like-it"),
        ("value", "g-iterate/lower", "--at", "k=1", "--digits", "0"),
    ],
)
def test_bad_arguments_get_one_clear_line_and_exit_code_2(capsys, arguments):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert len(err.splitlines()) == 1


def test_verify_writes_a_record_per_question_and_repeats_with_its_entropy(capsys, tmp_path, entropy):
    records = []
    for name in ("first.json", "second.json"):
        code, out, _ = run(capsys, "verify", "g-iterate", "--entropy", str(entropy), "--json", str(tmp_path / name))
        assert code == 0
        assert "6 of 6 claims as expected" in out
        records.append(json.loads((tmp_path / name).read_text()))
    for record in (*records[0], *records[1]):
        del record["seconds"]
    assert records[0] == records[1]
    keys = {
        "theorem", "claim", "kind", "published", "expected", "outcome", "evidence", "point", "draws", "estimate",
        "interval", "log_odds", "nearest_mutant", "entropy", "refused",
    }  # fmt: skip
    assert all(set(record) == keys for record in records[0])
    assert sum(record["claim"] == "extinction" for record in records[0]) == 3


def test_prove_prints_the_ledger_with_cited_facts(capsys):
    code, out, _ = run(capsys, "prove", "poisson-extinction")
    assert code == 0
    assert "poisson-extinction/survival: proved" in out
    assert "rests on: " in out


def test_plan_lists_every_question_of_the_theorem(capsys):
    code, out, _ = run(capsys, "plan", "poisson-extinction")
    assert code == 0
    for claim in theorems()["poisson-extinction"].claims:
        for point in claim.points:
            assert f"poisson-extinction/{claim.name}[{point}]" in out


def test_errata_shows_counterexample_and_correction(capsys):
    code, out, _ = run(capsys, "errata")
    assert code == 0
    assert "gaussian-risk/variance-published" in out
    assert "counterexample" in out
    assert "variance-leading" in out
