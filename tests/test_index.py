"""The list of theorems as it was last made: read without any of them, and never when something has changed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest
from lab import HAND, copy_of

from harness.run import entries, index
from theorems import rooms

ROOT = Path(__file__).parent.parent
KEPT = ("__init__.py", "rooms.py", "door", "language", "processes", "poisson")
"""What is in the room of records besides families, and one of these."""
LIST = "import sys\nfrom theorems.door import main\nmain(['list', '--json'])\nprint('sympy' in sys.modules)\n"


def listed(*paths):
    """The rows as a process of its own lists them; were the theorems loaded for it?"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-c", LIST]
    done = subprocess.run(command, cwd=paths[0], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    out, _, loaded = done.stdout.rstrip().rpartition("\n")
    return json.loads(out), loaded == "True"


def test_a_list_is_made_once_and_again_when_something_has_changed(tmp_path):
    """Of a registry that has the records of one family only, which are soon loaded."""
    families = {path.name for path in (ROOT / rooms.RECORDS).iterdir() if path.name not in KEPT}
    for room in rooms.PACKAGES:
        left_out = shutil.ignore_patterns("__pycache__", *(families if room == rooms.RECORDS else ()))
        shutil.copytree(ROOT / room, tmp_path / room, ignore=left_out)
    sleep(2 * rooms.TICK)  # then no file is younger than the next process
    first, loaded = listed(tmp_path)
    assert loaded
    assert listed(tmp_path) == (first, False)
    record = tmp_path / "theorems" / "poisson" / "extinction.py"
    record.write_text(record.read_text().replace('title="', 'title="Again: '))
    changed, loaded = listed(tmp_path)
    assert loaded
    assert [row["title"] for row in changed if row not in first] == ["Again: Survival under Poisson sampling, exactly"]
    package = tmp_path / "other"
    package.mkdir()
    copy_of(HAND, package, "indexed_lab")
    contributed, loaded = listed(tmp_path, package)
    assert loaded
    assert len(contributed) == len(changed) + 1
    (entries.folder() / index.INDEX).write_text("{")
    assert listed(tmp_path) == (changed, True)


@pytest.fixture
def package(know, tmp_path):
    """A contributed package, and a folder of evidence."""
    root = copy_of(HAND, tmp_path, "keyed_lab")
    know()
    entries.folder().mkdir(parents=True)
    return root


def test_all_that_a_list_rests_on_is_in_its_key(package, tmp_path, monkeypatch):
    """Sources and data, evidence by its name, versions of what is installed, entry points, Python."""

    def key():
        return index.key(["keyed_lab"])

    first = key()
    changes = [
        (package / "theorems" / "fixed_share.py", b"1"),
        (package / "theorems" / "counts.txt", b"1"),
        (entries.folder() / f"{'0' * 64}.json", b""),
        (tmp_path / "sympy-99.dist-info" / "METADATA", b""),
        (tmp_path / "keyed_lab-0.1.0.dist-info" / "entry_points.txt", b""),
    ]
    for path, content in changes:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        assert key() != first, path
        first = key()
    (entries.folder() / "notes.txt").write_text("of no theorem")
    assert key() == first
    monkeypatch.setattr(sys, "version", "4.0")
    assert key() != first


def test_nothing_is_remembered_of_files_that_have_changed_since_the_process_began(package, monkeypatch):
    index.remember([{"id": "made-up"}], ["keyed_lab"])  # the package is younger than this process
    assert index.known() is None
    monkeypatch.setattr(rooms, "BEGAN", float("inf"))
    index.remember([{"id": "made-up"}], ["keyed_lab"])
    assert index.known() == [{"id": "made-up"}]
    (package / "theorems" / "fixed_share.py").write_text("")
    assert index.known() is None
