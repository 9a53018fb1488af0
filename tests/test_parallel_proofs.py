"""Proofs in processes of their own: the same results, only what is missing, and no process is left behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from harness.cli import verify
from harness.judge.selection import chosen, find_case
from harness.judge.verdict import examine, part_name, proof_part
from harness.run.parallel_proofs import MANY, proofs_ahead

CLAIMS = chosen(())
DEADLINE = 60.0
"""Seconds until a process that should end is held to have been left behind."""


def test_a_proof_in_another_process_is_the_proof(resolution, entropy):
    name = "g-iterate/lower"
    with proofs_ahead([find_case(name), *CLAIMS], {}, 2) as proofs:
        (_, ledger), (_, own) = proofs[f"proof {name}"].get(), proof_part(name)
    assert [line[:3] for line in ledger] == [line[:3] for line in own]  # the rest of a line is its time
    report = examine(find_case(name), resolution, entropy, finished={f"proof {name}": [7.0, ledger]})
    assert report.proof.ok
    assert report.seconds >= 7.0


def test_only_what_is_missing_is_proved_and_only_where_it_pays():
    names = {f"proof {case.id}" for case in CLAIMS}
    finished = sorted(names)[:5]
    with proofs_ahead(CLAIMS, finished, 2) as proofs:
        assert set(proofs) == names - set(finished)
    for cases, workers in ((CLAIMS, 1), (CLAIMS[: MANY - 1], 2)):
        with proofs_ahead(cases, {}, workers) as proofs:
            assert proofs == {}


class Tasks:
    """A pool that does what it is given when it is asked for, and keeps what it was given."""

    def __init__(self, *_):
        self.given = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def apply_async(self, function, arguments):
        self.given.append(arguments)
        return SimpleNamespace(get=lambda: function(*arguments))


def test_a_theorem_is_one_task_as_its_proofs_share_lemmas(monkeypatch):
    pool = Tasks()
    monkeypatch.setattr("multiprocessing.get_context", lambda _: SimpleNamespace(Pool=lambda *_: pool))
    monkeypatch.setattr("harness.run.parallel_proofs.proof_part", lambda claim: [claim])
    with proofs_ahead(CLAIMS, {f"proof {CLAIMS[1].id}"}, 2) as proofs:
        assert {name: proof.get() for name, proof in proofs.items()} == {
            f"proof {case.id}": [case.id] for case in CLAIMS if case != CLAIMS[1]
        }
    theorems = [{claim.split("/")[0] for claim in claims} for (claims,) in pool.given]
    assert all(len(names) == 1 for names in theorems)
    assert len(theorems) == len(set.union(*theorems))


class Parts(dict):
    """A journal that is nowhere."""

    effort, entropy = "quick", 1


def test_each_claim_has_the_proof_that_was_found_for_it(monkeypatch):
    """Ledgers made up for the test name their claim, and come back in any order."""

    @contextmanager
    def made_up(cases, finished, workers):
        ledgers = {
            part_name("proof", case): [
                0.0,
                [[case.claim.name, None, {"ok": True, "method": "", "detail": ""}, 0.0, None]],
            ]
            for case in cases
        }
        yield {name: SimpleNamespace(get=lambda ledger=ledgers[name]: ledger) for name in reversed(ledgers)}

    monkeypatch.setattr("harness.run.parallel_proofs.proofs_ahead", made_up)
    cases = chosen(["g-iterate"])
    reports = verify._examine_all(cases, Parts(), None, 2)
    assert [line.step.name for report in reports for line in report.proof.lines] == [c.claim.name for c in cases]


PARENT = """
import multiprocessing, time
from harness.run.parallel_proofs import proofs_ahead
from harness.judge.selection import chosen

if __name__ == "__main__":
    with proofs_ahead(chosen(()), {}, 2):
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(600)
"""


def running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # a process that has ended stays listed until somebody asks
        return file.read().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not os.path.exists("/proc"), reason="asks /proc whether a process has ended")
def test_no_process_outlives_a_parent_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        try:
            children = [int(pid) for pid in parent.stdout.readline().split()]
            assert len(children) == 2
            assert all(map(running, children))
        finally:
            parent.send_signal(signal.SIGKILL)
    end = time.monotonic() + DEADLINE
    while any(map(running, children)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(running, children))
