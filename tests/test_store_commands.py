"""Evidence that is kept, as commands and pytest see it: store, list, show."""

import json
import os
import sys

import forked
import pytest
import store_lab
from store_lab import ALL, BAD, CASE, CLAIM, python, said

from harness.judge.selection import chosen
from harness.judge.verdict import DETERMINISTIC
from harness.run import store
from harness.run.dependencies import RACES
from harness.run.store import Store
from harness.testing import suite
from harness.testing.session import Run
from theorems import rooms
from theorems.door import main
from theorems.language.registry import in_room, modules

no_ci, kept, found, verify = store_lab.no_ci, store_lab.kept, store_lab.found, store_lab.verify


def command(capsys, *arguments):
    capsys.readouterr()
    code = main([*arguments])
    out, err = capsys.readouterr()
    return code, out, err


def valid_now(out):
    return {line.split()[-1]: int(line.split()[0]) for line in out.splitlines() if " valid now: " in line}


def test_the_command_says_where_the_store_is_and_how_much_is_valid(verify, capsys, kept):
    verify()
    code, out, _ = command(capsys, "store")
    assert code == 0
    size = sum(path.stat().st_size for path in kept.iterdir() if path.name != store.SCANS)
    assert out.splitlines()[0] == f"{kept}: {len(ALL) + 1} pieces of evidence, {size / 1e6:.1f} MB"
    assert valid_now(out) == dict.fromkeys((*DETERMINISTIC, RACES), 1)


def test_what_is_not_valid_is_pruned_and_nothing_else(verify, capsys, kept):
    """Files that others have put there stay as they are; so does what another process may be writing just now."""
    verify()
    mine = {path.name for path in kept.iterdir()}
    old, stale, aside = kept / ".theorems.1.abc", kept / f"{'0' * 64}.json", kept / f"{'1' * 64}.damaged"
    others = [kept / "notes.json", kept / ".theorems.2.abc", kept / "notes.damaged"]
    for path in (old, stale, aside, *others):
        path.write_text("{}")
    os.utime(old, (0, 0))
    assert "     1 on what has changed" in command(capsys, "store")[1]
    code, out, _ = command(capsys, "store", "--prune")
    assert (code, out.splitlines()[0].partition(":")[0]) == (0, "3 files removed")
    assert {path.name for path in kept.iterdir()} == mine | {path.name for path in others}
    assert valid_now(out) == dict.fromkeys((*DETERMINISTIC, RACES), 1)


def test_a_sample_that_is_found_anew_is_as_it_was_kept(verify, found, capsys):
    verify()
    found.clear()
    code, out, err = command(capsys, "store", "--verify")
    assert (code, out) == (0, f"{len(ALL)} pieces of evidence were found anew, and are as they were kept\n")
    assert sorted(found) == sorted(ALL)
    found.clear()
    assert "1 pieces" in command(capsys, "store", "--verify", "1")[1]
    assert len(found) == 1
    assert said(err) == []


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("proof", lambda ledger: ledger[:-1]),
        ("proof", lambda ledger: [[*ledger[0][:4], None], *ledger[1:]]),
        ("proof", lambda ledger: None),
        ("exact", lambda result: result | {"points": result["points"] + 1}),
        ("obligations", lambda _: "refused"),
        ("questions", lambda known: {at: x | {"second_moment": 2 * x["second_moment"] + 1} for at, x in known.items()}),
        ("questions", lambda known: {at: x | {"slips": x["slips"][1:]} for at, x in known.items()}),
        ("questions", lambda known: {at: x | {"support": ["real", 0.0, 1.0]} for at, x in known.items()}),
    ],
)
def test_kept_evidence_that_is_not_what_is_found_is_an_error_of_the_suite(verify, capsys, kind, wrong):
    """A file that is whole, and of its place: only finding the evidence anew can tell."""
    verify()
    with Store(print) as kept:
        path = kept.path(kind, CASE)
        seconds, evidence = kept.find(kind, CASE)
        kept.keep(kind, CASE, seconds, wrong(evidence))
    code, out, err = command(capsys, "store", "--verify")
    assert code == 1
    assert f"{CLAIM}, {kind}: what is kept is not what is found now" in out
    assert "this is an error of the suite" in err
    assert not path.exists()
    assert path.with_suffix(".damaged").exists()


def row(capsys):
    rows = json.loads(command(capsys, "list", "--json")[1])
    return next(row for row in rows if row["id"] == CASE.theorem.id)


def shown(capsys):
    claims = json.loads(command(capsys, "show", CASE.theorem.id, "--json")[1])["claims"]
    return next(claim for claim in claims if claim["name"] == CASE.claim.name)


def test_list_and_show_tell_what_was_checked_and_check_nothing(verify, found, capsys):
    """Before a run: not checked. After it: what it found."""
    claims = len(CASE.theorem.claims)
    assert row(capsys)["status"] == "not checked"
    assert (shown(capsys)["proof"], shown(capsys)["exact_check"]) == ("not checked", "not checked")
    text = command(capsys, "show", CASE.theorem.id)[1]
    assert f"theorems verify {CLAIM} checks it" in text
    assert found == []
    out = verify()[0]
    found.clear()
    assert row(capsys)["status"] == "partly checked"
    points = shown(capsys)["exact_check"]
    assert (shown(capsys)["proof"], f" {points} " in out) == ("derived", True)
    assert command(capsys, "show", CASE.theorem.id)[1] != text
    assert row(capsys)["checks"] == {"proof": 1, "derived": 1, "exact": 1, "simulation": claims, "unknown": claims - 1}
    for case in chosen([CASE.theorem.id]):
        with Store(print) as kept:
            kept.keep("proof", case, 0.0, [["s", None, BAD | {"ok": True}, 0.0, []]])
            kept.keep("exact", case, 0.0, None)
    assert row(capsys)["status"] == "proved"
    assert found == []


def test_list_and_show_load_no_proof():
    loaded = f"""
import sys
from theorems.door import main
assert main(["list"]) == 0 == main(["show", {CASE.theorem.id!r}])
print(*[name for name in sys.modules if name.startswith("proofs_check.")])
"""
    done = python(loaded, store.folder())
    assert done.returncode == 0, done.stderr
    names = done.stdout.splitlines()[-1].split()
    proofs = {in_room(module, rooms.PROOFS) for module in modules().values()}
    assert len(proofs) > 10
    assert not proofs & {*names}


# -- pytest ---------------------------------------------------------------------------------------------------


def test_pytest_uses_what_is_kept_and_adds_nothing(verify, found, kept, entropy, monkeypatch):
    """Its tests may have replaced what finds the evidence."""

    def tested(**options):
        found.clear()
        run = Run("quick", entropy, None, **options)
        suite.test_the_claim_comes_out_as_expected(CASE, run)
        return list(found)

    assert tested() == ALL
    assert not kept.exists() or not list(Store(print).entries())
    verify()
    before = {path: path.stat().st_mtime_ns for path in kept.iterdir()}
    assert tested() == []
    assert tested(fresh=True) == ALL
    monkeypatch.setenv("CI", "1")
    assert tested() == ALL
    assert before == {path: path.stat().st_mtime_ns for path in kept.iterdir()}


def test_pytest_has_an_option_that_finds_all_anew(tmp_path):
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['harness.testing.session']\n")
    (tmp_path / "test_it.py").write_text("def test_it(theorems_run):\n    assert theorems_run.fresh\n")
    arguments = ["-q", "-p", "no:cacheprovider", str(tmp_path)]
    code = f"import pytest\nfor more in [], ['--theorems-fresh']:\n    print(int(pytest.main([*{arguments}, *more])))"
    said = forked.run([sys.executable, "-c", code]).stdout.splitlines()
    assert [line for line in said if line in ("0", "1")] == ["1", "0"], said
