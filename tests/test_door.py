"""The way in: other packages of our rooms' names, and other projects' runs of pytest."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIST = ("-m", "theorems", "list")
SUITE = '"""The tests of the suite."""\n\nfrom harness.testing.suite import *  # noqa: F403\n'
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider")
PLUGIN = (*PYTEST, "-p", "theorems.door.pytest_plugin")


NO_FINDERS = """import sys

sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in finder.__module__]
"""
"""An editable installation finds the modules of its packages, whoever has the name of the package."""


def python(folder, *arguments, path=(ROOT,)):
    """Exit code, standard output and error of this interpreter in a folder."""
    paths = os.pathsep.join(map(str, path))
    environment = os.environ | {"PYTHONPATH": paths, "COLUMNS": "200", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def write(folder, files):
    """Files by their paths."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def distribution(folder, name):
    """What pip leaves beside a package of that name."""
    metadata = folder / f"{name}-7.1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 7.1\n")
    (metadata / "top_level.txt").write_text(f"{name}\n")


# -- other packages of the same names -------------------------------------------------------------------------


@pytest.mark.parametrize("room", ["harness", "simulators", "proofs_check", "paper_figs"])
def test_another_package_in_place_of_a_room_is_refused_in_one_line(room, tmp_path):
    other = tmp_path / "site"
    write(other, {f"{room}/__init__.py": ""})
    distribution(other, room)
    code, out, error = python(tmp_path, *LIST, path=(other, ROOT))
    assert (code, out) == (2, "")
    (line,) = error.splitlines()
    assert str(other / room / "__init__.py") in line
    assert f"{room} 7.1" in line
    assert "virtual environment of its own" in line


def test_a_file_of_ones_own_in_place_of_a_room_is_refused_in_one_line(tmp_path):
    mine = tmp_path / "harness.py"
    mine.write_text("def main(): print('mine')\n")
    code, out, error = python(tmp_path, *LIST)
    assert (code, out) == (2, "")
    (line,) = error.splitlines()
    assert str(mine) in line
    assert "rename it, or start from another folder" in line


def test_another_package_behind_the_rooms_does_no_harm(tmp_path):
    for room in ("harness", "simulators"):
        write(tmp_path, {f"{room}/__init__.py": "raise RuntimeError"})
    code, out, error = python(ROOT, *LIST, path=(ROOT, tmp_path))
    assert (code, error) == (0, "")
    assert "g-iterate" in out


@pytest.mark.parametrize("room", ["harness", "simulators", "paper_figs"])
def test_the_suites_tests_say_that_another_package_is_in_their_place(room, tmp_path):
    other, project = tmp_path / "site", write(tmp_path / "project", {"test_theorems.py": SUITE})
    write(other, {f"{room}/__init__.py": "", "sitecustomize.py": NO_FINDERS})
    distribution(other, room)
    code, out, _ = python(project, *PLUGIN, "--collect-only", path=(other, ROOT))
    assert code == 2
    line = next(line for line in out.splitlines() if "virtual environment of its own" in line)
    assert line.startswith("theorems: ")  # where CI is set, pytest's summary says it once more
    assert str(other / room / "__init__.py") in line


# -- other projects -------------------------------------------------------------------------------------------

FOREIGN = """
import pytest


def pytest_addoption(parser):
    parser.addoption("--effort", default="none")
    parser.addoption("--entropy", default="none")


@pytest.fixture
def theorem():
    return "a theorem of mine"


@pytest.fixture(params=[1, 2])
def claim(request):
    return request.param


@pytest.fixture
def entropy():
    return "mine"


@pytest.fixture
def resolution():
    return "mine"


@pytest.fixture
def record():
    return "mine"


@pytest.fixture
def executor():
    return "mine"
"""
USES = """
def test_they_are_mine(pytestconfig, theorem, claim, entropy, resolution, record, executor):
    assert theorem == "a theorem of mine"
    assert claim in (1, 2)
    assert entropy == resolution == record == executor == "mine"
    assert pytestconfig.getoption("--effort") == "much"
    assert pytestconfig.getoption("--entropy") == "none"
"""


def test_a_project_may_have_options_and_fixtures_of_any_name(tmp_path):
    write(tmp_path, {"conftest.py": FOREIGN, "test_mine.py": USES})
    code, out, error = python(tmp_path, *PLUGIN, "--effort", "much", "-W", "error")
    assert code == 0, out + error
    assert "2 passed" in out


def test_a_project_that_tests_theorems_may_have_them_too(tmp_path):
    """Its fixtures do not reach into the tests of the suite."""
    write(tmp_path, {"conftest.py": FOREIGN, "test_mine.py": USES, "test_theorems.py": SUITE})
    selected = ("-k", "mine or sound and poisson or agree and poisson and survival")
    code, out, error = python(tmp_path, *PLUGIN, "--effort", "much", "-W", "error", "-v", *selected)
    assert code == 0, out + error
    assert "test_the_statement_is_sound[poisson-extinction] PASSED" in out
    assert "theorems: effort quick, entropy " in out


def test_a_project_without_theorems_sees_nothing_of_the_suite(tmp_path):
    """The same output, but for seconds, with and without the plugin; nothing of it is loaded but the door for it."""
    heavy = "import sys\n\n\ndef test_light():\n    assert not {'numpy', 'sympy', 'harness'} & set(sys.modules)\n"
    write(tmp_path, {"test_light.py": heavy, "test_bad.py": "def test_bad():\n    assert 1 == 2\n"})
    with_us, without = (python(tmp_path, *command)[1] for command in (PLUGIN, PYTEST))

    def lines(out):
        return [line.partition(" in ")[0] for line in out.splitlines()]

    assert lines(with_us) == lines(without)
    assert "1 failed, 1 passed" in with_us


@pytest.mark.parametrize("text", ["def test_mine():\n    pass\n", "import harness.missing\n", "1 / 0\n"])
def test_a_project_with_modules_of_our_names_is_left_alone(text, tmp_path):
    """Its harness.testing.suite is not ours, whether it can be imported or not."""
    write(
        tmp_path,
        {
            "harness/__init__.py": "",
            "harness/testing/suite.py": text,
            "test_own.py": "from harness.testing.suite import *\n",
        },
    )
    code, out, error = python(tmp_path, *PLUGIN, path=(tmp_path, ROOT))
    assert code == (0 if "def" in text else 2), out + error
    assert "theorems:" not in out + error


def test_an_import_of_ones_own_that_is_missing_is_not_taken_for_ours(tmp_path):
    """Its name may be that of the folder of our tests."""
    write(tmp_path, {"harness/__init__.py": "", "test_own.py": "import harness.testing.own\n"})
    code, out, error = python(tmp_path, *PLUGIN, path=(tmp_path, ROOT))
    assert code == 2, out + error
    assert "theorems:" not in out + error
