"""Tests in several processes (pytest-xdist): the same numbers and verdicts as in one, and nothing is lost."""

import os
import re
import shutil
import sys
from pathlib import Path

import forked
import pytest
from test_judge_pytest import Project, raced

HERE = Path(__file__).parent
WAYS = [("-n2",), ("-n0",), ("-p", "no:xdist")]
LIMIT = 300.0
"""Seconds after which a run is held to have been stopped by nothing but this."""

SEEN = """
import os
import threading
import time
from pathlib import Path

import pytest


@pytest.mark.parametrize("number", range(8))
def test_where_it_runs(number, theorems_run):
    threads = set()

    def work(_):
        threads.add(threading.get_ident())
        time.sleep(0.01)

    list(theorems_run.executor.map(work, range(20)))
    name = os.environ.get("PYTEST_XDIST_WORKER", "here")
    Path("seen", f"{name}-{os.getpid()}").write_text(f"{theorems_run.entropy} {len(threads)}")
"""
CRASH = """
import os


def test_before():
    pass


def test_that_ends_the_process():
    os._exit(9)


def test_after():
    pass
"""


def run(folder, *options, workers=2):
    """Exit code and output of pytest in a folder, on a machine of so many cores."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")}
    environment |= {"PYTHONPATH": str(HERE.parent), "PYTEST_XDIST_AUTO_NUM_WORKERS": str(workers), "COLUMNS": "200"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    done = forked.run(command, cwd=folder, env=environment, timeout=LIMIT)
    return done.returncode, done.stdout + done.stderr


def summary(out):
    """The table of verdicts, and the line that makes a run repeatable."""
    return re.findall(r"^\S+: \d+ claims .*", out, re.M), set(re.findall(r"\(repeat with (.*)\)", out))


def test_verdicts_and_numbers_are_those_of_one_process(tmp_path, entropy):
    """Claims that are not as expected among them: they fail the run, and the summary names them."""
    made = Project(tmp_path, {"coins": ["good", "false-last", "slow", "both"], "dice": ["bound", "false-sure", "root"]})
    found = [made.pytest("-k", "comes_out", "--theorems-entropy", str(entropy), *way) for way in WAYS]
    assert [code for code, _, _ in found] == [1, 1, 1]
    assert ["2 workers" in out for _, out, _ in found] == [True, False, False]
    for number, (_, out, green) in enumerate(found):
        table, again = summary(out)
        assert len(table) == 2, out
        assert "coins: 4 claims NOT as expected: false-last, slow" in table[0]
        assert "dice: 3 claims NOT as expected: false-sure" in table[1]
        assert again == {f"--theorems-entropy {entropy}"}
        assert (table, green, raced(out)) == (*[summary(found[0][1])[0]], found[0][2], raced(found[0][1])), number
    assert len(raced(found[0][1])[0]) >= 2


@pytest.fixture
def house(tmp_path):
    """A repository with the settings of ours and a test that notes where it runs."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "seen").mkdir()
    shutil.copy(HERE.parent / "pyproject.toml", tmp_path)
    for name in ("conftest.py", "court.py", "lab.py", "site_lab.py"):
        shutil.copy(HERE / name, tmp_path / "tests")
    (tmp_path / "tests" / "test_seen.py").write_text(SEEN)
    return tmp_path


def seen(house):
    """Name of each process that ran tests -> its entropy and how many threads drew blocks."""
    found = [(path.name.partition("-")[0], *path.read_text().split()) for path in (house / "seen").iterdir()]
    assert len({name for name, *_ in found}) == len(found)
    return {name: (int(entropy), int(threads)) for name, entropy, threads in found}


def test_a_plain_run_has_a_worker_for_each_core_and_one_fresh_entropy(house):
    """Two numbers of 128 bits that are not told are equal with probability 2^-128."""
    code, out = run(house)
    assert code == 0, out
    assert {*seen(house)} == {"gw0", "gw1"}
    ((entropy, threads),) = {*seen(house).values()}
    assert threads == max(1, os.cpu_count() // 2), "the workers together have as many threads as there are cores"
    assert summary(out)[1] == {f"--theorems-entropy {entropy}"}, "also where no theorem is tested, and at once"


@pytest.mark.parametrize("options", [("-n0",), ("tests/test_seen.py",)])
def test_one_process_is_enough_and_runs_what_is_named(options, house):
    """So that it can be debugged."""
    code, out = run(house, *options)
    assert code == 0, out
    assert {*seen(house)} == {"here"}


def test_one_core_is_enough(house):
    code, out = run(house, workers=1)
    assert code == 0, out
    assert len(seen(house)) == 1


def test_a_worker_that_dies_fails_the_run_and_costs_one_test(tmp_path):
    """It is named, the others run, and the verdicts are in the summary."""
    made = Project(tmp_path, {"coins": ["good", "both"]})
    (tmp_path / "tests" / "test_crash.py").write_text(CRASH)
    code, out, green = made.pytest("-n2", "-k", "comes_out or crash")
    assert code == 1
    assert re.search(r"worker '?gw\d'? crashed while running '?tests/test_crash.py::test_that_ends_the_process", out)
    assert [name for name, passed in green.items() if not passed] == ["test_that_ends_the_process"]
    assert len(green) == 5
    assert "coins: 2 claims as expected" in out
