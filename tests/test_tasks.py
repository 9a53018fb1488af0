"""Claims examined by other processes: the same results, only what is missing, and no process is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future
from fractions import Fraction

import pytest

from harness.judge.selection import chosen
from harness.judge.verdict import DETERMINISTIC, examine, known_parts, parts_of
from harness.run import executors
from harness.run.executors import MANY, Here, open_executor
from harness.run.tasks import as_found, examined_elsewhere

FEW = chosen(["poisson-extinction"])
DEADLINE = 60.0
"""Seconds until a process that should end is held to have been left behind."""


def timeless(parts):
    """Parts of a run without the times that they took."""
    found = {name: record for name, (_, record) in parts.items()}
    for name, record in found.items():
        if name.startswith("race "):
            found[name] = [record[0] | {"seconds": 0}, record[1]]
        elif name.startswith("proof "):  # the time of a line comes fourth
            found[name] = [line[:3] + line[4:] for line in record]
    return found


@pytest.fixture(scope="module")
def serial(entropy, resolution):
    """What this process finds about some claims, without their times."""
    return timeless({k: v for case in FEW for k, v in parts_of(case.id, resolution, entropy, {}).items()})


@pytest.fixture
def few_are_enough(monkeypatch):
    """Other processes are asked however few the tasks are."""
    monkeypatch.setattr(executors, "MANY", 2)


class Deferred(executors.Workers):
    """Notes what is asked, and does it at once; what is asked last is found first."""

    many = 2

    def __init__(self, at_once=1):
        self.asked, self._at_once = [], at_once

    @property
    def at_once(self):
        return self._at_once

    def submit(self, task, *given):
        self.asked.append(given)
        future = Future()
        future.set_result(task(*given))
        return future


def nothing(done, what):
    """Of the progress."""


# -- what is found ------------------------------------------------------------------------------------------------


def test_processes_of_this_machine_find_what_this_one_finds(serial, entropy, resolution, few_are_enough):
    """Proofs, obligations, exact checks, slips, and every race bit for bit."""
    found = {}
    with open_executor(None, 2) as workers:
        done = examined_elsewhere(FEW, resolution, entropy, workers, found, None, nothing)
    assert done == len(FEW)
    assert timeless(found) == serial
    assert {name.split()[0] for name in found} == {*DETERMINISTIC, "race"}


def test_a_process_that_is_killed_costs_only_what_it_had_not_found(serial, entropy, resolution, few_are_enough, capsys):
    found = {}
    with open_executor(None, 2) as workers:
        rows = [(case.id, resolution, entropy, {}) for case in FEW * 5]
        for number, parts in as_found(workers, parts_of, rows):
            assert {name.split()[1].partition("[")[0] for name in parts} == {rows[number][0]}
            found |= parts
            for child in multiprocessing.active_children():
                os.kill(child.pid, signal.SIGKILL)
    assert capsys.readouterr().err.count("a process of this run was killed") == 1
    assert found
    for case in FEW:
        found |= parts_of(case.id, resolution, entropy, known_parts(case, found, None))
    assert timeless(found) == serial


def test_only_what_is_missing_is_asked_and_each_claim_has_what_was_found_for_it(serial, entropy, resolution):
    """What an interrupted run has found of a claim is handed on; a claim of which all is known is no task."""
    finished, workers = {}, Deferred()
    first, second, *others = FEW
    finished |= parts_of(first.id, resolution, entropy, {})
    kinds = {name: part for name, part in parts_of(second.id, resolution, entropy, {}).items() if "race" not in name}
    finished |= kinds
    assert examined_elsewhere(FEW, resolution, entropy, workers, finished, None, nothing) == len(FEW)
    assert [(claim, sorted(known)) for asked, _, _ in workers.asked for claim, known in asked.items()] == [
        (second.id, sorted(kinds)),
        *((case.id, []) for case in others),
    ]
    assert timeless(finished) == serial
    assert all(examine(case, resolution, entropy, None, None, finished).as_expected for case in FEW)


@pytest.mark.parametrize(("at_once", "most"), [(1, 2**62), (16, 8), (1000, 1)])
def test_claims_of_a_theorem_are_one_task_where_there_are_tasks_for_all(monkeypatch, at_once, most):
    """16 workers have 64 tasks or more between them: of 568 claims 8 together at most."""
    monkeypatch.setattr("harness.run.tasks.parts_of_each", lambda *_: {})
    every, workers = chosen(())[:568], Deferred(at_once)
    assert examined_elsewhere(every, Fraction(1, 10), 1, workers, {}, None, nothing) == len(every)
    tasks = [[*claims] for claims, _, _ in workers.asked]
    assert [claim for task in tasks for claim in task] == [case.id for case in every]
    assert all(len({claim.partition("/")[0] for claim in task}) == 1 for task in tasks)
    theorem = Counter(case.theorem.id for case in every)
    assert max(map(len, tasks)) == min(most, max(theorem.values()))
    assert len(tasks) == sum(-(-claims // most) for claims in theorem.values())


def test_what_is_known_of_a_claim_is_not_found_again(entropy, resolution, monkeypatch):
    claim = FEW[0].id
    known = parts_of(claim, resolution, entropy, {})
    race = next(name for name in known if name.startswith("race "))
    for work in ("verdict.prove", "verdict.refusal", "verdict.prepare", "exact.check"):
        monkeypatch.setattr(f"harness.judge.{work}", None)
    assert parts_of(claim, resolution, entropy, known) == {}
    found = parts_of(claim, resolution, entropy, {name: part for name, part in known.items() if name != race})
    assert timeless(found) == timeless({race: known[race]})


def test_other_processes_are_asked_only_where_it_pays():
    for workers, rows in ((Here(1), MANY), (Here(2), MANY - 1)):
        assert list(as_found(workers, pow, [(2, 2)] * rows)) == []
        workers.shutdown()
    with open_executor(None, 3) as three:
        assert dict(as_found(three, pow, [(2, i) for i in range(MANY)])) == {i: 2**i for i in range(MANY)}
        assert len(multiprocessing.active_children()) <= 3


# -- processes end ------------------------------------------------------------------------------------------------


PARENT = """
import multiprocessing, time
from harness.run.executors import open_executor

if __name__ == "__main__":
    with open_executor(None, 2) as workers:
        asked = [workers.submit(time.sleep, 600) for _ in range(4)]
        while not any(future.running() for future in asked):
            time.sleep(0.01)
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        {then}
    print("over", flush=True)
"""


def running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # a process that has ended stays listed until somebody asks
        return file.read().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not os.path.exists("/proc"), reason="asks /proc whether a process has ended")
@pytest.mark.parametrize("killed", [True, False])
def test_no_process_outlives_its_run(tmp_path, killed):
    """Neither one that is killed nor one that wants no more, whatever the processes are doing."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(then="time.sleep(600)" if killed else "pass"))
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        try:
            children = [int(pid) for pid in parent.stdout.readline().split()]
            assert len(children) == 2
            if not killed:
                parent.wait(DEADLINE)
        finally:
            parent.send_signal(signal.SIGKILL)
        end = time.monotonic() + DEADLINE
        while any(map(running, children)) and time.monotonic() < end:
            time.sleep(0.05)
        left = [pid for pid in children if running(pid)]
        for pid in left:  # they hold the pipe that is read next
            os.kill(pid, signal.SIGKILL)
        assert left == []
        assert parent.stdout.read() == ("" if killed else "over\n")
