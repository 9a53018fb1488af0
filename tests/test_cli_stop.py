"""Ctrl-C and SIGTERM end a run at once, whatever it is doing; what is finished is kept, and never done twice."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import forked
import pytest

from harness.basics.interrupts import not_for_children
from harness.judge import race
from harness.judge.verdict import DETERMINISTIC
from harness.run import journal
from theorems.door import main

pytestmark = pytest.mark.skipif(not os.path.exists("/proc"), reason="asks /proc for processes")

CLAIM = "poisson-extinction/survival"
ENDLESS = 600.0
"""Seconds that the work takes which is interrupted."""

AT_ONCE = 15.0
"""Seconds that count as at once, on a machine that is busy with other things: far from ENDLESS."""

STOPS = {signal.SIGINT: 130, signal.SIGTERM: 143}

COMMAND = """
import hashlib, sys, time
from theorems.door import main

def sleep(*_, **__):
    print("begun", flush=True)
    time.sleep(ENDLESS)

def compute(*_, **__):
    "In compiled code, which does not hear of signals."
    print("begun", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)  # far more than ENDLESS

def deaf(*_, **__):
    while True:
        try:
            sleep()
        except BaseException:
            pass

PLANTED
sys.exit(main())
"""

WORK = {
    "a block on a thread": ("import harness.judge.race; harness.judge.race.draw_block = sleep", ["verify", CLAIM]),
    "compiled code on a thread": (
        "import harness.judge.race; harness.judge.race.draw_block = compute",
        ["verify", CLAIM],
    ),
    "compiled code on the main thread": (
        "import harness.judge.exact; harness.judge.exact.check = compute",
        ["verify", CLAIM],
    ),
    "a step of a proof": ("import harness.judge.proof; harness.judge.proof.decide = compute", ["prove", CLAIM]),
    "a block of a plan": ("import harness.judge.race; harness.judge.race.draw_block = compute", ["plan", CLAIM]),
    "threads of check": ("import harness.judge.race; harness.judge.race.draw_block = sleep", ["check", CLAIM]),
    "numbers of a figure": (
        "import paper_figs.store; paper_figs.store._compute = compute",
        ["figures", "ours-g-iterate"],
    ),
    "somebody who takes every exception for his own": (
        "import harness.judge.exact; harness.judge.exact.check = deaf",
        ["verify", CLAIM],
    ),
}


def begin(code, arguments, folder, **named):
    """The command with a planted piece of work, in a process group of its own; returns when the work has begun."""
    text = COMMAND.replace("PLANTED", code).replace("ENDLESS", str(ENDLESS))
    run = forked.Popen(
        [sys.executable, "-c", text, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **named,
    )
    while "begun" not in (line := run.stdout.readline()):
        assert line or run.poll() is None, run.stderr.read()
    return run


def stop(run, number, times=1):
    """Sends the signal to the whole group, as a terminal does; returns what was said on stderr."""
    with suppress(ProcessLookupError):  # it has ended meanwhile
        for _ in range(times):
            os.killpg(run.pid, number)
            time.sleep(0.0005)
    began = time.monotonic()
    try:
        err = run.communicate(timeout=AT_ONCE)[1]
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        pytest.fail(f"still running after {time.monotonic() - began:.0f} s")
    assert run.returncode == STOPS[number]
    assert "Traceback" not in err
    return err


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    """A folder in which all is kept that is certain of the claim: what races it, does so at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEOREMS_STORE", str(tmp_path_factory.mktemp("proved")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        assert main(["verify", CLAIM]) == 0
        return os.environ["THEOREMS_STORE"]


@pytest.mark.parametrize("number", STOPS, ids=lambda number: signal.Signals(number).name)
@pytest.mark.parametrize("work", WORK)
def test_a_command_stops_at_once_whatever_it_is_doing(tmp_path, work, number, proved, monkeypatch):
    if "on a thread" in work:
        monkeypatch.setenv("THEOREMS_STORE", proved)
    stop(begin(*WORK[work], tmp_path), number)


@pytest.mark.parametrize("number", STOPS, ids=lambda number: signal.Signals(number).name)
def test_a_signal_that_comes_again_and_again_is_heard_once(tmp_path, number, proved, monkeypatch):
    """`timeout` sends it to a command and to its group; whoever waits presses the keys twice."""
    monkeypatch.setenv("THEOREMS_STORE", proved)
    assert "error of the suite" not in stop(begin(*WORK["a block on a thread"], tmp_path), number, times=200)


@pytest.mark.parametrize("number", STOPS, ids=lambda number: signal.Signals(number).name)
def test_what_was_finished_is_kept_and_continued(tmp_path, capsys, number):
    stop(begin(*WORK["a block on a thread"], tmp_path), number)
    assert main(["verify", "--resume", "--json", "-"]) == 0
    captured = capsys.readouterr()
    assert f"resumed: {len(DETERMINISTIC)} finished parts" in captured.err  # all but the race
    assert {record["outcome"] for record in json.loads(captured.out)} == {"confirmed"}
    assert list(journal.folder().iterdir()) == []


def test_a_run_that_another_process_is_doing_is_not_done_again(tmp_path, capsys, proved, monkeypatch):
    """Neither one that was begun nor one that was resumed."""
    monkeypatch.setenv("THEOREMS_STORE", proved)
    for more in ([], ["--resume"]):
        code, arguments = WORK["a block on a thread"]
        run = begin(code, [*arguments, *more], tmp_path)
        (place,) = journal.folder().iterdir()
        assert main(["verify", "--resume"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err == f"theorems: another process is doing this run: its journal is {place}\n"
        assert main(["verify", "--resume", "--journal", str(place)]) == 2
        assert str(place) in capsys.readouterr().err
        stop(run, signal.SIGINT)
        assert list(journal.folder().iterdir()) == [place]


def children(pid):
    """Processes below a process."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            own = [int(word) for word in file.read().split()]
    except OSError:
        return []
    return own + [grandchild for child in own for grandchild in children(child)]


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize(("pause", "grace"), [(0.0, 0.7), (0.1, 0.7), (3.0, 0.7), (0.1, 0.0)])
def test_processes_that_prove_end_with_the_run(tmp_path, pause, grace):
    """Interrupted when they start, and when they work; nor do they say anything when the run is ended at once."""
    run = begin(
        "import harness.judge.exact, harness.basics.interrupts as i; harness.judge.exact.check = sleep; "
        f"i.GRACE = {grace}; print('begun')",
        ["verify", "--workers", "2"],
        tmp_path,
    )
    while len(below := children(run.pid)) < 3:  # one of them looks after what they share
        time.sleep(0.001)
    time.sleep(pause)
    err = stop(run, signal.SIGINT)
    end = time.monotonic() + AT_ONCE
    while any(map(alive, below)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, below))
    assert [line for line in err.splitlines() if not line.startswith("theorems: ")] == []


WITH_A_CHILD = """
import multiprocessing, harness.judge.exact
from harness.basics.interrupts import not_for_children

def work(*_, **__):
    with not_for_children():
        multiprocessing.get_context("fork").Process(target=time.sleep, args=(ENDLESS,)).start()
    compute()

harness.judge.exact.check = work
"""


def test_a_process_that_is_started_does_not_hear_the_terminal():
    """From its first moment on: what starts it has the interrupt blocked, and has it back afterwards."""
    code = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    with not_for_children():
        child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert child.stdout.strip() == "True"
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.parametrize("number", STOPS, ids=lambda number: signal.Signals(number).name)
def test_what_a_run_has_started_ends_with_it_although_nobody_can_stop_it_in_order(tmp_path, number):
    """The run is in compiled code, and its process hears of no Ctrl-C: it is ended from outside, and so is that."""
    run = begin(WITH_A_CHILD, ["verify", CLAIM], tmp_path)
    below = children(run.pid)
    assert below
    stop(run, number)
    end = time.monotonic() + AT_ONCE
    while any(map(alive, below)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, below))


def test_a_run_on_a_cluster_stops_at_once(tmp_path):
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": "CRITICAL"}
    with distributed.LocalCluster(**options) as cluster:
        code = "import harness.judge.verdict as v; race = v.race"
        code += "; v.race = lambda *a: print('begun', flush=True) or race(*a)"
        arguments = [
            "verify",
            "gaussian-collapse/law",
            "--effort",
            "paper",
            "--executor",
            f"dask:{cluster.scheduler_address}",
        ]
        stop(begin(code, arguments, tmp_path), signal.SIGINT)
    (left,) = journal.folder().iterdir()
    assert left.read_bytes().count(b"\n") >= 2


# -- other runs, and threads --------------------------------------------------------------------------------------


def test_the_journal_of_a_run_that_goes_on_is_not_removed_by_later_ones():
    """However many runs are begun, and interrupted, meanwhile: of those only the last are kept."""
    with journal.open_journal(journal.Asked(["g-iterate"], entropy=1), None, False, print) as parts:
        parts["a"] = 1
        (mine,) = journal.folder().iterdir()
        for entropy in range(2, 2 * journal.KEPT + 4):
            other = journal.open_journal(journal.Asked([], entropy=entropy), None, False, print)
            with pytest.raises(KeyboardInterrupt), other:
                raise KeyboardInterrupt
        assert mine.exists()
        assert len(list(journal.folder().iterdir())) <= journal.KEPT + 2


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_blocks_are_drawn_by_as_many_threads_as_were_asked_for(workers, monkeypatch, proved):
    """At each time: a block that takes a while is drawn beside others, of which there are never more."""
    monkeypatch.setenv("THEOREMS_STORE", proved)
    real, lock, now, most = race.draw_block, threading.Lock(), 0, 0

    def slow(*given):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1
        return real(*given)

    monkeypatch.setattr(race, "draw_block", slow)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)  # what is taken if nothing is asked for
    assert main(["verify", CLAIM, "--workers", str(workers)]) == 0
    assert min(workers, 2) <= most <= workers  # the first batches have one or two blocks
