"""What a user sees on a terminal of 40, 80 or 200 columns, in a file, and as JSON."""

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from itertools import count
from pathlib import Path
from threading import Event

import forked
import pytest

from harness.basics import terminal
from harness.cli.grammar import COMMANDS, EXIT_CODES
from harness.judge.obligations import refusal
from harness.judge.observed import Observed
from harness.judge.selection import cases
from theorems.door import main
from theorems.language.registry import find, theorems
from theorems.language.writing import counting, declaration
from theorems.papers import PAPERS
from theorems.processes import declared

ROOT = Path(__file__).parent.parent
CLAIM = "g-iterate/lower"
CITING = "poisson-extinction/survival"


def run(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def words(text):
    """The text without its line breaks, spaces and colours."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\s", "", text)


def on_terminal(columns, *arguments, code=None):
    """Standard output of a command on a terminal of so many columns; stderr is none."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    command = (
        ["-c", f"{code}; import sys; from theorems.door import main; sys.exit(main())"] if code else ["-m", "theorems"]
    )
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    done = forked.Popen([sys.executable, *command, *arguments], stdout=slave, stderr=subprocess.PIPE, env=environment)
    os.close(slave)
    seen = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # all is read, and nobody writes any more
            break
        if not part:
            break
        seen += part
    os.close(master)
    err = done.stderr.read().decode()
    done.stderr.close()
    assert done.wait(300) == 0, err
    return seen.decode().replace("\r\n", "\n")


def widest(text):
    """The longest line, without words that are wider than a line by themselves."""
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
    return max((len(line) for line in plain.splitlines() if len(line.split()) > 1), default=0)


# -- tables and lines that wrap ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A folder of evidence that runs share: what the first finds about proofs, the others have kept."""
    return tmp_path_factory.mktemp("found")


@pytest.mark.parametrize("columns", [200, 80, 40])
def test_the_table_of_verdicts_keeps_everything_at_any_width(columns, tmp_path, found, monkeypatch):
    monkeypatch.setenv("THEOREMS_STORE", str(found))
    log = tmp_path / "records.json"
    seen = on_terminal(columns, "verify", "g-iterate", "--json", str(log))
    plain = words(seen)
    assert widest(seen) <= columns
    by_claim = {}
    for record in json.loads(log.read_text()):
        by_claim.setdefault(record["claim"], []).append(record)
    assert len(by_claim) == len(find("g-iterate").claims)
    for claim, records in by_claim.items():
        draws, nearest = sum(record["draws"] for record in records), records[0]["nearest_mutant"]
        assert claim in plain
        assert not draws or f"{draws:,}" in plain
        assert nearest is None or words(nearest["slip"]) in plain
    assert plain.count("seconds") == (1 if columns == 200 else len(by_claim))
    assert "6of6claimsasexpected" in plain


def test_in_a_file_the_table_has_a_line_for_each_claim(capsys, found, monkeypatch):
    monkeypatch.setenv("THEOREMS_STORE", str(found))
    _, out, _ = run(capsys, "verify", "g-iterate")
    rows = [line.split() for line in out.splitlines()]
    assert [
        "theorem",
        "claim",
        "proof",
        "exact",
        "simulation",
        "verdict",
        "draws",
        "seconds",
        "nearest",
        "mutant",
    ] in rows
    for claim in find("g-iterate").claims:
        assert sum(claim.name in row for row in rows) == 1
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("show", "gaussian-risk", "--latex"), ("prove", CLAIM), ("errata",), ("figures", "--list")],
    ids=" ".join,
)
def test_lines_wrap_on_a_terminal_and_only_there(capsys, arguments):
    def without_times(text):
        return re.sub(r"\d+\.\d\ds", "", words(text))

    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert max(map(len, out.splitlines())) > 60  # else nothing is tested
    for columns in (80, 40):
        seen = on_terminal(columns, *arguments)
        assert widest(seen) <= columns
        assert without_times(seen) == without_times(out)


# -- progress ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "arguments"),
    [
        ("harness.judge.exact.check", ["verify", CLAIM]),
        ("harness.judge.proof.decide", ["prove", CLAIM]),
        ("harness.author.check.probe", ["check", CLAIM]),
        ("harness.judge.race.draw_block", ["plan", "poisson-extinction/survival"]),
        ("harness.judge.errata.erratum", ["errata"]),
        ("paper_figs.store._compute", ["figures", "ours-g-iterate"]),
    ],
    ids=lambda x: x[0] if isinstance(x, list) else "",
)
def test_what_takes_long_says_what_it_is_doing(capsys, monkeypatch, tmp_path, work, arguments):
    """Where stderr is no terminal, too; and what is quick says nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(terminal, "FIRST", 0.05)
    module, _, name = work.rpartition(".")
    __import__(module)
    real = getattr(sys.modules[module], name)

    calls, told, say = count(), Event(), terminal.say

    def tell(line):
        say(line)
        told.set()

    def slow(*given, **named):
        if next(calls) < 2:
            told.wait(0.5)
        return real(*given, **named)

    monkeypatch.setattr(terminal, "say", tell)
    monkeypatch.setattr(work, slow)
    code, _, err = run(capsys, *arguments)
    assert code == 0
    assert re.search(r"theorems: \d+ of \d+ done: \S+", err)


def test_what_is_quick_says_nothing_of_its_progress(capsys):
    assert "done:" not in run(capsys, "prove", CLAIM)[2]


def test_progress_on_a_terminal_does_not_take_what_goes_into_a_file(tmp_path):
    """The bar is on stderr, a terminal; standard output is a file, and has every line."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    path = tmp_path / "ledger"
    with path.open("w") as out:
        done = forked.Popen([sys.executable, "-m", "theorems", "prove", CLAIM], stdout=out, stderr=slave)
    os.close(slave)
    seen = b""
    with open(master, "rb", buffering=0) as screen:
        try:
            while part := screen.read(65536):
                seen += part
        except OSError:
            pass
    assert done.wait(300) == 0
    assert path.read_text().startswith(f"{CLAIM}: proved")
    assert CLAIM.encode() in seen
    assert b"proved" not in seen


# -- JSON, version, exit codes ----------------------------------------------------------------------------------


def test_show_as_json_has_what_the_record_says(capsys):
    theorem = find("gaussian-risk")
    code, out, _ = run(capsys, "show", theorem.id, "--json")
    record = json.loads(out)
    assert code == 0
    assert (record["id"], record["title"], record["statement"]) == (theorem.id, theorem.title, theorem.statement)
    assert [(p["name"], p["domain"]) for p in record["parameters"]] == [(p.name, p.domain) for p in theorem.parameters]
    for claim, shown in zip(theorem.claims, record["claims"], strict=True):
        assert (shown["name"], shown["kind"], shown["expected"]) == (claim.name, claim.kind, claim.expected)
        assert shown["expressions"] == {part: str(e) for part, e in claim.parts.items()}
        assert (shown["counterexample"], shown["corrected_by"]) == (claim.counterexample, claim.corrected_by)
        assert shown["races"] == list(claim.points)
        assert "latex" not in shown
    code, out, _ = run(capsys, "show", theorem.id, "--json", "--latex")
    assert all(claim["latex"].keys() == claim["expressions"].keys() for claim in json.loads(out)["claims"])


@pytest.mark.parametrize("name", theorems())
def test_show_runs_no_proof_claims_none_and_prints_the_declared_processes(capsys, monkeypatch, name):
    """It says of each claim that it was not checked, where no run has."""
    for work in (
        "harness.judge.proof.check_steps",
        "harness.judge.proof.decide",
        "harness.judge.exact.check",
        "harness.judge.race.race",
    ):
        monkeypatch.setattr(work, None)
    refusals = {case.id: refusal(case) for case in cases(find(name))}  # looked for once, printed twice
    monkeypatch.setattr("harness.judge.obligations.refusal", lambda case: refusals[case.id])
    code, out, _ = run(capsys, "show", name)
    assert code == 0
    assert out.count("proof: not checked") == out.count("exact check: not checked") == len(find(name).claims)
    record = json.loads(run(capsys, "show", name, "--json", "--latex")[1])
    assert {(claim["proof"], claim["exact_check"]) for claim in record["claims"]} == {("not checked", "not checked")}
    assert_processes_are_shown(find(name), out, record)


def assert_processes_are_shown(theorem, shown, record):
    """Those that are declared; and no convention says again what a declaration says."""
    found = [declared(c.observable) for c in theorem.claims if c.observable]
    for process, _ in filter(None, found):
        assert f"Process {process.name}\n" in shown
        assert f"  {counting(process)}\n" in shown
        assert all(f"    {line}\n" in shown for line in (*declaration(process).draws, *declaration(process).step))
    assert record["processes"].keys() == {process.name for process, _ in filter(None, found)}
    if found and all(found):
        assert not any(re.search(r"\bk counts|given, not estimated", line) for line in theorem.conventions)


def test_prove_as_json_is_the_ledger(capsys):
    code, out, _ = run(capsys, "prove", "gaussian-risk/variance-published", CITING, "--json")
    negated, proved = json.loads(out)
    assert code == 0
    assert (negated["state"], proved["state"]) == ("negation proved", "proved")
    assert (proved["theorem"], proved["claim"]) == tuple(CITING.split("/"))
    assert all(step["ok"] and step["step"] and step["method"] for step in negated["steps"] + proved["steps"])
    _, text, _ = run(capsys, "prove", CITING, "--depth", "1000")
    assert all(f"{i}. {step['step']}  [" in text for i, step in enumerate(proved["steps"], 1))
    _, text, _ = run(capsys, "prove", "gaussian-risk/variance-published", "--depth", "0")
    assert negated["steps"][-1]["step"] in text
    _, text, _ = run(capsys, "prove", CITING)
    assert f"rests on: {'; '.join(proved['cites'])}" in text


def test_a_step_that_fails_is_in_the_ledger_and_in_the_exit_code(capsys, monkeypatch):
    from proofs_check.steps import Result

    real = sys.modules["harness.judge.proof"].decide
    steps = []

    def fails_once(step):
        steps.append(step)
        return Result(False, "planted", "it is wrong") if len(steps) == 2 else real(step)

    monkeypatch.setattr("harness.judge.proof.decide", fails_once)
    code, out, _ = run(capsys, "prove", CLAIM, "g-iterate/upper", "--json")
    bad, good = json.loads(out)
    assert code == 1
    assert (bad["state"], good["state"]) == ("NOT PROVED", "proved")
    assert [step["ok"] for step in bad["steps"]].index(False) == 1
    assert bad["steps"][1]["detail"] == "it is wrong"


def test_plan_as_json_has_a_row_for_every_question(capsys):
    code, out, _ = run(capsys, "plan", "poisson-extinction", "--json")
    assert code == 0
    claims = find("poisson-extinction").claims
    assert [row["question"] for row in json.loads(out)] == [
        f"poisson-extinction/{claim.name}[{point}]" for claim in claims for point in claim.points
    ]
    assert all(row["draws"] > 0 and row["seconds"] >= 0 for row in json.loads(out))


def test_errata_as_json_are_the_refuted_claims_the_improved_ones_and_the_notes(capsys):
    code, out, _ = run(capsys, "errata", "--json")
    found, every = json.loads(out), [(t.id, c) for t in theorems().values() for c in t.claims]
    assert code == 0
    assert [(r["theorem"], r["claim"], r["improvement"]["claim"]) for r in found["improved"]] == [
        (name, claim.name, claim.sharper) for name, claim in every if claim.published and claim.sharper
    ]
    assert [(r["theorem"], r["kind"], r["printed"], r["found"], tuple(r["evidence"])) for r in found["notes"]] == [
        *((t.id, said.kind, said.printed, said.found, said.evidence) for t in theorems().values() for said in t.notes),
        *((None, n.kind, n.printed, n.found, ()) for p in PAPERS.values() for line in p.statements for n in line.notes),
    ]
    refuted = [(name, claim) for name, claim in every if claim.expected == "refuted"]
    for record, (name, claim) in zip(found["refuted"], refuted, strict=True):
        assert (record["theorem"], record["claim"], record["kind"]) == (name, claim.name, claim.erratum)
        assert (record["counterexample"], record["correction"]["claim"]) == (claim.counterexample, claim.corrected_by)
        exact = not claim.observable or Observed(claim.observable).has_oracle
        fails = claim.points or claim.worked.get("quantity", ())
        assert len(record["points"]) == (len(fails) if exact else 0)


def test_the_version_is_that_of_the_sources(capsys, tmp_path):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    code, out, _ = run(capsys, "--version")
    assert (code, out) == (0, f"theorems {declared}\n")
    bare = subprocess.run(  # without the environment's packages: a plain checkout has no metadata
        [sys.executable, "-S", "-m", "theorems", "--version"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert bare.stdout in ("", f"theorems {declared}\n")


def test_exit_codes_are_documented_in_the_help_and_in_the_readme(capsys):
    _, out, _ = run(capsys, "--help")
    readme = (ROOT / "README.md").read_text().partition("Exit codes: ")[2].partition("\n\n")[0]
    for code, meaning in EXIT_CODES.items():
        assert re.search(rf"^ +{code}  {re.escape(meaning)}$", out, re.MULTILINE)
        assert re.search(rf"\b{code}\b", readme)
    assert set(EXIT_CODES) == {0, 1, 2, 130, 143}


@pytest.mark.parametrize("command", [*COMMANDS, "figures"])
def test_an_error_of_ours_is_no_verdict(capsys, monkeypatch, command):
    """A defect in the suite is told as one, and its exit code is not that of a claim which came out otherwise."""
    place = f"harness.{COMMANDS[command]}" if command in COMMANDS else "paper_figs.command.figures"
    importlib.import_module(place.rpartition(".")[0])

    def defect(_):
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr(place, defect)
    given = {"show": ["x"], "value": ["x/y"], "new": ["x"], "check": ["x"], "recheck": ["x"]}.get(command, [])
    code, _, err = run(capsys, command, *given)
    assert code == 2
    assert "ZeroDivisionError: a slip" in err
    assert "error of the suite" in err
