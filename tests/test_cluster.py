"""Clusters: the numbers of one process, whatever happens to workers, and one clear line where there is no scheduler."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import forked
import numpy as np
import pytest
from test_tasks import timeless

from harness.basics.errors import BadInput
from harness.judge.budget import Limits
from harness.judge.case import Case
from harness.judge.questions import ask
from harness.judge.race import race, totals
from harness.judge.selection import chosen
from harness.judge.verdict import parts_of
from harness.run import executors
from harness.run.executors import open_executor
from harness.run.tasks import as_found
from theorems.door import main
from theorems.language.registry import find

THEOREM = "poisson-extinction"
LIMITS = Limits.shared(100)


@pytest.fixture(scope="module")
def cluster():
    """Two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs="CRITICAL"
    ) as made:
        yield made


def question(claim):
    theorem = find(claim.partition("/")[0])
    return ask(Case(theorem, theorem.claim(claim.partition("/")[2])), Fraction(1, 100))[0]


def run_race(claim, entropy, executor):
    return replace(race(question(claim), LIMITS, entropy, executor), seconds=0.0)


@pytest.mark.parametrize("claim", ["poisson-extinction/extinction", "gaussian-collapse/law"])
def test_a_cluster_gives_the_numbers_of_threads(cluster, entropy, claim):
    with ThreadPoolExecutor(2) as threads:
        expected = run_race(claim, entropy, threads)
    with open_executor(f"dask:{cluster.scheduler_address}", None) as workers:
        assert run_race(claim, entropy, workers) == expected


def test_a_cluster_gives_results_in_the_order_of_their_questions(cluster):
    with open_executor(f"dask:{cluster.scheduler_address}", None) as workers:
        assert list(workers.map(pow, range(100), [2] * 100)) == [i * i for i in range(100)]


def test_a_lost_worker_costs_only_its_blocks(cluster, entropy):
    distributed = pytest.importorskip("distributed")
    asked, killed = question("poisson-extinction/extinction"), []

    class Killer:
        """Kills a worker when it has just been given blocks to draw."""

        def map(self, task, blocks):
            given = workers.map(task, blocks)
            if len(blocks) > 2 and not killed:
                with distributed.Client(cluster, set_as_default=False) as client:
                    killed.extend(client.run(os.getpid).values())
                os.kill(killed[0], signal.SIGKILL)
            return given

    with open_executor(f"dask:{cluster.scheduler_address}", None) as workers:
        found = list(totals(asked, entropy, 200, Killer()))
    assert killed
    assert np.array_equal(found, list(totals(asked, entropy, 200, None)))


def test_what_travels_is_small_and_holds_no_expression(entropy):
    sent = []

    class Scales:
        def map(self, task, blocks):
            sent.append(pickle.dumps(task))
            return map(task, blocks)

    for claim in ("poisson-extinction/extinction", "gaussian-collapse/law"):
        run_race(claim, entropy, Scales())
    assert max(map(len, sent)) < 1000
    assert not any(b"sympy" in message or b"numba" in message for message in sent)


def test_a_worker_made_of_something_else_is_refused(cluster, entropy, monkeypatch):
    other = {**executors.made_of(), "numpy": "3.0"}
    monkeypatch.setattr(executors, "made_of", lambda: other)
    with (
        pytest.raises(BadInput, match=r"has other numpy \(3.0 here"),
        open_executor(f"dask:{cluster.scheduler_address}", None) as workers,
    ):
        run_race("poisson-extinction/survival", entropy, workers)


# -- tasks ----------------------------------------------------------------------------------------------------


def records(path):
    """Records of a run, without the seconds that it took."""
    return [
        {name: value for name, value in record.items() if name != "seconds"} for record in json.loads(path.read_text())
    ]


@pytest.fixture(scope="module")
def serial(entropy, resolution):
    """What this process finds about the claims of a theorem."""
    return timeless({k: v for case in chosen([THEOREM]) for k, v in parts_of(case.id, resolution, entropy, {}).items()})


def test_a_lost_worker_costs_only_its_tasks(cluster, entropy, resolution, serial):
    """It is killed when the first result is there, with all that it had found and nobody had taken yet."""
    distributed = pytest.importorskip("distributed")
    rows = [(case.id, resolution, entropy, {}) for case in chosen([THEOREM])]
    found, numbers = {}, []
    with open_executor(f"dask:{cluster.scheduler_address}", None) as workers:
        for number, parts in as_found(workers, parts_of, rows):
            if not numbers:
                with distributed.Client(cluster, set_as_default=False) as client:
                    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
            numbers.append(number)
            assert {name.split()[1].partition("[")[0] for name in parts} == {rows[number][0]}
            found |= parts
    assert sorted(numbers) == [*range(len(rows))]
    assert timeless(found) == serial


def test_a_run_on_a_cluster_has_the_records_of_one_without(cluster, entropy, tmp_path, monkeypatch):
    """All of it is found there: nothing is left to find for the process that asks."""
    here, there = tmp_path / "here.json", tmp_path / "there.json"
    asked = ["verify", THEOREM, "--entropy", str(entropy), "--fresh", "--json"]
    assert main([*asked, str(here), "--workers", "1"]) == 0
    for work in ("verdict.race", "verdict.prove", "verdict.refusal", "verdict.prepare", "exact.check"):
        monkeypatch.setattr(f"harness.judge.{work}", None)
    assert main([*asked, str(there), "--executor", f"dask:{cluster.scheduler_address}"]) == 0
    assert records(there) == records(here)


def test_mutant_tables_are_made_on_the_cluster(cluster, capsys, monkeypatch):
    """With all else that `check` looks at in a claim: its own process looks at the statement alone."""
    for work in ("matrix", "examine", "probe"):
        monkeypatch.setattr(f"harness.author.check.{work}", None)
    assert main(["check", "g-iterate", "--executor", f"dask:{cluster.scheduler_address}"]) == 0
    out = capsys.readouterr().out
    assert out.count("slips caught") == len(chosen(["g-iterate"]))
    assert "nothing to mend" in out


def test_figures_are_computed_on_the_cluster(cluster, entropy, tmp_path, monkeypatch):
    """Their files are those of a run without, byte for byte."""
    names, (here, there) = ["suresh-4-poisson", "ours-g-iterate"], (tmp_path / "here", tmp_path / "there")
    asked = ["figures", *names, "--entropy", str(entropy), "--format", "svg", "--out"]
    assert main([*asked, str(here), "--workers", "1"]) == 0
    monkeypatch.setattr("paper_figs.numbers.Curves.simulation", None)
    monkeypatch.setattr("paper_figs.simulations._found", {})
    assert main([*asked, str(there), "--executor", f"dask:{cluster.scheduler_address}"]) == 0
    for name in names:
        assert (there / f"{name}.csv").read_bytes() == (here / f"{name}.csv").read_bytes()


def test_tasks_of_one_process_are_done_one_at_a_time():
    """Precision is a property of a process: beside each other, two would compute in balls of the wrong one."""
    ours, now, most = executors.made_of(), [], []

    def work():
        now.append(1)
        most.append(len(now))
        time.sleep(0.01)
        now.pop()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: executors.run_alone(ours, work), range(8)))
    assert most == [1] * 8


SCHEDULER = """
import time
import distributed

if __name__ == "__main__":
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs="CRITICAL"
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        time.sleep(600)
"""


def test_a_scheduler_that_goes_away_is_one_line_and_resume_finishes_the_run(tmp_path, entropy):
    """It is killed when something is finished: that is kept, and the records are those of a run by one process."""
    pytest.importorskip("distributed")
    script, log, out, whole = (tmp_path / name for name in ("cluster.py", "journal", "resumed.json", "whole.json"))
    script.write_text(SCHEDULER)
    theorems = [sys.executable, "-m", "theorems", "verify"]
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as scheduler:
        address = scheduler.stdout.readline().strip()
        asked = [THEOREM, "--fresh", "--entropy", str(entropy), "--journal", str(log), "--executor", f"dask:{address}"]
        with forked.Popen([*theorems, *asked], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
            while run.poll() is None and (not log.exists() or log.read_bytes().count(b"\n") < 3):
                time.sleep(0.002)
            scheduler.kill()
            _, err = run.communicate(timeout=120)
    assert run.returncode == 2, err
    lines = [line for line in err.splitlines() if "done:" not in line and "waiting for one" not in line]
    assert lines[0].startswith("theorems: what is finished is kept: continue with theorems verify --resume")
    assert lines[1:] == [f"theorems: --executor: the scheduler at {address} is gone"]
    finished = log.read_bytes().count(b"\n")
    assert main(["verify", "--resume", "--journal", str(log), "--json", str(out), "--workers", "1"]) == 0
    assert log.read_bytes().count(b"\n") > finished >= 3
    assert main(["verify", THEOREM, "--entropy", str(entropy), "--json", str(whole), "--workers", "1"]) == 0
    assert records(out) == records(whole)


# -- no cluster -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("threads", "--executor must be dask:ADDRESS"),
        ("dask:", "--executor must be dask:ADDRESS"),
        ("dask:nowhere", "no dask scheduler answers at nowhere"),
        ("dask:tcp://127.0.0.1:9", "no dask scheduler answers at tcp://127.0.0.1:9"),
    ],
)
def test_a_cluster_that_cannot_be_had_is_one_line_and_exit_code_2(capsys, monkeypatch, place, message):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 0.2)
    assert main(["verify", THEOREM, "--executor", place]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert len(err.splitlines()) == 1


def test_without_the_extra_the_line_says_how_to_get_it(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["verify", THEOREM, "--executor", "dask:tcp://127.0.0.1:8786"]) == 2
    assert "pip install 'model-collapse-theorems[dask]'" in capsys.readouterr().err
