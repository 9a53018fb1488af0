"""What several test files use: packages made for one test."""

import compileall
import contextlib
import functools
import gc
import importlib
import itertools
import os
import shutil
import signal
import sys
from collections import OrderedDict
from pathlib import Path

import numba
import pytest
from court import open_court
from hypothesis import settings
from lab import HAND, compiled_once, copy_of, forget
from site_lab import built

from harness.basics.lock import LOCKS
from harness.judge import draws
from harness.judge.observed import room
from harness.run.fingerprint import fingerprint
from harness.run.killable import OtherProcess
from simulators import kernels
from theorems import rooms
from theorems.door import COLLECTED, remember
from theorems.language import registry

pytest_plugins = ["harness.testing.session"]

NUMBERS = itertools.count()

TAKE_PACKAGES = ("author.scaffold", "author.todo", "judge.error_lines", "run.dependencies")
"""Modules of the harness that take `registry.packages` by its name and may be loaded late."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """A plain `pytest` uses the cores there are; tests that are named run here, where they can be debugged.

    `-n` says otherwise. The cost of tests differs a thousandfold: a worker that is done takes tests from the other.
    """
    option = config.option
    if not config.pluginmanager.has_plugin("xdist") or hasattr(config, "workerinput"):
        return  # a worker starts no workers
    if option.numprocesses is None and not option.tx and config.args_source is config.ArgsSource.TESTPATHS:
        option.numprocesses = "logical"
    if option.numprocesses and option.dist == "no":
        option.dist = "worksteal"


def pytest_configure(config):
    """No example is late on a busy machine; the commands that tests start hear Ctrl-C, also where a shell has started
    this run in the background, and read the rooms as bytecode, also where none is written when they are imported.
    These and the workers remember as much of algebra as the command does, and collect garbage as rarely.
    """
    remember()
    gc.set_threshold(*COLLECTED)
    if sys.dont_write_bytecode and not hasattr(config, "workerinput"):
        for room in rooms.PACKAGES:
            compileall.compile_dir(Path(__file__).parent.parent / room, quiet=2)
    settings.register_profile("the suite", parent=settings.default, deadline=None)
    settings.load_profile("the suite")
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


DERIVED_AGAIN = "test_derivations.py", "test_recheck_all.py"
"""Files that ask more of derivations: the ids of their tests begin with that of a theorem."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """More is asked of the derivations of a theorem where they have just been judged (test_theorems): by the same
    worker, which need not derive them again.
    """
    judged, asked = {}, {}
    for item in items:
        file, given = item.path.name, getattr(item, "callspec", None)
        if file == "test_theorems.py" and given and "case" in given.params:
            judged[given.params["case"].theorem.id] = item
        elif given and file in DERIVED_AGAIN:
            asked.setdefault(given.id.partition("/")[0], []).append(item)
    last = {item: asked[theorem] for theorem, item in judged.items() if theorem in asked}
    moved = {item for group in last.values() for item in group}
    items[:] = [one for item in items if item not in moved for one in (item, *last.get(item, ()))]


def pytest_collection_finish():
    """What is collected stays until the end: the garbage collector need not look through it, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def entropy(theorems_run):
    """The entropy of this run."""
    return theorems_run.entropy


@pytest.fixture(scope="session")
def resolution(theorems_run):
    """The relative resolution of this run."""
    return theorems_run.resolution


@pytest.fixture(scope="session")
def executor(theorems_run):
    """Threads that draw blocks."""
    return theorems_run.executor


@pytest.fixture(autouse=True)
def _state(tmp_path_factory, monkeypatch):
    """Journals of a test are its own, and so is the evidence that it keeps: it may have replaced what finds it.

    Most tests keep nothing: the folder is made by the first that does.
    """
    state = tmp_path_factory.getbasetemp() / f"state{next(NUMBERS)}"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setenv("THEOREMS_STORE", str(state / "kept"))
    yield
    shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory):
    """The folder of a small site; all workers of a run share it. It is read, and nothing is written there."""
    pytest.importorskip("sphinx", reason="the site needs the extra `site`")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if LOCKS and "PYTEST_XDIST_WORKER" in os.environ else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEOREMS_STORE", str(shared / "site.kept"))
        return built(shared)


@pytest.fixture
def nothing_is_kept(monkeypatch):
    """Every block is simulated anew, whoever asks for it."""
    monkeypatch.setattr(draws, "_kept", OrderedDict())
    monkeypatch.setattr(draws, "_bytes", 0)
    monkeypatch.setattr(draws, "MOST_BYTES", 0)


@pytest.fixture(scope="session")
def _other_process():
    with OtherProcess() as process:
        yield process


@pytest.fixture(scope="module")
def one_other_process(_other_process):
    """Values that take long are all computed in one process: to load the suite into a new one takes a second.

    It knows the registry as it is in the repository. One that is killed at a limit begins anew, as ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("harness.cli.value.OtherProcess", lambda: contextlib.nullcontext(_other_process))
        yield


def look_again():
    """Forget which packages there are, and what was derived from it."""
    registry.look_again()
    room.cache_clear()
    fingerprint.cache_clear()


@pytest.fixture
def registry_as_it_was():
    """What a test adds to the registry is gone after it; figures that are loaded have found their theorems before."""
    for name in [name for name in sys.modules if name.startswith("paper_figs.ours.")]:
        figure = getattr(sys.modules[name], "FIGURE", None)
        for found in (figure.theorems, figure.depends) if figure else ():
            len(found)
    yield
    look_again()


@pytest.fixture
def know(registry_as_it_was, monkeypatch, tmp_path):
    """A function that makes the suite look for the packages in the test's folder."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(kernels, "kernel", compiled_once)

    def look():
        monkeypatch.syspath_prepend(str(tmp_path))
        look_again()

    return look


@pytest.fixture
def lab(know, tmp_path):
    """A function that plants edits (file -> old and new texts) in a copy of a package; returns its folder."""
    name = f"lab{next(NUMBERS)}"

    def plant(edits=None, source=HAND):
        root = copy_of(source, tmp_path, name, edits)
        know()
        return root

    yield plant
    forget(name)


@pytest.fixture
def court(know, tmp_path, monkeypatch):
    """A function that makes a package of claims whose verdicts are known (court.COURT) the only one there is.

    It takes the ids of theorems with the names of their claims, in the order in which they are judged.
    """
    made = []

    def convene(**theorems):
        name = f"court{next(NUMBERS)}"
        made.append(name)
        root = open_court(tmp_path, name, {id_.replace("_", "-"): claims for id_, claims in theorems.items()})
        prefixes = tuple(f"{package}." for package in made)
        know()
        for module in TAKE_PACKAGES:  # loaded later it would keep the stand-in in other tests
            importlib.import_module(f"harness.{module}")
        only = functools.cache(lambda: prefixes)
        monkeypatch.setattr(registry, "packages", only)
        look_again()
        return root

    yield convene
    monkeypatch.undo()
    for name in made:
        forget(name)
