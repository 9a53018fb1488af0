"""Evidence that is kept: used where nothing has changed, not believed where something has; no run fails for it."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import fields, replace

import forked
import numpy as np
import pytest
import store_lab
from store_lab import ALL, BAD, CASE, CLAIM, ITEMS, said

from harness.basics import outputs
from harness.judge import exact, verdict
from harness.judge.case import Case
from harness.judge.observed import Observed
from harness.judge.questions import EFFORTS, build, prepare
from harness.judge.selection import chosen, find_case
from harness.judge.verdict import DETERMINISTIC, anew, examine
from harness.run import dependencies, entries, store
from harness.run.store import Store
from theorems import rooms
from theorems.language.mutants import mutants
from theorems.language.registry import find

no_ci, kept, found, verify = store_lab.no_ci, store_lab.kept, store_lab.found, store_lab.verify

# -- what is kept, is used ------------------------------------------------------------------------------------


def test_a_second_run_finds_nothing_anew_but_its_draws(verify, found):
    """Which are those of its own entropy: two of them are equal with probability 2^-128."""
    first, _, before = verify()
    races, seconds = map(int, re.search(r"; races (\d+) s over all workers, (\d+) s in all", first).groups())
    assert abs(races - sum(r["seconds"] for r in before)) <= 1  # told apart from all else; both are rounded
    assert races <= seconds + 1
    assert found == ALL
    assert "kept" not in first
    found.clear()
    second, _, after = verify()
    assert found == []
    assert "derived, kept" in second
    assert "points, kept" in second
    assert [r["evidence"] for r in before] == [r["evidence"] for r in after]
    assert before[0]["entropy"] != after[0]["entropy"]
    assert all(r["draws"] > 0 for r in after)


def test_a_run_on_what_is_kept_is_the_same_run(verify, entropy):
    """From one entropy: the same numbers, to the last digit, and the same nearest mutant."""
    runs = [verify("--entropy", str(entropy), *more)[2] for more in ([], [], ["--fresh"])]
    first, second, third = ([{k: v for k, v in r.items() if k != "seconds"} for r in records] for records in runs)
    assert first == second == third
    examined = examine(CASE, EFFORTS["quick"], entropy).records()
    assert [{k: v for k, v in r.items() if k != "seconds"} for r in examined] == json.loads(json.dumps(first))


def test_the_slips_of_a_question_are_those_at_its_own_point():
    """Kept or not."""
    known = prepare(CASE)
    for text in CASE.claim.points:
        for question in (build(CASE, text, EFFORTS["quick"]), build(CASE, text, EFFORTS["quick"], known)):
            others = [CASE.having(other) for _, _, other in mutants(CASE.claim, ITEMS)]
            assert [ends for _, *ends in question.slips] == [[*other.ends(question.point)] for other in others]


def told(question):
    """All that a question says, to the last digit."""
    names = [f.name for f in fields(question) if f.name not in ("case", "found")]
    with np.printoptions(floatmode="unique"):
        found = {name: repr(getattr(question, name)) for name in names}
    return found | {"slips": json.dumps(getattr(question, "slips", None))}


@pytest.mark.parametrize("name", [CLAIM, "kde-replace-growth/annealed-law", "gaussian-risk/variance-leading"])
def test_a_question_that_is_kept_is_the_same_and_nothing_of_it_is_found_again(name, monkeypatch):
    """To the last digit: the support, the bound and the slips of a mean, the cells of a law."""
    case, text = find_case(name), find_case(name).claim.points[0]
    question = build(case, text, EFFORTS["paper"])
    known = json.loads(json.dumps(question.known))

    def again(*_):
        raise AssertionError("it is known")

    for owner, found in ((Observed, "support"), (Observed, "mean_square"), (Case, "cdf")):
        monkeypatch.setattr(owner, found, again)
    kept = build(case, text, EFFORTS["paper"], {text: known})
    assert json.loads(json.dumps(kept.known)) == known
    assert told(kept) == told(question)


@pytest.mark.parametrize("how", ["--fresh", "CI"])
def test_all_is_found_anew_where_that_is_asked_for_and_where_changes_are_integrated(verify, found, how, monkeypatch):
    """And what is found then, is kept: a file that was there is replaced."""
    verify()
    found.clear()
    if how == "CI":
        monkeypatch.setenv("CI", "true")
    out, _, _ = verify(*([how] if how != "CI" else []))
    assert found == ALL
    assert "kept" not in out
    monkeypatch.delenv("CI", raising=False)
    found.clear()
    verify()
    assert found == []


def test_what_is_kept_is_what_was_found():
    """Of some claims of each kind: read from the store, evidence has the same outcome and the same words."""
    with Store(print) as kept:
        for case in map(find_case, (CLAIM, "g-iterate/lower", "gaussian-risk/variance-published")):
            for kind, what in DETERMINISTIC.items():
                made = anew(kind, case, kept)
                _, known = kept.find(kind, case)
                assert known == json.loads(json.dumps(None if made is None else what.write(made)))


def test_a_failure_is_looked_at_anew(monkeypatch):
    """Nothing that does not come out as expected is kept: it may have been the fault of a moment."""
    monkeypatch.setattr(verdict, "prove", lambda case: DETERMINISTIC["proof"].read([["s", None, BAD, 0.0, None]]))
    monkeypatch.setattr(verdict, "refusal", lambda case: "it is no such claim")
    with Store(print) as kept:
        for kind in ("obligations", "proof", "exact"):
            for outcome in ("undecided", "refuted"):
                monkeypatch.setattr(exact, "check", lambda case, o=outcome: exact.ExactResult(o, 3, "n=1"))
                assert anew(kind, CASE, kept) is not None
            assert kept.find(kind, CASE) is None


# -- and nothing else is believed -----------------------------------------------------------------------------


def filled():
    """A store with the evidence on the claim, each piece made up to be told from what would be found."""
    kept = Store(print)
    for kind in DETERMINISTIC:
        kept.keep(kind, CASE, 1.0, None)
        assert kept.find(kind, CASE) == [1.0, None]
    return kept


def made_up():
    claim, parameters = CASE.claim, CASE.theorem.parameters
    n = parameters["n"].symbol
    yield "another condition", replace(CASE, claim=replace(claim, when=n >= 2))
    yield "another formula", replace(CASE, claim=replace(claim, equals=claim.equals + 1))
    yield "the same, made anew", replace(CASE, claim=replace(claim))
    grid = [replace(p, high=1000, grid=(*p.grid, 1000)) if p.name == "n" else p for p in parameters]
    yield "another domain", replace(CASE, theorem=replace(CASE.theorem, parameters=type(parameters)(*grid)))
    yield "another claim", find_case("poisson-extinction/survival")
    yield (
        "another claim by that name",
        replace(CASE, claim=replace(find_case("g-iterate/lower").claim, name=claim.name)),
    )


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in made_up()])
def test_no_claim_has_the_evidence_of_another(case):
    """Least of all a mutant, or one that a test makes up: of those nothing is kept."""
    kept = filled()
    for kind in DETERMINISTIC:
        assert kept.find(kind, case) is None
        if case.claim is not find(case.theorem.id).claim(case.claim.name):
            kept.keep(kind, case, 2.0, "wrong")
            assert kept.find(kind, case) is None
            assert kept.find(kind, CASE) == [1.0, None]


def test_every_piece_of_evidence_has_a_file_of_its_own():
    kept = Store(print)
    pieces = list(store.every(chosen(())))
    assert len(pieces) > 200
    assert len({kept.path(kind, case) for kind, case in pieces}) == len(pieces)


@pytest.mark.parametrize("name", [*dependencies.BENEATH, "z3-solver"])
def test_each_version_is_in_the_key(name, monkeypatch):
    """Of the packages that every evidence rests on, and of one that a module imports where it is there."""
    real = dependencies._version
    kept = filled()
    monkeypatch.setattr(dependencies, "_version", lambda other: "0" if other == name else real(other))
    dependencies.versions.cache_clear()
    others = Store(print, sources=kept.sources)
    changed = [others.find(kind, CASE) is None for kind in DETERMINISTIC]
    monkeypatch.undo()
    dependencies.versions.cache_clear()
    imports_it = [name in dependencies.BENEATH or f"version of {name}" in versions(kind) for kind in DETERMINISTIC]
    assert changed == imports_it


def versions(kind):
    return dependencies.behind(kind, CASE.theorem, dependencies.Sources())[1]


@pytest.mark.parametrize("what", ["python", "system", "machine", "optimised", "format"])
def test_so_are_python_the_machine_and_the_format(what, monkeypatch):
    kept = filled()
    dependencies.versions.cache_clear()
    if what == "python":
        monkeypatch.setattr(sys, "version", "4.0")
    elif what == "format":
        monkeypatch.setattr(store, "FORMAT", "another")
    elif what == "optimised":
        monkeypatch.setattr(dependencies, "sys", type("Sys", (), vars(sys) | {"flags": type("F", (), {"optimize": 1})}))
    else:
        monkeypatch.setattr(f"platform.{what}", lambda: "another")
    others = Store(print, sources=kept.sources)
    assert {others.find(kind, CASE) is None for kind in DETERMINISTIC} == {True}
    monkeypatch.undo()
    dependencies.versions.cache_clear()


def damaged(path):
    """What may happen to a file, or be put in its place."""
    whole = path.read_bytes()
    entry = json.loads(whole)["entry"]
    other = entry | {"evidence": [["a step", None, {"ok": True, "method": "", "detail": ""}, 0.0, None]]}
    yield b""
    yield whole[:-20]
    yield whole[: len(whole) // 2]
    yield b"\0" * len(whole)
    yield whole.replace(b'"seconds": ', b'"seconds": 1')
    yield json.dumps({"sha256": json.loads(whole)["sha256"], "entry": other}).encode()
    yield b"[]"
    yield b'{"entry": null, "sha256": null}'
    for field, value in (("format", "another"), ("kind", "exact"), ("case", "g-iterate/lower"), ("key", "0" * 64)):
        wrong = other | {field: value}
        yield json.dumps({"sha256": entries.digest(wrong), "entry": wrong}).encode()  # whole, but not of this place


def test_a_damaged_file_is_said_once_set_aside_and_found_again(verify, found, kept):
    """Whatever the damage: also a file that is whole, but another's."""
    verify()
    with Store(print) as open_store:
        path = open_store.path("proof", CASE)
    for content in list(damaged(path)):
        path.write_bytes(content)
        found.clear()
        out, err, _ = verify()
        (line,) = said(err)
        assert str(path.with_suffix(".damaged")) in line
        assert found == [f"proof {CLAIM}"], content
        assert path.with_suffix(".damaged").read_bytes() == content
        assert "derived" in out
        found.clear()
        assert said(verify()[1]) == found == []


def test_a_damaged_list_of_sources_is_made_again(verify, found, kept):
    verify()
    (kept / store.SCANS).write_text('{"sha256": "", "entry": {"scans": {}}}')
    found.clear()
    assert len(said(verify()[1])) == 1
    assert found == []
    assert said(verify()[1]) == []


def test_a_file_that_has_changed_since_the_process_began_is_no_source_of_what_it_finds(monkeypatch):
    """What is run may be what was there before, or what is there now."""
    kept = Store(print)
    paths, _ = dependencies.behind("proof", CASE.theorem, kept.sources)
    newest = max(max(path.stat().st_mtime, path.stat().st_ctime) for path in paths.values())
    for began, stays in ((newest - 1, False), (newest + 1, True)):
        monkeypatch.setattr(rooms, "BEGAN", began)
        kept.keep("proof", CASE, 1.0, None)
        assert (kept.find("proof", CASE) is not None) == stays


# -- no run fails for it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["below a file", "a file", "full", "unreadable", "no home"])
def test_a_run_that_can_keep_nothing_says_so_once_and_is_as_good(verify, found, kept, where, tmp_path, monkeypatch):
    if where == "full":
        real = outputs.Path.write_bytes

        def full(path, content):
            if path.parent == kept:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(path, content)

        monkeypatch.setattr(outputs.Path, "write_bytes", full)
    elif where == "unreadable":
        verify()
        with Store(print) as open_store:
            path = open_store.path("obligations", CASE)
        path.unlink()
        path.mkdir()
        found.clear()
    elif where == "no home":
        monkeypatch.delenv("THEOREMS_STORE")
        monkeypatch.setattr(store, "folder", no_home)
    else:
        (tmp_path / "file").write_text("")
        place = tmp_path / "file" if where == "a file" else tmp_path / "file" / "kept"
        monkeypatch.setenv("THEOREMS_STORE", str(place))
    _, err, records = verify()
    assert len(said(err)) == 1
    assert found == ALL
    assert all(record["outcome"] == "confirmed" for record in records)


def no_home():
    raise RuntimeError("Could not determine home directory.")


KILLED = """
import os, signal, sys
from harness.basics import outputs
from theorems.door import main

real, count = outputs.Path.replace, 0

def dies(path, target):
    global count
    count += 1
    if count == {at}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(path, target)

outputs.Path.replace = dies
sys.exit(main(["verify", "{claim}"]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like that here")
def test_a_process_that_is_killed_while_it_writes_loses_what_it_was_writing(verify, found, kept):
    done = forked.run([sys.executable, "-c", KILLED.format(at=3, claim=CLAIM)])
    assert done.returncode == -signal.SIGKILL, done.stderr
    _, err, _ = verify()
    assert found == ALL[2:]  # two files are whole
    assert said(err) == []
    assert len(list(kept.glob(".theorems.*"))) == 1


def test_several_processes_use_it_at_once(verify, found, kept):
    command = [sys.executable, "-m", "theorems", "verify", CLAIM]
    runs = [forked.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    errors = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], errors
    assert not any(said(error) for error in errors)
    verify()
    assert found == []
    assert list(kept.glob(".theorems.*")) == []
