"""What `theorems prove --certificate` writes, and what `theorems recheck` answers."""

import ast
import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check.steps import Result
from theorems.door import main

ROOT = Path(__file__).parent.parent
CHEAP = (
    "absorbing-chain/block-power",
    "g-iterate/lower",
    "g-iterate/extinction",
    "bernoulli-absorption/survival-lower",
    "bernoulli-absorption/survival-upper",
    "bernoulli-absorption/diversity-step",
    "bernoulli-interior/seddik-lower",
    "bernoulli-forgetting-time/mean-lower",
    "gaussian-accumulate-limit/variance-square",
    "gaussian-collapse/law",
    "gaussian-collapse/rate",
    "gaussian-collapse/tail-upper",
    "gaussian-pool-sample/divergence",
    "gaussian-replace-multivariate/mean-error",
    "gaussian-replace-multivariate/log-determinant",
    "gaussian-replace-multivariate/singular",
    "gaussian-accumulate-multivariate/trace-square",
    "kde-accumulate-growth/spread",
    "kde-accumulate-growth/annealed-law",
    "kde-accumulate-growth/depth-law",
    "kde-given-data/spread",
    "kde-replace-growth/annealed-law",
    "kde-replace-growth/spread-limit",
    "moment-projection/idempotent",
    "poisson-extinction/survival",
)
"""Claims whose proofs use most of the rules, and take little time."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The file of the certificates of several claims, and what `prove` printed is of no interest."""
    file = tmp_path_factory.mktemp("certificates") / "some.json"
    assert main(["prove", *CHEAP, "--certificate", str(file), "--json"]) == 0
    return file


@pytest.fixture(scope="module")
def said(written):
    """What `recheck` says of that file, line by line, and its exit code."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main(["recheck", str(written)])
    return code, out.getvalue().splitlines()


def test_what_is_derived_is_rechecked_claim_by_claim(said):
    code, lines = said
    assert code == 0
    assert [line.partition(": ")[0] for line in lines] == list(CHEAP)
    assert all(": rechecked: " in line and "exactly" in line and "at points only" in line for line in lines)


def test_what_is_taken_from_probability_theory_is_said(said):
    of = {line.partition(": ")[0]: line for line in said[1]}
    assert "Cochran" in of["gaussian-collapse/law"]
    assert "Cochran" not in of["g-iterate/lower"]


def test_recheck_loads_neither_sympy_nor_the_rules(written):
    code = (
        "import sys; from theorems.door import main; code = main(['recheck', sys.argv[1]]);"
        "bad = [m for m in sys.modules if m.startswith(('sympy', 'proofs_check.rules', 'theorems.language'))];"
        "print(bad); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(written)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "proofs_check" / "recheck").glob("*.py")), ids=lambda p: p.name)
def test_the_second_program_shares_no_code_with_the_first(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = {n.module for n in nodes if isinstance(n, ast.ImportFrom)}
    names |= {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    ours = {n for n in names if n.split(".")[0] in ("proofs_check", "theorems", "harness", "simulators")}
    assert all(n.startswith("proofs_check.recheck.") for n in ours)
    others = {n.split(".")[0] for n in names - ours}
    assert others <= sys.stdlib_module_names | {"flint"}


def test_statements_are_written_once_each_after_what_it_rests_on(written):
    certificate = json.loads(written.read_text())
    assert all(p < i for i, node in enumerate(certificate["nodes"]) for p in node["premises"])
    texts = [json.dumps(node, sort_keys=True) for node in certificate["nodes"]]
    assert len(certificate["nodes"]) < 1.2 * len(set(texts))


def test_terms_are_lists_of_names_and_whole_numbers(written):
    def leaves(value):
        if isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from leaves(part)
        else:
            yield value

    assert {type(x) for x in leaves(json.loads(written.read_text()))} <= {int, str, bool}


def test_a_certificate_on_standard_output_is_alone_there(capsys):
    assert main(["prove", "g-iterate/lower", "--certificate", "-"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["claims"][0]["claim"] == "g-iterate/lower"
    assert "g-iterate/lower: proved" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fixed-share", "--certificate", "FILE"), "fixed-share/error is proved by steps"),
        (("g-iterate/lower", "--certificate", ""), "--certificate must be a file"),
        (("g-iterate/lower", "--certificate", "/nowhere/at/all.json"), "--certificate: /nowhere/at/all.json"),
        (("g-iterate/lower", "--certificate", "-", "--json"), "--json and --certificate"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(lab, arguments, said, tmp_path, capsys):
    lab({})
    file = tmp_path / "c.json"
    assert main(["prove", *(str(file) if a == "FILE" else a for a in arguments)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert said in err
    assert not file.exists()


def test_a_proof_that_fails_leaves_the_old_certificate(tmp_path, monkeypatch, capsys):
    file = tmp_path / "c.json"
    file.write_text("old")
    monkeypatch.setattr("harness.judge.proof.decide", lambda step: Result(False, "refused"))
    assert main(["prove", "g-iterate/lower", "--certificate", str(file)]) == 1
    assert file.read_text() == "old"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"format": 1}', '{"format": "derivations of model collapse, 1"}', "[" * 10**5],
)
def test_what_is_no_certificate_is_said_in_one_line(text, tmp_path, capsys):
    file = tmp_path / "c.json"
    file.write_text(text)
    assert main(["recheck", str(file)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert str(file)[:100] in err


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path, capsys):
    assert main(["recheck", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_what_is_refused_names_claim_statement_and_rule(written, tmp_path, capsys):
    certificate = json.loads(written.read_text())
    place = next(i for i, node in enumerate(certificate["nodes"]) if node["rule"] == "combine")
    certificate["nodes"][place]["left"] = 12345
    file = tmp_path / "c.json"
    file.write_text(json.dumps(certificate))
    assert main(["recheck", str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(f": refused: statement {place} (combine): " in line for line in lines)
    assert any(": rechecked: " in line for line in lines)  # what does not rest on it
